"""A notice that waits for staff: whom it would reach, what it says, and the decision on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.notice_envelope import NoticeEnvelope
from bot.desk.ports import UnitOfWork
from bot.desk.preview import Preview, preview
from bot.desk.staff import heir_of
from bot.desk.steering import LONGEST_NOTICE, unfit
from bot.model.broadcast import PUBLIC_PAGE, Quiet
from bot.model.effect import Effect, Notice
from bot.model.event import Approved, Rejected
from bot.model.incident import Incident
from bot.model.ticket import ProposalStatus, ProposedNotice
from bot.web.as_read import envelope_about
from bot.web.channel_previews import ChannelPreviews, Delivered
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read, read_one

LONGEST_LIST = 4_000  # characters of names of organisations
OWN_WORDS = ("web", "slack", "mail", "webhook", PUBLIC_PAGE)  # may have other words than the rest
MANY = 100  # readers; before more are told, it is asked once more


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What somebody has made of a proposal so far; ``channels`` None: none was left ticked.

    No organisations and no channels (``()``): all of them.
    """

    text: str
    tenants: tuple[str, ...] = ()
    channels: tuple[str, ...] | None = ()
    quiet: bool = True
    public: bool = False  # the public page shows it as well
    own: Mapping[str, str] = field(default_factory=dict)  # words of its own, by channel

    @classmethod
    def of(cls, form: FormData, proposal: ProposedNotice) -> "ProposalDraft":
        """What the form says; a form that asks for nothing else takes the proposal as it is."""
        if "offered" not in form:
            return cls(proposal.text)
        offered = {str(c) for c in form.getlist("offered")}
        ticked = tuple(sorted({str(c) for c in form.getlist("channels")} & offered))
        lines = (line.strip() for line in text_of(form, "tenants")[:LONGEST_LIST].split("\n"))
        return cls(
            text_of(form, "text"),
            tuple(dict.fromkeys(line for line in lines if line)),
            () if set(ticked) == offered else ticked or None,
            form.get("quiet") == "on",
            form.get("public") == "on",
            _own_of(form),
        )

    def words(self, channel: str) -> str:
        """What is said in a channel."""
        return self.own.get(channel, self.text)


def _own_of(form: FormData) -> dict[str, str]:
    """The words of channels that have other ones; what says the same as the text is left out."""
    found = {name: text_of(form, f"own.{name}").strip() for name in OWN_WORDS}
    return {name: text for name, text in found.items() if text and text != text_of(form, "text")}


@dataclass(frozen=True, slots=True)
class _Found:
    """A proposal with what becomes of it; ``over``: whether its incident has ended."""

    proposal: ProposedNotice
    reach: Preview
    over: bool
    incident: Incident | None


