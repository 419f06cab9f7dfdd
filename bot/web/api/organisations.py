"""Organisations and what they use, so that a CRM can tell it before anybody of them writes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar

from pydantic import Field
from starlette.concurrency import run_in_threadpool

from bot.desk.api_tokens import LONGEST_ORGANISATION
from bot.desk.inventories import keep
from bot.desk.ports import UnitOfWork
from bot.masking.redact import redact
from bot.model.api_token import Scope
from bot.model.organisation import KnownOrganisation
from bot.web.api.cases import MOST_PRODUCTS, must_be_known
from bot.web.api.operations import Answer, Call, Operation, PageQuery, Strict, Word, not_found
from bot.web.api.shapes import Organisation, Page
from bot.web.views import read

T = TypeVar("T")


class OrganisationGiven(Strict):
    """What an organisation uses; it takes the place of what was known."""

    products: Annotated[list[Word], Field(max_length=MOST_PRODUCTS)]
    complete: bool = False
    name: Annotated[str, Field(max_length=LONGEST_ORGANISATION, pattern=r"^[^\x00-\x1f\x7f]*$")] = (
        ""
    )


async def _list(call: Call) -> Answer:
    """All that are known; for a token of one organisation that one."""
    own, mark, limit = call.token.organisation, call.mark(), call.query.limit

    def found(work: UnitOfWork) -> list[KnownOrganisation]:
        if own:
            mine = work.organisation(own)
            return [mine] if mine is not None else []
        return work.organisations(mark, limit + 1)

    organisations = await read(call.house.views, found)
    shown = organisations[:limit]
    more = shown[-1].id if len(organisations) > limit else ""
    items = [_shape(organisation, call) for organisation in shown]
    return Answer(Page[Organisation](items=items, next=call.next(more)))


async def _one(call: Call) -> Answer:
    ident = _reached(call)
    found = await read(call.house.views, lambda work: work.organisation(ident))
    if found is None:
        raise not_found()
    return Answer(_shape(found, call))


async def _put(call: Call) -> Answer:
    given: OrganisationGiven = call.body
    ident = _reached(call)
    must_be_known(given.products, call)
    products = tuple(dict.fromkeys(given.products))
    made = KnownOrganisation(
        ident, redact(given.name).text, products, given.complete, call.now, call.token.name
    )

    def kept(work: UnitOfWork) -> bool:
        before = work.organisation(ident)
        keep([replace(made, note=before.note) if before is not None else made], work)
        return before is None

    is_new = await _written(call, kept)
    return Answer(_shape(made, call), 201 if is_new else 200)


async def _delete(call: Call) -> Answer:
    ident = _reached(call)
    if not await _written(call, lambda work: work.drop_organisation(ident)):
        raise not_found()
    return Answer(None, 204)


async def _written(call: Call, change: Callable[[UnitOfWork], T]) -> T:
    def changed() -> T:
        with call.house.views.work() as work:
            return change(work)

    return await run_in_threadpool(changed)


def _reached(call: Call) -> str:
    """The organisation of an address. ProblemError for one that the token does not reach."""
    ident = call.path["organisation"]
    is_name = ident == " ".join(ident.split()) and ident.isprintable()
    if call.token.organisation not in ("", ident) or not is_name or redact(ident).text != ident:
        raise not_found()
    return ident


def _shape(organisation: KnownOrganisation, call: Call) -> Organisation:
    by = organisation.changed_by if call.token.is_operators else None
    return Organisation.of(organisation, changed_by=by)


_READ, _WRITE = Scope.ORGANISATIONS_READ, Scope.ORGANISATIONS_WRITE
_ONE = "/organisations/{organisation}"
OPERATIONS = (
    Operation(
        "listOrganisations",
        "GET",
        "/organisations",
        _READ,
        _list,
        Page[Organisation],
        query=PageQuery,
    ),
    Operation("getOrganisation", "GET", _ONE, _READ, _one, Organisation),
    Operation(
        "putOrganisation",
        "PUT",
        _ONE,
        _WRITE,
        _put,
        Organisation,
        (200, 201),
        body=OrganisationGiven,
        act="organisation.change",
    ),
    Operation(
        "deleteOrganisation",
        "DELETE",
        _ONE,
        _WRITE,
        _delete,
        None,
        (204,),
        act="organisation.remove",
    ),
)
