"""Recipients of notices, for admins: looked through, and searched without an address in any URL or log."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.organisations import names_of
from bot.desk.ports import UnitOfWork
from bot.desk.recipient_changes import CHANNELS
from bot.desk.recipient_lists import NO_AUDIENCE, RecipientFilter
from bot.model.recipient import EVERYTHING, RecipientState
from bot.texts.loader import LANGUAGES
from bot.web.addresses import with_query
from bot.web.organisations import is_organisation_key
from bot.web.product_choice import products_by_name
from bot.web.session import Seat
from bot.web.settings import SETTINGS
from bot.web.staff_pages import StaffPages, text_of

ALL = f"{SETTINGS}/recipient"
SEARCH = f"{ALL}/search"
PAGE = 50
MOST_COUNTED = 1_000  # of those that are looked for
LONGEST_SEARCH = 200  # characters
DONE = frozenset({"removed", "kept_out"})


@dataclass(frozen=True, slots=True)
class RecipientSearch:
    """What somebody looks for; nonsense in it is left out.

    ``words`` may be an address: a form brings them, and they go into no URL. The rest may;
    ``speaks`` is a language, since ``lang`` in an address is that of the page.
    """

    audience: str = ""
    channel: str = ""
    speaks: str = ""
    state: str = ""
    organisation: str = ""
    words: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, object]) -> "RecipientSearch":
        """As an address, or the same fields of a form, say it; without the words."""
        given = {name: str(asked.get(name, "")).strip() for name in _FIELDS}
        known = {"channel": CHANNELS, "speaks": LANGUAGES, "state": tuple(RecipientState)}
        said = {name: given[name] for name, words in known.items() if given[name] in words}
        if _AUDIENCE.fullmatch(given["audience"]):
            said["audience"] = given["audience"]
        if is_organisation_key(given["organisation"]):
            said["organisation"] = given["organisation"]
        return cls(**said)

    @property
    def fields(self) -> Mapping[str, str]:
        """What may stand in a URL and in the audit log."""
        return {name: value for name in _FIELDS if (value := getattr(self, name))}

    @property
    def is_narrow(self) -> bool:
        return bool(self.fields or self.words)

    @property
    def filter(self) -> RecipientFilter:
        narrowed = self.audience, self.channel, self.speaks, self.state, self.organisation
        return RecipientFilter(self.words, *narrowed)

    def address(self, **more: str) -> str:
        """The page of the same list without the words."""
        return with_query(ALL, {**self.fields, **more})


_FIELDS = ("audience", "channel", "speaks", "state", "organisation")
# The id of a product, which may be gone from the catalogue.
_AUDIENCE = re.compile(rf"[a-z0-9_.-]{{1,100}}|{re.escape(EVERYTHING)}")


class RecipientListPages:
    """The list of recipients. What is searched comes by a form, since an address may be among it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        search = self._staff.posted(self._search)
        return [Route(SEARCH, search, methods=["GET", "POST"])]

    async def page(self, request: Request, seat: Seat) -> Response:
        """The list as its address narrows it."""
        asked = request.query_params
        return await self._show(
            request, seat, RecipientSearch.of(asked), _number(asked.get("before", ""))
        )

    async def _search(self, request: Request, seat: Seat, form: FormData) -> Response:
        """The list narrowed by words as well; without any, its address says it all."""
        search, before = RecipientSearch.of(form), text_of(form, "before")
        words = " ".join(text_of(form, "words").split())[:LONGEST_SEARCH]
        if not words:
            request.state.about = " ".join(search.fields.values())
            return RedirectResponse(search.address(), 303)
        return await self._show(request, seat, replace(search, words=words), _number(before))

    async def _show(
        self, request: Request, seat: Seat, search: RecipientSearch, before: int | None
    ) -> Response:
        request.state.about = " ".join(search.fields.values())
        most = MOST_COUNTED + 1 if before is None else PAGE + 1
        counts_all = before is None and not search.is_narrow

        def found(work: UnitOfWork) -> dict[str, object]:
            page = work.recipient_page(search.filter, before=before, limit=PAGE, most=most)
            keys = {recipient.tenant for _, recipient in page.rows} | {search.organisation}
            return {
                "found": [recipient for _, recipient in page.rows],
                "number": page.found if before is None else None,
                "states": work.recipient_states() if counts_all else None,
                "next": str(page.rows[-1][0]) if page.found > PAGE else "",
                "called": names_of(keys, work),
            }

        done = request.query_params.get("done", "")
        return await self._staff.show(
            request,
            seat,
            "recipients.html",
            found,
            search=search,
            first=before is None,
            path=ALL,
            channels=CHANNELS,
            languages=LANGUAGES,
            state_names=tuple(RecipientState),
            products=products_by_name(self._staff.pages.knowledge.catalogue),
            everything=EVERYTHING,
            nowhere=NO_AUDIENCE,
            most=MOST_COUNTED,
            done=done if done in DONE else "",
        )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
