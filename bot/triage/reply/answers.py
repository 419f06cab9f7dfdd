"""Which of an answer's texts holds now, and what is filled in: one function for each question.

Every function looks at what the desk knows at this moment (reports of others, official pages and
their age, the incident, the advice given) and picks the state that is true. A question without a
function has one text, so that support staff add an answer without Python.
"""

from bot.lexicon.meanings import Meanings
from bot.model.advice_plan import RUN_WHAT_IS_LEFT
from bot.model.answer import DEFAULT
from bot.model.catalogue import Product, ProductKind
from bot.model.incident import IncidentStatus
from bot.model.move import Certainty, ReplyType
from bot.text.normalise import nfkc, plain
from bot.triage.naming import SURE
from bot.triage.own_words import written_in
from bot.triage.reply.checks import pages_read, read_at
from bot.triage.reply.going_on import goes_on_beside, open_incidents
from bot.triage.reply.said_back import is_good_news
from bot.triage.reply.scene import SEVERAL, SHARED_FROM, Scene, SceneText
from bot.triage.reply.subject import asked_name, asked_product

_OWN_IT = frozenset({"contact_own_it", "allowlist_hosts"})  # advice for who looks after the network
LATELY = 2  # messages of the customer
_TOLD = Meanings("told", "settings passing_on switching_off")


def only_us(scene: Scene) -> SceneText:
    """By how many others report it."""
    product = scene.named
    if product is not None and scene.others >= SHARED_FROM:
        return SceneText("named", {"product": product.name})
    return SceneText("others" if scene.others >= SHARED_FROM else "none")


def own_change(scene: Scene) -> SceneText:
    """By whether others report the same, which a change of their own does not explain."""
    return SceneText("others" if scene.others >= SHARED_FROM else "alone")


def which_companies(scene: Scene) -> SceneText:
    """By whether others report it; who they are is never told."""
    return SceneText("others" if scene.others >= SHARED_FROM else DEFAULT)


def when_fixed(scene: Scene) -> SceneText:
    """By what the pages say of its end."""
    if scene.is_over:
        return SceneText("over")
    for product in spoken_of(scene):
        word = scene.page(product)
        feed = scene.facts.feed_of(product)
        if word == "maintenance" and feed is not None and feed.text:
            return SceneText("maintenance", {"product": product.name, "text": feed.text[:120]})
        if word == "trouble":
            return SceneText("published", page_values(product, scene))
    told = scene.conversation.complaint.symptoms or scene.heard.products or scene.move.questions
    unknown = not told and next(open_incidents(scene), None) is None
    return SceneText("untold" if unknown else DEFAULT)


def vendor_fault(scene: Scene) -> SceneText:
    """By what is known of the product asked about."""
    product = asked_product(scene.heard, scene.facts) or scene.named
    if product is None:
        name = asked_name(scene.heard)
        return SceneText("open", {"product": name}) if name else SceneText("nobody")
    if product.home_product:
        return SceneText("home", {"product": product.name})
    values = page_values(product, scene)
    if scene.page(product) == "trouble":
        return SceneText("published", values)
    incident = scene.facts.incident_of(product.cause)
    if is_confirmed(product, scene) and product.cause in scene.facts.tellable:
        return SceneText("confirmed", values)
    if product == scene.named:
        likely = scene.move.certainty in (Certainty.LIKELY, Certainty.CONFIRMED)
        return SceneText("likely" if likely else "possible", values)
    chance = scene.move.diagnosis.of(product.cause)
    suspected = chance is not None and chance.probability >= SURE
    unread = incident is None and scene.page(product) in (None, "unread")
    return SceneText("possible" if suspected else "unwatched" if unread else "open", values)


def service_ok(scene: Scene) -> SceneText:
    """By that service's page and what others report of it."""
    product = asked_product(scene.heard, scene.facts)
    if product is None:
        name = asked_name(scene.heard)
        return SceneText("unwatched", {"product": name}) if name else SceneText("unnamed")
    values, word = page_values(product, scene), scene.page(product)
    if word == "trouble":
        return SceneText("trouble", values)
    if scene.facts.crowd.tenants.get(product.cause, 0) >= SEVERAL:
        return SceneText("reports" if scene.is_theirs(product) else "alike", values)
    if word is None:
        return SceneText("unwatched", values)
    return SceneText("unread" if word == "unread" else "quiet", values)


