"""What those affected are told to do meanwhile, and to look at afterwards."""

from dataclasses import replace

from bot.incidents.remedies import (
    MOBILE_LINE,
    afterwards,
    passed_on,
    ways_of,
    with_ways_of,
    workaround,
)
from bot.model.advice_plan import CLEARED, MOST_ADVICE, UPDATED
from bot.model.conversation import AdviceOutcome, Change, Complaint, Conversation, Done, Trial
from bot.model.incident import LEAST_FAILED, Incident, ReportedRemedy
from bot.model.knowledge import Knowledge
from bot.model.understanding import Symptom
from tests.builders import (
    FORMS,
    HOSTING,
    PLATFORM,
    RARE,
    a_catalogue,
    a_report,
    an_incident,
    at,
    having_advised,
)
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
USED = a_catalogue()


def test_a_plugin_is_switched_off_unless_that_changed_nothing(knowledge: Knowledge) -> None:
    reader = a_report(1, {})
    incident = an_incident(reader)
    assert workaround(incident, reader, knowledge, USED)[0] == OFF
    failed = replace(reader, trials=(Trial(OFF, AdviceOutcome.FAILED, at(2)),))
    assert OFF not in workaround(incident, failed, knowledge, USED)
    lacking = replace(reader, trials=(Trial(OFF, AdviceOutcome.CANNOT, at(2)),))
    assert OFF in workaround(incident, lacking, knowledge, USED)  # worded to be passed on


def test_who_uses_a_plugin_of_a_failing_hosting_is_told_to_switch_it_off(
    knowledge: Knowledge,
) -> None:
    incident = an_incident(suspects=(HOSTING.cause,))
    user = a_report(1, {}, complaint=Complaint(products=(RARE.id,)))
    assert workaround(incident, user, knowledge, USED)[0] == OFF
    other = a_report(2, {}, complaint=Complaint(denied=(RARE.id,), inventory=(RARE.id, FORMS.id)))
    assert OFF not in workaround(incident, other, knowledge, USED)


def test_nobody_is_sent_to_a_vendor_that_everybody_would_ask(knowledge: Knowledge) -> None:
    reader = a_report(1, {}, complaint=Complaint(products=(RARE.id,)))
    assert "contact_vendor" not in workaround(an_incident(reader), reader, knowledge, USED)


def test_a_service_beside_kintone_calls_for_no_change_of_scripts(knowledge: Knowledge) -> None:
    reader = a_report(1, {})
    incident = an_incident(reader, suspects=(FORMS.cause,))
    found = workaround(incident, reader, knowledge, USED)
    assert found[0] == "wait_for_vendor"
    assert "disable_own_js" not in found


def test_a_cause_without_an_entry_has_no_way_round(knowledge: Knowledge) -> None:
    reader = a_report(1, {})
    assert workaround(an_incident(reader, suspects=("teapot:x",)), reader, knowledge, USED) == ()


@each(
    ("symptom", "check"),
    [
        (Symptom.SAVE_FAILS, "check_data_saved_around_outage"),
        (Symptom.WONT_OPEN, "enter_backlog"),
    ],
)
def test_afterwards_the_records_of_that_time_are_looked_at(
    knowledge: Knowledge, symptom: Symptom, check: str
) -> None:
    reader = a_report(1, {}, complaint=Complaint(symptoms=frozenset({symptom})))
    found = afterwards(an_incident(reader, suspects=(PLATFORM.cause,)), reader, knowledge)
    assert found[0] == "no_action_needed"
    assert check in found


@each(
    ("advice", "back"),
    [
        (("saml_off_url",), ["return_to_normal_login"]),
        (("pause_webhook_temporarily",), ["resume_webhook"]),
        (
            ("pause_webhook_temporarily", "pause_webhook_temporarily", "saml_off_url"),
            ["resume_webhook", "return_to_normal_login"],
        ),
        (("hard_reload",), []),
    ],
)
def test_afterwards_the_way_back_from_what_was_advised_comes_before_the_checks(
    knowledge: Knowledge, advice: tuple[str, ...], back: list[str]
) -> None:
    saving = Complaint(symptoms=frozenset({Symptom.SAVE_FAILS}))
    reader = a_report(1, {}, complaint=saving)
    incident = an_incident(reader, suspects=(PLATFORM.cause,))
    led, *checks = afterwards(incident, reader, knowledge)
    told = [led, *back, *checks]
    assert [*afterwards(incident, having_advised(reader, *advice), knowledge)] == told[:MOST_ADVICE]


