"""Who needs no notice since they have read as much by another line of the same incident."""

from dataclasses import replace
from typing import Any

from bot.desk.already_notified import adopt, carry_over, heard_beside, same_words
from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.ports import UnitOfWork
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.incident import IncidentStatus
from bot.model.ticket import ProposedNotice
from tests.builders import FORMS, MORNING, an_incident, at
from tests.cases import each

FIRST_WORDS, OTHER_WORDS, NEW_WORDS = "届いていません。", "遅れて届いています。", "直しています。"
READERS = ("mail:aoi", "mail:ben")
CONFIRMED = IncidentStatus.CONFIRMED


def a_notice(ident: str, text: str = FIRST_WORDS, **changes: Any) -> Broadcast:
    """A notice that everybody was told; ``reason`` and what it follows as in ``changes``."""
    made = Broadcast(ident, "I1", "first", text, "ja", FORMS.cause, MORNING, "hana")
    return replace(made, status=BroadcastStatus.COMPLETE, **changes)


def told(work: UnitOfWork, *notices: Broadcast, to: tuple[str, ...] = READERS[:1]) -> None:
    """Each was written to these readers, a minute after the one before it."""
    for minute, notice in enumerate(notices):
        work.save_broadcast(replace(notice, started_at=at(minute)))
        work.spread(notice, [DeliveryPlace(reader, "mail") for reader in to], at(minute))


def spared(work: UnitOfWork, new: Broadcast) -> frozenset[str]:
    """Whom a notice need not reach that is about to be written."""
    work.save_broadcast(replace(new, started_at=at(30)))
    return heard_beside(new, READERS, work)


@each(
    ("before", "new", "is_spared"),
    [
        # who was told anything of an incident needs no first notice of it
        (a_notice("B1"), a_notice("B9", NEW_WORDS), True),
        (a_notice("B1", moved=True), a_notice("B9", NEW_WORDS), False),  # that was of another one
        (a_notice("B1", moved=True), a_notice("B9"), True),  # and said the same
        (a_notice("B1", "progress"), a_notice("B9"), True),
        # an end is told once, in whatever words
        (a_notice("B1", reason="recovered"), a_notice("B9", NEW_WORDS, reason="recovered"), True),
        (a_notice("B1", reason="recovered"), a_notice("B9", reason="withdrawn"), False),
        # a correction and progress are news unless they say the same
        (a_notice("B1", reason="progress"), a_notice("B9", reason="progress"), True),
        (a_notice("B1", reason="progress"), a_notice("B9", NEW_WORDS, reason="progress"), False),
        (a_notice("B1", reason="correction"), a_notice("B9", reason="correction"), True),
        (
            a_notice("B1", reason="correction"),
            a_notice("B9", NEW_WORDS, reason="correction"),
            False,
        ),
    ],
)
def test_who_heard_as_much_by_another_line_is_spared(
    work: UnitOfWork, before: Broadcast, new: Broadcast, *, is_spared: bool
) -> None:
    incident = f"I{id(new)}"  # each case has its own
    before = replace(before, id=f"{incident}-1", incident=incident)
    told(work, before)
    found = spared(work, replace(new, id=f"{incident}-9", incident=incident))
    assert found == (frozenset(READERS[:1]) if is_spared else frozenset())


def test_what_staff_take_back_is_taken_back_from_each_line(work: UnitOfWork) -> None:
    """They were told twice; each time they are told that it does not hold."""
    first = a_notice("B1")
    told(work, first, a_notice("B2", reason="withdrawn", follows="B1"))
    assert spared(work, a_notice("B8", reason="withdrawn", follows="B3")) == frozenset()
    assert spared(work, a_notice("B9", NEW_WORDS)) == frozenset()  # nor does it stand for a new one


def test_the_last_that_a_reader_was_told_counts(work: UnitOfWork) -> None:
    told(work, a_notice("B1"), a_notice("B2", reason="recovered", follows="B1"))
    told(work, a_notice("B3", reason="relapse", follows="B2"))
    new = a_notice("B8", reason="recovered", follows="B7")
    assert spared(work, new) == frozenset()
    told(work, a_notice("B4", reason="recovered", follows="B3"))
    assert spared(work, new) == frozenset(READERS[:1])


def test_its_own_line_spares_nobody(work: UnitOfWork) -> None:
    told(work, a_notice("B1"))
    assert spared(work, a_notice("B2", reason="correction", follows="B1")) == frozenset()


