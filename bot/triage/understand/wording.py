"""One message as the readers of this room see it: written, comparable, and cut into sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.text.normalise import nfkc

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_MARKS = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("´"): "'", ord("“"): '"', ord("”"): '"'}
_SPELLING: dict[int, int | str] = {**_KATAKANA_TO_HIRAGANA, **_MARKS}
_SENTENCE = re.compile(r"[^。!?\n]+?(?:[。!?]+|\.(?=\s|$)|\n|$)")
# A word that asks, and not one of "whatever", "nobody", "somehow".
_WHICH = (
    r"(?:いつ(?!も)|何(?!も|か(?!ら)|度も)|なん(?=だ|の|で|ぷん|じ)|なに(?!も|か)|誰(?!も|か(?!ら))|だれ(?!も|か)"
    r"|どこ(?!も|か(?!ら))|どれ(?!も|か)|どう(?![もにかせ]|や?ら|見て)|どっち|どちら(?!も)|なぜ|どんな)"
)
# What may stand between it and the end, but for "I do not know who" and "whatever I do".
_BETWEEN = r"(?:(?!か[がはも、わ分知教]|[てで]も)[^。!?\n]){0,24}?"
_ENDS_ASKING = r"(?:の|(?<=[うくすつぬむるぐぶ])ん|んや|ねん|っけ|[えけげせてねべめれ]ば(?:いい)?|ましょう|しよう|かな)"
_ASKS = re.compile(
    r"(?:\?|(?:です|ます|でしょう|ません|まし(?:た)?|ん|の)か(?:ね|な)?|でしたっけ|ましたっけ|てもい?いか(?:な|しら)?|て(?:いい|良い|よい)か(?:な)?)[。!\s]*$"
    rf"|{_WHICH}{_BETWEEN}{_ENDS_ASKING}[。!.\s]*$"
    r"|(?:吗|嗎|呢)[。!\s]*$|(?:나요|까요|습니까|인가요)[.!\s]*$|(?:ไหม|มั้ย|หรือเปล่า)"
)
# The Japanese negation in all its forms.
NEGATION = (
    r"(?:な(?:い|く|か(?!ら|っ?て)|さ|っ|ん)|ね(?:え|ー|ぇ|っす|。|$|!)|ま(?:せん|へん|せぬ)|へん|ひん"
    r"|ず(?!つ|っと)|ぬ|ん(?![だじでと]|のは|ばん)|んで(?!す)|んと|て(?:い)?な(?:い|く))"
)
_BLANK = "\n"  # patterns stop at a line's end, so nothing is read across what was taken out


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text, as positions in it; ``asks`` when it is a question."""

    start: int
    end: int
    asks: bool


@dataclass(frozen=True)
class MessageWording:
    """``written`` is NFKC text; ``plain`` has the same length and is for comparing only.

    In ``plain`` letters are small, katakana is hiragana and quotation marks are straight.
    """

    written: str

    @classmethod
    def of(cls, text: str) -> "MessageWording":
        return cls(nfkc(text))

    @cached_property
    def plain(self) -> str:
        return plain(self.written)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(match.start(), match.end(), is_question(match.group()))
            for match in _SENTENCE.finditer(self.plain)
            if match.group().strip()
        )

    @cached_property
    def stated(self) -> str:
        """``plain`` without its questions, same length."""
        return blank(self.plain, [(s.start, s.end) for s in self.sentences if s.asks])

    def cut(self, match: "re.Match[str]", group: int | str = 0) -> str:
        """The written words under a match in ``plain``, without surrounding space."""
        return self.written[match.start(group) : match.end(group)].strip()


def is_question(plain: str) -> bool:
    """Whether words in plain spelling end as a question does."""
    return _ASKS.search(plain) is not None


def shown(match: "re.Match[str]") -> str:
    """What a match cuts out: its last group, else all of it, without surrounding space."""
    return match.group(match.lastindex or 0).strip()


def plain(text: str) -> str:
    """NFKC text for comparing, letter for letter as long as the text itself."""
    spelled = text.translate(_SPELLING)
    small = spelled.lower()
    if len(small) == len(spelled):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in spelled)


def only(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with all but the spans taken out, still as long as before."""
    letters = [_BLANK] * len(text)
    for start, end in spans:
        letters[start:end] = text[start:end]
    return "".join(letters)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spans taken out, still as long as before."""
    if not spans:
        return text
    letters = list(text)
    for start, end in spans:
        letters[start:end] = _BLANK * (end - start)
    return "".join(letters)
