"""Stretches of a text taken out of it, so that all others keep their places."""

from collections.abc import Iterable

_BLANK = "\n"  # patterns stop at a line's end, so nothing is read across what was taken out


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
