"""Where people meet the desk in Slack: rooms, direct messages, shortcuts, buttons, the command."""

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.slack.addresses import Address
from bot.channels.slack.pleasantries import is_pleasantry
from bot.model.conversation import Advised, Conversation, Outcome, Speaker, Turn
from tests.channels.fakes import NOON, a_reply
from tests.channels.slack.imitation import press
from tests.channels.slack.lobby import Lobby, visit
from tests.channels.slack.world import payloads
from tests.channels.slack.world.state import Json, Post


def nothing_wrong(world: Any) -> bool:
    return list(world.findings) == []


# opted-in rooms


def test_pleasantries_between_people_are_left_alone() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("ありがとうございます！")
        await lobby.says("おはようございます。本日もよろしくお願いいたします。")
        root = await lobby.says("画面が開きません")
        await lobby.says("助かりました、ありがとうございます :pray:", thread=root.ts)
        assert lobby.desk.texts == ["画面が開きません"]

    assert nothing_wrong(visit(scenario))


@pytest.mark.parametrize(
    "text",
    [
        "ありがとうございます",
        "ご対応ありがとうございました！！",
        "お疲れ様です。",
        "Thanks a lot!",
        "thank you so much 🙏",
        "good morning everyone",
        "Ｔｈａｎｋｓ",
        "いつもお世話になっております。よろしくお願いします。",
    ],
)
def test_mere_politeness_is_a_pleasantry(text: str) -> None:
    assert is_pleasantry(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "はい",
        "OK",
        "承知しました、直りました",
        "ありがとうございます、直りました",
        "お疲れ様です。kintoneが開きません",
        "thanks, it works",
        "hi, kintone is down",
        "hit",
        "thanksgiving",
    ],
)
def test_what_says_more_is_no_pleasantry(text: str) -> None:
    assert not is_pleasantry(text)


def test_thanks_to_the_desk_itself_reach_it() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("ありがとうございます", room="D1")
        await lobby.says("<@UBOTT1> ありがとうございます", room="C2")
        assert len(lobby.heard) == 2

    visit(scenario)


def test_posts_of_one_person_within_two_minutes_are_one_case() -> None:
    async def scenario(lobby: Lobby) -> None:
        first = await lobby.says("開きません")
        lobby.clock.passes(seconds=60)
        await lobby.says("至急です")
        other = await lobby.says("私もです", user="UABE")
        lobby.clock.passes(seconds=61)
        later = await lobby.says("別件です")
        threads = [m.thread for m in lobby.heard]
        assert threads == [f"T1/C1:{p.ts}" for p in (first, first, other, later)]

    assert nothing_wrong(visit(scenario))


def test_posts_that_overtake_each_other_are_one_case_all_the_same() -> None:
    async def scenario(lobby: Lobby) -> None:
        first = lobby.world.says("C1", "USATO", "開きません")
        lobby.clock.passes(seconds=5)
        second = lobby.world.says("C1", "USATO", "至急です")
        for post in (second, first):
            await lobby.hears(*payloads.posted(lobby.world, post))
        assert {m.thread for m in lobby.heard} == {f"T1/C1:{second.ts}"}

    visit(scenario)


def test_an_answer_under_a_post_that_joined_a_case_is_heard() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        second = await lobby.says("至急です")
        await lobby.says("画面はこうです", thread=second.ts)
        assert lobby.heard[-1].thread == f"T1/C1:{second.ts}"

    visit(scenario)


def test_a_case_whose_first_post_is_deleted_goes_on_under_the_next_one() -> None:
    async def scenario(lobby: Lobby) -> None:
        first = await lobby.says("開きません")
        second = await lobby.says("至急です")
        await lobby.hears(payloads.deleted(lobby.world, first))
        reply = a_reply("ok", "slack:T1:USATO", lobby.heard[1].message_id)
        assert lobby.addresses.recipients(reply) == {
            "slack:T1:USATO": Address("T1", "C1", second.ts)
        }
        third = await lobby.says("まだです")
        assert lobby.heard[-1].thread == f"T1/C1:{third.ts}"

    visit(scenario)


def test_an_answer_before_the_desks_own_is_part_of_the_case() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("<@UBOTT1> 開きません", room="C2")
        await lobby.says("急いでいます", room="C2", thread=root.ts)
        assert lobby.desk.texts == ["開きません", "急いでいます"]

    visit(scenario)


def test_our_own_people_do_not_report_when_they_talk() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("開きません")
        await lobby.says("確認しますね", user="UAGENT", thread=root.ts)
        await lobby.says("本日のメンテナンスのお知らせです", user="UAGENT")
        assert lobby.desk.texts == ["開きません"]

    visit(scenario)


# edits and deletions


def test_an_edit_that_says_more_is_one_more_message() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        post = await lobby.says("開きません")
        lobby.clock.passes(seconds=5)
        edit = payloads.edited(lobby.world, post, "kintoneの在庫アプリだけ開きません")
        await lobby.hears(edit, edit)
        assert [t.text for t in turns(lobby)] == ["開きません", "kintoneの在庫アプリだけ開きません"]
        assert turns(lobby)[1].message_id.startswith(f"slack:T1:C1:{post.ts}:edit:")

    assert nothing_wrong(visit(scenario))


