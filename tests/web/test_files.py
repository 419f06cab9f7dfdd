"""Files sent with a message: streamed to their reader, bounded, and never in the message's way."""

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.ports import Source
from bot.model.upload import Sort, Upload, UploadProblem
from bot.web import chat, file_readings, limit, multipart
from bot.web.file_readings import ThreadBridge
from tests.examples import often
from tests.uploads.hars import a_har, an_entry
from tests.web.conftest import House
from tests.web.fakes import NOON
from tests.web.forms import hidden, write

pytestmark = pytest.mark.anyio
HAR = a_har(an_entry("https://app.rurigrid.example/grid.js", 503))
END = b"--B--\r\n"


class CountingTransport(httpx.ASGITransport):
    """Counts how often the application asks for more of the body."""

    asked = 0

    def __init__(self, app: ASGIApp) -> None:
        async def counting(scope: Scope, receive: Receive, send: Send) -> None:
            async def counted() -> Message:
                self.asked += 1
                return await receive()

            await app(scope, counted, send)

        super().__init__(counting)


class Uploads:
    """A reader that remembers what it was given, and reads as far as it was told to."""

    def __init__(self, most: int = 1 << 30) -> None:
        self.read_names: list[str] = []
        self.held: list[bytes] = []
        self.began = threading.Semaphore(0)
        self._most = most
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._broken = False

    def breaks(self) -> None:
        self._broken = True

    def waits(self) -> None:
        self._goes_on.clear()

    def goes_on(self) -> None:
        self._goes_on.set()

    def read(self, name: str, stream: Source) -> Upload:
        self.read_names.append(name)
        self.began.release()
        self._goes_on.wait(5)
        if self._broken:
            raise RuntimeError("a bug in a reader")
        size = 0
        try:
            while size < self._most and (piece := stream.read(1000)):
                self.held.append(piece)
                size += len(piece)
        except EOFError:
            return Upload(name, Sort.OTHER, problem=UploadProblem.UNREADABLE)
        return Upload(name, Sort.OTHER)


def a_field(name: str, value: str) -> bytes:
    return f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def a_file(raw: bytes = HAR, name: str = "session.har") -> bytes:
    head = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + raw + b"\r\n"


async def send(
    browser: httpx.AsyncClient, *parts: bytes, text: str = "開きません", end: bytes = END
) -> httpx.Response:
    """The chat's form as a browser sends it, with files."""
    page = (await browser.get("/chat")).text
    fields = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": text}
    body = b"".join([*(a_field(n, v) for n, v in fields.items()), *parts, end])
    return await post(browser, body)


async def post(
    browser: httpx.AsyncClient, body: bytes | AsyncIterator[bytes], path: str = "/messages"
) -> httpx.Response:
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    return await browser.post(path, content=body, headers=headers, follow_redirects=True)


def the_upload(house: House) -> Upload:
    [message] = house.door.messages
    assert message.upload is not None
    return message.upload


async def test_a_file_is_read_and_goes_with_its_message(
    house: House, browser: httpx.AsyncClient
) -> None:
    page = await send(browser, a_file(name="C:\\x\\記録.har"), a_field("button", "human"))
    [message] = house.door.messages
    assert (message.text, message.wants_person) == ("開きません", True)
    assert the_upload(house).name == "記録.har"
    assert the_upload(house).failing == ("app.rurigrid.example",)
    assert "添付：記録.har（失敗している通信先1件）" in page.text


async def test_a_file_alone_is_a_message_in_the_language_of_the_page(
    house: House, browser: httpx.AsyncClient
) -> None:
    assert (await send(browser, a_file(), text="")).status_code == 200
    [message] = house.door.messages
    assert (message.text, message.lang) == ("", "ja")


async def test_a_form_whose_file_was_left_empty_is_a_plain_message(
    house: House, browser: httpx.AsyncClient
) -> None:
    await send(browser, a_file(b"", name=""))
    assert house.door.messages[0].upload is None


async def test_the_same_form_twice_is_one_message_and_with_another_file_two(
    house: House, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get("/chat")).text
    form = b"".join(a_field(n, hidden(page, n)) for n in ("token", "once"))
    await post(browser, form + a_file() + END)
    await post(browser, form + a_file() + END)
    assert len(house.door.messages) == 1
    await post(browser, form + a_file(name="other.har") + END)
    assert len(house.door.messages) == 2


async def test_a_form_of_another_session_is_refused_and_its_file_not_looked_at(
    house: House,
) -> None:
    house.uploads = uploads = Uploads()
    async with house.browser() as browser:
        await browser.get("/chat")
        answer = await post(
            browser, a_field("token", "x") + a_field("text", "残す") + a_file() + END
        )
    assert answer.status_code == 403
    assert "残す" in answer.text
    assert uploads.read_names == []
    assert house.door.messages == []


