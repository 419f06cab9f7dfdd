"""What the words of one message and the kind that it reads as make of it after advice, case by case."""

from dataclasses import replace
from typing import Any

from bot.model.acts import SaysOver
from bot.model.conversation import AdviceOutcome, Advised, Change, Conversation, Done, Trial
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.outcome import found_by_themselves, outcome_of
from bot.triage.verdict import Why
from tests import shipped
from tests.builders import RARE, a_conversation, at, having_advised
from tests.cases import each

shipped.knowledge()  # in whose words results are told

OFF = f"disable_plugin:{RARE.id}"
TROUBLED = a_conversation(reported_at=at(0))
ADVISED = having_advised(TROUBLED, OFF, "use_standard_view")
WORKED, FAILED, CANNOT = AdviceOutcome.WORKED, AdviceOutcome.FAILED, AdviceOutcome.CANNOT
SWITCHED_OFF = replace(ADVISED, trials=(Trial(OFF, WORKED, at(1)),))
SHUT: dict[str, Any] = {"symptoms": frozenset({Symptom.WONT_OPEN})}
UNABLE, AGAIN = ("could-not-try",), ("switched-on-again",)
Result = tuple[Why, AdviceOutcome | None]


def became(
    words: str,
    kind: Kind,
    certainty: float = 1.0,
    signatures: tuple[str, ...] = (),
    before: Conversation = ADVISED,
    minutes: float = 5,
    **said: Any,
) -> Result:
    """Why, and what came of the advice."""
    heard = Understanding(kind, "ja", words, certainty=certainty, **said)
    verdict = outcome_of(heard, words, before, at(minutes), signatures)
    assert verdict.outcome is None or verdict.advice or verdict.why is Why.CURED
    return verdict.why, verdict.outcome


@each(
    ("words", "kind", "result"),
    [
        ("直りました", Kind.WORKAROUND_WORKED, (Why.SAYS_SO, WORKED)),
        ("直りました", Kind.RECOVERED_REPORT, (Why.SAYS_SO, WORKED)),
        ("直りました", Kind.CHITCHAT, (Why.SAYS_SO, WORKED)),
        ("無効にしたら開きました", Kind.CONFIG_REQUEST, (Why.SWITCHED_OFF, WORKED)),
        ("直りました", Kind.SECURITY_OR_ABUSE, (Why.NO_RESULT, None)),
        ("変わりません", Kind.WORKAROUND_FAILED, (Why.SAYS_SO, FAILED)),
        ("変わりません", Kind.CHITCHAT, (Why.SAYS_SO, FAILED)),
        ("変わりません", Kind.HUMAN_PLEASE, (Why.SAYS_SO, FAILED)),
        ("変わりません", Kind.FUNCTION_REPORT, (Why.SAYS_SO, FAILED)),  # and says nothing else
        ("変わりません", Kind.HOWTO, (Why.NO_RESULT, None)),  # who asks for something else
        ("直りました", Kind.WORKAROUND_FAILED, (Why.CONTRADICTED, None)),
        ("無効にしたら開きました", Kind.WORKAROUND_FAILED, (Why.SWITCHED_OFF, WORKED)),
        ("やってみました", Kind.WORKAROUND_FAILED, (Why.NOT_NOW, None)),
        ("あとで無効にします", Kind.CHITCHAT, (Why.ONLY_MEANT, None)),
        ("無効にしました", Kind.CHITCHAT, (Why.NOT_NOW, None)),
        ("昨日は開きました", Kind.CHITCHAT, (Why.NOT_NOW, None)),
        ("少し改善しました", Kind.CHITCHAT, (Why.IN_PART, None)),
        ("一瞬開いたけどまた真っ白", Kind.FUNCTION_REPORT, (Why.IN_PART, None)),
        ("自然に直りました", Kind.CHITCHAT, (Why.BY_ITSELF, None)),
        ("直りましたか？", Kind.WORKAROUND_WORKED, (Why.ONLY_MEANT, None)),
    ],
)
def test_what_words_mean_in_a_message_of_some_kind(words: str, kind: Kind, result: Result) -> None:
    signs = ("by-itself",) if "自然に" in words else ()
    assert became(words, kind, signatures=signs) == result


