"""What a person decides on the page of an incident: from the form to the desk."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.names import ReaderNames
from bot.desk.ports import UnitOfWork
from bot.desk.steering import LONGEST_NOTICE
from bot.incidents.decisions import can_be_named, possible
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.effect import Effect, StaffAlert
from bot.model.incident import Incident
from bot.model.staff import spoken_name
from bot.web.incident_drafts import NOTE, IncidentDrafts
from bot.web.product_choice import MOST_NAMED, products_meant
from bot.web.session import Seat
from bot.web.staff_pages import Show, StaffPages, key_of, text_of
from bot.web.views import read

LONGEST_ABOUT = 200  # characters
MOST_CHOSEN = 100  # conversations of one decision

_BY_FORM = frozenset(IncidentDecision) - {
    IncidentDecision.START,
    IncidentDecision.DRAFT,
    IncidentDecision.RESOLVE,
}
DONE = frozenset(str(what) for what in IncidentDecision)
_NEEDS_SOMETHING = frozenset(
    {IncidentDecision.SPLIT, IncidentDecision.UNLINK, IncidentDecision.LINK}
)
_NAMES_A_CAUSE = frozenset({IncidentDecision.CHANGE_CAUSE, IncidentDecision.SPLIT})
_ON_REPORTS = frozenset({IncidentDecision.LINK, IncidentDecision.UNLINK})  # that part offers them


class IncidentDecisions:
    """Takes the forms of an incident's page and hands decisions to the desk, each with who made it."""

    def __init__(self, staff: StaffPages, show: Show, drafts: IncidentDrafts) -> None:
        self._staff, self._show, self._drafts = staff, show, drafts

    async def decide(self, request: Request, seat: Seat, form: FormData) -> Response:
        """One decision; refused where it is not possible any more."""
        ident, said = request.path_params["incident"], text_of(form, "what")
        if said not in _BY_FORM:
            raise HTTPException(404)
        what = IncidentDecision(said)
        incident = await self._staff.incident(request)
        if what not in possible(incident):
            return self._staff.refuse(request, "incident_pages.too_late")
        event = await self._event(incident, what, seat, form)
        if what in _NAMES_A_CAUSE and event.about and event.about not in incident.suspects:
            cause, problem = self._cause_of(request, event.about)
            if problem:
                return self._staff.pages.error(request, 409, problem)
            event = replace(event, about=cause)
        if not await self._is_offered(event, incident):
            return self._staff.refuse(request, "incident_pages.too_late")
        if (why := await self._why_not(event, seat)) is not None:
            return self._staff.refuse(request, why, name=event.about)
        await self._staff.hand_in(event)
        if what is IncidentDecision.NOTE:
            await self._drafts.keep(ident, seat, {NOTE: ""})
        target = event.about if what is IncidentDecision.MERGE else ident
        part = "part=reports&" if what in _ON_REPORTS else ""
        return RedirectResponse(f"/staff/incidents/{target}?{part}done={what}", 303)

    async def start(self, request: Request, seat: Seat, form: FormData) -> Response:
        """An incident by hand; one cause has one."""
        typed, text = text_of(form, "about")[:LONGEST_ABOUT], _note(form)
        cause, problem = self._cause_of(request, typed)
        same = await read(
            self._staff.views,
            lambda work: next((i.id for i in work.incidents() if i.cause == cause), None),
        )
        if same is not None:
            texts = self._staff.pages.texts_for(request)
            problem = texts("incident_pages.start.same", ident=same)
        if problem:
            written = {"draft": text, "typed": typed, "problem": problem}
            return await self._show(request, seat, "incident_new.html", **written)
        now, what = self._staff.pages.clock(), IncidentDecision.START
        event = IncidentDecided(now, "", seat.staff, what, cause, text, key=key_of(form))
        effects = await self._staff.hand_in(event)
        return RedirectResponse(_where_started(effects), 303)

    async def _event(
        self, incident: Incident, what: IncidentDecision, seat: Seat, form: FormData
    ) -> IncidentDecided:
        about, chosen = text_of(form, "about")[:LONGEST_ABOUT], _chosen(form)
        if what is IncidentDecision.OWN:
            about = spoken_name(about)
        if what is IncidentDecision.LINK:
            about, chosen = "", await self._case(text_of(form, "case")[:LONGEST_ABOUT])
        now, text = self._staff.pages.clock(), _note(form)
        return IncidentDecided(
            now, incident.id, seat.staff, what, about, text, chosen, key_of(form)
        )

    async def _is_offered(self, by: IncidentDecided, incident: Incident) -> bool:
        """Whether what a decision is about is among what the incident's page offers for it."""
        match by.what:
            case IncidentDecision.MERGE:
                others = await read(self._staff.views, lambda work: work.incidents())
                return by.about in {i.id for i in others} - {incident.id}
            case IncidentDecision.CHANGE_CAUSE:
                return can_be_named(by.about) and self._is_cause(by.about, incident)
            case IncidentDecision.RULE_OUT:
                return self._is_cause(by.about, incident)
            case IncidentDecision.SPLIT:
                return not by.about or self._is_cause(by.about, incident)
            case _:
                return True

    async def _why_not(self, event: IncidentDecided, seat: Seat) -> str | None:
        """Why a decision is not made as it stands, as a key of the texts."""
        if event.what is IncidentDecision.OWN and event.about not in ("", seat.staff):
            owners = await self._staff.owners(seat)
            if owners.are_all and event.about not in owners.names:
                return "incident_pages.hand_over.unknown"
        return _says_too_little(event)

    def _cause_of(self, request: Request, typed: str) -> tuple[str, str]:
        """The cause that somebody typed or chose, and why it is none ("": it is one)."""
        knowledge, texts = self._staff.pages.knowledge, self._staff.pages.texts_for(request)
        meant = products_meant(typed, knowledge.catalogue.products.values(), knowledge)
        if len(meant) == 1:
            return meant[0].cause, ""
        if not meant:
            return "", texts(
                "incident_pages.cause.unknown" if typed else "incident_pages.cause.none", name=typed
            )
        names = ReaderNames(knowledge, knowledge.catalogue, texts.lang)
        called = [names.cause(one.cause) for one in meant[:MOST_NAMED]]
        listed = texts("joint.comma").join(called)
        return "", texts("incident_pages.cause.several", name=typed, names=listed, n=len(meant))

    def _is_cause(self, cause: str, incident: Incident) -> bool:
        return cause in incident.suspects or self._is_in_catalogue(cause)

    def _is_in_catalogue(self, cause: str) -> bool:
        known = self._staff.pages.knowledge.catalogue.of_cause(cause)
        return known is not None and known.cause == cause

    async def _case(self, ident: str) -> tuple[str, ...]:
        """The conversation of a case that somebody named by its number, or of a conversation's."""

        def found(work: UnitOfWork) -> tuple[str, ...]:
            ticket = work.ticket(ident)
            name = ticket.conversation if ticket is not None else ident
            return (name,) if name and work.conversation(name) is not None else ()

        return await read(self._staff.views, found)


def _says_too_little(event: IncidentDecided) -> str | None:
    """Why a decision says too little to be made, as a key of the texts."""
    if event.what in _NEEDS_SOMETHING and not event.conversations:
        return (
            "incident_pages.no_case"
            if event.what is IncidentDecision.LINK
            else "incident_pages.none_chosen"
        )
    if event.what is IncidentDecision.NOTE and not event.text:
        return "incident_pages.note.missing"
    return None


def _chosen(form: FormData) -> tuple[str, ...]:
    found = (str(c)[:LONGEST_ABOUT] for c in form.getlist("conversations"))
    return tuple(dict.fromkeys(found))[:MOST_CHOSEN]


def _note(form: FormData) -> str:
    return text_of(form, "text")[:LONGEST_NOTICE]


def _where_started(effects: tuple[Effect, ...]) -> str:
    raised = [e.incident for e in effects if isinstance(e, StaffAlert)]
    return f"/staff/incidents/{raised[0]}?done=start" if raised else "/staff/incidents"
