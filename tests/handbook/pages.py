"""The pages of the handbook, and their parts, for the tests."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.handbook.pages import FOLDER

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ja")
PAGES = sorted(FOLDER.glob("*/*.md"))
_FENCE = re.compile(r"^```.*?^```$", re.M | re.S)


def ids(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", page.read_text("utf-8"))


def blocks(page: Path) -> list[str]:
    """Its blocks of code, without their comments."""
    found = _FENCE.findall(page.read_text("utf-8"))
    return [re.sub(r"[ \t]*#.*", "", block) for block in found]


def headings(page: Path) -> list[tuple[int, str]]:
    """Each heading with its level."""
    return [(len(m[1]), m[2]) for m in re.finditer(r"^(#+) (.+)$", prose(page), re.M)]


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Where the links within the repository lead: a file, relative to the page, and an anchor."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if not target.startswith("https://"):
            file, _, part = target.partition("#")
            yield file or page.name, part


def code(page: Path) -> list[str]:
    """What stands between backticks in a sentence."""
    return re.findall(r"`([^`\n]+)`", prose(page))