async def test_a_file_from_another_site_is_refused(
    house: House, browser: httpx.AsyncClient
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = await browser.post("/messages", files={"file": ("a.har", HAR)}, headers=headers)
    assert answer.status_code == 403
    assert house.door.messages == []


@pytest.mark.parametrize("end", [b"", b"--B", b"\r\n--"])
async def test_a_file_that_breaks_off_does_not_hold_the_message_back(
    house: House, browser: httpx.AsyncClient, end: bytes
) -> None:
    answer = await send(browser, a_file(HAR[:200]).rstrip(), end=end)
    assert house.door.messages[0].text == "開きません"
    assert the_upload(house).problem is UploadProblem.UNREADABLE
    assert "最後まで受け取れませんでした" in answer.text


@pytest.mark.slow
async def test_a_sender_who_falls_silent_is_not_waited_for(
    house: House, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipart, "PAUSE", 0.2)
    page = (await browser.get("/chat")).text

    async def body() -> AsyncIterator[bytes]:
        yield (
            a_field("token", hidden(page, "token")) + a_field("text", "開きません") + a_file()[:300]
        )
        await asyncio.sleep(20)

    await post(browser, body())
    assert the_upload(house).problem is UploadProblem.UNREADABLE


@pytest.mark.parametrize(("each", "is_read"), [(1_000, False), (100_000, True)])
async def test_a_file_that_only_drips_is_broken_off(
    house: House, each: int, *, is_read: bool
) -> None:
    """Every chunk takes nine seconds of a clock that stands still otherwise."""
    seconds = itertools.count(0, 9)
    head = a_field("text", "開きません") + a_file()[:100]
    came: list[int] = []

    async def arrive() -> Message:
        came.append(each)
        return {
            "type": "http.request",
            "body": head if len(came) == 1 else b" " * each,
            "more_body": len(came) < 8,
        }

    headers = [(b"content-type", b"multipart/form-data; boundary=B")]
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, arrive)
    readings = file_readings.FileReadings(Uploads())
    taken = await multipart.receive(
        request, readings, lambda _: True, seconds=lambda: float(next(seconds))
    )
    assert taken.fields == {"text": "開きません"}
    assert (len(came) == 8) == is_read


async def test_a_form_with_a_file_from_nobody_is_not_listened_to(house: House) -> None:
    heard: list[bytes] = []

    async def body() -> AsyncIterator[bytes]:
        for part in (a_field("text", "x"), a_file(), END):
            heard.append(part)
            yield part

    transport = CountingTransport(house.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as stranger:
        answer = await post(stranger, body())
    assert answer.status_code == 403
    assert answer.headers["connection"] == "close"
    assert transport.asked == 0


async def test_one_address_can_write_and_send_so_much_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = house.app()
    many = [httpx.ASGITransport(site, client=(f"2001:db8::{n}", 1)) for n in range(3)]
    monkeypatch.setattr(chat, "ROWS_OF_A_MESSAGE", chat.WRITTEN_A_DAY // 2 - 1_000)
    statuses = []
    for transport in many:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            statuses.append((await write(browser, "開きません")).status_code)
    assert statuses == [200, 200, 429]
    elsewhere = httpx.ASGITransport(site, client=("2001:db8:1::1", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://localhost") as browser:
        assert (await write(browser, "開きません")).status_code == 200
    house.clock.passes(timedelta(days=1))
    async with httpx.AsyncClient(transport=many[0], base_url="http://localhost") as browser:
        assert (await write(browser, "開きません")).status_code == 200


async def test_files_beyond_what_one_address_may_send_a_day_are_not_listened_to(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit.Allowance, "spend", lambda *args: args[2] < 1_000)
    async with house.browser() as browser:
        answer = await send(browser, a_file(b"x" * 5_000))
    assert answer.status_code == 429
    assert house.door.messages == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 60), st.integers(0, 90))))
def test_an_allowance_never_gives_more_than_it_has(spent: list[tuple[str, int, int]]) -> None:
    allowance, now = limit.Allowance(100, timedelta(hours=1), keys=2), NOON
    given_out: dict[str, int] = {}
    for key, amount, minutes in spent:
        if allowance.spend(key, amount, now):
            given_out[key] = given_out.get(key, 0) + amount
        if minutes > 80:
            now += timedelta(hours=2)
            given_out = {}
        assert len(allowance._spent) <= 2
    if len({key for key, _, _ in spent}) <= 2:
        assert all(amount <= 100 for amount in given_out.values())


