"""The command ``jitabata`` from outside, as operators and the replay see it."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store import connect
from bot.store.sql import SqlStore
from bot.texts import check
from bot.texts.loader import table
from tests.builders import FEEDS, PRODUCTS, RARE, at
from tests.store.troubles import SOON, held_locked

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "bot")


in_an_ascii_folder = pytest.mark.skipif(
    not str(ROOT).isascii(),
    reason="Python itself does not start there: it reads the paths of its venv as ASCII",
)


def run(
    *words: str, given: str | bytes = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *words],
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=50,
        env={**os.environ, **(env or {})},
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def one_clear_line(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command says on stderr when it refuses."""
    assert main(words) == 1
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("serve", "chat", "demo", "replay", "understand", "read-feed", "check"):
        assert command in done.stdout


def test_an_unknown_command_is_refused_with_2() -> None:
    done = run("teapot")
    assert done.returncode == 2
    assert "teapot" in done.stderr
    assert run().returncode == 2


def test_replay_needs_a_place_for_its_state() -> None:
    done = run("replay", "--jsonl")
    assert done.returncode == 2
    assert "--state" in done.stderr


def test_a_broken_knowledge_base_is_named_by_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "knowledge", tmp_path / "k")
    broken = tmp_path / "k" / "causes" / "plugin.yaml"
    broken.write_text(broken.read_text("utf-8").replace("prior:", "priory:"), "utf-8")
    done = run("check", "--knowledge", str(tmp_path / "k"))
    assert done.returncode == 1
    assert "plugin.yaml:" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_check_names_what_one_language_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without = {**table("ja", "probes")}
    del without["not"]
    tables = {("ja", "probes"): without}
    monkeypatch.setattr(
        check, "table", lambda lang, room: tables.get((lang, room), table(lang, room))
    )
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "bot/texts/ja/probes.yaml: not is missing\n" in said
    assert "1 errors" in said


def test_a_feed_document_that_is_not_there_is_one_clear_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "nowhere.json" in one_clear_line(capsys, "read-feed", "nowhere.json")


@pytest.mark.slow
def test_a_refusal_ends_the_process_with_1_and_no_traceback() -> None:
    done = run("read-feed", "nowhere.json")
    assert done.returncode == 1
    assert "nowhere.json" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "cannot read"), ("port = [", ""), ("port = 0", "port"), ('port = "x"', "port")],
)
def test_a_wrong_configuration_is_one_clear_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    text: str | None,
    says: str,
) -> None:
    file = tmp_path / "desk.toml"
    if text is not None:
        file.write_text(text, "utf-8")
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path / "var"))
    assert says in one_clear_line(capsys, "chat", "--config", str(file))


@pytest.mark.parametrize("kept", [True, False])
def test_what_cannot_be_explained_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, kept: bool
) -> None:
    if kept:
        SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}").close()
    said = one_clear_line(capsys, "explain", "T404", "--state", str(tmp_path))
    assert ("T404" if kept else str(tmp_path)) in said
    assert list(tmp_path.iterdir()) == ([tmp_path / "desk.sqlite"] if kept else [])


def line(minutes: float, event: str, **fields: object) -> str:
    return json.dumps({"event": event, "at": at(minutes).isoformat(), **fields}) + "\n"


def a_day() -> list[str]:
    """Over two hours: a plug-in fails, is switched off, recovers."""
    products = [
        {
            "id": p.id,
            "name": p.name,
            "names": list(p.names),
            "kind": str(p.kind),
            "hosts": list(p.hosts),
            "depends_on": list(p.depends_on),
            "status_feed": p.status_feed,
            "install_share": p.install_share,
            "home_product": p.home_product,
        }
        for p in PRODUCTS
    ]
    feeds = [{"id": f.id, "service": f.service, "format": f.format} for f in FEEDS]
    said = {
        3: ("aoi", "見積アプリの一覧が真っ白で開きません。ほかのアプリは開きます"),
        7: ("ben", "一覧がくるくるのまま開きません。ほかのアプリは普通です"),
        12: ("aoi", "Ruri Gridを無効にしたら開きました"),
        110: ("ben", "使えるようになりました"),
    }
    lines = [line(0, "opened", catalogue=products, feeds=feeds)]
    for minute in range(1, 140):
        if minute % 2 == 0:
            lines += [
                line(minute, "feed_read", feed=f.id, service=f.service, outcome="ok",
                     shows="operational")
                for f in FEEDS
            ]  # fmt: skip
        if minute in said:
            who, text = said[minute]
            lines.append(
                line(minute, "message", message_id=f"m{minute}", customer=who, tenant=who,
                     text=text, installed_plugins=[RARE.id])
            )  # fmt: skip
        lines.append(line(minute, "tick"))
    return lines


