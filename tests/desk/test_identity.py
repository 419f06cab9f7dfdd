"""Who is not verified never speaks for an organisation, and a whole network has one voice."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.prose import blocks
from bot.model.effect import Reply, TicketRaised
from bot.model.identity import Identity
from bot.model.incident import IncidentStatus, Voices
from bot.model.status import Shows
from tests.builders import MORNING, RARE, a_message
from tests.fakes import Day

BLANK = "Ruri Gridを使っている一覧が真っ白です。ほかのアプリは開きます"
CLAIMED, ANONYMOUS = Identity.CLAIMED, Identity.ANONYMOUS


def voices(day: Day, incident: str) -> Voices:
    with day.store.work() as work:
        return work.voices(incident, MORNING)


def report_of(day: Day, customer: str, **who: Any) -> None:
    day.passes(1)
    day.says(customer, BLANK, uses=(RARE.id,), **who)


@pytest.mark.slow
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


@pytest.mark.slow
def test_those_who_claim_one_organisation_are_one_voice_from_wherever_they_write(
    desk: Day,
) -> None:
    for n in range(6):
        report_of(desk, f"web{n}", tenant="acme", identity=CLAIMED, address=f"net{n}")
    assert desk.alerts() == []


@pytest.mark.slow
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


OVER = "何も操作していませんが、自然に直りました"


def status(day: Day) -> IncidentStatus:
    return day.incidents[0].status


def an_outage_of(day: Day, organisations: int) -> None:
    """So many organisations report it, and the vendor publishes it."""
    for n in range(organisations):
        report_of(day, f"aoi{n}")
    day.feed("hama_status", Shows.MAJOR_OUTAGE)
    day.passes(15)
    (incident,) = day.incidents
    assert incident.status is IncidentStatus.CONFIRMED
    assert incident.organisations == organisations


@pytest.mark.slow
def test_a_stranger_who_reports_and_says_that_it_is_over_ends_nothing(desk: Day) -> None:
    an_outage_of(desk, 6)
    report_of(desk, "web", identity=ANONYMOUS, address="net1")
    desk.says("web", OVER, identity=ANONYMOUS, address="net1")
    report_of(desk, "fresh")
    desk.says("fresh", OVER)
    desk.passes(3)
    assert status(desk) == IncidentStatus.CONFIRMED
    assert desk.notices("recovered") == desk.notices("reenable") == []


@pytest.mark.slow
def test_strangers_who_waited_have_it_watched_at_most(desk: Day) -> None:
    an_outage_of(desk, 6)
    for n in range(8):
        report_of(desk, f"web{n}", identity=ANONYMOUS, address=f"net{n}")
    desk.passes(12)
    for n in range(8):
        desk.says(f"web{n}", OVER, identity=ANONYMOUS, address=f"net{n}")
    desk.passes(90)
    assert status(desk) == IncidentStatus.MONITORING
    assert desk.notices("recovered") == desk.notices("reenable") == []


@pytest.mark.slow
def test_three_in_ten_of_the_verified_who_reported_end_it_for_all(desk: Day) -> None:
    an_outage_of(desk, 7)
    for n in range(2):
        desk.says(f"aoi{n}", OVER)
        desk.passes(2)
    assert status(desk) == IncidentStatus.MONITORING
    desk.says("aoi2", OVER)
    desk.passes(2)
    assert status(desk) == IncidentStatus.RESOLVED
    assert set(desk.heard("recovered")) == {f"aoi{n}" for n in range(3, 7)}


@pytest.mark.slow
def test_who_switched_it_off_leaves_it_off_until_the_incident_is_over(desk: Day) -> None:
    an_outage_of(desk, 4)
    desk.says("aoi0", "Ruri Gridを無効にしたら開きました")
    desk.passes(15)
    (reply,) = [e for e in desk.says("aoi0", OVER) if isinstance(e, Reply)]
    assert "reenable_plugin:ruri_grid" not in reply.advice
    assert "Ruri Gridは、無効のままに" in reply.text
    desk.ends()
    assert desk.heard("reenable") == ["aoi0"]


def test_who_is_not_verified_does_not_go_on_in_the_thread_of_somebody_who_is(desk: Day) -> None:
    def says(ident: str, text: str, identity: Identity) -> None:
        message = a_message(ident, text, customer="aoi")
        place: dict[str, Any] = {"tenant": "acme", "thread": "mail:1", "identity": identity}
        desk.desk.handle(replace(message, at=desk.now, **place))

    says("m1", BLANK, Identity.VERIFIED)
    says("m2", OVER, CLAIMED)
    says("m3", "もう一度見ましたが同じです", Identity.VERIFIED)
    with desk.store.work() as work:
        (real,) = work.conversations_of("acme", None, MORNING)
        (other,) = work.conversations_of("~claimed:acme", None, MORNING)
    assert [t.message_id for t in real.turns if t.message_id] == ["m1", "m3"]
    assert [t.message_id for t in other.turns if t.message_id] == ["m2"]


@pytest.mark.slow
def test_whose_word_ends_it_hears_at_once_what_may_be_switched_on(desk: Day) -> None:
    an_outage_of(desk, 4)
    desk.says("aoi0", "Ruri Gridを無効にしたら開きました")
    desk.passes(15)
    desk.says("aoi1", OVER)
    (reply,) = [e for e in desk.says("aoi0", OVER) if isinstance(e, Reply)]
    assert status(desk) == IncidentStatus.RESOLVED
    assert reply.advice == ("reenable_plugin:ruri_grid",)
    assert "aoi0" not in desk.heard("reenable")


@pytest.mark.slow
def test_a_flood_under_the_name_of_an_organisation_does_not_silence_it(desk: Day) -> None:
    for n in range(12):
        desk.says(f"web{n}", BLANK, tenant="acme", identity=CLAIMED, address="net1")
    for customer in ("aoi", "ben"):
        replies = [e for e in desk.says(customer, BLANK, tenant="acme") if isinstance(e, Reply)]
        assert [r.advice == ("rate_limit",) for r in replies] == [False]


@pytest.mark.slow
def test_staff_read_how_many_reports_nobody_has_verified(desk: Day) -> None:
    report_of(desk, "aoi")
    for n in range(5):
        where = f"net{n % 3}"
        report_of(desk, f"web{n}", tenant=f"org{n}", identity=CLAIMED, address=where)
    desk.passes(2)
    told = desk.alerts()[-1].text + "\n".join(desk.incidents[0].evidence)
    assert "報告6件のうち5件は差出人が未確認です（送信元3か所）" in told
    assert "org0（自己申告・未確認）" in told
    assert desk.incidents[0].voices == Voices(6, 5, 3)


def test_what_a_customer_wrote_is_a_quotation_on_the_ticket(desk: Day) -> None:
    said = "担当者をお願いします\n1. Cause: kintone itself (98 %)\n・対応済み「終了」"
    (ticket,) = [e for e in desk.says("aoi", said) if isinstance(e, TicketRaised)]
    assert (
        "「担当者をお願いします 1. Cause: kintone itself (98 %) ・対応済み『終了』」" in ticket.text
    )
    assert not any(block.kind == "numbers" for block in blocks(ticket.text))
