"""One incident is over, another goes on: what may be said of either."""

from dataclasses import replace
from typing import Any

from bot.model.conversation import AdviceOutcome, Complaint, Trial
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.incident import IncidentStatus
from bot.model.move import Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.choosers import CHOOSERS
from bot.triage.reply.scene import Scene
from tests.builders import PRINTS, RARE, a_catalogue, a_conversation, an_incident, at

UNSURE = Move(ReplyType.ANSWER, Diagnosis((Hypothesis(UNKNOWN, 0.9),)), UNKNOWN, 0.9)


def test_what_is_off_stays_off_while_its_own_trouble_goes_on() -> None:
    """Whatever else is over: the answer is about the product that is asked about, else about what is off."""
    mended = an_incident(ident="I1", suspects=(PRINTS.cause,), status=IncidentStatus.RESOLVED)
    goes_on = an_incident(ident="I2")
    tried = Trial(f"disable_plugin:{RARE.id}", AdviceOutcome.WORKED, at(2))
    conversation = a_conversation(incident="I1", trials=(tried,))
    facts = Facts(at(9), conversation, a_catalogue(), incidents=(mended, goes_on))

    def state(known: Facts, *named: str) -> str:
        asks = Understanding(Kind.HOWTO, "ja", "もう戻していい？", products=named)
        found = CHOOSERS["reenable_when"].choose(Scene(UNSURE, known, asks))
        assert found is not None
        return found.name

    assert state(facts) == "wait"
    assert state(facts, RARE.id) == "wait"
    assert state(facts, PRINTS.id) == "over"
    assert state(replace(facts, incidents=(mended,))) == "over"


def test_others_are_not_denied_while_their_incident_is_remembered() -> None:
    """Somebody whose trouble lasts after its incident, or who names its product, is not told that nobody else has it."""
    conversation = a_conversation(complaint=Complaint(products=(RARE.id,)))

    def others(minutes: float, **changed: Any) -> int:
        incident = an_incident(organisations=3, **changed)
        facts = Facts(at(minutes), conversation, a_catalogue(), incidents=(incident,))
        return Scene(UNSURE, facts, Understanding(Kind.CHITCHAT, "ja", "")).others

    ended = {"status": IncidentStatus.RESOLVED, "resolved_at": at(10)}
    assert others(20) == others(20, **ended) == others(190, **ended) == 2
    assert others(191, **ended) == 0
    assert others(20, status=IncidentStatus.WITHDRAWN) == 0
    assert others(20, suspects=(PRINTS.cause,)) == 0
    facts = Facts(at(20), conversation, a_catalogue(), incidents=(an_incident(organisations=2),))
    assert Scene(UNSURE, facts, Understanding(Kind.CHITCHAT, "ja", "")).others == 0
