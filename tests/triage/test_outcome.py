"""Whether a message is the result of advice: of which, and how it is read in its conversation."""

from dataclasses import replace

import pytest

from bot.model.conversation import AdviceOutcome, Advised, Conversation, Trial
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.contextual_kind import in_context
from bot.triage.evidence.signatures import Signatures
from bot.triage.outcome import outcome_of
from bot.triage.pending_advice import pending
from bot.triage.triage import Triage
from bot.triage.update_conversation import hear
from bot.triage.verdict import AdviceVerdict, Why
from tests.builders import (
    POPULAR,
    RARE,
    a_catalogue,
    a_conversation,
    a_message,
    at,
    having_advised,
)
from tests.cases import each
from tests.triage.outcomes import AFTER_ADVICE

OFF = f"disable_plugin:{RARE.id}"
ON = f"reenable_plugin:{RARE.id}"
TROUBLED = a_conversation(reported_at=at(0))
ADVISED = having_advised(TROUBLED, OFF, "use_standard_view")
WORKED, FAILED, CANNOT = AdviceOutcome.WORKED, AdviceOutcome.FAILED, AdviceOutcome.CANNOT
SWITCHED_OFF = replace(ADVISED, trials=(Trial(OFF, WORKED, at(1)),))


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


def told(triage: Triage, text: str, before: Conversation, minutes: float = 10) -> Conversation:
    event = a_message(text=text, after=minutes)
    return triage.hear(before, event, triage.understand(event, before))


def results(
    triage: Triage, text: str, before: Conversation
) -> tuple[tuple[str, AdviceOutcome], ...]:
    after = told(triage, text, before)
    return tuple((t.advice, t.outcome) for t in after.trials[len(before.trials) :])


@pytest.mark.slow
@each(("text", "outcome"), AFTER_ADVICE)
def test_what_a_message_after_advice_says_came_of_it(
    triage: Triage, text: str, outcome: AdviceOutcome | None
) -> None:
    assert results(triage, text, ADVISED) == (() if outcome is None else ((OFF, outcome),))


BY_THEMSELVES = {
    "何もしていないのに自然に直りました",
    "無効にする前に直りました",
    "昼すぎに見たら直っていました",
    "しばらくしたら開きました",
}


@pytest.mark.slow
@each("text", [t for t, o in AFTER_ADVICE if o is not WORKED])
def test_nothing_but_good_news_ends_the_trouble(triage: Triage, text: str) -> None:
    ended = told(triage, text, ADVISED).recovered_at is not None
    assert ended is ("自然に" in text or text in BY_THEMSELVES)


@each("text", ["ひらきました！", "使えるようになりました", "It opened"])
def test_good_news_before_any_advice_ends_the_trouble(triage: Triage, text: str) -> None:
    assert triage.understand(a_message(text=text, after=10), TROUBLED).kind is Kind.RECOVERED_REPORT
    assert not told(triage, text, TROUBLED).is_troubled


@each("text", ["Edgeだと開きます", "キャッシュを消したら開きました"])
def test_what_works_only_in_some_way_does_not_end_the_trouble(triage: Triage, text: str) -> None:
    assert told(triage, text, TROUBLED).is_troubled


@each(
    ("text", "kind"),
    [
        ("let me try that", Kind.CHITCHAT),
        ("やってみます", Kind.CHITCHAT),
        ("無効にしました", Kind.CHITCHAT),
        ("変わりません", Kind.WORKAROUND_FAILED),
        ("直りました", Kind.WORKAROUND_WORKED),
        ("同じです", Kind.WORKAROUND_FAILED),
        ("オフにできません", Kind.WORKAROUND_FAILED),
        ("何もしてないのに自然に直りました", Kind.RECOVERED_REPORT),
        ("まだ開きません", Kind.OUTAGE_REPORT),
        ("一瞬開いたけどまた真っ白です", Kind.OUTAGE_REPORT),
    ],
)
def test_the_kind_that_a_message_has_after_advice(triage: Triage, text: str, kind: Kind) -> None:
    assert triage.understand(a_message(text=text, after=10), ADVISED).kind is kind


