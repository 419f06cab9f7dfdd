"""Keys under which different spellings of one product name meet.

``skeleton`` forgets width, case, kana and length marks. ``loose`` also forgets voicing marks and
small kana (``ポチフリント``). ``romaji`` makes Hepburn and Kunrei spellings of Latin letters equal
(``tunagu``, ``tsunagu``). ``spoken`` reads single kanji aloud, for a conversion that went wrong
(``金トーン``). None of them decides that a text names a product.
"""

import unicodedata
from collections.abc import Mapping

from bot.lexicon.meanings import Meanings
from bot.text.normalise import fold

_SPELLING = Meanings("spelling", "kanji foreign kunrei syllables glides vowels")

LONG = "ー"
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎ", "あいうえおやゆよわ")


def skeleton(text: str) -> str:
    """``fold`` without long vowel marks: ``サーバー`` and ``サーバ`` meet."""
    return fold(text).replace(LONG, "")


def loose(skeleton_key: str) -> str:
    """A skeleton without voicing marks, small kana and the small tsu."""
    bare = unicodedata.normalize(
        "NFD", _replaced(skeleton_key, _SPELLING.pairs("foreign"))
    ).translate({0x3099: None, 0x309A: None})
    return unicodedata.normalize("NFC", bare).replace("っ", "").translate(_SMALL)


def romaji(latin_key: str) -> str:
    """A key in Latin letters in one romanisation (Kunrei, long vowels short)."""
    return _replaced(latin_key, _SPELLING.pairs("kunrei"))


def _replaced(key: str, pairs: Mapping[str, str]) -> str:
    for written, plain in pairs.items():
        key = key.replace(written, plain)
    return key


def kana_romaji(kana_key: str) -> str:
    """A kana skeleton as ``romaji`` would write it; other letters stay as they are."""
    syllables = _SPELLING.pairs("syllables")
    glides, vowels = _SPELLING.pairs("glides"), _SPELLING.pairs("vowels")
    out = double = ""
    for kana in kana_key:
        if kana == "っ":
            double = kana
            continue
        if kana in glides and out.endswith("i"):
            out = out[:-1] + glides[kana]
        elif kana in vowels and out:
            out = out[:-1] + vowels[kana]
        else:
            syllable = syllables.get(kana, kana)
            out += syllable[0] + syllable if double else syllable
        double = ""
    return romaji(out)


def spoken(text: str) -> str:
    """The skeleton of a text whose single kanji are read aloud."""
    readings = _SPELLING.pairs("kanji")
    return skeleton(_SPELLING.kanji.sub(lambda m: readings[m.group()], text))
