"""``jitabata probe``: the table of what is measured, on a terminal and in a pipe."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from bot.channels.probes_table import MeasurementResult, ProbesTable
from bot.model.knowledge import Knowledge
from bot.model.probe import Importance, MeasurementStep, ProbeRef
from bot.probes.measure import Taken

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
REFS = (
    ProbeRef("cdn.example/x.js", "kintone-jp"),
    ProbeRef("s.example/health", "gusuku-customine", names={"ja": "配信", "en": "delivery"}),
    ProbeRef("e.example/", "nobody", Importance.LOW),
    ProbeRef("cdn.example/x.js", "jsdelivr"),
)
TAKEN: dict[str, Taken] = {
    "cdn.example/x.js": Taken(None, 200, 0.1234, NOW + timedelta(days=30)),
    "s.example/health": Taken(MeasurementStep.STATUS, 503),
}


def shown(knowledge: Knowledge, lang: str, *, terminal: bool) -> tuple[str, bool, list[str]]:
    out, asked = io.StringIO(), list[str]()

    async def measure(ident: str) -> MeasurementResult | str:
        asked.append(ident)
        return TAKEN.get(ident) or table.not_measured("refused")

    console = Console(file=out, force_terminal=terminal, width=160, _environ={"TERM": "xterm"})
    table = ProbesTable(REFS, knowledge, measure, lambda: NOW, lang)
    fine = asyncio.run(table.show(console))
    return out.getvalue(), fine, asked


def test_a_pipe_gets_one_line_for_each_target_and_product(knowledge: Knowledge) -> None:
    said, fine, asked = shown(knowledge, "en", terminal=False)
    heads, first, second, third, fourth = (line.split("\t") for line in said.splitlines())
    assert heads[:4] == ["Target", "Product", "Importance", "State"]
    assert first == [
        "cdn.example/x.js", "kintone", "high", "answers (200)", "123 ms", "2026-05-31 (in 30 d)"
    ]  # fmt: skip
    assert second[1:4] == ["delivery", "high", "server error (5xx) (503)"]
    assert third[1:4] == ["nobody", "low", "not measured: refused"]
    assert fourth[1] == "jsDelivr"
    assert not fine
    assert asked.count("cdn.example/x.js") == 1


def test_a_terminal_gets_the_table(knowledge: Knowledge) -> None:
    said, _, _ = shown(knowledge, "ja", terminal=True)
    assert "応答あり (200)" in said
    assert "サーバーエラー" in said
