"""What is read of the world for one decision."""

from dataclasses import replace

from bot.desk.gather import DeskContext, feeds_by_service
from bot.model.event import Baseline
from bot.model.status import Shows
from tests.builders import PLATFORM, PRINTS, a_catalogue, a_feed, at
from tests.cases import each


@each("trouble_first", [True, False])
def test_of_two_feeds_of_one_product_the_one_in_trouble_counts(trouble_first: bool) -> None:  # noqa: FBT001
    quiet = replace(a_feed(PRINTS, Shows.OPERATIONAL), feed="one")
    trouble = replace(a_feed(PRINTS, Shows.MAJOR_OUTAGE), feed="two")
    feeds = [trouble, quiet] if trouble_first else [quiet, trouble]
    assert feeds_by_service(feeds, a_catalogue(), at(1))[PRINTS.id] == trouble


def test_a_change_of_the_platform_reaches_all_who_have_it() -> None:
    known = DeskContext(a_catalogue(), Baseline(800, 6.0, 1.0)).beliefs.usual.shares
    assert known[f"update:{PLATFORM.id}"] == known[PLATFORM.cause]
    assert f"update:{PRINTS.id}" not in known
