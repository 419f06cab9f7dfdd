"""Whatever a ticket, an incident or a notice holds, the cards and forms are within Slack's limits."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.staff.cards import CardReader, incident_card, ticket_card
from bot.channels.slack.staff.contacts import Contact
from bot.channels.slack.staff.drafts import DecisionDraft
from bot.channels.slack.staff.forms import decision_form, link_form, reply_form, wrong_form
from bot.desk.names import ReaderNames
from bot.model.conversation import Speaker, Turn
from bot.model.evidence import Diagnosis, Hypothesis
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Urgency
from tests.builders import RARE, a_catalogue, a_conversation, an_incident, at, some_evidence
from tests.channels.slack.world.kit import problems_with_blocks, weight_of
from tests.channels.slack.world.kit_views import problems_with_view
from tests.shipped import knowledge

WORDED = st.text(max_size=6000) | st.sampled_from(
    ["", " ", "<!channel> & <@U1>", "&" * 5000, "開" * 5000, "a\n" * 3000, "</>&lt;"]
)
LANGS = st.sampled_from(["ja", "en"])


def reader(lang: str) -> CardReader:
    return CardReader(ReaderNames(knowledge(), a_catalogue(), lang))


def a_ticket(text: str, *, weighed: bool, status: TicketStatus) -> Ticket:
    evidence = tuple(replace(some_evidence(RARE.cause, n), says=text) for n in range(5))
    ranked = (Hypothesis(RARE.cause, 0.6, evidence), Hypothesis("unknown", 0.4))
    return Ticket(
        "T1",
        at(0),
        at(1),
        text,
        Urgency.HIGH,
        status,
        conversation="C1" if weighed else None,
        tenant=text[:300] or None,
        diagnosis=Diagnosis(ranked) if weighed else None,
        staff=text[:80] or None,
    )


@given(WORDED, LANGS, st.booleans(), st.sampled_from(TicketStatus))
def test_any_ticket(text: str, lang: str, weighed: bool, status: TicketStatus) -> None:  # noqa: FBT001
    turns = tuple(Turn(at(n), Speaker.CUSTOMER, text, f"m{n}") for n in range(4))
    said = a_conversation(turns=turns, incident="I1") if weighed else None
    ticket = a_ticket(text, weighed=weighed, status=status)
    card = ticket_card(ticket, said, an_incident(), reader(lang), Contact())
    assert problems_with_blocks(card["blocks"], "message") == []
    assert weight_of(card["blocks"]) < 13_200
    assert 0 < len(card["text"].encode()) <= 4_000
    _is_broken_to_nobody(card)


@pytest.mark.slow
@given(WORDED, LANGS, st.integers(0, 12), st.integers(1, 500))
def test_any_incident_and_its_notices(text: str, lang: str, drafts: int, alike: int) -> None:
    waiting = [
        DecisionDraft(
            tuple(f"P-I1-C{n * 1000 + m}" for m in range(alike)),
            lang,
            "first",
            text,
            (("mail", alike), ("slack", n)),
        )
        for n in range(drafts)
    ]
    incident = an_incident(suspects=(f"unlisted_plugin:{text}",))
    card = incident_card(incident, waiting, reader(lang))
    assert problems_with_blocks(card["blocks"], "message") == []
    _is_broken_to_nobody(card)
    form = decision_form("I1", waiting, reader(lang))
    assert problems_with_view(form, "modal") == []


def test_what_staff_found_of_a_cause_stands_in_place_of_its_chance() -> None:
    found = an_incident(suspects=(RARE.cause, "unknown"), chances=(0.95, 0.05), chosen=RARE.cause)
    card = incident_card(found, (), reader("ja"))
    assert "担当者の判断" in str(card["blocks"])
    assert "担当者の判断" in card["text"]
    assert "95%" not in str(card)
    assert "95%" in str(incident_card(replace(found, chosen=None), (), reader("ja")))


@given(LANGS, st.integers(0, 80))
def test_the_other_forms(lang: str, incidents: int) -> None:
    many = [an_incident(ident=f"I{n}") for n in range(incidents)]
    ticket = a_ticket("x", weighed=True, status=TicketStatus.OPEN)
    bare = a_ticket("x", weighed=False, status=TicketStatus.OPEN)
    forms = [
        reply_form("T1", 2, reader(lang)),
        link_form("T1", many, reader(lang)),
        wrong_form(ticket, reader(lang)),
        wrong_form(bare, reader(lang)),
    ]
    assert [p for form in forms for p in problems_with_view(form, "modal")] == []


def _is_broken_to_nobody(card: Mapping[str, object]) -> None:
    """No broadcast and no mention outside what is shown unparsed."""
    blocks = card["blocks"]
    assert isinstance(blocks, list)
    parsed = str([b for b in blocks if b["type"] not in ("rich_text", "header")]) + str(
        card["text"]
    )
    assert "<!channel" not in parsed
    assert "<!here" not in parsed
    assert "<@" not in parsed
