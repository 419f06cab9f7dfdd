"""Which text answers who has lost something: data, an app, or the rights of an administrator."""

from collections.abc import Callable

from bot.lexicon.meanings import Meanings
from bot.model.answer import DEFAULT
from bot.model.conversation import Done
from bot.model.move import ReplyType
from bot.triage.reply.draft import said_before
from bot.triage.reply.scene import Scene, SceneText

_TOLD = Meanings("told", "lost. own_rights")
_OF_DELETING = frozenset({"delete_ok", "settings_gone"})  # answers that say the same
_LOST = ("app", "import", "records")  # states, the most telling first


def data_loss(scene: Scene) -> SceneText:
    """By what was lost and how: a deleted app comes back, an import leaves its traces, deleted records do neither."""
    words = _TOLD.group("lost")
    found = (name for name in _LOST if name in words and words[name].search(scene.words))
    return SceneText(next(found, DEFAULT))


def no_admin(scene: Scene) -> SceneText:
    """By whether rights were taken from somebody who is still there."""
    return SceneText("rights" if _TOLD.own_rights.search(scene.words) else DEFAULT)


def of_deleting(scene: Scene, say: Callable[..., str]) -> str:
    """For who tells that they deleted a plug-in: that its settings are gone there, and to disable it elsewhere; else "".

    It is said once, and not beside a danger.
    """
    if scene.move.stance is ReplyType.SAFETY:
        return ""
    conversation, text = scene.conversation, say("deleted.settings_gone")
    now = conversation.turns[-1].at if conversation.turns else None
    deleted = any(c.what is Done.DELETED and c.at == now for c in conversation.changes)
    said = text in said_before(conversation)
    return "" if said or not deleted or _OF_DELETING & {*scene.heard.asked} else text