@each(
    ("text", "outcome"),
    [
        ("有効に戻したら普通に開きました", WORKED),
        ("試しに有効に戻したら動きました", WORKED),
        ("I re-enabled it and everything works", WORKED),
        ("戻して保存した。いけた", WORKED),
        ("有効に戻したらまた真っ白になりました", FAILED),
        ("Turned it back on and it is blank again", FAILED),
        ("再度オンにしましたが、まだ開きません", FAILED),
        ("オンにしたらまた固まりました。切っておきます", FAILED),
        ("無効だと開きますが、有効に戻すとまた真っ白です", FAILED),
        ("両方有効にしましたが、詳細ちゃんと出ます", WORKED),
        ("全部オンにしましたが、また真っ白です", FAILED),
        ("重新启用以后也可以打开了", WORKED),
        ("あとで有効に戻します", None),
        ("有効に戻しても大丈夫ですか？", None),
        ("有効に戻したら教えてください", None),
    ],
)
def test_what_came_of_switching_on_again(
    triage: Triage, text: str, outcome: AdviceOutcome | None
) -> None:
    assert results(triage, text, SWITCHED_OFF) == (() if outcome is None else ((ON, outcome),))
    recovered = told(triage, text, SWITCHED_OFF).recovered_at is not None
    assert recovered is (outcome is WORKED)


def test_who_asks_how_it_stands_may_tell_at_once_that_it_works_switched_on_again() -> None:
    heard = Understanding(Kind.STATUS_QUERY, "en", "")
    words = "Re-enabled it and uploads go through again. Any news?"
    verdict = outcome_of(heard, words, SWITCHED_OFF, at(5), ("switched-on-again",))
    assert (verdict.outcome, verdict.advice) == (WORKED, (ON,))


@each(
    ("text", "advice"),
    [
        ("Moku Check を無効にしたら開きました", f"disable_plugin:{POPULAR.id}"),
        ("シークレットなら開きました", "incognito"),
        ("無効にしたら開きました", OFF),
        ("開きました", "incognito"),
        ("もくチェックを止めたら直りました", f"disable_plugin:{POPULAR.id}"),
    ],
)
def test_a_result_goes_to_the_way_or_the_product_that_is_named_with_it(
    triage: Triage, text: str, advice: str
) -> None:
    both = having_advised(TROUBLED, f"disable_plugin:{POPULAR.id}", OFF, "incognito")
    assert results(triage, text, both) == ((advice, WORKED),)


def test_advice_waits_for_an_hour_and_until_its_result_is_told() -> None:
    assert [a.advice for a in pending(ADVISED, at(59))] == [OFF]
    assert pending(ADVISED, at(61)) == ()
    assert pending(SWITCHED_OFF, at(2)) == ()
    unable = replace(ADVISED, trials=(Trial(OFF, CANNOT, at(1)),))
    assert [a.advice for a in pending(unable, at(2))] == [OFF]


def test_later_it_works_is_news_of_its_own_unless_the_way_is_named(triage: Triage) -> None:
    late = told(triage, "直りました", ADVISED, minutes=90)
    assert late.trials == ()
    assert late.recovered_at is not None
    assert told(triage, "無効にしたら直りました", ADVISED, minutes=90).switched_off() == (RARE.id,)


def test_that_it_is_fine_again_is_no_result_of_a_test(triage: Triage) -> None:
    testing = having_advised(TROUBLED, "incognito")
    over = told(triage, "直りました。もう大丈夫です", testing)
    assert over.trials == ()
    assert over.recovered_at is not None


@each(
    ("text", "works"),
    [
        ("シークレットウィンドウでは開きました", True),
        ("シークレットでは表示されました。通常のウィンドウはだめです", True),
        ("シークレットウィンドウでも同じです", False),
        ("It opens in a private window", True),
        ("はい", None),
        ("直りました", None),
    ],
)
def test_the_result_of_an_advised_test_is_heard_where_it_is_named(
    triage: Triage, text: str, *, works: bool | None
) -> None:
    after = told(triage, text, having_advised(TROUBLED, "incognito"))
    assert after.complaint.facts.get("incognito_ok") is works


def test_who_could_not_at_first_and_then_could_is_believed(triage: Triage) -> None:
    unable = replace(ADVISED, trials=(Trial(OFF, CANNOT, at(1)),))
    asked = "管理者に無効にしてもらったら開きました"
    assert results(triage, asked, unable) == ((OFF, WORKED),)


def test_after_the_result_it_works_again_is_the_end_of_the_trouble(triage: Triage) -> None:
    over = told(triage, "直りました", SWITCHED_OFF)
    assert over.recovered_at is not None
    assert len(over.trials) == 1


@each(
    ("text", "kind"),
    [
        ("再起動しても開きません", Kind.OUTAGE_REPORT),
        ("I rebooted and it is still blank", Kind.OUTAGE_REPORT),
    ],
)
def test_what_failed_before_any_advice_is_a_report(triage: Triage, text: str, kind: Kind) -> None:
    heard = triage.understand(a_message(text=text), a_conversation())
    assert heard.kind is kind
    assert triage.hear(a_conversation(), a_message(text=text), heard).trials == ()


