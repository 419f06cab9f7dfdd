"""An open incident is told unasked to whom it may concern, and to nobody whose own trouble is of another sort."""

import pytest

from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.move import Move, ReplyType
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.reply.going_on import MAY_BE_HIT, may_be_hit_by
from bot.triage.reply.scene import Scene
from tests.builders import PRINTS, RARE, a_catalogue, a_conversation, an_incident, at
from tests.fakes import Day, reply_in

TOLD = f"{RARE.name}に関わる障害を確認しています"


@pytest.fixture
def white_lists(desk: Day) -> Day:
    """A day on which a person has confirmed that the lists of a plug-in are white."""
    desk.report("ben", "chie", "dan", "eri", text=f"{RARE.name}の一覧が真っ白です", uses=RARE)
    desk.passes(12)
    desk.confirms()
    return desk


def test_who_asks_about_something_else_hears_of_the_incident_of_what_they_use(
    white_lists: Day,
) -> None:
    """Once, and not where the answer speaks of it."""
    asked = reply_in(
        white_lists.says("aoi", f"{RARE.name}を無効にするとデータは消えますか", uses=(RARE.id,))
    )
    assert TOLD in asked.text.splitlines()[0]
    assert TOLD not in reply_in(white_lists.says("aoi", "設定も残りますか")).text
    elsewhere = white_lists.says("fumi", "このメッセージはどこに保存されますか", uses=(PRINTS.id,))
    assert TOLD not in reply_in(elsewhere).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("担当者につないでください", True),
        ("通知が一通も届きません。担当者につないでください", False),  # nothing of a list
        ("No alerts since lunch. I want to talk to a person.", False),
    ],
)
def test_who_wants_a_person_hears_of_what_may_be_behind_their_trouble(
    white_lists: Day, text: str, *, told: bool
) -> None:
    assert (RARE.name in reply_in(white_lists.says("aoi", text)).text) == told


@pytest.mark.parametrize("more", [0.0, -0.01])
def test_it_may_be_behind_what_is_told_from_a_chance_on(more: float) -> None:
    suspect = Hypothesis(RARE.cause, MAY_BE_HIT + more)
    move = Move(ReplyType.HANDOFF, Diagnosis((Hypothesis(UNKNOWN, 0.6), suspect)), UNKNOWN, 0.6)
    heard = Understanding(
        Kind.HUMAN_PLEASE, "ja", "", symptoms=frozenset({Symptom.NOTIFICATION_MISSING})
    )
    scene = Scene(move, Facts(at(5), a_conversation(), a_catalogue()), heard)
    assert may_be_hit_by(RARE, an_incident(), scene) == (more >= 0)


def test_the_chance_is_three_in_ten() -> None:
    """Lower, and whoever waits for mail hears of a calendar; higher, and a vague report hears of nothing."""
    assert MAY_BE_HIT == 0.3
