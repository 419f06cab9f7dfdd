"""Which text answers who has lost something: data, an app, or the rights of an administrator."""

from bot.model.answer import DEFAULT
from bot.triage.reply.scene import Scene, SceneText
from bot.triage.understand.lexicon import Meanings

_TOLD = Meanings("told", "lost. own_rights")
_LOST = ("app", "import", "records")  # states, the most telling first


def data_loss(scene: Scene) -> SceneText:
    """By what was lost and how: a deleted app comes back, an import leaves its traces, deleted records do neither."""
    words = _TOLD.group("lost")
    found = (name for name in _LOST if name in words and words[name].search(scene.words))
    return SceneText(next(found, DEFAULT))


def no_admin(scene: Scene) -> SceneText:
    """By whether rights were taken from somebody who is still there."""
    return SceneText("rights" if _TOLD.own_rights.search(scene.words) else DEFAULT)
