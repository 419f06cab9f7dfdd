"""A flood costs its sender, not the others behind the same address."""

from datetime import timedelta

from bot.web.limit import WritingLimits
from tests.builders import MINUTE, MORNING

OFFICE = "192.0.2.0/24"


def allowed(paces: WritingLimits, person: str, times: int = 1, *, is_call: bool = False) -> int:
    asked = [paces.allows(person, OFFICE, MORNING, is_call=is_call) for _ in range(times)]
    return sum(asked)


def test_one_who_floods_takes_nothing_from_the_others() -> None:
    paces = WritingLimits()
    assert allowed(paces, "noisy", 200) == WritingLimits.OWN
    assert allowed(paces, "aoi", 5) == 5


def test_of_a_crowded_network_everybody_has_a_few_messages_and_there_is_an_end() -> None:
    paces = WritingLimits()
    crowd = WritingLimits.TOGETHER // WritingLimits.OWN
    assert sum(allowed(paces, f"noisy{n}", 30) for n in range(crowd)) == WritingLimits.TOGETHER
    assert allowed(paces, "aoi", 5) == WritingLimits.FEW
    assert (
        sum(allowed(paces, f"more{n}", 5) for n in range(400))
        == WritingLimits.AT_MOST - WritingLimits.FEW
    )
    assert allowed(paces, "late") == 0
    assert paces.allows("late", OFFICE, MORNING + MINUTE, is_call=False)


def test_whoever_has_written_too_much_can_still_call_a_person() -> None:
    paces = WritingLimits()
    allowed(paces, "noisy", 30)
    assert allowed(paces, "noisy", 9, is_call=True) == WritingLimits.CALLS
    later = MORNING + MINUTE - timedelta(seconds=1)
    assert not paces.allows("noisy", OFFICE, later, is_call=False)
