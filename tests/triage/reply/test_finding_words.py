"""What the desk says that it believes: as strongly as it is sure, with its two best reasons."""

from dataclasses import replace
from typing import Any

from bot.model.advice_plan import ONE_BY_ONE
from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.incident import IncidentStatus
from bot.model.move import Certainty, Move, ReplyType
from bot.model.probe import Measure, ServiceHealth
from bot.model.status import FetchOutcome, Shows
from bot.model.understanding import Symptom
from bot.triage.reply.checks import CheckWords, pages_read
from bot.triage.reply.finding import FindingWords
from tests import shipped
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    PLATFORM,
    PRINTS,
    RARE,
    a_conversation,
    a_feed,
    an_incident,
    at,
    some_facts,
)
from tests.cases import each

KNOWN = shipped.knowledge()
WORDS, CHECKS = FindingWords(KNOWN), CheckWords(KNOWN)


def says(key: str, **values: object) -> str:
    return KNOWN.say("ja", key, **values)


def a_move(cause: str, certainty: Certainty = Certainty.LIKELY, **more: Any) -> Move:
    own = more.pop("own", ())
    ranked = (Hypothesis(cause, 0.9, own),)
    named = more.pop("named", cause != UNKNOWN)
    return Move(ReplyType.DIAGNOSE, Diagnosis(ranked), cause, 0.9, certainty, named=named, **more)


def found(move: Move, others: int | None = 0, facts: Facts | None = None, **more: Any) -> list[str]:
    said = WORDS.sentences(move, facts or some_facts(), others, **more)
    return [sentence for sentence in said if sentence]


@each(
    ("cause", "certainty", "key", "what"),
    [
        (RARE.cause, Certainty.CONFIRMED, "cause.confirmed", RARE.name),
        (RARE.cause, Certainty.LIKELY, "cause.likely", RARE.name),
        (RARE.cause, Certainty.POSSIBLE, "cause.possible", RARE.name),
        (RARE.cause, Certainty.OPEN, "cause.possible", RARE.name),
        (HOME.cause, Certainty.LIKELY, "cause.home", HOME.name),
        (PLATFORM.cause, Certainty.LIKELY, "cause.platform.likely", ""),
        ("update:kintone", Certainty.LIKELY, "cause.update", PLATFORM.name),
        (f"maintenance:{FORMS.id}", Certainty.LIKELY, "cause.maintenance", FORMS.name),
        (UNKNOWN, Certainty.OPEN, "cause.open", ""),
    ],
)
def test_a_cause_is_worded_as_strongly_as_it_is_sure(
    cause: str, certainty: Certainty, key: str, what: str
) -> None:
    """Said beside that nobody was told of others: so nothing of them stands before it."""
    assert found(a_move(cause, certainty), None) == [says(key, what=what)]


def test_of_work_that_is_over_it_is_said_that_it_is() -> None:
    page = a_feed(FORMS, Shows.MAINTENANCE_COMPLETED)
    over = some_facts(feeds=[page])
    (said,) = found(a_move(f"maintenance:{FORMS.id}"), None, over)
    assert said == says("cause.maintenance.over", what=FORMS.name)


def test_what_lies_below_is_spoken_of_as_their_product_until_it_is_public() -> None:
    uses = Complaint(products=(RARE.id,))
    behind = found(a_move(HOSTING.cause), None, some_facts(uses))
    assert behind == [says("cause.behind.likely", what=RARE.name)]
    shown = (Evidence(HOSTING.cause, 20.0, EvidenceKind.FEED, "", ""),)
    public = found(a_move(HOSTING.cause, own=shown), None, some_facts(uses))
    assert public == [says("cause.below.likely", what=RARE.name, below=HOSTING.name)]
    alone = found(a_move(HOSTING.cause), None)
    assert alone == [says("cause.likely", what=HOSTING.name)]


def test_a_cause_without_a_product_is_named_by_its_sort() -> None:
    own = KNOWN.causes["customer:browser"].title["ja"]
    assert found(a_move("customer:browser"), None) == [says("cause.mine", what=own)]
    line = KNOWN.causes["isp"].title["ja"]
    assert found(a_move("isp:any"), None) == [says("cause.likely", what=line)]


