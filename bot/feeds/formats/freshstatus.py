"""Freshstatus (``public-components``): components by region, with two-letter states.

Not in the recordings; fields and words as measured by a public reader. A component that the page
itself leaves out of its verdict is left out here too: whole regions stand at MO behind that flag.
"""

from collections.abc import Iterator

from bot.feeds.fields import Row, mapping, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import FRESHSTATUS, worst
from bot.model.status import FeedReading

DEEPEST = 4  # region, product, part; what lies deeper is not read


def marks(document: object) -> bool:
    """A tree of components whose leaves say how they are shown."""
    listed = rows(mapping(document).get("components"))
    leaves = [row for row, _ in _leaves(listed)]
    return bool(leaves) and all("display_options" in row and "status" in row for row in leaves)


def read(document: object) -> FeedReading:
    """The worst of the components that count."""
    maker, left_out = ReadingMaker("freshstatus"), 0
    for row, path in _leaves(rows(mapping(document).get("components"))):
        if mapping(row.get("display_options")).get("ignore_overall_status") in ("true", True):
            left_out += 1
            continue
        state = maker.state(word(row.get("status")), FRESHSTATUS, "component status")
        maker.component(" / ".join((*path, title(row, "name"))), state)
    if left_out:
        maker.oddities.append(f"{left_out} component(s) that the page does not count are left out")
    return maker.reading(worst(c.state for c in maker.components))


def _leaves(listed: list[Row], path: tuple[str, ...] = ()) -> Iterator[tuple[Row, tuple[str, ...]]]:
    for row in listed:
        children = rows(row.get("components"))
        if children and len(path) < DEEPEST:
            yield from _leaves(children, (*path, title(row, "name")))
        else:
            yield row, path
