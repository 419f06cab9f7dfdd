"""Who is not verified never speaks for an organisation, and a whole network has one voice."""

from typing import Any

import pytest

from bot.model.identity import Identity
from bot.model.incident import Voices
from tests.builders import MORNING, RARE
from tests.fakes import Day

BLANK = "Ruri Gridを使っている一覧が真っ白です。ほかのアプリは開きます"
CLAIMED, ANONYMOUS = Identity.CLAIMED, Identity.ANONYMOUS


def voices(day: Day, incident: str) -> Voices:
    with day.store.work() as work:
        return work.voices(incident, MORNING)


def report_of(day: Day, customer: str, **who: Any) -> None:
    day.passes(1)
    day.says(customer, BLANK, uses=(RARE.id,), **who)


def test_thirty_visitors_of_one_network_are_no_incident(desk: Day) -> None:
    for n in range(30):
        claims = f"company{n}" if n % 2 else ""
        report_of(desk, f"web{n}", tenant=claims, identity=CLAIMED, address="net1")
    assert desk.alerts() == []


def test_visitors_of_several_networks_are(desk: Day) -> None:
    for n in range(4):
        report_of(desk, f"web{n}", identity=ANONYMOUS, address=f"net{n}")
    (incident,) = desk.incidents
    assert incident.organisations == 4
    assert voices(desk, incident.id) == Voices(reports=4, unverified=4, addresses=4)


def test_those_who_claim_one_organisation_are_one_voice_from_wherever_they_write(
    desk: Day,
) -> None:
    for n in range(6):
        report_of(desk, f"web{n}", tenant="acme", identity=CLAIMED, address=f"net{n}")
    assert desk.alerts() == []


@pytest.mark.parametrize("identity", [CLAIMED, ANONYMOUS])
def test_a_neighbour_of_an_organisation_adds_no_voice_and_takes_none(
    desk: Day, identity: Identity
) -> None:
    for n in range(3):
        report_of(desk, f"guest{n}", tenant="acme", identity=identity, address="net1")
        report_of(desk, f"staff{n}", tenant="acme", address="net1")
    report_of(desk, "bolt")
    (incident,) = desk.incidents
    assert incident.organisations == 3
    assert incident.tenants.count("acme") == 1
    assert voices(desk, incident.id) == Voices(reports=7, unverified=3, addresses=1)


def test_a_visitor_who_gives_a_name_later_is_still_the_same_voice(desk: Day) -> None:
    report_of(desk, "web1", identity=ANONYMOUS, address="net1")
    desk.says("web1", "acmeの者です", tenant="acme", identity=CLAIMED, address="net1")
    with desk.store.work() as work:
        conversation = work.latest_conversation("web1")
    assert conversation is not None
    assert conversation.tenant == "~claimed:acme"
    assert conversation.counts_as == "~from:net1"
    assert len(conversation.turns) == 4


def test_somebody_else_under_the_name_of_a_customer_begins_a_conversation_of_their_own(
    desk: Day,
) -> None:
    desk.says("aoi", BLANK, tenant="acme")
    desk.says("aoi", "直りました", tenant="acme", identity=ANONYMOUS)
    with desk.store.work() as work:
        conversation = work.latest_conversation("aoi")
        assert conversation is not None
        assert work.conversations_of("acme", None, MORNING)[0].recovered_at is None
    assert conversation.tenant == "~from:aoi"


def test_without_a_network_every_sender_has_one_of_their_own(desk: Day) -> None:
    for n in range(3):
        report_of(desk, f"web{n}", identity=ANONYMOUS)
    (incident,) = desk.incidents
    assert voices(desk, incident.id) == Voices(3, 3, 3)
