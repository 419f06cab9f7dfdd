"""Whether a host's robots.txt lets us poll an address, as RFC 9309 has it.

In our own words: the group that names our product token counts, else the group for ``*``; groups
that name the same token are one. The longest pattern that matches the path and query decides, and
of two equally long the one that allows; ``*`` stands for anything, a final ``$`` for the end
(section 2.2; ``urllib.robotparser`` knows neither and takes the first match). A file that is not
there (4xx) closes nothing; one that cannot be had closes everything until it can (section 2.3).
A copy is good for a day, and longer while no new one can be had.

Nothing is fetched here, and ``Crawl-delay``, which no standard knows, is not read.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

from bot.model.errors import FeedError

PRODUCT = "jitabata"
LONGEST_ROBOTS = 512 * 1024  # bytes; what lies beyond is not read
DAY = 86_400.0  # seconds
AGAIN = 600.0  # seconds until a file that could not be had is asked for again

GetText = Callable[[str], Awaitable[tuple[int, bytes]]]

_BREAK = re.compile(r"\r\n|\r|\n")
_NAMED = re.compile(r"[a-z_-]+|\*")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class Verdict(StrEnum):
    """What robots.txt says of one address."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"  # it could not be had, and no older copy is kept: not to be asked


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: a pattern of paths that is allowed or not."""

    allows: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class _Known:
    rules: tuple[Rule, ...] | None
    until: float


class RobotsRules:
    """The rules of every host that was asked of; ``clock`` counts seconds and never runs back.

    Not to be shared between threads, and not kept over a restart.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def verdict(self, url: str, get: GetText) -> Verdict:
        """Whether ``url`` may be asked. ``get`` answers status and body, or raises FeedError."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._known.get(site)
        if known is None or self._clock() >= known.until:
            known = await self._ask(site, get, known)
            self._known[site] = known
        if known.rules is None:
            return Verdict.UNKNOWN
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Verdict.OPEN if is_allowed(known.rules, path) else Verdict.CLOSED

    async def _ask(self, site: str, get: GetText, before: _Known | None) -> _Known:
        try:
            status, body = await get(f"{site}/robots.txt")
        except FeedError:
            status, body = 0, b""
        if 200 <= status < 300:
            return _Known(rules_for(body, PRODUCT), self._clock() + DAY)
        if 400 <= status < 500 and status not in (420, 429):  # those two ask us to wait
            return _Known((), self._clock() + DAY)
        return _Known(before.rules if before else None, self._clock() + AGAIN)


def rules_for(text: bytes, token: str) -> tuple[Rule, ...]:
    """The rules that hold for ``token``; whatever is no rule is passed over."""
    groups: dict[str, list[Rule]] = {}
    named: list[str] = []
    in_rules = False
    for line in _BREAK.split(text[:LONGEST_ROBOTS].decode("utf-8-sig", "replace")):
        field, colon, said = line.partition("#")[0].partition(":")
        field, said = field.strip().lower(), said.strip()
        if colon and field == "user-agent":
            named = [] if in_rules else named
            in_rules = False
            product = _NAMED.match(said.lower())
            named.append(product.group() if product else "")
            groups.setdefault(named[-1], [])
        elif colon and field in ("allow", "disallow"):
            in_rules = True
            if said:
                for name in named:
                    groups[name].append(Rule(field == "allow", _normal(said)))
    return tuple(groups.get(token, groups.get("*", [])))


def is_allowed(rules: tuple[Rule, ...], path: str) -> bool:
    """By the longest rule that matches this path with its query; where none does, it is."""
    asked = _normal(path)
    if asked == "/robots.txt":
        return True
    matching = [rule for rule in rules if _matches(rule.pattern, asked)]
    return (
        max(matching, key=lambda rule: (len(rule.pattern), rule.allows)).allows
        if matching
        else True
    )


def _normal(path: str) -> str:
    """Percent-encoded the one way in which patterns and paths can be compared."""
    encoded = quote(path, safe="/?#[]@!$&'()*+,;=:%~")
    return _ENCODED.sub(_plain, encoded)


def _plain(found: re.Match[str]) -> str:
    character = chr(int(found.group(1), 16))
    return character if _UNRESERVED.fullmatch(character) else found.group().upper()


def _matches(pattern: str, path: str) -> bool:
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = rest.pop() if pattern.endswith("$") and rest else None
    for part in rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not pattern.endswith("$") or at == len(path)
