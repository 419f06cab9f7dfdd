"""From when on those affected may read what the likeliest cause is."""

from dataclasses import replace

from bot.incidents.tellable import may_be_told
from tests.builders import POPULAR, RARE, a_watch, an_incident
from tests.incidents.test_broadcast import proven


def test_a_cause_is_told_from_four_in_five_and_by_contrast_from_three_of_four_on() -> None:
    """A wrong name costs its vendor; of three organisations any two may use the same by chance."""
    assert may_be_told(proven(chances=(0.8,)), a_watch())
    assert not may_be_told(proven(chances=(0.79,)), a_watch())
    assert not may_be_told(an_incident(organisations=3, supported=3), a_watch())
    assert not may_be_told(an_incident(organisations=4, supported=2), a_watch())


def test_which_of_a_product_and_what_is_below_it_fails_makes_no_difference_to_its_users() -> None:
    below = a_watch().catalogue.foundations(RARE.id)
    suspects = (RARE.cause, f"infra:{min(below)}")
    doubtful = an_incident(suspects=suspects, chances=(0.6, 0.25), organisations=4, proven=True)
    assert may_be_told(doubtful, a_watch())
    assert not may_be_told(replace(doubtful, organisations=3), a_watch())  # may yet be another's
    assert not may_be_told(replace(doubtful, chances=(0.6, 0.19)), a_watch())
    assert not may_be_told(replace(doubtful, suspects=(RARE.cause, POPULAR.cause)), a_watch())
