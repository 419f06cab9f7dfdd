"""Failures: status codes and the words of browsers, curl and logs; counted by host, within bounds, and masked."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.lexicon.meanings import Meanings
from bot.masking.redact import redact
from bot.model.finding import Finding, Owner, RequestFailure

_FAILURE = Meanings("failure", "how. given_up")
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
MOST_COUNTED = 1_000  # hosts and ways to fail; what comes later is not counted
MOST_FINDINGS = 60
MOST_ANSWERED = 100
LONGEST_DETAIL = 160
_Key = tuple[str, RequestFailure, bool, Owner | None]


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
    known = ((how, _FAILURE.phrases(f"how.{how}")) for how in _FAILURE.group("how"))
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
    return any(c in low for c in _FAILURE.phrases("given_up"))


@dataclass(slots=True)
class _Count:
    detail: str
    times: int = 0
    slowest: float | None = None


class FailureCounts:
    """Failures and good answers, counted while a material is read.

    It keeps one example of each way to fail, and never more than a fixed number of hosts.
    """

    def __init__(self) -> None:
        self._failed: dict[_Key, _Count] = {}
        self._answered: dict[str, int] = {}

    def fail(
        self,
        host: str,
        failure: RequestFailure,
        detail: str | Callable[[], str] = "",
        *,
        seconds: float | None = None,
        proxied: bool = False,
    ) -> None:
        """One request or script that failed; ``detail`` is asked for where an example is wanted."""
        self._count((host, failure, proxied, None), detail, seconds)

    def script_error(self, owner: Owner | None, message: str) -> None:
        """One error of a script, with whose code stood first, None where no frame tells."""
        host = owner.host if owner else ""
        self._count((host, RequestFailure.SCRIPT_ERROR, False, owner), message, None)

    def answer(self, host: str) -> None:
        """One good answer of a host."""
        if host in self._answered or len(self._answered) < MOST_COUNTED:
            self._answered[host] = self._answered.get(host, 0) + 1

    def findings(self, most: int = MOST_FINDINGS) -> tuple[Finding, ...]:
        """The most frequent ways to fail, most frequent first, details masked."""
        ranked = sorted(self._failed.items(), key=lambda item: -item[1].times)[:most]
        details = _masked([count.detail for _, count in ranked])
        return tuple(
            Finding(
                host=host,
                failure=failure,
                count=count.times,
                detail=detail,
                slowest_seconds=None if count.slowest is None else round(count.slowest, 3),
                answered=self._answered.get(host, 0),
                proxied=proxied,
                owner=owner,
            )
            for ((host, failure, proxied, owner), count), detail in zip(
                ranked, details, strict=True
            )
        )

    def answered(self) -> tuple[str, ...]:
        """Hosts that gave good answers, the busiest first."""
        ranked = sorted(self._answered, key=lambda host: -self._answered[host])
        return tuple(ranked[:MOST_ANSWERED])

    def _count(self, key: _Key, detail: str | Callable[[], str], seconds: float | None) -> None:
        count = self._failed.get(key)
        if count is None:
            if len(self._failed) >= MOST_COUNTED:
                return
            example = detail if isinstance(detail, str) else detail()
            count = self._failed[key] = _Count(example[:LONGEST_DETAIL])
        count.times += 1
        if seconds is not None:
            count.slowest = max(seconds, count.slowest or 0.0)


def _masked(details: list[str]) -> list[str]:
    """All details masked in one go, which is much cheaper; one by one where that joined some."""
    lines = [" ".join(detail.split()) for detail in details]
    masked = redact("\n".join(lines)).text.split("\n")
    return masked if len(masked) == len(lines) else [redact(line).text for line in lines]
