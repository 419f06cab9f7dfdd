"""How an example is played: placeholders, what is given, and what comes back."""

import pytest

from bot.triage.run_examples import advised, rehearsal, rehearse
from bot.triage.triage import Triage
from tests import shipped
from tests.builders import MORNING
from tests.cases import each


@pytest.fixture(scope="module")
def triage() -> Triage:
    return rehearsal(shipped.knowledge())


def test_a_feed_that_reports_trouble_decides_between_equal_words(triage: Triage) -> None:
    text = "kintoneが開きません"
    trouble = rehearse(triage, text, {"feed": {"any_platform": "trouble"}}, MORNING)
    maintenance = rehearse(triage, text, {"feed": {"any_platform": "maintenance"}}, MORNING)
    assert trouble[0] == "platform"
    assert maintenance[0] == "maintenance"


def test_a_placeholder_stands_for_a_product_of_the_catalogue(triage: Triage) -> None:
    assert rehearse(triage, "{any_plugin}が動きません。全員です", {}, MORNING)[0] == "plugin"
    host = "コンソールに {any_home_host} の失敗が出ています"
    assert rehearse(triage, host, {}, MORNING)[0] == "home"


def test_what_the_customer_has_answered_before_counts(triage: Triage) -> None:
    text = "ログインできません。全員です"
    assert rehearse(triage, text, {}, MORNING)[0] != "idp"
    assert rehearse(triage, text, {"facts": {"login_method": "sso"}}, MORNING)[0] == "idp"


def test_advice_that_was_tried_in_vain_is_not_given_again(triage: Triage) -> None:
    given: dict[str, object] = {"cause": "customer:browser"}
    text = "私だけ表示が崩れます"
    assert "hard_reload" in advised(triage, text, given, MORNING)
    after = advised(triage, text, {**given, "tried": {"hard_reload": "failed"}}, MORNING)
    assert "hard_reload" not in after
    assert "clear_cache" in after


def test_without_a_cause_only_the_next_move_counts(triage: Triage) -> None:
    assert advised(triage, "いま障害は出ていますか？", {}, MORNING) == {"status_answer"}


def test_with_a_cause_what_follows_its_end_counts_too(triage: Triage) -> None:
    advice = advised(
        triage, "連携のデータが届きません", {"cause": "connected", "uses": []}, MORNING
    )
    afterwards = {"no_action_needed", "check_duplicates", "check_missing_submissions"}
    assert {"wait_for_vendor", "do_not_rerun_manually", *afterwards} <= advice


@each(
    ("given", "why"),
    [
        ({"use": ["any_plugin"]}, "an example has no use"),
        ({"uses": "any_plugin"}, "uses: needs a list"),
        ({"uses": ["any_wish"]}, "no product any_wish"),
        ({"feed": ["any_plugin"]}, "feed: needs a mapping"),
        ({"feed": {"any_plugin": "green"}}, "feed: green is none of"),
        ({"tried": {"reload": "perhaps"}}, "perhaps"),
        ({"cause": "weather"}, "the cause weather does not exist"),
    ],
)
def test_an_example_that_cannot_be_played_says_why(
    triage: Triage, given: dict[str, object], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        advised(triage, "開きません", given, MORNING)


def test_a_placeholder_that_stands_for_nothing_is_refused(triage: Triage) -> None:
    with pytest.raises(ValueError, match="no product any_wish"):
        rehearse(triage, "{any_wish}が開きません", {}, MORNING)
