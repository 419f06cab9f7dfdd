"""The kind that a message has by what it says came of advice, and the advice that is meant: case by case."""

from dataclasses import replace
from typing import Any

from bot.model.acts import ReportedAction, Reports, Result, SaysBack, TellsResult
from bot.model.conversation import AdviceOutcome, Complaint, Conversation
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.contextual_kind import as_question, in_context
from bot.triage.pending_advice import advice_meant, as_result, with_tests
from bot.triage.verdict import AdviceVerdict, Why
from tests.builders import POPULAR, RARE, a_conversation, at, having_advised
from tests.cases import each

OFF, OTHER = f"disable_plugin:{RARE.id}", f"disable_plugin:{POPULAR.id}"
TROUBLED = a_conversation(reported_at=at(0))
FRESH = a_conversation()
OVER = a_conversation(reported_at=at(0), recovered_at=at(5))
ADVISED = having_advised(TROUBLED, OFF)
WORKED, FAILED = AdviceOutcome.WORKED, AdviceOutcome.FAILED
SHUT, SLOW = frozenset({Symptom.WONT_OPEN}), frozenset({Symptom.SLOW})
GOOD, END = Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT
BAD, TALK, HUMAN = Kind.WORKAROUND_FAILED, Kind.CHITCHAT, Kind.HUMAN_PLEASE
FUNCTION, OUTAGE = Kind.FUNCTION_REPORT, Kind.OUTAGE_REPORT


def heard(kind: Kind, **said: Any) -> Understanding:
    return replace(Understanding(kind, "ja", "…"), **said)


