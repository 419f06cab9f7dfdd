"""What a card shows once the case stands otherwise than when it was posted."""

from dataclasses import replace

from bot.model.effect import StaffReply
from tests.channels.slack.outgoing.test_cards import NEWS, OVER, REPORT, House, kinds, play
from tests.channels.slack.sending import SATO


def test_what_was_said_at_first_or_since_goes_when_it_holds_no_longer() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(NEWS)
        await house.says(OVER)

    card, _ = play(scenario).ours()
    said = "復旧したとのことです。最新のご案内は、このスレッドの新しい投稿をご覧ください。"
    assert card["text"] == f"状態：復旧\n\n{said}"
    assert kinds(card) == ["context", "section", "context", "actions"]
    assert "公式の掲載" not in str(card)


def test_while_staff_have_it_the_first_answer_is_folded_below_what_holds_now() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(StaffReply(SATO, "承りました。", "tanaka"))

    card, _ = play(scenario).ours()
    _, now, label, first, *_ = card["blocks"]
    assert now["text"]["text"].startswith("担当者が対応しています。")
    assert label["elements"][0]["text"] == "以下は最初のご案内です"
    assert (first["text"]["text"], first["expand"]) == ("確認しています。", False)


def test_news_after_a_relapse_is_shown_and_the_first_answer_is_not() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(OVER)
        await house.says(replace(NEWS, text="再び掲載されました。"))
        await house.says(replace(NEWS, text="原因が分かりました。"))

    card, *_ = play(scenario).ours()
    assert card["text"].startswith(
        "状態：調査中\n\n原因が分かりました。\n\n引き続き確認しています。"
    )
    assert "確認しています。\n" not in card["text"]
