"""What staff write for the public page: incidents by hand, and planned maintenance."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.ports import UnitOfWork
from bot.desk.posts import STATUSES
from bot.model.probe import ProbeRef
from bot.model.publication import Impact, Post, PostKind, PostStatus, PostWritten
from bot.model.subscription import SubscriptionState
from bot.texts.loader import LANGUAGES
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, key_of, text_of
from bot.web.views import read, read_one

SHOWN_FOR = timedelta(days=30)  # posts that are over
LONGEST_TITLE, LONGEST_TEXT = 200, 4_000  # characters
IMPACTS = (Impact.NONE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)


@dataclass(frozen=True, slots=True)
class PostDraft:
    """What somebody has written into the form of a post; times as they stand in their fields."""

    kind: PostKind = PostKind.INCIDENT
    status: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    impact: str = Impact.MINOR
    components: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    by_clock: bool = True
    key: str = ""

    @classmethod
    def of(cls, form: FormData, kind: PostKind) -> "PostDraft":
        titles = {lang: text_of(form, f"title_{lang}") for lang in LANGUAGES}
        texts = {lang: text_of(form, f"text_{lang}") for lang in LANGUAGES}
        return cls(
            kind,
            text_of(form, "status"),
            {lang: text for lang, text in titles.items() if text},
            {lang: text for lang, text in texts.items() if text},
            text_of(form, "impact") or Impact.MINOR,
            tuple(dict.fromkeys(str(c) for c in form.getlist("components"))),
            text_of(form, "starts"),
            text_of(form, "ends"),
            form.get("by_clock") == "on",
            key_of(form),
        )

    def moment(self, given: str, zone: ZoneInfo) -> datetime | None:
        """A field of a form as a moment in the reader's zone; None for what is none."""
        try:
            found = datetime.fromisoformat(given[:16])
        except ValueError:
            return None
        return found.replace(tzinfo=zone) if found.tzinfo is None else found

    def problem(self, zone: ZoneInfo, now: datetime, known: Post | None) -> str:
        """Why it cannot be published, as a key of the texts; "" when it can."""
        if self.status not in STATUSES[self.kind] or self.impact not in IMPACTS:
            return "posts.unclear"
        if any(len(text) > LONGEST_TEXT for text in self.texts.values()) or not self.texts:
            return "posts.no_text" if not self.texts else "posts.long"
        if known is not None:
            return "posts.times" if self.ends and self.moment(self.ends, zone) is None else ""
        if not self.titles or any(len(title) > LONGEST_TITLE for title in self.titles.values()):
            return "posts.no_title"
        return self._times(zone, now) if self.kind is PostKind.MAINTENANCE else ""

    def _times(self, zone: ZoneInfo, now: datetime) -> str:
        starts, ends = self.moment(self.starts, zone), self.moment(self.ends, zone)
        if starts is None or ends is None or ends <= starts:
            return "posts.times"
        return "posts.past" if ends <= now else ""


class PostPages:
    """Lists what is on the public page, and takes what staff write for it."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        return [
            Route("/staff/posts", seated(self._all)),
            Route("/staff/posts/new/{kind}", posted(self._write), methods=["POST"]),
            Route("/staff/posts/new/{kind}", seated(self._new)),
            Route("/staff/posts/{post}", posted(self._say), methods=["POST"]),
            Route("/staff/posts/{post}", seated(self._one)),
        ]

    async def _all(self, request: Request, seat: Seat) -> Response:
        since = self._staff.pages.clock() - SHOWN_FOR

        def found(work: UnitOfWork) -> dict[str, object]:
            return {"posts": work.posts(since), "subscribers": work.subscriber_counts()}

        return await self._staff.show(request, seat, "posts.html", found)

    async def _new(self, request: Request, seat: Seat) -> Response:
        kind = _kind_of(request)
        draft = PostDraft(kind, STATUSES[kind][0], key=secrets.token_urlsafe(12))
        return await self._form(request, seat, draft)

    async def _one(self, request: Request, seat: Seat) -> Response:
        post = await self._post(request)
        return await self._form(request, seat, PostDraft(post.kind, post.status), post)

    async def _form(
        self,
        request: Request,
        seat: Seat,
        draft: PostDraft,
        post: Post | None = None,
        problem: str = "",
    ) -> Response:
        def found(work: UnitOfWork) -> dict[str, object]:
            active = (c for c in work.subscriber_counts() if c.state is SubscriptionState.ACTIVE)
            told = sum(c.number for c in active)
            return {"post": post, "draft": draft, "components": _parts(work), "told": told}

        texts = self._staff.pages.texts_for(request)
        return await self._staff.show(
            request,
            seat,
            "post.html",
            found,
            problem=texts(problem, most=LONGEST_TEXT) if problem else "",
            statuses=STATUSES[draft.kind],
            impacts=IMPACTS,
            longest_title=LONGEST_TITLE,
            longest=LONGEST_TEXT,
            done=request.query_params.get("done") == "yes",
            status=409 if problem else 200,
        )

    async def _write(self, request: Request, seat: Seat, form: FormData) -> Response:
        draft = PostDraft.of(form, _kind_of(request))
        if why := await self._why_not(request, draft):
            return await self._form(request, seat, draft, problem=why)
        await self._staff.hand_in(self._written(request, seat, draft))
        return RedirectResponse("/staff/posts", 303)

    async def _say(self, request: Request, seat: Seat, form: FormData) -> Response:
        post = await self._post(request)
        draft = PostDraft.of(form, post.kind)
        if why := await self._why_not(request, draft, post):
            return await self._form(request, seat, draft, post, why)
        await self._staff.hand_in(self._written(request, seat, draft, post))
        return RedirectResponse(f"/staff/posts/{post.id}?done=yes", 303)

    async def _why_not(self, request: Request, draft: PostDraft, post: Post | None = None) -> str:
        known = {ref.part for ref in await read(self._staff.views, _parts)}
        if not known.issuperset(draft.components):
            return "posts.unclear"
        zone = self._staff.pages.wording(request).zone
        return draft.problem(zone, self._staff.pages.clock(), post)

    def _written(
        self, request: Request, seat: Seat, draft: PostDraft, post: Post | None = None
    ) -> PostWritten:
        zone = self._staff.pages.wording(request).zone
        return PostWritten(
            self._staff.pages.clock(),
            post.id if post is not None else "",
            seat.staff,
            draft.kind,
            PostStatus(draft.status),
            draft.titles,
            draft.texts,
            Impact(draft.impact),
            draft.components,
            draft.moment(draft.starts, zone),
            draft.moment(draft.ends, zone),
            draft.by_clock,
            draft.key,
        )

    async def _post(self, request: Request) -> Post:
        ident = request.path_params["post"]
        return await read_one(self._staff.views, lambda work: work.post(ident))


def _parts(work: UnitOfWork) -> list[ProbeRef]:
    """The operator's components, each once."""
    opened = work.opened()
    own = [ref for ref in (opened.probes if opened is not None else ()) if ref.is_own]
    return list({ref.part: ref for ref in own}.values())


def _kind_of(request: Request) -> PostKind:
    try:
        return PostKind(request.path_params["kind"])
    except ValueError as why:
        raise HTTPException(404) from why