@each(
    ("others", "move", "keys"),
    [
        (3, a_move(UNKNOWN), ["crowd.some", "cause.open"]),
        (2, a_move(UNKNOWN), ["crowd.few"]),  # that it is open goes without saying
        (3, a_move(RARE.cause), ["crowd.some", "cause"]),
        (2, a_move(RARE.cause), ["cause"]),
        (3, a_move("update:kintone"), ["cause"]),  # of a change on purpose no report is counted
        (3, a_move(UNKNOWN, advice=(ONE_BY_ONE,)), ["crowd.some", "cause.plugins"]),
        (0, a_move(UNKNOWN, advice=(ONE_BY_ONE,)), ["brief.none", "cause.plugins"]),
        (1, a_move(UNKNOWN), ["brief.none"]),
    ],
)
def test_what_is_said_of_others(others: int, move: Move, keys: list[str]) -> None:
    """Of fewer than three no number is hinted at; of fewer than two there are none."""
    what = PLATFORM.name if move.cause.startswith("update:") else RARE.name
    cause = "cause.update" if move.cause.startswith("update:") else "cause.likely"
    expected = [says(cause if k == "cause" else k, what=what) for k in keys]
    assert found(move, others) == expected


@each(
    ("symptoms", "status", "key"),
    [
        ((), IncidentStatus.SUSPECTED, "cause.open"),
        ((), IncidentStatus.RESOLVED, "brief.none"),
        ((Symptom.SLOW,), IncidentStatus.SUSPECTED, "brief.none"),
    ],
)
def test_that_nobody_else_reports_it_is_not_said_where_it_may_be_the_incident_of_others(
    symptoms: tuple[Symptom, ...], status: IncidentStatus, key: str
) -> None:
    """Of whoever told nothing that fails it is not known whether it is the same."""
    talk = a_conversation(complaint=Complaint(symptoms=frozenset(symptoms)))
    facts = some_facts(conversation=talk, incidents=(an_incident(status=status),))
    assert found(a_move(UNKNOWN), 0, facts)[-1] == says(key)


def evidence(kind: EvidenceKind, weight: float, says_ja: str) -> Evidence:
    return Evidence(RARE.cause, weight, kind, says_ja, says_ja)


def test_the_two_strongest_reasons_are_told_from_three_decibans_on() -> None:
    own = (
        evidence(EvidenceKind.ANSWER, 3.0, "三"),
        evidence(EvidenceKind.TRIAL, 9.0, "九"),
        evidence(EvidenceKind.CONSOLE, 5.0, "五"),
        evidence(EvidenceKind.WORDS, 20.0, "言葉"),  # which they know themselves
    )
    assert WORDS.reasons(a_move(RARE.cause, own=own), some_facts()) == "九、五"
    weak = (own[0], evidence(EvidenceKind.CHECK, 2.9, "弱い"))
    assert WORDS.reasons(a_move(RARE.cause, own=weak), some_facts()) == "三"
    crowd = (own[0], evidence(EvidenceKind.CROWD, 5.0, ""))
    both = WORDS.reasons(a_move(RARE.cause, own=crowd), some_facts())
    assert both == f"三、{says('because.contrast')}"
    assert WORDS.reasons(a_move(RARE.cause, own=own, named=False), some_facts()) == ""
    abroad = some_facts(conversation=a_conversation(lang="fr"))
    assert WORDS.reasons(a_move(RARE.cause, own=own), abroad) == ""
    because = WORDS.because(a_move(RARE.cause, own=own), some_facts())
    assert because == says("because", reasons="九、五") + "。"
    assert WORDS.because(a_move(RARE.cause), some_facts()) == ""


def test_what_the_page_of_a_published_cause_tells_to_do_is_passed_on() -> None:
    told = "回答は保存されていますので、そのままお待ちください"
    page = replace(a_feed(FORMS, Shows.MAJOR_OUTAGE), text=f"{told}。")
    facts = some_facts(feeds=[page])
    said = found(a_move(FORMS.cause, Certainty.CONFIRMED), 0, facts)
    assert said[-1] == says("page.says", text=told)
    for other in (a_move(FORMS.cause), a_move(RARE.cause, Certainty.CONFIRMED)):
        assert told not in "".join(found(other, 0, facts))
    english = replace(facts, conversation=a_conversation(lang="en"))
    assert told not in "".join(found(a_move(FORMS.cause, Certainty.CONFIRMED), 0, english))