def is_confirmed(product: Product, scene: Scene) -> bool:
    """Whether an open incident of the product is confirmed."""
    incident = scene.facts.incident_of(product.cause)
    return incident is not None and incident.status is IncidentStatus.CONFIRMED


def cause(scene: Scene) -> SceneText:
    """By how sure the leading cause is."""
    for spoken in spoken_of(scene):
        if scene.page(spoken) == "trouble":
            return SceneText("published", page_values(spoken, scene))
    product = scene.named
    if product is None:
        return SceneText("open")
    because = "" if not scene.reasons else f"（{scene.reasons}）"
    if scene.conversation.lang != "ja" and because:
        because = f" ({scene.reasons})"
    values = {"product": product.name, "reasons": because}
    likely = scene.move.certainty in (Certainty.LIKELY, Certainty.CONFIRMED)
    return SceneText("likely" if likely else "possible", values)


def login_back(scene: Scene) -> SceneText:
    """By whether it is over."""
    return SceneText("over" if scene.is_over else "wait")


def why_believe(scene: Scene) -> SceneText:
    """The reasons, where they may be told."""
    return SceneText("reasons", {"reasons": scene.reasons}) if scene.reasons else SceneText("open")


def notice_match(scene: Scene) -> SceneText:
    """By what the pages show, and whether others report it where they show nothing."""
    for product in spoken_of(scene):
        word = scene.page(product)
        if word in ("maintenance", "trouble"):
            state = "maintenance" if word == "maintenance" else "published"
            return SceneText(state, page_values(product, scene))
    names, at = pages_read(scene.facts)
    if not names:
        return SceneText("unread")
    return SceneText("shared" if scene.others >= SHARED_FROM else "open", {"time": at})


def summary(scene: Scene) -> SceneText:
    """By whether a product may be named."""
    product = scene.named
    return SceneText("known", {"product": product.name}) if product else SceneText("open")


def data_safe(scene: Scene) -> SceneText:
    """By whether it is switching off that is asked about."""
    advised = any(a.advice.startswith("disable_") for a in scene.conversation.advised)
    return SceneText("disable" if _is_of_switching_off(scene) or advised else "display")


def reenable_when(scene: Scene) -> SceneText | None:
    """By whether the trouble with what is off is over, or this reply says that it may be on again.

    Not for who tells that it fails again.

    Nothing beside good news of what is off, which is followed by the same.
    """
    off = scene.conversation.switched_off()
    if scene.move.stance is ReplyType.WORKED and off and off[-1]:
        return None
    again = any(a.startswith("reenable_plugin") for a in scene.move.advice)
    over = scene.is_over and not goes_on_beside(scene) and not scene.heard.kind.is_report
    return SceneText("over" if again or over else "wait")


def rerun(scene: Scene) -> SceneText:
    """By whether this reply says that what is left may be run."""
    return SceneText("over" if RUN_WHAT_IS_LEFT in scene.move.advice else "wait")


def side_effect(scene: Scene) -> SceneText:
    """By what was advised, or is."""
    product = _disabled_or_advised(scene)
    return SceneText("disable" if product or _is_of_switching_off(scene) else "light", product)


def how_disable(scene: Scene) -> SceneText:
    """Names what is to be switched off."""
    return SceneText(DEFAULT, _disabled_or_advised(scene))


def workaround(scene: Scene) -> SceneText:
    """What helps meanwhile, where something does that was not said before."""
    if scene.meanwhile:
        return SceneText("known", {"advice": scene.meanwhile})
    return SceneText("said" if scene.meanwhile is None else "none")


def restart_helps(scene: Scene) -> SceneText | None:
    """By whether the trouble is one's own; nothing where it is told to have helped."""
    if is_good_news(scene.heard):
        return None
    shared = scene.named is not None or scene.others >= SHARED_FROM
    return SceneText("shared" if shared else "own")


