import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.feature_table import FeatureTable
from bot.model.understanding import FactValue, Kind, Scope, Symptom
from bot.model.weights import Weights
from bot.triage.understand.meaning.classifier import (
    GIVEN,
    Classifier,
    ModelOpinion,
    leading_kind,
    likely_scope,
    likely_symptoms,
    may_be_report,
)
from bot.triage.understand.meaning.ngrams import LONGEST, PLATFORM, PRODUCT, Gist, ngrams, pieces
from bot.triage.understand.meaning.stated import denied_by, scope_with, stated_scope
from tests.cases import each

SLOW, BILL, WAIT = "kind:degraded_report", "kind:billing", "symptom:slow"


def a_row(*weights: int, rarity: int = 0) -> bytes:
    return bytes(w % 256 for w in (*weights, rarity))


WEIGHTS = Weights(
    labels=(BILL, SLOW, WAIT),
    bias=(0.0, 0.0, -1.0),
    steps=(0.1, 0.1, 0.1),
    signal_steps=(1.0, 1.0, 1.0),
    norm_step=1.0,
    ngrams=FeatureTable.of(
        {
            "遅": a_row(-20, 40, 40, rarity=4),
            "請求": a_row(60, -30, -10, rarity=4),
            " slow ": a_row(-20, 30, 30, rarity=9),
        }
    ),
    signals=FeatureTable.of({"asks": a_row(3, -1, 0)}),
)
CLASSIFIER = Classifier(WEIGHTS)


def a_gist(text: str) -> Gist:
    return Gist.of(text, [])


def test_an_ngram_counts_once_scaled_to_a_message_of_length_one() -> None:
    margins = CLASSIFIER.read(a_gist("遅い遅い"), ()).margins
    assert margins == pytest.approx({BILL: -1.0, SLOW: 2.0, WAIT: 1.0})  # 4.0 / sqrt(4)


def test_two_ngrams_share_the_length_of_the_message() -> None:
    margins = CLASSIFIER.read(a_gist("遅い請求"), ()).margins
    assert margins[BILL] == pytest.approx((6.0 - 2.0) / 8**0.5)


def test_a_signal_counts_fully_whatever_the_length() -> None:
    margins = CLASSIFIER.read(a_gist("遅"), ("asks", "never seen")).margins
    assert margins[BILL] == pytest.approx(-1.0 + 3.0)


def test_a_text_without_a_known_ngram_is_left_at_the_bias() -> None:
    assert CLASSIFIER.read(a_gist("zzz"), ()).margins == {BILL: 0.0, SLOW: 0.0, WAIT: -1.0}


def test_the_words_that_speak_for_a_label_are_named_as_written() -> None:
    gist = Gist.of("krewsheetが遅い", [(0, 9, PRODUCT)])
    assert CLASSIFIER.because(gist, SLOW, "KrewSheetが遅い") == ("遅",)
    assert CLASSIFIER.because(gist, BILL, "KrewSheetが遅い") == ()


def test_shares_of_a_family_add_up_to_one() -> None:
    shares = CLASSIFIER.read(a_gist("it is slow"), ()).shares("kind")
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["degraded_report"] > shares["billing"]


def test_a_name_is_one_sign_and_its_place_is_remembered() -> None:
    gist = Gist.of("kintoneとkrewsheetです", [(0, 7, PLATFORM), (8, 17, PRODUCT)])
    assert gist.text == "◆と◇です"
    assert [gist.origin[i] for i in (0, 1, 2, 3)] == [0, 7, 8, 17]


@given(st.text(alphabet="あ請求slow 0９。\n", max_size=60))
def test_the_pieces_are_the_ngrams_where_they_stand(text: str) -> None:
    found = list(pieces(text))
    assert {piece for piece, _, _ in found} == ngrams(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)


def test_digits_are_all_alike_and_long_texts_are_cut() -> None:
    assert ngrams("9:05") == ngrams("1:23")
    assert len(ngrams("あ" * (10 * LONGEST))) == 4


def an_opinion(**margins: float) -> ModelOpinion:
    return ModelOpinion({name.replace("__", ":"): value for name, value in margins.items()})


def test_two_kinds_close_together_leave_it_open() -> None:
    opinion = an_opinion(kind__howto=0.1, kind__outage_report=0.05, kind__billing=-0.2)
    leading = leading_kind(opinion)
    assert (leading.kind, leading.or_else) == (Kind.HOWTO, Kind.OUTAGE_REPORT)


