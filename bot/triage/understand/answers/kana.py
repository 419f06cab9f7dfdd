"""Answers written in kana only: the words that matter, as they are mostly written."""

import re

from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("spelling", "kana appears")
_KANJI = re.compile(r"[一-鿿]")
_KANA = re.compile(r"[ぁ-ゖァ-ヶ]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
LONGEST = 200


def in_kanji(wording: MessageWording) -> MessageWording:
    """A short text that has no kanji in the usual spelling; any other as it is.

    Katakana counts as hiragana where the text is nothing but katakana.
    """
    text = wording.written
    if len(text) > LONGEST or _KANJI.search(text) or not _KANA.search(text):
        return wording
    usual = _SAID.pairs("kana")
    text = text if _HIRAGANA.search(text) else wording.plain
    spelled = _SAID.kana.sub(lambda m: usual[m.group()], text)
    return MessageWording(_SAID.appears.sub("出", spelled))