def continue_ok(scene: Scene) -> SceneText:
    """By the product in question."""
    product = scene.named
    if product is not None and product.kind is ProductKind.PLUGIN:
        return SceneText("plugin", {"product": product.name})
    return SceneText("open")


def next_step(scene: Scene) -> SceneText:
    """By what is still to be tried, and what was done or handed over already."""
    conversation = scene.conversation
    if scene.is_over:
        return SceneText("over")
    if conversation.switched_off():
        return SceneText("off")
    advised = conversation.advised_off()
    product = scene.facts.catalogue.get(advised)
    tried = {trial.advice for trial in conversation.trials}
    if product is not None and f"disable_plugin:{advised}" not in tried:
        return SceneText("try", {"product": product.name})
    if conversation.ticket:
        return SceneText("ticket")
    if scene.move.questions and not scene.move.advice:
        return SceneText("asked")
    if any(a.advice.startswith("wait_") for a in conversation.advised):
        return SceneText("wait")
    return SceneText("open" if conversation.advised else "person")


def switch_off_too(scene: Scene) -> SceneText:
    """By whether it is known what is to be switched off."""
    values = _disabled_or_advised(scene)
    return SceneText("named" if values else DEFAULT, values)


def who_can(scene: Scene) -> SceneText:
    """By what was advised: plug-ins are an app administrator's, the office line is for those who look after it."""
    ours = [a.advice for a in scene.conversation.advised]
    changes = [a for a in ours if a.startswith(("disable_", "isolate_", "reenable_"))]
    if not changes and _OWN_IT.intersection(ours):
        return SceneText("own_it")
    of_settings = _TOLD.settings.search(scene.words) is not None
    of_an_app = bool(changes) or not ours or of_settings or _is_of_switching_off(scene)
    return SceneText("app_admin" if of_an_app else "anyone")


def ask_admin(scene: Scene) -> SceneText | None:
    """The text to hand on where a step was advised; else whom to show it to."""
    advised = any(a.advice.startswith("disable_") for a in scene.conversation.advised)
    advised = advised or any(a.startswith("disable_") for a in scene.move.advice)
    if not advised:  # what an error means says whom to ask
        error = scene.conversation.complaint.facts.get("error_code")
        return None if error else SceneText("nothing")
    if _TOLD.passing_on.search(scene.words):
        return SceneText("text", _disabled_or_advised(scene))
    return SceneText(DEFAULT)


def spoken_of(scene: Scene) -> list[Product]:
    """The product asked about, the leading one, those of the complaint, and the platform."""
    catalogue, complaint = scene.facts.catalogue, scene.conversation.complaint
    found = [asked_product(scene.heard, scene.facts), scene.named]
    found += [catalogue.get(p) for p in complaint.products]
    found.append(catalogue.platform)
    found += [catalogue.get(i) for p in found if p for i in catalogue.foundations(p.id)]
    return list({p.id: p for p in found if p is not None}.values())


def page_values(product: Product, scene: Scene) -> dict[str, str]:
    """A product's name, and when its page was last read: what texts about a page are filled with."""
    return {"product": product.name, "time": read_at([product], scene.facts)}


def _disabled_or_advised(scene: Scene) -> dict[str, str]:
    """What was switched off, or is to be, as a value for a text; nothing where it has no name."""
    advised = [a.advice for a in scene.conversation.advised] + list(scene.move.advice)
    targets = [a.partition(":")[2] for a in advised if a.startswith("disable_plugin:")]
    product = scene.facts.catalogue.get(targets[-1]) if targets else scene.named
    return {"product": product.name} if product else {}


def _is_of_switching_off(scene: Scene) -> bool:
    """Whether they speak of switching something off, or did in one of their last messages."""
    theirs = written_in(scene.conversation)[-LATELY:]
    texts = (scene.words, *(plain(nfkc(text)) for text in theirs))
    return any(_TOLD.switching_off.search(words) for words in texts)
