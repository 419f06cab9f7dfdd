"""One spelling for many: width, case, kana and elongation taken out of the comparison.

Three levels. ``nfkc`` is what positions refer to: full-width letters, half-width kana and circled
digits in their plain form, length and order otherwise as written. ``plain`` keeps the positions and
is for comparing with phrases. ``fold`` is for comparing names and cannot be shown to anybody. None
knows words; all are pure and linear.
"""

import re
import unicodedata
from collections.abc import Sequence

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_MARKS = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("´"): "'", ord("“"): '"', ord("”"): '"'}
_SPELLING: dict[int, int | str] = {**_KATAKANA_TO_HIRAGANA, **_MARKS}
# What people put between or into words without meaning anything by it.
_DROPPED = re.compile(r"[\s\-‐‑‒–—―−_・･·•~〜'’‘`\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]+")
_ELONGATED = re.compile(r"ー+|([ぁ-お])\1{2,}|([aeiou])\2{2,}")


def nfkc(text: str) -> str:
    """The text in Unicode's compatibility form (UAX 15); half-width ``ｷﾝﾄｰﾝ`` becomes ``キントーン``."""
    return unicodedata.normalize("NFKC", text)


def plain(text: str) -> str:
    """NFKC text for comparing: small letters, katakana as hiragana, straight quotation marks; as long as before."""
    spelled = text.translate(_SPELLING)
    small = spelled.lower()
    if len(small) == len(spelled):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in spelled)


def fold(text: str) -> str:
    """The text for comparison: NFKC, case-folded, katakana as hiragana, elongation collapsed.

    Spaces, hyphens, underscores, middle dots and apostrophes are gone; a run of long vowel marks
    is one mark; three or more of the same vowel are one (``おそいいい``, ``sloooow``). It does not
    treat an unmarked vowel as long: ``サーバ`` and ``サーバー`` differ.
    """
    plain = nfkc(text).casefold().translate(_KATAKANA_TO_HIRAGANA)
    bare = plain if plain.isalnum() else _DROPPED.sub("", plain)
    return _ELONGATED.sub(lambda m: m.group()[0], bare)


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """``fold(text)`` and, for each of its characters, the position in ``nfkc(text)`` it came from."""
    plain, origin = _dropped(nfkc(text))
    kept: list[int] = []
    parts: list[str] = []
    end = 0
    for run in _ELONGATED.finditer(plain):
        parts.append(plain[end : run.start() + 1])
        kept.extend(origin[end : run.start() + 1])
        end = run.end()
    parts.append(plain[end:])
    kept.extend(origin[end:])
    return "".join(parts), kept


def _dropped(written: str) -> tuple[str, list[int]]:
    """NFKC text spelt for comparison without what is dropped, and where each letter came from."""
    spelt = written.casefold().translate(_KATAKANA_TO_HIRAGANA)
    places: Sequence[int] = range(len(spelt))
    if len(spelt) != len(written):  # one letter became several, as the sharp s does
        places = [i for i, char in enumerate(written) for _ in char.casefold()]
    if spelt.isalnum():
        return spelt, list(places)
    parts: list[str] = []
    kept: list[int] = []
    end = 0
    for gap in _DROPPED.finditer(spelt):
        parts.append(spelt[end : gap.start()])
        kept += places[end : gap.start()]
        end = gap.end()
    parts.append(spelt[end:])
    return "".join(parts), [*kept, *places[end:]]


def word_set(text: str) -> frozenset[str]:
    """The words of a text that lists them, set apart by white space."""
    return frozenset(text.split())
