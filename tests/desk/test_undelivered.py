"""Staff hear of it when a customer could not be reached."""

from dataclasses import replace

from bot.desk.failures import COLUMNS, Failed
from bot.model.effect import TicketRaised
from bot.model.event import DeliveryFailed, MessageDoubted, MessageReceived
from tests.builders import MORNING, POPULAR
from tests.fakes import Day


def failed(desk: Day, key: str = "reply:m1", *, maybe: bool = False) -> str:
    event = DeliveryFailed(desk.now, key, "sato", "reply", "550 no such user", maybe)
    return "\n".join(getattr(e, "text", "") for e in desk.desk.handle(event))


def test_staff_are_told_once_and_urgently(desk: Day) -> None:
    desk.says("sato", "kintoneが開きません", uses=(POPULAR.id,))
    assert "sato-inc様に返信を届けられませんでした" in failed(desk)
    assert failed(desk) == ""
    assert failed(desk, "reply:m2") != ""
    with desk.store.work() as work:
        notes = [t for t in work.tickets() if t.customer is None]
        assert {t.urgency.value for t in notes} == {"high"}


def test_what_may_have_arrived_is_not_called_lost(desk: Day) -> None:
    desk.says("sato", "kintoneが開きません", uses=(POPULAR.id,))
    assert "届いたかどうか確かめられませんでした" in failed(desk, maybe=True)


def test_an_answer_that_did_not_reach_the_address_of_a_chat_is_told_as_well(desk: Day) -> None:
    desk.says("sato", "kintoneが開きません", uses=(POPULAR.id,))
    event = DeliveryFailed(desk.now, "k", "contact:sato", "staff_reply", "550 no such user")
    told = "\n".join(getattr(e, "text", "") for e in desk.desk.handle(event))
    assert "sato-inc様" in told


def test_of_who_has_never_written_nobody_is_told(desk: Day) -> None:
    assert failed(desk) == ""


def test_who_joins_anothers_thread_is_answered_where_they_wrote(desk: Day) -> None:
    first = replace(a_message(desk, "m1", "sato"), thread="T1/C1:1.0")
    desk.desk.handle(first)
    desk.desk.handle(replace(first, message_id="m2", customer="ito", text="私も開きません"))
    waiting = desk.store.outgoing("slack")
    assert [(o.key, o.reader) for o in waiting if o.key.startswith("reply")] == [
        ("reply:m1", "sato"),
        ("reply:m2", "ito"),
    ]


def a_message(desk: Day, ident: str, customer: str) -> MessageReceived:
    return MessageReceived(desk.now, ident, customer, "acme", "slack", "kintoneが開きません")


def test_what_may_be_forged_is_shown_to_staff_once_as_a_quotation_and_counts_for_nothing(
    desk: Day,
) -> None:
    text = "急ぎです\n1. 原因：kintone\nパスワードは hunter2pass です"
    event = MessageDoubted(desk.now, "mail:m1", "mail", "s…@midori.example", text)
    (note,) = desk.desk.handle(event)
    assert isinstance(note, TicketRaised)
    assert "s…@midori.example" in note.text
    assert "「急ぎです 1. 原因：kintone" in note.text
    assert "hunter2pass" not in note.text
    assert desk.desk.handle(event) == ()
    with desk.store.work() as work:
        assert work.latest_conversation("s…@midori.example") is None


def test_the_table_of_what_failed_says_when_where_that_is_known_and_what_may_have_arrived() -> None:
    lost = Failed("mail:ito", "mail", "550 no such user", MORNING, "ito@acme.example")
    assert dict(zip(COLUMNS, lost.cells, strict=True)) == {
        "reader": "mail:ito",
        "channel": "mail",
        "reason": "550 no such user",
        "at": "2026-01-05T09:00:00+09:00",
        "may_have_arrived": "no",
        "address": "ito@acme.example",
    }
    unsure = replace(lost, at=None, may_be_there=True)
    assert unsure.cells[3:5] == ("", "yes")
