"""What stands on the card of a case, and what is said beside it."""

import json
from dataclasses import replace
from datetime import timedelta

from bot.channels.slack.outgoing.case_card import CaseCard, CaseState, ThreadWay, way
from bot.model.effect import Notice, Reply, StaffReply
from tests.cases import each
from tests.channels.fakes import NOON, a_reply

SATO = "slack:T1:USATO"
REPORT = replace(a_reply("確認しています。", SATO), is_report=True)
NEWS = Notice("i1", (SATO,), "update", "公式の掲載が出ました。", "ja", "plugin:kumo")
OVER = Notice(
    "i1", (SATO,), "recovered", "復旧しました。", "ja", "plugin:kumo", ("no_action_needed",)
)
CARD = replace(CaseCard.of(REPORT, "k"), ts="1.0")
SILENT = ("point_to_status_page",)


@each(
    ("effect", "state", "expected"),
    [
        (REPORT, CaseState.LOOKING, ThreadWay.MESSAGE),
        (StaffReply(SATO, "承りました。", "tanaka"), CaseState.LOOKING, ThreadWay.MESSAGE),
        (NEWS, CaseState.LOOKING, ThreadWay.EDIT),
        (replace(NEWS, advice=SILENT), CaseState.AROUND, ThreadWay.EDIT),
        (replace(NEWS, reason="first"), CaseState.STAFF, ThreadWay.EDIT),
        (replace(NEWS, advice=("disable_plugin:kumo",)), CaseState.LOOKING, ThreadWay.MESSAGE),
        (replace(NEWS, reason="workaround"), CaseState.LOOKING, ThreadWay.MESSAGE),
        (replace(NEWS, reason="reenable"), CaseState.LOOKING, ThreadWay.MESSAGE),
        (NEWS, CaseState.OVER, ThreadWay.MESSAGE),  # it is back: who thought it over must hear
        (
            replace(NEWS, reason="first"),
            CaseState.ANSWERED,
            ThreadWay.MESSAGE,
        ),  # it never was their case
    ],
)
def test_an_edit_is_for_what_asks_nothing_of_the_reader(
    effect: Reply | Notice | StaffReply, state: CaseState, expected: ThreadWay
) -> None:
    assert way(effect, replace(CARD, state=state)) is expected


def test_without_a_card_a_person_opens_none() -> None:
    assert way(NEWS, None) is ThreadWay.CARD
    assert way(StaffReply(SATO, "承りました。", "tanaka"), None) is ThreadWay.MESSAGE


@each(
    ("effect", "before", "after"),
    [
        (replace(REPORT, advice=("handoff_to_human",)), CaseState.LOOKING, CaseState.STAFF),
        (replace(REPORT, advice=("keep_disabled:kumo",)), CaseState.LOOKING, CaseState.AROUND),
        (replace(REPORT, advice=("no_action_needed",)), CaseState.AROUND, CaseState.OVER),
        (REPORT, CaseState.OVER, CaseState.LOOKING),
        (replace(REPORT, is_report=False), CaseState.OVER, CaseState.OVER),
        (StaffReply(SATO, "承りました。", "tanaka"), CaseState.LOOKING, CaseState.STAFF),
        (StaffReply(SATO, "いえいえ。", "tanaka"), CaseState.OVER, CaseState.OVER),
        (replace(NEWS, reason="workaround"), CaseState.LOOKING, CaseState.AROUND),
        (NEWS, CaseState.OVER, CaseState.LOOKING),
        (OVER, CaseState.STAFF, CaseState.OVER),
    ],
)
def test_how_a_case_stands_follows_from_what_was_said(
    effect: Reply | Notice | StaffReply, before: CaseState, after: CaseState
) -> None:
    assert replace(CARD, state=before).after(effect, NOON).state is after


@each("kept", [None, "", "{", "{}", "[]", '{"state": "of next year"}'])
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
    assert CARD.after(worked, NOON, helped=True).state is CaseState.AROUND
    assert CARD.after(worked, NOON).state is CaseState.LOOKING
    over = replace(worked, advice=("no_action_needed",))
    assert CARD.after(over, NOON, helped=True).state is CaseState.OVER


def test_older_news_does_not_overwrite_newer() -> None:
    card = CaseCard.of(REPORT, "k").with_news(replace(NEWS, text="新しい"), NOON)
    assert card.with_news(NEWS, NOON - timedelta(seconds=1)) is card
    assert card.with_news(NEWS, NOON, 1).news == NEWS.text
    assert card.with_news(NEWS, NOON, 1).with_news(replace(NEWS, text="a"), NOON).news == NEWS.text
    assert card.with_news(replace(NEWS, text="新しい"), NOON + timedelta(hours=1)) is card
