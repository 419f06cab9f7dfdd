"""Which of an answer's texts holds now, and what is filled in: one function for each question.

Every function looks at what the desk knows at this moment (reports of others, official pages and
their age, the incident, the advice given) and picks the state that is true. A question without a
function has one text, so that support staff add an answer without Python.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.model.answer import DEFAULT
from bot.model.catalogue import Product, ProductKind
from bot.model.incident import IncidentStatus
from bot.model.move import Certainty
from bot.triage.naming import SURE
from bot.triage.reply.checks import hour, pages_read, read_at
from bot.triage.reply.scene import Scene, State
from bot.triage.reply.subject import asked_name, asked_product, known_as, may_be_spoken_of

SEVERAL = 3  # organisations: fewer could be recognised, so they are not mentioned as several
SHARED_FROM = 2  # other organisations from which "others report it too" is true


def _only_us(scene: Scene) -> State:
    product = scene.named
    if product is not None and scene.others >= SHARED_FROM:
        return State("named", {"product": product.name})
    return State("others" if scene.others >= SHARED_FROM else "none")


def _when_fixed(scene: Scene) -> State:
    if scene.is_over:
        return State("over")
    for product in _spoken_of(scene):
        word = scene.page(product)
        feed = scene.facts.feed_of(product)
        if word == "maintenance" and feed is not None and feed.text:
            return State("maintenance", {"product": product.name, "text": feed.text[:120]})
        if word == "trouble":
            return State("published", _page_values(product, scene))
    return State(DEFAULT)


def _vendor_fault(scene: Scene) -> State:
    product = asked_product(scene.heard, scene.facts) or scene.named
    if product is None:
        name = asked_name(scene.heard)
        return State("open", {"product": name}) if name else State("nobody")
    if product.home_product:
        return State("home", {"product": product.name})
    values = _page_values(product, scene)
    if scene.page(product) == "trouble":
        return State("published", values)
    incident = scene.facts.incident_of(product.cause)
    confirmed = incident is not None and incident.status is IncidentStatus.CONFIRMED
    if confirmed and product.cause in scene.facts.tellable:
        return State("confirmed", values)
    if product == scene.named:
        likely = scene.move.certainty in (Certainty.LIKELY, Certainty.CONFIRMED)
        return State("likely" if likely else "possible", values)
    chance = scene.move.diagnosis.of(product.cause)
    suspected = chance is not None and chance.probability >= SURE
    return State("possible" if suspected else "open", values)


def _service_ok(scene: Scene) -> State:
    product = asked_product(scene.heard, scene.facts)
    if product is None:
        return State("unwatched", {"product": asked_name(scene.heard) or _that(scene)})
    values, word = _page_values(product, scene), scene.page(product)
    if word == "trouble":
        return State("trouble", values)
    if scene.facts.crowd.tenants.get(product.cause, 0) >= SEVERAL:
        return State("reports", values)
    if word is None:
        return State("unwatched", values)
    return State("unread" if word == "unread" else "quiet", values)


def _outage_now(scene: Scene) -> State:
    facts = scene.facts
    told = [i for i in facts.incidents if i.is_open and may_be_spoken_of(i, facts)]
    mine = scene.named
    if scene.conversation.is_troubled and mine is not None:
        return State("own_known", {"product": mine.name})
    for incident in told:
        product = known_as(incident.cause, facts)
        if product is not None:
            since = hour(incident.raised_at, scene.conversation.lang)
            return State("confirmed", {"product": product.name, "since": since})
    if scene.conversation.is_troubled:
        return State("own_open")
    for product in _spoken_of(scene):
        if scene.page(product) in ("trouble", "maintenance"):
            word = "published" if scene.page(product) == "trouble" else "maintenance"
            return State(word, _page_values(product, scene))
    if any(i.is_open and i.organisations >= SEVERAL for i in facts.incidents):
        return State("suspected")
    names, at = pages_read(facts)
    return State("quiet", {"names": names, "time": at}) if names else State("unread")


def _cause(scene: Scene) -> State:
    for spoken in _spoken_of(scene):
        if scene.page(spoken) == "trouble":
            return State("published", _page_values(spoken, scene))
    product = scene.named
    if product is None:
        return State("open")
    because = "" if not scene.reasons else f"（{scene.reasons}）"
    if scene.conversation.lang != "ja" and because:
        because = f" ({scene.reasons})"
    values = {"product": product.name, "reasons": because}
    likely = scene.move.certainty in (Certainty.LIKELY, Certainty.CONFIRMED)
    return State("likely" if likely else "possible", values)


def _why_believe(scene: Scene) -> State:
    return State("reasons", {"reasons": scene.reasons}) if scene.reasons else State("open")


def _affected_scope(scene: Scene) -> State:
    product = scene.named
    if product is not None and product.in_browser:
        return State("plugin", {"product": product.name})
    return State("open")


def _notice_match(scene: Scene) -> State:
    for product in _spoken_of(scene):
        word = scene.page(product)
        if word in ("maintenance", "trouble"):
            state = "maintenance" if word == "maintenance" else "published"
            return State(state, _page_values(product, scene))
    return State("open", {"time": pages_read(scene.facts)[1]})


def _summary(scene: Scene) -> State:
    product = scene.named
    return State("known", {"product": product.name}) if product else State("open")


def _data_safe(scene: Scene) -> State:
    text = scene.heard.redacted
    about_off = any(word in text.casefold() for word in ("無効", "オフ", "disabl", "switch", "off"))
    advised = any(a.advice.startswith("disable_") for a in scene.conversation.advised)
    return State("disable" if about_off or advised else "display")


def _reenable_when(scene: Scene) -> State:
    return State("over" if scene.is_over else "wait")


def _side_effect(scene: Scene) -> State:
    product = _disabled_or_advised(scene)
    return State("disable", {"product": product}) if product else State("light")


def _how_disable(scene: Scene) -> State:
    return State(DEFAULT, {"product": _disabled_or_advised(scene) or _the_plugin(scene)})


def _workaround(scene: Scene) -> State:
    return State("known", {"advice": scene.meanwhile}) if scene.meanwhile else State("none")


def _restart_helps(scene: Scene) -> State:
    shared = scene.named is not None or scene.others >= SHARED_FROM
    return State("shared" if shared else "own")


def _continue_ok(scene: Scene) -> State:
    product = scene.named
    if product is not None and product.kind is ProductKind.PLUGIN:
        return State("plugin", {"product": product.name})
    return State("open")


def _next_step(scene: Scene) -> State:
    if scene.conversation.switched_off():
        return State("off")
    return State("ticket" if scene.conversation.ticket else "open")


def _when_contact(scene: Scene) -> State:
    ticket = scene.conversation.ticket
    if ticket is None:
        return State("none")
    if scene.hours:
        return State("hours", {"ticket": ticket, "hours": scene.hours})
    return State("ticket", {"ticket": ticket})


def _ticket_number(scene: Scene) -> State:
    ticket = scene.conversation.ticket
    return State("known", {"ticket": ticket}) if ticket else State("none")


def _hours(scene: Scene) -> State:
    return State("known", {"hours": scene.hours}) if scene.hours else State("open")


def _who_can(scene: Scene) -> State:
    """By the last advice that changes something; plug-ins are an app administrator's."""
    ours = [a.advice for a in scene.conversation.advised]
    changes = [a for a in ours if a.startswith(("disable_", "isolate_", "reenable_"))]
    return State("app_admin" if changes or not ours else "anyone")


