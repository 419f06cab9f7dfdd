"""What becomes of a sighting to another desk: signed as every post, and not told for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.webhook.answers import TOLD_FOR
from bot.model.errors import DeliveryError
from bot.model.peer import PeerSighting, Sighting, SightingState
from tests.cases import each
from tests.channels.fakes import NOON
from tests.channels.webhook.posting import Sending, outgoing, play

SIGHTING = Sighting("krewsheet", SightingState.INCIDENT, NOON - timedelta(minutes=10), 4)
SAID = replace(outgoing(PeerSighting("b", SIGHTING), "peer:7:0"), reader="peer:b")


def test_it_says_the_product_since_when_and_how_many_and_no_more() -> None:
    async def scene(stage: Sending) -> None:
        await stage.deliver(SAID)
        assert stage.receiver.bodies == [
            {
                "type": "sighting.incident",
                "timestamp": "2026-01-05T12:00:00.000Z",
                "data": {
                    "product": "krewsheet",
                    "since": "2026-01-05T11:50:00.000Z",
                    "organisations": 4,
                },
            }
        ]

    play(scene, asymmetric=True, reader="peer:b")


@each("status", [401, 404, 409, 410, 413, 422])
def test_what_the_other_desk_refuses_is_not_told_again(status: int) -> None:
    async def scene(stage: Sending) -> None:
        stage.receiver.answers_next(status)
        with pytest.raises(DeliveryError) as caught:
            await stage.deliver(SAID)
        assert caught.value.permanent
        assert stage.gone == []

    play(scene, asymmetric=True, reader="peer:b")


@each("status", [429, 503])
def test_what_it_cannot_take_now_is_told_again_while_it_is_worth_anything(status: int) -> None:
    async def scene(stage: Sending) -> None:
        for late, is_over in ((timedelta(), False), (TOLD_FOR, True)):
            stage.receiver.answers_next(status)
            with pytest.raises(DeliveryError) as caught:
                await stage.deliver(replace(SAID, decided_at=stage.clock() - late))
            assert caught.value.permanent is is_over

    play(scene, asymmetric=True, reader="peer:b")


def test_a_desk_that_was_forgotten_meanwhile_is_told_nothing() -> None:
    async def scene(stage: Sending) -> None:
        with pytest.raises(DeliveryError, match="no address") as caught:
            await stage.channel.deliver(replace(SAID, address=""))
        assert caught.value.permanent

    play(scene)
