"""A fault of a plug-in that reaches some of its users only is seen, and trouble of one's own is not taken for it."""

from bot.model.effect import StaffAlert
from tests.builders import POPULAR, RARE
from tests.fakes import Day

SPARED = f"{RARE.name}の一覧が真っ白です。同僚の画面は大丈夫です"


def raised(desk: Day, *texts: str) -> list[tuple[int, tuple[str, ...]]]:
    """After how many reports staff heard of an incident, with its suspects; one organisation each."""
    found = []
    for number, text in enumerate(texts, 1):
        effects = desk.says(f"reporter{number}", text)
        desk.passes(3)
        alerts = [e for e in effects if isinstance(e, StaffAlert)]
        found += [(number, alert.suspects) for alert in alerts if alert.action == "raised"]
    return found


def test_colleagues_who_can_work_do_not_hide_a_fault_that_several_organisations_share(
    desk: Day,
) -> None:
    ((number, suspects),) = raised(desk, *[SPARED] * 4)
    assert (number, suspects[0]) == (3, RARE.cause)


def test_own_troubles_with_different_products_are_no_such_fault(desk: Day) -> None:
    others = f"{POPULAR.name}が効きません。隣の人は使えています"
    assert raised(desk, SPARED, others, "通知が私だけ届きません") == []
