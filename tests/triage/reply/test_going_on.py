"""Of an open incident nobody is told whose own trouble is of another sort."""

import pytest

from bot.model.decision import IncidentDecided, IncidentDecision
from tests.builders import RARE
from tests.fakes import Day, reply_in

BLANK = "一覧が真っ白です"
TOLD = f"{RARE.name}に関わる障害を確認しています"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("担当者につないでください", True),  # it may be that
        (
            "通知が一通も届きません。担当者につないでください",
            False,
        ),  # a list that is white sends none
        ("通知が0件です。急ぎの依頼が流れてしまうので人につないでください", False),
    ],
)
def test_who_wants_a_person_hears_of_what_may_be_behind_their_trouble(
    desk: Day, text: str, *, told: bool
) -> None:
    desk.report("ben", "chie", "dan", "eri", text=f"{RARE.name}の{BLANK}", uses=RARE)
    desk.passes(12)
    desk._tell(IncidentDecided(desk.now, "I1", "hana", IncidentDecision.CONFIRM))
    assert (TOLD in reply_in(desk.says("aoi", text)).text) == told
