"""The customers on the staff's cards: their names, and the way to their threads."""

from datetime import timedelta

import pytest

from bot.channels.slack.staff.contacts import AGAIN, AT_ONCE
from bot.model.event import MessageReceived
from tests.channels.slack.staff_house import House, Play, a_ticket
from tests.examples import first


async def asks_for_a_person(
    house: House, user: str = "USATO", room: str = "C1", ts: str = "1700000001.000100"
) -> str:
    """Somebody in Slack asks for a person; their ticket."""
    thread = f"T1/{room}:{ts}"
    customer = f"slack:T1:{user}"
    message = MessageReceived(
        house.day.now,
        f"slack:T1:{room}:{user}",
        customer,
        f"{user}-inc",
        "slack",
        "担当者と話したいです",
        button="human",
        thread=thread,
    )
    house.day.desk.handle(message)
    with house.store.work() as work:
        said = work.latest_conversation(customer)
    assert said is not None
    assert said.ticket is not None
    return said.ticket


def facts(house: House, ticket: str) -> list[str]:
    """The small print of a card."""
    blocks = house.card(ticket)["blocks"]
    return [e["text"] for b in blocks if b["type"] == "context" for e in b["elements"]]


def test_a_card_names_the_customer_and_leads_to_the_thread(play: Play) -> None:
    async def scene(house: House) -> None:
        house.room.names["USATO"] = "佐藤 <花>"
        ticket = await asks_for_a_person(house)
        await house.board.look()
        link = "https://desk.slack.com/archives/C1/p1700000001000100?a=1&amp;b=2"
        assert facts(house, ticket)[:2] == [
            "お客様: 佐藤 &lt;花&gt; 様",
            f"<{link}|スレッドを開く>",
        ]
        await house.presses({"action_id": "staff_claim", "value": ticket})
        assert "佐藤" in facts(house, ticket)[0]
        assert house.room.calls.count("users.info") == 1  # known from then on
        assert house.room.calls.count("chat.getPermalink") == 1

    play(scene)


def test_a_direct_message_has_no_link_that_others_could_open(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = await asks_for_a_person(house, room="D1")
        await house.board.look()
        assert facts(house, ticket)[:2] == ["お客様: sato 様", "ダイレクトメッセージで受付"]
        assert "chat.getPermalink" not in house.room.calls

    play(scene)


@pytest.mark.parametrize("method", first(1, ["users.info", "chat.getPermalink"]))
def test_a_card_waits_for_no_name_and_gets_it_later(play: Play, method: str) -> None:
    async def scene(house: House) -> None:
        ticket = await asks_for_a_person(house)
        house.room.fails_next(method, "fatal_error")
        await house.board.look()
        assert len([f for f in facts(house, ticket) if "sato" in f or "スレッド" in f]) == 1
        a_ticket(house.day, "ben")
        await house.board.look()
        assert house.room.calls.count(method) == 1  # not at every event
        house.day.now += AGAIN + timedelta(seconds=1)
        a_ticket(house.day, "chie")
        await house.board.look()
        assert facts(house, ticket)[0] == "お客様: sato 様"
        assert "スレッドを開く" in facts(house, ticket)[1]

    play(scene)


@pytest.mark.slow
def test_of_many_new_customers_a_few_are_asked_for_at_once(play: Play) -> None:
    async def scene(house: House) -> None:
        tickets = [
            await asks_for_a_person(house, f"U{n}", ts=f"170000000{n}.1")
            for n in range(AT_ONCE + 1)
        ]
        await house.board.look()
        assert house.room.calls.count("users.info") == AT_ONCE
        await house.board.look()
        assert all(facts(house, t)[0].startswith("お客様: ") for t in tickets)

    play(scene)


def test_whoever_is_assigned_is_shown_by_name(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.board.look()
        await house.presses({"action_id": f"staff_assign:{ticket}", "selected_user": "UKATO"})
        assert "担当: kato" in facts(house, ticket)
        await house.presses({"action_id": "staff_claim", "value": ticket}, user="UKATO")
        assert "担当: kato" in facts(house, ticket)  # the same name as one's own press has

    play(scene)
