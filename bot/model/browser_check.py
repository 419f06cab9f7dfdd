"""*Check from your browser*: what a customer's browser is offered to try, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.probe import SLOW_FROM

MOST_SECONDS = 10.0  # that a browser waits for one address; what takes longer has failed
MOST_RUNS = 3  # of one offer: the check, and two more to see whether something helped


class AddressRole(StrEnum):
    """What an address stands for."""

    CONTROL = "control"  # one of the operator's choice, that has nothing to do with the trouble
    PLATFORM = "platform"
    PRODUCT = "product"


class Reachability(StrEnum):
    """What became of one try."""

    REACHED = "reached"  # it answered, whatever it said: a browser tells no more of a foreign host
    SLOW = "slow"
    FAILED = "failed"


class CheckVerdict(StrEnum):
    """What a check tells of the customer's line, of kintone and of the vendors' hosts, taken together."""

    LINE_DOWN = "line_down"  # nothing at all was reached
    CUT_OFF = "cut_off"  # the control address was reached, and nothing else
    KINTONE_FAILING = "kintone_failing"  # kintone alone was not reached, or kintone and some hosts
    HOSTS_FAILING = "hosts_failing"  # kintone was reached, and some host of a product was not
    LINE_SLOW = "line_slow"  # all of it is slow
    KINTONE_SLOW = "kintone_slow"
    HOSTS_SLOW = "hosts_slow"
    ALL_REACHED = "all_reached"


@dataclass(frozen=True, slots=True)
class CheckTarget:
    """One address to be tried. ``name``: of the product that it belongs to; "" for the control address."""

    place: AddressRole
    host: str
    name: str = ""


CONTROL = CheckTarget(AddressRole.CONTROL, "")  # which address that is the operator decides


@dataclass(frozen=True, slots=True)
class CheckLink:
    """What a link to the check is made of: whose conversation, and since when it is offered."""

    conversation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A check that was offered in a conversation; ``targets`` are without the control address."""

    at: datetime
    targets: tuple[CheckTarget, ...]

    def knows(self, target: CheckTarget) -> bool:
        """Whether the address is one of those that were offered."""
        return target == CONTROL or target in self.targets


@dataclass(frozen=True, slots=True)
class Tried:
    """One address, and what became of it after how many seconds."""

    target: CheckTarget
    reach: Reachability
    seconds: float = 0.0

    @classmethod
    def of(cls, target: CheckTarget, seconds: float, *, answered: bool) -> "Tried":
        """A try by its time, which is clipped to what a browser waits."""
        seconds = round(min(max(seconds, 0.0), MOST_SECONDS), 1)
        slow = seconds >= SLOW_FROM
        reach = (
            Reachability.FAILED
            if not answered
            else Reachability.SLOW
            if slow
            else Reachability.REACHED
        )
        return cls(target, reach, seconds)


@dataclass(frozen=True, slots=True)
class BrowserCheck:
    """What one run found. ``browser``: its name and version, "" when it is none that we know."""

    tried: tuple[Tried, ...]
    browser: str = ""

    @property
    def verdict(self) -> CheckVerdict | None:
        """What it tells; None when nothing but the control address was tried.

        A control address that fails while something else is reached says nothing: it is down itself.
        """
        others = self._of(AddressRole.PLATFORM, AddressRole.PRODUCT)
        if not others:
            return None
        control, kintone = self._of(AddressRole.CONTROL), self._of(AddressRole.PLATFORM)
        if _all(Reachability.FAILED, others):
            if _all(Reachability.FAILED, control):
                return CheckVerdict.LINE_DOWN
            return CheckVerdict.CUT_OFF if len(others) > 1 else _single(kintone, "failing")
        for reach, what in ((Reachability.FAILED, "failing"), (Reachability.SLOW, "slow")):
            if (
                reach is Reachability.SLOW
                and control
                and _all(Reachability.SLOW, (*control, *others))
            ):
                return CheckVerdict.LINE_SLOW
            if any(t.reach is reach for t in others):
                return _single([t for t in kintone if t.reach is reach], what)
        return CheckVerdict.ALL_REACHED

    def hosts(self, reach: Reachability) -> tuple[str, ...]:
        """The products' hosts of which that came."""
        return tuple(t.target.host for t in self._of(AddressRole.PRODUCT) if t.reach is reach)

    def caption(self, lang: str) -> str:
        """The whole of it in one line: Japanese, or English for all others."""
        said = [_line(t, lang) for t in self.tried]
        said += [self.browser] if self.browser else []
        if lang == "ja":
            return f"ブラウザからの確認：{'、'.join(said)}"
        return f"checked from the browser: {', '.join(said)}"

    def _of(self, *places: AddressRole) -> list[Tried]:
        return [t for t in self.tried if t.target.place in places]


def _all(reach: Reachability, tried: Iterable[Tried]) -> bool:
    found = [t.reach is reach for t in tried]
    return bool(found) and all(found)


def _single(kintone: Iterable[Tried], what: str) -> CheckVerdict:
    """Kintone's own trouble goes before that of hosts."""
    return CheckVerdict(f"kintone_{what}" if [*kintone] else f"hosts_{what}")


def _line(tried: Tried, lang: str) -> str:
    target = tried.target
    name = f"{target.name} {target.host}".strip() or CONTROL_NAMES[lang == "ja"]
    word = REACH_WORDS[tried.reach][lang == "ja"]
    if tried.reach is Reachability.FAILED:
        return f"{name}＝{word}" if lang == "ja" else f"{name} {word}"
    return (
        f"{name}＝{word}{tried.seconds}秒" if lang == "ja" else f"{name} {word} {tried.seconds} s"
    )


CONTROL_NAMES = ("control address", "比較用の宛先")
REACH_WORDS = {
    Reachability.REACHED: ("reached in", "接続できた"),
    Reachability.SLOW: ("slow,", "遅い"),
    Reachability.FAILED: ("not reached", "接続できない"),
}
