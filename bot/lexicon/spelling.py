"""How a phrase of ``knowledge/`` is spelt as a regular expression."""

import re

from bot.text.normalise import nfkc, plain

_CAPITAL = re.compile(r"(\\[A-Z]|\(\?P[<=])")  # in a regular expression, no letter of the text


def as_expression(phrase: str) -> str:
    """A phrase as a regular expression in ordinary spelling; of ``as:word=other`` the word."""
    kind, _, expression = phrase.partition(":")
    if kind == "as":
        phrase = expression.partition("=")[0]
    return expression if kind in ("re", "RE") else re.escape(nfkc(phrase))


def is_as_written(phrase: str) -> bool:
    """Whether a phrase is for texts as they are written, with capital letters and katakana."""
    return phrase.startswith("RE:")


def spelled(expression: str) -> str:
    """A regular expression in the spelling of plain text.

    As ``plain`` of NFKC letters (Thai has one that is two), but a class such as non-space, and a named
    group, keep their capital letter.
    """
    letters = "".join(nfkc(c) if c.isalpha() else c for c in expression)
    parts = _CAPITAL.split(letters)
    return "".join(p if _CAPITAL.fullmatch(p) else plain(p) for p in parts)