def test_who_asks_for_a_person_because_it_failed_gets_one_and_the_result_counts() -> None:
    heard = Understanding(Kind.HUMAN_PLEASE, "ja", "だめでした。人に代わってください")
    verdict = outcome_of(heard, heard.redacted, ADVISED, at(5))
    assert (verdict.outcome, verdict.advice) == (FAILED, (OFF,))
    assert in_context(heard, verdict, ADVISED).kind is Kind.HUMAN_PLEASE


def test_a_word_that_answers_a_question_is_no_result(triage: Triage) -> None:
    asking = replace(ADVISED, asked=("other_browser",), open_questions=("other_browser",))
    heard = Understanding(Kind.CHITCHAT, "ja", "同じです", answered=("other_browser",))
    assert outcome_of(heard, "同じです", asking, at(5)).why is Why.ANSWERS


def test_oh_it_was_that_product_tells_what_came_of_switching_it_off() -> None:
    said = Understanding(Kind.CHITCHAT, "ja", "", products=(RARE.id,))
    words = "ああ、るりグリッドでした"
    verdict = outcome_of(said, words, ADVISED, at(1), ("it-was-that",))
    assert verdict == AdviceVerdict(Why.WAS_THAT, WORKED, (OFF,))
    assert in_context(said, verdict, ADVISED).kind is Kind.WORKAROUND_WORKED
    for before, signatures in ((ADVISED, ()), (TROUBLED, ("it-was-that",))):
        none = outcome_of(said, words, before, at(1), signatures)
        assert none.outcome is None
        assert in_context(said, none, before).kind is Kind.CHITCHAT
    assert outcome_of(said, words, SWITCHED_OFF, at(2), ("it-was-that",)).outcome is None
    denied = replace(said, denied=(RARE.id,))
    assert outcome_of(denied, words, ADVISED, at(1), ("it-was-that",)).outcome is None


@each(("button", "outcome"), [("worked", WORKED), ("failed", FAILED), ("human", None)])
def test_a_pressed_button_is_the_result_of_what_was_advised(
    triage: Triage, button: str, outcome: AdviceOutcome | None
) -> None:
    event = replace(a_message(text="直りましたか？", after=5), button=button)
    after = triage.hear(ADVISED, event, triage.understand(event, ADVISED))
    assert [t.outcome for t in after.trials] == ([] if outcome is None else [outcome])


@pytest.mark.slow
def test_a_message_put_into_its_context_is_read_alike_again(
    triage: Triage, knowledge: Knowledge
) -> None:
    for text, _ in AFTER_ADVICE:
        signatures = Signatures(knowledge.signatures).find(text)
        alone = replace(triage.read(text), answered=())
        for before in (ADVISED, TROUBLED, SWITCHED_OFF, a_conversation()):
            first = outcome_of(alone, text, before, at(5), signatures)
            placed = in_context(alone, first, before)
            again = outcome_of(placed, text, before, at(5), signatures)
            assert (again.outcome, again.advice) == (first.outcome, first.advice), text
            assert in_context(placed, again, before).kind is placed.kind, text


def test_an_attack_is_no_result() -> None:
    heard = Understanding(Kind.SECURITY_OR_ABUSE, "ja", "直りました")
    assert outcome_of(heard, "直りました", ADVISED, at(1)).outcome is None


def test_good_news_that_reads_as_bad_news_counts_for_neither() -> None:
    heard = Understanding(
        Kind.RECOVERED_REPORT,
        "ja",
        "まだ開きません",
        frozenset({Symptom.WONT_OPEN}),
        certainty=0.4,
    )
    sure, doubted = replace(heard, certainty=0.9), AdviceVerdict(Why.CONTRADICTED)
    assert in_context(sure, doubted, ADVISED).kind is Kind.CHITCHAT
    verdict = outcome_of(heard, "まだ開きません", ADVISED, at(1))
    assert verdict.why is Why.CONTRADICTED
    assert in_context(heard, verdict, ADVISED).kind is Kind.OUTAGE_REPORT
    after = hear(ADVISED, a_message(), in_context(heard, verdict, ADVISED), (), a_catalogue())
    assert after.is_troubled


def test_advice_that_cannot_be_tried_waits_for_nothing() -> None:
    assert pending(a_conversation(advised=(Advised("monitor", at(0)),)), at(1)) == ()
