"""The commands ``broadcasts`` on a real desk."""

import io
import re
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.broadcasts import BroadcastsCommand, BroadcastsSpeech, length
from bot.configuration.broadcast import NIGHT, quiet_of
from bot.desk.ledger import DeliveryState, Settled
from bot.model.broadcast import BroadcastStatus, Quiet, Steering
from bot.model.errors import JitabataError
from bot.settings import from_environment
from bot.store.sql import SqlStore
from tests import shipped
from tests.cases import each
from tests.desk.announcing import HERE, OTHER_TEXT, TEXT, Announcing, opened
from tests.store.databases import in_memory


class Terminal:
    """Somebody at a terminal, and what it showed."""

    def __init__(self, lang: str = "en") -> None:
        self.store = in_memory()
        self.desk: Announcing = opened(self.store, shipped.knowledge())
        self.lang, self.slept = lang, 0
        self.out = io.StringIO()

    def broadcasts(self, typed: str = "") -> BroadcastsCommand:
        self.out = io.StringIO()
        speech = BroadcastsSpeech(self.out, self.lang, io.StringIO(typed))
        knowledge = shipped.knowledge()
        return BroadcastsCommand(
            self.store, knowledge, lambda: self.desk.day.now, speech, self.time_passes
        )

    def time_passes(self, _: float) -> None:
        """While somebody waits, a hundred more arrive."""
        self.slept += 1
        self.desk.day.now += timedelta(seconds=10)
        self.desk.delivers(100)

    @property
    def said(self) -> str:
        return self.out.getvalue()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.store.close()


def test_the_list_has_a_line_for_each_newest_first(terminal: Terminal) -> None:
    assert terminal.broadcasts().show_all() == 0
    assert terminal.said == "Nothing has been broadcast.\n"
    terminal.desk.announces(5)
    terminal.desk.delivers(2)
    terminal.desk.steers("B1", Steering.CORRECT, OTHER_TEXT)
    terminal.broadcasts().show_all()
    lines = [line.split("\t") for line in terminal.said.splitlines()]
    assert [line[:4] for line in lines] == [
        ["id", "state", "done", "failed"],
        ["B2", "sending", "0/2", "0"],
        ["B1", "sending", "2/5", "0"],
    ]


def test_one_shows_what_it_says_how_far_it_is_and_what_failed(terminal: Terminal) -> None:
    terminal.desk.announces(20)
    terminal.desk.day.now += timedelta(minutes=1)
    terminal.desk.delivers(6)
    failed = [
        Settled(o, DeliveryState.FAILED, reason="550\tno\nsuch user")
        for o in terminal.desk.claims(2)
    ]
    terminal.store.ledger.settle(HERE, failed, terminal.desk.day.now)
    terminal.broadcasts().show("B1")
    assert TEXT in terminal.said
    assert "8 of 20 done (40 %): 6 delivered, 12 to go, 2 failed, 0 cancelled" in terminal.said
    assert "6 a minute, about 2 min to go" in terminal.said
    assert terminal.said.count("\tmail\t550 no such user\n") == 2


def test_one_is_watched_until_all_is_sent(terminal: Terminal) -> None:
    terminal.desk.announces(250)
    terminal.broadcasts().show("B1", watch=True)
    assert re.findall(r"(\d+) of 250 done", terminal.said) == ["0", "100", "200", "250"]
    assert terminal.slept == 3


def test_it_is_steered_through_the_desk_by_name(terminal: Terminal) -> None:
    terminal.desk.announces(600)
    broadcasts = terminal.broadcasts()
    broadcasts.steer("B1", Steering.PAUSE, "佐藤")
    assert terminal.desk.broadcast("B1").status is BroadcastStatus.PAUSED
    broadcasts.steer("B1", Steering.RESUME, "佐藤")
    terminal.desk.delivers(3)
    broadcasts.steer("B1", Steering.CORRECT, "佐藤", OTHER_TEXT)
    broadcasts.steer("B1", Steering.CANCEL, "佐藤")
    assert terminal.said.splitlines() == [
        "B1 is paused.",
        "B1 goes on.",
        "B1 is corrected; the 3 who had got it are told.",
        "What was left of B1 is cancelled.",
    ]
    assert terminal.desk.all()[0].staff == "佐藤"


