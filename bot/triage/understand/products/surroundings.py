"""Whether letters that spell a name are a mention of it: what stands about them, and whether it denies the name."""

import re

from bot.lexicon.meanings import Meanings
from bot.text.ordinary import is_coined, is_english, is_function_word, is_japanese, is_single_word
from bot.triage.understand.products.naming import Name

_UNSAID = Meanings("unsaid", "part")
_DENIAL = Meanings(
    "denial",
    "after_ja listed before only none_of counted after_en after_other joined relation unrelated "
    "supposes",
)
_SETTING = Meanings(
    "setting",
    "compound when plugin doing leads_to_verb particle_after does_after not_a_name_next "
    "brand_next service_noun through into clause_end",
)

BLANK = "|"  # neither a letter nor dropped by folding, so that nothing is matched across it
_KATAKANA = re.compile(r"[ァ-ヺー]")
_KANJI = re.compile(r"[々㐀-䶿一-鿿]")
_HANGUL = re.compile(r"[가-힣]")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー々㐀-䶿一-鿿]")
_VERB_AND_NOUN = re.compile(r"^[ぁ-ゖ々一-鿿]+[うくぐすつぬぶむるクグス][ァ-ヺー]{2,}$")
_SENTENCE_START = re.compile(r"(?:^|[.!?\n:]\s*|[-*•]\s*)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s\-_・]+")


def blank_unsaid(plain: str, names: frozenset[str]) -> str:
    """The text with such parts blanked out, position by position.

    ``names``: lower-case names that themselves look like a host and stay where they stand alone.
    """

    def blank(found: re.Match[str]) -> str:
        words = found.group()
        return words if words.casefold() in names else BLANK * len(words)

    return _UNSAID.part.sub(blank, plain)


def denies(before: str, after: str) -> bool:
    """Whether a name between these two pieces of one sentence is denied.

    ``after`` ends with the mark of the sentence: "isn't it X?" supposes X. It does not look beyond the
    sentence, and "X works" or "without X it opens" deny nothing.
    """
    if _DENIAL.supposes.search(after[:60]):
        return False
    if _DENIAL.none_of.search(before) and _DENIAL.counted.match(after):
        return False  # "no X entries came in" tells of X
    if _DENIAL.before.search(before[-60:]) and not _DENIAL.only.search(before[-60:]):
        return True
    if _DENIAL.after_en.search(after[:80]) or _DENIAL.after_other.search(after[:40]):
        return True
    found = _DENIAL.after_ja.search(after[:60])
    if found is None:
        return False
    related = found.group("related") and _DENIAL.relation.fullmatch(found.group("related"))
    return not related or _DENIAL.unrelated.search(found.group()) is not None


def joins(between: str) -> bool:
    """Whether the words between two names only list them (``XもYも``, ``X or Y``)."""
    return bool(_DENIAL.listed.search(between) or _DENIAL.joined.fullmatch(between))


def is_whole(said: str, start: int, end: int, name: Name) -> bool:
    """Whether the match is a word of its own and not a part of a longer one."""
    before, after = said[start - 1 : start], said[end : end + 1]
    first, last = said[start], said[end - 1]
    if (_ascii_word(first) and _ascii_word(before)) or (_ascii_word(last) and _ascii_word(after)):
        return False
    if _HANGUL.match(first) and _HANGUL.match(before):
        return False
    if _ascii_word(first):
        return _is_spaced_like(said[start:end], name)
    return _starts_word(said[:start], first, name) and _ends_word(said[end:], last, name)


def _ascii_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _is_spaced_like(span: str, name: Name) -> bool:
    """Words may be joined or set apart, but two halves of other words do not make a name."""
    pieces = re.split(r"[\s\-_・'’]+", span)
    if len(pieces) == 1:
        return True
    own = [w.casefold() for w in _CAMEL.split(name.text) if w]
    return [p.casefold() for p in pieces] == own or all(len(p) >= 3 for p in pieces if p)


def _starts_word(before: str, first: str, name: Name) -> bool:
    if not before or len(name.key) >= 6:
        return True
    if _KATAKANA.match(first):
        return not _KATAKANA.match(before[-1])
    if _KANJI.match(first):
        return not _KANJI.match(before[-1]) or bool(_SETTING.when.search(before[-2:]))
    return (
        len(name.key) >= 4
        or not re.match(r"[ぁ-ゖ]", before[-1])
        or before[-1] in "はがのをにでとも"
    )


def _ends_word(after: str, last: str, name: Name) -> bool:
    if not after:
        return True
    if _KATAKANA.match(last) and _KATAKANA.match(after[0]):
        return bool(_SETTING.compound.match(after))
    if _KANJI.match(last) and _KANJI.match(after[0]) and len(name.key) < 4:
        return False
    if len(name.key) <= 3 and re.match(r"[ぁ-ゖ]", last):
        return not re.match(r"[ぁ-ゖ]", after[0]) or bool(_SETTING.particle_after.match(after))
    return True


def means_product(said: str, start: int, end: int, name: Name) -> bool:
    """Whether the surroundings let a name that is also an ordinary word be a name."""
    span, before, after = said[start:end], said[max(0, start - 40) : start], said[end : end + 40]
    if _SETTING.plugin.match(after):
        return True
    if name.is_latin:
        return _latin_means_product(span, before, after, name)
    if len(name.key) <= 3 and re.fullmatch(r"[ぁ-ゖ]+", span):
        return bool(_SETTING.particle_after.match(after)) and not is_japanese(name.folded)
    if is_single_word(name.folded) or (is_japanese(name.folded) and not is_coined(name.folded)):
        return False
    if _VERB_AND_NOUN.match(name.text) and _SETTING.leads_to_verb.search(before):
        return False
    return not (_KANJI.match(span) and is_japanese(name.folded) and _SETTING.doing.match(after))


def _latin_means_product(span: str, before: str, after: str, name: Name) -> bool:
    words = [w.casefold() for w in re.findall(r"[A-Za-z0-9]+", span)]
    if len(name.key) <= 3 and not _is_as_written(span, name):
        return False
    if len(name.key) <= 2:
        return False
    if not all(is_english(w) or is_function_word(w) for w in words):
        return True
    if len(words) > 1:
        capital = all(w[:1].isupper() or w[:1].isdigit() for w in re.findall(r"[A-Za-z0-9]+", span))
        return capital or not any(is_function_word(w) for w in words)
    return _single_word_means_product(span, before, after)


def _is_as_written(span: str, name: Name) -> bool:
    return span == name.text or span == span.upper() or span[:1].isupper()


def _single_word_means_product(span: str, before: str, after: str) -> bool:
    """Box, Make, Zoom: capital, or used as the name of a service."""
    if _SETTING.not_a_name_next.match(after):
        return False
    if _JAPANESE.match(after[:1]) or _JAPANESE.match(before[-1:]):
        named = span[:1].isupper() and _SETTING.does_after.match(after)
        return not _KATAKANA.match(before[-1:]) and bool(
            _SETTING.particle_after.match(after) or named
        )
    if span[:1].isupper():
        if not _SENTENCE_START.search(before):
            return not (span.isupper() and len(span) <= 4 and before[-20:].isupper())
        return bool(_SETTING.brand_next.match(after)) or (
            not before.strip() and not after.strip(" ?!.")
        )
    lead = before[:-1] if before[-1:].isspace() else "."
    if _SETTING.service_noun.match(after) or _SETTING.through.search(lead):
        return True
    leads_in = _SETTING.into.search(lead) and _SETTING.clause_end.match(after)
    return bool(leads_in) and not is_function_word(span.casefold())
