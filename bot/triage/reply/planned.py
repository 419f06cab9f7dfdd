"""Which text answers a question for the next maintenance: what the pages that are read announce."""

from bot.model.status import Shows
from bot.triage.reply.answers import spoken_of
from bot.triage.reply.checks import pages_read, read_at
from bot.triage.reply.scene import Scene, SceneText

MOST_OF_A_NOTICE = 120  # characters that are said of it
_STATES = {
    Shows.MAINTENANCE_IN_PROGRESS: "running",
    Shows.MAINTENANCE_SCHEDULED: "planned",
}


def maintenance_when(scene: Scene) -> SceneText:
    """By what the pages of the products spoken of show now: work under way, planned, or none."""
    facts, lang = scene.facts, scene.conversation.lang
    for product in spoken_of(scene):
        feed = facts.feed_of(product)
        state = _STATES.get(shows) if feed and (shows := feed.says(facts.now)) else None
        if feed is not None and state is not None:
            said = (feed.text or "").strip()[:MOST_OF_A_NOTICE]
            begins, ends = ("「", "」") if lang == "ja" else (" “", "”")
            notice = f"{begins}{said}{ends}" if said else ""
            at = read_at([product], facts)
            return SceneText(state, {"product": product.name, "time": at, "notice": notice})
    names, at = pages_read(facts)
    return SceneText("none", {"names": names, "time": at}) if names else SceneText("unread")
