"""Answers of staff by a program of the operator's, under the name of its token."""

from typing import Annotated

from pydantic import StringConstraints

from bot.desk.holding import held_by_another
from bot.desk.staff import answers_in
from bot.model.api_token import Scope
from bot.model.effect import Effect, StaffReply
from bot.model.event import Event, TicketAnswered, TicketClaimed, TicketClosed
from bot.web import views as look
from bot.web.api.cases import case_shape, found_case
from bot.web.api.operations import Answer, Call, Operation, Strict
from bot.web.api.problems import ProblemError
from bot.web.api.shapes import Case
from bot.web.case_page import LONGEST_ANSWER
from bot.web.hub import STAFF, customer_topic
from bot.web.views import Talk, read


class NewAnswer(Strict):
    """What staff answer; ``close``: the case is done with it."""

    text: Annotated[
        str,
        StringConstraints(
            min_length=1, max_length=LONGEST_ANSWER, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"
        ),
    ]
    close: bool = False


async def _answer(call: Call) -> Answer:
    """Take the case, unless somebody else has it, and answer its customer."""
    given: NewAnswer = call.body
    name, talk = call.token.name, await _talk(call)
    if talk.ticket is not None and held_by_another(talk.ticket, name):
        raise ProblemError("conflict")
    if talk.ticket is None:
        await _hand_in(TicketClaimed(call.now, "", name, talk.conversation.id), talk, call)
        talk = await _talk(call)
    if talk.ticket is None:
        raise ProblemError("conflict")
    seen = answers_in(talk.conversation)
    answered = TicketAnswered(call.now, talk.ticket.id, name, given.text, seen)
    if not any(isinstance(e, StaffReply) for e in await _hand_in(answered, talk, call)):
        raise ProblemError("conflict")  # somebody else was quicker
    if given.close:
        await _hand_in(TicketClosed(call.now, talk.ticket.id, name, whose=""), talk, call)
    return Answer(case_shape((await found_case(call))[0], call), 201)


async def _talk(call: Call) -> Talk:
    _, conversation = await found_case(call)
    found = await read(call.house.views, lambda work: look.talk(work, conversation.id))
    if found is None:
        raise ProblemError("not_found")
    return found


async def _hand_in(event: Event, talk: Talk, call: Call) -> tuple[Effect, ...]:
    effects = await call.house.door.handle(event)
    call.house.hub.publish(STAFF)
    call.house.hub.publish(customer_topic(talk.conversation.customer))
    return effects


OPERATIONS = (
    Operation(
        "answerCase",
        "POST",
        "/cases/{case}/answers",
        Scope.CASES_ANSWER,
        _answer,
        Case,
        (201,),
        body=NewAnswer,
        act="case.answer",
        conflicts=True,
        repeats=False,  # an answer whose end is not known may have been sent
    ),
)