@each("advice", [OFF, "isolate_by_disabling_plugins"])
def test_switching_on_again_is_left_to_the_word_for_those_who_switched_off(
    knowledge: Knowledge, advice: str
) -> None:
    reader = having_advised(a_report(1, {}), advice)
    assert "reenable_plugin" not in afterwards(an_incident(reader), reader, knowledge)


def cured(number: int, how: str = UPDATED, version: str = "", tenant: str = "") -> Conversation:
    since = (Change(Done.CURED, how, at(40), version),)
    return a_report(number, {}, changes=since, recovered_at=at(40), tenant=tenant)


def test_a_way_is_known_by_results_answers_and_cures() -> None:
    tried = (
        Trial("saml_off_url", AdviceOutcome.WORKED, at(2)),
        Trial(OFF, AdviceOutcome.WORKED, at(3)),
    )
    answers = Complaint(facts={"other_browser_ok": True, "other_network_ok": False})
    told = a_report(1, {}, trials=tried, complaint=answers)
    assert ways_of(told) == {
        "saml_off_url": True,
        "other_browser": True,
        "use_mobile_data": False,
    }  # what was switched off is told of the cause itself
    could_not = a_report(1, {}, trials=(Trial("other_browser", AdviceOutcome.CANNOT, at(2)),))
    assert ways_of(could_not) == {}
    assert ways_of(cured(1, CLEARED)) == {CLEARED: True}


def test_a_way_is_kept_with_who_says_so_the_verified_alone() -> None:
    incident = with_ways_of(an_incident(), cured(1, version="4.1.3"))
    assert incident.ways == (ReportedRemedy(UPDATED, ("tenant1",), (), "4.1.3"),)
    assert with_ways_of(incident, cured(1, version="4.1.3")) == incident
    stranger = cured(2, tenant="~from:net1")
    assert with_ways_of(incident, stranger) == incident
    assert with_ways_of(incident, a_report(3, {})) == incident


def helped(*names: str, failed: tuple[str, ...] = (), organisations: int = 3) -> Incident:
    way = ReportedRemedy("other_browser", names, failed)
    return an_incident(organisations=organisations, ways=(way,))


def test_others_hear_of_what_helped_one_in_ten_and_never_more_than_three() -> None:
    for organisations, needed in ((3, 1), (10, 1), (11, 2), (21, 3), (10_000, 3)):
        enough = tuple(f"t{n}" for n in range(needed))
        assert passed_on(helped(*enough, organisations=organisations))
        assert not passed_on(helped(*enough[1:], organisations=organisations))
    assert not passed_on(helped("t1", failed=("t2",)))


def test_where_old_files_stayed_the_page_is_loaded_afresh_afterwards(knowledge: Knowledge) -> None:
    incident = with_ways_of(an_incident(), cured(1, CLEARED))
    assert "hard_reload" in afterwards(incident, a_report(2, {}), knowledge)


def on_a_phone(number: int, **facts: bool) -> Conversation:
    told = Complaint(symptoms=frozenset({Symptom.MOBILE_ONLY}), facts=dict(facts))
    return a_report(number, {}, complaint=told)


def test_the_line_of_a_phone_on_which_it_fails_is_no_way_round() -> None:
    assert ways_of(on_a_phone(1)) == {MOBILE_LINE: False}
    assert ways_of(on_a_phone(1, other_network_ok=True)) == {MOBILE_LINE: False}  # that of a place
    both = on_a_phone(1, other_network_ok=True, pc_ok=False)
    assert ways_of(both) == {MOBILE_LINE: True}


@each(("phones", "advised"), [(LEAST_FAILED - 1, True), (LEAST_FAILED, False)])
def test_what_failed_several_is_not_advised_to_the_others(
    phones: int, *, advised: bool, knowledge: Knowledge
) -> None:
    incident, reader = an_incident(suspects=("isp:any",)), a_report(9, {})
    for number in range(phones):
        incident = with_ways_of(incident, on_a_phone(number))
    assert (MOBILE_LINE in workaround(incident, reader, knowledge, USED)) is advised


def test_what_helped_as_many_as_it_failed_is_advised() -> None:
    way = ReportedRemedy(MOBILE_LINE, ("a", "b"), ("c", "d"))
    assert an_incident(ways=(way,)).vain == frozenset()
    assert an_incident(ways=(replace(way, helped=("a",)),)).vain == {MOBILE_LINE}