def test_a_preview_of_a_link_or_a_comma_is_no_edit() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("https://a.example が開きません")
        comma = payloads.edited(lobby.world, post, "https://a.example が、開きません。")
        preview = payloads.edited(lobby.world, post, "https://a.example が開きません!")
        del preview["event"]["message"]["edited"]
        await lobby.hears(comma, preview)
        assert len(lobby.heard) == 1

    visit(scenario)


def test_an_edit_that_passes_its_original_is_the_message_itself() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        post = lobby.world.says("C1", "USATO", "開きませ")
        [original] = payloads.posted(lobby.world, post)
        edit = payloads.edited(lobby.world, post, "在庫アプリが開きません")
        await lobby.hears(edit, original)
        assert [t.text for t in turns(lobby)] == ["在庫アプリが開きません"]

    visit(scenario)


def test_an_old_post_that_was_never_taken_stays_so_when_it_is_edited() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C1", "USATO", "昔の投稿")
        lobby.clock.passes(hours=3)
        await lobby.hears(payloads.edited(lobby.world, post, "昔の投稿を直しました"))
        assert lobby.heard == []

    visit(scenario)


def test_a_mention_that_is_added_later_calls_the_desk() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません", room="C2")
        lobby.clock.passes(hours=1)
        await lobby.hears(payloads.edited(lobby.world, post, "<@UBOTT1> 開きません、至急です"))
        assert lobby.desk.texts == ["開きません、至急です"]
        assert lobby.heard[0].message_id == f"slack:T1:C2:{post.ts}"

    visit(scenario)


@pytest.mark.parametrize("taken_over_by", [None, "suzuki"])
def test_what_a_person_has_answered_is_not_begun_anew_by_an_edit(taken_over_by: str | None) -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        message = lobby.heard[0]
        said = Turn(NOON, Speaker.CUSTOMER, "開きません", message.message_id)
        answered = Turn(NOON, Speaker.STAFF, "直しました")
        conversation = Conversation(
            *("C1", message.customer, "T1", "slack", "ja", NOON),
            turns=(said, answered),
            taken_over_by=taken_over_by,
        )
        with lobby.store.work() as work:
            work.journal(message)
            work.save_conversation(conversation, NOON)
        await lobby.hears(payloads.edited(lobby.world, post, "やはり在庫アプリが開きません"))
        # While a person has it the desk is silent by itself, and the person reads the edit.
        assert len(lobby.heard) == (1 if taken_over_by is None else 2)

    visit(scenario)


def test_a_deleted_report_is_noted_and_its_thread_is_gone() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        await lobby.hears(payloads.deleted(lobby.world, post))
        with lobby.store.work() as work:
            assert work.recall(f"slack:gone:T1/C1:{post.ts}") is not None
            assert work.recall(f"slack:deleted:slack:T1:C1:{post.ts}") is not None

    visit(scenario)


def test_a_tombstone_is_a_deletion() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        told = payloads.edited(lobby.world, post, "This message was deleted.")
        told["event"]["message"] |= {"subtype": "tombstone", "user": "USLACKBOT"}
        await lobby.hears(told)
        with lobby.store.work() as work:
            assert work.recall(f"slack:gone:T1/C1:{post.ts}") is not None
        assert len(lobby.heard) == 1

    visit(scenario)


def test_a_deletion_that_passes_its_original_keeps_it_from_the_desk() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C1", "USATO", "間違えました")
        [original] = payloads.posted(lobby.world, post)
        await lobby.hears(payloads.deleted(lobby.world, post), original)
        assert lobby.heard == []
        assert lobby.waiting() == []

    visit(scenario)


def test_an_answer_that_is_deleted_leaves_its_thread() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("開きません")
        answer = await lobby.says("自分だけです", thread=root.ts)
        await lobby.hears(payloads.deleted(lobby.world, answer))
        with lobby.store.work() as work:
            assert work.recall(f"slack:gone:T1/C1:{root.ts}") is None

    visit(scenario)


def turns(lobby: Lobby) -> list[Turn]:
    with lobby.store.work() as work:
        conversation = work.latest_conversation("slack:T1:USATO")
    assert conversation is not None
    return [t for t in conversation.turns if t.speaker is Speaker.CUSTOMER]


# the shortcut on a message


def shortcut_on(lobby: Lobby, post: Post, user: str = "UABE") -> Json:
    return payloads.shortcut(lobby.world, "T1", user, "case_from_message", post)


def test_a_post_in_a_room_where_we_are_becomes_its_authors_case() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C2", "USATO", "開きません")
        await lobby.hears(shortcut_on(lobby, post), shortcut_on(lobby, post))
        assert {(m.customer, m.message_id, m.thread) for m in lobby.heard} == {
            ("slack:T1:USATO", f"slack:T1:C2:{post.ts}", f"T1/C2:{post.ts}")
        }
        assert len(lobby.heard) == 1
        assert "受け付けました" in lobby.whispers("UABE")[0]

    assert nothing_wrong(visit(scenario))


