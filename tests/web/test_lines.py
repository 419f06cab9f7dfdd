"""Lines written one after the other in the chat get one answer, and a sign meanwhile."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.desk.lines import PAUSE, TYPING
from bot.desk.pauses import Pauses
from bot.web.site import Site
from tests.desk.quiet import Sleepers
from tests.web.forms import hidden, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
CHECKING = 'data-turn="checking"'
SECOND = timedelta(seconds=1)


class Writing(SendingHouse):
    """The chat of a real desk that waits for pauses; events are handled without a thread."""

    def __init__(self) -> None:
        super().__init__()
        self.time = Sleepers(self.desk.day.now)

    async def handle(self, event: object) -> object:
        return self.desk.day.desk.handle(event)  # type: ignore[arg-type]

    def site(self) -> Site:
        lines = Pauses(self, self.time.clock, self.time.sleep)  # type: ignore[arg-type]
        return replace(super().site(), door=self, clock=self.time.clock, lines=lines)  # type: ignore[arg-type]


@pytest.fixture
def writing() -> Writing:
    return Writing()


async def line(browser: httpx.AsyncClient, text: str, **fields: str) -> httpx.Response:
    """Send as the page's script does."""
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": text, **fields}
    return await browser.post("/messages", data=form, headers={"Accept": "application/json"})


@pytest.mark.slow
async def test_lines_are_shown_at_once_and_answered_together(writing: Writing) -> None:
    async with writing.browser() as browser:
        for text in ("すみません", "kintoneが", "開きません"):
            assert (await line(browser, text)).status_code == 200
            await writing.time.passes(2 * SECOND)
        waiting = (await browser.get("/transcript")).text
        assert waiting.count("from-customer") == 3
        assert "from-desk" not in waiting
        assert CHECKING in waiting
        await writing.time.passes(PAUSE)
        answered = (await browser.get("/transcript")).text
        assert answered.count("from-desk") == 1
        assert CHECKING not in answered


async def test_while_somebody_types_the_answer_waits(writing: Writing) -> None:
    async with writing.browser() as browser:
        await line(browser, "kintoneが")
        page = (await browser.get("/chat")).text
        await writing.time.passes(3 * SECOND)
        typing = await browser.post("/typing", data={"token": hidden(page, "token")})
        assert typing.status_code == 204
        await writing.time.passes(TYPING - SECOND)
        assert CHECKING in (await browser.get("/transcript")).text
        await writing.time.passes(SECOND)
        assert CHECKING not in (await browser.get("/transcript")).text


async def test_without_a_script_and_by_button_the_answer_comes_at_once(writing: Writing) -> None:
    async with writing.browser() as browser:
        assert "from-desk" in (await write(browser, "kintoneが開きません")).text
    async with writing.browser() as browser:
        await line(browser, "", button="human")
        assert "from-desk" in (await browser.get("/transcript")).text


@pytest.mark.parametrize("token", ["", "forged"])
async def test_nobody_else_can_say_that_somebody_types(writing: Writing, token: str) -> None:
    async with writing.browser() as browser:
        assert (await browser.post("/typing", data={"token": token})).status_code == 403
        await browser.get("/chat")
        assert (await browser.post("/typing", data={"token": token})).status_code == 403
