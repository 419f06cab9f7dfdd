"""Which state of knowledge an answer speaks from, question by question, without a desk around it."""

from dataclasses import replace
from typing import Any

from bot.model.advice_plan import RUN_WHAT_IS_LEFT
from bot.model.conversation import AdviceOutcome, Advised, Complaint, Trial
from bot.model.evidence import UNKNOWN, Diagnosis, EvidenceKind, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.incident import IncidentStatus
from bot.model.move import Certainty, Move, ReplyType
from bot.model.status import FetchOutcome, Shows
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.reply.choosers import CHOOSERS
from bot.triage.reply.scene import Scene, similar
from tests import shipped
from tests.builders import (
    FORMS,
    HOME,
    PLATFORM,
    PRINTS,
    RARE,
    a_conversation,
    a_feed,
    an_incident,
    at,
    some_evidence,
    some_facts,
)
from tests.cases import each

shipped.knowledge()  # in whose words questions are put

OFF = f"disable_plugin:{RARE.id}"
OPEN = Hypothesis(UNKNOWN, 0.9)
SLOW = frozenset({Symptom.SLOW})


def suspected(chance: float = 0.9, cause: str = RARE.cause) -> Hypothesis:
    """A cause that may be named, by a trial."""
    return Hypothesis(cause, chance, (some_evidence(cause, 9.0, EvidenceKind.TRIAL),))


def a_scene(*ranked: Hypothesis, **given: Any) -> Scene:
    """``talk`` changes the conversation, ``about`` names the product that is asked about."""
    talk = a_conversation(**{"reported_at": at(0), **given.get("talk", {})})
    facts: Facts = some_facts(conversation=talk, **given.get("facts", {}))
    certainty = given.get("certainty", Certainty.POSSIBLE)
    advice = given.get("advice", ())
    stance = given.get("stance", ReplyType.ANSWER)
    diagnosis = Diagnosis(ranked or (OPEN,))
    asked = given.get("asked", ())
    move = Move(stance, diagnosis, UNKNOWN, 0.9, certainty, questions=asked, advice=advice)
    about = (given["about"].id,) if "about" in given else ()
    heard = Understanding(
        given.get("kind", Kind.STATUS_QUERY), talk.lang, given.get("words", "…"), products=about
    )
    return Scene(move, facts, heard, given.get("reasons", ""), given.get("meanwhile", ""))


def state(answer: str, *ranked: Hypothesis, **given: Any) -> str | None:
    found = CHOOSERS[answer].choose(a_scene(*ranked, **given))
    return None if found is None else found.name


def reported(others: int, cause: str = RARE.cause) -> dict[str, Any]:
    return {"crowd": Crowd(tenants={cause: others})}


def told(**facts: Any) -> dict[str, Any]:
    return {"complaint": Complaint(facts=facts)}


ON_PHONES = {"complaint": Complaint(symptoms=frozenset({Symptom.MOBILE_ONLY}))}


def page(product: Any, shows: Shows, **more: Any) -> dict[str, Any]:
    return {"feeds": [a_feed(product, shows, **more)]}


ENDED = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(0))
OVER = {"talk": {"incident": "I1"}, "facts": {"incidents": (ENDED,)}}


@each(
    ("others", "ranked", "found"),
    [
        (1, (suspected(),), "none"),
        (2, (suspected(),), "named"),
        (2, (Hypothesis(RARE.cause, 0.9),), "others"),  # whom no report of theirs lets us name
        (2, (OPEN,), "none"),
        (2, (OPEN, OPEN, suspected(0.1)), "others"),
        (2, (OPEN, OPEN, OPEN, suspected(0.1)), "none"),  # the three likeliest are looked at
    ],
)
def test_whether_it_is_only_them(others: int, ranked: tuple[Hypothesis, ...], found: str) -> None:
    assert state("only_us", *ranked, facts=reported(others)) == found


