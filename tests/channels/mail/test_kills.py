"""Killed at any stage: nobody is told twice, and whoever may not have been told is known."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.channels.mail.doubts import APPEARS_WITHIN
from bot.model.errors import DeliveryError
from tests.cases import each
from tests.channels.mail.in_memory import LONG_AGO, DeparturesInMemory
from tests.channels.mail.letters import Counter, FakeArchive, a_notice, a_relay, again, outgoing
from tests.channels.mail.post_office import PostOffice, open_office

STAGES = ("connecting", "MAIL", "RCPT", "leaving", ".", "settling")
CERTAIN = ("connecting", "MAIL", "RCPT", "leaving")  # surely not told when killed there


class Notebook(DeparturesInMemory):
    """Outlives the process; calls somebody once when a note is written."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: Callable[[], object] | None = None

    def leaving(self, name: str, at: datetime = LONG_AGO) -> None:
        super().leaving(name, at)
        noted, self.noted = self.noted, None
        if noted is not None:
            noted()


async def kill(counter: Counter, office: PostOffice, notebook: Notebook, stage: str) -> None:
    """An attempt whose process ends at a stage."""
    task = asyncio.ensure_future(counter.channel.deliver(outgoing(a_notice())))
    loop = asyncio.get_running_loop()
    if stage == "connecting":
        loop.call_soon(task.cancel)
    elif stage == "leaving":
        notebook.noted = lambda: loop.call_soon_threadsafe(task.cancel)
    else:
        office.calls(stage, task.cancel)
    (end,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(end, asyncio.CancelledError) or stage == "settling"
    for _ in range(20):  # the server works off what it was given
        await asyncio.sleep(0)


async def finish(counter: Counter, office: PostOffice, archive: FakeArchive | None) -> str:
    """What comes of it in the next process: a name, or the reason that staff see."""
    channel = counter.channel
    for _ in range(5):
        if archive is not None:
            archive.names = {str(m["Message-ID"]).strip("<>") for m in office.messages}
        try:
            return await channel.deliver(again(outgoing(a_notice())))
        except DeliveryError as error:
            if error.permanent:
                return str(error)
            counter.clock.passes(APPEARS_WITHIN)
    pytest.fail("it never ends")


def play(stage: str, archive: FakeArchive | None, *, drops: bool) -> tuple[int, str]:
    """How many mails the reader has in the end, and what became of the delivery."""

    async def scene() -> tuple[int, str]:
        office, notebook = PostOffice(), Notebook()
        async with open_office(office) as port:
            counter = Counter(a_relay(port), archive, notebook)
            await kill(counter, office, notebook, stage)
            if drops:
                office.drops_after_the_dot()
            counter.relay = relay = a_relay(port)
            said = await finish(counter, office, archive)
            relay.close()
        return len(office.mails), said

    return asyncio.run(scene())


@each("drops", [False, True])
@each("stage", STAGES)
def test_with_an_archive_the_reader_is_told_once(stage: str, *, drops: bool) -> None:
    mails, said = play(stage, FakeArchive(), drops=drops)
    assert mails == 1
    assert said.endswith("@desk.example")


@each("drops", [False, True])
@each("stage", STAGES)
def test_without_an_archive_the_reader_is_told_once_or_staff_hear_of_it(
    stage: str, *, drops: bool
) -> None:
    mails, said = play(stage, None, drops=drops)
    if stage in CERTAIN:
        assert mails == 1
        assert ("may have arrived" in said) is drops
    elif stage == "settling":
        assert (mails, said.endswith("@desk.example")) == (1, True)
    else:
        assert mails <= 1
        assert "may have arrived" in said
