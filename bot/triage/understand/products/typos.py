"""Names that are spelt wrong: typing errors, other romanisations, wrong conversions.

Works word by word on what exact matching left over. An ordinary word is never a typing error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.lexicon.meanings import Meanings
from bot.text.normalise import fold
from bot.text.ordinary import is_english, is_japanese
from bot.triage.understand.products.naming import Name, NameIndex
from bot.triage.understand.spellings import kana_romaji, loose, romaji, skeleton, spoken

_SAID = Meanings("naming", "common_tail")

Hit = tuple[int, int, Name]

MOST_WORDS = 4
_TOKEN = re.compile(r"[A-Za-z0-9]{1,40}|[ァ-ヺー]{1,40}|[ぁ-ゖ]{2,40}")
_LATIN = re.compile(r"[A-Za-z0-9]")
_GAP = re.compile(r"[ \t\-_・]{0,2}$")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{2,}")
_HEAD = re.compile(r"[ぁ-ゖ々一-鿿]{1,6}$")
_KANJI_TAIL = re.compile(r"[々一-鿿]{1,2}$")


def misspelt(rest: str, index: NameIndex) -> Iterator[Hit]:
    """Names written nearly right in what is left of a text (positions are kept, the rest is blank)."""
    end = 0
    for hit in sorted([*_latin(rest, index), *_japanese(rest, index)], key=lambda h: (h[0], -h[1])):
        if hit[0] >= end:
            end = hit[1]
            yield hit


@dataclass(frozen=True, slots=True)
class _Token:
    """One word of a text: as it stands, folded, by its sound, and whether it is an ordinary one."""

    start: int
    end: int
    word: str
    folded: str
    sounds: str
    is_ordinary: bool
    is_latin: bool

    @classmethod
    def of(cls, match: re.Match[str]) -> "_Token":
        word = match.group().casefold()
        return cls(match.start(), match.end(), word, *_spelt(word))


@lru_cache(maxsize=8192)
def _spelt(word: str) -> tuple[str, str, bool, bool]:
    """Folded, by its sound, whether it is ordinary, whether it is Latin."""
    sounds = romaji(word) if word.isascii() else kana_romaji(skeleton(word))
    return fold(word), sounds, word.isdigit() or is_english(word), bool(_LATIN.match(word))


def _latin(rest: str, index: NameIndex) -> Iterator[Hit]:
    """Names in Latin letters, or in kana beside them, of one to four words; the longest first."""
    for run in _runs(rest):
        at = 0
        while at < len(run):
            count, name = _longest_name(run[at : at + MOST_WORDS], index)
            if name:
                yield run[at].start, run[at + count - 1].end, name
            at += count


def _runs(rest: str) -> Iterator[list[_Token]]:
    """The words of a text in runs that nothing but a space or a hyphen sets apart."""
    if not _LATIN.search(rest):
        return
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(rest):
        if run and not _GAP.fullmatch(rest, run[-1].end(), match.start()):
            yield from _with_latin(run)
            run = []
        run.append(match)
    yield from _with_latin(run)


def _with_latin(run: list[re.Match[str]]) -> Iterator[list[_Token]]:
    if any(_LATIN.match(m.group()) for m in run):
        yield [_Token.of(m) for m in run]


def _longest_name(words: list[_Token], index: NameIndex) -> tuple[int, Name | None]:
    """The name that the most of these words begin, and how many they are; one where there is none."""
    joined = sounds = ""
    uncommon = latin = False
    best: tuple[int, Name | None] = (1, None)
    for count, word in enumerate(words, 1):
        joined, sounds = joined + word.folded, sounds + word.sounds
        uncommon, latin = uncommon or not word.is_ordinary, latin or word.is_latin
        if uncommon and latin and len(joined) >= 4:
            name = index.near.get(sounds) if len(sounds) >= 5 else None
            if name or (name := _nearly(words[:count], joined, index)):
                best = (count, name)
    return best


def _nearly(words: list[_Token], joined: str, index: NameIndex) -> Name | None:
    if not joined.isascii() or not (found := index.nearest(joined)):
        return None
    name, distance = found
    return name if name.is_latin and _plausible([t.word for t in words], name, distance) else None


def _plausible(words: list[str], name: Name, distance: int) -> bool:
    """Whether these words can be typing errors for those of the name, word against word."""
    if any(is_english(w) for w in name.words) and len(name.words) == 1:
        return False
    if len(words) != len(name.words):
        if len(words) > len(name.words) and any(is_english(w) or len(w) < 3 for w in words):
            return False
        return len(words) > 1 or len(name.folded) >= 7 or words[0][0] == name.folded[0]
    if len(words) == 1:
        return words[0][0] == name.folded[0] or len(name.folded) >= 7
    for ours, theirs in zip(name.words, words, strict=True):
        off = OSA.distance(ours, theirs)
        if off and (len(ours) <= 3 or (is_english(theirs) and not is_english(ours))):
            return False
        if off > 1 and len(ours) < 4:
            return False
    return distance <= 2


def _japanese(rest: str, index: NameIndex) -> Iterator[Hit]:
    for run in _KATAKANA_RUN.finditer(rest):
        start, end = run.span()
        word = run.group()
        if (tail := _SAID.common_tail.search(word)) and tail.start() >= 4:
            end -= len(tail.group())
            word = word[: tail.start()]
        if hit := _with_head(rest, start, end, index):
            yield hit
        elif name := _katakana(word, index):
            yield start, end, name


def _katakana(word: str, index: NameIndex) -> Name | None:
    """A whole run of katakana against the katakana names."""
    folded = fold(word)
    if len(folded) < 4 or is_japanese(folded):
        return None
    if len(folded) >= 5 and (name := index.near.get(loose(skeleton(word)))):
        return name
    found = index.nearest(folded)
    if found is None or found[0].is_latin or re.search(r"[々一-鿿]", found[0].text):
        return None
    if _drops_a_word(folded, found[0].folded):
        return None
    return found[0]


def _drops_a_word(folded: str, name: str) -> bool:
    """``バックアップ`` for ``kバックアップ``: what is left is an ordinary word, not an error."""
    return folded in name and is_japanese(folded)


def _with_head(rest: str, start: int, end: int, index: NameIndex) -> Hit | None:
    """Hiragana or kanji before a run of katakana: ``つなくフォーム``, ``金トーン``, ``箱カレンダ``."""
    found = _HEAD.search(rest[max(0, start - 6) : start])
    if not found:
        return None
    head, tail = found.group(), rest[start:end]
    for length in range(len(head), 0, -1):
        part = head[-length:]
        name = index.near.get(loose(skeleton(part + tail))) if len(part + tail) >= 5 else None
        if name is None:
            name = _tail_name(loose(fold(part)), fold(tail), index)
        if name is not None and not name.is_latin and not is_japanese(fold(part + tail)):
            return start - length, end, name
    if kanji := _KANJI_TAIL.search(head):
        said = spoken(kanji.group() + tail)
        name = index.exact.get(said)
        if name is not None and len(said) >= 4 and not name.is_latin:
            return start - len(kanji.group()), end, name
    return None


def _tail_name(head: str, tail: str, index: NameIndex) -> Name | None:
    for own, name in index.tails.get(head, ()):
        if len(own) >= 4 and not is_japanese(tail) and OSA.distance(own, tail, score_cutoff=1) <= 1:
            return name
    return None