async def test_a_reader_that_breaks_or_hangs_does_not_hold_the_message_back(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(file_readings, "READ_WITHIN", 0.05)
    house.uploads = uploads = Uploads()
    uploads.breaks()
    async with house.browser() as browser:
        assert (await send(browser, a_file())).status_code == 200
        uploads.waits()
        assert (await send(browser, a_file())).status_code == 200
        uploads.goes_on()
    problems = [m.upload and m.upload.problem for m in house.door.messages]
    assert problems == [UploadProblem.UNREADABLE, UploadProblem.UNREADABLE]
    assert "開きません" not in caplog.text


async def test_who_comes_while_all_readers_are_busy_is_heard_all_the_same(house: House) -> None:
    house.uploads = uploads = Uploads()
    uploads.waits()
    async with house.browser() as browser:
        many = [
            asyncio.create_task(send(browser, a_file())) for _ in range(file_readings.AT_ONCE + 1)
        ]
        for _ in range(file_readings.AT_ONCE):
            await asyncio.to_thread(uploads.began.acquire, timeout=50)
        await asyncio.wait(many, return_when=asyncio.FIRST_COMPLETED)
        uploads.goes_on()
        await asyncio.gather(*many)
    unread = [m for m in house.door.messages if m.upload and m.upload.problem]
    assert (len(unread), len(house.door.messages)) == (1, file_readings.AT_ONCE + 1)


async def test_a_reader_that_has_seen_enough_does_not_stop_the_sender(house: House) -> None:
    house.uploads = uploads = Uploads(most=2_000)
    async with house.browser() as browser:
        assert (await send(browser, a_file(b"x" * 3_000_000))).status_code == 200
    assert sum(map(len, uploads.held)) == 2_000
    assert the_upload(house).problem is None


async def test_only_the_first_of_two_files_is_read(house: House) -> None:
    house.uploads = uploads = Uploads()
    async with house.browser() as browser:
        await send(browser, a_file(b"one"), a_file(b"two", "second.har"))
    assert uploads.read_names == ["session.har"]
    assert b"".join(uploads.held) == b"one"


async def test_files_beyond_five_a_minute_are_not_read_and_the_words_are_heard(
    house: House, browser: httpx.AsyncClient
) -> None:
    for _ in range(6):
        await send(browser, a_file())
    assert [m.upload is not None and m.upload.problem for m in house.door.messages] == [
        *[None] * 5,
        UploadProblem.UNREADABLE,
    ]


async def test_where_no_files_are_taken_the_page_offers_none(house: House) -> None:
    house.uploads = None
    async with house.browser() as browser:
        assert 'type="file"' not in (await browser.get("/chat")).text
        await write(browser, "開きません")
        assert (await send(browser, a_file())).status_code == 200
    assert [m.text for m in house.door.messages] == ["開きません", "開きません"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"nonsense", 400),
        (b"".join(a_field(f"f{n}", "x") for n in range(20)) + END, 400),
        (a_file(b"x") * 21 + END, 400),
        (a_field("text", "a" * 70_000) + END, 413),
    ],
)
async def test_what_is_no_form_of_ours_is_refused(
    browser: httpx.AsyncClient, body: bytes, status: int
) -> None:
    await browser.get("/chat")
    assert (await post(browser, body)).status_code == status


async def test_a_boundary_that_none_may_be_is_refused(browser: httpx.AsyncClient) -> None:
    await browser.get("/chat")
    for boundary in ("", "B" * 300, "B" * 5_000, '"', "é"):
        headers = {b"Content-Type": f"multipart/form-data; boundary={boundary}".encode()}
        answer = await browser.post("/messages", content=END, headers=headers)
        assert answer.status_code == 400


async def test_other_pages_take_no_large_forms(browser: httpx.AsyncClient) -> None:
    assert (await post(browser, a_file(b"x" * 70_000) + END, "/staff/login")).status_code == 413


@settings(max_examples=often(30), deadline=None)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_no_bytes_break_the_unpacking(noise: bytes, step: int) -> None:
    body = a_field("text", "x") + a_file(noise) + noise
    pieces = multipart._Pieces(b"B")
    with suppress(HTTPException):  # anything else would fail the message
        for at in range(0, len(body), step):
            list(pieces.feed(body[at : at + step]))


async def test_a_pipe_holds_no_more_than_a_few_pieces() -> None:
    pipe = ThreadBridge(asyncio.get_running_loop())
    given_away = 0

    async def give() -> None:
        nonlocal given_away
        for _ in range(40):
            await pipe.give(b"piece")
            given_away += 1

    giving = asyncio.create_task(give())
    await asyncio.sleep(0.01)
    assert given_away < 10
    assert await asyncio.to_thread(pipe.read, 3) == b"pie"
    assert await asyncio.to_thread(pipe.read, 9) == b"ce"
    pipe.close()
    await giving
