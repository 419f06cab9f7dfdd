"""The staff's side of Slack: cards that follow what happens, and who may do what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.ledger import Outgoing
from bot.desk.unlisted import names_that_cross
from bot.model.effect import StaffAlert
from bot.model.errors import DeliveryError
from bot.model.event import TicketAnswered
from bot.model.ticket import TicketStatus
from tests.builders import FORMS
from tests.channels.fakes import a_reply
from tests.channels.slack.staff_house import House, Play, a_ticket, an_incident
from tests.examples import first_rows


def actions(card: dict[str, Any]) -> list[str]:
    return [e["action_id"] for b in card["blocks"] if b["type"] == "actions" for e in b["elements"]]


def test_a_ticket_has_one_card_that_is_edited_as_it_changes(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.board.look()
        card = house.card(ticket)
        assert "未対応" in card["text"]
        assert "staff_claim" in actions(card)
        await house.presses({"action_id": "staff_claim", "value": ticket})
        assert "対応中" in house.card(ticket)["text"]
        assert "staff_claim" not in actions(house.card(ticket))
        assert "担当: hana" in str(house.card(ticket)["blocks"])
        await house.presses({"action_id": "staff_close", "value": ticket})
        assert actions(house.card(ticket)) == []
        assert len(house.room.top) == 1
        await house.board.look()
        assert house.room.calls.count("chat.update") == 2

    play(scene)


def test_what_a_customer_wrote_is_never_parsed(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.board.look()
        card = house.card(ticket)
        (quote,) = [b for b in card["blocks"] if b["type"] == "rich_text"]
        assert "<!channel>" in str(quote)
        assert "<!channel>" not in str([b for b in card["blocks"] if b["type"] != "rich_text"])
        assert "<!channel>" not in card["text"]

    play(scene)


def test_a_card_whose_answer_was_lost_is_not_posted_twice(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        house.room.fails_next("chat.postMessage", "lost")
        await house.board.look()
        assert await house.board.look() == 0  # it waits a moment first
        house.day.now += timedelta(seconds=10)
        await house.board.look()
        assert len(house.room.top) == 1
        assert house.card(ticket)

    play(scene)


def test_a_reply_goes_to_the_customer_and_the_customers_answer_into_the_cards_thread(
    play: Play,
) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.board.look()
        await house.presses({"action_id": "staff_reply", "value": ticket})
        assert house.room.views[-1]["callback_id"] == "staff_reply"
        await house.submits({"text": {"value": {"value": "確認しております。"}}})
        answered = [e for _, e in house.store.events() if isinstance(e, TicketAnswered)]
        assert [(a.staff, a.text) for a in answered] == [("hana", "確認しております。")]
        house.day.passes(1)
        house.day.says("aoi", "まだ開きません。お願いします")
        await house.board.look()
        await house.board.look()
        thread = house.room.thread(house.card(ticket)["ts"])
        assert thread == ["お客様: まだ開きません。お願いします"]

    play(scene)


def test_of_two_who_reply_to_one_case_the_slower_sends_nothing(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.presses({"action_id": "staff_reply", "value": ticket})
        await house.submits({"text": {"value": {"value": "一通目です。"}}})
        late = await house.submits({"text": {"value": {"value": "二通目です。"}}})
        assert late is not None
        assert "ほかの担当者が返信したか" in late["errors"]["text"]
        answered = [e for _, e in house.store.events() if isinstance(e, TicketAnswered)]
        assert [a.text for a in answered] == ["一通目です。"]

    play(scene)


def test_an_empty_reply_is_sent_back_beside_its_field(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.presses({"action_id": "staff_reply", "value": a_ticket(house.day)})
        answer = await house.submits({"text": {"value": {"value": "  "}}})
        assert answer == {"response_action": "errors", "errors": {"text": "文面が空です。"}}

    play(scene)


def test_a_lead_edits_and_approves_notices_in_both_languages(play: Play) -> None:
    async def scene(house: House) -> None:
        incident = an_incident(house.day)
        await house.board.look()
        assert "staff_decide" in actions(house.card(incident))
        await house.presses({"action_id": "staff_decide", "value": incident}, user="UKATO")
        view = house.room.views[-1]
        labels = [b["label"]["text"] for b in view["blocks"]]
        assert labels == ["日本語（1 人へ）", "英語（1 人へ）"]
        given = {
            b["block_id"]: {"value": {"value": b["element"]["initial_value"] + " *"}}
            for b in view["blocks"]
        }
        await house.submits(given, user="UKATO")
        with house.store.work() as work:
            assert work.proposals() == []
            assert all(p.text.endswith(" *") for p in work.proposals(waiting_only=False))
        assert "staff_decide" not in actions(house.card(incident))

    play(scene)


def test_notices_that_a_lead_rejects_wait_no_more(play: Play) -> None:
    async def scene(house: House) -> None:
        incident = an_incident(house.day)
        await house.presses({"action_id": "staff_reject", "value": incident}, user="UKATO")
        with house.store.work() as work:
            assert work.proposals() == []

    play(scene)


def test_a_lead_ends_an_incident_as_on_the_console(play: Play) -> None:
    async def scene(house: House) -> None:
        incident = an_incident(house.day)
        await house.board.look()
        await house.presses({"action_id": "staff_end", "value": incident})
        assert "責任者だけ" in house.room.whispers[0][1]
        await house.presses({"action_id": "staff_end", "value": incident}, user="UKATO")
        assert [i.ended_by for i in house.day.incidents] == ["kato"]
        told = house.day.told(incident)
        assert all("recovered" in told[name] for name in ("beni", "chie", "dai"))
        assert actions(house.card(incident)) == []

    play(scene)


def test_the_name_of_a_product_in_no_catalogue_is_confirmed_from_its_card(play: Play) -> None:
    async def scene(house: House) -> None:
        ident = an_incident(house.day)
        (incident,) = house.day.incidents
        with house.store.work() as work:
            work.save_incident(replace(incident, suspects=("unlisted_plugin:はなまる採番",)))
        await house.board.look()
        assert "はなまる採番" in str(house.card(ident)["blocks"])
        await house.presses({"action_id": "staff_name", "value": ident}, user="UKATO")
        with house.store.work() as work:
            known = names_that_cross(("はなまる採番",), work)
        assert known == {"はなまる採番": "はなまる採番"}

    play(scene)


def test_a_ticket_is_linked_assigned_and_its_cause_ruled_out(play: Play) -> None:
    async def scene(house: House) -> None:
        incident, ticket = an_incident(house.day), a_ticket(house.day)
        more = {"action_id": "staff_more", "selected_option": {"value": f"link:{ticket}"}}
        await house.presses(more)
        await house.submits({"choice": {"value": {"selected_option": {"value": incident}}}})
        assert house.day.incident_of("aoi") == incident
        await house.presses({"action_id": f"staff_assign:{ticket}", "selected_user": "UKATO"})
        with house.store.work() as work:
            found = work.ticket(ticket)
        assert found is not None
        assert found.status is TicketStatus.CLAIMED
        wrong = {"action_id": "staff_more", "selected_option": {"value": f"wrong:{ticket}"}}
        await house.presses(wrong)
        options = house.room.views[-1]["blocks"][0]["element"]["options"]
        cause = options[0]["value"]
        await house.submits({"choice": {"value": {"selected_option": {"value": cause}}}})
        with house.store.work() as work:
            said = work.latest_conversation("aoi")
        assert said is not None
        assert said.ruled_out == (cause,)

    play(scene)


def test_a_colleagues_case_is_closed_only_by_who_was_told_whose_it_is(play: Play) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.board.look()
        unasked = closing(house.card(ticket))
        await house.presses({"action_id": "staff_claim", "value": ticket}, user="UKATO")
        await house.presses({"action_id": "staff_close", "value": unasked["value"]})
        assert "ほかの担当者の受付" in house.room.whispers[0][1]
        asked = closing(house.card(ticket))
        assert "kato さんが担当" in asked["confirm"]["text"]["text"]
        with house.store.look() as work:
            kept = work.ticket(ticket)
        assert kept is not None
        assert kept.status is TicketStatus.CLAIMED
        await house.presses({"action_id": "staff_close", "value": asked["value"]})
        assert actions(house.card(ticket)) == []
        assert "confirm" not in unasked

    play(scene)


def closing(card: dict[str, Any]) -> dict[str, Any]:
    """The button of a card that closes it."""
    elements = (e for b in card["blocks"] if b["type"] == "actions" for e in b["elements"])
    return next(e for e in elements if e["action_id"] == "staff_close")


@pytest.mark.parametrize(
    ("who", "says"),
    first_rows(
        2,
        [
            ({"user": "USTRANGER"}, "登録された担当者だけ"),
            ({"user": "UHANA", "team": "TCUSTOMER"}, "登録された担当者だけ"),
            ({"user": "UHANA", "channel": "CCUSTOMER"}, "担当者用のチャンネル"),
        ],
    ),
)
def test_whoever_may_not_hears_so_alone_and_nothing_happens(
    play: Play, who: dict[str, Any], says: str
) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        await house.presses({"action_id": "staff_close", "value": ticket}, **who)
        (whisper,) = house.room.whispers
        assert says in whisper[1]
        with house.store.work() as work:
            found = work.ticket(ticket)
        assert found is not None
        assert found.status is TicketStatus.OPEN

    play(scene)


def test_an_agent_decides_on_no_notice_whatever_the_form_says(play: Play) -> None:
    async def scene(house: House) -> None:
        incident = an_incident(house.day)
        await house.presses({"action_id": "staff_decide", "value": incident})
        assert "責任者だけ" in house.room.whispers[0][1]
        await house.presses({"action_id": "staff_decide", "value": incident}, user="UKATO")
        given = {
            b["block_id"]: {"value": {"value": "送る"}} for b in house.room.views[-1]["blocks"]
        }
        answer = await house.submits(given, user="UHANA")
        assert answer is not None
        assert answer["response_action"] == "errors"
        with house.store.work() as work:
            assert len(work.proposals()) == 2

    play(scene)


def test_an_alert_that_staff_must_notice_is_a_line_in_the_cards_thread_once(play: Play) -> None:
    async def scene(house: House) -> None:
        incident = an_incident(house.day)
        await house.board.look()
        alert = StaffAlert(incident, "recovered", (FORMS.cause,), 3, "復旧：ほしフォーム <!here>")
        outgoing = Outgoing(7, "staff:9:0", "staff", alert, house.day.now)
        first = await house.board.deliver(outgoing)
        assert await house.board.deliver(outgoing) == first
        thread = house.room.thread(house.card(incident)["ts"])
        assert thread == ["復旧：ほしフォーム &lt;!here&gt;"]

    play(scene)


def test_what_is_for_customers_is_refused(play: Play) -> None:
    async def scene(house: House) -> None:
        outgoing = Outgoing(7, "reply:1", "staff", a_reply("x"), house.day.now)
        with pytest.raises(DeliveryError) as refused:
            await house.board.deliver(outgoing)
        assert refused.value.permanent

    play(scene)
