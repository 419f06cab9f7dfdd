"""What is written and sent with the button that asks for a person."""

from dataclasses import replace

from bot.model.effect import Reply, TicketRaised
from bot.model.event import MessageReceived
from bot.model.ticket import Category
from tests.fakes import Day


def sent(desk: Day, text: str, by: str = "aoi") -> tuple[Reply, TicketRaised]:
    """The answer to a text that was sent with the button, and what staff see."""
    said = MessageReceived(desk.now, f"{by}-1", by, f"{by}-inc", "web", text, wants_person=True)
    effects = desk.desk.handle(replace(said))
    reply = next(e for e in effects if isinstance(e, Reply))
    ticket = next(e for e in effects if isinstance(e, TicketRaised))
    return reply, ticket


def test_trouble_that_is_told_is_weighed_and_handed_over(desk: Day) -> None:
    reply, ticket = sent(desk, "レコードの保存ができません")
    assert "担当者に引き継" in reply.text
    assert "一言書いて" not in reply.text
    assert reply.is_report
    with desk.store.look() as work:
        found = work.ticket(ticket.ticket)
    assert found is not None
    assert found.category is Category.FAULT
    assert found.diagnosis is not None


def test_what_is_no_trouble_is_no_report(desk: Day) -> None:
    reply, ticket = sent(desk, "請求書の金額が先月と違うのですが、確認できますか。急いでいます")
    assert "担当者に引き継" in reply.text
    assert not reply.is_report
    with desk.store.look() as work:
        found = work.ticket(ticket.ticket)
    assert found is not None
    assert found.category is Category.CONTRACT
    assert found.diagnosis is None
