"""One message of a customer from its words to all that follows: in each of their cases that it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.flood import pace_of
from bot.desk.gather import DeskContext
from bot.desk.incident_lifecycle import look_after
from bot.desk.intake import Intake, take_in
from bot.desk.ports import UnitOfWork
from bot.desk.sharing import SharedMessage, as_one_reply
from bot.model.effect import Effect
from bot.triage.reply.wording import ReplyWording
from bot.triage.triage import Triage


def answered(
    shared: Sequence[SharedMessage],
    at: datetime,
    work: UnitOfWork,
    triage: Triage,
    wording: ReplyWording,
    around: DeskContext,
) -> list[Effect]:
    """The reply to a message, with what else it brings: tickets, and what the incidents make of it."""
    taken = list(_taken_in(shared, work, triage, wording, around))
    begins = any(not said.conversation.turns for said in shared)
    words = triage.knowledge.words.get(taken[0].conversation.lang, {})
    apart = words.get("case.apart", "") if begins else ""
    effects = as_one_reply([effect for one in taken for effect in one.effects], apart)
    if len(taken) == 1:
        told, watch = taken[0].conversation, taken[0].watch
        return [*effects, *look_after(work, triage.knowledge, around, at, told, watch)]
    for one in taken:  # as the look before may have left it
        told = work.conversation(one.conversation.id) or one.conversation
        effects += look_after(work, triage.knowledge, around, at, told)
    return effects


def _taken_in(
    shared: Sequence[SharedMessage],
    work: UnitOfWork,
    triage: Triage,
    wording: ReplyWording,
    around: DeskContext,
) -> Iterator[Intake]:
    """What a message did in each case, one after the other, each saved."""
    pace, done = pace_of(shared[0].event, work), {c.id: c for c in shared[0].beside}
    for said in shared:
        beside = tuple(done.get(case.id, case) for case in said.beside)
        taken = take_in(replace(said, beside=beside), work, triage, wording, around, pace)
        work.save_conversation(taken.conversation, said.event.at)
        done[taken.conversation.id] = taken.conversation
        yield taken