def replay(state: Path, lines: list[str]) -> str:
    done = run("replay", "--jsonl", "--state", str(state), given="".join(lines))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_replay_whose_state_is_locked_says_so_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connect, "PATIENCE", SOON)
    SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}").close()
    words = ("replay", "--jsonl", "--state", str(tmp_path))
    with held_locked(tmp_path / "desk.sqlite"):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(a_day()[:1])))
        assert "locked" in one_clear_line(capsys, *words)
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(a_day()[:1])))
    assert main(words) == 0
    assert capsys.readouterr().out == '{"effect": "done"}\n'


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is answered to the whole day."""
    return replay(tmp_path_factory.mktemp("whole"), a_day())


@pytest.mark.slow
def test_a_day_replayed_twice_is_the_same_byte_for_byte(tmp_path: Path, whole: str) -> None:
    day = a_day()
    assert whole == replay(tmp_path, day)
    assert whole.count('{"effect": "done"}\n') == len(day)
    assert '"reenable"' in whole


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.2, 0.45])
def test_after_a_kill_the_day_goes_on_as_if_nothing_had_happened(
    tmp_path: Path, whole: str, share: float
) -> None:
    day = a_day()
    cut = int(len(day) * share)
    expected = whole.split('{"effect": "done"}\n')
    killed = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "replay", "--jsonl", "--state", str(tmp_path / "cut")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
    )
    assert killed.stdin is not None
    assert killed.stdout is not None
    with killed:
        for sent in day[:cut]:
            killed.stdin.write(sent)
            killed.stdin.flush()
            while killed.stdout.readline() != '{"effect": "done"}\n':
                pass
        killed.send_signal(signal.SIGKILL)
    opened = json.loads(day[0])
    opened["restarted"] = True
    opened["at"] = json.loads(day[cut - 1])["at"]
    rest = replay(tmp_path / "cut", [json.dumps(opened) + "\n", *day[cut:]])
    assert rest.split('{"effect": "done"}\n')[1:] == expected[cut:]


def test_bad_lines_are_named_on_stderr_and_answered_by_done(tmp_path: Path) -> None:
    lines = ["{\n", '{"event":"teapot"}\n', line(1, "tick", mood=1), line(2, "tick")]
    done = run("replay", "--jsonl", "--state", str(tmp_path), given="".join(lines))
    assert done.returncode == 0
    assert done.stdout == '{"effect": "done"}\n' * 4
    for word in ("not JSON", "teapot", "mood"):
        assert word in done.stderr


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({"LC_ALL": "C"}, marks=in_an_ascii_folder),
        pytest.param({"PYTHONIOENCODING": "ascii"}, marks=pytest.mark.slow),
    ],
)
def test_text_is_utf_8_whatever_the_locale(tmp_path: Path, env: dict[str, str]) -> None:
    said = line(1, "message", message_id="m1", customer="a", tenant="t", text="開かない \ud83d")
    raw = said.encode().replace(b'"t"', b'"t\xff"')
    done = run("replay", "--jsonl", "--state", str(tmp_path), given=raw, env=env)
    assert done.returncode == 0, done.stderr
    reply = json.loads(done.stdout.splitlines()[0])
    assert reply["effect"] == "reply"
    assert reply["lang"] == "ja"