@each(
    ("kind", "why", "outcome", "before", "said", "becomes"),
    [
        # It goes on: trouble of the kind that it had.
        (TALK, Why.GOES_ON, None, TROUBLED, {}, FUNCTION),
        (TALK, Why.GOES_ON, None, TROUBLED, {"symptoms": SHUT}, OUTAGE),
        (GOOD, Why.GOES_ON, None, TROUBLED, {}, FUNCTION),
        (HUMAN, Why.GOES_ON, None, TROUBLED, {}, HUMAN),
        (Kind.DEGRADED_REPORT, Why.GOES_ON, None, TROUBLED, {}, Kind.DEGRADED_REPORT),
        # A result of advice.
        (TALK, Why.SAYS_SO, WORKED, ADVISED, {}, GOOD),
        (END, Why.SAYS_SO, WORKED, ADVISED, {}, GOOD),
        (END, Why.SAYS_SO, WORKED, OVER, {}, END),  # news of the end stays that
        (END, Why.SWITCHED_OFF, WORKED, OVER, {}, GOOD),
        (GOOD, Why.SAYS_SO, WORKED, OVER, {}, GOOD),
        (TALK, Why.SAYS_SO, FAILED, ADVISED, {}, BAD),
        (HUMAN, Why.SAYS_SO, FAILED, ADVISED, {}, HUMAN),
        (TALK, Why.CURED, WORKED, ADVISED, {}, END),
        (TALK, Why.SWITCHED_ON, WORKED, ADVISED, {}, END),
        (TALK, Why.SWITCHED_ON, FAILED, ADVISED, {}, BAD),
        (FUNCTION, Why.SWITCHED_ON, FAILED, ADVISED, {}, FUNCTION),
        # What is only meant, or of another time, is no result.
        (GOOD, Why.ONLY_MEANT, None, TROUBLED, {}, TALK),
        (BAD, Why.NOT_NOW, None, TROUBLED, {}, TALK),
        (FUNCTION, Why.ONLY_MEANT, None, TROUBLED, {}, FUNCTION),
        # The end, for whoever is in trouble.
        (TALK, Why.WELL_AGAIN, None, TROUBLED, {}, END),
        (TALK, Why.BY_ITSELF, None, TROUBLED, {}, END),
        (TALK, Why.WELL_AGAIN, None, FRESH, {}, TALK),
        (HUMAN, Why.WELL_AGAIN, None, TROUBLED, {}, HUMAN),
        # A way round it, half of it, or doubt.
        (END, Why.ROUND, None, TROUBLED, {}, GOOD),
        (GOOD, Why.IN_PART, None, TROUBLED, {}, Kind.DEGRADED_REPORT),
        (GOOD, Why.IN_PART, None, TROUBLED, {"symptoms": SHUT}, OUTAGE),
        (TALK, Why.IN_PART, None, TROUBLED, {}, TALK),
        (END, Why.CONTRADICTED, None, TROUBLED, {"certainty": 0.5}, TALK),
        (END, Why.CONTRADICTED, None, TROUBLED, {"certainty": 0.49}, FUNCTION),
        (END, Why.CONTRADICTED, None, FRESH, {"certainty": 0.5}, END),
        (GOOD, Why.CONTRADICTED, None, TROUBLED, {"certainty": 0.5}, GOOD),
        (BAD, Why.CONTRADICTED, None, TROUBLED, {"certainty": 0.5}, BAD),
        (BAD, Why.CONTRADICTED, None, TROUBLED, {"certainty": 0.49}, TALK),
        # What failed before any advice is trouble.
        (BAD, Why.NOTHING_PENDING, None, TROUBLED, {"symptoms": SLOW}, FUNCTION),
        (BAD, Why.NOTHING_PENDING, None, TROUBLED, {}, BAD),
        (BAD, Why.OTHER_WAY, None, ADVISED, {"symptoms": SLOW}, BAD),
        (BAD, Why.NOTHING_PENDING, None, FRESH, {}, FUNCTION),
        (BAD, Why.NOTHING_PENDING, None, having_advised(FRESH, OFF), {}, BAD),
        # What may be a report goes on with the trouble that was told of.
        (TALK, Why.NO_RESULT, None, TROUBLED, {"or_else": FUNCTION}, FUNCTION),
        (TALK, Why.NO_RESULT, None, TROUBLED, {"or_else": Kind.HOWTO}, TALK),
        (TALK, Why.NO_RESULT, None, FRESH, {"or_else": FUNCTION}, TALK),
        # That it is back is trouble where any was told of.
        (GOOD, Why.NO_RESULT, None, OVER, {"acts": (SaysBack("また", 0.9),)}, FUNCTION),
        (GOOD, Why.NO_RESULT, None, FRESH, {"acts": (SaysBack("また", 0.9),)}, GOOD),
        (TALK, Why.NO_RESULT, None, OVER, {"acts": (SaysBack("また", 0.9),)}, TALK),
    ],
)  # fmt: skip
def test_the_kind_of_a_message_in_its_conversation(
    kind: Kind,
    why: Why,
    outcome: AdviceOutcome | None,
    before: Conversation,
    said: dict[str, Any],
    becomes: Kind,
) -> None:
    verdict = AdviceVerdict(why, outcome, (OFF,) if outcome else ())
    assert in_context(heard(kind, **said), verdict, before).kind is becomes


def test_an_old_report_that_goes_on_is_of_the_kind_that_it_was() -> None:
    old = replace(TROUBLED, complaint=Complaint(kind=Kind.DEGRADED_REPORT))
    assert in_context(heard(TALK), AdviceVerdict(Why.GOES_ON), old).kind is Kind.DEGRADED_REPORT
    asked = replace(TROUBLED, complaint=Complaint(kind=Kind.HOWTO))
    assert in_context(heard(TALK), AdviceVerdict(Why.GOES_ON), asked).kind is FUNCTION


def test_half_a_success_is_one_act_in_place_of_any_other_result() -> None:
    whole = TellsResult("開いた", 0.9, Result.WORKED)
    part = TellsResult("半分", 0.9, Result.PARTLY)
    other = Reports("遅い", 0.9, SLOW)
    verdict = AdviceVerdict(Why.IN_PART)
    acts = in_context(heard(TALK, acts=(whole, other)), verdict, TROUBLED).acts
    assert [a.result for a in acts if isinstance(a, TellsResult)] == [Result.PARTLY]
    assert other in acts
    kept = in_context(heard(TALK, acts=(part, whole)), verdict, TROUBLED).acts
    assert kept == (part, whole)
    (made,) = in_context(heard(TALK), verdict, TROUBLED).acts
    assert isinstance(made, TellsResult)
    assert in_context(heard(TALK), verdict, FRESH).acts == ()


