"""Rooms that opted in: what is a case there, what joins one, what is between people."""

from bot.channels.slack.api.places import ThreadAddress
from bot.text.pleasantries import is_pleasantry
from tests.cases import each
from tests.channels.fakes import a_reply
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world import payloads


def test_pleasantries_between_people_are_left_alone() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("ありがとうございます！")
        await lobby.says("おはようございます。本日もよろしくお願いいたします。")
        root = await lobby.says("画面が開きません")
        await lobby.says("助かりました、ありがとうございます :pray:", thread=root.ts)
        assert lobby.desk.texts == ["画面が開きません"]

    assert nothing_wrong(visit(scenario))


@each(
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


@each(
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
            "slack:T1:USATO": ThreadAddress("T1", "C1", second.ts)
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


def test_a_thread_in_which_our_own_people_speak_is_left_to_them_until_we_are_called() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("開きません")
        await lobby.says("確認しますね", user="UAGENT", thread=root.ts)
        await lobby.says("お願いします、在庫アプリです", thread=root.ts)
        assert lobby.desk.texts == ["開きません"]
        await lobby.says("<@UBOTT1> ほかに分かることは？", thread=root.ts)
        await lobby.says("在庫アプリです", thread=root.ts)
        assert lobby.desk.texts[1:] == ["ほかに分かることは？", "在庫アプリです"]

    assert nothing_wrong(visit(scenario))


def test_whoever_of_us_answers_in_a_cases_thread_has_its_ticket() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        root = await lobby.says("kintoneが開きません。担当者と話したいです")
        await lobby.says("確認しますね", user="UAGENT", thread=root.ts)
        with lobby.store.work() as work:
            told = work.latest_conversation("slack:T1:USATO")
        assert told is not None
        assert told.taken_over_by == "uagent"  # the name that a press of a button would bear
        await lobby.says("お願いします、在庫アプリです", thread=root.ts)
        assert [t.text for t in lobby.turns()][1:] == ["お願いします、在庫アプリです"]
        assert len(lobby.store.outgoing("slack")) == 1

    assert nothing_wrong(visit(scenario))


def test_our_own_people_may_try_the_desk_out() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("<@UBOTT1> 開きません", user="UAGENT")
        await lobby.says("在庫アプリです", user="UAGENT", thread=root.ts)
        assert lobby.desk.texts == ["開きません", "在庫アプリです"]

    assert nothing_wrong(visit(scenario))
