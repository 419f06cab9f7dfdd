"""The first lines of an uploaded file, as staff may see them: masked and bounded."""

from collections import Counter

from bot.uploads.excerpt import excerpt

LINES = 15
LONGEST_LINE = 200
LONGEST = 2_000
_APART = ",\t;"
_FEWEST_ROWS = 2
_ALIKE = 0.8  # of the lines have as many columns, where a text is a table


def preview(text: str, *, table: bool = False) -> str:
    """The first lines without queries, headers, cookies and bodies, secrets and personal data masked.

    "" for a table of records, which is not kept; ``table``: it is one that may be, such as a list of plugins.
    """
    if not table and is_table(text):
        return ""
    shown = [line[:LONGEST_LINE].rstrip() for line in excerpt(text).splitlines()]
    return "\n".join([line for line in shown if line][:LINES])[:LONGEST]


def is_table(text: str) -> bool:
    """Whether most of the first lines have the same number of columns, and more than one."""
    lines = [line for line in text[: 4 * LONGEST].splitlines() if line.strip()][:20]
    if len(lines) < _FEWEST_ROWS:
        return False
    for mark in _APART:
        (number, times), *_ = Counter(line.count(mark) for line in lines).most_common(1)
        if number and times >= _ALIKE * len(lines):
            return True
    return False