@each(
    ("organisations", "status", "minutes", "others"),
    [
        (3, IncidentStatus.SUSPECTED, 0, 2),  # more is not said of them
        (2, IncidentStatus.SUSPECTED, 0, 0),
        (3, IncidentStatus.RESOLVED, 180, 2),
        (3, IncidentStatus.RESOLVED, 181, 0),
        (3, IncidentStatus.WITHDRAWN, 0, 0),
    ],
)
def test_others_are_spoken_of_for_three_hours_after_their_trouble(
    organisations: int, status: IncidentStatus, minutes: float, others: int
) -> None:
    incident = an_incident(organisations=organisations, status=status, resolved_at=at(0))
    for told in ({"products": (RARE.id,)}, {}):
        facts = some_facts(Complaint(**told), incidents=(incident,))  # type: ignore[arg-type]
        assert similar(replace(facts, now=at(minutes))) == (others if told else 0)


def test_others_with_the_same_symptom_are_spoken_of_whatever_its_cause() -> None:
    for count, others in ((1, 2), (0, 0)):
        facts = some_facts(Complaint(symptoms=SLOW), crowd=Crowd(alike={Symptom.SLOW: count}))
        assert similar(facts) == others


@each(
    ("given", "found"),
    [
        (OVER, "over"),
        ({"facts": page(PLATFORM, Shows.MAJOR_OUTAGE)}, "published"),
        ({"facts": page(FORMS, Shows.MAJOR_OUTAGE)}, "untold"),  # of which nobody speaks
        ({"facts": page(FORMS, Shows.MAJOR_OUTAGE), "about": FORMS}, "published"),
        ({"facts": page(FORMS, Shows.OPERATIONAL), "about": FORMS}, "default"),
        ({"talk": {"complaint": Complaint(symptoms=SLOW)}}, "default"),
        ({"facts": {"incidents": (an_incident(),), "tellable": frozenset({RARE.cause})}}, "default"),
        ({"facts": {"incidents": (an_incident(),)}}, "untold"),
    ],
)  # fmt: skip
def test_when_it_will_be_over(given: dict[str, Any], found: str) -> None:
    assert state("when_fixed", **given) == found


CONFIRMED = an_incident(suspects=(FORMS.cause,), status=IncidentStatus.CONFIRMED)
TELLABLE = frozenset({FORMS.cause})


@each(
    ("ranked", "given", "found"),
    [
        ((), {}, "nobody"),
        ((), {"about": HOME}, "home"),
        ((), {"about": FORMS, "facts": page(FORMS, Shows.MAJOR_OUTAGE)}, "published"),
        ((), {"about": FORMS, "facts": {"incidents": (CONFIRMED,), "tellable": TELLABLE}}, "confirmed"),
        ((), {"about": FORMS, "facts": {"incidents": (CONFIRMED,)}}, "open"),
        ((), {"about": FORMS}, "unwatched"),
        ((), {"about": FORMS, "facts": page(FORMS, Shows.OPERATIONAL)}, "open"),
        ((Hypothesis(FORMS.cause, 0.5),), {"about": FORMS}, "possible"),
        ((Hypothesis(FORMS.cause, 0.49),), {"about": FORMS}, "unwatched"),
        ((suspected(),), {}, "possible"),
        ((suspected(),), {"certainty": Certainty.LIKELY}, "likely"),
        ((suspected(),), {"certainty": Certainty.CONFIRMED}, "likely"),
    ],
)  # fmt: skip
def test_whose_fault_it_is(
    ranked: tuple[Hypothesis, ...], given: dict[str, Any], found: str
) -> None:
    assert state("vendor_fault", *ranked, **given) == found


UNREAD = {"feeds": [a_feed(FORMS, Shows.MAJOR_OUTAGE, outcome=FetchOutcome.UNREADABLE)]}