def test_a_clear_kind_has_no_rival() -> None:
    leading = leading_kind(an_opinion(kind__howto=1.0, kind__outage_report=-1.0))
    assert leading.kind is Kind.HOWTO
    assert leading.or_else is None
    assert leading.share > 0.9


def test_a_report_tells_of_its_likeliest_symptom_even_when_none_is_sure() -> None:
    opinion = an_opinion(symptom__slow=-0.5, symptom__wont_open=-0.9)
    assert likely_symptoms(opinion, Kind.DEGRADED_REPORT) == {Symptom.SLOW}
    assert likely_symptoms(opinion, Kind.HOWTO) == frozenset()


@each(("report", "named"), [(0.0, {Symptom.SLOW}), (-0.01, set())])
def test_what_hardly_tells_of_trouble_names_no_symptom_by_likeness(
    report: float, named: set[Symptom]
) -> None:
    opinion = an_opinion(report=report, symptom__slow=-0.5)
    assert likely_symptoms(opinion, Kind.DEGRADED_REPORT) == named


@each(
    ("report", "wont_open", "may_be"),
    [(-0.4, -1.0, True), (-0.41, -1.0, False), (-0.41, GIVEN, True), (-0.41, GIVEN - 0.01, False)],
)
def test_what_reads_as_a_report_tells_of_trouble_or_a_symptom(
    report: float, wont_open: float, *, may_be: bool
) -> None:
    told = an_opinion(report=report, symptom__wont_open=wont_open)
    assert may_be_report(told, whole=True) is may_be


@each(("report", "may_be"), [(0.1, True), (-0.2, False)])
def test_what_reads_as_hardly_anything_else_is_a_report_where_it_is_the_whole(
    report: float, *, may_be: bool
) -> None:
    kinds = {"kind__outage_report": report, "kind__function_report": report - 0.1}
    told = an_opinion(report=-1.0, kind__chitchat=0.0, **kinds)
    assert may_be_report(told, whole=True) is may_be
    assert not may_be_report(told, whole=False)


def test_at_most_one_reach_of_each_sort_is_given() -> None:
    opinion = an_opinion(scope__everyone=0.4, scope__one_user=0.1, scope__one_app=-0.9)
    assert likely_scope(opinion, Kind.OUTAGE_REPORT, {}) == {Scope.EVERYONE}
    assert likely_scope(opinion, Kind.CHITCHAT, {}) == {Scope.UNKNOWN}


@each(
    ("text", "scope"),
    [
        ("全員です", {Scope.EVERYONE}),
        ("全員じゃなかったです、私だけでした", {Scope.ONE_USER}),
        ("みんなというわけではないです", set()),
    ],
)
def test_not_everybody_is_not_everybody(text: str, scope: set[Scope]) -> None:
    assert stated_scope(text) == scope


@each(
    ("facts", "denied"),
    [
        ({"mobile_ok": True}, {Symptom.MOBILE_ONLY}),
        ({"mobile_ok": False}, set()),
        ({"pc_ok": True}, set()),
    ],
)
def test_what_works_on_phones_fails_not_there_alone(
    facts: dict[str, FactValue], denied: set[Symptom]
) -> None:
    assert denied_by(facts) == denied


@each(
    ("likely", "facts", "scope"),
    [
        ({Scope.UNKNOWN}, {"affected_count": 3}, {Scope.SEVERAL_USERS}),
        ({Scope.UNKNOWN}, {"affected_count": 1}, {Scope.ONE_USER}),
        ({Scope.UNKNOWN}, {"other_users_ok": False}, {Scope.SEVERAL_USERS}),
        ({Scope.UNKNOWN}, {"other_users_ok": True}, {Scope.UNKNOWN}),
        ({Scope.ONE_USER}, {"affected_count": 3}, {Scope.SEVERAL_USERS}),
        ({Scope.EVERYONE}, {"affected_count": 12}, {Scope.EVERYONE}),
        ({Scope.SEVERAL_USERS}, {"affected_count": 1}, {Scope.SEVERAL_USERS}),
        ({Scope.UNKNOWN}, {"other_apps_ok": True}, {Scope.ONE_APP}),
        ({Scope.SEVERAL_APPS}, {"other_apps_ok": True}, {Scope.SEVERAL_APPS}),
        ({Scope.ALL_APPS}, {"other_apps_ok": False}, {Scope.ALL_APPS}),
    ],
)
def test_what_the_facts_settle_of_the_reach(
    likely: set[Scope], facts: dict[str, FactValue], scope: set[Scope]
) -> None:
    assert scope_with(frozenset(likely), facts) == scope
