"""From when on those affected may read what the likeliest cause is."""

from bot.incidents.tellable import may_be_told
from tests.builders import a_watch, an_incident
from tests.incidents.test_broadcast import proven


def test_a_cause_is_told_from_four_in_five_and_by_contrast_from_three_of_four_on() -> None:
    """A wrong name costs its vendor; of three organisations any two may use the same by chance."""
    assert may_be_told(proven(chances=(0.8,)), a_watch())
    assert not may_be_told(proven(chances=(0.79,)), a_watch())
    assert not may_be_told(an_incident(organisations=3, supported=3), a_watch())
    assert not may_be_told(an_incident(organisations=4, supported=2), a_watch())
