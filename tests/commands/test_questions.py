"""The command ``questions`` on a real database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.desk.unanswered import count_unanswered
from bot.store.sql import SqlStore


def test_the_most_asked_come_first_and_one_with_an_answer_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("JITABATA_DATABASE", url)
    store = SqlStore.open(url)
    with store.work() as work:
        for question in ("予約は何件までですか", "色は変えられますか", "色は変えられますか？"):
            count_unanswered([question], "ja", datetime(2026, 1, 5, tzinfo=UTC), work)
    store.close()
    assert main(["questions", "--lang", "en"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "2 times" in first
    assert "色は変えられますか" in first
    assert main(["questions", "done", first.split()[0]]) == 0
    assert main(["questions"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [second.split()[0]]
    assert main(["questions", "done", "nothing"]) == 1