@each(
    ("words", "kind", "certainty", "result"),
    [
        # Only good words, and a report that is hardly one: a result. They overrule no sure report.
        ("直りました", Kind.FUNCTION_REPORT, 0.89, (Why.SAYS_SO, WORKED)),
        ("直りました", Kind.FUNCTION_REPORT, 0.9, (Why.NO_RESULT, None)),
        # Bad words turn good news round that are hardly good, and make others doubtful.
        ("変わりません", Kind.WORKAROUND_WORKED, 0.49, (Why.SAYS_SO, FAILED)),
        ("変わりません", Kind.WORKAROUND_WORKED, 0.5, (Why.CONTRADICTED, None)),
        ("まだ開きません", Kind.WORKAROUND_WORKED, 0.4, (Why.CONTRADICTED, None)),
    ],
)
def test_how_sure_the_kind_must_be_against_the_words(
    words: str, kind: Kind, certainty: float, result: Result
) -> None:
    assert became(words, kind, certainty) == result


@each(
    ("kind", "certainty", "said", "result"),
    [
        (Kind.CHITCHAT, 1.0, {}, (Why.SAYS_SO, CANNOT)),
        (Kind.CHITCHAT, 1.0, {"answered": ("portal",)}, (Why.NO_RESULT, None)),
        (Kind.FUNCTION_REPORT, 0.6, SHUT, (Why.NO_RESULT, None)),  # "I cannot open it"
        (Kind.FUNCTION_REPORT, 0.59, SHUT, (Why.SAYS_SO, CANNOT)),
        (Kind.FUNCTION_REPORT, 0.6, {}, (Why.NO_RESULT, None)),
        (Kind.HOWTO, 0.6, {}, (Why.NO_RESULT, None)),
        (Kind.HOWTO, 0.59, {}, (Why.SAYS_SO, CANNOT)),
        (Kind.WORKAROUND_FAILED, 1.0, {}, (Why.SAYS_SO, CANNOT)),
        (Kind.WORKAROUND_WORKED, 1.0, {}, (Why.SAYS_SO, WORKED)),
        (Kind.SECURITY_OR_ABUSE, 1.0, {}, (Why.SAYS_SO, CANNOT)),  # of a password they do not have
    ],
)
def test_that_they_cannot_is_about_the_advice_unless_something_else_is_surely_meant(
    kind: Kind, certainty: float, said: dict[str, Any], result: Result
) -> None:
    for sign in ("could-not-try", "may-not-try"):
        assert became("オフにできません", kind, certainty, (sign,), **said) == result


def test_who_could_not_and_tells_what_came_of_it_could() -> None:
    assert became("無効にできなかったけど直りました", Kind.CHITCHAT, 1.0, UNABLE) == (
        Why.SAYS_SO,
        WORKED,
    )
    tried: dict[str, Any] = {"facts": {"already_tried": ("disable_plugin",)}}
    assert became("変わりません", Kind.CHITCHAT, 1.0, UNABLE, **tried) == (Why.SAYS_SO, FAILED)
    assert became("変わりません", Kind.CHITCHAT, 1.0, UNABLE) == (Why.SAYS_SO, CANNOT)


@each(
    ("words", "said", "result"),
    [
        ("変わりません", SHUT, (Why.NO_RESULT, None)),  # it may be the trouble itself
        ("無効にしても開きません", SHUT, (Why.SWITCHED_OFF, FAILED)),
        (
            "変わりません",
            {**SHUT, "facts": {"already_tried": ("disable_plugin",)}},
            (Why.SAYS_SO, FAILED),
        ),
        ("変わりません", {**SHUT, "or_else": Kind.WORKAROUND_FAILED}, (Why.SAYS_SO, FAILED)),
    ],
)
def test_a_report_is_a_failure_where_it_tells_what_was_tried_or_may_as_well_be_one(
    words: str, said: dict[str, Any], result: Result
) -> None:
    assert became(words, Kind.FUNCTION_REPORT, **said) == result
    waits_for_nothing = became(words, Kind.FUNCTION_REPORT, before=TROUBLED, **said)
    assert waits_for_nothing[1] is None


