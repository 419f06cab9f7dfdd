"""Payment cards: numbers that add up, or that something calls a card's, with what stands behind them."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import PatternWords, Sensitive, SensitiveSpan

_RUN = re.compile(r"(?<![\dA-Za-z.])\d+(?:[ -]\d+)*(?![\dA-Za-z])")
_EXPIRY = re.compile(
    r"[^\d\n\x00]{0,16}?(?P<value>(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4]\d|20[2-4]\d\s?[/年-]\s?(?:0?[1-9]|1[0-2])月?)(?![\d/-])"
)
_CODE = re.compile(r"[^\d\n\x00]{0,12}?(?P<value>\d{3,4})(?![\d円月年])")
_DOUBLED = str.maketrans("0123456789", "0246813579")  # each digit doubled, and its digits summed


class CardNumbers:
    """Finds card numbers; ``words`` says what calls a number a card's."""

    def __init__(self, words: PatternWords) -> None:
        self._cue = re.compile(f"(?:{words.of('card')})[^\\d\\n]{{0,12}}$", re.IGNORECASE)

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Card numbers in a narrowed text, with expiry and code; linear in its length."""
        for run in _RUN.finditer(text):
            if len(run.group()) >= 12:
                for start, end in self._cards_in(text, run):
                    yield SensitiveSpan(start, end, Sensitive.CREDIT_CARD)
                    yield from _behind(text, end)

    def _cards_in(self, text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
        groups = [g.span() for g in re.compile(r"\d+").finditer(text, *run.span())]
        at = 0
        while at < len(groups):
            start, end = groups[at]
            digits, long, valid = "", 0, 0
            if end - start < 2 or text[start] in "01789":  # no card begins so (ISO/IEC 7812)
                at += 1
                continue
            for count, group in enumerate(groups[at : at + 8], 1):
                digits += text[slice(*group)]
                if len(digits) > 19:
                    break
                valid = count if is_card(digits) else valid
                long = count if len(digits) >= 12 else long
            called = not valid and self._cue.search(text, max(0, start - 24), start)
            if best := long if called else valid:
                yield start, groups[at + best - 1][1]
            at += max(best, 1)


def is_card(digits: str) -> bool:
    """Whether digits are a payment card number: a known range, 14 to 19 digits, Luhn (ISO/IEC 7812)."""
    if not 14 <= len(digits) <= 19 or digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    total = sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))
    return total % 10 == 0


def _behind(text: str, at: int) -> Iterator[SensitiveSpan]:
    if expiry := _EXPIRY.match(text, at):
        yield SensitiveSpan(*expiry.span("value"), Sensitive.CREDIT_CARD)
        if code := _CODE.match(text, expiry.end()):
            yield SensitiveSpan(*code.span("value"), Sensitive.CREDIT_CARD)
