"""What a message is about, in its own words: greetings, addresses and the writer's name left out."""

import re

from bot.lexicon.meanings import Meanings
from bot.text.normalise import nfkc, plain
from bot.text.pleasantries import is_pleasantry

_OPENS = Meanings("opening", "address name")
_SENTENCES = re.compile(r"[^。！？]*[。！？]+|[^。！？]+$")
LONGEST_OPENING = 120  # characters of a sentence that may be nothing but an opening


def subject_line(text: str) -> str:
    """The rest of a line from the first sentence on that says something; "" where none does."""
    for line in text.splitlines():
        sentences = _SENTENCES.findall(line.strip())
        for number, sentence in enumerate(sentences):
            if not _says_nothing(sentence.strip()):
                return "".join(sentences[number:]).strip()
    return ""


def _says_nothing(sentence: str) -> bool:
    """Whether a sentence only greets, addresses somebody or says who writes."""
    if not any(letter.isalnum() for letter in sentence):
        return True
    if len(sentence) > LONGEST_OPENING:
        return False
    said = plain(nfkc(sentence))
    is_opening = _OPENS.address.fullmatch(said) or _OPENS.name.fullmatch(said)
    return is_opening is not None or is_pleasantry(sentence)