@each(
    ("words", "result"),
    [
        ("少し改善しました", (Why.ANSWERS, None)),
        ("無効にしたら少し改善しました", (Why.IN_PART, None)),
        ("変わりません", (Why.ANSWERS, None)),
        ("無効にしたら開きました", (Why.SWITCHED_OFF, WORKED)),
    ],
)
def test_what_answers_a_question_is_no_result_unless_it_tells_what_was_done(
    words: str, result: Result
) -> None:
    assert became(words, Kind.CHITCHAT, answered=("portal",)) == result


@each(
    ("before", "words", "kind", "why"),
    [
        (a_conversation(), "直りました", Kind.WORKAROUND_WORKED, Why.NOTHING_PENDING),
        (TROUBLED, "直りました", Kind.WORKAROUND_WORKED, Why.WELL_AGAIN),
        (TROUBLED, "直りました", Kind.HUMAN_PLEASE, Why.NO_RESULT),
        (TROUBLED, "変わりません", Kind.WORKAROUND_FAILED, Why.NOTHING_PENDING),
        (TROUBLED, "変わりません", Kind.WORKAROUND_WORKED, Why.CONTRADICTED),
        (ADVISED, "再起動したら直りました", Kind.WORKAROUND_WORKED, Why.OTHER_WAY),
        (ADVISED, "再読み込みしたら直りました", Kind.WORKAROUND_WORKED, Why.CURED),
    ],
)
def test_what_is_no_result_of_advice(
    before: Conversation, words: str, kind: Kind, why: Why
) -> None:
    way = {"再起動": "reboot", "再読み": "reload"}.get(words[:3])
    facts = {"already_tried": (way,)} if way else {}
    assert became(words, kind, before=before, facts=facts) == (why, None)


@each(
    ("words", "kind", "before", "said", "result"),
    [
        ("有効に戻したら開きました", Kind.RECOVERED_REPORT, SWITCHED_OFF, {}, (Why.SWITCHED_ON, WORKED)),
        ("有効に戻しました", Kind.CHITCHAT, SWITCHED_OFF, {}, (Why.SWITCHED_ON, WORKED)),
        ("有効に戻したら", Kind.FUNCTION_REPORT, SWITCHED_OFF, SHUT, (Why.SWITCHED_ON, FAILED)),
        ("有効に戻したら", Kind.WORKAROUND_FAILED, SWITCHED_OFF, {}, (Why.SWITCHED_ON, FAILED)),
        ("有効に戻しました", Kind.HUMAN_PLEASE, SWITCHED_OFF, {}, (Why.OTHER_WAY, None)),
        ("有効に戻したら開きました", Kind.RECOVERED_REPORT, TROUBLED, {}, (Why.WELL_AGAIN, None)),
        ("有効に戻しました", Kind.CHITCHAT, TROUBLED, {}, (Why.OTHER_WAY, None)),
        ("無効にしましたが変わらないので、元に戻しました", Kind.WORKAROUND_FAILED, ADVISED,
         {"facts": {"already_tried": ("disable_plugin",)}}, (Why.SWITCHED_OFF, FAILED)),
    ],
)  # fmt: skip
def test_what_came_of_switching_on_again_by_who_had_it_off(
    words: str, kind: Kind, before: Conversation, said: dict[str, Any], result: Result
) -> None:
    assert became(words, kind, signatures=AGAIN, before=before, **said) == result


@each(("certainty", "why"), [(0.89, Why.ROUND), (0.9, Why.NOTHING_PENDING)])
def test_that_it_works_while_something_is_off_is_a_way_round_unless_the_end_is_sure(
    certainty: float, why: Why
) -> None:
    off = replace(SWITCHED_OFF, advised=())
    assert became("開きました", Kind.WORKAROUND_WORKED, certainty, before=off) == (why, None)


