"""The shipped day through the real desk, without waiting: what must come true of it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.desk import Desk
from bot.desk.player import PlayedStep, Player
from bot.knowledge.day import load_day
from bot.model.conversation import Conversation
from bot.model.effect import Notice, Reply, StaffAlert
from bot.model.errors import KnowledgeError
from bot.model.event import FeedRead, MessageReceived
from bot.model.status import TROUBLE
from tests import shipped
from tests.store.databases import in_memory

pytestmark = pytest.mark.slow

CULPRIT = "plugin:hirari-grid"
PAGE = "yukishiro-status"


@dataclass
class Played:
    """The whole day, played once."""

    steps: list[PlayedStep]
    conversations: dict[str, Conversation]

    def alert(self, action: str) -> tuple[PlayedStep, StaffAlert]:
        return next(
            (s, e)
            for s in self.steps
            for e in s.effects
            if isinstance(e, StaffAlert) and e.action == action
        )

    def told(self, reason: str) -> set[str]:
        return {
            reader
            for s in self.steps
            for e in s.effects
            if isinstance(e, Notice) and e.reason == reason
            for reader in e.to
        }


def play() -> Played:
    day = load_day()
    store = in_memory()
    player = Player(day, Desk(store, shipped.knowledge()).handle)
    steps = []
    while (step := player.step()) is not None:
        steps.append(step)
    with store.work() as work:
        held = {c.customer: c for c in work.active_conversations(day.start)}
    store.close()
    return Played(steps, held)


@pytest.fixture(scope="module")
def played() -> Played:
    return play()


def test_the_incident_is_raised_within_ten_minutes_with_the_plugin_as_first_suspect(
    played: Played,
) -> None:
    first = next(s for s in played.steps for e in s.effects if isinstance(e, Reply) and e.is_report)
    step, alert = played.alert("raised")
    assert alert.suspects[0] == CULPRIT
    assert step.event.at - first.event.at <= timedelta(minutes=10)


def test_staff_hear_of_it_long_before_the_page_of_the_hosting_firm(played: Played) -> None:
    admitted = next(
        s.event.at
        for s in played.steps
        if isinstance(s.event, FeedRead) and s.event.feed == PAGE and s.event.shows in TROUBLE
    )
    assert admitted - played.alert("raised")[0].event.at >= timedelta(minutes=30)


def test_nobody_reads_a_culprit_before_somebody_has_named_it_or_shown_its_host(
    played: Played,
) -> None:
    for step in played.steps:
        if any("Hirari Grid" in e.text for e in step.effects if isinstance(e, Reply | Notice)):
            return
        if isinstance(step.event, MessageReceived) and "hirari-grid.example" in step.event.text:
            return
    pytest.fail("the plug-in was never named")


def test_whoever_blames_the_home_product_is_not_told_that_it_is_the_cause(played: Played) -> None:
    replies = [
        e
        for s in played.steps
        for e in s.effects
        if isinstance(e, Reply) and e.customer == "tsubasa"
    ]
    assert replies
    assert all(not r.cause.startswith("home:") for r in replies)


def test_the_first_suspect_changes_when_the_page_below_the_plugin_moves(played: Played) -> None:
    step, alert = played.alert("updated")
    assert isinstance(step.event, FeedRead)
    assert alert.suspects[:2] == ("infra:yukishiro", CULPRIT)


def test_most_are_given_the_way_round(played: Played) -> None:
    given = {
        customer
        for customer, c in played.conversations.items()
        if any(a.advice == "disable_plugin:hirari-grid" for a in c.advised)
    }
    assert {"hoshimi", "akane", "tsubasa", "ridgeway", "hokuto", "aomine"} <= given


def test_recovery_is_told_only_after_a_customer_has_confirmed_it(played: Played) -> None:
    confirmed = played.conversations["midori"].recovered_at
    assert confirmed is not None
    told = [
        s.event.at
        for s in played.steps
        for e in s.effects
        if isinstance(e, Notice) and e.reason in ("recovered", "reenable")
    ]
    assert told
    assert min(told) >= confirmed


def test_reenable_goes_to_exactly_those_who_switched_it_off(played: Played) -> None:
    switched = {
        customer
        for customer, c in played.conversations.items()
        if any(t.advice == "disable_plugin:hirari-grid" and t.outcome == "worked" for t in c.trials)
    }
    assert switched
    assert played.told("reenable") == switched


def test_questions_that_are_no_trouble_count_for_nothing(played: Played) -> None:
    for customer in ("shirakaba", "nagihara"):
        replies = [
            e
            for s in played.steps
            for e in s.effects
            if isinstance(e, Reply) and e.customer == customer
        ]
        assert replies
        assert not any(r.is_report for r in replies)
        assert played.told("workaround").isdisjoint({customer})


@pytest.mark.slow
def test_the_same_day_gives_the_same_steps(played: Played) -> None:
    assert play().steps == played.steps


def test_a_mistake_in_the_day_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "day.yaml").write_text('date: "14 April"\nzone: Asia/Tokyo\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"demo/day.yaml:1: date"):
        load_day(tmp_path)
