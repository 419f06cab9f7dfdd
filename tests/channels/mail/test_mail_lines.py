"""Mails that follow each other in one thread are one request."""

import asyncio

from bot.desk.lines import PAUSE
from bot.desk.pauses import Pauses
from bot.model.effect import Effect
from bot.model.event import Event, MessageReceived, Paused
from tests.channels.mail.test_mail_inbox import SATO, Bench
from tests.desk.quiet import Sleepers
from tests.store.databases import in_memory


def test_mails_of_one_thread_that_follow_each_other_are_one_request() -> None:
    bench = Bench(in_memory())
    time = Sleepers(bench.clock())
    told: list[Event] = []

    class Remembering:
        async def handle(self, event: Event) -> tuple[Effect, ...]:
            told.append(event)
            return ()

    async def comes() -> None:
        await bench.inbox.drain()
        await time.passes(PAUSE)

    bench.start(lines=Pauses(Remembering(), time.clock, time.sleep))
    bench.comes("kintoneが開きません", 1)
    bench.comes("書き忘れました。一覧だけです", 2, References=f"<m1@{SATO.partition('@')[2]}>")
    asyncio.run(comes())
    first, second, pause = told
    assert isinstance(first, MessageReceived)
    assert isinstance(second, MessageReceived)
    assert first.more_may_follow
    assert second.more_may_follow
    assert first.thread == second.thread
    assert pause == Paused(time.now, first.customer, first.thread)
    bench.store.close()
