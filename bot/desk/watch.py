"""Carries out what messages, readings and ticks mean for incidents."""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.gather import Surroundings
from bot.desk.ports import Work
from bot.incidents import wording
from bot.incidents.broadcast import Due, broadcast, told
from bot.incidents.declare import Declaration, declare
from bot.incidents.recover import recover
from bot.incidents.remedies import afterwards, workaround
from bot.model.conversation import Advised, Speaker, Turn
from bot.model.effect import Effect, Notice, StaffAlert
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge


def look_after(
    work: Work, knowledge: Knowledge, around: Surroundings, watch: Watch
) -> list[Effect]:
    """Raise, update and end incidents as the facts call for, and send the notices that are due."""
    if not watch.conversations and not any(i.is_open for i in watch.incidents):
        return []
    effects: list[Effect] = []
    for change in declare(watch, around.shares, _next_id(work)):
        watch = _with(watch, change.incident)
        effects += _alert(change, watch, work, knowledge)
    for incident in [i for i in watch.incidents if i.is_open]:
        ended = recover(incident, watch)
        if ended is not None:
            watch = _with(watch, ended.incident)
            effects += _alert(ended, watch, work, knowledge)
    for incident in watch.incidents:
        effects += _notices(incident, watch, work, knowledge)
    return effects


def _next_id(work: Work) -> str:
    """The id that the next incident will have."""
    return f"I{1 + max((int(i.id[1:]) for i in work.incidents(open_only=False)), default=0)}"


def _with(watch: Watch, incident: Incident) -> Watch:
    others: Mapping[str, Incident] = {i.id: i for i in watch.incidents}
    return replace(watch, incidents=tuple({**others, incident.id: incident}.values()))


def _alert(change: Declaration, watch: Watch, work: Work, knowledge: Knowledge) -> list[Effect]:
    """Save the change; tell staff when there is something to tell."""
    incident = replace(
        change.incident, evidence=tuple(wording.evidence(change.incident, watch, knowledge))
    )
    work.save_incident(incident)
    if change.action is None:
        return []
    text = wording.alert(change, watch, knowledge)
    return [
        StaffAlert(incident.id, str(change.action), incident.suspects, len(incident.tenants), text)
    ]


def _notices(incident: Incident, watch: Watch, work: Work, knowledge: Knowledge) -> list[Effect]:
    """The notices that are due, each recorded in the incident's ledger and in the transcript."""
    effects: list[Effect] = []
    for due in broadcast(incident, watch):
        due = _filled(due, incident, knowledge)  # noqa: PLW2901 - the same notice, with its advice
        text = wording.notice(due, incident, watch, knowledge)
        incident = told(incident, due, watch)
        effects.append(
            Notice(
                incident.id,
                (due.conversation.customer,),
                "update" if due.reason == "withdrawn" else due.reason,
                text,
                due.conversation.lang,
                incident.cause,
                due.advice,
            )
        )
        _record(due, text, watch, work)
    if effects:
        work.save_incident(incident)
    return effects


def _filled(due: Due, incident: Incident, knowledge: Knowledge) -> Due:
    if due.reason == "workaround":
        return replace(due, advice=workaround(incident, due.conversation, knowledge))
    if due.reason == "recovered":
        return replace(due, advice=afterwards(incident, due.conversation, knowledge))
    return due


def _record(due: Due, text: str, watch: Watch, work: Work) -> None:
    """The notice in the reader's transcript, and what it advised in their ledger."""
    conversation = work.conversation(due.conversation.id) or due.conversation
    given = tuple(Advised(a, watch.now) for a in due.advice)
    turn = Turn(watch.now, Speaker.DESK, text)
    work.save_conversation(
        replace(
            conversation,
            turns=(*conversation.turns, turn),
            advised=(*conversation.advised, *given),
        ),
        watch.now,
    )