def _data_kept(_: Scene) -> State:
    return State(DEFAULT, {"months": "6"})


def _spoken_of(scene: Scene) -> list[Product]:
    """The product asked about, the leading one, those of the complaint, and the platform."""
    catalogue, complaint = scene.facts.catalogue, scene.conversation.complaint
    found = [asked_product(scene.heard, scene.facts), scene.named]
    found += [catalogue.get(p) for p in complaint.products]
    found.append(catalogue.platform)
    found += [catalogue.get(i) for p in found if p for i in catalogue.foundations(p.id)]
    return list({p.id: p for p in found if p is not None}.values())


def _page_values(product: Product, scene: Scene) -> dict[str, str]:
    return {"product": product.name, "time": read_at([product], scene.facts)}


def _disabled_or_advised(scene: Scene) -> str:
    """The name of what was switched off, or is to be; "" when nothing is."""
    advised = [a.advice for a in scene.conversation.advised] + list(scene.move.advice)
    targets = [a.partition(":")[2] for a in advised if a.startswith("disable_plugin:")]
    product = scene.facts.catalogue.get(targets[-1]) if targets else scene.named
    return product.name if product is not None else ""


def _the_plugin(scene: Scene) -> str:
    return "該当のプラグイン" if scene.conversation.lang == "ja" else "the plug-in in question"


