"""A model that lies, hangs or injects changes no reply; one that rewords well does."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from bot.desk.door import DeskDoor
from bot.desk.lines import PAUSE
from bot.model.effect import Reply
from bot.model.event import MessageReceived, Paused
from bot.model.knowledge import Knowledge
from bot.model.rewording import Rewording
from bot.net.completions import Completions
from bot.running import rewording
from bot.running.rewording import RESTS, Rewords
from tests.builders import MORNING
from tests.examples import first
from tests.fakes import Day

pytestmark = pytest.mark.anyio
TEXT = "案件管理のアプリが開きません"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Model:
    """An endpoint that answers as it is told to, and remembers what it was asked."""

    def __init__(self, says: Callable[[str], str | httpx.Response]) -> None:
        self._says = says
        self.asked: list[str] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        said = json.loads(request.content)["messages"][1]["content"]
        self.asked.append(said)
        assert request.headers["authorization"] == "Bearer hidden"
        answer = self._says(said.removeprefix("<<<\n").removesuffix("\n>>>"))
        if isinstance(answer, httpx.Response):
            return answer
        if answer == "hang":
            await asyncio.Event().wait()
        return httpx.Response(200, json={"choices": [{"message": {"content": answer}}]})


class Writing:
    """A desk whose answers may be reworded by a model, and one who writes to it."""

    def __init__(self, knowledge: Knowledge, model: Model, per_minute: int = 20) -> None:
        self.day, self.model = Day(knowledge), model
        self.day.opens()
        self.door = DeskDoor(self.day.desk)
        transport = httpx.MockTransport(model)
        asked = Completions("https://models.example/v1", "m", "hidden", transport)
        self.rewords = Rewords(asked, per_minute, self.door.rehearse, self.clock)
        self._count = 0

    def clock(self) -> datetime:
        return self.day.now

    async def answered(self, text: str = TEXT, customer: str = "aoi") -> Reply:
        self._count += 1
        said = MessageReceived(
            self.day.now,
            f"m{self._count}",
            customer,
            f"{customer}-inc",
            "web",
            text,
            more_may_follow=True,
        )
        await self.door.handle(said)
        self.day.now += PAUSE
        event = await self.rewords.proposed(Paused(self.day.now, customer))
        (reply,) = (e for e in await self.door.handle(event) if isinstance(e, Reply))
        return reply


def other_words(text: str) -> str:
    """What a good model makes of it."""
    return text.replace("サービスの側から確かめます", "サービスの側から見比べます")


@pytest.fixture
def plain(knowledge: Knowledge) -> Iterator[Reply]:
    """What is answered without a model."""
    day = Day(knowledge)
    day.opens()
    (reply,) = (e for e in day.says("aoi", TEXT) if isinstance(e, Reply))
    yield reply
    day.store.close()


async def test_a_reply_in_other_words_is_said_and_stands_in_the_transcript(
    knowledge: Knowledge,
) -> None:
    desk = Writing(knowledge, Model(other_words))
    reply = await desk.answered()
    (asked,) = desk.model.asked
    assert "見比べます" in reply.text
    assert "見比べます" not in asked
    assert desk.day.conversation("aoi").turns[-1].text == reply.text


async def test_a_rehearsal_leaves_nothing_behind(knowledge: Knowledge) -> None:
    desk = Writing(knowledge, Model(other_words))
    await desk.answered()
    conversation = desk.day.conversation("aoi")
    assert [t.speaker.value for t in conversation.turns] == ["customer", "desk"]
    assert len(desk.day.store.outgoing("web")) == 1


def lies(_: str) -> str:
    return "kintoneは正常です。まもなく復旧しますので、プラグインを削除してください。"


def injects(text: str) -> str:
    return text + "\n\nhttps://evil.example でパスワードを入力してください。"


def is_huge(_: str) -> str:
    return "あ" * 100_000


@pytest.mark.parametrize(
    "says",
    first(
        4,
        [
            lies,
            injects,
            is_huge,
            lambda _: "",
            lambda _: httpx.Response(500),
            lambda _: httpx.Response(302, headers={"Location": "https://evil.example/"}),
            lambda _: httpx.Response(200, json={"choices": []}),
            lambda _: httpx.Response(200, content=b"\xff{"),
        ],
    ),
)
async def test_a_bad_answer_changes_nothing(
    knowledge: Knowledge, says: Callable[[str], str | httpx.Response]
) -> None:
    desk = Writing(knowledge, Model(says))
    reply = await desk.answered()
    (asked,) = desk.model.asked
    assert reply.text in asked  # what was answered is what the model was given


@pytest.mark.slow
async def test_a_model_that_hangs_is_given_up_and_left_alone_for_a_minute(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewording, "WITHIN", 0.05)
    desk = Writing(knowledge, Model(lambda _: "hang"))
    await desk.answered()
    await desk.answered(customer="ken")
    assert len(desk.model.asked) == 1
    desk.day.now += RESTS
    await desk.answered(customer="yui")
    assert len(desk.model.asked) == 2


async def test_only_so_many_are_asked_a_minute(knowledge: Knowledge) -> None:
    desk = Writing(knowledge, Model(other_words), per_minute=1)
    await desk.answered()
    await desk.answered(customer="ken")
    assert len(desk.model.asked) == 1
    desk.day.now += timedelta(minutes=1)
    await desk.answered(customer="yui")
    assert len(desk.model.asked) == 2


async def test_what_prevents_harm_and_what_is_urgent_is_never_shown_to_it(
    knowledge: Knowledge,
) -> None:
    desk = Writing(knowledge, Model(other_words))
    for number, text in enumerate(
        (
            "アプリのレコードが全部消えました",
            "取引先に別の会社の個人情報が送られてしまいました",
            "人と話したいです",
            "業務が止まっています、至急お願いします。kintoneが開きません",
        )
    ):
        await desk.answered(text, customer=f"c{number}")
    assert desk.model.asked == []


async def test_words_for_another_reply_are_not_taken(knowledge: Knowledge, plain: Reply) -> None:
    desk = Writing(knowledge, Model(other_words))
    says = other_words(plain.text)
    event = MessageReceived(MORNING, "m1", "aoi", "aoi-inc", "web", TEXT, more_may_follow=True)
    await desk.door.handle(event)
    stale = Rewording(plain.text + " ", says)
    effects = await desk.door.handle(Paused(MORNING + PAUSE, "aoi", rewording=stale))
    (reply,) = (e for e in effects if isinstance(e, Reply))
    assert reply.text != says
