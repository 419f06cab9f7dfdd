"""Whom an update would reach is what each of its proposals says, counted together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.preview import Preview, preview
from bot.desk.progress_updates import concerned, outlined
from bot.desk.update_reach import reach_of
from bot.model.broadcast import Audience, Broadcast, BroadcastStatus
from bot.model.decision import IncidentDecided, IncidentDecision, UpdateReaders
from bot.model.incident import Incident, IncidentStatus
from bot.model.recipient import Recipient
from bot.store.sql import SqlStore
from bot.store.unit_of_work import SqlUnitOfWork
from bot.texts.loader import LANGUAGES
from tests.builders import FORMS, MORNING, a_report, an_incident
from tests.store.databases import asking, in_memory

SPEAK = ("ja", "en", "ko")
FIRST = Broadcast("B1", "I1", "first", "文", "ja", FORMS.cause, MORNING, "hana")
BY = IncidentDecided(MORNING, "I1", "hana", IncidentDecision.DRAFT)


@pytest.fixture
def work() -> Iterator[SqlUnitOfWork]:
    store: SqlStore = in_memory()
    with store.work() as opened:
        yield opened
    store.close()


def an_outage(work: SqlUnitOfWork, reporters: int) -> Incident:
    """So many who reported it, one of whom a notice told as well, and three who only heard of it."""
    incident = an_incident(suspects=(FORMS.cause,), status=IncidentStatus.CONFIRMED)
    work.save_incident(incident)
    for number in range(reporters):
        weights = {FORMS.cause: 15.0} if number % 2 else {}
        said = a_report(number, weights, lang=SPEAK[number % 3], channel="chat", incident="I1")
        work.save_conversation(said, MORNING)
    heard = replace(a_report(900, {}), reported_at=None, channel="slack")
    work.save_conversation(heard, MORNING)
    known = [Recipient(f"mail:{n}", "mail", f"r{n}@a.example", uses=(FORMS.id,)) for n in range(2)]
    work.save_recipients(known)
    named = ("reporter0", "reporter900")
    audience = Audience((FORMS.id,), ("ja",))
    first = replace(FIRST, named=named, audience=audience, status=BroadcastStatus.COMPLETE)
    work.save_broadcast(first)
    work.spread(first, [DeliveryPlace(r.id, "mail") for r in known], MORNING)
    return incident


def counted(found: Preview) -> tuple[int, Counter[str], Counter[str]]:
    return found.number, Counter(dict(found.by_channel())), Counter(dict(found.by_way()))


def test_it_is_that_of_each_proposal(work: SqlUnitOfWork) -> None:
    incident = an_outage(work, 9)
    whom = concerned(incident, work)
    reach = reach_of(BY, incident, whom, work)
    for readers in UpdateReaders:
        for lang in LANGUAGES:
            by = replace(BY, about=lang, readers=readers)
            alone = preview(outlined(by, incident, whom), incident, work)
            assert counted(reach[readers][lang]) == counted(alone)
    numbers = {r: [reach[r][lang].number for lang in LANGUAGES] for r in UpdateReaders}
    assert numbers == {
        UpdateReaders.ALL: [3 + 1 + 2, 6],
        UpdateReaders.REPORTED: [3, 6],  # who reads another language reads English
        UpdateReaders.FITTING: [1, 3],  # of the reports every other one
        UpdateReaders.TOLD: [1 + 2, 0],
    }


def test_nobody_is_asked_for_one_by_one(work: SqlUnitOfWork) -> None:
    incident = an_outage(work, 6)
    with asking() as few:
        reach_of(BY, incident, concerned(incident, work), work)
    an_outage(work, 60)
    with asking() as many:
        reach = reach_of(BY, incident, concerned(incident, work), work)
    assert reach[UpdateReaders.REPORTED]["en"].number == 40
    assert len(many) == len(few)
