"""Whether trouble is over by what a customer says: each sign that a bit more or less would turn."""

from dataclasses import replace
from typing import Any

from bot.model.acts import Asks, CustomerQuestion, ReportedAction, Result, SaysOver, TellsResult
from bot.model.conversation import Advised, Change, Complaint, Done
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.recovery_signals import (
    asks_when,
    goes_on,
    is_beside,
    is_contrast,
    is_cured,
    is_over_while_off,
    is_own_change,
    is_partial,
    is_put_back,
    is_round,
    is_still_off,
    is_well_again,
    is_word_of_the_end,
    was_asked_last,
)
from bot.triage.understand.facts.results import Sign, ToldResults
from tests import shipped
from tests.builders import RARE, a_conversation, at
from tests.cases import each

shipped.knowledge()  # in whose words results are told

OFF = f"disable_plugin:{RARE.id}"
SLOW = frozenset({Symptom.SLOW})
FRESH = a_conversation()
TROUBLED = a_conversation(reported_at=at(0), complaint=Complaint(symptoms=SLOW))
WELL = replace(TROUBLED, recovered_at=at(5))
IS_OFF = replace(TROUBLED, changes=(Change(Done.OFF, RARE.id, at(0)),))
ASKED_IF_OVER = replace(TROUBLED, asked_if_over=at(3))
GOOD, END = Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT
WORKS = ToldResults(results=(Sign.WORKED,))
OVER = (SaysOver("復旧", 0.9),)
RELOADED = frozenset({ReportedAction.RELOADED})
DISABLED = frozenset({ReportedAction.DISABLED})


def heard(kind: Kind = GOOD, **said: Any) -> Understanding:
    return replace(Understanding(kind, "ja", "…"), **said)


def told(**more: Any) -> ToldResults:
    """It works, and something else."""
    return replace(WORKS, **more)


@each(
    ("said", "results", "before", "waiting", "well"),
    [
        ({}, WORKS, TROUBLED, (), True),
        ({}, WORKS, TROUBLED, (OFF,), False),  # it may be that advice
        ({}, WORKS, FRESH, (), False),
        ({}, WORKS, IS_OFF, (), False),  # which still helps
        ({"kind": Kind.HUMAN_PLEASE}, WORKS, TROUBLED, (), False),
        ({"products": (RARE.id,)}, WORKS, TROUBLED, (), False),  # a way round it may be named
        ({"facts": {"already_tried": ("reload",)}}, WORKS, TROUBLED, (), False),
        ({"facts": {"other_apps_ok": True}}, WORKS, TROUBLED, (), False),  # that is one place of two
        ({"facts": {"other_apps_ok": False}}, WORKS, TROUBLED, (), True),
        ({"facts": {"other_users_ok": True}}, WORKS, TROUBLED, (), False),
        ({"facts": {"other_users_ok": True}}, told(everybody=True), TROUBLED, (), True),
        ({"facts": {"other_apps_ok": True}}, told(everybody=True), TROUBLED, (), False),
        ({}, told(actions=RELOADED), TROUBLED, (), False),
        ({}, told(elsewhere=True), TROUBLED, (), False),
        ({}, told(elsewhere=True, of_the_end=True), TROUBLED, (), False),
        ({}, told(elsewhere=True, of_the_end=True), ASKED_IF_OVER, (), True),  # "the line is mended"
        ({}, told(elsewhere=True), ASKED_IF_OVER, (), False),
        ({}, told(round_it=True), TROUBLED, (), False),
        ({}, told(undone=True), TROUBLED, (), False),
        ({}, ToldResults(), TROUBLED, (), True),
        ({"certainty": 0.5}, ToldResults(), TROUBLED, (), True),
        ({"certainty": 0.49}, ToldResults(), TROUBLED, (), False),
        ({"certainty": 0.49}, WORKS, TROUBLED, (), True),
    ],
)  # fmt: skip
def test_when_nothing_else_can_have_helped(
    said: dict[str, Any], results: ToldResults, before: Any, waiting: tuple[str, ...], *, well: bool
) -> None:
    assert is_well_again(heard(**said), results, before, waiting) is well


