"""The house rules that a machine can keep."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
RIM = {"bot/start.py", "bot/settings.py"}
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LONG_FOR_A_REASON: dict[str, str] = SETTINGS["tool"]["jitabata"]["long-files"]
MAP = ROOT / "bot" / "handbook" / "en" / "contributing.md"
PAGES = (ROOT / "README.md", *(ROOT / "knowledge").glob("*.md"), ROOT / "CHANGELOG.md")
TELLING = {"now", "utcnow", "today", "time", "environ", "getenv"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_over_300_lines_without_a_reason() -> None:
    long = {name_of(p): len(p.read_text("utf-8").splitlines()) for p in (*FILES, *TESTS)}
    too_long = {name for name, lines in long.items() if lines > 300}
    assert too_long == LONG_FOR_A_REASON.keys()


@pytest.mark.slow
def test_no_function_is_over_40_lines() -> None:
    lengths = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}


def test_every_room_says_what_it_is_for() -> None:
    rooms = [p for p in FILES if p.name == "__init__.py"]
    assert [name_of(p) for p in rooms if not ast.get_docstring(parsed(p))] == []


@pytest.mark.slow
def test_only_the_rim_reads_the_clock_or_the_environment() -> None:
    clock = {"datetime.now", "datetime.utcnow", "date.today", "time.time"}
    for path in FILES:
        if name_of(path) in RIM:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and node.attr in TELLING:
                said = ast.unparse(node)
                assert said not in clock, f"{name_of(path)} reads the clock"
                assert said not in {"os.environ", "os.getenv"}, (
                    f"{name_of(path)} reads the environment"
                )


def the_map() -> list[str]:
    """The folders of bot/ as contributing.md lists them, in its order."""
    table = MAP.read_text("utf-8").partition("## Map of `bot/`")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([a-z_/]+)` \|", table, re.M)


def test_the_map_in_the_handbook_names_every_folder_and_no_other() -> None:
    kept = (p for p in (ROOT / "bot").rglob("*") if p.is_file() and p.suffix != ".pyc")
    folders = {p.parent.relative_to(ROOT / "bot") for p in kept} - {Path()}
    two_deep = {"/".join(f.parts[:2]) for f in folders} | {f.parts[0] for f in folders}
    assert sorted(the_map()) == sorted(two_deep)


def test_the_map_in_the_handbook_goes_from_the_rim_to_the_core() -> None:
    contracts = SETTINGS["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c.get("containers") == ["bot"])
    depth = {room: n for n, layer in enumerate(layers) for room in layer.split(" | ")}
    rooms = [depth[folder] for folder in the_map() if folder in depth]
    assert rooms == sorted(rooms)


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150


def test_every_link_to_a_file_leads_to_one() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if not link.startswith(("https://", "http://")):
                file = page.parent / link.partition("#")[0]
                assert file.is_file(), f"{name_of(page)} links to {link}"
