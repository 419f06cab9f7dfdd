"""Single faults that storms have brought to light, each by itself and at the same instant each time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from bot.desk.ledger import Claimant, Ledger, Settled
from bot.model.errors import StoreUnavailableError
from tests.channels.fakes import Clock
from tests.channels.slack.world import payloads
from tests.channels.slack.world.crowd import ASKED, OPEN
from tests.channels.slack.world.delivery import Chaos
from tests.channels.slack.world.faults import Fault
from tests.channels.slack.world.mortal import MortalStore
from tests.channels.slack.world.server import serve
from tests.channels.slack.world.storm import Storm, Weather
from tests.channels.slack.world.world import World
from tests.store.databases import in_memory_of

STILL = Weather(faults=0, killed=0, busy=0, chaos=Chaos())
Scenario = Callable[[Storm], Awaitable[None]]


@dataclass
class Forgetful:
    """A ledger whose database is busy when a delivery is to be recorded, so many times."""

    ledger: Ledger
    times: int = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
        if self.times:
            self.times -= 1
            raise StoreUnavailableError("database is locked")
        self.ledger.settle(by, outcomes, at)


def wrongs_after(scenario: Scenario) -> list[str]:
    """What is wrong when a scenario has run and everything has drained."""

    async def run() -> list[str]:
        store = in_memory_of(MortalStore)
        async with serve(World(Clock())) as doors:
            storm = Storm(doors, store, 0, STILL)
            storm.crowd.is_told_by_hand()
            await scenario(storm)
            await storm.run()
        wrongs = list(storm.wrongs())
        store.close()
        return wrongs

    return asyncio.run(run())


def test_a_delivery_that_cannot_be_recorded_is_not_repeated() -> None:
    async def scenario(storm: Storm) -> None:
        storm.side.dispatch._ledger = Forgetful(storm.store.ledger)
        storm.crowd.reports_trouble(OPEN, "USATO")

    assert wrongs_after(scenario) == []


def test_a_thread_is_ours_when_our_post_was_found_and_not_made_again() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.postMessage", Fault.RESET_AFTER)
        first = storm.crowd.reports_trouble(ASKED, "UKATO")
        await storm.run()
        storm.crowd.reports_trouble(ASKED, "UKATO", first.post.ts)

    assert wrongs_after(scenario) == []


def test_what_is_written_in_a_thread_before_our_answer_is_heard() -> None:
    async def scenario(storm: Storm) -> None:
        first = storm.crowd.reports_trouble(ASKED, "UKATO")
        storm.crowd.reports_trouble(ASKED, "UKATO", first.post.ts)

    assert wrongs_after(scenario) == []


def test_in_a_long_thread_an_earlier_post_is_found() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.postMessage", Fault.RESET_AFTER)
        first = storm.crowd.reports_trouble(ASKED, "UKATO")
        for number in range(120):
            storm.world.says(ASKED, "USATO", f"私も {number}", thread=first.post.ts)

    assert wrongs_after(scenario) == []


@pytest.mark.slow
def test_where_history_is_rationed_an_earlier_post_is_found() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.rates.history_is_rationed = True
        storm.world.faults.next("chat.postMessage", Fault.RESET_AFTER)
        first = storm.crowd.reports_trouble(ASKED, "UKATO")
        for number in range(20):
            storm.world.says(ASKED, "USATO", f"私も {number}", thread=first.post.ts)

    assert wrongs_after(scenario) == []


def test_a_later_post_is_answered_though_the_first_one_was_deleted() -> None:
    async def scenario(storm: Storm) -> None:
        first = storm.crowd.reports_trouble(OPEN, "USATO")
        await storm.run()
        first.withdrawn_at = storm.world.now
        payloads.deleted(storm.world, first.post)  # the event of it is still on its way
        storm.crowd.reports_trouble(OPEN, "USATO")

    assert wrongs_after(scenario) == []


def test_a_post_in_the_open_is_taken_back_though_slack_fails_once() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.delete", Fault.ERROR_BEFORE)
        first = storm.crowd.reports_trouble(OPEN, "USATO")
        first.withdrawn_at = storm.world.now
        await storm.delivery.deliver_due()
        storm.world.deletes(first.post)

    assert wrongs_after(scenario) == []


@pytest.mark.slow
def test_a_post_in_the_open_whose_answer_was_lost_is_taken_back_too() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.postMessage", Fault.RESET_AFTER)
        first = storm.crowd.reports_trouble(OPEN, "USATO")
        first.withdrawn_at = storm.world.now
        await storm.delivery.deliver_due()
        storm.world.deletes(first.post)

    assert wrongs_after(scenario) == []


@pytest.mark.slow
def test_a_post_in_the_open_is_taken_back_though_its_reply_has_moved_since() -> None:
    async def scenario(storm: Storm) -> None:
        first = storm.crowd.reports_trouble(OPEN, "USATO")
        await storm.delivery.deliver_due()
        await storm.side.worker.drain()
        await storm.side.dispatch.deliver("slack")
        storm.crowd.reports_trouble(OPEN, "USATO")  # joins the case of the first
        await storm.delivery.deliver_due()
        await storm.side.worker.drain()
        first.withdrawn_at = storm.world.now
        its_event = payloads.deleted(storm.world, first.post)
        storm.world.faults.next("chat.postMessage", Fault.RESET_AFTER)
        await storm.side.dispatch.deliver("slack")
        storm.delivery.send(its_event)

    assert wrongs_after(scenario) == []


def test_a_room_that_asked_for_a_pause_gets_it_from_all_replies() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.postMessage", Fault.LIMITED, seconds=30)
        storm.crowd.reports_trouble(OPEN, "USATO")
        await storm.delivery.deliver_due()
        await storm.side.worker.drain()
        await storm.side.dispatch.deliver("slack")
        storm.clock.passes(seconds=5)
        storm.crowd.reports_trouble(OPEN, "UABE")

    assert wrongs_after(scenario) == []


def test_the_sign_of_work_keeps_to_the_pause_that_slack_asked_for() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("assistant.threads.setStatus", Fault.LIMITED, seconds=30)
        storm.crowd.reports_trouble(OPEN, "USATO")
        await storm.run()
        storm.clock.passes(seconds=5)
        storm.crowd.reports_trouble(OPEN, "UABE")

    assert wrongs_after(scenario) == []


@pytest.mark.slow
def test_a_form_keeps_to_the_pause_that_slack_asked_for() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("conversations.open", Fault.LIMITED, seconds=60)
        storm.crowd.forms.ask("T1", "UKATO")

    assert wrongs_after(scenario) == []


def test_a_form_whose_thread_may_be_there_is_one_thread_and_one_event() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.postMessage", Fault.RESET_AFTER)
        storm.crowd.forms.ask("T1", "UKATO")
        await storm.run()
        assert len(storm.crowd.forms.handed_in) == 1
        begun = [p for p in storm.world.ours("DKATO") if p.thread is None]
        assert len(begun) == 1

    assert wrongs_after(scenario) == []


def test_a_successor_finds_what_the_killed_one_posted() -> None:
    async def scenario(storm: Storm) -> None:
        storm.world.faults.next("chat.postMessage", Fault.KILLED_AFTER)
        storm.crowd.reports_trouble(OPEN, "USATO")

    assert wrongs_after(scenario) == []