class Proposals:
    """Shows one proposal and takes the decision on it. It tells nobody by itself."""

    def __init__(
        self,
        staff: StaffPages,
        quiet: Callable[[], Quiet | None],
        previews: ChannelPreviews,
    ) -> None:
        """``quiet``: the hours in which nobody is told unless staff want it; None: there are none."""
        self._staff, self._quiet, self._previews = staff, quiet, previews

    def routes(self) -> list[BaseRoute]:
        path = "/staff/proposals/{proposal}"
        return [
            Route(path, self._staff.posted(self._decide), methods=["POST"]),
            Route(path, self._staff.seated(self._open)),
        ]

    async def _open(self, request: Request, seat: Seat) -> Response:
        proposal = await self._proposal(request)
        if proposal.status is not ProposalStatus.WAITING:
            return self._settled(request, proposal)
        # Of our own trouble the page tells unless staff say no; of others' only when they say yes.
        draft = ProposalDraft(proposal.text, public=self._is_home(proposal.cause))
        return await self._page(request, seat, draft, await self._look(proposal, draft))

    async def _page(
        self,
        request: Request,
        seat: Seat,
        draft: ProposalDraft,
        found: _Found,
        *,
        problem: str = "",
        ask: bool = False,
    ) -> Response:
        """The form; with what was written kept and the reason told when it could not be sent."""
        now, quiet = self._staff.pages.clock(), self._quiet()
        texts = self._staff.pages.texts_for(request)
        return await self._staff.show(
            request,
            seat,
            "proposal.html",
            found=found,
            draft=draft,
            problem=texts(problem, most=LONGEST_NOTICE) if problem else "",
            ask=ask,
            quiet=quiet,
            quiet_until=quiet.over_at(now) if quiet is not None else None,
            longest=LONGEST_NOTICE,
            mail=self._envelope(found.proposal),
            made=self._made(found, draft),
            own_channels=[n for n in OWN_WORDS if n in (PUBLIC_PAGE, *found.reach.channels)],
            off=self._previews.turned_off(),
            longest_list=LONGEST_LIST,
            status=409 if problem else 200,
        )

    def _envelope(self, proposal: ProposedNotice) -> NoticeEnvelope:
        about = proposal.reason, proposal.cause, proposal.incident, proposal.lang
        return envelope_about(*about, self._staff.pages.knowledge)

    def _made(self, found: _Found, draft: ProposalDraft) -> dict[str, Delivered]:
        """What the channels that it reaches make of the text."""
        of, reached = found.proposal, found.reach.channels
        made: dict[str, Delivered] = {}
        for name in (n for n in OWN_WORDS if n in reached):
            said = of.reason, draft.words(name), of.lang, of.cause, of.advice
            made |= self._previews.of(Notice(of.incident, of.to, *said), (name,))
        return made

    async def _decide(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Approve or reject a notice that still waits; one already decided stays as it is."""
        proposal, decision = await self._proposal(request), form.get("decision")
        if decision not in {"approve", "reject", "look"}:
            raise HTTPException(404)
        if proposal.status is not ProposalStatus.WAITING:
            return self._settled(request, proposal)
        if decision == "reject":
            await self._staff.hand_in(Rejected(self._staff.pages.clock(), proposal.id, seat.staff))
            return RedirectResponse("/staff/incidents", 303)
        draft = ProposalDraft.of(form, proposal)
        found = await self._look(proposal, draft)
        problem = _why_not(draft, found) if decision == "approve" else ""
        many = found.reach.number > max(MANY, _agreed(form))
        ask = decision == "approve" and not problem and many
        if decision == "look" or problem or ask:
            return await self._page(request, seat, draft, found, problem=problem, ask=ask)
        effects = await self._staff.hand_in(self._approved(proposal, draft, seat))
        return RedirectResponse(_where(effects), 303)

    def _settled(self, request: Request, proposal: ProposedNotice) -> Response:
        """Why there is nothing to decide any more."""
        if proposal.status is ProposalStatus.SET_ASIDE and proposal.decided_at is not None:
            at = self._staff.pages.wording(request).moment(proposal.decided_at)
            return self._staff.refuse(request, "proposal.set_aside", at=at)
        return self._staff.refuse(request, "proposal.decided")

    def _approved(self, proposal: ProposedNotice, draft: ProposalDraft, seat: Seat) -> Approved:
        now: datetime = self._staff.pages.clock()
        text = draft.text if draft.text != proposal.text else ""
        quiet = self._quiet() if draft.quiet else None
        channels = draft.channels or ()
        told = now, proposal.id, seat.staff, text, draft.tenants, channels, quiet
        return Approved(*told, public=draft.public, own=_sent(draft))

    def _is_home(self, cause: str) -> bool:
        catalogue = self._staff.pages.knowledge.catalogue
        return catalogue.home is not None and catalogue.of_cause(cause) == catalogue.home

    async def _proposal(self, request: Request) -> ProposedNotice:
        ident = request.path_params["proposal"]
        return await read_one(self._staff.views, lambda work: work.proposal(ident))

    async def _look(self, proposal: ProposedNotice, draft: ProposalDraft) -> _Found:
        def looked(work: UnitOfWork) -> _Found:
            incident = heir_of(proposal.incident, work)
            over = incident is not None and not incident.is_open
            asked = replace(proposal, text=draft.text)
            reach = preview(asked, incident, work, draft.tenants, draft.channels or ())
            return _Found(proposal, reach, over, incident)

        return await read(self._staff.views, looked)


def _agreed(form: FormData) -> int:
    """How many readers somebody has said yes to."""
    said = text_of(form, "sure")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _sent(draft: ProposalDraft) -> dict[str, str]:
    """The words of those channels that are told, and of the public page where it shows the notice."""
    left_out = set() if draft.public else {PUBLIC_PAGE}
    if draft.channels:
        left_out |= draft.own.keys() - {*draft.channels, PUBLIC_PAGE}
    return {name: text for name, text in draft.own.items() if name not in left_out}


def _why_not(draft: ProposalDraft, found: _Found) -> str:
    """Why a notice cannot go out, as a key of the texts; "" when it can."""
    if found.over:
        return "proposal.over"
    if why := unfit(draft.text):
        return f"unfit.{why}"
    if any(unfit(text) for text in draft.own.values()):
        return "unfit.long"
    if draft.channels is None:
        return "proposal.no_channel"
    return "" if found.reach.number else "proposal.nobody"


def _where(effects: tuple[Effect, ...]) -> str:
    """The page of the broadcast that began."""
    begun = [e.broadcast for e in effects if isinstance(e, Notice) and e.broadcast is not None]
    return f"/staff/broadcasts/{begun[0]}?done=approve" if begun else "/staff/incidents"
