"""The one door: nothing lost, nothing twice, whatever comes in."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.effect import Reply, StaffAlert, TicketRaised
from bot.model.event import MessageReceived, Opened, Tick
from bot.model.knowledge import Knowledge
from bot.store.sql import SqlStore
from bot.triage.triage import Triage
from tests.builders import MINUTE, MORNING, PLATFORM, RARE, a_message, at, opening
from tests.cases import each
from tests.examples import first
from tests.failing import DiskFullError, FailingStore
from tests.fakes import Day, everything_in, reply_in
from tests.store.databases import in_memory

OPEN_APP = "見積アプリが真っ白で開きません。ほかのアプリは開きます"


def test_a_message_is_journalled_answered_and_sent_in_one_go(desk: Day) -> None:
    effects = desk.says("aoi", OPEN_APP)
    reply = reply_in(effects)
    assert reply.is_report
    assert reply.customer == "aoi"
    assert [o.effect for o in desk.store.outgoing("chat")] == [reply]
    assert any(isinstance(e, MessageReceived) for _, e in desk.store.events())


def test_the_same_message_twice_changes_nothing(desk: Day) -> None:
    desk.says("aoi", OPEN_APP, ident="m1")
    before = everything_in(desk.store)
    assert desk.says("aoi", OPEN_APP, ident="m1") == ()
    assert everything_in(desk.store) == before


@pytest.mark.slow
@each(
    "method",
    ["journal", "remember", "testimony", "save_conversation", "testify", "send"],
)
def test_a_store_that_fails_midway_leaves_nothing_and_the_next_attempt_answers(
    knowledge: Knowledge, method: str
) -> None:
    store = FailingStore(in_memory())
    day = Day(knowledge, store)
    day.opens()
    before = everything_in(day.store)
    store.fails_on(method)
    with pytest.raises(DiskFullError):
        day.says("aoi", OPEN_APP, ident="m1")
    assert everything_in(day.store) == before
    assert reply_in(day.says("aoi", OPEN_APP, ident="m1")).is_report
    day.store.close()


def test_the_journal_is_written_before_anything_else_is_done(knowledge: Knowledge) -> None:
    store = FailingStore(in_memory())
    desk = Desk(store, knowledge)
    desk.handle(opening())
    uses: list[str] = []
    store.watched_by(uses.append)
    desk.handle(a_message())
    writes = [u for u in uses if u.startswith(("journal", "save", "send", "number"))]
    assert writes[0] == "journal"
    store.close()


def test_a_clock_that_goes_backwards_is_put_right(
    desk: Day, caplog: pytest.LogCaptureFixture
) -> None:
    desk.passes(10)
    desk.now = at(3)
    with caplog.at_level(logging.WARNING):
        assert reply_in(desk.says("aoi", OPEN_APP)).text
    assert "behind" in caplog.text
    times = [e.at for _, e in desk.store.events()]
    assert times == sorted(times)


def test_when_triage_breaks_the_report_reaches_a_person(
    desk: Day, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(Triage, "diagnose", broken)
    for lang in ("ja", "en", "xx"):
        effects = desk.says(f"aoi-{lang}", OPEN_APP, lang=lang)
        assert reply_in(effects).text
        (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
        assert OPEN_APP in ticket.text
        said, began = desk.conversation(f"aoi-{lang}"), desk.now
        assert (said.reported_at, said.turns[-1].buttons) == (began, ("human",))
        desk.now += MINUTE
        desk.says(f"aoi-{lang}", OPEN_APP, lang=lang)
        assert desk.conversation(f"aoi-{lang}").reported_at == began
    assert OPEN_APP not in caplog.text.replace("Traceback", "")


def test_a_broken_knowledge_base_still_lets_a_report_through(knowledge: Knowledge) -> None:
    broken = replace(knowledge, remedies={}, questions={}, causes={})
    day = Day(broken)
    day.opens()
    assert reply_in(day.says("aoi", OPEN_APP)).text
    day.store.close()


def test_a_knowledge_base_without_a_word_still_lets_a_report_through(knowledge: Knowledge) -> None:
    day = Day(replace(knowledge, words={}))
    day.opens()
    assert reply_in(day.says("aoi", OPEN_APP)).text
    day.store.close()


def test_when_the_watch_over_incidents_breaks_the_report_reaches_a_person(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.desk.incident_lifecycle.shared_cause", broken)
    assert reply_in(desk.says("aoi", OPEN_APP)).text


ODD = {
    "nothing": "",
    "spaces": " \n\t　",
    "nul": "開きません\0\0",
    "every byte": "".join(map(chr, range(256))),
    "emoji": "😭😭😭🔥",
    "right to left": "\u202eלא נפתח\u202c",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> 開きません",
    "mrkdwn": "<!channel> *x* <https://a.example|b> 開きません",
    "ansi": "\x1b[2J\x1b[31m開きません",
    "braces": "{0} {name} {x!r} %s %(x)s 開きません",
    "combining": "a" + "\u0301" * 3000,
    "hundred kilobytes": "開きません。" * 6_000,
}


@pytest.mark.parametrize("text", first(4, ODD.values()), ids=ODD)
def test_whatever_is_written_gets_a_polite_reply_and_is_kept(desk: Day, text: str) -> None:
    reply = reply_in(desk.says("aoi", text))
    assert reply.text.strip()
    assert "<script" not in reply.text
    assert "\x1b" not in reply.text
    assert any(isinstance(e, MessageReceived) for _, e in desk.store.events())
    assert reply_in(desk.says("aoi", OPEN_APP)).is_report


@pytest.mark.slow
def test_a_megabyte_of_text_gets_a_reply_too(desk: Day) -> None:
    assert reply_in(desk.says("aoi", "開きません。" * 60_000)).text


@pytest.mark.slow
def test_a_conversation_of_many_long_messages_goes_on(desk: Day) -> None:
    for _ in range(18):  # more than a megabyte together
        desk.passes(2)
        assert reply_in(desk.says("aoi", "コンソールの記録です。" * 1800)).text


def test_secrets_are_masked_before_anything_is_stored_or_shown(desk: Day, tmp_path: Path) -> None:
    desk.says("aoi", "開きません。パスワードは hunter2hunter2 です。連絡先は 090-1234-5678 です")
    kept = repr(everything_in(desk.store))
    assert "hunter2hunter2" not in kept
    assert "090-1234-5678" not in kept


def test_once_a_person_has_taken_over_the_bot_is_silent_until_they_close(desk: Day) -> None:
    effects = desk.says("aoi", "人と話したいです")
    (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
    desk.claims(ticket.ticket)
    assert not any(isinstance(e, Reply) for e in desk.says("aoi", OPEN_APP))
    (answer,) = desk.answers(ticket.ticket, "担当の花です。確認します")
    assert "花" in repr(answer)
    assert not any(isinstance(e, Reply) for e in desk.says("aoi", "お願いします"))
    desk.closes(ticket.ticket)
    desk.passes(2)
    assert reply_in(desk.says("aoi", OPEN_APP)).text


def test_decisions_on_what_does_not_exist_do_nothing(desk: Day) -> None:
    for effects in (
        desk.approves("P9"),
        desk.rejects("P9"),
        desk.claims("T9"),
        desk.answers("T9", "はい"),
        desk.closes("T9"),
    ):
        assert effects == ()


@pytest.mark.slow
def test_one_tenants_flood_raises_no_incident(desk: Day) -> None:
    for n in range(30):
        desk.says(f"user{n}", OPEN_APP, tenant="acme", uses=(RARE.id,))
        if n % 10 == 0:
            desk.passes(1)
    assert desk.every(StaffAlert) == []


def test_a_catalogue_with_cycles_and_unknown_ids_does_no_harm(knowledge: Knowledge) -> None:
    odd = (
        PLATFORM,
        replace(RARE, depends_on=("loop", "nowhere", RARE.id)),
        Product("loop", "Loop", ProductKind.HOSTING, depends_on=(RARE.id, "loop")),
    )
    day = Day(knowledge)
    day.opens(*odd)
    assert reply_in(day.says("aoi", OPEN_APP, uses=(RARE.id, "nowhere", "loop"))).text
    assert reply_in(day.says("ben", "Ruri Gridが動きません", uses=None)).text
    day.passes(3)
    day.store.close()


def test_a_desk_without_an_opening_uses_the_shipped_products(knowledge: Knowledge) -> None:
    store = in_memory()
    effects = Desk(store, knowledge).handle(a_message(text=OPEN_APP))
    assert reply_in(effects).text
    store.close()


def test_a_restart_in_the_middle_asks_nothing_twice(knowledge: Knowledge, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    day = Day(knowledge, SqlStore.open(url, durable=False))
    day.opens()
    first = reply_in(day.says("aoi", "kintoneが開きません", ident="a1"))
    day.store.close()
    again = Day(knowledge, SqlStore.open(url, durable=False))
    again.now = at(1)
    again.desk.handle(Opened(at(1), restarted=True, catalogue=(PLATFORM, RARE)))
    assert again.says("aoi", "kintoneが開きません", ident="a1") == ()
    second = reply_in(again.says("aoi", "はい", ident="a2"))
    third = reply_in(again.says("aoi", "まだ開きません", ident="a3"))
    asked = [*first.questions, *second.questions, *third.questions]
    assert first.questions
    assert len(asked) == len(set(asked))
    again.store.close()


@each("opens_again", ["the same desk", "another"])
def test_what_any_process_opened_with_is_in_force_in_all(
    knowledge: Knowledge, opens_again: str
) -> None:
    store = in_memory()
    first, second = Day(knowledge, store), Day(knowledge, store)
    first.opens(PLATFORM)
    first.says("aoi", "Ruri Gridが動きません")
    (first if opens_again == "the same desk" else second).opens(PLATFORM, RARE)
    first.says("ben", "Ruri Gridが動きません")
    with store.look() as work:
        cases = {c.customer: c.complaint.products for c in work.active_conversations(MORNING)}
    assert RARE.id not in cases["aoi"]
    assert RARE.id in cases["ben"]
    store.close()


def test_two_tickets_at_the_same_moment_both_reach_staff(desk: Day) -> None:
    desk.says("aoi", "人と話したいです")
    desk.says("ben", "人と話したいです")
    assert len(desk.store.outgoing("staff")) == 2


def test_two_answers_of_staff_at_the_same_moment_both_reach_the_customer(desk: Day) -> None:
    desk.says("aoi", "人と話したいです")
    (waiting,) = desk.every(TicketRaised)
    desk.answers(waiting.ticket, "一つ目")
    desk.answers(waiting.ticket, "二つ目")
    texts = [getattr(o.effect, "text", "") for o in desk.store.outgoing("chat")]
    assert {"一つ目", "二つ目"} <= set(texts)


def test_an_opening_that_was_undone_leaves_the_old_catalogue_in_force(knowledge: Knowledge) -> None:
    store = FailingStore(in_memory())
    desk = Desk(store, knowledge)
    desk.handle(opening([PLATFORM, RARE]))
    store.fails_at_the_end()
    with pytest.raises(DiskFullError):
        desk.handle(opening([PLATFORM]))
    effects = desk.handle(replace(a_message(text=OPEN_APP), installed_plugins=(RARE.id,)))
    assert reply_in(effects).text
    with store.work() as work:
        (conversation,) = work.active_conversations(MORNING)
    assert conversation.complaint.inventory == (RARE.id,)
    store.close()


def test_a_tick_in_a_quiet_house_does_nothing(desk: Day) -> None:
    assert desk.desk.handle(Tick(at(1))) == ()
    assert Catalogue.of([]).platform is None
