"""The staff's cards when Slack or a person gets in the way, and when nothing happens."""

from datetime import timedelta

import pytest

from bot.channels.slack.staff.board import LOOKS_BACK
from bot.desk.ledger import Outgoing
from bot.model.effect import TicketRaised
from bot.model.errors import DeliveryError
from bot.model.understanding import Urgency
from tests.channels.slack.staff_house import House, Play, a_ticket


def test_a_card_that_somebody_deleted_is_posted_anew(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.board.look()
        house.room.fails_next("chat.update", "message_not_found")
        await house.presses({"action_id": "staff_claim", "value": ticket})
        first, second = [p["text"] for p in house.room.top]
        assert "未対応" in first
        assert "対応中" in second

    play(scene)


def test_a_card_that_slack_never_takes_holds_up_no_other(play: Play) -> None:
    async def scene(house: House) -> None:
        one, other = a_ticket(house.day, "aoi"), a_ticket(house.day, "ben")
        house.room.fails_next("chat.postMessage", "msg_too_long")
        await house.board.look()
        assert len(house.room.top) == 1
        house.day.now += timedelta(seconds=10)
        await house.board.look()
        assert house.card(one)
        assert house.card(other)

    play(scene)


def test_where_nothing_has_happened_nothing_is_looked_through(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(house: House) -> None:
        a_ticket(house.day)
        assert await house.board.look() == 1
        monkeypatch.setattr(house.board, "_changed", None)  # it would fail
        assert await house.board.look() == 0
        monkeypatch.undo()
        a_ticket(house.day, "ben")
        assert await house.board.look() == 1

    play(scene)


def raised(ticket: str, house: House) -> Outgoing:
    effect = TicketRaised(ticket, "aoi", "x", None, Urgency.NORMAL)
    return Outgoing(7, "staff:9:0", "staff", effect, house.day.now)


def test_only_who_looks_posts_cards_and_what_is_delivered_waits_for_them(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        outgoing = raised(ticket, house)
        with pytest.raises(DeliveryError) as waits:
            await house.board.deliver(outgoing)
        assert (waits.value.untried, waits.value.retry_after) == (True, 1)
        assert house.room.calls == []
        await house.board.look()
        assert await house.board.deliver(outgoing) == house.card(ticket)["ts"]

    play(scene)


def test_what_gets_no_card_in_all_the_time_holds_up_nothing_any_longer(play: Play) -> None:
    async def scene(house: House) -> None:
        outgoing = raised("T404", house)
        house.day.now += LOOKS_BACK + timedelta(seconds=1)
        with pytest.raises(DeliveryError) as lost:
            await house.board.deliver(outgoing)
        assert lost.value.permanent
        assert not lost.value.untried

    play(scene)
