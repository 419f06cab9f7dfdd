"""An explanation in words: how much each thing weighs, for whom, and what would change it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.desk.explain import IncidentExplained, TicketExplained
from bot.desk.explain_words import ExplanationTable, blocks, change_of
from bot.desk.hearers import Hearer
from bot.incidents.audience import ReaderStanding
from bot.incidents.explain import CauseShare, Explanation, OrganisationVoice, Otherwise
from bot.incidents.usage import Usage
from bot.model.evidence import UNKNOWN, Diagnosis, EvidenceKind, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.tenant_report import USES
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from bot.triage.explain import Overturn, Prospect
from tests.builders import (
    FORMS,
    PRINTS,
    RARE,
    a_catalogue,
    a_testimony,
    an_incident,
    at,
    some_evidence,
)
from tests.cases import each

SAME = {RARE.cause: 6.0}


def told(
    knowledge: Knowledge, more: Mapping[str, Any] = MappingProxyType({}), **why: Any
) -> tuple[ExplanationTable, ...]:
    """What is told of an incident that goes on, in English; ``more``: what is known beside its cause."""
    incident = an_incident()
    explanation = Explanation(incident, **{"none": 0.004, **why})
    found = IncidentExplained(incident, a_catalogue(), at(10), explanation, **more)
    return blocks(found, knowledge, "en")


def share(cause: str = RARE.cause, **weights: float) -> CauseShare:
    given = dict.fromkeys(("usual", "page", "probe", "peers", "reports"), 0.0)
    return CauseShare(cause, 0.9, **{**given, **weights}, organisations=3)


@each(
    ("weight", "words"),
    [
        (0.9, "–"),
        (-0.9, "–"),
        (1.0, "slightly for it"),
        (2.9, "slightly for it"),
        (3.0, "for it"),
        (9.9, "for it"),
        (10.0, "strongly for it"),
        (-1.0, "slightly against"),
        (-3.0, "against it"),
        (-10.0, "strongly against"),
    ],
)
def test_a_weight_is_told_in_words_from_a_tenth_more_to_ten_times_as_likely(
    knowledge: Knowledge, weight: float, words: str
) -> None:
    _, causes, *_ = told(knowledge, shares=(share(reports=weight),))
    assert causes.rows[0][-1] == words
    assert causes.rows[0][1:3] == ("95%", "3")  # as the incident keeps it
    assert causes.rows[1][1] == "under 1%"  # that they share nothing


def test_a_cause_that_is_no_suspect_has_the_chance_that_the_reports_give_it(
    knowledge: Knowledge,
) -> None:
    _, causes, *_ = told(knowledge, shares=(share(), share(FORMS.cause)))
    assert [row[1] for row in causes.rows[:2]] == ["95%", "90%"]


def test_what_other_desks_tell_has_a_column_where_one_does(knowledge: Knowledge) -> None:
    _, alone, *_ = told(knowledge, shares=(share(),))
    _, beside, *_ = told(knowledge, shares=(share(), share(FORMS.cause, peers=3.0)))
    assert len(beside.heads) == len(alone.heads) + 1
    assert [len(row) for row in beside.rows] == [len(beside.heads)] * 3
    assert "for it" in beside.rows[1]


@each(
    ("moves", "matters"),
    [(0.9, "not at all"), (1, "a little"), (3, "yes"), (10, "a lot"), (-10, "not at all")],
)
def test_an_organisation_matters_by_what_the_cause_would_lose_without_it(
    knowledge: Knowledge, moves: float, matters: str
) -> None:
    voice = OrganisationVoice(a_testimony(1, SAME), 6.0, moves)
    assert told(knowledge, voices=(voice,))[2].rows[0][-1] == matters


@each(
    ("said", "how"),
    [
        (a_testimony(1, SAME), "symptoms only"),
        (a_testimony(1, {RARE.cause: -9.0}), "does not fit"),
        (a_testimony(1, SAME, support={RARE.cause: (USES, "words")}), "words"),
        (
            a_testimony(1, SAME, refuted=frozenset({RARE.cause})),
            "switching it off did not help",
        ),
    ],
)
def test_how_an_organisation_speaks_of_the_cause(knowledge: Knowledge, said: Any, how: str) -> None:
    row = told(knowledge, voices=(OrganisationVoice(said, 6.0, 3.0),))[2].rows[0]
    assert (row[1], row[2]) == ("01-05 09:00", how)


@each(
    ("usage", "how"),
    [
        (Usage.NAMED, "named it"),
        (Usage.HAS, "uses it"),
        (Usage.OFF_IN_VAIN, "switching it off did not help"),
        (Usage.UNKNOWN, "switching it off did not help"),
    ],
)
def test_who_uses_the_product_is_told_as_the_page_of_the_incident_tells_it(
    knowledge: Knowledge, usage: Usage, how: str
) -> None:
    refuted = () if usage in (Usage.NAMED, Usage.HAS) else (RARE.cause,)
    voice = OrganisationVoice(a_testimony(1, SAME, refuted=refuted), 6.0, 3.0)
    found = told(knowledge, {"usages": {voice.said.tenant: usage}}, voices=(voice,))
    assert found[2].rows[0][2] == how


def test_organisations_are_called_by_their_names_in_every_table(knowledge: Knowledge) -> None:
    voice = OrganisationVoice(a_testimony(1, SAME), 6.0, 3.0)
    named, nameless = voice.said.tenant, "nameless.example"
    without = Otherwise(FORMS.cause, 0.6, without=(named, nameless))
    reader = Hearer(named, "", "T1", "web", ReaderStanding.AFFECTED, frozenset())
    more = {"organisations": {named: "青葉製作所"}, "hearers": (reader,)}
    found = told(knowledge, more, voices=(voice,), otherwise=(without,))
    cells = "\n".join(cell for table in found for row in table.rows for cell in row)
    assert named not in cells
    assert cells.count("青葉製作所") == 4
    assert nameless in cells


def test_times_are_told_with_their_zone(knowledge: Knowledge) -> None:
    title, causes, voices, *_ = told(knowledge, shares=(share(),))
    assert "2026-01-05 09:05 JST (+09:00)" in title.title
    assert "2026-01-05 09:10 JST (+09:00)" in causes.note
    assert "First report (UTC+09:00)" in voices.heads


@each(("says", "words"), [(None, "not mentioned"), (-6.4, "−6"), (0.0, "+0")])
def test_what_an_organisation_says_is_told_in_decibans_on_demand(
    knowledge: Knowledge, says: float | None, words: str
) -> None:
    voice = OrganisationVoice(a_testimony(1, SAME), says, 12.0)
    numbers = told(knowledge, voices=(voice,))[5]
    assert numbers.is_folded
    assert numbers.rows[0][1:] == (words, "+12")


@each(
    ("other", "row"),
    [
        (
            Otherwise(FORMS.cause, 0.6, page=FORMS.cause, shows=True),
            ("the feed of Hoshi Form (connected service) showed trouble", "60%"),
        ),
        (
            Otherwise(None, 0.2, page=FORMS.cause),
            ("the feed of Hoshi Form (connected service) showed no trouble", "20%, below the"),
        ),
        (Otherwise(FORMS.cause, 0.6, without=("a", "b")), ("these had not reported (2): a, b", "")),
    ],
)
def test_what_would_lead_if_something_were_otherwise(
    knowledge: Knowledge, other: Otherwise, row: tuple[str, str]
) -> None:
    same = Otherwise(RARE.cause, 0.8, page=RARE.cause)  # that changes nothing
    found = told(knowledge, otherwise=(same, other))[3]
    assert [given for given, _ in found.rows] == [row[0]]
    assert row[1] in found.rows[0][1]
    nothing = told(knowledge, otherwise=(same,))[3]
    assert (nothing.rows, nothing.heads, bool(nothing.note)) == ((), (), True)


def a_ticket(*ranked: Hypothesis, **more: Any) -> TicketExplained:
    diagnosis = Diagnosis(ranked) if ranked else None
    ticket = Ticket("T1", at(0), at(5), "…", Urgency.NORMAL, cause=UNKNOWN, diagnosis=diagnosis)
    given = {"overturn": None, "prospects": (), **more}
    return TicketExplained(ticket, a_catalogue(), **given)


def test_of_a_ticket_four_causes_are_told_with_their_evidence_and_ten_by_name(
    knowledge: Knowledge,
) -> None:
    ranked = tuple(Hypothesis(f"plugin:p{n}", 0.1) for n in range(15))
    _, *shown, others, _ = blocks(a_ticket(*ranked), knowledge, "en")
    assert [table.title[:2] for table in shown] == ["1.", "2.", "3.", "4."]
    assert len(others.rows) == 10
    assert "p13" in others.rows[-1][0]
    _, *few, _ = blocks(a_ticket(*ranked[:4]), knowledge, "en")
    assert len(few) == 4
    (none,) = blocks(a_ticket(), knowledge, "en")
    assert (bool(none.note), none.rows) == (True, ())


def test_the_evidence_of_a_cause_stands_by_its_weight_and_is_summed_by_its_kind(
    knowledge: Knowledge,
) -> None:
    weights = (
        (EvidenceKind.WORDS, 2.0),
        (EvidenceKind.PRIOR, -9.0),
        (EvidenceKind.TRIAL, 4.0),
        (EvidenceKind.FEED, 5.0),
    )
    evidence = tuple(some_evidence(RARE.cause, weight, kind) for kind, weight in weights)
    _, table, _ = blocks(a_ticket(Hypothesis(RARE.cause, 0.5, evidence)), knowledge, "en")
    assert [row[0] for row in table.rows] == ["−9", "+5", "+4", "+2"]
    for part in ("+2", "+6", "−9", "+5"):  # in all, their own, as usual, the page
        assert part in table.note


def test_what_would_change_a_ranking(knowledge: Knowledge) -> None:
    overturn = Overturn(FORMS.cause, 3.0, (some_evidence(RARE.cause, 9.0),))
    prospects = (
        Prospect("other_users", 0.5, (RARE.cause, 0.9), (PRINTS.cause, 0.6)),
        Prospect("started_at", 0.4),
    )
    found = change_of(a_ticket(overturn=overturn, prospects=prospects), knowledge, "en")
    without, asked, open_question = found.rows
    assert without[0].startswith("these were not there: a reason")
    assert without[1] == "“Hoshi Form (connected service)” would lead"
    assert asked[1].startswith("yes → Ruri Grid")
    assert "90%; no → Tanpopo Print" in asked[1]
    assert open_question[1] == "the answer may change the ranking"