def _that(scene: Scene) -> str:
    return "そのサービス" if scene.conversation.lang == "ja" else "that service"


@dataclass(frozen=True, slots=True)
class Chooser:
    """The function that picks the state of one answer, and all states that it may pick."""

    choose: Callable[[Scene], State]
    states: frozenset[str]


CHOOSERS: Mapping[str, Chooser] = {
    "only_us": Chooser(_only_us, frozenset({"named", "none", "others"})),
    "when_fixed": Chooser(_when_fixed, frozenset({DEFAULT, "maintenance", "over", "published"})),
    "vendor_fault": Chooser(
        _vendor_fault,
        frozenset({"confirmed", "home", "likely", "nobody", "open", "possible", "published"}),
    ),
    "service_ok": Chooser(
        _service_ok, frozenset({"quiet", "reports", "trouble", "unread", "unwatched"})
    ),
    "outage_now": Chooser(
        _outage_now,
        frozenset(
            {
                "confirmed",
                "maintenance",
                "own_known",
                "own_open",
                "published",
                "quiet",
                "suspected",
                "unread",
            }
        ),
    ),
    "cause": Chooser(_cause, frozenset({"likely", "open", "possible", "published"})),
    "why_believe": Chooser(_why_believe, frozenset({"open", "reasons"})),
    "affected_scope": Chooser(_affected_scope, frozenset({"open", "plugin"})),
    "notice_match": Chooser(_notice_match, frozenset({"maintenance", "open", "published"})),
    "summary": Chooser(_summary, frozenset({"known", "open"})),
    "data_safe": Chooser(_data_safe, frozenset({"disable", "display"})),
    "reenable_when": Chooser(_reenable_when, frozenset({"over", "wait"})),
    "side_effect": Chooser(_side_effect, frozenset({"disable", "light"})),
    "how_disable": Chooser(_how_disable, frozenset({DEFAULT})),
    "workaround": Chooser(_workaround, frozenset({"known", "none"})),
    "restart_helps": Chooser(_restart_helps, frozenset({"own", "shared"})),
    "continue_ok": Chooser(_continue_ok, frozenset({"open", "plugin"})),
    "next_step": Chooser(_next_step, frozenset({"off", "open", "ticket"})),
    "when_contact": Chooser(_when_contact, frozenset({"hours", "none", "ticket"})),
    "ticket_number": Chooser(_ticket_number, frozenset({"known", "none"})),
    "hours": Chooser(_hours, frozenset({"known", "open"})),
    "who_can": Chooser(_who_can, frozenset({"anyone", "app_admin"})),
    "data_kept": Chooser(_data_kept, frozenset({DEFAULT})),
}


def states() -> Mapping[str, frozenset[str]]:
    """The texts that each answer needs which depends on what is known, by its id."""
    return {ident: chooser.states for ident, chooser in CHOOSERS.items()}
