"""With which words an update of an incident begins; staff go on from there.

They name a cause only once it is confirmed, promise no time and tell nothing of any reporter.
"""

from collections.abc import Iterable
from enum import StrEnum

from bot.model.advice_plan import least_harmful_first, of_product
from bot.model.decision import UpdateReaders
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.phrasing import remedy_text

_SPOKEN_TO_AS = {UpdateReaders.FITTING: UpdateReaders.REPORTED}  # they reported it as well


class UpdateNews(StrEnum):
    """What an update tells."""

    WORKING = "working"  # it goes on
    WORKAROUND = "workaround"  # what helps meanwhile
    RECOVERED = "recovered"  # it seems over; the end itself is told by itself


class UpdateBegun(StrEnum):
    """What became of a text that was to begin with words of the desk."""

    PUT = "put"
    THERE = "there"  # they stand in it already
    FULL = "full"  # it would be too long with them


def begun_with(text: str, words: str, others: Iterable[str], most: int) -> tuple[str, UpdateBegun]:
    """A text with words of the desk: in place of others of its own that stand in it, or else at its end.

    What somebody wrote stays to the letter, also where the whole would be longer than ``most``.
    """
    if words in text:
        return text, UpdateBegun.THERE
    own = next((other for other in sorted(others, key=len, reverse=True) if other in text), "")
    joint = "\n\n" if text else ""
    after = text.replace(own, words, 1) if own else f"{text}{joint}{words}"
    return (after, UpdateBegun.PUT) if len(after) <= most else (text, UpdateBegun.FULL)


def beginning(
    news: UpdateNews, incident: Incident, lang: str, readers: UpdateReaders, knowledge: Knowledge
) -> str:
    """The words for some readers, in Japanese or English.

    Where no workaround is known that can be told, they say that it goes on: none may be promised.
    """
    spoken_to = _SPOKEN_TO_AS.get(readers, readers)
    about = knowledge.say(lang, f"notice.progress.about.{spoken_to}")
    way = _way_round(incident, lang, knowledge) if news is UpdateNews.WORKAROUND else ""
    told = UpdateNews.WORKING if news is UpdateNews.WORKAROUND and not way else news
    says = knowledge.say(lang, f"notice.progress.{told}", about=about)
    return f"{says}\n\n{way}" if way else says


def meant_for(news: UpdateNews) -> UpdateReaders:
    """The readers to whom such news is of use, unless staff choose others.

    A way round one cause is none for those whose trouble has another.
    """
    return UpdateReaders.FITTING if news is UpdateNews.WORKAROUND else UpdateReaders.ALL


def _way_round(incident: Incident, lang: str, knowledge: Knowledge) -> str:
    """The least harmful thing that readers can do; "" where the cause is not confirmed, or nothing is known."""
    heading, _, ident = incident.cause.partition(":")
    entry = knowledge.causes.get(heading)
    is_sure = incident.status in (IncidentStatus.CONFIRMED, IncidentStatus.MONITORING)
    if entry is None or not is_sure:
        return ""
    product = knowledge.catalogue.of_cause(incident.cause)
    name = product.name if product is not None else ""
    for advice in least_harmful_first(entry.remedies, knowledge):
        full = of_product(advice, ident)
        if name or full == advice:
            return remedy_text(knowledge, full, lang, name, whole=True)
    return ""
