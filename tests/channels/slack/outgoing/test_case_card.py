"""What stands on the card of a case, and what is said beside it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.slack.outgoing.case_card import CaseCard, State, Way, way
from bot.model.effect import Notice, Reply, StaffReply
from tests.channels.fakes import NOON, a_reply

SATO = "slack:T1:USATO"
REPORT = replace(a_reply("確認しています。", SATO), is_report=True)
NEWS = Notice("i1", (SATO,), "update", "公式の掲載が出ました。", "ja", "plugin:kumo")
OVER = Notice(
    "i1", (SATO,), "recovered", "復旧しました。", "ja", "plugin:kumo", ("no_action_needed",)
)
CARD = replace(CaseCard.of(REPORT, "k"), ts="1.0")
SILENT = ("point_to_status_page",)


@pytest.mark.parametrize(
    ("effect", "state", "expected"),
    [
        (REPORT, State.LOOKING, Way.MESSAGE),
        (StaffReply(SATO, "承りました。", "tanaka"), State.LOOKING, Way.MESSAGE),
        (NEWS, State.LOOKING, Way.EDIT),
        (replace(NEWS, advice=SILENT), State.AROUND, Way.EDIT),
        (replace(NEWS, reason="first"), State.STAFF, Way.EDIT),
        (replace(NEWS, advice=("disable_plugin:kumo",)), State.LOOKING, Way.MESSAGE),
        (replace(NEWS, reason="workaround"), State.LOOKING, Way.MESSAGE),
        (replace(NEWS, reason="reenable"), State.LOOKING, Way.MESSAGE),
        (NEWS, State.OVER, Way.MESSAGE),  # it is back: who thought it over must hear
        (replace(NEWS, reason="first"), State.ANSWERED, Way.MESSAGE),  # it never was their case
    ],
)
def test_an_edit_is_for_what_asks_nothing_of_the_reader(
    effect: Reply | Notice | StaffReply, state: State, expected: Way
) -> None:
    assert way(effect, replace(CARD, state=state)) is expected


def test_without_a_card_a_person_opens_none() -> None:
    assert way(NEWS, None) is Way.CARD
    assert way(StaffReply(SATO, "承りました。", "tanaka"), None) is Way.MESSAGE


@pytest.mark.parametrize(
    ("effect", "before", "after"),
    [
        (replace(REPORT, advice=("handoff_to_human",)), State.LOOKING, State.STAFF),
        (replace(REPORT, advice=("keep_disabled:kumo",)), State.LOOKING, State.AROUND),
        (replace(REPORT, advice=("no_action_needed",)), State.AROUND, State.OVER),
        (REPORT, State.OVER, State.LOOKING),
        (replace(REPORT, is_report=False), State.OVER, State.OVER),
        (StaffReply(SATO, "承りました。", "tanaka"), State.LOOKING, State.STAFF),
        (StaffReply(SATO, "いえいえ。", "tanaka"), State.OVER, State.OVER),
        (replace(NEWS, reason="workaround"), State.LOOKING, State.AROUND),
        (NEWS, State.OVER, State.LOOKING),
        (OVER, State.STAFF, State.OVER),
    ],
)
def test_how_a_case_stands_follows_from_what_was_said(
    effect: Reply | Notice | StaffReply, before: State, after: State
) -> None:
    assert replace(CARD, state=before).after(effect, NOON).state is after


@pytest.mark.parametrize("kept", [None, "", "{", "{}", "[]", '{"state": "of next year"}'])
def test_a_card_that_cannot_be_read_is_none(kept: str | None) -> None:
    assert CaseCard.load(kept) is None


def test_a_card_of_an_older_version_is_read() -> None:
    kept = json.loads(CARD.dump())
    for name in ("outdated_at", "files"):
        del kept[name]
    assert CaseCard.load(json.dumps(kept)) == CARD
    over = replace(CARD.after(OVER, NOON), files=("a",))
    assert CaseCard.load(over.dump()) == over


def test_what_helped_is_a_way_round_until_a_person_or_the_end_has_it() -> None:
    worked = replace(REPORT, is_report=False)
    assert CARD.after(worked, NOON, helped=True).state is State.AROUND
    assert CARD.after(worked, NOON).state is State.LOOKING
    over = replace(worked, advice=("no_action_needed",))
    assert CARD.after(over, NOON, helped=True).state is State.OVER


def test_older_news_does_not_overwrite_newer() -> None:
    card = CaseCard.of(REPORT, "k").with_news(replace(NEWS, text="新しい"), NOON)
    assert card.with_news(NEWS, NOON - timedelta(seconds=1)) is card
    assert card.with_news(NEWS, NOON, 1).news == NEWS.text
    assert card.with_news(NEWS, NOON, 1).with_news(replace(NEWS, text="a"), NOON).news == NEWS.text
    assert card.with_news(replace(NEWS, text="新しい"), NOON + timedelta(hours=1)) is card
