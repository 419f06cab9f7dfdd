"""The slash command: what can be typed after it, and what it answers."""

import pytest

from bot.channels.slack.home.slash import SlashRequest, What, asked
from tests.cases import each
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit


@each(
    ("words", "what", "ident"),
    [
        ("", What.STATUS, ""),
        (" 状況 ", What.STATUS, ""),
        ("HELP", What.HELP, ""),
        ("ヘルプ", What.HELP, ""),
        ("ｔ１", What.TICKET, "T1"),
        ("i12", What.INCIDENT, "I12"),
        ("T1 T2", What.UNKNOWN, "T1 T2"),
        ("x" * 99, What.UNKNOWN, "x" * 60),
    ],
)
def test_words_are_understood_in_any_width_and_case(words: str, what: What, ident: str) -> None:
    assert asked(words) == SlashRequest(what, ident)


async def a_ticket(lobby: Lobby) -> None:
    lobby.starts_with_the_real_desk()
    await lobby.says("担当者と話したいです。<!channel> kintoneが開きません")


@pytest.mark.slow
def test_a_ticket_is_shown_to_staff_with_the_customers_words_quoted() -> None:
    async def scenario(lobby: Lobby) -> None:
        await a_ticket(lobby)
        text = await lobby.types("/jitabata t1", "UAGENT")
        assert text.startswith("T1：未対応・")
        assert "組織： T1" in text
        assert "&gt; 担当者と話したいです。" in text
        assert "<!channel>" not in text
        lobby.world.people["UAGENT"].locale = "en-US"
        lobby.clock.passes(hours=7)
        assert (await lobby.types("/jitabata T1", "UAGENT")).startswith("T1: open, ")

    assert nothing_wrong(visit(scenario))


@each(
    ("words", "said"),
    [("T404", "チケット T404 は見つかりません"), ("I9", "進行中のインシデントに I9 はありません")],
)
def test_a_number_that_there_is_not_is_said(words: str, said: str) -> None:
    async def scenario(lobby: Lobby) -> None:
        assert said in await lobby.types(f"/jitabata {words}", "UAGENT")

    visit(scenario)


def test_help_and_unknown_words_tell_what_can_be_typed() -> None:
    async def scenario(lobby: Lobby) -> None:
        assert "/jitabata T12 … " in await lobby.types("/jitabata help", "UAGENT")
        unknown = await lobby.types("/jitabata <!here>", "UAGENT")
        assert "「&lt;!here&gt;」は分かりませんでした" in unknown
        assert "/jitabata T12 … " in unknown

    visit(scenario)


def test_others_than_staff_see_no_ticket_whatever_they_type() -> None:
    async def scenario(lobby: Lobby) -> None:
        await a_ticket(lobby)
        for words in ("T1", "I1", "help", "status"):
            assert "担当者用" in await lobby.types(f"/jitabata {words}", "UABE")

    visit(scenario)
