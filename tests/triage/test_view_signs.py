"""What is seen of a product from one conversation, condition by condition."""

from typing import Any

from bot.model.catalogue import LicenceCheck
from bot.model.conversation import Complaint
from bot.model.probe import Measure, ServiceHealth
from bot.model.status import Shows
from bot.triage.view import ProductView, built
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    PLATFORM,
    POPULAR,
    RARE,
    a_feed,
    at,
    some_facts,
)
from tests.cases import each

DOWN = Measure(ServiceHealth.FAILING, at(0), at(0))


@each(
    ("product", "condition", "seen", "value"),
    [
        (RARE, "platform_feed", {"feeds": [a_feed(PLATFORM, Shows.NOTICE)]}, "notice"),
        (RARE, "platform_feed", {"feeds": [a_feed(PLATFORM, Shows.OPERATIONAL)]}, None),
        (RARE, "platform_feed", {}, None),
        (FORMS, "feed", {"feeds": [a_feed(FORMS, Shows.MAJOR_OUTAGE)]}, "trouble"),
        (RARE, "foundation_feed", {"feeds": [a_feed(HOSTING, Shows.MAJOR_OUTAGE)]}, "trouble"),
        (HOME, "foundation_feed", {"feeds": [a_feed(PLATFORM, Shows.MAJOR_OUTAGE)]}, None),
        (RARE, "foundation_feed", {"feeds": [a_feed(FORMS, Shows.MAJOR_OUTAGE)]}, None),
        (RARE, "probe", {"probes": {RARE.id: DOWN}}, "failing"),
        (RARE, "foundation_probe", {"probes": {HOSTING.id: DOWN}}, "failing"),
        (HOME, "foundation_probe", {"probes": {PLATFORM.id: DOWN}}, None),
    ],
)
def test_what_pages_and_measurements_show_of_a_product(
    product: Any, condition: str, seen: dict[str, Any], value: str | None
) -> None:
    """Trouble below it is seen through it; that of the platform, on which all stand, is not."""
    assert ProductView(some_facts(**seen)).of(product)[condition] == value


@each(
    ("told", "product", "seen"),
    [
        ({"products": (RARE.id,)}, RARE, None),
        ({"products": (RARE.id,)}, HOSTING, None),  # which it stands on
        ({"products": (RARE.id,)}, FORMS, "another"),
        ({"products": (PLATFORM.id,)}, HOME, None),  # everybody names that one
        ({"products": (RARE.id,), "guessed": (RARE.id,)}, FORMS, None),
        ({}, RARE, None),
    ],
)
def test_what_they_speak_of_has_its_foundations_with_it(
    told: dict[str, Any], product: Any, seen: str | None
) -> None:
    assert ProductView(some_facts(Complaint(**told))).of(product)["spoken_of"] == seen


def test_a_product_that_calls_no_host_is_known_as_such() -> None:
    assert built(POPULAR)["calls_out"] == "no"
    assert built(RARE)["calls_out"] is None
    assert built(POPULAR)["licence_check"] == str(LicenceCheck.NONE)
