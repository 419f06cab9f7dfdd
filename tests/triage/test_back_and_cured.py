"""What is advised when trouble is back, and to who is well by a new version."""

from bot.model.advice_plan import CLEARED, UPDATED
from bot.model.conversation import AdviceOutcome, Change, Complaint, Done, Trial
from bot.model.evidence import Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Symptom
from bot.triage.advise import advise
from bot.triage.after_recovery import after_recovery
from tests.builders import MORNING, RARE, a_catalogue, a_conversation, an_incident, at
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
BLANK = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), inventory=(RARE.id,), complete=True)


def test_what_helped_before_helps_whom_it_comes_back_to(knowledge: Knowledge) -> None:
    trials = (
        Trial(OFF, AdviceOutcome.WORKED, MORNING),
        Trial(f"reenable_plugin:{RARE.id}", AdviceOutcome.WORKED, at(30)),
    )
    back = a_conversation(complaint=BLANK, trials=trials, reported_at=at(0))
    facts = Facts(MORNING, back, a_catalogue(), told=frozenset({"reenable"}))
    told = advise(Hypothesis(RARE.cause, 0.95), facts, knowledge, named=True).advice
    assert told[0] == OFF
    assert "hard_reload" not in told


@each(("of", "advised"), [(UPDATED, "reenable_with_caution"), (CLEARED, "keep_disabled")])
def test_who_is_well_by_a_new_version_may_have_it_on_with_care(
    knowledge: Knowledge, of: str, advised: str
) -> None:
    cured = (Change(Done.CURED, of, at(40)),)
    off = (Trial(OFF, AdviceOutcome.WORKED, MORNING),)
    conversation = a_conversation(complaint=BLANK, trials=off, changes=cured)
    open_one = an_incident(suspects=(RARE.cause,))
    facts = Facts(MORNING, conversation, a_catalogue(), incidents=(open_one,))
    found = after_recovery(RARE.cause, conversation, facts, knowledge)
    assert found[0].partition(":")[0] == advised
