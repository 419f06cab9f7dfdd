"""The slash command, the Messages tab, shared rooms, and what happens to the app."""

from tests.cases import each
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world import payloads
from tests.channels.slack.world.state import Json

# the slash command


def test_the_command_tells_staff_what_waits_and_what_is_unknown() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        await lobby.says("担当者と話したいです。kintoneが開きません")
        text = await lobby.types("/jitabata", "UAGENT")
        assert "未対応 1 件" in text
        assert "インシデント： ありません。" in text
        assert "原因が未特定の件 " in text

    assert nothing_wrong(visit(scenario))


def test_the_command_tells_others_where_to_write() -> None:
    async def scenario(lobby: Lobby) -> None:
        assert "担当者用" in await lobby.types("/jitabata", "USATO")
        lobby.world.people["UABE"].locale = "en-US"
        assert "for staff only" in await lobby.types("/jitabata", "UABE")

    visit(scenario)


def test_a_state_that_cannot_be_read_is_said_to_be_unknown() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.breaks_the_overviews()
        assert "不明" in await lobby.types("/jitabata", "UAGENT")

    visit(scenario)


# the Messages tab, and what happens to the app


def test_the_messages_tab_suggests_four_prompts_without_a_thread() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.opens("messages")
        await lobby.opens("messages")
        [call] = lobby.world.called("assistant.threads.setSuggestedPrompts")
        assert call.ok
        assert "thread_ts" not in call.arguments
        assert len(call.arguments["prompts"]) == 4
        assert call.arguments["prompts"][0]["message"] == "kintoneが開きません"

    assert nothing_wrong(visit(scenario))


def test_a_sign_is_shown_at_once_and_taken_away_when_nothing_is_said() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        lobby.desk._answer = lambda _: ()
        await lobby.says("まだです", thread=post.ts)
        shown = [status for _, _, thread, status in lobby.world.statuses if thread == post.ts]
        assert [bool(status) for status in shown] == [True, True, False]

    assert nothing_wrong(visit(scenario))


def test_a_sign_is_taken_away_where_the_case_goes_on_in_another_thread() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        second = await lobby.says("至急です")
        shown = [status for _, _, thread, status in lobby.world.statuses if thread == second.ts]
        assert [bool(status) for status in shown] == [True, False]

    assert nothing_wrong(visit(scenario))


@each(
    ("event", "is_gone"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOTT1"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["USATO"]}}, False),
    ],
)
def test_a_workspace_that_removes_us_is_forgotten(event: Json, *, is_gone: bool) -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.hears(payloads.envelope(lobby.world, "T1", event))
        assert [d.team for d in lobby.departures] == (["T1"] if is_gone else [])

    visit(scenario)


def test_a_room_that_is_shared_is_noted() -> None:
    async def scenario(lobby: Lobby) -> None:
        for what, known in (("channel_shared", "yes"), ("channel_unshared", "no")):
            event = {"type": what, "channel": "C1", "connected_team_id": "T9"}
            await lobby.hears(payloads.envelope(lobby.world, "T1", event))
            with lobby.store.work() as work:
                assert work.recall("slack:shared:T1/C1") == known

    visit(scenario)


# shared rooms


def test_a_customer_in_a_shared_room_is_of_their_own_company() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.stranger("UITO", "T9")
        lobby.world.room("C8", "T1", "UITO", is_ext_shared=True)
        await lobby.says("<@UBOTT1> 開きません", room="C8", user="UITO")
        [message] = lobby.heard
        assert (message.customer, message.tenant) == ("slack:T9:UITO", "acme")
        with lobby.store.work() as work:
            assert work.recall("slack:shared:T1/C8") == "yes"

    visit(scenario)


def test_a_room_may_stand_for_an_organisation() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.room("C7", "T1", "UGUEST")
        await lobby.says("<@UBOTT1> 開きません", room="C7", user="UGUEST")
        assert lobby.heard[0].tenant == "guest-house"

    visit(scenario)


def test_somebody_with_the_name_of_staff_in_another_workspace_is_none() -> None:
    async def scenario(lobby: Lobby) -> None:
        assert "担当者用" in await lobby.types("/jitabata", "UAGENT", team="T9")

    visit(scenario)
