"""What a person's name looks like in a Japanese text, given where it ends or begins."""

import re
from functools import lru_cache

from bot.triage.understand.masking.name_words import (
    NOT_COMPANY,
    full_name,
    given_like,
    has_given,
    is_known,
    is_thing,
    kanji_name,
    may_be_name,
)
from bot.triage.understand.masking.names_abroad import (
    LATIN_CAPITAL,
    LATIN_LETTER,
    SINGLE_HAN,
)
from bot.triage.understand.masking.names_ja import (
    GIVEN,
    READINGS,
    SURNAMES,
    looks_like_surname,
)
from bot.triage.understand.masking.names_ja_rare import (
    CALLED_SAN,
    NOT_NAMES,
    NOUNS,
    RARE_SURNAMES,
)
from bot.triage.understand.normalise import fold
from bot.triage.understand.ordinary import is_english, is_japanese

_HIRAGANA = re.compile(r"[ぁ-ゖ]{2,7}$")
_MIXED = re.compile(r"(?<![々ヶ一-鿿ァ-ヺー])([々ヶ一-鿿]{1,3}) ?([ぁ-ゖ]{2,4})$")
_MIXED_KATAKANA = re.compile(r"(?<![々ヶ一-鿿ァ-ヺー])([々ヶ一-鿿]{1,7})([ァ-ヺー]{2,4})$")
_NICK = re.compile(r"(?<![々一-鿿])[ぁ-ゖァ-ヺー]{1,4}(?:ちゃん|っち|ぴょん)$")
_SPACED = re.compile(
    r"(?<![々ヶ一-鿿ァ-ヺー])([々ヶ一-鿿]{1,4}) ([々一-鿿]{1,4}|[ぁ-ゖ]{2,6}|[ァ-ヺー]{2,6})$"
)
_NOT_GIVEN = re.compile(
    r"^[がをにでとへはもの]|(?:たく|みな|おく|おば|おじ|かあ|とう|ねえ|にい|です|ます|ない|した|して)$"
)
_FOREIGN = re.compile(
    r"(?:[ァ-ヺー]{2,10}(?:[・=＝ ][ァ-ヺー]{2,10}){1,3}|(?<![A-Za-z])[A-Z][A-Za-z'-]{1,20} [A-Z][A-Za-z'-]{1,20})$"
)
_KATAKANA = re.compile(r"(?<![ァ-ヺー々一-鿿A-Za-z])[ァ-ヺー]{2,6}$")
_LATIN = re.compile(r"(?<![A-Za-z0-9_.@/-])[A-Za-z][A-Za-z'-]{1,20}$")
_KANJI = re.compile(r"[々ヶ一-鿿\U00020000-\U0002ffff]{1,12}$")
_COMPANY = re.compile(r"(?:株式会社|有限会社|合同会社|法人|\(株\)|\(有\)|㈱|㈲)\s?\S{0,12}$")
_TITLE_END = re.compile(
    r"(?:様方?|氏|殿|君|先生|部長|課長|係長|主任|社長|店長|院長|専務|常務|本人|両名|以外|宛|担当|作成|更新|編集|削除|登録|分)$"
)
_LONGEST_NAME = 68
_KANJI_HERE = re.compile(r"[々ヶ一-鿿\U00020000-\U0002ffff]{1,7}(?:ノ[一-鿿]{1,2})?")
_SECOND_HERE = re.compile(
    r" ([々一-鿿]{1,3}|[ァ-ヺー]{2,6}|[ぁ-ゖ]{2,5})(?![々一-鿿ァ-ヺーぁ-ゖ])|([ぁ-ゖァ-ヺー]{2,4})(?= ?様| ?さん|氏|[,、。)」\"']|$)"
)
_KATAKANA_HERE = re.compile(r"[ァ-ヺー]{2,10}(?:[・=＝ ][ァ-ヺー]{2,10}){0,2}")
_GOES_ON = re.compile(r"[ァ-ヺー]$|(?![のとがはもでをにやへ])[ぁ-ゖ]$")  # no particle before it
_PRONOUNS = frozenset({"みな", "うち", "まま"})
_IN_DEPARTMENT = re.compile(r"^.{1,6}[部課係室](?=..)")
_KNOWN_SURNAMES = RARE_SURNAMES | SURNAMES
_FAMILY = _KNOWN_SURNAMES | SINGLE_HAN | GIVEN
_LATIN_HERE = re.compile(
    rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,20}}(?: {LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,20}}){{0,2}}"
)


@lru_cache(maxsize=1024)
def titled_length(window: str, *, weak: bool) -> int:
    """How many letters at the end of the window are the name of whom a title follows; 0 for none."""
    length = _before_title(window, weak=weak)
    return 0 if _COMPANY.search(window[: len(window) - length]) else length


def _before_title(window: str, *, weak: bool) -> int:
    last = window[-1:]
    if " " in window[-8:] and (length := _spaced(window)):
        return length
    if "ぁ" <= last <= "ゖ":
        return _hiragana_name(window, weak=weak)
    if m := _FOREIGN.search(window):
        if is_english(m.group().split(" ")[-1].casefold()):
            return 0
        return 0 if weak and "・" not in m.group() else len(m.group())
    if length := _mixed_katakana(window, weak=weak):
        return length
    if m := _KATAKANA.search(window):
        return _katakana_name(m.group(), weak=weak)
    if m := _LATIN.search(window):
        return _latin_name(m.group(), weak=weak)
    m = _KANJI.search(window[-8:])
    if not m:
        return 0
    ends_a_word = bool(_GOES_ON.search(window[: len(window) - len(m.group())]))
    return _kanji_before(m.group(), weak=weak, ends_a_word=ends_a_word)


