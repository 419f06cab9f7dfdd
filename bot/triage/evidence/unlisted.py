"""Products that no catalogue has, under the several names that customers give them."""

import re
from collections.abc import Iterable

from bot.text.normalise import fold, nfkc
from bot.triage.understand.spellings import kana_romaji

SHORTEST = 4  # folded characters that two names must share from their beginning
SHORTEST_READ = 6  # the same in Latin letters, where a name is read across scripts
_LATIN = re.compile(r"[a-z0-9]*")
_KANA = re.compile(r"[ぁ-ゖー]+|[ァ-ヺー]+")


def same_name(one: str, other: str) -> bool:
    """Whether two names may stand for one product: one begins with the whole of the other.

    Compared without regard to width, case, spaces and kana. Across scripts the romanised kana at
    the beginning counts, since kanji have no spelling of their own. A host stands for its maker, who is
    named in it: js.hibari-koubou.example for hibari-koubou and ひばり工房.
    """
    if ("." in one) != ("." in other):
        host, name = (one, other) if "." in one else (other, one)
        return _is_named_in(host, name)
    a, b = fold(one), fold(other)
    short, long = sorted((a, b), key=len)
    if len(short) >= SHORTEST and long.startswith(short):
        return True
    read_a, read_b = _read(a), _read(b)
    short, long = sorted((read_a, read_b), key=len)
    return a.isascii() != b.isascii() and len(short) >= SHORTEST_READ and long.startswith(short)


def _is_named_in(host: str, name: str) -> bool:
    """Whether a part of a host is the name, or begins as its first kana are read: the rest may be a word of English."""
    parts = [fold(part) for part in host.split(".")[:-1]]
    if len(name) >= SHORTEST_READ and fold(name) in parts:
        return True
    run = _KANA.match(nfkc(name))
    read = _read(fold(run.group())) if run else ""
    return len(read) >= SHORTEST_READ and any(_read(part).startswith(read) for part in parts)


def _read(folded: str) -> str:
    """The Latin reading of a name up to its first kanji."""
    found = _LATIN.match(kana_romaji(folded))
    return found.group() if found else ""


def known_as(name: str, earlier: Iterable[str]) -> str:
    """The name under which others have reported this product before, or the name itself."""
    return next((e for e in earlier if same_name(name, e)), name)
