"""Cases: listed, read, and opened by a report, which goes to the desk as any channel's does."""

import asyncio
import hashlib
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.desk.conversations import latest_for, newest_beside, together, under_its_key
from bot.desk.inbox import CaseFilter, CaseLine, CaseSlice, CaseState, InboxView
from bot.desk.ports import UnitOfWork
from bot.desk.taking_back import as_sent
from bot.desk.transcript import as_heard
from bot.masking.redact import redact
from bot.model.api_token import Scope
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.event import MessageReceived
from bot.model.identity import Identity, identity_behind, name_behind
from bot.net.addresses import network_of
from bot.texts.loader import spoken
from bot.web.api.operations import (
    Answer,
    Call,
    Operation,
    PageQuery,
    Strict,
    Word,
    not_found,
)
from bot.web.api.problems import InvalidPart, ProblemError
from bot.web.api.shapes import Case, Message, OrganisationName, Page, Reported
from bot.web.chat import LONGEST
from bot.web.hub import STAFF, customer_topic
from bot.web.session import organisation_of
from bot.web.views import read

CHANNEL = "api"
MOST_PRODUCTS = 200
CaseText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"),
]


class CaseQuery(PageQuery):
    """A page of cases; those that changed last come first."""

    state: CaseState | None = None
    organisation: str = Field(default="", max_length=200)


class NewMessage(Strict):
    """What a customer writes."""

    text: CaseText
    language: Literal["ja", "en"] | None = None


class NewCase(NewMessage):
    """A report. ``reporter``: who writes, by any name that stays the same; only a digest is kept."""

    reporter: Word
    organisation: Word | None = None
    identity: Literal["verified", "claimed"] = "claimed"
    network: Word | None = None
    products: Annotated[list[Word], Field(max_length=MOST_PRODUCTS)] | None = None
    complete: bool = False


async def _list(call: Call) -> Answer:
    wanted: CaseQuery = call.query
    own = call.token.organisation
    if own and wanted.organisation not in ("", own):
        return Answer(Page[Case](items=[], next=None))
    narrow = CaseFilter(
        state=wanted.state.value if wanted.state else "",
        organisation=call.organisation_key or wanted.organisation,
    )
    mark = call.mark()

    def found(work: UnitOfWork) -> Page[Case]:
        page = work.cases(
            InboxView.ALL, "", call.now, narrow=narrow, part=CaseSlice(mark, limit=wanted.limit)
        )
        items = [case_shape(line, call) for line in page.lines]
        return Page[Case](items=items, next=call.next(page.next))

    return Answer(await read(call.house.views, found))


async def _one(call: Call) -> Answer:
    return Answer(case_shape((await found_case(call))[0], call))


async def _messages(call: Call) -> Answer:
    conversation = as_sent((await found_case(call))[1], call.now)
    begin, limit = int(call.mark() or 0), call.query.limit
    turns = conversation.turns[begin : begin + limit]
    more = str(begin + limit) if len(conversation.turns) > begin + limit else ""
    items = [message_shape(turn) for turn in turns]
    return Answer(Page[Message](items=items, next=call.next(more)))


async def _report(call: Call) -> Answer:
    """A new case. An organisation's token speaks for that one, and its sender is verified."""
    given: NewCase = call.body
    organisation, identity = _sender(given, call)
    must_be_known(given.products, call)
    reporter = hashlib.sha256(f"{identity}\n{organisation}\n{given.reporter}".encode()).hexdigest()
    report = MessageReceived(
        call.now,
        _message_id(call),
        f"{CHANNEL}:{reporter[:24]}",
        organisation,
        CHANNEL,
        given.text,
        given.language,
        tuple(dict.fromkeys(given.products)) if given.products is not None else None,
        thread=_message_id(call),
        identity=identity,
        address=None if identity is Identity.VERIFIED else _network(given.network, call),
        installed_are_all=given.complete,
    )
    return await _hand_in(report, call)


def _sender(given: NewCase, call: Call) -> tuple[str, Identity]:
    """For which organisation somebody speaks, and how sure that is; a claim as the chat takes it."""
    own, said = call.token.organisation, given.organisation or ""
    identity = Identity(given.identity)
    if own:
        said, identity, wrong = own, Identity.VERIFIED, said not in ("", own)
    elif identity is Identity.VERIFIED:
        wrong = redact(said).text != said
    else:
        said, wrong = organisation_of(said), False
    if wrong:
        part = InvalidPart(pointer="/organisation", message="not an organisation of this token")
        raise ProblemError("invalid", errors=[part])
    return said, identity if said else Identity.ANONYMOUS


async def _write(call: Call) -> Answer:
    """More from the customer of a case that came by the API."""
    given: NewMessage = call.body
    _, conversation = await found_case(call)
    is_over = conversation.closed_at is not None or conversation.thread is None
    if conversation.channel != CHANNEL or is_over:
        raise ProblemError("conflict")
    tenant = name_behind(conversation.tenant)
    message = MessageReceived(
        call.now,
        _message_id(call),
        conversation.customer,
        tenant,
        CHANNEL,
        given.text,
        given.language,
        thread=conversation.thread,
        identity=conversation.identity,
        address=conversation.address,
    )
    return await _hand_in(message, call)


