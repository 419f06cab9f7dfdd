"""Keys under which different spellings of one product name meet.

``skeleton`` forgets width, case, kana and length marks. ``loose`` also forgets voicing marks and
small kana (``ポチフリント``). ``romaji`` makes Hepburn and Kunrei spellings of Latin letters equal
(``tunagu``, ``tsunagu``). ``spoken`` reads single kanji aloud, for a conversion that went wrong
(``金トーン``). None of them decides that a text names a product.
"""

import unicodedata

from bot.text.normalise import fold
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("spelling", "kanji")

LONG = "ー"
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎ", "あいうえおやゆよわ")
_FOREIGN = (
    ("ふぉ", "ほ"), ("ふぁ", "は"), ("ふぃ", "ひ"), ("ゔぁ", "ば"), ("ゔ", "ぶ"), ("うぉ", "お")
)  # fmt: skip
_KUNREI = (
    ("tsu", "tu"), ("shi", "si"), ("chi", "ti"), ("ji", "zi"), ("fu", "hu"), ("f", "h"), ("sh", "sy"),
    ("ch", "ty"), ("j", "zy"), ("ou", "o"), ("oo", "o"), ("uu", "u"), ("mb", "nb"), ("mp", "np"),
    ("nn", "n"), ("yy", "y")
)  # fmt: skip


def skeleton(text: str) -> str:
    """``fold`` without long vowel marks: ``サーバー`` and ``サーバ`` meet."""
    return fold(text).replace(LONG, "")


def loose(skeleton_key: str) -> str:
    """A skeleton without voicing marks, small kana and the small tsu."""
    for written, plain in _FOREIGN:
        skeleton_key = skeleton_key.replace(written, plain)
    bare = unicodedata.normalize("NFD", skeleton_key).translate({0x3099: None, 0x309A: None})
    return unicodedata.normalize("NFC", bare).replace("っ", "").translate(_SMALL)


def romaji(latin_key: str) -> str:
    """A key in Latin letters in one romanisation (Kunrei, long vowels short)."""
    for written, plain in _KUNREI:
        latin_key = latin_key.replace(written, plain)
    return latin_key


_KANA_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ",
    "t": "たちつてと", "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ", "m": "まみむめも", "r": "らりるれろ"
}  # fmt: skip
_SYLLABLES = {
    kana: consonant + vowel
    for consonant, row in _KANA_ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "bu"}
_GLIDES = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}
_BARE_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}


def kana_romaji(kana_key: str) -> str:
    """A kana skeleton as ``romaji`` would write it; other letters stay as they are."""
    out = ""
    double = False
    for kana in kana_key:
        if kana == "っ":
            double = True
            continue
        if kana in _GLIDES and out.endswith("i"):
            out = out[:-1] + _GLIDES[kana]
        elif kana in _BARE_VOWELS and out:
            out = out[:-1] + _BARE_VOWELS[kana]
        else:
            syllable = _SYLLABLES.get(kana, kana)
            out += syllable[0] + syllable if double else syllable
        double = False
    return romaji(out)


def spoken(text: str) -> str:
    """The skeleton of a text whose single kanji are read aloud."""
    readings = _SAID.pairs("kanji")
    return skeleton(_SAID.kanji.sub(lambda m: readings[m.group()], text))
