"""A desk in a busy hour, to look at the pages with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model.conversation import Speaker, Turn
from bot.model.incident import Incident
from bot.model.status import FeedState, Shows
from bot.model.status import Outcome as Read
from bot.model.testimony import Testimony
from bot.model.ticket import TicketStatus
from bot.model.understanding import Urgency
from tests.web.fakes import FakeWork
from tests.web.samples import a_conversation, a_proposal, a_ticket, an_incident


def feeds_at(now: datetime) -> tuple[FeedState, ...]:
    def ago(minutes: int) -> datetime:
        return now - timedelta(minutes=minutes)

    return (
        FeedState(
            "platform-ja", "kintone", Read.OK, ago(1), Shows.OPERATIONAL, None, ago(1), ago(2000)
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
        ),
        FeedState("mori", "mori_sync", Read.UNREADABLE, ago(2), failing_since=ago(300)),
    )


def said_in(incident: Incident) -> Iterator[Testimony]:
    """What each organisation of an incident says of its suspects, one after the other."""
    first, second = incident.suspects
    for n, tenant in enumerate(incident.tenants):
        at = incident.raised_at - timedelta(minutes=3 * n)
        support = {first: ("console", "trial")[: n % 3]}
        yield Testimony(tenant, at, {first: 9.0 - 2 * n, second: n - 9.0}, support)


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
            text="「モリ連携」の稼働情報が5時間読めていません。形式が変わった可能性があります。",
        )
    )


SIZES = [
    (320, "dark"),
    (1280, "light"),
    pytest.param(320, "light", marks=pytest.mark.slow),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
]
"""The windows in which every page is looked at; all four only where there is time."""
