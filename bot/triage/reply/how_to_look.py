"""Which text tells how to see or try what the desk asks for: a word of the message says what is meant, else what was asked last."""

from bot.lexicon.meanings import Meanings
from bot.model.answer import DEFAULT
from bot.triage.reply.scene import Scene, SceneText

_LOOK = Meanings("look", "terms.")
# Questions and remedies of the desk, and the text on how to go about them.
_EXPLAINED_BY = {
    "plugins_used": "plugins",
    "console_error": "console",
    "incognito": "private",
    "other_network": "network",
    "check_other_network": "network",
    "use_mobile_data": "network",
    "other_browser": "browser",
    "browser": "version",
    "extensions": "extensions",
    "clear_cache": "cache",
    "hard_reload": "cache",
    "reload": "cache",
    "is_admin": "admin",
    "portal": "portal",
    "url": "url",
    "own_js": "scripts",
    "other_apps_ok": "apps",
}
STATES = frozenset({DEFAULT, *_EXPLAINED_BY.values()})


def how_to_look(scene: Scene) -> SceneText:
    """By the word that the message names, else by the question that is open, else by the advice given last."""
    words = scene.words
    named = {
        name: at.start() for name, p in _LOOK.group("terms").items() if (at := p.search(words))
    }
    if named:
        return SceneText(min(named, key=lambda name: (named[name], name)))
    conversation = scene.conversation
    meant = (
        *reversed(conversation.open_questions),
        *(a.advice for a in reversed(conversation.advised)),
    )
    return SceneText(next((_EXPLAINED_BY[i] for i in meant if i in _EXPLAINED_BY), DEFAULT))
