"""Carries out what messages, readings and ticks mean for incidents."""

import logging
from dataclasses import replace

from bot.desk.gather import Surroundings
from bot.desk.ports import Work
from bot.incidents.oversee import Plan, oversee
from bot.model.effect import Effect
from bot.model.facts import Watch
from bot.model.knowledge import Knowledge

logger = logging.getLogger(__name__)


def look_after(
    work: Work, knowledge: Knowledge, around: Surroundings, watch: Watch
) -> tuple[Effect, ...]:
    """Bring the incidents up to date; what deciding on them may raise harms no reply."""
    new_id = _next_id(work)
    try:
        plan = oversee(watch, knowledge, around.shares, new_id)
    except Exception:  # the customer's reply and ticket must stand whatever fails here
        logger.exception("the incidents could not be brought up to date")
        return ()
    carry_out(plan, watch, work)
    return plan.effects


def carry_out(plan: Plan, watch: Watch, work: Work) -> None:
    """Save what was decided: incidents, transcripts, the ledger of advice."""
    for incident in plan.incidents:
        work.save_incident(incident)
    for proposal in plan.proposals:
        work.save_proposal(proposal)
    for spoken in plan.spoken:
        conversation = work.conversation(spoken.conversation)
        if conversation is not None:
            told = conversation.with_turn(spoken.turn)
            advised = (*conversation.advised, *spoken.advised)
            work.save_conversation(replace(told, advised=advised), watch.now)


def _next_id(work: Work) -> str:
    """The id that the next incident will have."""
    return f"I{1 + max((int(i.id[1:]) for i in work.incidents(open_only=False)), default=0)}"
