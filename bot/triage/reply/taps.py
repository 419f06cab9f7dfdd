"""How a question is put, and the answers to tap: what a customer may press in place of writing it."""

from collections.abc import Iterator

from bot.model.catalogue import ProductKind
from bot.model.facts import Facts
from bot.model.question import Question
from bot.model.understanding import Symptom

LANGUAGES = ("ja", "en")  # in which there are any
VAGUE = "vague"  # where no symptom and no function was told
FITS = (
    "outsider",
    "server",
    VAGUE,
    *map(str, Symptom),
)  # what other words may be for, the closest first


def taps(question: Question, lang: str, yes_no: str) -> tuple[str, ...]:
    """The answers to a question; ``yes_no``: those to one of yes and no, with | between them."""
    if question.choices or lang not in LANGUAGES:
        return tuple(question.choices.get(lang, ()))
    return tuple(yes_no.split("|")) if question.yes or question.no else ()


def fitting_words(question: Question, facts: Facts) -> Iterator[str]:
    """Keys under which the question may stand in words that fit this customer's trouble, the closest first."""
    complaint = facts.conversation.complaint
    named = (facts.catalogue.get(i) for i in complaint.products)
    parts = [p for p in named if p is not None and p.kind is not ProductKind.PLATFORM]
    about = {*map(str, complaint.symptoms), *(f for f, v in complaint.facts.items() if v is True)}
    if parts and not any(p.in_browser for p in parts):
        about |= {str(p.runs) for p in parts}
    if not (complaint.symptoms or complaint.topics or complaint.signatures):
        about.add(VAGUE)
    fitting = (*complaint.topics, *(name for name in FITS if name in about))
    return (f"ask.{question.id}.{name}" for name in fitting)
