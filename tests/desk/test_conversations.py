"""To which case a message belongs, and as whom a new one counts among all reports."""

from dataclasses import replace
from typing import Any

from bot.desk.conversations import (
    begun_after,
    conversation_for,
    latest_for,
    newest_beside,
    open_for,
    under_its_key,
)
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.event import MessageReceived
from bot.model.identity import Identity
from tests.builders import a_conversation, a_message, at
from tests.cases import each

DAY = 24 * 60  # minutes


def written(minutes: float = 0, **changes: Any) -> MessageReceived:
    """A message of Aoi's, as the desk takes it in."""
    return under_its_key(replace(a_message(after=minutes), **changes))


def kept(work: UnitOfWork, ident: str = "C1", **changes: Any) -> Conversation:
    case = a_conversation(ident, **changes)
    work.save_conversation(case, case.opened_at)
    return case


@each(
    ("tenant", "identity", "minutes", "counts_as"),
    [
        ("beni-inc", Identity.ANONYMOUS, 0, "~from:net1"),
        ("beni-inc", Identity.CLAIMED, DAY, "~from:net1"),
        ("beni-inc", Identity.CLAIMED, DAY + 1, "~claimed:beni-inc"),
        ("beni-inc", Identity.VERIFIED, 0, "beni-inc"),
    ],
)
def test_who_is_not_verified_counts_with_whoever_wrote_from_the_same_network_within_a_day(
    work: UnitOfWork, tenant: str, identity: Identity, minutes: float, counts_as: str
) -> None:
    first = conversation_for(written(identity=Identity.ANONYMOUS, address="net1"), work)
    work.save_conversation(first, at(0))
    asked = written(minutes, customer="beni", tenant=tenant, identity=identity, address="net1")
    assert conversation_for(asked, work).counts_as == counts_as


@each(
    ("spoke", "closed", "goes_on"),
    [(0, False, True), (0, True, False), (-0.1, False, False)],
)
def test_a_case_goes_on_for_a_day_after_its_last_word(
    work: UnitOfWork, spoke: float, *, closed: bool, goes_on: bool
) -> None:
    turn = Turn(at(spoke), Speaker.DESK, "…")
    case = kept(work, turns=(turn,), closed_at=at(1) if closed else None)
    found = open_for(written(DAY), work)
    assert (found is not None and found.id == case.id) is goes_on


@each(("minutes", "goes_on"), [(DAY, True), (DAY + 0.1, False)])
def test_a_case_in_which_nothing_was_said_goes_on_for_a_day_after_it_began(
    work: UnitOfWork, minutes: float, *, goes_on: bool
) -> None:
    kept(work)
    assert (open_for(written(minutes), work) is not None) is goes_on


@each(
    ("tenant", "identity", "known_as", "counts_as"),
    [
        ("acme", Identity.CLAIMED, "~claimed:acme", "~from:net1"),
        ("", Identity.ANONYMOUS, "~from:net1", "~from:net1"),
    ],
)
def test_who_names_their_organisation_later_has_its_name_and_counts_as_before(
    work: UnitOfWork, tenant: str, identity: Identity, known_as: str, counts_as: str
) -> None:
    first = conversation_for(written(identity=Identity.ANONYMOUS, address="net1"), work)
    work.save_conversation(first, at(0))
    later = written(1, tenant=tenant, identity=identity, address="net1")
    case = conversation_for(later, work)
    assert (case.id, case.tenant, case.counts_as) == (first.id, known_as, counts_as)


def test_what_follows_a_case_is_the_one_that_was_begun_after_it(work: UnitOfWork) -> None:
    first, second = kept(work), kept(work, "C2", split_from="C1")
    third = kept(work, "C3", split_from="C2")
    assert [begun_after(case, work) for case in (first, second, third)] == [second, third, None]
    assert newest_beside(first, written(), work) == third
    alone = a_conversation("C9")
    assert newest_beside(alone, written(), work) == alone


@each("known", [True, False])
def test_in_a_thread_goes_on_what_was_begun_there_by_who_is_as_well_known(
    work: UnitOfWork, *, known: bool
) -> None:
    who = Identity.VERIFIED, Identity.ANONYMOUS
    begun = {}
    for identity in who:
        event = written(thread="t1", identity=identity, address="net1")
        begun[identity] = conversation_for(event, work)
        work.save_conversation(begun[identity], at(0))
    asked = who[0] if known else who[1]
    by_another = written(1, customer="beni", thread="t1", identity=asked, address="net1")
    assert latest_for(by_another, work) == begun[asked]
    assert begun_after(begun[asked], work) is None
    assert latest_for(written(1, thread="t2", identity=asked), work) is None