def pages(**shows: Shows | None) -> list[Any]:
    products = {p.id: p for p in (PLATFORM, FORMS, PRINTS)}
    return [a_feed(products[i], s, read=2) for i, s in shows.items()]


USER = Complaint(products=(FORMS.id, PRINTS.id))


@each(
    ("feeds", "brief", "whole"),
    [
        ([], "brief.none", ""),
        (pages(kintone=Shows.MAJOR_OUTAGE), "checked.trouble", "checked.trouble"),
        (pages(kintone=Shows.OPERATIONAL), "brief.quiet", "checked.quiet"),
        (pages(kintone=Shows.NOTICE), "brief.quiet", "checked.quiet"),
        (pages(kintone=Shows.RESOLVED), "brief.quiet", "checked.quiet"),
        ([a_feed(PLATFORM, outcome=FetchOutcome.UNREADABLE)], "brief.unread", "checked.blind"),
    ],
)
def test_what_the_pages_show(feeds: list[Any], brief: str, whole: str) -> None:
    facts = replace(some_facts(feeds=feeds), now=at(2))
    values = {"name": PLATFORM.name, "names": PLATFORM.name, "time": "09:02"}
    assert CHECKS.in_brief(facts) == says(brief, **values)
    assert CHECKS.of_the_complaint(facts) == (says(whole, **values) if whole else "")
    assert CHECKS.shows_nothing(facts) is (brief != "checked.trouble")


def test_a_page_in_trouble_is_not_held_up_to_who_has_it_alone() -> None:
    alone = Complaint(products=(RARE.id,), facts={"other_users_ok": True})
    facts = some_facts(alone, feeds=[a_feed(RARE, Shows.MAJOR_OUTAGE)])
    assert CHECKS.of_the_complaint(facts) == ""
    assert CHECKS.in_brief(facts) == says("brief.none")
    shared = some_facts(Complaint(products=(RARE.id,)), feeds=[a_feed(RARE, Shows.MAJOR_OUTAGE)])
    assert RARE.name in CHECKS.in_brief(shared)
    assert RARE.name in CHECKS.of_the_complaint(shared)


@each(
    ("health", "key"),
    [
        (ServiceHealth.WELL, "checked.answers"),
        (ServiceHealth.SLOW, "checked.answers"),
        (ServiceHealth.FAILING, "checked.no_answer"),
        (ServiceHealth.PARTLY, None),  # that says neither the one nor the other
    ],
)
def test_what_came_of_our_own_try(health: ServiceHealth, key: str | None) -> None:
    facts = some_facts(probes={PLATFORM.id: Measure(health, at(0), at(3))})
    said = says(key, names=PLATFORM.name, time="09:03") if key else ""
    assert CHECKS.own_try(facts) == said
    fails = health is ServiceHealth.FAILING
    assert CHECKS.tried_in_vain(facts) == (said if fails else "")
    assert CHECKS.shows_nothing(facts) is not fails
    (tried, *_) = (*CHECKS.checked(facts), None)
    assert (tried is not None) is (key is not None)


@each(
    ("feeds", "complaint", "names"),
    [
        (pages(kintone=Shows.OPERATIONAL), Complaint(), "kintone"),
        (
            pages(kintone=Shows.OPERATIONAL, hoshi_form=None, tanpopo_print=None),
            USER,
            f"kintone、{PRINTS.name}、{FORMS.name}",
        ),
        (pages(kintone=Shows.OPERATIONAL, hoshi_form=None), Complaint(), "kintone"),
        ([], USER, ""),
    ],
)
def test_the_pages_of_the_platform_and_of_what_they_named_were_read(
    feeds: list[Any], complaint: Complaint, names: str
) -> None:
    facts = replace(some_facts(complaint, feeds=feeds), now=at(2))
    assert pages_read(facts) == (names, "09:02")
