"""Counts failures and good answers by host, within bounds, and masks what it keeps."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.masking.redact import redact
from bot.model.finding import Finding, Owner, RequestFailure

MOST_COUNTED = 1_000  # hosts and ways to fail; what comes later is not counted
MOST_FINDINGS = 60
MOST_ANSWERED = 100
LONGEST_DETAIL = 160

_Key = tuple[str, RequestFailure, bool, Owner | None]


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
