"""The form in which a lead decides on notices: what stands in it, whom each would reach."""

from dataclasses import replace

import pytest

from bot.model.recipient import Recipient
from tests.builders import FORMS
from tests.channels.slack.staff_house import House, Play, an_incident, outage, the_incident


def subscribes(house: House, number: int, lang: str = "ja") -> None:
    readers = [
        Recipient(f"mail:r{n}", "mail", f"r{n}@a.example", tenant="t", lang=lang, uses=(FORMS.id,))
        for n in range(number)
    ]
    with house.store.work() as work:
        work.save_recipients(readers)


def test_a_lead_sees_how_many_a_notice_reaches_and_by_which_channel(play: Play) -> None:
    async def scene(house: House) -> None:
        subscribes(house, 4)
        outage(house.day)
        incident = the_incident(house.day)
        await house.board.look()
        assert "お知らせ案: 2 件、6 人へ" in str(house.card(incident)["blocks"])
        await house.presses({"action_id": "staff_decide", "value": incident}, user="UKATO")
        japanese, english = house.room.views[-1]["blocks"]
        assert japanese["label"]["text"] == "日本語（5 人へ）"
        assert japanese["hint"]["text"].endswith("宛先: メール 4 人、chat 1 人")
        assert english["label"]["text"] == "英語（1 人へ）"

    play(scene)


def another_proposal(house: House, incident: str, text: str = "") -> None:
    """A second one in Japanese, for somebody of whom we learnt later."""
    house.day.says("late", "ありがとうございます")
    with house.store.work() as work:
        first = next(p for p in work.proposals() if p.incident == incident and p.lang == "ja")
        text = text or first.text
        work.save_proposal(replace(first, id=f"P-{incident}-C99", to=("late",), text=text))


def test_proposals_that_say_the_same_are_one_field_and_one_decision(play: Play) -> None:
    async def scene(house: House) -> None:
        subscribes(house, 4)
        outage(house.day)
        incident = the_incident(house.day)
        another_proposal(house, incident)
        await house.presses({"action_id": "staff_decide", "value": incident}, user="UKATO")
        view = house.room.views[-1]
        labels = [b["label"]["text"] for b in view["blocks"]]
        assert labels == ["日本語（6 人へ）", "英語（1 人へ）"]  # no subscriber is counted twice
        block = view["blocks"][0]["block_id"]
        await house.submits({block: {"value": {"value": "まとめて送る文面"}}}, user="UKATO")
        with house.store.work() as work:
            decided = {p.id: p for p in work.proposals(waiting_only=False)}
            assert [p.lang for p in work.proposals()] == ["en"]
        assert decided[f"P-{incident}-C99"].text == "まとめて送る文面"

    play(scene)


@pytest.mark.slow
def test_two_texts_of_one_language_are_told_apart(play: Play) -> None:
    async def scene(house: House) -> None:
        incident = an_incident(house.day)
        another_proposal(house, incident, "別の文面")
        await house.presses({"action_id": "staff_decide", "value": incident}, user="UKATO")
        labels = [b["label"]["text"] for b in house.room.views[-1]["blocks"]]
        assert sorted(labels) == [
            "日本語・案1（1 人へ）",
            "日本語・案2（1 人へ）",
            "英語（1 人へ）",
        ]

    play(scene)


@pytest.mark.slow
def test_the_readers_of_a_draft_are_counted_again_after_a_minute(play: Play) -> None:
    async def scene(house: House) -> None:
        subscribes(house, 1)
        outage(house.day)
        incident = the_incident(house.day)
        await house.board.look()
        subscribes(house, 4)
        house.day.says("aoi", "ありがとうございます")
        await house.board.look()
        assert "2 件、3 人へ" in str(house.card(incident)["blocks"])
        house.day.passes(2)
        await house.board.look()
        assert "2 件、6 人へ" in str(house.card(incident)["blocks"])

    play(scene)
