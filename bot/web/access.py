"""Who may do what at the console: one table of addresses, and the guard that keeps to it.

What the table does not name is for nobody. Templates ask the same table what to show, and the audit
log what an act is called. An act that can be done in Slack as well has its rule from ``bot.model.staff_acts``.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from textwrap import wrap

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.model.staff import Role, Rule
from bot.model.staff_acts import shared
from bot.web.audit_trail import AGAIN, BY_ITSELF, LONGEST_ABOUT, AuditTrail
from bot.web.session import Seat
from bot.web.signin import SignIn, is_by_hand
from bot.web.staff_token import LOGIN

CHOICES = ("what", "decision", "do", "role")  # fields that say which of several things a form does
ATTENDS = "case.attend"  # which the page of a case tells by itself, again and again
DRAFTS = "incident.keep_draft"  # and that of an incident
MOST_ENTRIES = 8  # of one act; they have room for twice as many ids as the inbox shows rows
_PLAIN = re.compile(r"[a-z_]{1,40}")


INCIDENT = "/staff/incidents/{incident}"
_CASE = "/staff/tickets/{ticket}"
_PICTURE = "/staff/conversations/{conversation}/pictures/{picture}"
_BROADCAST, _ACCOUNT = "/staff/broadcasts/{broadcast}", "/staff/accounts/{account}"
_MACRO, _PEER = "/staff/macros/{macro}", "/staff/peers/{peer}"
_RECIPIENT = "/staff/settings/recipient"
# These look themselves who comes.
OPEN = frozenset(
    {LOGIN, "/staff/logout", "/staff/invitation"}
    | {f"/staff/oidc/{name}" for name in ("login", "callback", "logout")}
)
READS: Mapping[str, Rule] = {
    "/staff": Rule(Role.VIEWER),
    "/staff/inbox/events": Rule(Role.VIEWER),
    "/staff/conversations": Rule(Role.VIEWER),
    "/staff/conversations/{conversation}": Rule(Role.VIEWER, "case.view"),
    _PICTURE: Rule(Role.VIEWER, "case.picture"),
    f"{_PICTURE}/small": Rule(Role.VIEWER, "case.picture"),
    _CASE: Rule(Role.VIEWER, "case.view"),
    f"{_CASE}/today": Rule(Role.VIEWER, "case.view"),
    f"{_CASE}/transcript.csv": Rule(Role.AGENT, "case.export"),
    f"{_CASE}/transcript.txt": Rule(Role.AGENT, "case.export"),
    "/staff/events": Rule(Role.VIEWER),
    "/staff/feeds": Rule(Role.VIEWER),
    "/staff/questions": Rule(Role.VIEWER),
    "/staff/help": Rule(Role.VIEWER),
    "/staff/help/{topic}": Rule(Role.VIEWER),
    "/staff/incidents": Rule(Role.VIEWER),
    "/staff/incidents/new": Rule(Role.LEAD),
    INCIDENT: Rule(Role.VIEWER),
    f"{INCIDENT}/why": Rule(Role.VIEWER),
    f"{INCIDENT}/today": Rule(Role.VIEWER, "incident.replay"),
    f"{INCIDENT}/update": Rule(Role.LEAD),
    "/staff/proposals/{proposal}": Rule(Role.LEAD),
    "/staff/broadcasts": Rule(Role.VIEWER),
    _BROADCAST: Rule(Role.VIEWER),
    f"{_BROADCAST}/retract": Rule(Role.LEAD),
    f"{_BROADCAST}/failures": Rule(Role.AGENT, "failures.view"),
    f"{_BROADCAST}/failures.csv": Rule(Role.AGENT, "failures.export"),
    "/staff/posts": Rule(Role.VIEWER),
    "/staff/posts/new/{kind}": Rule(Role.LEAD),
    "/staff/posts/{post}": Rule(Role.LEAD),
    "/staff/tags": Rule(Role.VIEWER),
    "/staff/macros": Rule(Role.VIEWER),
    "/staff/macros/new": Rule(Role.LEAD),
    _MACRO: Rule(Role.LEAD),
    "/staff/account": Rule(Role.VIEWER),
    "/staff/accounts": Rule(Role.ADMIN),
    _ACCOUNT: Rule(Role.ADMIN),
    "/staff/settings": Rule(Role.ADMIN, "settings.view"),
    "/staff/settings/in-force": Rule(Role.ADMIN, "settings.view"),
    "/staff/settings/channels": Rule(Role.ADMIN),
    "/staff/settings/organisations": Rule(Role.ADMIN),
    "/staff/settings/organisations.csv": Rule(Role.ADMIN, "organisation.export"),
    "/staff/settings/organisation": Rule(Role.ADMIN, "organisation.view"),
    "/staff/settings/audiences": Rule(Role.ADMIN),
    _RECIPIENT: Rule(Role.ADMIN, "recipients.view"),
    f"{_RECIPIENT}/new": Rule(Role.ADMIN),
    "/staff/settings/recipients": Rule(Role.ADMIN),
    "/staff/settings/recipients.csv": Rule(Role.ADMIN, "recipients.export"),
    "/staff/api-tokens": Rule(Role.ADMIN),
    "/staff/peers": Rule(Role.LEAD),
    _PEER: Rule(Role.LEAD),
    "/staff/styleguide": Rule(Role.ADMIN),
    "/staff/audit": Rule(Role.ADMIN, "audit.view"),
    "/staff/audit.csv": Rule(Role.ADMIN, "audit.export"),
}
WRITES: Mapping[str, Rule] = {
    "/staff/inbox": Rule(Role.AGENT, "case.several"),
    "/staff/views": Rule(Role.VIEWER, "case.saved_view"),
    "/staff/conversations/{conversation}/claim": shared("case.claim"),
    "/staff/conversations/{conversation}/answer": shared("case.answer"),
    f"{_PICTURE}/remove": Rule(Role.AGENT, "case.unpicture"),
    f"{_CASE}/claim": shared("case.claim"),
    f"{_CASE}/answer": shared("case.answer"),
    f"{_CASE}/macro": Rule(Role.AGENT, "case.macro"),
    f"{_CASE}/undo": Rule(Role.AGENT, "case.undo"),
    f"{_CASE}/split": Rule(Role.AGENT, "case.split"),
    f"{_CASE}/merge": Rule(Role.AGENT, "case.merge"),
    f"{_CASE}/close": shared("case.close"),
    f"{_CASE}/assign": shared("case.assign"),
    f"{_CASE}/tags": Rule(Role.AGENT, "case.tags"),
    f"{_CASE}/note": Rule(Role.AGENT, "case.note"),
    f"{_CASE}/snooze": Rule(Role.AGENT, "case.snooze"),
    f"{_CASE}/reopen": Rule(Role.AGENT, "case.reopen"),
    f"{_CASE}/attendance": Rule(Role.AGENT, ATTENDS),
    f"{_CASE}/hand_back": Rule(Role.AGENT, "case.hand_back"),
    f"{_CASE}/follow": Rule(Role.AGENT, "case.follow"),
    f"{_CASE}/category": Rule(Role.AGENT, "case.category"),
    f"{_CASE}/link": shared("case.link"),
    f"{_CASE}/rule_out": shared("case.rule_out"),
    "/staff/incidents/new": Rule(Role.LEAD, "incident.start"),
    f"{INCIDENT}/update": Rule(Role.LEAD, "incident.draft"),
    f"{INCIDENT}/decide": Rule(Role.LEAD, "incident.decide"),
    f"{INCIDENT}/draft": Rule(Role.LEAD, DRAFTS),
    f"{INCIDENT}/end": shared("incident.end"),
    f"{INCIDENT}/name": shared("incident.name"),
    "/staff/proposals/{proposal}": shared("notice.decide"),
    f"{_BROADCAST}/{{what}}": Rule(Role.LEAD, "broadcast.steer"),
    "/staff/posts/new/{kind}": Rule(Role.LEAD, "post.publish"),
    "/staff/posts/{post}": Rule(Role.LEAD, "post.update"),
    "/staff/tags": Rule(Role.LEAD, "tag.change"),
    "/staff/macros/new": Rule(Role.LEAD, "macro.add"),
    _MACRO: Rule(Role.LEAD, "macro.change"),
    f"{_MACRO}/remove": Rule(Role.LEAD, "macro.remove"),
    "/staff/account/password": Rule(Role.VIEWER, "account.password"),
    "/staff/account/sessions": Rule(Role.VIEWER, "session.revoke"),
    "/staff/accounts": Rule(Role.ADMIN, "account.add"),
    f"{_ACCOUNT}/role": Rule(Role.ADMIN, "account.role"),
    f"{_ACCOUNT}/slack": Rule(Role.ADMIN, "account.slack"),
    f"{_ACCOUNT}/link": Rule(Role.ADMIN, "account.link"),
    f"{_ACCOUNT}/sessions": Rule(Role.ADMIN, "session.revoke"),
    f"{_ACCOUNT}/remove": Rule(Role.ADMIN, "account.remove"),
    "/staff/sessions": Rule(Role.ADMIN, "session.revoke"),
    "/staff/settings": Rule(Role.ADMIN, "settings.change"),
    "/staff/settings/channels": Rule(Role.ADMIN, "settings.test"),
    "/staff/settings/channels/{channel}": Rule(Role.ADMIN, "settings.switch"),
    "/staff/settings/organisation": Rule(Role.ADMIN, "organisation.change"),
    "/staff/settings/organisations": Rule(Role.ADMIN, "organisation.preview"),
    "/staff/settings/organisations/take": Rule(Role.ADMIN, "organisation.import"),
    _RECIPIENT: Rule(Role.ADMIN, "recipients.change"),
    f"{_RECIPIENT}/new": Rule(Role.ADMIN, "recipients.add"),
    f"{_RECIPIENT}/search": Rule(Role.ADMIN, "recipients.search"),
    f"{_RECIPIENT}/stop": Rule(Role.ADMIN, "recipients.stop"),
    f"{_RECIPIENT}/start": Rule(Role.ADMIN, "recipients.start"),
    f"{_RECIPIENT}/remove": Rule(Role.ADMIN, "recipients.remove"),
    "/staff/settings/recipients": Rule(Role.ADMIN, "recipients.preview"),
    "/staff/settings/recipients/take": Rule(Role.ADMIN, "recipients.import"),
    "/staff/api-tokens": Rule(Role.ADMIN, "token.add"),
    "/staff/api-tokens/{token}/revoke": Rule(Role.ADMIN, "token.revoke"),
    "/staff/peers": Rule(Role.ADMIN, "peer.add"),
    _PEER: Rule(Role.ADMIN, "peer.add"),
    f"{_PEER}/revoke": Rule(Role.ADMIN, "peer.revoke"),
}

Endpoint = Callable[[Request], Awaitable[Response]]


def rule_of(method: str, path: str) -> Rule | None:
    """The rule of an address; None: there is none, and it is for nobody.

    Who asks for the address of a form (again, in another language) is led to its page.
    """
    if method == "POST":
        return WRITES.get(path)
    return READS.get(path, Rule(Role.VIEWER) if path in WRITES else None)


def may(role: Role, path: str, method: str = "POST") -> bool:
    """Whether a role may ask for an address of the table, by its path there. Raises KeyError."""
    return role.covers((WRITES if method == "POST" else READS)[path].least)


def guarded(routes: Iterable[BaseRoute], sign_in: SignIn) -> list[BaseRoute]:
    """The same routes, each behind the table: whoever gets through has their seat in the request."""
    return [_behind(route, sign_in) if isinstance(route, Route) else route for route in routes]


def seat_of(request: Request) -> Seat:
    """Who asks. Raises AttributeError behind no guard."""
    seat: Seat = request.state.seat
    return seat


def _behind(route: Route, sign_in: SignIn) -> Route:
    if route.path in OPEN:
        return route
    endpoint: Endpoint = route.endpoint

    async def asked(request: Request) -> Response:
        seat = await sign_in.seat(request)
        if seat is None:
            return RedirectResponse(LOGIN, 303)
        rule = rule_of(request.method, route.path)
        act = rule.act if rule is not None else ""
        request.state.about = " ".join(map(str, request.path_params.values()))
        if rule is None or not seat.role.covers(rule.least):
            about = f"{act} {request.state.about}".strip()
            await sign_in.trail.note(request, seat, "refused", about, refused=True, again=AGAIN)
            pages = sign_in.pages
            return pages.error(request, 403, pages.texts_for(request)("accounts.refused"))
        request.state.seat, request.state.choice = seat, ""
        response = await endpoint(request)
        if act:
            await _note(request, seat, act, response, sign_in.trail)
        return response

    return Route(route.path, asked, methods=sorted(route.methods or ()))


async def _note(
    request: Request, seat: Seat, act: str, response: Response, trail: AuditTrail
) -> None:
    """Write down what was asked for, before anybody gets the answer; the same look now and then."""
    again = None
    if request.method != "POST" or act in (ATTENDS, DRAFTS):
        if response.status_code >= 400:
            return  # there is nothing of that name
        if not act.endswith(".export"):
            again = AGAIN if is_by_hand(request) else BY_ITSELF
    state = request.state
    refused = response.status_code >= 400
    for about in _entries(state.about):
        await trail.note(request, seat, act, about, state.choice, refused=refused, again=again)


def _entries(about: str) -> list[str]:
    """What one act was about, in as many entries as it takes to name every case that was ticked."""
    if len(about) <= LONGEST_ABOUT:
        return [about]
    return wrap(about, LONGEST_ABOUT, break_on_hyphens=False)[:MOST_ENTRIES]


def ticked(form: FormData) -> list[str]:
    """The cases that are ticked in a form, each once."""
    return list(dict.fromkeys(case for case in form.getlist("case") if isinstance(case, str)))


def note_form(request: Request, form: FormData) -> None:
    """Have the audit log say what a form was about: the cases that were ticked, and what it does."""
    if cases := ticked(form):
        request.state.about = " ".join(cases)
    chosen = [form.get(name) for name in CHOICES]
    plain = (word for word in chosen if isinstance(word, str) and _PLAIN.fullmatch(word))
    request.state.choice = next(plain, "")
