"""What a webhook says of each effect."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webhook.payload import LONGEST, body_of, group_of, ident_of
from bot.desk.ledger import Edit, Outgoing
from bot.model.effect import (
    Effect,
    Proposal,
    Reply,
    StaffAlert,
    StaffReply,
    TicketNews,
    TicketRaised,
)
from bot.model.errors import DeliveryError
from bot.model.understanding import Urgency
from tests.cases import each
from tests.channels.webhook.posting import a_notice, outgoing

TICKET = TicketRaised("T1", "web:1", "候補 …", "plugin:kumo_sheet", Urgency.HIGH)
ALERT = StaffAlert("I1", "raised", ("plugin:kumo_sheet",), 3, "3 組織から")
PROPOSAL = Proposal("P1", "I1", ("web:1", "web:2"), "first", "…", "ja")
REPLY = Reply("web:1", "m1", "…", "ja", "unknown", 0.2)


def said(effect: Effect) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(body_of(outgoing(effect)))
    return value


@each(
    ("effect", "kind", "fields"),
    [
        (a_notice(reason="first"), "notice.first", "incident reason text lang cause advice"),
        (TICKET, "ticket.raised", "ticket customer text cause urgency"),
        (
            replace(TICKET, news=TicketNews.PERSON_ASKED),
            "ticket.person_asked",
            "ticket customer text cause urgency",
        ),
        (ALERT, "incident.raised", "incident action suspects tenants text"),
        (PROPOSAL, "proposal.raised", "proposal incident reason text lang readers"),
    ],
)
def test_a_type_has_its_fields_and_no_more(effect: Effect, kind: str, fields: str) -> None:
    value = said(effect)
    assert (list(value), value["type"]) == (["type", "timestamp", "data"], kind)
    assert list(value["data"]) == fields.split()


def test_readers_are_counted_and_never_named() -> None:
    assert said(PROPOSAL)["data"]["readers"] == 2
    assert b"web:" not in body_of(outgoing(PROPOSAL))
    assert b"somebody-else" not in body_of(outgoing(a_notice()))


@each("character", ["あ", "\n", "\x01", "𠮷", '"', "a"])
def test_a_long_text_is_cut_where_the_body_is_full(character: str) -> None:
    body = body_of(outgoing(replace(TICKET, text=character * 200_000)))
    value = json.loads(body)["data"]
    assert LONGEST - 12 <= len(body) <= LONGEST
    assert value["truncated"] is True
    assert set(value["text"]) == {character, "…"}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_a_short_text_arrives_as_it_is(text: str) -> None:
    assert said(replace(TICKET, text=text))["data"]["text"] == text


def test_what_is_too_long_without_its_text_is_refused_for_good() -> None:
    with pytest.raises(DeliveryError, match="65536") as caught:
        body_of(outgoing(replace(ALERT, suspects=("x" * 70_000,))))
    assert caught.value.permanent


@each("effect", [REPLY, StaffReply("web:1", "…", "sato"), Edit("1.2")])
def test_what_is_for_one_conversation_is_no_webhook(effect: Effect | Edit) -> None:
    for make in (body_of, ident_of):
        with pytest.raises(DeliveryError, match="not for webhooks") as caught:
            make(outgoing(effect))
        assert caught.value.permanent


def test_an_id_is_plain_and_hangs_on_what_is_said_to_whom() -> None:
    first = outgoing()
    idents = {
        ident_of(each)
        for each in (first, outgoing(key="other"), replace(first, reader="x"), _later(first))
    }
    assert len(idents) == 3
    assert all(ident.startswith("msg_") and ident[4:].isalnum() for ident in idents)


def _later(said: Outgoing) -> Outgoing:
    return replace(said, attempts=3, edition=2, address="https://elsewhere.example/")


def test_an_endpoint_is_sent_what_it_is_for() -> None:
    effects = (a_notice(), TICKET, ALERT, PROPOSAL, REPLY, StaffReply("web:1", "…", "sato"))
    groups = [group_of(effect) for effect in effects]
    assert groups == ["notices", "tickets", "incidents", "incidents", None, None]