@each(("minutes", "why"), [(44.9, Why.NOTHING_PENDING), (45, Why.WELL_AGAIN)])
def test_three_quarters_of_an_hour_after_they_told_that_it_helps_it_works_is_news(
    minutes: float, why: Why
) -> None:
    off = replace(TROUBLED, changes=(Change(Done.OFF, RARE.id, at(0)),))
    said = became("使えるようになりました", Kind.RECOVERED_REPORT, 0.8, before=off, minutes=minutes)
    assert said == (why, None)
    asked = replace(off, asked_if_over=at(1))  # then that answers it
    assert became("使えるようになりました", Kind.RECOVERED_REPORT, 0.8, before=asked) == (
        Why.WELL_AGAIN,
        None,
    )


@each(
    ("minutes", "words", "result"),
    [
        (60, "直りました", (Why.SAYS_SO, WORKED)),
        (60.1, "直りました", (Why.WELL_AGAIN, None)),  # an hour later it is news of its own
        (19.9, "お、開いた", (Why.SAYS_SO, WORKED)),
        (20, "お、開いた", (Why.WELL_AGAIN, None)),  # who is surprised has not tried it
    ],
)
def test_how_long_advice_waits_for_its_result(minutes: float, words: str, result: Result) -> None:
    given = replace(TROUBLED, advised=(Advised(OFF, at(0)),))
    assert became(words, Kind.WORKAROUND_WORKED, before=given, minutes=minutes) == result


def test_a_result_that_was_told_ends_the_wait_and_that_it_cannot_be_tried_does_not() -> None:
    given = replace(TROUBLED, advised=(Advised(OFF, at(2)),))
    for trial, outcome in (
        (Trial(OFF, FAILED, at(2)), None),
        (Trial(OFF, FAILED, at(1)), WORKED),  # of an earlier time
        (Trial(OFF, CANNOT, at(3)), WORKED),
    ):
        told = replace(given, trials=(trial,))
        assert became("直りました", Kind.WORKAROUND_WORKED, before=told)[1] is outcome


@each(
    ("before", "certainty", "said", "goes_on"),
    [
        (TROUBLED, 1.0, {}, True),
        (a_conversation(), 1.0, {}, False),
        (TROUBLED, 1.0, {"answered": ("portal",)}, False),
    ],
)
def test_who_still_has_trouble_that_they_told_of_has_it_whatever_anybody_says(
    before: Conversation, certainty: float, said: dict[str, Any], *, goes_on: bool
) -> None:
    words = "復旧したとのことですが、まだ開きません"
    why, _ = became(words, Kind.FUNCTION_REPORT, certainty, before=before, **SHUT, **said)
    assert (why is Why.GOES_ON) is goes_on


@each(
    ("certainty", "before", "first"),
    [
        (0.5, a_conversation(), True),
        (0.49, a_conversation(), False),
        (1.0, ADVISED, False),
        (1.0, replace(TROUBLED, asked=("portal",)), False),
    ],
)
def test_who_begins_with_what_helped_has_found_it_by_themselves(
    certainty: float, before: Conversation, *, first: bool
) -> None:
    heard = Understanding(Kind.WORKAROUND_WORKED, "ja", "", certainty=certainty)
    assert found_by_themselves(heard, before) is first
    assert not found_by_themselves(replace(heard, kind=Kind.CHITCHAT), a_conversation())


def test_the_word_of_an_end_counts_in_small_talk_and_beside_what_they_told_of() -> None:
    over = (SaysOver("復旧", 0.9),)
    known = replace(TROUBLED, complaint=replace(TROUBLED.complaint, **SHUT))
    assert became("復旧しました", Kind.CHITCHAT, before=known, acts=over)[0] is Why.WELL_AGAIN
    bare = Understanding(Kind.CHITCHAT, "ja", "", acts=over)
    for before, why in ((known, Why.WELL_AGAIN), (a_conversation(), Why.NO_RESULT)):
        assert outcome_of(bare, "", before, at(5)).why is why
