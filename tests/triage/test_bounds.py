"""Bounds of what one conversation decides, each from both sides and with its reason."""

from dataclasses import replace
from typing import Any

from bot.model.acts import ReportedAction, Reports
from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import AdviceOutcome, Change, Complaint, Done
from bot.model.evidence import Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.facts import Crowd
from bot.model.knowledge import Knowledge
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.tenant_report import showing
from bot.model.understanding import FactValue, Kind, Symptom, Understanding, Urgency
from bot.triage.changes import cure_in
from bot.triage.contextual_kind import in_context
from bot.triage.evidence.clues import Sight, holds
from bot.triage.explain import overturn
from bot.triage.reply.proposed import is_unsure
from bot.triage.second_opinion import sure_reading, with_second_opinion
from bot.triage.understand.facts.results import Sign, ToldResults
from bot.triage.update_conversation import MOST_CHANGES, hear
from bot.triage.verdict import AdviceVerdict, Why
from bot.triage.weigh import weigh
from tests.builders import (
    PRINTS,
    PRODUCTS,
    RARE,
    a_catalogue,
    a_conversation,
    a_message,
    at,
    having_advised,
    some_evidence,
    some_facts,
)
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
TROUBLED = a_conversation(reported_at=at(0))
ADVISED = having_advised(TROUBLED, OFF)
NO_RESULT = AdviceVerdict(Why.NO_RESULT)


def heard(kind: Kind, text: str = "…", **said: Any) -> Understanding:
    return replace(Understanding(kind, "ja", text), **said)


@each(
    ("certainty", "in_trouble", "kind"),
    [
        (0.9, True, Kind.SECURITY_OR_ABUSE),
        (0.89, True, Kind.CHITCHAT),  # who is in trouble speaks of passwords too
        (0.4, False, Kind.SECURITY_OR_ABUSE),
        (0.39, False, Kind.CHITCHAT),
    ],
)
def test_how_sure_it_must_be_that_somebody_attacks(
    certainty: float, kind: Kind, *, in_trouble: bool
) -> None:
    said = heard(Kind.SECURITY_OR_ABUSE, certainty=certainty)
    before = TROUBLED if in_trouble else a_conversation()
    assert in_context(said, NO_RESULT, before).kind is kind


def read(certainty: float, **given: Any) -> Why:
    """Why, where the reader of results is so sure; small talk that it works unless something else is given."""
    outcome, action = given.get("outcome", ToldOutcome.WORKED), given.get("action")
    said = heard(
        given.get("kind", Kind.CHITCHAT),
        "新しい版",
        result=ResultReading(action, outcome, certainty),
    )
    verdict, words = given.get("verdict", NO_RESULT), given.get("words", ())
    before = given.get("before", TROUBLED)
    return with_second_opinion(verdict, said, ToldResults(results=words), before, ()).why


WELL = AdviceVerdict(Why.SAYS_SO, AdviceOutcome.WORKED, (OFF,))
IS_OFF = replace(TROUBLED, changes=(Change(Done.OFF, RARE.id, at(1)),))


@each(
    ("bound", "asked", "why"),
    [
        (0.55, {}, Why.WELL_AGAIN),  # where the words leave it open
        (0.8, {"kind": Kind.FUNCTION_REPORT}, Why.WELL_AGAIN),  # what reads as trouble
        (0.6, {"before": IS_OFF}, Why.ROUND),  # believing that changes nothing else
        (0.55, {"action": ReportedAction.UPDATED}, Why.CURED),  # of a version that is spoken of
        (
            0.55,
            {"outcome": ToldOutcome.BACK, "verdict": WELL, "words": (Sign.WORKED,)},
            Why.GOES_ON,
        ),
        (
            0.9,  # against clear words of a result
            {
                "outcome": ToldOutcome.FAILED,
                "action": ReportedAction.DISABLED,
                "before": having_advised(TROUBLED, OFF),
                "verdict": WELL,
                "words": (Sign.WORKED,),
            },
            Why.SWITCHED_OFF,
        ),
    ],
)
def test_how_sure_the_reader_of_results_must_be(
    bound: float, asked: dict[str, Any], why: Why
) -> None:
    assert read(bound, **asked) is why
    assert read(bound - 0.01, **asked) is not why


