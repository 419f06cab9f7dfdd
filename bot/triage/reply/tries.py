"""What was read in a check from the customer's browser, in a sentence."""

from collections.abc import Callable, Iterable

from bot.model.browser_check import AddressRole, BrowserCheck, CheckVerdict, Reachability, Tried
from bot.model.facts import Facts
from bot.triage.reply.sentences import listed

_OF_HOSTS = {
    CheckVerdict.HOSTS_FAILING: Reachability.FAILED,
    CheckVerdict.HOSTS_SLOW: Reachability.SLOW,
}


def what_it_shows(check: BrowserCheck, facts: Facts, say: Callable[..., str]) -> str:
    """The sentence; ``say`` gives one of the desk's own by its key. "" where nothing was tried.

    It tells what the browser found, not whose fault that is.
    """
    verdict = check.verdict
    if verdict is None:
        return ""
    platform = facts.catalogue.platform
    reach = _OF_HOSTS.get(verdict, Reachability.FAILED)
    failed = (t for t in check.tried if t.target.place is AddressRole.PRODUCT and t.reach is reach)
    return say(
        f"check.{verdict}",
        names=listed(dict.fromkeys(t.target.name for t in failed), facts, say),
        kintone=platform.name if platform is not None else "kintone",
        seconds=f"{_slowest(check.tried):.0f}",
    )


def _slowest(tried: Iterable[Tried]) -> float:
    return max((t.seconds for t in tried if t.reach is Reachability.SLOW), default=0.0)
