"""Whatever Slack sends is answered, and what must not be lost is written down before."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.store.sql import SqlStore
from tests.channels.slack.imitation import envelope, post, press
from tests.channels.slack.incoming.test_app import FullStore, answer, app_over, rows
from tests.store.databases import in_memory


@pytest.fixture
def store() -> Iterator[SqlStore]:
    opened = in_memory()
    yield opened
    opened.close()


FORM = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T1"},
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "new_case",
        "state": {"values": {"description": {"description": {"value": "開かない"}}}},
    },
}
SHORTCUT = {
    "type": "message_action",
    "callback_id": "case_from_message",
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T1"},
    "channel": {"id": "C2"},
    "message": {"user": "U2", "ts": "1.0", "text": "開かない"},
}
KEPT = [
    (post("開かない"), "slack:T1:C1:1700000000.000100"),
    (press("worked"), "slack:T1:C1:1700000009.000300"),
    (press("worked_off"), "slack:T1:C1:1700000009.000300"),
    (FORM, "slack:T1:view:V1"),
    (SHORTCUT, "slack:T1:C2:1.0:case"),
]


@pytest.mark.parametrize(("payload", "key"), KEPT)
def test_whatever_must_not_be_lost_is_a_row_once_or_an_error(
    store: SqlStore, payload: dict[str, Any], key: str
) -> None:
    app = app_over(store)
    assert [answer(app, payload), answer(app, payload)] == [200, 200]
    assert rows(store) == [key]
    full = FullStore("sqlite://")
    assert answer(app_over(full), payload) == 500
    full.close()


@pytest.mark.parametrize(("payload", "key"), KEPT)
def test_socket_mode_keeps_the_same(store: SqlStore, payload: dict[str, Any], key: str) -> None:
    request = AsyncBoltRequest(mode="socket_mode", body=payload)
    assert asyncio.run(app_over(store).async_dispatch(request)).status == 200
    assert rows(store) == [key]


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "view_closed", "user": {"id": "U1"}, "view": {"callback_id": "new_case"}},
        {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": ""},
        {"type": "message_action", "callback_id": "of_next_year", "user": {"id": "U1"}},
        {"type": "shortcut", "callback_id": "new_case", "user": {"id": "U1"}, "trigger_id": "1"},
        {**FORM, "view": {"type": "modal", "callback_id": "staff_reply"}},
        press("staff_claim"),
        {"type": "workflow_step_execute", "callback_id": "x"},
        envelope({"type": "function_executed", "function": {"callback_id": "x"}}),
        envelope({"type": "app_uninstalled"}),
        envelope({"type": "app_home_opened"}),
        envelope({"type": "agent_session_stopped"}),
        {**FORM, "view": {"type": "modal", "callback_id": "new_case"}},
    ],
)
def test_nothing_that_slack_may_send_is_answered_with_404(
    store: SqlStore, payload: dict[str, Any]
) -> None:
    assert answer(app_over(store), payload) in {200, 500}
    assert rows(store) == []
