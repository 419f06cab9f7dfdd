"""What one message adds to a conversation; what is said later overrides."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.acts import Accuses, TurnsToAnother
from bot.model.browser_check import MOST_RUNS, BrowserCheck
from bot.model.conversation import AdviceOutcome, Conversation, Trial
from bot.model.understanding import FactValue, Kind, Scope, Symptom, Understanding, Urgency
from bot.triage.update_conversation import hear, with_customers_turn
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

OFF = f"disable_plugin:{RARE.id}"


def heard(kind: Kind = Kind.OUTAGE_REPORT, *, lang: str = "ja", **said: object) -> Understanding:
    understanding = Understanding(kind, lang, "masked words")
    return replace(understanding, **said)  # type: ignore[arg-type]


def after(
    conversation: Conversation,
    understanding: Understanding,
    *signatures: str,
    minutes: float = 1,
    uses: tuple[str, ...] | None = None,
) -> Conversation:
    event = replace(a_message(after=minutes, text="raw words"), installed_plugins=uses)
    return hear(conversation, event, understanding, signatures, a_catalogue())


def test_only_masked_words_are_kept() -> None:
    turn = after(a_conversation(), heard()).turns[-1]
    assert turn.text == "masked words"
    assert turn.message_id == "m1"


def test_of_the_runs_of_a_browser_check_the_latest_are_kept() -> None:
    """The last of them shows whether something helped."""
    checked = a_conversation()
    for run in range(MOST_RUNS + 1):
        check = BrowserCheck((), f"Chrome {run}")
        event = replace(a_message(f"m{run}", after=run), check=check)
        checked = with_customers_turn(checked, event, "", "ja")
    assert [check.browser for check in checked.checks] == ["Chrome 1", "Chrome 2", "Chrome 3"]


@each(
    ("said", "known"),
    [
        ({"answered": ("plugins_used",), "products": (RARE.id,)}, ((RARE.id,), True)),
        ({"products": (RARE.id,)}, (None, False)),  # nobody asked what they use
        ({"answered": ("plugins_used",)}, (None, False)),  # they named none
    ],
)
def test_what_they_use_is_what_they_named_when_they_were_asked(
    said: dict[str, Any], known: tuple[object, bool]
) -> None:
    complaint = after(a_conversation(), heard(**said)).complaint
    assert (complaint.inventory, complaint.complete) == known


def test_a_report_starts_the_trouble_and_a_later_one_keeps_its_beginning() -> None:
    first = after(a_conversation(), heard())
    second = after(first, heard(Kind.DEGRADED_REPORT), minutes=5)
    assert second.reported_at == at(1)
    assert second.last_report_at == at(5)


def test_what_was_tried_stays_tried() -> None:
    first = after(a_conversation(), heard(facts={"already_tried": ("clear_cache",)}))
    then = after(first, heard(facts={"already_tried": ("incognito",)}), minutes=5)
    assert then.complaint.facts["already_tried"] == ("clear_cache", "incognito")
    assert "already_tried" not in after(a_conversation(), heard()).complaint.facts


def test_what_is_only_held_for_the_cause_is_guessed_until_it_is_spoken_of_otherwise() -> None:
    held = heard(products=(RARE.id,), acts=(Accuses("それのせい", 0.7, (RARE.id,)),))
    first = after(a_conversation(), held)
    assert first.complaint.guessed == (RARE.id,)
    told = after(first, heard(products=(RARE.id,)), minutes=5)
    assert told.complaint.guessed == ()
    assert after(told, held, minutes=7).complaint.guessed == ()


@pytest.mark.parametrize(
    ("text", "is_guess"),
    [
        (f"一覧が真っ白です。{RARE.name}のせいだと思います", True),
        (f"{RARE.name}の一覧が真っ白です。{RARE.name}のせいだと思います", False),
    ],
)
def test_what_is_spoken_of_beside_a_guess_is_no_guess(text: str, *, is_guess: bool) -> None:
    acts = (Accuses(f"{RARE.name}のせいだと思います", 0.7, (RARE.id,)),)
    told = after(a_conversation(), heard(products=(RARE.id,), acts=acts, redacted=text))
    assert (told.complaint.guessed == (RARE.id,)) is is_guess


def test_a_question_is_no_report() -> None:
    assert not after(a_conversation(), heard(Kind.HOWTO)).is_troubled


def test_recovery_ends_the_trouble_and_a_new_report_begins_it_again() -> None:
    over = after(after(a_conversation(), heard()), heard(Kind.RECOVERED_REPORT), minutes=5)
    assert over.recovered_at == at(5)
    assert not over.is_troubled
    assert after(over, heard(), minutes=9).is_troubled


@each(
    ("before", "said", "known"),
    [
        ({Scope.UNKNOWN}, {Scope.ONE_USER}, {Scope.ONE_USER}),
        ({Scope.ONE_USER}, {Scope.EVERYONE}, {Scope.EVERYONE}),
        ({Scope.ONE_USER}, {Scope.ONE_APP}, {Scope.ONE_USER, Scope.ONE_APP}),
        ({Scope.ONE_USER, Scope.ONE_APP}, {Scope.ALL_APPS}, {Scope.ONE_USER, Scope.ALL_APPS}),
        ({Scope.ONE_USER}, {Scope.UNKNOWN}, {Scope.ONE_USER}),
        ({Scope.UNKNOWN}, {Scope.UNKNOWN}, {Scope.UNKNOWN}),
    ],
)
def test_who_and_where_are_overridden_one_by_one(
    before: set[Scope], said: set[Scope], known: set[Scope]
) -> None:
    conversation = after(a_conversation(), heard(scope=frozenset(before)))
    assert after(conversation, heard(scope=frozenset(said))).complaint.scope == known


def test_facts_are_corrected_and_symptoms_collected() -> None:
    facts: dict[str, FactValue] = {"portal_ok": True, "browser": "Chrome"}
    first = after(a_conversation(), heard(facts=facts, symptoms=frozenset({Symptom.SLOW})))
    second = after(
        first, heard(facts={"portal_ok": False}, symptoms=frozenset({Symptom.SAVE_FAILS}))
    )
    assert second.complaint.facts == {"portal_ok": False, "browser": "Chrome"}
    assert second.complaint.symptoms == {Symptom.SLOW, Symptom.SAVE_FAILS}


def test_a_product_that_is_denied_later_is_no_longer_named() -> None:
    named = after(a_conversation(), heard(products=(RARE.id, POPULAR.id)))
    denied = after(named, heard(denied=(RARE.id,)))
    assert denied.complaint.products == (POPULAR.id,)
    assert RARE.id in denied.complaint.denied


def test_an_inventory_is_complete_and_unknown_ids_in_it_are_left_out() -> None:
    complaint = after(
        a_conversation(), heard(), uses=(RARE.id, "nowhere", "unlisted:Nagi")
    ).complaint
    assert complaint.inventory == (RARE.id,)
    assert complaint.complete
    assert complaint.unlisted == ("Nagi",)


def test_no_plugins_at_all_is_a_complete_inventory() -> None:
    complaint = after(a_conversation(), heard(facts={"plugins_used": "none"})).complaint
    assert complaint.complete
    assert complaint.inventory == ()


def test_answers_close_questions() -> None:
    asking = a_conversation(asked=("portal", "browser"), open_questions=("portal", "browser"))
    answered = after(asking, heard(Kind.CHITCHAT, answered=("portal",)))
    assert answered.open_questions == ("browser",)
    assert answered.answered == ("portal",)


def test_urgency_only_rises() -> None:
    urgent = after(a_conversation(), heard(urgency=Urgency.HIGH))
    assert after(urgent, heard(urgency=Urgency.LOW)).complaint.urgency is Urgency.HIGH


@each(
    ("kind", "signatures", "outcome"),
    [
        (Kind.WORKAROUND_WORKED, (), AdviceOutcome.WORKED),
        (Kind.WORKAROUND_FAILED, (), AdviceOutcome.FAILED),
        (Kind.WORKAROUND_FAILED, ("could-not-try",), AdviceOutcome.CANNOT),
    ],
)
def test_a_result_is_about_the_last_advice_that_can_be_tried(
    kind: Kind, signatures: tuple[str, ...], outcome: AdviceOutcome
) -> None:
    advised = having_advised(a_conversation(), OFF, "monitor")
    assert after(advised, heard(kind), *signatures).trials == (Trial(OFF, outcome, at(1)),)


def test_a_result_without_any_advice_is_no_trial() -> None:
    assert after(a_conversation(), heard(Kind.WORKAROUND_WORKED)).trials == ()


def test_a_result_goes_to_the_product_that_is_named_with_it() -> None:
    advised = having_advised(a_conversation(), OFF, f"disable_plugin:{POPULAR.id}")
    result = after(advised, heard(Kind.WORKAROUND_WORKED, products=(RARE.id,)))
    assert result.switched_off() == (RARE.id,)


def test_what_was_switched_off_without_our_advice_counts_too() -> None:
    tried = heard(
        Kind.WORKAROUND_WORKED,
        products=(RARE.id,),
        facts={"already_tried": ("disable_plugin",)},
    )
    assert after(a_conversation(), tried).switched_off() == (RARE.id,)


def test_switching_on_again_takes_it_off_the_ledger_and_tells_of_recovery() -> None:
    off = a_conversation(trials=(Trial(OFF, AdviceOutcome.WORKED, at(0)),), reported_at=at(0))
    again = after(off, heard(Kind.RECOVERED_REPORT), "switched-on-again")
    assert again.switched_off() == ()
    assert again.recovered_at == at(1)
    failed = after(off, heard(Kind.WORKAROUND_FAILED), "switched-on-again")
    assert failed.switched_off() == (RARE.id,)


def test_a_short_answer_does_not_switch_the_language() -> None:
    english = a_conversation(lang="en")
    assert after(english, replace(heard(), redacted="OK")).lang == "en"
    assert after(english, replace(heard(), redacted="まだ画面が開きません")).lang == "ja"


def test_hosts_of_nobody_we_know_are_kept_apart() -> None:
    hosts = ("x.cybozu.com", RARE.hosts[0], "cdn.stranger.example", "notcybozu.com")
    complaint = after(a_conversation(), heard(facts={"hosts": hosts})).complaint
    assert complaint.facts["unlisted_hosts"] == ("cdn.stranger.example", "notcybozu.com")


def test_a_browser_that_is_named_once_it_works_in_another_is_the_other() -> None:
    """「Chromeでしのぎます」 does not say that it fails in Chrome."""
    edge = after(a_conversation(), heard(facts={"browser": "Edge"}))
    assert after(edge, heard(facts={"browser": "Chrome"})).complaint.facts["browser"] == "Chrome"
    works = after(edge, heard(facts={"other_browser_ok": True}))
    assert after(works, heard(facts={"browser": "Chrome"})).complaint.facts["browser"] == "Edge"


def test_a_symptom_of_their_own_that_was_asked_for_is_a_report() -> None:
    yes = heard(Kind.CHITCHAT, facts={"own_symptom": True}, answered=("own_symptom",))
    assert after(a_conversation(), yes).is_troubled
    no = heard(Kind.CHITCHAT, facts={"own_symptom": False}, answered=("own_symptom",))
    assert not after(a_conversation(), no).is_troubled


def test_who_says_that_it_is_over_is_asked_nothing_any_more() -> None:
    asked = a_conversation(reported_at=at(0), open_questions=("other_users",))
    assert after(asked, heard(Kind.RECOVERED_REPORT)).open_questions == ()
    assert after(asked, heard(Kind.CHITCHAT)).open_questions == ("other_users",)


def test_another_trouble_begins_anew_and_keeps_what_is_off_and_used() -> None:
    first = after(
        a_conversation(),
        heard(products=(RARE.id,), symptoms=frozenset({Symptom.BLANK_SCREEN})),
        uses=(RARE.id, POPULAR.id),
    )
    first = replace(first, trials=(Trial(OFF, AdviceOutcome.WORKED, at(2)),), asked=("portal",))
    turns = (TurnsToAnother("今度は別件です", 0.7),)
    told = heard(Kind.FUNCTION_REPORT, symptoms=frozenset({Symptom.SLOW}), acts=turns)
    second = after(first, told, minutes=30)
    assert second.complaint.symptoms == {Symptom.SLOW}
    assert (second.reported_at, second.asked) == (at(30), ())
    assert RARE.id in second.complaint.denied
    assert POPULAR.id not in second.complaint.denied
    assert second.complaint.inventory == (RARE.id, POPULAR.id)
    assert second.switched_off() == (RARE.id,)
    assert second.trials == ()


@each(
    "told",
    [
        heard(Kind.FUNCTION_REPORT, symptoms=frozenset({Symptom.SLOW})),
        heard(acts=(TurnsToAnother("別件ですが", 0.7),)),
        heard(products=(RARE.id,), acts=(TurnsToAnother("別件ですが", 0.7),)),
        heard(Kind.BILLING, products=(POPULAR.id,), acts=(TurnsToAnother("別件ですが", 0.7),)),
    ],
)
def test_the_same_trouble_goes_on_without_the_words_or_with_nothing_new(
    told: Understanding,
) -> None:
    first = after(
        a_conversation(), heard(products=(RARE.id,), symptoms=frozenset({Symptom.BLANK_SCREEN}))
    )
    assert Symptom.BLANK_SCREEN in after(first, told, minutes=30).complaint.symptoms