@each(
    ("said", "results", "before", "over"),
    [
        ({"acts": OVER}, WORKS, TROUBLED, True),
        ({"acts": OVER}, ToldResults(), TROUBLED, True),
        ({}, WORKS, TROUBLED, False),  # no word of an end
        ({}, told(of_the_end=True), TROUBLED, True),
        ({}, ToldResults(of_the_end=True), TROUBLED, False),
        ({}, WORKS, ASKED_IF_OVER, True),
        ({"acts": OVER}, told(again=True), TROUBLED, False),
        ({"acts": OVER}, ToldResults(results=(Sign.WORKED, Sign.FAILED)), TROUBLED, False),
        ({"acts": OVER}, told(vetoes=frozenset({Sign.ASKS, Sign.WISHES})), TROUBLED, True),
        ({"acts": OVER}, told(vetoes=frozenset({Sign.OTHERS})), TROUBLED, False),
        ({"acts": OVER, "kind": Kind.STATUS_QUERY}, WORKS, TROUBLED, True),
        ({"acts": OVER, "kind": Kind.HOWTO}, WORKS, TROUBLED, False),
        ({"acts": OVER, "symptoms": SLOW}, WORKS, TROUBLED, False),
        ({"acts": OVER, "kind": Kind.FUNCTION_REPORT, "symptoms": SLOW}, WORKS, TROUBLED, True),
        ({"acts": OVER, "kind": Kind.FUNCTION_REPORT, "symptoms": SLOW}, told(rest=(0, 1)), TROUBLED, False),
        ({"acts": OVER, "kind": Kind.FUNCTION_REPORT, "symptoms": SLOW}, WORKS, WELL, False),
        ({"acts": OVER, "kind": Kind.FUNCTION_REPORT,
          "symptoms": frozenset({Symptom.SAVE_FAILS})}, WORKS, TROUBLED, False),
        ({"acts": OVER}, WORKS, FRESH, False),
    ],
)  # fmt: skip
def test_small_talk_that_says_that_it_is_over(
    said: dict[str, Any], results: ToldResults, before: Any, *, over: bool
) -> None:
    assert is_word_of_the_end(heard(**{"kind": Kind.CHITCHAT, **said}), results, before) is over


@each(
    ("asked", "advised", "last"),
    [(3, (), True), (None, (), False), (3, (2, 3), True), (3, (2, 4), False)],
)
def test_whether_it_goes_on_was_the_last_that_we_wanted_to_know(
    asked: float | None, advised: tuple[float, ...], *, last: bool
) -> None:
    given = tuple(Advised(OFF, at(n)) for n in advised)
    talk = replace(TROUBLED, asked_if_over=None if asked is None else at(asked), advised=given)
    assert was_asked_last(talk) is last


@each(
    ("said", "results", "before", "still"),
    [
        ({"certainty": 0.89}, WORKS, IS_OFF, True),
        ({"certainty": 0.9}, WORKS, IS_OFF, False),
        ({"certainty": 0.89}, WORKS, TROUBLED, False),
        ({"certainty": 0.89}, told(actions=DISABLED), TROUBLED, True),
        ({"certainty": 0.89}, told(of_the_end=True), IS_OFF, False),
        ({"kind": Kind.CONFIG_REQUEST}, told(actions=DISABLED), TROUBLED, True),
        ({"kind": Kind.CONFIG_REQUEST}, WORKS, IS_OFF, False),
        ({"certainty": 0.89}, told(actions=DISABLED), FRESH, False),
        ({"kind": Kind.HOWTO, "certainty": 0.1}, WORKS, IS_OFF, False),
    ],
)
def test_it_works_while_something_is_off(
    said: dict[str, Any], results: ToldResults, before: Any, *, still: bool
) -> None:
    assert is_still_off(heard(**said), results, before) is still