def test_a_message_that_only_asks_tells_of_no_trouble() -> None:
    told = heard(FUNCTION, symptoms=SLOW, acts=(Reports("遅い", 0.9, SLOW),))
    asks = as_question(told)
    assert (asks.kind, asks.symptoms, asks.acts) == (Kind.STATUS_QUERY, frozenset(), ())


DONE = frozenset[ReportedAction]()
BOTH = having_advised(TROUBLED, OTHER, OFF, "incognito", "monitor")


@each(
    ("kind", "said", "done", "waiting", "meant"),
    [
        (GOOD, {}, DONE, (OTHER, OFF), OFF),  # the last that waits
        (GOOD, {}, DONE, (), None),
        (GOOD, {"products": (POPULAR.id,)}, DONE, (OFF,), OTHER),
        (GOOD, {"products": ("nobody",)}, DONE, (OFF,), OFF),
        (GOOD, {"facts": {"already_tried": ("incognito",)}}, DONE, (OFF,), "incognito"),
        (GOOD, {"facts": {"already_tried": ("reload",)}}, DONE, (OFF,), None),  # never advised
        (GOOD, {"facts": {"already_tried": ("reboot",)}}, DONE, (OFF,), None),
        (GOOD, {}, frozenset({ReportedAction.DISABLED}), (), OFF),
        (GOOD, {}, frozenset({ReportedAction.RELOADED}), (OFF,), None),
        (GOOD, {"products": ("new",), "facts": {"already_tried": ("disable_plugin",)}}, DONE, (),
         "disable_plugin:new"),
        (GOOD, {"products": ("new",)}, frozenset({ReportedAction.DISABLED}), (), "disable_plugin:new"),
        (END, {}, DONE, ("incognito",), None),  # a test cures nothing
        (END, {}, DONE, (OFF, "incognito"), OFF),
        (END, {"products": (POPULAR.id,)}, DONE, (OFF,), OFF),  # of what does not wait it tells nothing
        (END, {"products": (POPULAR.id,)}, DONE, (OTHER, OFF), OTHER),
    ],
)  # fmt: skip
def test_the_advice_that_a_result_is_about(
    kind: Kind,
    said: dict[str, Any],
    done: frozenset[ReportedAction],
    waiting: tuple[str, ...],
    meant: str | None,
) -> None:
    assert advice_meant(heard(kind, **said), BOTH, waiting, done) == meant


@each(
    ("kind", "or_else", "waiting", "unable", "becomes"),
    [
        (FUNCTION, BAD, (OFF,), False, BAD),
        (FUNCTION, BAD, (), False, FUNCTION),
        (FUNCTION, None, (OFF,), False, FUNCTION),
        (TALK, BAD, (OFF,), False, TALK),
        (Kind.SECURITY_OR_ABUSE, None, (OFF,), True, BAD),
        (Kind.SECURITY_OR_ABUSE, None, (OFF,), False, Kind.SECURITY_OR_ABUSE),
    ],
)
def test_what_may_as_well_be_a_result_is_one_where_advice_waits(
    kind: Kind, or_else: Kind | None, waiting: tuple[str, ...], becomes: Kind, *, unable: bool
) -> None:
    said = heard(kind, or_else=or_else)
    assert as_result(said, waiting, unable=unable).kind is becomes


def test_what_a_message_tells_of_a_test_that_was_advised_is_read_as_its_answer() -> None:
    tests = {"incognito": "incognito", "other_browser": "other_browser"}
    told = heard(TALK, facts={"incognito_ok": True}, answered=("incognito",))
    asked: list[tuple[str, ...]] = []

    def read(open_questions: tuple[str, ...]) -> Understanding:
        asked.append(open_questions)
        return told

    named = heard(TALK, facts={"already_tried": ("incognito", "other_browser")})
    found = with_tests(named, BOTH, tests, read)
    assert asked == [("incognito",)]  # the other was never advised
    assert (found.answered, found.facts["incognito_ok"]) == (("incognito",), True)
    report = with_tests(replace(named, kind=FUNCTION), BOTH, tests, read)
    assert report.answered == ()
    assert with_tests(heard(TALK), BOTH, tests, read) == heard(TALK)
