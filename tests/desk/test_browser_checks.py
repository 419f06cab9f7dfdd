"""A check from the browser through the one door: offered, run a few times, answered, seen by staff."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.protocol import read_line
from bot.desk.browser_checks import (
    LASTS_FOR,
    PATH,
    Awaited,
    CheckLinks,
    awaited,
    conversation_of,
    kept,
    message_of,
)
from bot.model.browser_check import (
    CONTROL,
    MOST_RUNS,
    BrowserCheck,
    CheckLink,
    CheckTarget,
    Offer,
    Tried,
)
from bot.model.catalogue import Probe
from bot.model.conversation import Conversation
from bot.model.effect import Effect, Reply, TicketRaised
from bot.model.event import MessageReceived
from bot.model.identity import Identity
from bot.model.knowledge import Knowledge
from bot.store import rows
from tests.builders import HOSTING, MORNING, PLATFORM, POPULAR, RARE, a_conversation
from tests.cases import each
from tests.fakes import Day, reply_in

BLANK = "見積アプリが真っ白です。るりグリッドを使っています"
LINKS = CheckLinks("a secret", "https://desk.example.jp")
KINTONE = replace(PLATFORM, probes=(Probe("static.cybozu.com"),))
RURI = replace(RARE, probes=(Probe("app.rurigrid.example"),))


NOTHING_TRIED = BrowserCheck(())
PRODUCTS = (KINTONE, RURI, POPULAR, HOSTING)


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens(*PRODUCTS)
    yield day
    day.store.close()


def offer_in(effects: tuple[Effect, ...]) -> CheckLink:
    link = reply_in(effects).check
    assert link is not None
    return link


def run_of(desk: Day, link: CheckLink) -> Awaited | None:
    with desk.store.look() as work:
        return awaited(link, work, desk.now)


def result(run: Awaited, *failing: str) -> BrowserCheck:
    targets = (CONTROL, *run.offer.targets)
    tried = tuple(Tried.of(t, 0.2, answered=t.host not in failing) for t in targets)
    return BrowserCheck(tried, "Chrome 140")


def checks(desk: Day, link: CheckLink, *failing: str) -> tuple[Effect, ...]:
    """The customer presses the button; these hosts cannot be reached."""
    run = run_of(desk, link)
    assert run is not None
    return desk.desk.handle(message_of(run, result(run, *failing), desk.now))


def talk_of(desk: Day, link: CheckLink) -> Conversation:
    with desk.store.look() as work:
        found = work.conversation(link.conversation)
    assert found is not None
    return found


def test_a_failing_host_is_read_told_and_weighed(desk: Day) -> None:
    first = desk.says("aoi", BLANK)
    assert reply_in(first).questions  # beside the question, not instead of it
    link = offer_in(first)
    desk.passes(1)
    reply = reply_in(checks(desk, link, "app.rurigrid.example"))
    assert reply.text.startswith(
        "お使いのブラウザから、Ruri Gridのサーバーにつながりませんでした。"
    )
    assert reply.cause == "plugin:ruri_grid"
    assert "disable_plugin:ruri_grid" in reply.advice
    assert reply.check is None  # offered once
    talk = talk_of(desk, link)
    assert talk.support["plugin:ruri_grid"][0] == "check"  # and so it counts for others as well
    assert talk.turns[-2].attached.startswith("ブラウザからの確認：")
    assert "Chrome 140" in talk.turns[-2].attached


def test_staff_read_it_on_the_ticket(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    checks(desk, link, "app.rurigrid.example")
    effects = desk.says("aoi", "担当者と話したいです")
    [ticket] = [e for e in effects if isinstance(e, TicketRaised)]
    assert "ブラウザからの確認：" in ticket.text
    assert "app.rurigrid.example＝接続できない" in ticket.text


def test_what_is_reached_accuses_nobody_and_repeats_nothing(desk: Day) -> None:
    first = reply_in(desk.says("aoi", BLANK))
    assert first.check is not None
    reply = reply_in(checks(desk, first.check))
    assert reply.text.startswith("お使いのブラウザから、試した宛先すべてにつながりました")
    assert "ほかの会社からはまだな" in first.text
    assert "ほかの会社からはまだな" not in reply.text


def test_a_run_counts_once_and_there_are_three(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    run = run_of(desk, link)
    assert run is not None
    message = message_of(run, result(run), desk.now)
    assert desk.desk.handle(message)
    assert desk.desk.handle(message) == ()  # pressed twice, or sent again after a lost answer
    for _ in range(MOST_RUNS - 1):
        assert not (again := run_of(desk, link)) or not again.is_spent
        desk.passes(1)
        checks(desk, link)
    last = run_of(desk, link)
    assert last is not None
    assert last.is_spent
    assert len(talk_of(desk, link).checks) == MOST_RUNS == 3


def test_a_link_is_ours_and_expires() -> None:
    link = CheckLink("C12", MORNING)
    token = LINKS.path(link).removeprefix("/check/")
    read = LINKS.read(token, MORNING + LASTS_FOR)
    assert read is not None
    assert (read.conversation, read.at) == ("C12", MORNING)
    assert LINKS.read(token, MORNING + LASTS_FOR + timedelta(seconds=1)) is None
    assert CheckLinks("another secret").read(token, MORNING) is None
    other = LINKS.path(CheckLink("C13", MORNING)).removeprefix("/check/")
    forged = f"{other.partition('.')[0]}.{token.partition('.')[2]}"
    for bad in (forged, token[:-1], f"{token}x", "", ".", "é.é", "a" * 10_000):
        assert LINKS.read(bad, MORNING) is None, bad


def test_a_link_ends_with_its_conversation(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    assert run_of(desk, link) is not None
    assert run_of(desk, replace(link, at=link.at + timedelta(seconds=1))) is None
    assert run_of(desk, replace(link, conversation="C99")) is None
    desk.now += LASTS_FOR + timedelta(minutes=1)
    desk.says("aoi", "別の件です。通知が届きません")
    assert run_of(desk, link) is None


def test_a_link_to_what_is_closed_stands_for_nothing(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    closed = replace(desk.conversation(), closed_at=desk.now)
    with desk.store.work() as work:
        work.save_conversation(closed, desk.now)
    assert run_of(desk, link) is None


def test_whoever_presses_is_believed_as_much_as_the_customer(desk: Day) -> None:
    for identity, tenant, address in (
        (Identity.VERIFIED, "aoi-inc", None),
        (Identity.CLAIMED, "aoi-inc", "net1"),
        (Identity.ANONYMOUS, "", "net2"),
    ):
        who = f"web:{identity}"
        link = offer_in(
            desk.says(who, BLANK, tenant=tenant, identity=identity, address=address, channel="web")
        )
        before = talk_of(desk, link)
        checks(desk, link, "app.rurigrid.example")
        after = talk_of(desk, link)
        assert after.checks
        assert (after.tenant, after.identity, after.witness) == (
            before.tenant,
            before.identity,
            before.witness,
        )


def test_after_the_end_it_begins_no_new_trouble(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    assert LINKS.still_open(talk_of(desk, link), desk.now)
    desk.says("aoi", "直りました。ありがとうございます")
    assert not LINKS.still_open(talk_of(desk, link), desk.now)
    reply = reply_in(checks(desk, link))
    assert not reply.is_report
    assert not talk_of(desk, link).is_troubled
    assert "つながりました" in reply.text


def test_while_a_person_has_it_the_desk_is_silent_and_listens(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    effects = desk.says("aoi", "担当者と話したいです")
    [ticket] = [e.ticket for e in effects if isinstance(e, TicketRaised)]
    desk.claims(ticket)
    assert not [e for e in checks(desk, link) if isinstance(e, Reply)]
    assert talk_of(desk, link).checks


def test_what_is_kept_is_bounded() -> None:
    long = Tried(CheckTarget(CONTROL.place, "x" * 9_000, "y" * 9_000), "failed", 1e12)  # type: ignore[arg-type]
    check = kept(BrowserCheck((long,) * 500, "taro@example.co.jp" + " " * 900))
    assert len(rows.body_of(check)) < 6_000
    assert "taro" not in check.browser
    assert check.tried[0].seconds == 10


def test_the_journal_and_the_protocol_know_it(desk: Day) -> None:
    link = offer_in(desk.says("aoi", BLANK))
    run = run_of(desk, link)
    assert run is not None
    message = message_of(run, result(run, "app.rurigrid.example"), desk.now)
    desk.desk.handle(message)
    *_, (_, told) = desk.store.events()
    assert isinstance(told, MessageReceived)
    assert told.check == message.check
    line = (
        '{"event": "message", "at": "2026-01-05T09:01:00+09:00", "message_id": "m", "customer": "c",'
        ' "tenant": "t", "text": "", "check": {"browser": "Chrome 140", "tried": [{"target": '
        '{"place": "product", "host": "app.rurigrid.example", "name": "Ruri Grid"}, "reach": "failed"}]}}'
    )
    read = read_line(line)
    assert not read.warnings
    assert isinstance(read.event, MessageReceived)
    assert read.event.check is not None
    assert read.event.check.hosts(read.event.check.tried[0].reach) == ("app.rurigrid.example",)


def test_the_conversation_of_a_message_is_known_by_its_id() -> None:
    assert conversation_of("check:C12:1") == "C12"
    assert conversation_of("web:abc:1") == ""


@each(
    ("changes", "hours", "is_open"),
    [
        ({}, 24, True),
        ({}, 24.1, False),
        ({"checks": (NOTHING_TRIED,) * 2}, 0, True),
        ({"checks": (NOTHING_TRIED,) * 3}, 0, False),
        ({"closed_at": MORNING}, 0, False),
        ({"recovered_at": MORNING}, 0, False),
        ({"offer": None}, 0, False),
    ],
)
def test_a_check_can_be_run_three_times_within_a_day_as_long_as_the_trouble_goes_on(
    changes: dict[str, Any], hours: float, *, is_open: bool
) -> None:
    talk = replace(a_conversation(offer=Offer(MORNING, ())), **changes)
    now = MORNING + timedelta(hours=hours)
    path = LINKS.still_open(talk, now)
    assert bool(path) is is_open
    if path:
        link = LINKS.read(path.removeprefix(PATH), now)
        assert link == CheckLink(talk.id, MORNING)
    assert LINKS.still_open(None, now) == ""


def test_a_link_is_read_for_a_day_and_where_it_is_no_longer_than_ours() -> None:
    link = CheckLink("C1", MORNING)
    token = LINKS.path(link).removeprefix(PATH)
    assert LINKS.read(token, MORNING + LASTS_FOR) == link
    assert LINKS.read(token, MORNING + LASTS_FOR + timedelta(seconds=1)) is None
    long = LINKS.path(CheckLink("C" * 121, MORNING)).removeprefix(PATH)
    longer = LINKS.path(CheckLink("C" * 122, MORNING)).removeprefix(PATH)
    assert len(long) <= 200 < len(longer)
    assert LINKS.read(long, MORNING) is not None
    assert LINKS.read(longer, MORNING) is None
    assert CheckLinks("another").read(token, MORNING) is None


def test_there_is_a_link_in_messages_where_readers_reach_our_pages() -> None:
    reply = Reply("aoi", "m1", "…", "en", "none", 0.5, check=CheckLink("C1", MORNING))
    assert LINKS.in_message(reply) == (
        f"https://desk.example.jp{LINKS.path(CheckLink('C1', MORNING))}?lang=en"
    )
    assert LINKS.in_message(replace(reply, check=None)) == ""
    assert CheckLinks("a secret").in_message(reply) == ""
