"""Status codes and the words of browsers, curl and logs, as kinds of failure."""

from bot.model.finding import RequestFailure
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("failure", "how. given_up")
SLOW_SECONDS = 10.0

_STATUSES = {
    401: RequestFailure.UNAUTHORISED,
    403: RequestFailure.FORBIDDEN,
    404: RequestFailure.NOT_FOUND,
    407: RequestFailure.UNAUTHORISED,
    408: RequestFailure.TIMED_OUT,
    410: RequestFailure.NOT_FOUND,
    429: RequestFailure.RATE_LIMITED,
}
Cues = tuple[tuple[RequestFailure, tuple[str, ...]], ...]


def failure_of_status(status: int) -> RequestFailure | None:
    """What an HTTP status says; None for a good answer or no status at all."""
    if status in _STATUSES:
        return _STATUSES[status]
    if 500 <= status <= 599:
        return RequestFailure.SERVER_ERROR
    return RequestFailure.OTHER if 400 <= status <= 499 else None


def failure_of_words(words: str) -> RequestFailure | None:
    """What an error text says, in any letter case; None where it names no failure.

    That somebody left the page or pressed stop is no failure.
    """
    return failure_among(words, cues_in(words))


def cues_in(words: str) -> Cues:
    """The cues that stand anywhere in a text, to be looked for in its lines."""
    low = words.lower()
    known = ((how, _SAID.phrases(f"how.{how}")) for how in _SAID.group("how"))
    present = ((RequestFailure(how), tuple(c for c in cues if c in low)) for how, cues in known)
    return tuple((failure, cues) for failure, cues in present if cues)


def failure_among(line: str, cues: Cues) -> RequestFailure | None:
    """The failure that one line names, of the cues given."""
    low = line.lower()
    if not cues or given_up(low):
        return None
    return next((failure for failure, some in cues if any(c in low for c in some)), None)


def given_up(words: str) -> bool:
    """Whether the request was dropped by the page or the person, which is no failure."""
    low = words.lower()
    return any(c in low for c in _SAID.phrases("given_up"))
