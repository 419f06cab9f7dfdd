"""At most a few questions, never one that is answered, always one worth its trouble."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.catalogue import ProductKind
from bot.model.conversation import AdviceOutcome, Change, Complaint, Done, Trial
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Scope, Symptom
from bot.triage.ask import (
    FIRST,
    LEAST_BITS,
    MOST_QUESTIONS,
    askable,
    asked_first,
    best_questions,
    is_known,
    worth,
)
from bot.triage.weigh import weigh
from tests.builders import PRODUCTS, a_conversation, at, some_facts
from tests.cases import each
from tests.examples import often
from tests.fakes import Day, reply_in
from tests.triage.test_weigh import COMPLAINTS


def asked(complaint: Complaint, *before: str) -> Facts:
    facts = some_facts(complaint)
    conversation = a_conversation(complaint=complaint, asked=before, open_questions=before)
    return Facts(facts.now, conversation, facts.catalogue)


@settings(max_examples=often(40), deadline=None)
@given(COMPLAINTS, st.integers(0, 3))
def test_questions_are_never_repeated_never_known_and_few(
    knowledge: Knowledge, complaint: Complaint, rounds: int
) -> None:
    before: tuple[str, ...] = ()
    for _ in range(rounds + 1):
        facts = asked(complaint, *before)
        values = worth(weigh(facts, knowledge), facts, knowledge)
        found = best_questions(values, facts.conversation)
        assert len(found) <= 1
        for key in found:
            assert key not in before
            assert not is_known(knowledge.questions[key], facts.conversation)
        before += found
    assert len(before) <= MOST_QUESTIONS


@pytest.mark.parametrize(
    ("products", "is_asked"), [((), False), (("kintone",), False), (("ruri_grid",), True)]
)
def test_that_plugin_is_spoken_of_only_where_one_was_named(
    knowledge: Knowledge, *, products: tuple[str, ...], is_asked: bool
) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), products=products)
    keys = {q.id for q in askable(asked(complaint), knowledge)}
    assert ("tried_disabling" in keys) is is_asked
    assert ("plugins_used" in keys) is not is_asked


@pytest.mark.parametrize(
    ("products", "is_asked"), [((), True), (("kintone",), True), (("ruri_grid",), False)]
)
def test_the_new_menu_is_spoken_of_only_where_no_plugin_was_named(
    knowledge: Knowledge, *, products: tuple[str, ...], is_asked: bool
) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.FEATURE_MISSING}), products=products)
    keys = {q.id for q in askable(asked(complaint), knowledge)}
    assert ("new_menu" in keys) is is_asked


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("other_apps_ok", Complaint(symptoms=frozenset({Symptom.LOGIN_FAILS}))),
        ("portal", Complaint(symptoms=frozenset({Symptom.LOGIN_FAILS}))),
        ("other_users", Complaint(scope=frozenset({Scope.ONE_USER}))),
        ("other_users", Complaint(scope=frozenset({Scope.EVERYONE}))),
        ("other_users", Complaint(facts={"other_users_ok": True})),
        ("other_apps_ok", Complaint(scope=frozenset({Scope.ALL_APPS}))),
        ("other_apps_ok", Complaint(facts={"other_apps_ok": False})),
        ("portal", Complaint(scope=frozenset({Scope.ONE_APP}))),
        ("console_error", Complaint(facts={"hosts": ("a.example",)})),
        ("error_text", Complaint(facts={"error_code": "520"})),
        ("plugins_used", Complaint(facts={"plugins_used": "unknown"})),
        ("plugins_used", Complaint(inventory=(), complete=True)),
        ("started_at", Complaint(facts={"started_at": "10時"})),
        ("login_method", Complaint(facts={"login_method": "sso"})),
        ("error_text", Complaint(signatures=("http-5xx",))),  # one of the possible answers
        ("error_text", Complaint(signatures=("record-conflict",))),
        ("recent_change", Complaint(signatures=("change-network",))),
        ("other_apps_ok", Complaint(signatures=("dns",))),
    ],
)
def test_what_the_customer_has_said_is_known(
    knowledge: Knowledge, question: str, complaint: Complaint
) -> None:
    assert is_known(knowledge.questions[question], a_conversation(complaint=complaint))
    assert not is_known(knowledge.questions[question], a_conversation())


def test_an_error_without_its_host_leaves_the_console_to_be_asked(knowledge: Knowledge) -> None:
    pasted = Complaint(signatures=("script-error",))  # an answer to it, but no host
    assert not is_known(knowledge.questions["console_error"], a_conversation(complaint=pasted))


@pytest.mark.parametrize(
    ("question", "kind"), [("login_method", ProductKind.IDP), ("isp", ProductKind.ISP)]
)
def test_who_names_the_service_is_not_asked_for_it(
    knowledge: Knowledge, question: str, kind: ProductKind
) -> None:
    named = next(p for p in knowledge.catalogue.products.values() if p.kind is kind)
    complaint = Complaint(symptoms=frozenset({Symptom.LOGIN_FAILS}))
    facts = replace(asked(complaint), catalogue=knowledge.catalogue)
    assert question in {q.id for q in askable(facts, knowledge)}
    conversation = a_conversation(complaint=replace(complaint, products=(named.id,)))
    facts = replace(facts, conversation=conversation)
    assert question not in {q.id for q in askable(facts, knowledge)}


def test_who_names_a_product_in_no_catalogue_is_not_asked_for_a_list(knowledge: Knowledge) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), unlisted=("Nukumori",))
    assert "plugins_used" not in {q.id for q in askable(asked(complaint), knowledge)}


SLOW_FOR_ALL = Complaint(symptoms=frozenset({Symptom.SLOW}), scope=frozenset({Scope.EVERYONE}))


@pytest.mark.parametrize(
    ("question", "complaint", "is_first"),
    [
        ("recent_change", SLOW_FOR_ALL, True),
        ("recent_change", replace(SLOW_FOR_ALL, scope=frozenset({Scope.ONE_USER})), False),
        ("recent_change", Complaint(facts={"own_customisation": True}), True),
        ("recent_change", Complaint(facts={"own_customisation": False}), False),
        ("other_network", Complaint(signatures=("dns",)), True),
        ("log", Complaint(symptoms=frozenset({Symptom.NOT_SYNCING})), False),
        ("own_js", Complaint(), False),
    ],
)
def test_what_staff_ask_first_there_is_worth_more(
    knowledge: Knowledge, question: str, complaint: Complaint, *, is_first: bool
) -> None:
    facts = asked(complaint)
    assert (question in asked_first(facts, knowledge)) is is_first
    plain = replace(knowledge.questions[question], first_when=())
    without = replace(knowledge, questions={**knowledge.questions, question: plain})
    diagnosis = weigh(facts, knowledge)
    more = worth(diagnosis, facts, knowledge).get(question, 0.0)
    less = worth(diagnosis, facts, without).get(question, 0.0)
    assert (more - less > FIRST - LEAST_BITS) is is_first


def test_what_comes_first_is_worth_no_more_behind_another_question(knowledge: Knowledge) -> None:
    first, second = asked(SLOW_FOR_ALL), asked(SLOW_FOR_ALL, "portal")
    values = [worth(weigh(f, knowledge), f, knowledge)["recent_change"] for f in (first, second)]
    assert values[0] == pytest.approx(values[1] + FIRST)


def test_the_sort_of_a_named_product_decides_what_comes_first(knowledge: Knowledge) -> None:
    waiting = Complaint(symptoms=frozenset({Symptom.NOT_SYNCING}))
    for product in PRODUCTS:
        syncs = product.kind in (ProductKind.CONNECTED_SERVICE, ProductKind.CUSTOMISATION_SERVICE)
        facts = asked(replace(waiting, products=(product.id,)))
        assert ("log" in asked_first(facts, knowledge)) is syncs


def test_a_situation_opens_a_question_beside_its_symptoms(knowledge: Knowledge) -> None:
    nameless = Complaint(signatures=("dns",))
    first = asked_first(asked(nameless), knowledge)
    assert "other_network" in {q.id for q in askable(asked(nameless), knowledge, first)}
    assert "other_network" not in {q.id for q in askable(asked(nameless), knowledge)}


def test_questions_for_other_symptoms_are_not_asked(knowledge: Knowledge) -> None:
    for symptom in Symptom:
        facts = asked(Complaint(symptoms=frozenset({symptom})))
        for question in askable(facts, knowledge):
            assert not question.symptoms or symptom in question.symptoms


def test_what_came_of_switching_off_is_not_asked_of_who_told_it(knowledge: Knowledge) -> None:
    question = knowledge.questions["tried_disabling"]
    tried = Trial("disable_plugin:hoshi", AdviceOutcome.FAILED, at(1))
    cannot = replace(tried, outcome=AdviceOutcome.CANNOT)
    off = Change(Done.OFF, "hoshi", at(1))
    assert not is_known(question, a_conversation())
    assert not is_known(question, a_conversation(trials=(cannot,)))
    assert is_known(question, a_conversation(trials=(tried,)))
    assert is_known(question, a_conversation(changes=(off,)))


def test_who_is_outside_is_not_asked_what_only_insiders_know(knowledge: Knowledge) -> None:
    outside = a_conversation(complaint=Complaint(facts={"outsider": True}))
    known = {key for key, question in knowledge.questions.items() if is_known(question, outside)}
    assert known >= {"plugins_used", "other_apps_ok", "is_admin", "portal", "settings_page"}
    assert known.isdisjoint({"error_text", "browser", "started_at", "other_network"})


def test_the_device_is_not_asked_where_the_symptom_tells_it(knowledge: Knowledge) -> None:
    on_phones = Complaint(symptoms=frozenset({Symptom.MOBILE_ONLY}))
    question = knowledge.questions["mobile_or_pc"]
    assert is_known(question, a_conversation(complaint=on_phones))
    assert not is_known(question, a_conversation())


def test_a_case_beside_another_is_asked_once_and_never_for_a_list_that_was_given(
    knowledge: Knowledge,
) -> None:
    told = Complaint(inventory=("ruri_grid",))
    use = knowledge.questions["plugins_used"]
    alone = a_conversation(complaint=told)
    beside = replace(alone, one_of_several=True, split_from="C0")
    assert not is_known(use, alone)
    assert is_known(use, beside)
    assert not is_known(use, replace(beside, complaint=Complaint()))
    values = {"portal": 1.0}
    once = replace(beside, asked=("other_users",))
    assert best_questions(values, beside) == ("portal",)
    assert best_questions(values, once) == ()
    assert best_questions(values, replace(once, split_from=None)) == ("portal",)


@each(
    ("text", "unasked"),
    [
        ("半分まで進んで失敗ですって出る", "error_text"),
        ("Saving fails, it says the value must be unique", "error_text"),
        ("Slackに通知が飛びません", "recipients"),
        ("メールの通知が届かないのはgmailの人だけです", "recipients"),
        ("同期が昨夜から止まっています。履歴では成功になっています", "log"),
    ],
)
def test_what_their_words_show_is_not_asked(desk: Day, text: str, unasked: str) -> None:
    assert unasked not in reply_in(desk.says(text, text)).questions


@each(
    "text",
    [
        "「入力内容が正しくありません」と出て登録できません",
        "It says the file is too large when I attach it",
    ],
)
def test_an_error_that_is_no_fault_is_explained_and_nothing_asked(desk: Day, text: str) -> None:
    effects = desk.says(text, text)
    assert reply_in(effects).questions == ()
    assert not any(type(e).__name__.startswith("Ticket") for e in effects)
    assert reply_in(desk.says(text, "それでも同じでした")).text  # afterwards it goes on as ever