def test_what_is_not_possible_is_said_and_nothing_is_done(terminal: Terminal) -> None:
    terminal.desk.announces(2)
    terminal.desk.delivers()
    broadcasts = terminal.broadcasts()
    for what in (Steering.PAUSE, Steering.RESUME, Steering.CANCEL):
        with pytest.raises(JitabataError, match="B1"):
            broadcasts.steer("B1", what, "佐藤")
    for text, said in (("", "empty"), (TEXT, "same"), ("x" * 4_001, "4,000")):
        with pytest.raises(JitabataError, match=said):
            broadcasts.steer("B1", Steering.CORRECT, "佐藤", text)
    with pytest.raises(JitabataError, match="no broadcast"):
        broadcasts.show("B9")
    assert len(terminal.desk.all()) == 1


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("y\n", 1), ("", 1)])
def test_a_retraction_is_asked_about_first(terminal: Terminal, typed: str, code: int) -> None:
    terminal.desk.announces(3)
    terminal.desk.delivers(2)
    assert terminal.broadcasts(typed).retract("B1", "佐藤") == code
    assert "tells the 2 who got it" in terminal.said
    assert len(terminal.desk.all()) == 2 - code
    if not code:
        with pytest.raises(JitabataError, match="once"):
            terminal.broadcasts().retract("B1", "佐藤", sure=True)


def test_at_night_it_says_when_it_goes_on(terminal: Terminal) -> None:
    terminal.lang = "ja"
    terminal.desk.day.now = terminal.desk.day.now.replace(hour=23)
    terminal.desk.knows_many(1)
    terminal.desk.proposes()
    terminal.desk.approves(quiet=NIGHT)
    terminal.broadcasts().show("B1")
    assert "夜間のため待機中" in terminal.said
    assert "2026-01-06 07:00 JST から送ります" in terminal.said


@pytest.mark.slow
def test_the_command_finds_the_database_and_reads_the_correction_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url)
    desk = opened(store, shipped.knowledge())
    desk.announces(2)
    desk.delivers(1)
    store.close()
    monkeypatch.setenv("JITABATA_DATABASE", url)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    (tmp_path / "text.txt").write_text(OTHER_TEXT + "\n", "utf-8")
    text = str(tmp_path / "text.txt")
    assert main(["broadcasts", "correct", "B1", "--text", text, "--as", "佐藤"]) == 0
    assert main(["broadcasts", "--lang", "en"]) == 0
    assert main(["broadcasts", "correct", "B1", "--text", str(tmp_path / "none")]) == 1
    said = capsys.readouterr()
    assert "B1 を訂正しました。すでに届いていた 1 名に訂正を送ります。" in said.out
    assert "correction" in said.out
    assert "を読めません" in said.err


def test_a_length_is_told_in_the_unit_that_matters() -> None:
    assert length(timedelta(minutes=119), "en") == "119 min"
    assert length(timedelta(seconds=20), "ja") == "1 分未満"
    assert length(timedelta(hours=3), "en") == "3 h"


@each(
    ("given", "hours"),
    [
        (None, NIGHT),
        ({}, NIGHT),
        ({"quiet": ""}, None),
        ({"quiet": "21:30-6:00"}, Quiet(time(21, 30), time(6))),
        ({"quiet": "12:00 〜 13:00"}, Quiet(time(12), time(13))),
    ],
)
def test_quiet_hours_are_configured(given: object, hours: Quiet | None) -> None:
    assert quiet_of(given) == hours


@each(
    "given", ["22", {"quiet": "night"}, {"quiet": 22}, {"quiet": "24:00-07:00"}, {"loud": "1"},
              {"quiet": "07:00-07:00"}]
)  # fmt: skip
def test_quiet_hours_that_mean_nothing_are_refused(given: object) -> None:
    with pytest.raises(JitabataError, match="broadcast"):
        quiet_of(given)


def test_quiet_hours_stand_in_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "desk.toml"
    folder = f'folder = "{tmp_path}"\n'
    config.write_text(folder + '[broadcast]\nquiet = "23:00-06:00"\n', "utf-8")
    assert from_environment(config).quiet == Quiet(time(23), time(6))


def test_failures_are_listed_with_addresses_and_sent_again() -> None:
    terminal = Terminal()
    terminal.desk.announces(3)
    claimed = terminal.desk.claims(2)
    lost = [Settled(o, DeliveryState.FAILED, reason="busy") for o in claimed]
    terminal.store.ledger.settle(HERE, lost, terminal.desk.day.now)
    assert terminal.broadcasts().list_failures("B1") == 0
    assert terminal.said.count("@") == 4
    assert terminal.broadcasts().steer("B1", Steering.RESEND, "hana") == 0
    assert "sent again" in terminal.said
    assert len(terminal.desk.delivers()) == 3
    with pytest.raises(JitabataError, match="nobody to whom"):
        terminal.broadcasts().steer("B1", Steering.RESEND, "hana")
    terminal.store.close()
