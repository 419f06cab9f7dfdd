"""A desk in a busy hour, to look at the pages with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.conversation import Speaker, Turn
from bot.model.incident import Incident
from bot.model.probe import Importance, MeasurementStep, ProbeRef, ProbeState
from bot.model.status import FeedRecord, FeedState, Shows
from bot.model.status import FetchOutcome as Read
from bot.model.tenant_report import TenantReport
from bot.model.ticket import TicketStatus
from bot.model.understanding import Urgency
from tests.web.fakes import FakeWork
from tests.web.samples import a_conversation, a_proposal, a_ticket, an_incident


def feeds_at(now: datetime) -> tuple[FeedState, ...]:
    def ago(minutes: int) -> datetime:
        return now - timedelta(minutes=minutes)

    return (
        FeedState(
            "platform-ja",
            "kintone",
            Read.OK,
            ago(1),
            Shows.OPERATIONAL,
            None,
            ago(1),
            ago(2000),
            page_at=ago(4000),
            record=FeedRecord(5, 3, (12.0, 31.0, 16.0), 4321, 12),
        ),
        FeedState(
            "hoshi",
            "hoshi_cdn",
            Read.OK,
            ago(1),
            Shows.INVESTIGATING,
            "Elevated errors in the Tokyo region",
            ago(1),
            ago(16),
            oddities=("the page says all is well with 1 incident(s) open",),
            page_at=ago(14),
            record=FeedRecord(0, 0, (), 800, 0),
        ),
        FeedState(
            "tana",
            "tana_list",
            Read.UNREACHABLE,
            ago(1),
            Shows.OPERATIONAL,
            None,
            ago(24),
            ago(9000),
            ago(19),
            error="no answer in 20 s",
            record=FeedRecord(1, 0, (), 700, 90),
        ),
        FeedState(
            "mori",
            "mori_sync",
            Read.UNREADABLE,
            ago(2),
            failing_since=ago(300),
            error="status.mori.example sends us on to www.example.com: another site until its feed names it",
        ),
    )


DECLARED = (
    ProbeRef(
        "editor.sazanami.example/", "sazanami", Importance.LOW, {"ja": "エディター", "en": "editor"}
    ),
    ProbeRef(
        "scripts.sazanami.example/health.js",
        "sazanami",
        names={"ja": "スクリプトの配信", "en": "script delivery"},
    ),
    ProbeRef("cdn.hoshi.example/grid.js", "hoshi_cdn"),
    ProbeRef("example.cybozu.com/k/v1/records.json", "kintone"),
    ProbeRef("licence.tana.example/", "tana_list"),
)


def measured_at(now: datetime) -> Iterator[ProbeState]:
    """Half an hour of measurements, one of them in vain since ten minutes."""
    until = now + timedelta(days=58)
    for ref in DECLARED[:4]:
        for vantage in ("tokyo", "osaka") if ref.service == "hoshi_cdn" else ("tokyo",):
            start = now - timedelta(minutes=30)
            state = ProbeState(ref.id, ref.service, vantage, start, start)
            for minute in range(30):
                gone = ref.service == "hoshi_cdn" and minute >= 20
                step = MeasurementStep.ANSWER if gone else None
                at = start + timedelta(minutes=minute)
                state = state.next(at, step, None if gone else 200, None if gone else 0.123, until)
            yield state


def said_in(incident: Incident) -> Iterator[TenantReport]:
    """What each organisation of an incident says of its suspects, one after the other."""
    first, second = incident.suspects
    for n, tenant in enumerate(incident.tenants):
        at = incident.raised_at - timedelta(minutes=3 * n)
        support = {first: ("console", "trial")[: n % 3]}
        yield TenantReport(tenant, at, {first: 9.0 - 2 * n, second: n - 9.0}, support)


def fill(work: FakeWork, now: datetime) -> None:
    """Put a busy hour into an empty desk."""
    work.save_conversation(a_conversation(now), now)
    english = replace(
        a_conversation(now, "web:other", "c2"),
        tenant="Kawara Foods",
        lang="en",
        turns=(
            Turn(
                now - timedelta(minutes=3),
                Speaker.CUSTOMER,
                "Our list view is blank since noon. " * 4,
            ),
        ),
        ticket="T-13",
    )
    work.save_conversation(english, now)
    fill_queue(work, now)
    incident = an_incident(now)
    work.save_incident(incident)
    work.said[incident.group] = list(said_in(incident))
    work.save_proposal(a_proposal(now))
    for feed in feeds_at(now):
        work.save_feed(feed)
    work.declared = DECLARED
    for probe in measured_at(now):
        work.save_probe(probe)


def fill_queue(work: FakeWork, now: datetime) -> None:
    """Tickets of every sort: new, claimed, with and without a conversation or a customer."""
    work.save_ticket(a_ticket(now))
    work.save_ticket(
        a_ticket(
            now,
            "T-13",
            conversation="c2",
            customer="web:other",
            tenant="Kawara Foods",
            urgency=Urgency.NORMAL,
            opened_at=now - timedelta(minutes=3),
        )
    )
    work.save_ticket(
        a_ticket(
            now,
            "T-14",
            customer="web:9",
            tenant="web:9",
            conversation=None,
            urgency=Urgency.LOW,
            cause=None,
            diagnosis=None,
            text="連携の設定方法を知りたい。",
            opened_at=now,
        )
    )
    work.save_ticket(
        a_ticket(now, "T-11", status=TicketStatus.CLAIMED, staff="佐藤", tenant="北町商事")
    )
    work.save_ticket(
        a_ticket(
            now,
            "T-15",
            customer=None,
            tenant=None,
            conversation=None,
            diagnosis=None,
            urgency=Urgency.NORMAL,
            cause=None,
            text="「モリ連携」の状況ページが5時間読めていません。形式が変わった可能性があります。",
        )
    )
