"""The answers to "is there an outage?", "what is affected?" and "as of when?": by open incidents and pages."""

from collections.abc import Iterator

from bot.lexicon.meanings import Meanings
from bot.model.catalogue import Product, ProductKind
from bot.model.incident import Incident, IncidentStatus
from bot.model.understanding import Symptom
from bot.triage.reply.answers import is_confirmed, page_values, spoken_of
from bot.triage.reply.checks import hour, pages_read, read_at
from bot.triage.reply.going_on import may_be_hit_by, open_incidents, what_ended
from bot.triage.reply.scene import SEVERAL, SHARED_FROM, Scene, SceneText
from bot.triage.reply.subject import asked_product, outside_name

_TOLD = Meanings("told", "companies phones")


def affected_scope(scene: Scene) -> SceneText:
    """By the product in question, by how many report it, or of phones, which have screens of their own."""
    product = scene.named
    if _TOLD.phones.search(scene.words) and not _knows_of_phones(scene):
        return SceneText("phone")
    if _TOLD.companies.search(scene.words) and scene.others >= SHARED_FROM:
        return SceneText("companies")
    if product is not None and product.in_browser:
        return SceneText("plugin", {"product": product.name})
    return SceneText("open")


def _knows_of_phones(scene: Scene) -> bool:
    """Whether it is plain how it is on phones: they told, or the platform itself has trouble."""
    complaint = scene.conversation.complaint
    told = "mobile_ok" in complaint.facts or Symptom.MOBILE_ONLY in complaint.symptoms
    named = scene.named
    return told or (named is not None and named.kind is ProductKind.PLATFORM)


def outage_now(scene: Scene) -> SceneText:
    """By open incidents and pages, one's own trouble first."""
    facts = scene.facts
    if (over := what_ended(scene)) is not None:
        return SceneText("over", {"product": over.name})
    mine = scene.named
    if scene.conversation.is_troubled and mine is not None:
        known = scene.page(mine) == "trouble" or is_confirmed(mine, scene)
        return SceneText("own_known" if known else "own_likely", {"product": mine.name})
    for product, incident in _asked_about(scene):
        since = hour(incident.raised_at, scene.conversation.lang)
        sure = "likely" if incident.status is IncidentStatus.SUSPECTED else "confirmed"
        return SceneText(sure, {"product": product.name, "since": since})
    if scene.conversation.is_troubled:
        return _own_trouble(scene)
    for product in spoken_of(scene):
        if scene.page(product) in ("trouble", "maintenance"):
            word = "published" if scene.page(product) == "trouble" else "maintenance"
            return SceneText(word, page_values(product, scene))
    if name := outside_name(scene.heard, facts):
        return SceneText("unwatched", {"product": name})
    if any(i.is_open and i.organisations >= SEVERAL for i in facts.incidents):
        return SceneText("suspected")
    names, at = _pages(scene)
    return SceneText("quiet", {"names": names, "time": at}) if names else SceneText("unread")


def _asked_about(scene: Scene) -> Iterator[tuple[Product, Incident]]:
    """The open incidents that may be told, without those of products that have nothing to do with what is named.

    What has to do with it: the product itself, what it stands on, what stands on it, and the platform. Who has
    trouble and names nothing is told of what may be behind it, or of what they surely use.
    """
    catalogue = scene.facts.catalogue
    told = (*scene.heard.products, *scene.conversation.complaint.products)
    named = {p.id for p in map(catalogue.get, told) if p not in (None, catalogue.platform)}
    around = (x for i in named for x in (catalogue.foundations(i), catalogue.dependants(i)))
    related = named.union(*around)
    for product, incident in open_incidents(scene):
        concerned = product.id in related if named else may_be_hit_by(product, incident, scene)
        if concerned or product == catalogue.platform:
            yield product, incident


def _own_trouble(scene: Scene) -> SceneText:
    """For whoever has a trouble of an open cause: what the pages show, when it is told first."""
    if name := outside_name(scene.heard, scene.facts):
        return SceneText("unwatched", {"product": name})
    names, at = _pages(scene)
    shown = {scene.page(p) for p in spoken_of(scene)} & {"trouble", "maintenance"}
    if scene.conversation.advised or shown or not names:
        return SceneText("own_open")
    return SceneText("own_first", {"names": names, "time": at})


def _pages(scene: Scene) -> tuple[str, str]:
    """The page of what is asked about where it is read, else of all that the customer uses, and when."""
    product = asked_product(scene.heard, scene.facts)
    if product is not None and scene.page(product) not in (None, "unread"):
        return product.name, read_at([product], scene.facts)
    return pages_read(scene.facts)


def as_of(scene: Scene) -> SceneText:
    """By whether there are pages that were read; what others report is as new as the reply."""
    names, at = _pages(scene)
    now = hour(scene.facts.now, scene.conversation.lang)
    return (
        SceneText("read", {"time": at, "now": now}) if names else SceneText("unread", {"now": now})
    )
