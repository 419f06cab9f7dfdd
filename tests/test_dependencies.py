"""What is imported is depended on: a plain ``pip install .`` has everything that it runs with."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FILES = sorted((ROOT / "bot").rglob("*.py"))
# Read by another package, which says so only when it is needed.
BEHIND_OTHERS = {"python-multipart"}


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found.group()).lower()


NEEDED = {name_of(r) for r in PROJECT["dependencies"]}
OPTIONAL = {
    name_of(r) for extra in ("postgresql", "train") for r in PROJECT["optional-dependencies"][extra]
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def distributions() -> dict[str, set[str]]:
    """The packages of others that we import, each with the names of what brings it."""
    brought_by = packages_distributions()
    tops = {module.partition(".")[0] for path in FILES for module in imported(path)}
    others = tops - sys.stdlib_module_names - {"bot"}
    return {top: {name_of(d) for d in brought_by.get(top, [top])} for top in others}


@pytest.mark.slow
def test_every_import_is_declared() -> None:
    missing = {
        top: names for top, names in distributions().items() if not names & (NEEDED | OPTIONAL)
    }
    assert missing == {}


@pytest.mark.slow
def test_every_dependency_is_imported() -> None:
    used = set[str]().union(*distributions().values())
    assert (NEEDED | OPTIONAL) - used - BEHIND_OTHERS - {"psycopg-binary"} == set()


def test_the_asyncio_part_of_sqlalchemy_comes_along() -> None:
    """The store of Slack's installations imports it, and it needs greenlet."""
    (sqlalchemy,) = (r for r in PROJECT["dependencies"] if name_of(r) == "sqlalchemy")
    assert "[asyncio]" in sqlalchemy


def pins(file: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / file).read_text("utf-8"), re.M))


def test_what_runs_is_locked_without_what_tests_need() -> None:
    running, testing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert running < testing
    assert testing < pins("requirements-mutants.lock")
    names = {pin.partition("==")[0] for pin in running}
    assert names >= NEEDED
    assert not names & {"pytest", "playwright", "scipy", "scikit-learn", "mypy"}
