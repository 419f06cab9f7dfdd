"""The judge's figures never fall below the floor that the project keeps of them."""

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FLOOR = {"feeds": {"at_least": {"overall": 0.9}, "at_most": {"leaks": 2}}}


def program() -> ModuleType:
    loader = SourceFileLoader("bars", str(ROOT / ".ci" / "bars"))
    spec = spec_from_loader("bars", loader)
    assert spec is not None
    made = module_from_spec(spec)
    loader.exec_module(made)
    return made


BARS = program()


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    path = tmp_path / "floor.json"
    path.write_text(json.dumps(FLOOR), "utf-8")
    return path


def compare(floor: Path, figures: dict[str, Any], *words: str) -> int:
    (floor.parent / "feeds.json").write_text(json.dumps({"figures": figures}), "utf-8")
    return int(BARS.main([str(floor.parent), "--floor", str(floor), *words]))


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ({"overall": 0.8998, "leaks": 0}, "overall is 0.8998, the floor is at least 0.9"),
        ({"overall": 1.0, "leaks": 3}, "leaks is 3, the floor is at most 2"),
        ({"overall": 1.0}, "leaks is not measured any more"),
    ],
)
def test_a_figure_that_got_worse_is_named(
    floor: Path, figures: dict[str, Any], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(floor, figures) == 1
    assert named in capsys.readouterr().err


def test_what_is_as_good_or_better_passes_and_only_raise_writes_it(floor: Path) -> None:
    assert compare(floor, {"overall": 0.9, "leaks": 2}) == 0
    assert compare(floor, {"overall": 0.95, "leaks": 1, "wall_s": 900}) == 0
    assert json.loads(floor.read_text("utf-8")) == FLOOR
    assert compare(floor, {"overall": 0.95, "leaks": 1}, "--raise") == 0
    assert json.loads(floor.read_text("utf-8"))["feeds"] == {
        "at_least": {"overall": 0.95},
        "at_most": {"leaks": 1},
    }


def test_raise_lowers_nothing(floor: Path) -> None:
    assert compare(floor, {"overall": 0.5, "leaks": 1}, "--raise") == 1
    assert json.loads(floor.read_text("utf-8"))["feeds"] == {
        "at_least": {"overall": 0.9},
        "at_most": {"leaks": 1},
    }


def test_a_part_that_was_not_measured_is_named(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert BARS.main([str(floor.parent), "--floor", str(floor)]) == 1
    assert "feeds was not measured" in capsys.readouterr().err


def test_a_busy_machine_is_no_fault_of_the_desk(floor: Path) -> None:
    told = {
        "totals": {"figures": {"overall": 1.0, "leaks": 0, "protocol_findings": 3}},
        "scenarios": [{"protocol": {"start-up took more than 2 s": 1, "bad JSON": 2}}],
    }
    path = floor.parent / "feeds.json"
    path.write_text(json.dumps(told), "utf-8")
    assert BARS.measured(path)["protocol_findings"] == 2


def test_our_own_floor_watches_every_part() -> None:
    floor = json.loads((ROOT / ".ci" / "floor.json").read_text("utf-8"))
    assert set(floor) == {"scenarios", "dialogues", "messages", "wild", "feeds", "waves"}
    assert all(set(bars) == {"at_least", "at_most"} for bars in floor.values())
