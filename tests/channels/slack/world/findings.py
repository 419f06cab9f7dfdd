"""What an app did wrong, though Slack may have let it pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault of this program
    """Slack's answer ``{"ok": false}``: one word, and what else the answer holds."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: dict[str, Any] = {"ok": False, "error": error, **more}


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule, the call or delivery that broke it, and how."""

    rule: str
    call: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.rule} in {self.call}: {self.detail}"


class Findings:
    """All findings of one world, in the order in which they were made."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, rule: str, call: str, detail: object = "") -> None:
        self._found.append(Finding(rule, call, str(detail)[:400]))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return "\n".join(map(str, self._found)) or "nothing found"

    @property
    def rules(self) -> list[str]:
        """The broken rules, each once, in order of the alphabet."""
        return sorted({f.rule for f in self._found})

    def besides(self, *rules: str) -> list[Finding]:
        """What was found other than of these rules."""
        return [f for f in self._found if f.rule not in rules]