@each(
    ("said", "results", "before", "minutes", "over"),
    [
        ({}, WORKS, IS_OFF, 45, True),
        ({}, WORKS, IS_OFF, 44, False),
        ({}, WORKS, replace(IS_OFF, asked_if_over=at(1)), 5, True),
        ({}, WORKS, TROUBLED, 45, False),  # nothing is off
        ({}, WORKS, replace(IS_OFF, recovered_at=at(2)), 45, False),
        ({}, told(again=True), IS_OFF, 45, False),
        ({"kind": Kind.CHITCHAT}, WORKS, IS_OFF, 45, False),
        ({}, ToldResults(), IS_OFF, 45, False),
        ({"acts": OVER}, ToldResults(), IS_OFF, 45, True),
        ({}, ToldResults(results=(Sign.WORKED, Sign.HALF)), IS_OFF, 45, False),
        ({}, told(actions=RELOADED), IS_OFF, 45, False),  # which may have helped
        ({}, told(actions=RELOADED, vetoes=frozenset({Sign.ASKS})), IS_OFF, 45, True),
        ({}, told(actions=frozenset({ReportedAction.REENABLED})), IS_OFF, 45, False),
        ({}, told(round_it=True), IS_OFF, 45, False),
        ({"facts": {"other_apps_ok": True}}, WORKS, IS_OFF, 45, False),
        ({"facts": {"already_tried": ("reload",)}}, WORKS, IS_OFF, 45, False),
        ({"redacted": "無効のままなら使えています"}, WORKS, IS_OFF, 45, True),
        ({"redacted": "無効にしたら開きました"}, WORKS, IS_OFF, 45, False),  # for that alone
        ({"redacted": "開きました。無効にしてあります"}, WORKS, IS_OFF, 45, True),
    ],
)  # fmt: skip
def test_it_works_long_after_something_was_switched_off(
    said: dict[str, Any], results: ToldResults, before: Any, minutes: float, *, over: bool
) -> None:
    assert is_over_while_off(heard(**{"kind": END, **said}), results, before, at(minutes)) is over


@each(
    ("said", "results", "before", "is_one"),
    [
        ({"certainty": 0.89}, told(round_it=True), TROUBLED, True),
        ({"certainty": 0.9}, told(round_it=True), TROUBLED, False),
        ({"certainty": 0.89}, WORKS, TROUBLED, False),
        ({"certainty": 0.89, "facts": {"mobile_ok": True}}, WORKS, TROUBLED, True),
        ({"certainty": 0.89}, told(round_it=True), FRESH, False),
        ({"certainty": 0.89}, told(round_it=True, actions=RELOADED), TROUBLED, False),
        ({"certainty": 0.89}, ToldResults((Sign.WORKED, Sign.HALF), round_it=True), TROUBLED, False),
        ({"certainty": 0.89}, ToldResults((Sign.HALF,), round_it=True), TROUBLED, True),
        ({"certainty": 0.89, "facts": {"already_tried": ("reload",)}}, told(round_it=True), TROUBLED, False),
        ({"certainty": 0.1, "kind": Kind.CHITCHAT}, told(round_it=True), TROUBLED, False),
    ],
)  # fmt: skip
def test_a_way_round_is_no_end(
    said: dict[str, Any], results: ToldResults, before: Any, *, is_one: bool
) -> None:
    assert is_round(heard(**said), results, before) is is_one


@each(
    ("kind", "certainty", "results", "before", "waiting", "said", "on"),
    [
        ("outage", 1.0, ToldResults((Sign.WEAK,), said_over=True), TROUBLED, (), {}, True),
        ("outage", 1.0, ToldResults((Sign.FAILED,), said_over=True), TROUBLED, (OFF,), {}, True),
        ("outage", 1.0, ToldResults((Sign.WEAK,)), TROUBLED, (), {}, False),
        ("outage", 1.0, ToldResults((Sign.WEAK,)), WELL, (), {}, True),
        ("outage", 1.0, ToldResults((Sign.WEAK,), said_over=True), FRESH, (), {}, False),
        ("outage", 1.0, ToldResults((Sign.WEAK,), said_over=True), TROUBLED, (), {"answered": ("x",)}, False),
        ("outage", 1.0, ToldResults((Sign.WEAK,), said_over=True, actions=RELOADED), TROUBLED, (), {}, False),
        ("outage", 1.0, ToldResults((Sign.WORKED, Sign.WEAK), said_over=True), TROUBLED, (), {}, False),
        ("outage", 1.0, ToldResults((Sign.WEAK, Sign.HALF), said_over=True), TROUBLED, (), {}, False),
        ("outage", 1.0, ToldResults(again=True), TROUBLED, (), {}, True),
        ("outage", 1.0, ToldResults(again=True), TROUBLED, (OFF,), {}, False),
        ("outage", 1.0, ToldResults(again=True), WELL, (OFF,), {}, True),
        ("outage", 1.0, told(again=True), WELL, (), {}, False),
        ("end", 0.5, ToldResults((Sign.WEAK,), said_over=True), TROUBLED, (), {}, False),
        ("end", 0.49, ToldResults((Sign.WEAK,), said_over=True), TROUBLED, (), {}, True),
        ("end", 0.89, ToldResults(again=True), TROUBLED, (), {}, True),
        ("end", 0.9, ToldResults(again=True), TROUBLED, (), {}, False),
        ("end", 0.5, ToldResults((Sign.WEAK,), again=True, said_over=True), TROUBLED, (), {}, False),
    ],
)  # fmt: skip
def test_who_says_that_it_goes_on_has_it_still(  # noqa: PLR0913 - a case has so many sides
    kind: str,
    certainty: float,
    results: ToldResults,
    before: Any,
    waiting: tuple[str, ...],
    said: dict[str, Any],
    *,
    on: bool,
) -> None:
    reads = END if kind == "end" else Kind.OUTAGE_REPORT
    assert goes_on(heard(reads, certainty=certainty, **said), results, before, waiting) is on


