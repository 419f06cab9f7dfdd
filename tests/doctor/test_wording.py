"""The doctor asks the model once, and names what is wrong without its key."""

from dataclasses import replace

import httpx
import pytest

from bot.configuration.wording import WordingSettings
from bot.doctor import wording
from bot.doctor.check_context import CheckContext
from bot.net.completions import Completions
from bot.settings import GivenSettings, Settings
from tests.builders import MORNING

pytestmark = pytest.mark.anyio
SET = WordingSettings("https://models.example/v1", "m", 20, "hidden")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def premises(settings: WordingSettings | None) -> CheckContext:
    given = GivenSettings((), (), frozenset(), frozenset())
    return CheckContext(
        Settings(wording=settings), given, lambda: pytest.fail("not looked at"), lambda: MORNING
    )


def answers(monkeypatch: pytest.MonkeyPatch, response: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda _: response)
    monkeypatch.setattr(
        wording, "Completions", lambda *given: Completions(given[0], given[1], given[2], transport)
    )


async def test_nothing_is_said_where_there_is_no_model() -> None:
    assert await wording.examine(premises(None)) == []


async def test_offline_nobody_is_asked() -> None:
    (found,) = await wording.examine(replace(premises(SET), offline=True))
    assert found.key.endswith("unasked")


async def test_a_model_that_answers_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, httpx.Response(200, json={"choices": [{"message": {"content": "Hi."}}]}))
    (found,) = await wording.examine(premises(SET))
    assert found.key == "doctor.ok.wording"


async def test_one_that_does_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, httpx.Response(401))
    (found,) = await wording.examine(premises(SET))
    assert found.key == "doctor.wrong.wording"
    assert "401" in found.said.en
    assert "hidden" not in repr(found)
