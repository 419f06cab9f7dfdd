"""A flood costs its sender, not the others behind the same address."""

from datetime import timedelta

from bot.web.limit import Paces
from tests.builders import MINUTE, MORNING

OFFICE = "192.0.2.0/24"


def allowed(paces: Paces, person: str, times: int = 1, *, is_call: bool = False) -> int:
    asked = [paces.allows(person, OFFICE, MORNING, is_call=is_call) for _ in range(times)]
    return sum(asked)


def test_one_who_floods_takes_nothing_from_the_others() -> None:
    paces = Paces()
    assert allowed(paces, "noisy", 200) == Paces.OWN
    assert allowed(paces, "aoi", 5) == 5


def test_of_a_crowded_network_everybody_has_a_few_messages_and_there_is_an_end() -> None:
    paces = Paces()
    crowd = Paces.TOGETHER // Paces.OWN
    assert sum(allowed(paces, f"noisy{n}", 30) for n in range(crowd)) == Paces.TOGETHER
    assert allowed(paces, "aoi", 5) == Paces.FEW
    assert sum(allowed(paces, f"more{n}", 5) for n in range(400)) == Paces.AT_MOST - Paces.FEW
    assert allowed(paces, "late") == 0
    assert paces.allows("late", OFFICE, MORNING + MINUTE, is_call=False)


def test_whoever_has_written_too_much_can_still_call_a_person() -> None:
    paces = Paces()
    allowed(paces, "noisy", 30)
    assert allowed(paces, "noisy", 9, is_call=True) == Paces.CALLS
    later = MORNING + MINUTE - timedelta(seconds=1)
    assert not paces.allows("noisy", OFFICE, later, is_call=False)