def a_proposal(text: str = FIRST_WORDS, incident: str = "I2", lang: str = "ja") -> ProposedNotice:
    return ProposedNotice("P2", incident, (), "first", text, lang, FORMS.cause, MORNING)


@each(
    ("proposal", "kept", "after", "found"),
    [
        (a_proposal(), {}, None, True),
        (a_proposal(NEW_WORDS), {}, None, False),
        (a_proposal(OTHER_WORDS), {"earlier": (OTHER_WORDS,)}, None, True),  # before a correction
        (a_proposal(lang="en"), {}, None, False),
        (a_proposal(incident="I1"), {}, None, False),  # it began there
        (a_proposal(incident="I1"), {"moved": True}, None, True),
        (a_proposal(), {"cause": "plugin:other"}, None, False),
        (a_proposal(), {"reason": "progress"}, None, False),
        (a_proposal(), {}, {"reason": "withdrawn", "staff": "hana"}, False),  # taken back
        (a_proposal(), {}, {"reason": "recovered", "staff": ""}, False),  # it is over
        (a_proposal(), {}, {"reason": "relapse", "staff": ""}, True),
    ],
)
def test_the_same_words_are_looked_for_in_what_is_not_over(
    work: UnitOfWork,
    proposal: ProposedNotice,
    kept: dict[str, Any],
    after: dict[str, Any] | None,
    *,
    found: bool,
) -> None:
    first = a_notice("B1", **kept)
    then = a_notice("B2", "復旧しました。", follows="B1", **after or {"reason": "correction"})
    work.save_broadcast(first)
    work.save_broadcast(replace(then, started_at=at(1)))
    assert same_words(proposal, proposal.incident, work) == ([first] if found else [])


def test_what_came_back_after_its_end_is_not_over(work: UnitOfWork) -> None:
    line = [a_notice("B1")]
    for minute, reason in enumerate(("recovered", "relapse", "recovered"), 1):
        line.append(a_notice(f"B{minute + 1}", reason=reason, follows=line[-1].id, staff=""))
    for minute, (notice, is_over) in enumerate(zip(line, (False, True, False, True), strict=True)):
        work.save_broadcast(replace(notice, started_at=at(minute)))
        assert bool(same_words(a_proposal(), "I2", work)) is not is_over, notice.reason


@each(("newer", "found"), [(199, True), (200, False)])
def test_two_hundred_notices_are_compared(work: UnitOfWork, newer: int, *, found: bool) -> None:
    """As many as a desk sends in months; older words are no news that anybody has in mind."""
    text = f"{newer}件前です。"
    first = a_notice(f"B{newer}", text, started_at=at(newer))
    work.save_broadcast(first)
    for number in range(newer):
        later = a_notice(f"B{newer}-{number}", "ほかです。", started_at=at(newer + 1 + number))
        work.save_broadcast(later)
    assert bool(same_words(a_proposal(text), "I2", work)) is found


def test_a_line_moves_whole_and_the_others_stay(work: UnitOfWork) -> None:
    line = [a_notice("B1"), a_notice("B2", NEW_WORDS, reason="correction", follows="B1")]
    told(work, *line, a_notice("B3", OTHER_WORDS))
    carry_over(a_proposal(), "I2", work)
    moved = {b.id: b.moved for b in work.broadcasts(incident="I2", under_way_only=False)}
    assert moved == {"B1": True, "B2": True}
    assert [b.id for b in work.broadcasts(incident="I1", under_way_only=False)] == ["B3"]


def test_who_waits_for_the_notices_of_two_that_became_one_gets_one(work: UnitOfWork) -> None:
    """Not of a notice that was taken back: they would get none."""
    elder, younger = (an_incident(ident=i, status=CONFIRMED) for i in ("I1", "I2"))
    kept = a_notice("B1")
    taken_back = a_notice("B2", OTHER_WORDS)
    added = a_notice("B4", NEW_WORDS, incident="I2", moved=True)
    told(work, kept, to=READERS[:1])
    told(work, taken_back, to=READERS[1:])
    work.save_broadcast(a_notice("B3", reason="withdrawn", follows="B2"))
    told(work, added, to=READERS)
    adopt(elder, younger, at(9), work)
    assert [work.waiting_of(b.id, 9) for b in (kept, taken_back, added)] == [1, 1, 1]
    found = work.broadcast("B4")
    assert found is not None
    assert (found.incident, found.moved) == ("I1", False)
