"""Following the public page for somebody: the address is asked first, as by the page's own form."""

from typing import Annotated, Literal

from pydantic import Field
from starlette.concurrency import run_in_threadpool

from bot.desk.ports import UnitOfWork
from bot.desk.subscribing import Answer as Outcome
from bot.desk.subscribing import Request
from bot.model.api_token import Scope
from bot.model.subscription import COMPONENT, PRODUCT
from bot.web.api.cases import must_be_known
from bot.web.api.operations import Answer, Call, Operation, Strict, Word
from bot.web.api.problems import InvalidPart, ProblemError
from bot.web.api.shapes import SubscriptionAsked
from bot.web.views import read

MOST_TOPICS = 50


class NewSubscription(Strict):
    """Who wants to be told; of what ``components`` and ``products``, both empty: of everything."""

    channel: Literal["mail", "webhook"]
    address: Annotated[str, Field(min_length=3, max_length=1_000)]
    language: Literal["ja", "en"] = "ja"
    components: list[Word] = Field(default=[], max_length=MOST_TOPICS)
    products: list[Word] = Field(default=[], max_length=MOST_TOPICS)


async def _subscribe(call: Call) -> Answer:
    given: NewSubscription = call.body
    subscribing = call.house.subscribing
    if subscribing is None or given.channel not in subscribing.ways:
        raise ProblemError("conflict")
    must_be_known(given.products, call)
    await _must_be_components(given.components, call)
    named = [f"{COMPONENT}{c}" for c in given.components]
    topics = tuple(dict.fromkeys([*named, *(f"{PRODUCT}{p}" for p in given.products)]))
    asked = Request(given.channel, given.address, given.language, topics)
    outcome = await run_in_threadpool(subscribing.request, asked, f"api:{call.token.id}")
    if outcome is Outcome.TOO_MANY:
        raise ProblemError("too_fast", {"Retry-After": "300"})
    if outcome is Outcome.BAD_ADDRESS:
        part = InvalidPart(pointer="/address", message="no address that can be written to")
        raise ProblemError("invalid", errors=[part])
    shown = SubscriptionAsked(
        channel=given.channel,
        language=given.language,
        components=given.components,
        products=given.products,
    )
    return Answer(shown, 202)


async def _must_be_components(components: list[str], call: Call) -> None:
    def known(work: UnitOfWork) -> set[str]:
        opened = work.opened()
        return {ref.part for ref in (opened.probes if opened is not None else ()) if ref.is_own}

    there = await read(call.house.views, known) if components else set()
    wrong = [
        InvalidPart(pointer=f"/components/{n}", message="no component of the operator's")
        for n, ident in enumerate(components)
        if ident not in there
    ]
    if wrong:
        raise ProblemError("invalid", errors=wrong)


OPERATIONS = (
    Operation(
        "subscribe",
        "POST",
        "/subscriptions",
        Scope.SUBSCRIPTIONS_WRITE,
        _subscribe,
        SubscriptionAsked,
        (202,),
        body=NewSubscription,
        conflicts=True,
    ),
)