@each(
    ("results", "said", "before", "cured"),
    [
        (told(actions=RELOADED), {}, TROUBLED, True),
        (told(actions=frozenset({ReportedAction.UPDATED})), {}, TROUBLED, True),
        (told(actions=RELOADED | DISABLED), {}, TROUBLED, False),  # which has to be undone
        (told(actions=DISABLED), {}, TROUBLED, False),
        (WORKS, {}, TROUBLED, False),
        (told(actions=RELOADED, round_it=True), {}, TROUBLED, False),
        (told(actions=RELOADED), {"facts": {"already_tried": ("reload", "relogin")}}, TROUBLED, True),
        (told(actions=RELOADED), {"facts": {"already_tried": ("clear_cache",)}}, TROUBLED, False),
        (told(actions=RELOADED), {}, FRESH, False),
        (ToldResults((Sign.FAILED,), actions=RELOADED), {}, TROUBLED, False),
    ],
)  # fmt: skip
def test_what_leaves_nothing_to_be_undone_is_a_cure(
    results: ToldResults, said: dict[str, Any], before: Any, *, cured: bool
) -> None:
    assert is_cured(heard(**said), results, before) is cured


CHANGED = {"recent_change": "翻訳を入れた"}


@each(
    ("kind", "said", "own"),
    [
        (Kind.CHITCHAT, {"facts": CHANGED, "acts": (Asks("x", 0.9, None),)}, True),
        (Kind.CHITCHAT, {"facts": CHANGED}, False),
        (Kind.CHITCHAT, {"facts": {"recent_change": "none"}, "acts": (Asks("x", 0.9, None),)}, False),
        (Kind.FUNCTION_REPORT, {"facts": CHANGED, "acts": (Asks("x", 0.9, None),)}, False),
        (Kind.CHITCHAT, {"facts": CHANGED, "acts": OVER}, False),
        (Kind.CHITCHAT, {"facts": CHANGED, "acts": (TellsResult("x", 0.9, Result.WORKED),)}, False),
    ],
)  # fmt: skip
def test_who_only_tells_what_they_changed_tells_no_result(
    kind: Kind, said: dict[str, Any], *, own: bool
) -> None:
    assert is_own_change(heard(kind, **said)) is own


def test_what_else_is_told_beside_a_result() -> None:
    rest = told(rest=(0, 3))
    assert is_beside(heard(), rest)
    assert not is_beside(heard(), WORKS)
    assert not is_beside(heard(answered=("portal",)), rest)
    assert not is_beside(heard(facts={"other_browser_ok": True}), rest)
    assert is_contrast(ToldResults((Sign.FAILED, Sign.WORKED)))
    assert is_contrast(ToldResults(undone=True))
    assert not is_contrast(WORKS)
    failed = ToldResults((Sign.FAILED,))
    tried = heard(Kind.WORKAROUND_FAILED, facts={"already_tried": ("disable_plugin",)})
    assert is_put_back(tried, failed)
    assert not is_put_back(replace(tried, facts={}), failed)
    assert not is_put_back(replace(tried, kind=Kind.CHITCHAT), failed)
    assert not is_put_back(tried, WORKS)
    assert asks_when(heard(acts=(Asks("x", 0.9, CustomerQuestion.WHEN_FIXED),)))
    assert not asks_when(heard(acts=(Asks("x", 0.9, CustomerQuestion.HOURS),)))
    assert is_partial(heard(acts=(TellsResult("x", 0.9, Result.PARTLY),)))
    assert not is_partial(heard(acts=(TellsResult("x", 0.9, Result.WORKED),)))
