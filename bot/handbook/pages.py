"""Finds and reads the pages of the handbook.

``contents.md`` of each language lists them: a heading for each group of readers, and below it a line
for each page, ``- [title](name.md): what it tells``. A page that is not listed is not shown.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
CONTENTS = "contents"
_LINE = re.compile(r"- \[([^\]]+)\]\(([a-z-]+)\.md\)[:：]\s*(.+)")
_NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Topic:
    """A page: its name, which is the same in every language, its title and what it tells."""

    name: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The pages for one group of readers."""

    title: str
    topics: tuple[Topic, ...]


@cache
def chapters(lang: str) -> tuple[Chapter, ...]:
    """All pages, in the order of the contents."""
    sections = _read(lang, CONTENTS).split("\n## ")[1:]
    return tuple(
        Chapter(text.partition("\n")[0], tuple(_topics(text.splitlines()))) for text in sections
    )


def topic(lang: str, name: str) -> Topic | None:
    """The page of this name; None: there is none."""
    return next((one for one in topics(lang) if one.name == name), None)


def topics(lang: str) -> list[Topic]:
    """All pages, without their groups."""
    return [one for chapter in chapters(lang) for one in chapter.topics]


def nearest(lang: str, asked: str) -> list[str]:
    """The names of at most three pages whose name or title is like what was asked for."""
    names = {word.lower(): one.name for one in topics(lang) for word in (one.title, one.name)}
    found = get_close_matches(asked.lower(), names, n=3, cutoff=0.6)
    return list(dict.fromkeys(names[word] for word in found))


def text_of(lang: str, page: Topic) -> str:
    """The Markdown of a page; its first line is its title."""
    return _read(lang, page.name)


def anchor(heading: str) -> str:
    """The name by which a link finds a heading, made as GitHub makes it."""
    return _NOT_IN_AN_ANCHOR.sub("", heading.lower()).replace(" ", "-")


def _topics(lines: list[str]) -> list[Topic]:
    found = (_LINE.fullmatch(line) for line in lines)
    return [Topic(name=m[2], title=m[1], about=m[3].replace("`", "")) for m in found if m]


@cache
def _read(lang: str, name: str) -> str:
    return (FOLDER / lang / f"{name}.md").read_text(encoding="utf-8")
