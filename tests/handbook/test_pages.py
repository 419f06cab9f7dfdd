"""The handbook is the same in every language, and what it names is there."""

import re
from pathlib import Path

from bot.__main__ import _COMMANDS
from bot.handbook.pages import CONTENTS, FOLDER, anchor, chapters, nearest, topics
from tests.cases import each
from tests.handbook.pages import LANGUAGES, PAGES, ROOT, blocks, code, headings, ids, links, prose

ANY = re.compile(r"\b(?:NAME|LANG|ID)\b|…")  # stands for a name that the reader chooses
every_page = each("page", PAGES, ids=ids)


def test_every_language_has_the_same_pages() -> None:
    en, ja = ({p.name for p in PAGES if p.parent.name == lang} for lang in LANGUAGES)
    assert en == ja


@each("name", sorted({p.name for p in PAGES}))
def test_a_page_has_the_same_headings_and_names_the_same_things_in_every_language(
    name: str,
) -> None:
    en, ja = (FOLDER / lang / name for lang in LANGUAGES)
    assert [level for level, _ in headings(en)] == [level for level, _ in headings(ja)]
    assert {file for file, _ in links(en)} == {file for file, _ in links(ja)}
    assert set(code(en)) ^ set(code(ja)) == set()
    assert blocks(en) == blocks(ja)


def test_the_guide_to_the_knowledge_base_is_the_same_in_both_languages() -> None:
    en, ja = (ROOT / "knowledge" / f"README{part}.md" for part in ("", ".ja"))
    assert [level for level, _ in headings(en)] == [level for level, _ in headings(ja)]
    assert set(code(en)) ^ set(code(ja)) == set()
    assert blocks(en) == blocks(ja)


def test_every_variable_is_in_the_settings() -> None:
    named = " ".join(code(FOLDER / "en" / "settings.md"))
    for path in (ROOT / "bot").rglob("*.py"):
        for variable in re.findall(r"JITABATA_[A-Z_]+", path.read_text("utf-8")):
            assert variable in named, f"{path}: {variable}"


@each("lang", LANGUAGES)
def test_the_contents_list_every_page_once(lang: str) -> None:
    names = [one.name for one in topics(lang)]
    there = {p.stem for p in PAGES if p.parent.name == lang} - {CONTENTS}
    assert sorted(names) == sorted(there)
    assert names == [one.name for one in topics("en")]
    assert [len(c.topics) for c in chapters(lang)] == [len(c.topics) for c in chapters("en")]


@every_page
def test_the_first_line_is_the_title_that_the_contents_give(page: Path) -> None:
    titles = {one.name: one.title for one in topics(page.parent.name)}
    (first, title), *others = headings(page)
    assert first == 1
    assert all(level > 1 for level, _ in others)
    assert title == titles.get(page.stem, title)


@every_page
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for file, part in links(page):
        target = page.parent / file
        assert target.is_file(), file
        anchors = {anchor(title) for _, title in headings(target)} if part else {""}
        assert part in anchors, f"{file}#{part}"


@every_page
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for word in code(page):
        if re.match(r"(?:bot|tests|knowledge|\.ci)/[\w./*…-]*$", word):
            found = list(ROOT.glob(ANY.sub("*", word).rstrip("/")))
            new = ANY.search(word) and (ROOT / word).parent.is_dir()
            assert found or new, word


@every_page
def test_no_paragraph_in_japanese_is_broken(page: Path) -> None:
    if page.parent.name == "ja":  # a broken line would show as a space
        broken = re.findall(r"^(?![#|\-\d]).+\n(?![#|\-\d\n]).+", prose(page), re.M)
        assert broken == []


def test_every_command_is_described() -> None:
    for lang in LANGUAGES:
        words = code(FOLDER / lang / "commands.md")
        assert {f"jitabata {name}" for name in _COMMANDS} <= {
            " ".join(word.split()[:2]) for word in words
        }


def test_a_name_that_is_nearly_right_is_found_in_either_language() -> None:
    assert nearest("en", "runing")[0] == "running"
    assert nearest("en", "Glosary") == ["glossary"]
    assert "notices" in nearest("ja", "お知らせ")
    assert nearest("en", "zzzzzz") == []
