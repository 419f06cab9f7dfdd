"""Organisations, for admins: looked up, and one of them with what it uses, its note, and what its people sent."""

from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.api_tokens import LONGEST_ORGANISATION
from bot.desk.inventories import keep
from bot.desk.ports import UnitOfWork
from bot.masking.redact import redact
from bot.model.conversation import Conversation
from bot.model.identity import is_verified
from bot.model.organisation import LONGEST_NOTE, KnownOrganisation
from bot.model.upload import Upload
from bot.web.addresses import with_query
from bot.web.product_choice import products_added, products_by_name
from bot.web.session import Seat
from bot.web.settings import SETTINGS
from bot.web.staff_pages import StaffPages, text_of

ONE = f"{SETTINGS}/organisation"
PAGE = 50
LOOKED_AT = 30  # cases of an organisation among which its files are looked for
LONGEST_SEARCH = 100  # characters
MOST_PRODUCTS = 300


@dataclass(frozen=True, slots=True)
class SentList:
    """A list of plug-ins or scripts that a customer sent, and when; ``case``: the page of its case."""

    at: datetime
    upload: Upload
    products: tuple[str, ...]
    case: str


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation as its form has it; ``seen``: as of when it was read, ``problem``: why it was not saved."""

    id: str
    name: str = ""
    products: tuple[str, ...] = ()
    complete: bool = False
    note: str = ""
    added: str = ""
    seen: str = ""
    problem: str = ""

    @classmethod
    def of(cls, ident: str, known: KnownOrganisation | None) -> "OrganisationDraft":
        if known is None:
            return cls(ident)
        seen = known.changed_at.isoformat()
        return cls(ident, known.name, known.products, known.complete, known.note, seen=seen)


class OrganisationPages:
    """Shows what is known of organisations, and keeps what admins change."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        return [
            Route(ONE, self._staff.posted(self._save), methods=["POST"]),
            Route(ONE, self._staff.seated(self._page)),
        ]

    async def _page(self, request: Request, seat: Seat) -> Response:
        """One organisation, or the list of them where the address names none."""
        ident = request.query_params.get("id", "")
        if not ident:
            return await self._list(request, seat)
        if not is_organisation_key(ident):
            raise HTTPException(404)
        return await self._show(request, seat, ident)

    async def _list(self, request: Request, seat: Seat) -> Response:
        asked = request.query_params
        words, after = (asked.get(name, "").strip()[:LONGEST_SEARCH] for name in ("q", "after"))
        request.state.about = words

        def found(work: UnitOfWork) -> dict[str, object]:
            known = work.organisations(after, PAGE + 1, words)
            shown = known[:PAGE]
            more = with_query(ONE, {"q": words, "after": shown[-1].id}) if len(known) > PAGE else ""
            is_new = bool(words) and is_organisation_key(words) and work.organisation(words) is None
            return {"found": shown, "next": more, "fresh": words if is_new else ""}

        first = with_query(ONE, {"q": words}) if after else ""
        return await self._staff.show(
            request, seat, "organisations.html", found, words=words, first=first, path=ONE
        )

    async def _show(
        self, request: Request, seat: Seat, ident: str, draft: OrganisationDraft | None = None
    ) -> Response:
        request.state.about = ident

        def found(work: UnitOfWork) -> dict[str, object]:
            known, sent, cases = work.organisation(ident), *_sent_by(ident, work)
            if known is None and draft is None and not cases and not is_verified(ident):
                raise HTTPException(404)
            return {
                "known": known,
                "draft": draft or OrganisationDraft.of(ident, known),
                "sent": sent,
                "cases": cases,
            }

        return await self._staff.show(
            request,
            seat,
            "organisation.html",
            found,
            path=ONE,
            products=products_by_name(self._staff.pages.knowledge.catalogue),
            longest_name=LONGEST_ORGANISATION,
            longest_note=LONGEST_NOTE,
            is_saved=request.query_params.get("done") == "saved",
            status=409 if draft is not None else 200,
        )

    async def _save(self, request: Request, seat: Seat, form: FormData) -> Response:
        """All of it or nothing: not over what somebody else has saved meanwhile, nor with a product that is none."""
        ident = request.state.about = text_of(form, "id")
        if not is_organisation_key(ident):
            raise HTTPException(404)
        written = _written(ident, form)
        knowledge, texts = self._staff.pages.knowledge, self._staff.pages.texts_for(request)
        named, problem = products_added(written.added, knowledge, texts)
        catalogue, now = knowledge.catalogue.products, self._staff.pages.clock()

        def kept() -> bool:
            with self._staff.views.work() as work:
                known = work.organisation(ident)
                if OrganisationDraft.of(ident, known).seen != written.seen:
                    return False
                before = known.products if known is not None else ()
                chosen = (p for p in written.products if p in catalogue or p in before)
                uses, by = tuple(dict.fromkeys((*chosen, *named))), seat.staff
                made = KnownOrganisation(
                    ident, written.name, uses, written.complete, now, by, written.note
                )
                keep([made], work)
                return True

        if not problem and not await run_in_threadpool(kept):
            problem = texts("settings.meanwhile")
        if problem:
            draft = OrganisationDraft(
                *(ident, written.name, written.products, written.complete, written.note),
                *(written.added, written.seen, problem),
            )
            return await self._show(request, seat, ident, draft)
        return RedirectResponse(with_query(ONE, {"id": ident, "done": "saved"}), 303)


def _written(ident: str, form: FormData) -> OrganisationDraft:
    """What an admin wrote, masked as everything is that is kept."""
    chosen = (value for value in form.getlist("product") if isinstance(value, str))
    return OrganisationDraft(
        ident,
        redact(" ".join(text_of(form, "name").split())[:LONGEST_ORGANISATION]).text,
        tuple(dict.fromkeys(chosen))[:MOST_PRODUCTS],
        text_of(form, "complete") == "on",
        redact(text_of(form, "note")[:LONGEST_NOTE]).text,
        text_of(form, "add")[:LONGEST_NOTE],
        text_of(form, "seen"),
    )


def is_organisation_key(ident: str) -> bool:
    """Whether it can be what verified senders of an organisation are known by; nothing in it would be masked."""
    plain = ident == " ".join(ident.split()) and ident.isprintable()
    return plain and 0 < len(ident) <= LONGEST_ORGANISATION and redact(ident).text == ident


def _sent_by(ident: str, work: UnitOfWork) -> tuple[tuple[SentList, ...], int]:
    """The lists that people of an organisation sent, the latest first; and how many of its cases were looked at."""
    lines = work.cases_beside(ident, "", LOOKED_AT)
    found = []
    for line in lines:
        talk = work.conversation(line.conversation) if line.conversation else None
        case = f"/staff/tickets/{line.ticket}" if line.ticket else f"/staff/conversations/{line.id}"
        for upload in talk.uploads if talk is not None else ():
            if talk is not None and upload.inventory is not None:
                at = _sent_at(upload, talk)
                found.append(SentList(at, upload, upload.inventory.products, case))
    return tuple(sorted(found, key=lambda sent: sent.at, reverse=True)), len(lines)


def _sent_at(upload: Upload, talk: Conversation) -> datetime:
    """When a file came: with the message that names it, or else with the last that had one."""
    with_files = [turn for turn in reversed(talk.turns) if turn.attached]
    named = (turn.at for turn in with_files if upload.name and upload.name in turn.attached)
    return next(named, with_files[0].at if with_files else talk.opened_at)
