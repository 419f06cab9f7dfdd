"""Who is counted before a notice is approved: by which way, and why not."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.preview import By, LeftOut, preview
from bot.model.broadcast import PROGRESS, Audience, Broadcast, BroadcastStatus
from bot.model.event import Approved
from bot.model.incident import ToldNotice
from bot.model.recipient import RecipientState
from bot.store.sql import SqlStore
from tests.builders import FORMS, MORNING
from tests.desk.test_preview import a_proposal, left_out, prepared, sent, some, talks, tried_out
from tests.store.databases import in_memory


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    opened = in_memory()
    yield opened
    opened.close()


def test_recipients_who_wrote_to_us_and_have_heard_are_not_told_again(store: SqlStore) -> None:
    proposal = a_proposal()
    with tried_out(store) as work:
        incident = prepared(work, proposal, some(1), some(2), some(3, uses=(), follows=("*",)))
        for reader in ("mail:r1", "mail:r2", "mail:r3"):
            talks(work, reader, channel="mail")
        for reader in ("mail:r1", "mail:r3"):
            work.tell("I1", [ToldNotice(reader, "workaround", MORNING)])
        work.tell("I1", [ToldNotice("mail:r2", "proposed", MORNING)])
        found = preview(proposal, incident, work)
        assert len(sent(work, proposal, Approved(MORNING, "P1"))) == found.number == 1
    assert found.by_way() == [(By.INVENTORY, 1)]
    assert left_out(found) == {LeftOut.TOLD: 2}


def test_who_has_these_words_by_the_notice_of_another_incident_is_not_told_again(
    store: SqlStore,
) -> None:
    proposal = a_proposal("aoi", "ben")
    elsewhere = Broadcast("B9", "I0", "first", "文", "ja", FORMS.cause, MORNING, "hana")
    elsewhere = replace(elsewhere, status=BroadcastStatus.COMPLETE)
    with tried_out(store) as work:
        follower = some(2, uses=(), follows=(FORMS.id,))
        gone = some(4, state=RecipientState.UNSUBSCRIBED)
        incident = prepared(work, proposal, some(1), follower, some(3), gone)
        for customer in ("aoi", "ben"):
            talks(work, customer)
        work.save_broadcast(elsewhere)
        told = ("mail:r1", "mail:r2", "mail:r4", "ben")
        work.spread(elsewhere, [DeliveryPlace(reader, "mail") for reader in told], MORNING)
        found = preview(proposal, incident, work)
        assert len(sent(work, proposal, Approved(MORNING, "P1"))) == found.number == 2
    assert found.by_way() == [(By.INVENTORY, 1), (By.CONVERSATION, 1)]
    assert left_out(found) == {LeftOut.READ: 3, LeftOut.UNSUBSCRIBED: 1}


def test_an_update_is_for_those_who_were_told_by_the_first_notice(store: SqlStore) -> None:
    proposal = replace(a_proposal("aoi", langs=None), reason=PROGRESS)
    first = Broadcast("B1", "I1", "first", "別の文", "ja", FORMS.cause, MORNING, "hana")
    first = replace(first, audience=Audience((FORMS.id,)), status=BroadcastStatus.COMPLETE)
    with tried_out(store) as work:
        follower = some(2, uses=(), follows=(FORMS.id,))
        gone = some(3, state=RecipientState.UNREACHABLE)
        incident = prepared(work, proposal, some(1), follower, gone, some(4))
        talks(work, "aoi")
        work.save_broadcast(first)
        work.save_broadcast(replace(first, id="B2", audience=None, named=("aoi",)))
        told = [DeliveryPlace(f"mail:r{n}", "mail") for n in (1, 2, 3)]
        work.spread(first, told, MORNING)
        found = preview(proposal, incident, work)
    assert sorted(found.by_way()) == [
        (By.CONVERSATION, 1),
        (By.INVENTORY, 1),
        (By.SUBSCRIPTION, 1),
    ]


def test_who_is_named_and_reads_another_language_is_told_by_name_and_not_left_out(
    store: SqlStore,
) -> None:
    proposal = a_proposal("mail:r1", "mail:r2")
    with tried_out(store) as work:
        incident = prepared(work, proposal, some(1, lang="en"), some(2), some(3, lang="en"))
        for reader in ("mail:r1", "mail:r2"):
            talks(work, reader, channel="mail")
        found = preview(proposal, incident, work)
        assert len(sent(work, proposal, Approved(MORNING, "P1"))) == found.number == 2
    assert sorted(found.by_way()) == [(By.CONVERSATION, 1), (By.INVENTORY, 1)]
    assert left_out(found) == {LeftOut.OTHER_LANGUAGE: 1}
