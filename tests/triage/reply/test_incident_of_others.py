"""Whether somebody with trouble of their own is told of an incident of a product that they did not name."""

from dataclasses import replace

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Hypothesis
from bot.model.understanding import Symptom
from tests.builders import FORMS
from tests.cases import each
from tests.triage.reply.test_answer_states import CONFIRMED, TELLABLE, state

WHITE = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}))
OPEN_ONE = {"incidents": (CONFIRMED,), "tellable": TELLABLE}


@each(
    ("chance", "complaint", "found"),
    [
        (0.3, WHITE, "confirmed"),
        (0.29, WHITE, "own_open"),
        (0.29, replace(WHITE, products=(FORMS.id,)), "confirmed"),
        (0.29, replace(WHITE, inventory=(FORMS.id,)), "confirmed"),
        (0.29, Complaint(), "confirmed"),
    ],
)
def test_who_has_trouble_is_told_of_an_incident_that_may_be_behind_it(
    chance: float, complaint: Complaint, found: str
) -> None:
    ranked = (Hypothesis(UNKNOWN, 0.5), Hypothesis(FORMS.cause, chance))
    assert state("outage_now", *ranked, talk={"complaint": complaint}, facts=OPEN_ONE) == found