async def _hand_in(message: MessageReceived, call: Call) -> Answer:
    house = call.house
    await house.line.hand_in(message, asyncio.Event().wait)  # a report stays, even if nobody waits
    house.hub.publish(STAFF)
    house.hub.publish(customer_topic(message.customer))

    def found(work: UnitOfWork) -> Reported | None:
        conversation = latest_for(under_its_key(message), work)
        line = work.case(conversation.id) if conversation is not None else None
        if conversation is None or line is None:
            return None
        check = house.links.still_open(conversation, call.now)
        return Reported(
            case=case_shape(line, call),
            reply=_reply_to(message, conversation, work),
            check=f"{house.base}{check}?lang={spoken(conversation.lang)}" if check else None,
        )

    reported = await read(house.views, found)
    if reported is None:
        raise RuntimeError("a message that was taken in has no case")
    return Answer(reported, 201)


def _reply_to(message: MessageReceived, case: Conversation, work: UnitOfWork) -> Message | None:
    """What the desk answered to a message, in each case that it was about."""
    cases = [case]
    if case.one_of_several:
        cases = together(newest_beside(case, under_its_key(message), work), work)
    said = [turn for c in reversed(cases) if (turn := _answer_to(message, c)) is not None]
    if not said:
        return None
    return message_shape(replace(said[0], text="\n\n".join(turn.text for turn in said)))


def _answer_to(message: MessageReceived, conversation: Conversation) -> Turn | None:
    """What the desk answered in one case, as long as nothing else was said in between."""
    turns = conversation.turns
    places = [n for n, turn in enumerate(turns) if turn.message_id == message.message_id]
    after = turns[places[0] + 1 : places[0] + 2] if places else ()
    return next((t for t in after if t.speaker is Speaker.DESK), None)


def _network(given: str | None, call: Call) -> str:
    """A word for where an unverified sender is; without one all of a token are in one place."""
    if given is None:
        return f"{CHANNEL}:{call.token.id}"
    return f"{CHANNEL}:{hashlib.sha256((network_of(given) or given).encode()).hexdigest()[:24]}"


def _message_id(call: Call) -> str:
    """The same for the same key: the desk takes a message in once."""
    return f"{CHANNEL}:{call.key}"


def must_be_known(products: list[str] | None, call: Call) -> None:
    """Refuse (ProblemError) a body with products that are in no catalogue."""
    known = call.house.knowledge.catalogue.products
    wrong = [
        InvalidPart(pointer=f"/products/{n}", message="no product of the catalogue")
        for n, ident in enumerate(products or ())
        if ident not in known
    ]
    if wrong:
        raise ProblemError("invalid", errors=wrong)


async def found_case(call: Call) -> tuple[CaseLine, Conversation]:
    """The case of an address. ProblemError for one that the token does not reach."""
    ident = call.path["case"]

    def look(work: UnitOfWork) -> tuple[CaseLine, Conversation] | None:
        line = work.case(ident)
        conversation = work.conversation(ident) if line is not None else None
        if line is None or conversation is None:
            return None
        return line, as_heard(conversation, work)

    found = await read(call.house.views, look)
    if found is None or call.organisation_key not in ("", found[1].tenant):
        raise not_found()
    return found


def case_shape(line: CaseLine, call: Call) -> Case:
    """A case as a token may see it."""
    is_staff = call.token.is_operators
    name, identity = name_behind(line.tenant) or None, identity_behind(line.tenant)
    return Case.of(
        line,
        organisation=OrganisationName(name=name, identity=identity),
        language=line.lang,
        cause=line.cause if is_staff else None,
        incident=line.incident if is_staff else None,
        assignee=line.staff if is_staff else None,
        tags=line.tags if is_staff else None,
    )


def message_shape(turn: Turn) -> Message:
    """One turn of a conversation."""
    return Message.of(turn, file=turn.attached or None)


_READ, _REPORT = Scope.CASES_READ, Scope.CASES_REPORT
OPERATIONS = (
    Operation(
        "listCases", "GET", "/cases", _READ, _list, Page[Case], query=CaseQuery, act="case.list"
    ),
    Operation("reportCase", "POST", "/cases", _REPORT, _report, Reported, (201,), body=NewCase),
    Operation("getCase", "GET", "/cases/{case}", _READ, _one, Case, act="case.view"),
    Operation(
        "listMessages",
        "GET",
        "/cases/{case}/messages",
        _READ,
        _messages,
        Page[Message],
        query=PageQuery,
        act="case.view",
    ),
    Operation(
        "writeMessage",
        "POST",
        "/cases/{case}/messages",
        _REPORT,
        _write,
        Reported,
        (201,),
        body=NewMessage,
        conflicts=True,
    ),
)