def test_a_post_in_a_foreign_room_is_not_taken() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.rooms["C3"].members.add("UABE")
        post = lobby.world.says("C3", "USATO", "開きません")
        await lobby.hears(shortcut_on(lobby, post))
        assert lobby.heard == []
        assert lobby.waiting() == []

    visit(scenario)


def test_nobody_from_outside_makes_cases_of_posts_in_our_rooms() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C2", "USATO", "開きません")
        asked = shortcut_on(lobby, post)
        asked["user"]["team_id"] = "T9"
        await lobby.hears(asked)
        assert lobby.heard == []

    visit(scenario)


def test_a_bots_post_is_no_case_and_whoever_asked_is_told() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C2", "USATO", "")
        await lobby.hears(shortcut_on(lobby, post))
        assert lobby.heard == []
        assert "お問い合わせにできません" in lobby.whispers("UABE")[0]

    visit(scenario)


# buttons


def test_a_switch_off_that_helped_is_told_in_words_that_the_desk_believes() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        root = await lobby.says("画面が真っ白です")
        with lobby.store.work() as work:
            told = work.latest_conversation("slack:T1:USATO")
            assert told is not None
            advised = (Advised("disable_plugin:krewsheet", NOON),)
            work.save_conversation(replace(told, advised=advised), NOON)
        pressed = press("worked_off", thread=root.ts)
        await lobby.hears(pressed, pressed)
        with lobby.store.work() as work:
            conversation = work.latest_conversation("slack:T1:USATO")
        assert conversation is not None
        assert [(t.advice, t.outcome) for t in conversation.trials] == [
            ("disable_plugin:krewsheet", Outcome.WORKED)
        ]

    visit(scenario)


@pytest.mark.parametrize(("label", "said"), [("直った", "無効に"), ("It works", "I disabled")])
def test_it_is_told_in_the_language_of_the_button(label: str, said: str) -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        pressed = press("worked_off")
        pressed["actions"][0]["text"]["text"] = label
        await lobby.hears(pressed)
        assert lobby.heard[-1].text.startswith(said)
        assert lobby.heard[-1].button is None

    visit(scenario)


def test_a_button_without_a_case_says_that_it_has_expired() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = lobby.world.says("C1", "UABE", "…")
        lobby.world.says("C1", "UABE", "…", thread=root.ts)
        for number, name in enumerate(("worked", "failed", "worked_off")):
            pressed = press(name, thread=root.ts)
            pressed["actions"][0]["action_ts"] = f"1700000009.{number}"
            await lobby.hears(pressed)
        assert lobby.heard == []
        assert len(lobby.whispers()) == 3
        assert "見つかりません" in lobby.whispers()[0]

    assert nothing_wrong(visit(scenario))


def test_the_way_to_a_person_never_expires() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.hears(press("human"))
        assert [m.button for m in lobby.heard] == ["human"]

    visit(scenario)


def feedback(word: str, number: int = 1) -> Json:
    pressed = press("feedback")
    pressed["actions"][0] = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "block_id": "f",
        "value": word,
        "action_ts": f"1700000100.{number}",
    }
    return pressed


def test_opinions_are_counted_once_a_person_and_thanked_for() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = lobby.world.says("C1", "USATO", "…")
        lobby.world.says("C1", "USATO", "…", thread=root.ts)
        for number, word in enumerate(("good", "good", "bad")):
            told = feedback(word, number)
            told["container"]["thread_ts"] = root.ts
            await lobby.hears(told, told)
        with lobby.store.work() as work:
            assert work.recall("slack:feedback:T1/C1:1700000005.000200:USATO") == "bad"
            assert work.number("slack_feedback_good") == 2
            assert work.number("slack_feedback_bad") == 2
        assert lobby.heard == []
        assert len(lobby.whispers()) == 2

    assert nothing_wrong(visit(scenario))


def test_what_is_for_staff_goes_to_their_side() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.hears(press("staff_claim"))
        form: Json = {"type": "view_submission", "user": {"id": "UAGENT", "team_id": "T1"}}
        form |= {"team": {"id": "T1"}, "view": {"type": "modal", "callback_id": "staff_reply"}}
        await lobby.hears(form)
        assert (lobby.staff.presses, lobby.staff.forms) == (["staff_claim"], ["staff_reply"])
        assert lobby.waiting() == []

    visit(scenario)


# the slash command


def test_the_command_tells_staff_what_waits_and_what_is_unknown() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        await lobby.says("担当者と話したいです。kintoneが開きません")
        text = await lobby.types("/jitabata", "UAGENT")
        assert "未対応 1 件" in text
        assert "障害： ありません。" in text
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
        lobby.breaks_the_boards()
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


@pytest.mark.parametrize(
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
