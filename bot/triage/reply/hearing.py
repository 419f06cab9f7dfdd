"""What a message does beside telling of trouble, as far as the wording of a reply depends on it."""

from bot.lexicon.meanings import Meanings
from bot.model.acts import Asks, Courtesy
from bot.model.understanding import Kind, Understanding, Urgency
from bot.text.normalise import nfkc, plain
from bot.triage.understand.meaning.stated import UNHURRIED, urgency_cues

SURE_OF_THANKS = 0.55  # below it, small talk in a first message may be anything
_SAID = Meanings("told", "picture urgent waiting")
_WORDS = Meanings("words", "we_are_well")
_MAY_GO_UNANSWERED = frozenset({Kind.STATUS_QUERY, Kind.CHITCHAT})


def is_courtesy(heard: Understanding) -> bool:
    """Whether a message surely greets or thanks."""
    return any(isinstance(a, Courtesy) and a.confidence >= SURE_OF_THANKS for a in heard.acts)


def speaks_of_picture(heard: Understanding) -> bool:
    """Whether a message speaks of a picture that goes with it."""
    return bool(_SAID.picture.search(plain(nfkc(heard.redacted))))


def says_urgent(heard: Understanding) -> bool:
    """Whether a message itself says that it cannot wait; one that merely sounds so is not told that it did."""
    said = plain(nfkc(heard.redacted))
    return heard.urgency is Urgency.HIGH and bool(_SAID.urgent.search(said))


def is_upset(text: str) -> bool:
    """Whether a text, or a sentence of it, tells of anger."""
    return "upset" in urgency_cues(plain(nfkc(text)))


def waits_long(text: str) -> bool:
    """Whether a text complains of how long an answer takes, or the trouble."""
    return bool(_SAID.waiting.search(plain(nfkc(text))))


def is_well(heard: Understanding) -> bool:
    """Whether a message says that its writers themselves have no trouble: "we are fine, just asking"."""
    return says_well(heard.redacted)


def says_well(text: str) -> bool:
    """Whether a text says that its writers have no trouble."""
    return bool(_WORDS.we_are_well.search(plain(nfkc(text))))


def has_time(text: str) -> bool:
    """Whether a text, or a sentence of it, says that there is no hurry."""
    return UNHURRIED in urgency_cues(plain(nfkc(text)))


def is_unanswered(heard: Understanding) -> bool:
    """Whether a message asks something that no answer of the desk covers, and does nothing else."""
    return heard.kind in _MAY_GO_UNANSWERED and bool(unanswered_questions(heard))


def unanswered_questions(heard: Understanding) -> tuple[str, ...]:
    """The questions of a message that no answer covers, in the sender's (masked) words.

    In a report, a question is about the trouble, which the reply is about as well.
    """
    if heard.asked or heard.answered or heard.kind not in _MAY_GO_UNANSWERED | {Kind.HOWTO}:
        return ()
    asks = (a for a in heard.acts if isinstance(a, Asks) and a.question is None)
    return tuple(dict.fromkeys(a.clause for a in asks))
