"""What a conversation and an incident can say of themselves."""

from bot.model.conversation import AdviceOutcome, Trial
from bot.model.evidence import Diagnosis, Hypothesis
from bot.model.incident import Incident, IncidentStatus
from tests.builders import POPULAR, RARE, a_conversation, an_incident, at, some_evidence, some_facts


def off(product: str, outcome: AdviceOutcome = AdviceOutcome.WORKED, minute: int = 0) -> Trial:
    return Trial(f"disable_plugin:{product}", outcome, at(minute))


def test_what_is_switched_off_is_what_helped_and_is_not_on_again() -> None:
    on = Trial(f"reenable_plugin:{RARE.id}", AdviceOutcome.WORKED, at(9))
    trials = (off(RARE.id), off(POPULAR.id), off("other", AdviceOutcome.FAILED), on)
    assert a_conversation(trials=trials).switched_off() == (POPULAR.id,)
    again = (*trials, off(RARE.id, minute=12))
    assert a_conversation(trials=again).switched_off() == (POPULAR.id, RARE.id)


def test_switching_on_again_that_failed_leaves_it_off() -> None:
    failed = Trial(f"reenable_plugin:{RARE.id}", AdviceOutcome.FAILED, at(9))
    assert a_conversation(trials=(off(RARE.id), failed)).switched_off() == (RARE.id,)


def test_an_incident_without_suspects_has_an_unknown_cause() -> None:
    incident = an_incident(suspects=(), chances=())
    assert incident.confidence == 0
    assert incident.cause == "unknown"
    assert incident.is_open
    assert not Incident("I2", IncidentStatus.RESOLVED, (), at(0), at(0)).is_open


def test_a_diagnosis_finds_its_hypotheses_and_evidence_speaks_two_languages() -> None:
    diagnosis = Diagnosis((Hypothesis("a", 0.7), Hypothesis("unknown", 0.3)))
    assert diagnosis.leading.cause == "a"
    assert diagnosis.of("b") is None
    evidence = some_evidence("a", 3)
    assert evidence.sentence("ja") == "根拠"
    assert evidence.sentence("ko") == evidence.sentence("en") == "a reason"


def test_facts_find_the_incident_of_a_cause_among_its_first_suspects() -> None:
    incident = an_incident(suspects=(RARE.cause, "b", "c", "d"))
    facts = some_facts(incidents=(incident,))
    assert facts.incident_of("c") == incident
    assert facts.incident_of("d") is None
