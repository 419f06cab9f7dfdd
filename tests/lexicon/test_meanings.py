"""Meanings that code asks for: each that it names is listed, and each that is listed is used."""

import ast
import re
from pathlib import Path

import pytest

import bot
from bot.knowledge import load
from bot.lexicon.meanings import Meanings, furnish
from tests.shipped import knowledge

FILES = [*Path(bot.__file__).parent.rglob("*.py")]
OTHERS = {"group", "pairs", "phrases", "full_names", "forget"}


def _listed(tree: ast.Module) -> dict[str, tuple[str, set[str]]]:
    """By the name of the variable: subject, and names of meanings."""
    found = {}
    for node in tree.body:
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        if isinstance(node.value.func, ast.Name) and node.value.func.id == "Meanings":
            subject, names = map(ast.literal_eval, node.value.args)
            found[ast.unparse(node.targets[0])] = (subject, set(names.split()))
    return found


def _begins(node: ast.AST, name: str) -> bool:
    """Whether a part of a variable is asked for."""
    part = node
    while isinstance(part, ast.Attribute | ast.Subscript | ast.Call):
        part = part.func if isinstance(part, ast.Call) else part.value
    return part is not node and isinstance(part, ast.Name) and part.id == name


def _asked(tree: ast.Module, name: str) -> set[str]:
    """The meanings that a module asks a variable for; of a group its name and a dot."""
    found = set()
    for node in ast.walk(tree):
        said = ast.unparse(node) if _begins(node, name) else ""
        if called := re.fullmatch(rf"{name}\.(group|pairs|phrases)\('([a-z_.]+)'\)", said):
            found.add(called[2] + ("." if called[1] == "group" else ""))
        elif asked := re.fullmatch(rf"{name}(?:\.([a-z_]+)|\['([a-z_.]+)'\])", said):
            found.add(asked[1] or asked[2])
    return found - OTHERS


@pytest.mark.slow
def test_code_asks_for_the_meanings_that_it_lists_and_for_no_others() -> None:
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
    for file, tree in trees.items():
        for name, (subject, listed) in _listed(tree).items():
            used_by = [tree] if name.startswith("_") else trees.values()
            asked = set().union(*(_asked(t, name) for t in used_by))
            assert asked <= listed, f"{file}: {subject}"
            groups = {n for n in listed if n.endswith(".")}  # may be asked for by a variable
            if file.name != "results.py":  # which asks by the names of its signs
                assert listed - groups <= asked, f"{file}: {subject}"


def test_what_feeds_ask_for_stands_in_the_notices_alone() -> None:
    """One feed is read from the command line without the rest of the knowledge base."""
    rows = load._Folder(load.shipped()).language("language/notices")
    ids = {row.id for row in rows}
    for file in FILES:
        if "feeds" in file.parts:
            for subject, listed in _listed(ast.parse(file.read_text(encoding="utf-8"))).values():
                whole = {f"{subject}.{name}" for name in listed if not name.endswith(".")}
                assert whole <= ids, file
    phrases = " ".join(phrase for row in rows for phrase in row.phrases)
    assert {*re.findall(r"<([a-z_]+(?:\.[a-z_]+)+)>", phrases)} <= ids


def test_a_meaning_that_is_not_listed_is_an_error_of_ours() -> None:
    with pytest.raises(AttributeError, match=r"words\.unheard_of"):
        _ = Meanings("words", "unsure").unheard_of


def test_pairs_say_what_to_read_for_a_word() -> None:
    furnish(knowledge().language)
    assert Meanings("spelling", "kana").pairs("kana")["ぜんいん"] == "全員"


def test_phrases_as_written_tell_capitals_apart() -> None:
    furnish(knowledge().language)
    said = Meanings("error", "system_code")
    assert said.system_code.search("GAIA_RE20")
    assert not said.system_code.search("gaia_re20")
