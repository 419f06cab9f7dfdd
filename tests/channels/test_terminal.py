"""The desk in the terminal, by piped lines."""

import asyncio
import unicodedata
from collections.abc import Callable
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.terminal import run_chat, visible
from bot.desk.lines import PAUSE
from bot.desk.pauses import Pauses
from bot.model.effect import Checked, Effect, Notice, Reply, StaffAlert, StaffReply
from bot.model.event import Event, MessageReceived, Paused
from tests.cases import each
from tests.channels.fakes import NOON, Clock, Desk, a_reply, echo
from tests.desk.quiet import Sleepers


def chat(desk: Desk, *lines: str, lang: str = "ja") -> str:
    """Pipe lines in; answer everything that was on the screen."""
    waiting = iter(lines)
    ids = count(1)
    screen: list[str] = []
    asyncio.run(
        run_chat(
            desk,
            customer="sato",
            tenant="acme",
            lang=lang,
            read=lambda: next(waiting, None),
            write=screen.append,
            clock=Clock(),
            new_id=lambda: f"t{next(ids)}",
        )
    )
    return "\n".join(screen)


def always(*effects: Effect) -> Callable[[MessageReceived], tuple[Effect, ...]]:
    return lambda _: effects


def test_it_says_that_it_is_automated_before_anything_else() -> None:
    assert "自動" in chat(Desk()).splitlines()[0]
    assert "automated" in chat(Desk(), lang="en").splitlines()[0]
    assert "automated" in chat(Desk(), lang="ko").splitlines()[0]


def test_a_line_reaches_the_desk_and_its_answer_the_screen() -> None:
    desk = Desk()
    screen = chat(desk, "kintoneが開かない\n")
    assert desk.heard == [
        MessageReceived(NOON, "t1", "sato", "acme", "terminal", "kintoneが開かない")
    ]
    assert "kintoneが開かない" in screen
    assert "[1] 直った  [2] まだ直らない  [3] 人に相談する" in screen


def test_what_was_checked_is_shown_with_its_age() -> None:
    checked = (Checked("kumo", "Kumo", "major_outage", NOON), Checked("x", "X", "unreadable", NOON))
    desk = Desk(
        always(Reply("sato", "t1", "確認しました。", "ja", "unknown", 0.2, checked=checked))
    )
    screen = chat(desk, "開かない")
    assert "- Kumo: 障害 (12:00 +0000)" in screen
    assert "- X: 読み取れず、状況は不明" in screen


@each(("typed", "button"), [("1", "worked"), ("2", "failed"), ("３", "human")])
def test_a_number_presses_what_was_offered(typed: str, button: str) -> None:
    desk = Desk()
    chat(desk, "開かない", typed)
    assert desk.heard[1].button == button


def test_a_number_that_was_not_offered_is_just_words() -> None:
    desk = Desk()
    chat(desk, "1", "開かない", "4", "0", "12", "二")
    assert [m.button for m in desk.heard] == [None] * 6


def test_help_quit_and_unknown_commands_stay_in_the_terminal() -> None:
    desk = Desk()
    screen = chat(desk, "/help", "/nonsense", "", "  ", "/quit", "読まれない", lang="en")
    assert desk.heard == []
    assert "Describe the trouble" in screen
    assert "no such command" in screen
    assert screen.endswith("Goodbye.")


def test_the_terminal_follows_the_language_of_the_answer() -> None:
    reply = Reply("sato", "t1", "Checked.", "en", "unknown", 0.2, buttons=("human",))
    assert "[1] Talk to a person" in chat(Desk(always(reply)), "it does not open", lang="ja")


def test_staff_and_other_customers_are_not_overheard() -> None:
    effects = (
        StaffAlert("i1", "raised", ("plugin:kumo",), 3, "社内向け"),
        Reply("ito", "m9", "伊藤さんへ", "ja", "unknown", 0.2),
        Notice("i1", ("ito",), "first", "伊藤さんへの通知", "ja", "plugin:kumo"),
        Notice("i1", ("ito", "sato"), "first", "影響があります", "ja", "plugin:kumo"),
        StaffReply("sato", "担当の田中です", "tanaka"),
    )
    screen = chat(Desk(always(*effects)), "開かない")
    assert "社内向け" not in screen
    assert "伊藤さん" not in screen
    assert "お知らせ: 影響があります" in screen
    assert "担当者より: 担当の田中です" in screen


def test_a_desk_that_fails_is_apologised_for_and_the_talk_goes_on() -> None:
    desk = Desk(echo)
    desk.fails_on("一度目", times=1)
    screen = chat(desk, "一度目", "二度目")
    assert "いま応答できません" in screen
    assert desk.texts == ["二度目"]


def test_several_lines_get_one_answer_and_a_sign_until_then() -> None:
    screen, signs, lines = list[str](), list[str](), iter(["すみません", "開かない"])
    time = Sleepers(NOON)
    answer = a_reply("確認しました")

    async def handle(event: Event) -> tuple[Effect, ...]:
        return (answer,) if isinstance(event, Paused) else ()

    async def talk() -> None:
        desk = Desk()
        desk.handle = handle  # type: ignore[method-assign]
        chatting = run_chat(
            desk,
            customer="sato",
            tenant="acme",
            lang="ja",
            read=lambda: next(lines, None),
            write=screen.append,
            clock=time.clock,
            new_id=iter(["t1", "t2"]).__next__,
            pauses=Pauses(desk, time.clock, time.sleep),
            sign=signs.append,
        )
        task = asyncio.create_task(chatting)
        while not task.done():
            await time.passes(PAUSE)
        await task

    asyncio.run(talk())
    assert screen.count("確認しました") == 1
    assert signs[0] == "確認しています…"
    assert signs[-1] == ""


def test_the_end_of_the_keyboard_is_the_end_of_the_talk() -> None:
    def closed() -> str | None:
        raise EOFError

    screen: list[str] = []
    chatting = run_chat(
        Desk(),
        customer="sato",
        tenant="acme",
        lang="ja",
        read=closed,
        write=screen.append,
        clock=Clock(),
        new_id=lambda: "t1",
    )
    asyncio.run(chatting)
    assert screen[-1] == "終了します。"


def test_escape_sequences_reach_neither_desk_nor_screen() -> None:
    desk = Desk()
    screen = chat(desk, "開かない\x1b[2J\x1b]0;title\x07\u202e")
    assert desk.texts == ["開かない[2J]0;title"]
    assert "\x1b" not in screen


@given(st.text())
def test_nothing_that_moves_the_cursor_is_visible(text: str) -> None:
    shown = visible(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf"} and c not in "\n\t"]
    assert visible(shown) == shown
