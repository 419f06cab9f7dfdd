"""The reader of results is heard where it is sure, and words of a result are overruled only where it is very sure."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.acts import ReportedAction
from bot.model.advice_plan import OWN, UPDATED
from bot.model.conversation import AdviceOutcome, Conversation, Done, Trial
from bot.model.knowledge import Knowledge
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.understanding import Kind, Understanding
from bot.triage.changes import cure_in
from bot.triage.result_model import SURE_OF_A_MISTAKE
from bot.triage.second_opinion import (
    SURE,
    SURE_AGAINST,
    SURE_OF_A_VERSION,
    SURE_OF_AN_END,
    SURE_WHILE_OFF,
    with_second_opinion,
)
from bot.triage.triage import Triage
from bot.triage.understand.facts.results import Sign, ToldResults
from bot.triage.verdict import AdviceVerdict, Why
from tests.builders import RARE, a_catalogue, a_conversation, a_message, at, having_advised
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
TROUBLED = a_conversation(reported_at=at(0))
ADVISED = having_advised(TROUBLED, OFF)
SWITCHED_OFF = replace(ADVISED, trials=(Trial(OFF, AdviceOutcome.WORKED, at(1)),))
NO_RESULT = AdviceVerdict(Why.NO_RESULT)
WORKED = AdviceVerdict(Why.SAYS_SO, AdviceOutcome.WORKED, (OFF,))
WORDS = ToldResults(results=(Sign.WORKED,))  # they say that it works


def opinion(
    action: ReportedAction | None, outcome: ToldOutcome, certainty: float = SURE, **given: Any
) -> AdviceVerdict:
    """The verdict on small talk after advice, unless a verdict, what is told, a talk, kind or answer is given."""
    heard = Understanding(
        given.get("kind", Kind.CHITCHAT),
        "ja",
        given.get("text", "新しい版を入れました"),
        result=ResultReading(action, outcome, certainty),
        answered=given.get("answered", ()),
        facts=given.get("facts", {}),
    )
    told, talk = given.get("told", ToldResults()), given.get("talk", ADVISED)
    waiting = given.get("waiting", ())
    return with_second_opinion(given.get("verdict", NO_RESULT), heard, told, talk, waiting)


@each(
    ("action", "outcome", "verdict"),
    [
        (None, ToldOutcome.CANNOT, AdviceVerdict(Why.SAYS_SO, AdviceOutcome.CANNOT, (OFF,))),
        (
            ReportedAction.DISABLED,
            ToldOutcome.WORKED,
            AdviceVerdict(Why.SWITCHED_OFF, AdviceOutcome.WORKED, (OFF,)),
        ),
        (
            ReportedAction.DISABLED,
            ToldOutcome.FAILED,
            AdviceVerdict(Why.SWITCHED_OFF, AdviceOutcome.FAILED, (OFF,)),
        ),
        (ReportedAction.DELETED, ToldOutcome.PARTLY, AdviceVerdict(Why.IN_PART)),
        (None, ToldOutcome.WORKED, AdviceVerdict(Why.WELL_AGAIN)),
        (None, ToldOutcome.MISTAKE, AdviceVerdict(Why.WELL_AGAIN)),
        (ReportedAction.ELSEWHERE, ToldOutcome.WORKED, AdviceVerdict(Why.ROUND)),
        (None, ToldOutcome.FAILED, NO_RESULT),
    ],
)
def test_what_the_words_leave_open_is_as_the_reader_has_it(
    action: ReportedAction | None, outcome: ToldOutcome, verdict: AdviceVerdict
) -> None:
    assert opinion(action, outcome) == verdict
    assert opinion(action, outcome, SURE - 0.01) == NO_RESULT
    assert opinion(action, outcome, answered=("other_apps_ok",)) == NO_RESULT
    assert opinion(action, outcome, talk=a_conversation()) == NO_RESULT


@each(
    ("certainty", "talk", "heard"),
    [
        (SURE_AGAINST, SWITCHED_OFF, True),
        (SURE_AGAINST - 0.01, SWITCHED_OFF, False),
        (SURE_AGAINST, ADVISED, False),  # nothing is off: "single sign-on" is an answer
    ],
)
def test_that_it_was_switched_on_again_answers_no_question(
    certainty: float, talk: Conversation, *, heard: bool
) -> None:
    failed = (ReportedAction.REENABLED, ToldOutcome.FAILED, certainty)
    told = opinion(*failed, answered=("error_text",), talk=talk)
    on = (f"reenable_plugin:{RARE.id}",)
    again = AdviceVerdict(Why.SWITCHED_ON, AdviceOutcome.FAILED, on)
    assert told == (again if heard else NO_RESULT)


@each("why", [Why.NO_RESULT, Why.NOTHING_PENDING, Why.WELL_AGAIN])
def test_who_gets_along_another_way_has_the_trouble_still(why: Why) -> None:
    """ "The standard print will do for today" is no end; that it works in another browser is no way round."""
    got_round = (ReportedAction.ELSEWHERE, ToldOutcome.WORKED, SURE_AGAINST)
    assert opinion(*got_round, verdict=AdviceVerdict(why)) == AdviceVerdict(Why.ROUND)
    well = replace(ADVISED, recovered_at=at(2))
    assert opinion(*got_round, verdict=AdviceVerdict(why), talk=well) == AdviceVerdict(why)
    elsewhere = {"already_tried": ("other_browser",)}
    told = opinion(*got_round, verdict=AdviceVerdict(why), facts=elsewhere)
    assert told == AdviceVerdict(why)


def test_what_is_taken_for_a_failure_without_a_word_of_one_is_none() -> None:
    """ "I'm the administrator, if that makes a difference" tells of no failure."""
    taken = AdviceVerdict(Why.SAYS_SO, AdviceOutcome.FAILED, (OFF,))
    silent = opinion(None, ToldOutcome.NOTHING, SURE_AGAINST, verdict=taken)
    assert silent == AdviceVerdict(Why.NOT_NOW)
    failed = ToldResults(results=(Sign.FAILED,))
    assert opinion(None, ToldOutcome.NOTHING, SURE_AGAINST, verdict=taken, told=failed) == taken


@each(("certainty", "overruled"), [(SURE_AGAINST, True), (SURE_AGAINST - 0.01, False)])
def test_clear_words_of_a_result_are_turned_round_only_where_the_reader_is_very_sure(
    certainty: float, *, overruled: bool
) -> None:
    done = ReportedAction.DISABLED
    found = opinion(done, ToldOutcome.FAILED, certainty, verdict=WORKED, told=WORDS, waiting=(OFF,))
    assert (found.outcome is AdviceOutcome.FAILED) is overruled


@each(("certainty", "overruled"), [(SURE, True), (SURE - 0.01, False)])
def test_shades_that_words_seldom_tell_are_believed_sooner(
    certainty: float, *, overruled: bool
) -> None:
    found = opinion(None, ToldOutcome.BACK, certainty, verdict=WORKED, told=WORDS)
    assert (found.why is Why.GOES_ON) is overruled


@each("why", [Why.WELL_AGAIN, Why.CURED])
def test_an_end_beside_something_that_fails_is_none(why: Why) -> None:
    found = opinion(None, ToldOutcome.PARTLY, verdict=AdviceVerdict(why), told=WORDS)
    assert found.why is Why.IN_PART
    other = replace(ADVISED, one_of_several=True)  # what fails is their other case
    found = opinion(None, ToldOutcome.PARTLY, verdict=AdviceVerdict(why), told=WORDS, talk=other)
    assert found.why is why


@each(("free", "over"), [(False, False), (True, True)])
def test_what_worked_once_is_no_end(*, free: bool, over: bool) -> None:
    told = ToldResults(vetoes=frozenset({Sign.PAST}), is_free=free)
    found = opinion(None, ToldOutcome.WORKED, told=told)
    assert (found.why is Why.WELL_AGAIN) is over


@each(
    ("told", "why"),
    [
        (ToldResults(vetoes=frozenset({Sign.WISHES})), Why.NOT_NOW),  # "tell me when it works"
        (ToldResults(), Why.SAYS_SO),
    ],
)
def test_a_result_that_is_only_wished_for_is_none(told: ToldResults, why: Why) -> None:
    assert opinion(None, ToldOutcome.NOTHING, told=told, verdict=WORKED).why is why


@each(
    ("certainty", "told", "kind", "why"),
    [
        (SURE_AGAINST, ToldResults(), Kind.RECOVERED_REPORT, Why.NOT_NOW),  # "may I count on it?"
        (SURE_AGAINST - 0.01, ToldResults(), Kind.RECOVERED_REPORT, Why.NO_RESULT),
        (SURE_AGAINST, WORDS, Kind.RECOVERED_REPORT, Why.NO_RESULT),
        (SURE_AGAINST, ToldResults(), Kind.CHITCHAT, Why.NO_RESULT),
    ],
)
def test_good_news_without_a_word_of_it_is_none_where_the_reader_is_sure(
    certainty: float, told: ToldResults, kind: Kind, why: Why
) -> None:
    assert opinion(None, ToldOutcome.NOTHING, certainty, told=told, kind=kind).why is why


@each(
    ("certainty", "talk", "facts", "why"),
    [
        (SURE_AGAINST, TROUBLED, {}, Why.IN_PART),  # "the mails come, the scanner does not"
        (SURE_AGAINST - 0.01, TROUBLED, {}, Why.NO_RESULT),
        (SURE_AGAINST, TROUBLED, {"other_browser_ok": True}, Why.NO_RESULT),  # an answer
        (SURE_AGAINST, replace(TROUBLED, one_of_several=True), {}, Why.NO_RESULT),
        (SURE_AGAINST, replace(TROUBLED, recovered_at=at(9)), {}, Why.NO_RESULT),
    ],
)
def test_half_a_success_that_no_word_tells_must_be_sure_and_of_this_trouble(
    certainty: float, talk: Conversation, facts: dict[str, Any], why: Why
) -> None:
    assert opinion(None, ToldOutcome.PARTLY, certainty, talk=talk, facts=facts).why is why


@each(("certainty", "over"), [(SURE_AGAINST, True), (SURE_AGAINST - 0.01, False)])
def test_while_advice_waits_it_works_may_be_its_result(certainty: float, *, over: bool) -> None:
    found = opinion(None, ToldOutcome.WORKED, certainty, waiting=(OFF,))
    assert (found.why is Why.WELL_AGAIN) is over
    asked = replace(ADVISED, asked_if_over=at(9))
    assert opinion(None, ToldOutcome.WORKED, talk=asked, waiting=(OFF,)).why is Why.WELL_AGAIN


@each(("certainty", "over"), [(SURE_OF_AN_END, True), (SURE_OF_AN_END - 0.01, False)])
def test_what_reads_as_trouble_must_be_surer_to_end_it(certainty: float, *, over: bool) -> None:
    found = opinion(None, ToldOutcome.WORKED, certainty, kind=Kind.FUNCTION_REPORT)
    assert (found.why is Why.WELL_AGAIN) is over


@each(
    "told",
    [
        ToldResults(vetoes=frozenset({Sign.OTHERS})),
        ToldResults(vetoes=frozenset({Sign.WISHES})),
        ToldResults(worse=True),
    ],
)
def test_what_is_hoped_of_others_or_worse_ends_nothing(told: ToldResults) -> None:
    assert opinion(None, ToldOutcome.WORKED, told=told) == NO_RESULT


@each(
    ("text", "certainty", "why"),
    [
        ("新しい版を入れました", SURE_OF_A_VERSION, Why.CURED),
        ("新しい版を入れました", SURE_OF_A_VERSION - 0.01, Why.NO_RESULT),
        ("入れました！", 0.99, Why.NO_RESULT),  # or "I got in"
    ],
)
def test_an_update_is_one_only_where_a_version_is_spoken_of(
    text: str, certainty: float, why: Why
) -> None:
    assert opinion(ReportedAction.UPDATED, ToldOutcome.WORKED, certainty, text=text).why is why


@each(("certainty", "why"), [(SURE_WHILE_OFF, Why.ROUND), (SURE_WHILE_OFF - 0.01, Why.NO_RESULT)])
def test_what_is_switched_off_may_be_why_it_works(certainty: float, why: Why) -> None:
    assert opinion(None, ToldOutcome.WORKED, certainty, talk=SWITCHED_OFF).why is why


def test_what_is_on_again_tells_of_what_was_off() -> None:
    found = opinion(ReportedAction.REENABLED, ToldOutcome.FAILED, talk=SWITCHED_OFF)
    assert found.advice == (f"reenable_plugin:{RARE.id}",)
    assert found.outcome is AdviceOutcome.FAILED
    assert opinion(ReportedAction.REENABLED, ToldOutcome.FAILED) == NO_RESULT


def test_who_never_told_that_it_was_off_is_well_with_it_on_again() -> None:
    found = opinion(ReportedAction.REENABLED, ToldOutcome.WORKED)
    assert found.why is Why.WELL_AGAIN
    well = replace(ADVISED, recovered_at=at(20))
    assert opinion(ReportedAction.REENABLED, ToldOutcome.WORKED, talk=well) == NO_RESULT


def test_a_reload_beside_switching_off_is_no_cure() -> None:
    off = ToldResults(actions=frozenset({ReportedAction.DISABLED}))
    assert opinion(ReportedAction.RELOADED, ToldOutcome.WORKED, told=off) == NO_RESULT


@each(("certainty", "own"), [(SURE_OF_A_MISTAKE, True), (SURE_OF_A_MISTAKE - 0.01, False)])
def test_something_of_their_own_that_was_put_right_must_be_sure(
    certainty: float, *, own: bool
) -> None:
    reading = ResultReading(None, ToldOutcome.MISTAKE, certainty)
    heard = Understanding(Kind.RECOVERED_REPORT, "ja", "設定を直しました", result=reading)
    assert [c.of for c in cure_in(heard, heard.redacted, a_conversation(), NO_RESULT, at(9))] == (
        [OWN] if own else []
    )


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


@each(
    ("text", "what", "of"),
    [
        ("一覧が開かなくて、るりグリッドをアプリから消したら出ました", Done.DELETED, RARE.id),
        ("るりグリッドの新しい版を入れてもらったら書けるようになりました", Done.CURED, UPDATED),
    ],
)
def test_what_was_done_is_kept_in_mind(triage: Triage, text: str, what: Done, of: str) -> None:
    event = a_message(text=text, after=30)
    after = triage.hear(ADVISED, event, triage.understand(event, ADVISED))
    assert [(c.what, c.of) for c in after.changes] == [(what, of)]


def test_who_has_it_back_has_switched_nothing_off(triage: Triage) -> None:
    event = a_message(text="また真っ白です。直ったんじゃなかったの", after=30)
    after = triage.hear(ADVISED, event, triage.understand(event, ADVISED))
    assert after.changes == ()
    assert after.is_troubled