@each(
    ("given", "found"),
    [
        ({}, "unnamed"),
        ({"about": FORMS}, "unwatched"),
        ({"about": FORMS, "facts": page(FORMS, Shows.MAJOR_OUTAGE)}, "trouble"),
        ({"about": FORMS, "facts": page(FORMS, Shows.OPERATIONAL)}, "quiet"),
        ({"about": FORMS, "facts": UNREAD}, "unread"),
        ({"about": FORMS, "facts": reported(3, FORMS.cause)}, "reports"),
        ({"about": FORMS, "facts": reported(2, FORMS.cause)}, "unwatched"),  # who may be known
        ({"about": PLATFORM, "facts": reported(3, PLATFORM.cause)}, "alike"),
    ],
)
def test_how_a_service_is(given: dict[str, Any], found: str) -> None:
    assert state("service_ok", **given) == found


IN_TROUBLE = {"complaint": Complaint(symptoms=SLOW)}
CALM = {"reported_at": None}


@each(
    ("ranked", "given", "found"),
    [
        ((), OVER, "over"),
        ((suspected(),), {}, "own_likely"),
        ((suspected(),), {"facts": page(RARE, Shows.MAJOR_OUTAGE)}, "own_known"),
        ((suspected(cause=FORMS.cause),), {"facts": {"incidents": (CONFIRMED,)}}, "own_known"),
        ((suspected(),), {"talk": CALM}, "unread"),
        ((), {"talk": CALM, "facts": {"incidents": (CONFIRMED,), "tellable": TELLABLE}}, "confirmed"),
        ((), {"talk": CALM, "facts": {"incidents": (replace(CONFIRMED, status=IncidentStatus.SUSPECTED),), "tellable": TELLABLE}}, "likely"),
        ((), {"talk": CALM, "about": PRINTS, "facts": {"incidents": (CONFIRMED,), "tellable": TELLABLE}}, "unread"),
        ((), {"talk": CALM, "about": PLATFORM, "facts": {"incidents": (CONFIRMED,), "tellable": TELLABLE}}, "confirmed"),
        ((), {"talk": CALM, "facts": page(PLATFORM, Shows.MAJOR_OUTAGE)}, "published"),
        ((), {"talk": CALM, "facts": page(PLATFORM, Shows.MAINTENANCE_IN_PROGRESS)}, "maintenance"),
        ((), {"talk": CALM, "facts": page(PLATFORM, Shows.OPERATIONAL)}, "quiet"),
        ((), {"talk": CALM, "facts": {"incidents": (an_incident(organisations=3),)}}, "suspected"),
        ((), {"talk": CALM, "facts": {"incidents": (an_incident(organisations=2),)}}, "unread"),
        ((), {"facts": page(PLATFORM, Shows.OPERATIONAL)}, "own_first"),
        ((), {"facts": page(PLATFORM, Shows.MAJOR_OUTAGE)}, "own_open"),
        ((), {"facts": page(PLATFORM, Shows.OPERATIONAL), "talk": {"advised": (Advised(OFF, at(0)),)}}, "own_open"),
        ((), {}, "own_open"),
    ],
)  # fmt: skip
def test_whether_there_is_an_outage(
    ranked: tuple[Hypothesis, ...], given: dict[str, Any], found: str
) -> None:
    assert state("outage_now", *ranked, **given) == found


