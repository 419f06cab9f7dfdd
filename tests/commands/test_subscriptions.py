"""The command ``subscriptions`` on a real database."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store.sql import SqlStore
from tests.subscribers import a_subscription


def test_the_operator_counts_exports_and_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("JITABATA_DATABASE", url)
    assert main(["subscriptions", "--lang", "en"]) == 0
    assert "Nobody has subscribed" in capsys.readouterr().out
    store = SqlStore.open(url)
    with store.work() as work:
        for name in ("sato", "kato"):
            work.save_subscription(a_subscription(name, topics=("component:editor",)))
    store.close()
    assert main(["subscriptions", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "Email, active: 2\n"
    assert main(["subscriptions", "remove", "SATO@midori.example"]) == 0
    assert main(["subscriptions", "remove", "sato@midori.example"]) == 1
    capsys.readouterr()
    assert main(["subscriptions", "export"]) == 0
    head, line = capsys.readouterr().out.splitlines()
    assert head.startswith("id,channel,address,lang,topics,state,")
    assert line.startswith(
        "subscriber:kato,mail,kato@midori.example,ja,component:editor,active,2026-01-05T"
    )
    assert main(["subscriptions", "remove", "subscriber:kato"]) == 0
