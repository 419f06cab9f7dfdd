"""Answers to tap: what a customer may press in place of writing it."""

from bot.model.question import Question

LANGUAGES = ("ja", "en")  # in which there are any


def taps(question: Question, lang: str, yes_no: str) -> tuple[str, ...]:
    """The answers to a question; ``yes_no``: those to one of yes and no, with | between them."""
    if question.choices or lang not in LANGUAGES:
        return tuple(question.choices.get(lang, ()))
    return tuple(yes_no.split("|")) if question.yes or question.no else ()