@each(("certainty", "own"), [(0.9, True), (0.89, False)])
def test_how_sure_it_must_be_that_they_put_something_of_their_own_right(
    certainty: float, *, own: bool
) -> None:
    said = heard(
        Kind.RECOVERED_REPORT, "x", result=ResultReading(None, ToldOutcome.MISTAKE, certainty)
    )
    assert bool(cure_in(said, "設定を直しました", a_conversation(), NO_RESULT, at(9))) is own
    assert sure_reading(replace(said, answered=("portal",))) is None


@each(("confidence", "troubled"), [(0.7, True), (0.69, False)])
def test_how_sure_a_report_beside_the_wish_for_a_person_must_be(
    confidence: float, *, troubled: bool
) -> None:
    acts = (Reports("開きません", confidence),)
    for kind in (Kind.HUMAN_PLEASE, Kind.WORKAROUND_FAILED):
        after = hear(ADVISED_ONLY, a_message(), heard(kind, acts=acts), (), a_catalogue())
        assert (after.reported_at is not None) is troubled
    other = hear(a_conversation(), a_message(), heard(Kind.HOWTO, acts=acts), (), a_catalogue())
    assert other.reported_at is None


ADVISED_ONLY = having_advised(a_conversation(), OFF)


@each(
    ("said", "troubled"),
    [
        ({"symptoms": frozenset({Symptom.SLOW})}, True),
        ({"urgency": Urgency.HIGH}, True),
        ({}, False),
    ],
)
def test_who_asks_for_a_person_and_complains_is_in_trouble(
    said: dict[str, Any], *, troubled: bool
) -> None:
    told = hear(a_conversation(), a_message(), heard(Kind.HUMAN_PLEASE, **said), (), a_catalogue())
    assert told.is_troubled is troubled
    assert told.person_wanted


@each(("text", "lang"), [("abcdef", "ja"), ("abcde", "en")])
def test_six_characters_tell_in_which_language_they_write(text: str, lang: str) -> None:
    """ "OK" is written in all of them."""
    english = a_conversation(lang="en")
    assert hear(english, a_message(), heard(Kind.CHITCHAT, text), (), a_catalogue()).lang == lang


def test_the_latest_twenty_of_what_was_done_are_kept() -> None:
    """Nobody switches off more, and each is looked at with every message."""
    many = tuple(Change(Done.OFF, f"p{n}", at(n)) for n in range(25))
    after = hear(
        replace(TROUBLED, changes=many), a_message(), heard(Kind.CHITCHAT), (), a_catalogue()
    )
    assert [c.of for c in after.changes] == [f"p{n}" for n in range(5, 25)]
    assert MOST_CHANGES == 20


def test_of_the_name_of_a_product_in_no_catalogue_sixty_characters_are_kept() -> None:
    said = heard(Kind.FUNCTION_REPORT, facts={"unknown_product": "x" * 70})
    after = hear(a_conversation(), a_message(), said, (), a_catalogue())
    assert after.complaint.unlisted == ("x" * 60,)


def test_what_was_asked_and_is_urgent_is_as_urgent_as_the_first_message_says() -> None:
    calm = a_conversation(complaint=Complaint(urgency=Urgency.HIGH))
    first = hear(
        calm, a_message(), heard(Kind.OUTAGE_REPORT, urgency=Urgency.LOW), (), a_catalogue()
    )
    assert first.complaint.urgency is Urgency.LOW  # before which nothing was said
    later = replace(first, complaint=replace(first.complaint, urgency=Urgency.HIGH))
    again = hear(later, a_message("m2"), heard(Kind.CHITCHAT), (), a_catalogue())
    assert again.complaint.urgency is Urgency.HIGH


@each(("crowd", "says"), [(0.5, True), (0.49, False), (-0.5, True), (-0.49, False)])
def test_what_others_say_is_worth_a_line_from_half_a_deciban_on(
    knowledge: Knowledge, crowd: float, *, says: bool
) -> None:
    found = weigh(some_facts(crowd=Crowd(weights={RARE.cause: crowd})), knowledge).of(RARE.cause)
    assert found is not None
    assert any(e.kind is EvidenceKind.CROWD for e in found.evidence) is says


