"""How many small changes of the core its nearest tests notice, as `make mutants` asks.

Cosmic Ray makes the changes ("mutants"): a number one higher or lower, a comparison or a condition turned round, a
loop that never runs. One at a time they are written into a copy of this checkout. The tests that name the changed
module run first, then all others of its room; a mutant that both let pass has survived. At most one mutant is drawn of
each place in the code, always the same ones for a seed. Nothing here runs in `make test`.
"""

import argparse
import os
import re
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import chdir
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec

for other in ("aiohttp", "jinja2", "numpy", "pydantic", "sqlalchemy.ext.asyncio"):
    import_module(other)  # once, for the children that run the tests

ROOT = Path(__file__).parents[2]
ROOMS = ("triage", "incidents", "desk", "delivery")
APART = "understand"  # is measured by what it understands, not by its lines
# Not changed: `|`, which stands in types and sets here, and decorators: a class that is no longer frozen is the same
# to every test.
OPERATORS = re.compile(
    "NumberReplacer|AddNot|Replace(And|Or|True|False|Break|Continue)|ZeroIteration|Delete_(Not|USub)"
    "|Operator_(Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|Lt_LtE|Lt_GtE|LtE_Lt|LtE_Gt|Gt_GtE|Gt_LtE|GtE_Gt|GtE_Lt)$"
    "|BinaryOperator_(Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul)$"
)
_KEYWORD_ONLY = re.compile(r"[(,] ?\*,")  # no product, though it looks like one
SECONDS = 600  # of a processor, for the tests of one mutant: one that never ends is noticed
PASSED = (
    pytest.ExitCode.OK,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)  # the latter: all of them are slow
QUIETLY = f"-x -q -n0 -p no:randomly -o timeout=0 --ignore=tests/triage/{APART}".split()


def modules(room: str) -> list[Path]:
    """The files of a room, as paths in the checkout."""
    found = sorted((ROOT / "bot" / room).rglob("*.py"))
    return [path.relative_to(ROOT) for path in found if APART not in path.parts]


def mutants_of(module: Path) -> Iterator[MutationSpec]:
    """Every change of a file that the operators know."""
    lines = _lines(module)
    nodes = list(ast_nodes(get_ast_from_path(ROOT / module)))
    for name in filter(OPERATORS.search, sorted(operator_names())):
        operator = get_operator(name)()
        places = (place for node in nodes for place in operator.mutation_positions(node))
        for at, (start, end) in enumerate(places):
            line = lines[start[0] - 1]
            is_signature = line.lstrip().startswith(("*,", "@")) or _KEYWORD_ONLY.search(line)
            if not is_signature:
                yield MutationSpec(module, name, at, start, end)


def drawn(size: int | None, seed: int, rooms: Sequence[str] = ROOMS) -> list[MutationSpec]:
    """So many mutants of some rooms, each of another place; every mutant without a size.

    They are ordered by a digest of what is changed, so that a change elsewhere draws no other places.
    """
    everything = [m for room in rooms for module in modules(room) for m in mutants_of(module)]
    everything.sort(key=lambda m: _order(m, seed))
    if size is None:
        return everything
    return list({(m.module_path, m.start_pos): m for m in everything}.values())[:size]


def _order(mutant: MutationSpec, seed: int) -> bytes:
    line = _lines(mutant.module_path)[mutant.start_pos[0] - 1].strip()
    what = f"{seed} {mutant.module_path} {mutant.operator_name} {mutant.start_pos[1]} {line}"
    return sha256(what.encode()).digest()


@cache
def _lines(module: Path) -> list[str]:
    return (ROOT / module).read_text("utf-8").splitlines()


def nearest(module: Path) -> list[str]:
    """The test files here that name a module, or are named after it, which come first: they are the quickest.

    Those of the folder that we are in: what is written into the checkout meanwhile is not in the copy.
    """
    dotted = ".".join(module.with_suffix("").parts)
    package, _, name = dotted.rpartition(".")
    names = re.compile(rf"\b{re.escape(dotted)}\b|from {re.escape(package)} import .*\b{name}\b")
    named = re.compile(rf"test_{name}(_\w+)?\.py")
    own, others = list[str](), list[str]()
    for file in sorted(Path("tests").rglob("test_*.py")):
        if named.fullmatch(file.name) and module.parts[1] in file.parts:
            own.append(str(file))
        elif names.search(file.read_text("utf-8")):
            others.append(str(file))
    return own + others


def pass_here(tests: list[str]) -> bool:
    """Whether tests pass in the folder we are in: in a child, which imports ours anew."""
    child = os.fork()
    if not child:
        try:
            _become_a_run_of_tests()
            os._exit(int(pytest.main([*QUIETLY, *tests]) not in PASSED))
        finally:
            os._exit(1)  # whatever happens, it never goes on where its parent is
    return os.waitpid(child, 0)[1] == 0


def _become_a_run_of_tests() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for ours in [name for name in sys.modules if name.partition(".")[0] in {"bot", "tests"}]:
        del sys.modules[ours]
    sys.path.insert(0, str(Path.cwd()))
    sys.dont_write_bytecode = True


def survives(mutant: MutationSpec) -> str | None:
    """The change, when neither the nearest tests nor the others of the room notice it."""
    near = nearest(mutant.module_path)
    others = [f"tests/{mutant.module_path.parts[1]}", *(f"--ignore={test}" for test in near)]
    operator = get_operator(mutant.operator_name)()
    with use_mutation(mutant.module_path, operator, mutant.occurrence) as (before, after):
        if after is None:
            raise LookupError(f"there is no such place: {mutant}")
        if not all(pass_here(tests) for tests in (near, others) if tests):
            return None
        lines = zip(before.splitlines(), after.splitlines(), strict=False)
        return next((f"- {old}\n+ {new}" for old, new in lines if old != new), "(nothing)")


def copy_of_checkout(there: Path) -> None:
    """What the tests of the rooms need, in a folder of its own."""
    for folder in ("bot", "knowledge", "tests"):
        shutil.copytree(ROOT / folder, there / folder)
    shutil.copy(ROOT / "pyproject.toml", there)


def measure(mutants: list[MutationSpec]) -> None:
    """Try each mutant and print those that survive, then the share that is killed."""
    tried, killed = Counter[str](), Counter[str]()
    for number, mutant in enumerate(mutants, 1):
        room = mutant.module_path.parts[1]
        change = survives(mutant)
        tried[room] += 1
        killed[room] += change is None
        place = f"{mutant.module_path}:{mutant.start_pos[0]} {mutant.operator_name}"
        print(f"{number}/{len(mutants)} {'killed' if change is None else 'SURVIVED'} {place}")
        print(change or "", end="\n" if change else "", flush=True)
    for room in tried:
        print(f"{room}: {killed[room]} of {tried[room]} killed")
    print(f"all: {killed.total()} of {tried.total()} killed, {killed.total() / tried.total():.1%}")


def main() -> None:
    """Draw, copy, see that the tests pass as they are, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.benchmarks.mutants")
    parser.add_argument("--sample", default="200", help="how many mutants, or all")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other mutants")
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=ROOMS, help="only of these")
    asked = parser.parse_args()
    mutants = drawn(None if asked.sample == "all" else int(asked.sample), asked.seed, asked.rooms)
    with tempfile.TemporaryDirectory() as there, chdir(there):
        copy_of_checkout(Path(there))
        if not pass_here([f"tests/{room}" for room in asked.rooms]):
            sys.exit("The tests fail without any change.")
        measure(mutants)


if __name__ == "__main__":
    main()
