"""Which of an answer's texts holds now, for what is asked about the desk itself: one function for each question."""

from functools import partial

from bot.lexicon.meanings import Meanings
from bot.model.answer import DEFAULT
from bot.model.knowledge import Knowledge
from bot.triage.reply.hearing import speaks_of_picture
from bot.triage.reply.scene import Scene, SceneText

_TOLD = Meanings("told", "by_phone")


def hours_in_words(knowledge: Knowledge, lang: str) -> str:
    """When people answer, in Japanese or else in English; "" where it is not known."""
    hours = knowledge.operator.hours
    return hours.in_words(partial(knowledge.say, lang if lang == "ja" else "en")) if hours else ""


def when_contact(scene: Scene) -> SceneText:
    """By who has it, and when they are there."""
    ticket = scene.conversation.ticket
    if ticket is None:
        handed_over = scene.move.escalation is not None
        return SceneText("now" if handed_over else "none")
    if scene.hours:
        return SceneText("hours", {"ticket": ticket, "hours": scene.hours})
    return SceneText("ticket", {"ticket": ticket})


def ticket_number(scene: Scene) -> SceneText:
    """By whether somebody has it."""
    ticket = scene.conversation.ticket
    return SceneText("known", {"ticket": ticket}) if ticket else SceneText("none")


def hours(scene: Scene) -> SceneText:
    """By whether the operator has told them; a telephone is another matter."""
    if _TOLD.by_phone.search(scene.words):
        return SceneText("phone")
    return SceneText("known", {"hours": scene.hours}) if scene.hours else SceneText("open")


def received(scene: Scene) -> SceneText:
    """By whether a picture is spoken of, which the desk does not read."""
    return SceneText("picture" if speaks_of_picture(scene.heard) else DEFAULT)


def data_kept(_: Scene) -> SceneText:
    """How long a conversation is kept, unless it is to be erased before that."""
    return SceneText(DEFAULT, {"months": "6"})