@each(("others", "weight"), [(2, 20 - 3.0), (6, 20 - 6.0)])
def test_a_symptom_that_none_of_the_others_has_tells_a_customer_apart_from_them(
    knowledge: Knowledge, others: int, weight: float
) -> None:
    """Two of them are worth as much as what is known of ordinary trouble."""
    told = Complaint(symptoms=frozenset({Symptom.PRINT_PROBLEM}), products=(RARE.id,))
    crowd = Crowd(weights={RARE.cause: 20.0}, tenants={RARE.cause: others})
    found = weigh(some_facts(told, crowd=crowd), knowledge).of(RARE.cause)
    assert found is not None
    (heard_of,) = [e.weight for e in found.evidence if e.kind is EvidenceKind.CROWD]
    assert heard_of == weight
    alike = replace(crowd, shown={showing(RARE.cause, "symptom:print_problem"): 1})
    same = weigh(some_facts(told, crowd=alike), knowledge).of(RARE.cause)
    assert same is not None
    assert [e.weight for e in same.evidence if e.kind is EvidenceKind.CROWD] == [20.0]


def test_a_rival_is_looked_for_among_the_five_next_likeliest() -> None:
    fact = some_evidence("plugin:lead", 5.0)
    lead = Hypothesis("plugin:lead", 0.5, (fact,))
    far = tuple(some_evidence(f"plugin:r{n}", 0.0, EvidenceKind.PRIOR) for n in range(6))
    kept = [Hypothesis(e.cause, 0.1, (replace(e, weight=-90.0),)) for e in far[:4]]
    near = Hypothesis("plugin:near", 0.05, (Evidence("plugin:near", 1.0, EvidenceKind.PRIOR, ""),))
    found = overturn(Diagnosis((lead, *kept, near)))
    assert found is not None
    assert (found.rival, found.behind, found.without) == ("plugin:near", 4.0, (fact,))
    fifth = Hypothesis("plugin:r9", 0.1, (replace(far[0], weight=-90.0),))
    assert overturn(Diagnosis((lead, *kept, fifth, near))) is None
    assert overturn(Diagnosis(())) is None


@each(
    ("named", "is_suspect"),
    [((), True), ((RARE.id,), True), (("nobody_knows",), True), (("tsuna",), False)],
)
def test_some_provider_is_suspected_until_one_is_named(
    knowledge: Knowledge, named: tuple[str, ...], *, is_suspect: bool
) -> None:
    catalogue = a_catalogue(*PRODUCTS, Product("tsuna", "Tsuna", ProductKind.ISP))
    facts = some_facts(Complaint(products=named), catalogue=catalogue)
    assert (weigh(facts, knowledge).of("isp:any") is not None) is is_suspect


@each(
    ("seen", "is_met"),
    [({"use": "named"}, True), ({"use": "known"}, False), ({"use": None}, False), ({}, False)],
)
def test_what_is_not_seen_of_a_product_meets_no_condition(
    seen: dict[str, FactValue | None], *, is_met: bool
) -> None:
    assert holds("use", ("named",), Sight(RARE.cause, Complaint(), seen)) is is_met


@each(("whole", "complete"), [(True, True), (False, False)])
def test_a_part_of_what_they_use_is_added_to_what_was_known(*, whole: bool, complete: bool) -> None:
    before = a_conversation(complaint=Complaint(inventory=(RARE.id,)))
    event = replace(a_message(), installed_plugins=(PRINTS.id,), installed_are_all=whole)
    after = hear(before, event, heard(Kind.CHITCHAT), (), a_catalogue()).complaint
    assert after.inventory == ((PRINTS.id,) if whole else (RARE.id, PRINTS.id))
    assert after.complete is complete


@each(
    ("kind", "said", "is_open"),
    [
        (Kind.STATUS_QUERY, {"certainty": 0.59}, True),
        (Kind.STATUS_QUERY, {"certainty": 0.6}, False),
        (Kind.CHITCHAT, {}, True),
        (Kind.CHITCHAT, {"asked": ("cause",)}, False),
        (Kind.CHITCHAT, {"answered": ("portal",)}, False),
        (Kind.CHITCHAT, {"symptoms": frozenset({Symptom.SLOW})}, False),
        (Kind.CHITCHAT, {"redacted": " "}, False),
        (Kind.CHITCHAT, {"redacted": "あ" * 600}, True),
        (Kind.CHITCHAT, {"redacted": "あ" * 601}, False),
        (Kind.HOWTO, {"certainty": 0.1}, False),
    ],
)
def test_for_which_messages_acts_may_be_proposed(
    kind: Kind, said: dict[str, Any], *, is_open: bool
) -> None:
    assert is_unsure(heard(kind, **{"redacted": "青い鳥の話", **said})) is is_open
