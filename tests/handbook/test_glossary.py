"""Every public class is named with a word that the glossary explains."""

import ast
import re
from functools import cache
from itertools import chain

import pytest

from bot.handbook.pages import FOLDER
from tests.handbook.pages import LANGUAGES, ROOT, headings

ENDINGS = re.split(" ", "ations ation ments ment ings ing ers ies er ions ion ed es e y s")


def stem(word: str) -> str:
    """A word without its endings: ``measured`` and ``measurement`` are one."""
    for end in ENDINGS:
        if word.endswith(end) and len(word) - len(end) >= 3 and not word.endswith("ss"):
            return stem(word.removesuffix(end))
    return word


def words_of(name: str) -> list[str]:
    return [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+", name)]


@cache
def table(lang: str, number: int) -> list[list[str]]:
    """The rows of one of the three tables of the glossary."""
    text = (FOLDER / lang / "glossary.md").read_text("utf-8").split("\n## ")[number]
    rows = re.findall(r"^\| (.+) \|$", text, re.M)
    return [row.split(" | ") for row in rows][1:]


@cache
def classes() -> set[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "bot").rglob("*.py"))
    nodes = chain.from_iterable(map(ast.walk, trees))
    return {n.name for n in nodes if isinstance(n, ast.ClassDef) and not n.name.startswith("_")}


def parts() -> list[str]:
    """The parts of names, in their several forms: ``…Page(s)`` is two."""
    found = chain.from_iterable(re.findall(r"`([^`]+)`", row[0]) for row in table("en", 2))
    return [form for part in found for form in (part.replace("(s)", ""), part.replace("(s)", "s"))]


def single() -> set[str]:
    return set(re.findall(r"`([A-Z]\w+)`", " ".join(row[1] for row in table("en", 3))))


@pytest.mark.slow
def test_every_public_class_is_covered() -> None:
    bold = re.findall(r"\*\*([^*]+)\*\*", " ".join(chain.from_iterable(table("en", 1))))
    terms = {stem(word) for term in bold for word in re.findall(r"[a-z]+", term.lower())}
    ends = tuple(part[1:] for part in parts() if part.startswith("…"))
    begins = tuple(part[:-1] for part in parts() if part.endswith("…"))
    whole = {*parts(), *single()}
    assert {
        name
        for name in classes() - whole
        if not name.endswith(ends) and not name.startswith(begins)
        if terms.isdisjoint(map(stem, words_of(name)))
    } == set()


@pytest.mark.slow
def test_the_single_names_are_classes() -> None:
    assert single() - classes() == set()


def test_both_languages_explain_the_same() -> None:
    en, ja = ([row[0] for row in table(lang, 1)] for lang in LANGUAGES)
    assert en == ja
    assert len(headings(FOLDER / "ja" / "glossary.md")) == 4