@each(
    ("answer", "ranked", "given", "found"),
    [
        ("cause", (), {}, "open"),
        ("cause", (suspected(),), {}, "possible"),
        ("cause", (suspected(0.5),), {}, "possible"),
        ("cause", (suspected(0.49),), {}, "open"),
        ("cause", (suspected(cause="update:kintone"),), {}, "open"),  # which is no fault
        ("cause", (suspected(),), {"certainty": Certainty.LIKELY}, "likely"),
        ("cause", (), {"facts": page(PLATFORM, Shows.MAJOR_OUTAGE)}, "published"),
        ("why_believe", (), {"reasons": "x"}, "reasons"),
        ("why_believe", (), {}, "open"),
        ("affected_scope", (suspected(),), {}, "plugin"),
        ("affected_scope", (), {}, "open"),
        ("affected_scope", (suspected(cause=FORMS.cause),), {}, "open"),  # which runs elsewhere
        ("affected_scope", (suspected(),), {"words": "じゃあスマホなら？"}, "phone"),
        ("affected_scope", (), {"words": "and phones?"}, "phone"),
        ("affected_scope", (), {"words": "スマホは？", "talk": told(mobile_ok=False)}, "open"),
        ("affected_scope", (), {"words": "スマホは？", "talk": ON_PHONES}, "open"),
        ("affected_scope", (suspected(cause=PLATFORM.cause),), {"words": "スマホは？"}, "open"),
        ("notice_match", (), {}, "unread"),
        ("notice_match", (), {"facts": page(PLATFORM, Shows.OPERATIONAL)}, "open"),
        ("notice_match", (), {"facts": page(PLATFORM, Shows.MAJOR_OUTAGE)}, "published"),
        ("notice_match", (), {"facts": page(PLATFORM, Shows.MAINTENANCE_IN_PROGRESS)}, "maintenance"),
        ("summary", (suspected(),), {}, "known"),
        ("summary", (), {}, "open"),
        ("login_back", (), OVER, "over"),
        ("login_back", (), {}, "wait"),
        ("data_safe", (), {}, "display"),
        ("data_safe", (), {"talk": {"advised": (Advised(OFF, at(0)),)}}, "disable"),
        ("reenable_when", (), {}, "wait"),
        ("reenable_when", (), OVER, "over"),
        ("reenable_when", (), {**OVER, "kind": Kind.FUNCTION_REPORT}, "wait"),
        ("reenable_when", (), {"advice": ("reenable_plugin:x",)}, "over"),
        ("rerun", (), {}, "wait"),
        ("rerun", (), {"advice": (RUN_WHAT_IS_LEFT,)}, "over"),
        ("side_effect", (), {}, "light"),
        ("side_effect", (suspected(),), {}, "disable"),
        ("side_effect", (), {"advice": (OFF,)}, "disable"),
        ("workaround", (), {"meanwhile": "x"}, "known"),
        ("workaround", (), {}, "none"),
        ("workaround", (), {"meanwhile": None}, "said"),
        ("restart_helps", (), {}, "own"),
        ("restart_helps", (suspected(),), {}, "shared"),
        ("restart_helps", (OPEN, Hypothesis(RARE.cause, 0.1)), {"facts": reported(2)}, "shared"),
        ("continue_ok", (suspected(),), {}, "plugin"),
        ("continue_ok", (suspected(cause=FORMS.cause),), {}, "open"),
        ("continue_ok", (), {}, "open"),
    ],
)  # fmt: skip
def test_what_else_is_asked(
    answer: str, ranked: tuple[Hypothesis, ...], given: dict[str, Any], found: str
) -> None:
    assert state(answer, *ranked, **given) == found


TRIED = (Trial(OFF, AdviceOutcome.FAILED, at(1)),)
ADVISED = {"advised": (Advised(OFF, at(0)),)}


@each(
    ("given", "found"),
    [
        (OVER, "over"),
        ({"talk": {"trials": (Trial(OFF, AdviceOutcome.WORKED, at(1)),)}}, "off"),
        ({"talk": ADVISED}, "try"),
        ({"talk": {**ADVISED, "trials": TRIED}}, "open"),
        ({"talk": {**ADVISED, "trials": TRIED, "ticket": "T1"}}, "ticket"),
        ({}, "person"),
        ({"talk": {"advised": (Advised("wait_for_vendor", at(0)),)}}, "wait"),
        ({"talk": {"advised": (Advised("hard_reload", at(0)),)}}, "open"),
        ({"asked": ("portal",)}, "asked"),
        ({"asked": ("portal",), "talk": ADVISED}, "try"),
        ({"asked": ("portal",), "advice": ("incognito",)}, "person"),
    ],
)
def test_what_comes_next(given: dict[str, Any], found: str) -> None:
    assert state("next_step", **given) == found