def _mixed_katakana(window: str, *, weak: bool) -> int:
    m = _MIXED_KATAKANA.search(window)
    if not m or (weak and not is_known(m.group(2))):
        return 0
    run = m.group(1)
    family = next((n for n in range(len(run), 0, -1) if kanji_name(run[-n:])), 0)
    return family + len(m.group(2)) if family else 0


def _latin_name(word: str, *, weak: bool) -> int:
    if word.isupper() and len(word) <= 3:
        return 0
    plain = word[0].isupper() and word[1:].islower() and not is_english(word.casefold())
    return len(word) if is_known(word) or (plain and not weak) else 0


def _spaced(window: str) -> int:
    m = _SPACED.search(window)
    if not m:
        return 0
    family, given = m.groups()
    if family in SURNAMES or not (is_thing(family) or given in SURNAMES):
        return 0 if is_thing(given) and family not in SURNAMES else len(m.group())
    return 0


def _hiragana_name(window: str, *, weak: bool) -> int:
    if m := _MIXED.search(window):
        family, given = m.groups()
        if family in SURNAMES and not _NOT_GIVEN.search(given):
            return len(m.group())
        if given in READINGS:
            return len(m.group()) if family in GIVEN or looks_like_surname(family) else len(given)
        return (
            0
            if weak or is_thing(family) or _NOT_GIVEN.search(given) or len(family) < 2
            else len(m.group())
        )
    if not weak and (m := _NICK.search(window)) and not m.group().startswith(("お", "ご")):
        return len(m.group())
    m = _HIRAGANA.search(window)
    run = m.group() if m else ""
    for n in range(len(run), 1, -1):
        whole = n == len(run) or (not weak and run[-n - 1] in "のとがはもで")
        if whole and run[-n:] in READINGS - _PRONOUNS:
            return n
    return 0


def _katakana_name(word: str, *, weak: bool) -> int:
    if is_known(word):
        return len(word)
    if weak or len(word) > 5 or word in CALLED_SAN or is_japanese(fold(word)):
        return 0
    return len(word)


def _kanji_before(run: str, *, weak: bool, ends_a_word: bool) -> int:
    """How many of these kanji, at their end, are a name.

    ``ends_a_word``: kana of the same word stand before them, as in the product らくらく明細くん.
    """
    run = run.rpartition("様")[2] if "様" in run[:-1] else run
    run = _IN_DEPARTMENT.sub("", run)
    if run in RARE_SURNAMES or full_name(run):
        return len(run)
    if run in SURNAMES or has_given(run) or run in SINGLE_HAN or (run in GIVEN and len(run) > 1):
        return len(run)
    if NOT_COMPANY.search(run):
        return 0
    for length in (3, 2):
        if len(run) > length and run[-length:] in SURNAMES and not _could_be_family(run[:-length]):
            return length
    family = next((run[:n] for n in (3, 2) if run[:n] in _KNOWN_SURNAMES), "")
    if family and 3 <= len(run) <= 6:
        return 0 if run[-1] in "社店部課" or weak else len(run)
    if is_thing(run) or ends_a_word:
        return 0
    if len(run) in (4, 5, 6) and not weak and run[:2] not in NOUNS and run[:2] not in NOT_NAMES:
        return len(run) if given_like(run[2:]) or given_like(run[-2:]) else 0
    if not 2 <= len(run) <= 3:
        return 0
    return len(run) if not weak or (may_be_name(run) and run[0] not in "副前元現新旧各") else 0


def _could_be_family(run: str) -> bool:
    return run in SURNAMES or looks_like_surname(run)


def name_at(text: str, at: int, *, trusted: bool) -> int:
    """Where the name ends that begins here; ``at`` itself when there is none.

    ``trusted``: a label promises a name, so that unknown ones count as well.
    """
    return at + _name_length(text[at : at + _LONGEST_NAME], trusted=trusted)


@lru_cache(maxsize=1024)
def _name_length(text: str, *, trusted: bool) -> int:
    at = 0
    if m := _KANJI_HERE.match(text, at):
        return _kanji_at(text, at, m.group(), trusted=trusted)
    if m := _KATAKANA_HERE.match(text, at):
        words = re.split(r"[・=＝ ]", m.group())
        if any(w in CALLED_SAN or is_japanese(fold(w)) for w in words):
            return at
        if trusted or len(words) > 1 or is_known(words[0]):
            joined = len(words) > 1 and (trusted or is_known(words[0]) or is_known(words[1]))
            return m.end() if joined or trusted or is_known(words[0]) else at
    elif m := _LATIN_HERE.match(text, at):
        words = m.group().split()
        if any(map(is_known, words)) or (
            trusted and not all(is_english(w.casefold()) for w in words)
        ):
            return m.end()
    return at


def _kanji_at(text: str, at: int, run: str, *, trusted: bool) -> int:
    if stripped := _TITLE_END.search(run):
        run = run[: stripped.start()] if stripped.start() else run
    end = at + len(run)
    second = _SECOND_HERE.match(text, end)
    if second and (run in _FAMILY or (trusted and len(run) <= 3 and not is_thing(run))):
        piece = second.group(1) or second.group(2)
        if not is_thing(piece) and (
            "一" <= piece[0] <= "鿿" or is_known(piece) or (trusted and second.group(1))
        ):
            return second.end()
    if kanji_name(run) or (trusted and 2 <= len(run) <= 5 and not is_thing(run)):
        return end
    return at
