"""Staff answers by a program: under its name, once, and never over a person's."""

import pytest

from bot.desk.taking_back import HELD_FOR
from bot.model.effect import StaffReply
from bot.model.event import TicketAnswered, TicketClaimed, TicketClosed
from bot.model.ticket import TicketStatus
from tests.web.api.conftest import OWN, Programs, said
from tests.web.api.test_cases import TROUBLE

pytestmark = pytest.mark.anyio
ANSWER = {"text": "ご連絡ありがとうございます。いまお調べしています。"}


async def answered(programs: Programs, token: str, case: str, **more: object) -> dict[str, object]:
    answer = await programs.asks(token, "POST", f"/cases/{case}/answers", ANSWER | more)
    assert answer.status_code == 201, answer.text
    told: dict[str, object] = answer.json()
    return told


async def test_an_answer_reaches_the_customer_and_the_case_is_the_programs(
    programs: Programs,
) -> None:
    case, token = await programs.writes(OWN, TROUBLE), programs.token(name="CRM 連携")
    told = await answered(programs, token, case)
    assert (told["state"], told["assignee"], told["waits_for"]) == (
        "claimed",
        "CRM 連携",
        "customer",
    )
    page = (await programs.asks(token, "GET", f"/cases/{case}/messages")).json()
    assert (page["items"][-1]["speaker"], page["items"][-1]["text"]) == ("staff", ANSWER["text"])
    waiting = [o.effect for o in programs.store.outgoing("slack")]
    assert [e.text for e in waiting if isinstance(e, StaffReply)] == [ANSWER["text"]]


async def test_what_the_console_holds_for_a_moment_no_program_reads(programs: Programs) -> None:
    case, token = await programs.writes(OWN, TROUBLE), programs.token(organisation=OWN)
    await programs.door.handle(TicketClaimed(programs.clock(), "", "佐藤", case))
    with programs.store.look() as work:
        (ticket,) = work.tickets()
    held = programs.clock() + HELD_FOR
    answer = TicketAnswered(programs.clock(), ticket.id, "佐藤", "誤った返信", held_until=held)
    await programs.door.handle(answer)

    async def texts() -> list[str]:
        page = (await programs.asks(token, "GET", f"/cases/{case}/messages")).json()
        return [item["text"] for item in page["items"]]

    assert "誤った返信" not in await texts()
    programs.clock.passes(HELD_FOR)
    assert (await texts())[-1] == "誤った返信"


async def test_a_case_can_be_closed_with_the_answer(programs: Programs) -> None:
    case, token = await programs.writes(OWN, TROUBLE), programs.token()
    assert (await answered(programs, token, case, close=True))["state"] == "closed"
    with programs.store.look() as work:
        (ticket,) = work.tickets(include_closed=True)
    assert ticket.status is TicketStatus.CLOSED


async def test_nobody_answers_over_who_has_the_case(programs: Programs) -> None:
    case = await programs.writes(OWN, TROUBLE)
    await programs.door.handle(TicketClaimed(programs.clock(), "", "佐藤", case))
    answer = await programs.asks(programs.token(), "POST", f"/cases/{case}/answers", ANSWER)
    assert said(answer) == "conflict"
    other = await programs.asks(
        programs.token(name="another"), "POST", f"/cases/{case}/answers", ANSWER
    )
    assert said(other) == "conflict"


async def test_an_answer_is_sent_once_under_its_key_and_not_again_when_its_end_is_not_known(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, token = await programs.writes(OWN, TROUBLE), programs.token()
    path, key = f"/cases/{case}/answers", {"Idempotency_Key": "answer-1"}

    def gone(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(type(programs.store.api), "keep_answer", gone)
        assert (await programs.asks(token, "POST", path, ANSWER, **key)).status_code == 500
    again = await programs.asks(token, "POST", path, ANSWER, **key)
    assert said(again) == "key_running"
    for _ in range(2):
        await programs.asks(token, "POST", path, ANSWER, Idempotency_Key="answer-2")
    happened = [type(e) for _, e in programs.store.events()]
    assert happened.count(TicketAnswered) == 2
    assert TicketClosed not in happened
