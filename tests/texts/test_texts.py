"""All texts are there in every language, are used, and no other is asked for."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.texts.check import compared, placeholders, problems, rooms
from bot.texts.loader import FOLDER, LANGUAGES, has, raw, say, spoken, table, word
from bot.web.wording import ROOMS

BOT = FOLDER.parent
KEY = re.compile(r"[a-z][\w-]*(?:\.[\w-]+)*")
KEYS = {f"{room}.{name}" for room in rooms() for name in table("en", room)}
CORE = {"texts", "text", "model", "masking", "triage", "incidents"}
COPIED = ("widget.script.", "widget.kintone.")  # in scripts, which tests/web/widget compares
EMPTY = {("mail", "example_joint")}  # quotations stand side by side in Japanese
SAYING = {"bot.texts.loader", "bot.channels.checkups"}
KEY_AT = {"say": 1, "raw": 1, "checkup": 0}  # their functions, and where their key stands


def test_every_text_is_in_both_languages_with_the_same_placeholders() -> None:
    assert list(problems()) == []


def test_no_text_is_empty_or_holds_html() -> None:
    for lang in LANGUAGES:
        for room in rooms():
            for name, text in table(lang, room).items():
                assert text.strip() or (room, name) in EMPTY, (room, name)
                assert not re.search(r"</?[a-z]+[ />]|&[a-z]+;", text), (room, name)


def test_what_is_missing_or_at_odds_is_named() -> None:
    ja = {"a": "{n}件", "b": "はい", "d": "{x", "e": 5}
    en = {"a": "{count} of {n.real}", "b": "yes", "c": "more", "d": "d", "e": "5"}
    found = compared("room", {"ja": ja, "en": en})  # type: ignore[dict-item]
    assert list(found) == [
        "bot/texts/*/room.yaml: a: the placeholders differ: ja n; en count, n",
        "bot/texts/ja/room.yaml: d: expected '}' before end of string",
        "bot/texts/ja/room.yaml: e is no text",
        "bot/texts/ja/room.yaml: c is missing",
    ]


def test_whoever_reads_neither_language_reads_english() -> None:
    assert [spoken(lang) for lang in ("ja", "en", "ko", "", None)] == ["ja", *["en"] * 4]
    assert say("ko", "web.yes") == say("en", "web.yes") != say("ja", "web.yes")


def test_what_is_missing_fails_loudly() -> None:
    for key in ("web.none", "none", ""):
        with pytest.raises((KeyError, FileNotFoundError)):
            say("en", key)
    with pytest.raises(KeyError):
        say("en", "web.length.days")  # without its number
    assert raw("en", "web.length.days").count("{n}") == 1


def test_a_value_without_a_word_is_shown_as_it_is() -> None:
    assert word("en", "web.urgency", "high") != "high"
    assert word("en", "web.urgency", "odd") == "odd"
    assert has("web.yes")
    assert not has("web.odd")


def strings(node: ast.AST) -> Iterator[str]:
    """The string constants of a module, and its f-strings with ``*`` for what is put in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "*" for p in child.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant):
            continue  # a part of one
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        yield from strings(child)


def headings(node: ast.AST) -> Iterator[str]:
    """What ``word`` is asked for, as far as it stands in the source."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and called(call) == "word":
            yield from (f"{s}.*" for s in strings(call) if KEY.fullmatch(s))


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def in_template(text: str) -> Iterator[str]:
    yield from re.findall(r"""["']([a-z][\w.]*)["']""", text)
    yield from (f"{h}.*" for h in re.findall(r"""\bword\(["']([a-z_.]+)["']""", text))
    yield from (f"{h}*" for h in re.findall(r"""["']([a-z_.]+\.)["'] ~""", text))


@cache
def modules() -> dict[Path, ast.Module]:
    """What may say one of the texts; the core, which reads no file, has none."""
    found = (p for p in BOT.rglob("*.py") if p.relative_to(BOT).parts[0] not in CORE)
    return {path: ast.parse(path.read_text("utf-8")) for path in found}


def named() -> set[str]:
    """Everything in the program that may be a key; ``*`` stands for what it puts together."""
    found: set[str] = set()
    for path, tree in modules().items():
        own = {s for s in strings(tree) if KEY.fullmatch(s.replace("*", "x"))} | set(headings(tree))
        found |= own
        if path.is_relative_to(BOT / "web"):
            found |= {f"web.{key}" for key in own}
    for path in (BOT / "web" / "templates").glob("*.html"):
        own = set(in_template(path.read_text("utf-8")))
        found |= {key if key.startswith(ROOMS) else f"web.{key}" for key in own}
    return found


@pytest.mark.slow
def test_no_text_is_left_that_nothing_says() -> None:
    names = named()
    shapes = [s for s in names if "*" in s and "." in s.partition("*")[0]]
    shaped = re.compile("|".join(re.escape(s).replace(r"\*", r"[\w.-]*") for s in shapes))
    said = {key.removesuffix(".cure") for key in KEYS}  # ``checkup`` says both
    said = {key for key in said if not key.startswith(COPIED)}
    assert {key for key in said - names if not shaped.fullmatch(key)} == set()


def asked_for(tree: ast.Module) -> Iterator[str]:
    """The keys that a module hands to the functions that it has from here."""
    imports = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module in SAYING)
    ours = {alias.name for node in imports for alias in node.names} & KEY_AT.keys()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ours:
            yield from strings(ast.Tuple(call.args[KEY_AT[call.func.id] :][:1]))


@pytest.mark.slow
def test_every_text_that_is_asked_for_is_there() -> None:
    for path, tree in modules().items():
        for key in asked_for(tree):
            shape = re.escape(key).replace(r"\*", r"[\w.-]*")
            found = key in KEYS or any(re.fullmatch(shape, known) for known in KEYS)
            assert found, f"{path}: {key}"
    templates = [*(BOT / "web" / "templates").glob("*.html"), *(BOT / "web").rglob("*.py")]
    for path in templates:
        source = path.read_text("utf-8")
        for key in re.findall(r"""\b(?:t|texts)(?:\.raw)?\(["']([a-z_.0-9]+)["'][,)]""", source):
            assert {key, f"web.{key}"} & KEYS, f"{path.name}: {key}"


def test_placeholders_are_the_names_of_values() -> None:
    assert placeholders("{at:%b} {at.day} {n:,.1f} {{no}} {rows[0]}") == {"at", "n", "rows"}
