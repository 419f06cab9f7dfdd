"""Files that customers hand in over Slack."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.incoming import files
from bot.channels.slack.incoming.files import FileRef, Hosts, SlackFiles
from bot.channels.slack.settings import SlackSettings
from bot.model.upload import Sort, Upload, UploadProblem
from bot.uploads.arrival import LARGEST
from bot.uploads.read import UploadReader
from tests.cases import each
from tests.channels.slack.lobby import Lobby, Reader, visit
from tests.channels.slack.loopback import on_loopback
from tests.channels.slack.world.faults import Fault
from tests.channels.slack.world.state import File
from tests.channels.slack.world.world import World
from tests.shipped import knowledge
from tests.uploads.hars import a_har, an_entry

HAR_TYPE = "application/json"


def keeps(world: World, name: str, content: bytes = b"{}", **more: Any) -> str:
    """A file in the opted-in room; answers its id."""
    ident = f"F{len(world.files) + 1}"
    kind = str(more.pop("mimetype", HAR_TYPE))
    world.files[ident] = File(ident, name, kind, content, {"C1"}, **more)
    return ident


def test_a_file_is_read_before_the_desk_hears_and_its_name_is_no_text() -> None:
    async def scenario(lobby: Lobby) -> None:
        ident = keeps(lobby.world, "trace.har", b'{"log": {}}' * 20_000)
        await lobby.says("", files=(ident,))
        [message] = lobby.heard
        assert lobby.reader.read_files["trace.har"] == b'{"log": {}}' * 20_000
        assert (message.text, message.upload) == ("", lobby.reader_says("trace.har"))

    assert list(visit(scenario).findings) == []


def test_a_real_har_tells_the_desk_which_host_fails() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.uploads = UploadReader(knowledge().catalogue)
        lobby.starts()
        content = a_har(an_entry("https://js.gusuku.io/a.js", status=503))
        await lobby.says("開きません", files=(keeps(lobby.world, "trace.har", content),))
        upload = lobby.heard[0].upload
        assert upload is not None
        assert (upload.sort, upload.failing) == (Sort.HAR, ("js.gusuku.io",))

    assert list(visit(scenario).findings) == []


def test_a_file_of_another_company_is_asked_for_first() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("見てください", files=(keeps(lobby.world, "trace.har", is_stub=True),))
        assert list(lobby.reader.read_files) == ["trace.har"]
        assert len(lobby.world.called("files.info")) == 1

    assert list(visit(scenario).findings) == []


def test_of_several_files_the_one_that_tells_most_is_read_and_the_others_are_named() -> None:
    async def scenario(lobby: Lobby) -> None:
        world = lobby.world
        picture = keeps(world, "画面.png", mimetype="image/png")
        note = keeps(world, "memo.txt", mimetype="text/plain")
        trace = keeps(world, "trace.har")
        lobby.reader.finds(
            "画面.png", Upload("画面.png", Sort.PICTURE, problem=UploadProblem.PICTURE)
        )
        lobby.reader.finds(
            "memo.txt", Upload("memo.txt", Sort.OTHER, problem=UploadProblem.NOTHING_FOUND)
        )
        await lobby.says("3つ送ります", files=(picture, note, trace))
        [message] = lobby.heard
        assert message.upload == lobby.reader_says("trace.har")
        assert message.text == "3つ送ります\n[画面.png]\n[memo.txt]"
        assert list(lobby.reader.read_files) == ["画面.png", "memo.txt", "trace.har"]

    assert list(visit(scenario).findings) == []


def test_a_login_page_is_no_file_and_the_token_stays_with_us() -> None:
    async def scenario(lobby: Lobby) -> None:
        ident = keeps(lobby.world, "trace.har")
        token = lobby.world.tokens[lobby.world.teams["T1"].token]
        token.scopes = token.scopes - {"files:read"}
        await lobby.says("見てください", files=(ident,))
        [message] = lobby.heard
        assert message.upload is not None
        assert message.upload.problem is UploadProblem.UNREADABLE
        assert lobby.reader.read_files == {}

    assert list(visit(scenario).findings) == []


def test_a_page_that_is_a_file_is_read() -> None:
    async def scenario(lobby: Lobby) -> None:
        page = keeps(lobby.world, "a.html", b"<html></html>", mimetype="text/html")
        await lobby.says("見てください", files=(page,))
        assert lobby.reader.read_files == {"a.html": b"<html></html>"}

    visit(scenario)


@each("mode", ["external", "hosted"])
def test_a_file_that_is_kept_elsewhere_is_not_fetched(mode: str) -> None:
    async def scenario(lobby: Lobby) -> None:
        ref = FileRef("F9", "a.har", url="http://127.0.0.1:9/a.har", is_external=mode == "external")
        read = await reader_of(lobby).read("T1", (ref,))
        assert read.upload is not None
        assert read.upload.problem is UploadProblem.UNREADABLE

    visit(scenario)


@each("fault", [Fault.ERROR_BEFORE, Fault.WORD_BEFORE, Fault.RESET_BEFORE])
def test_a_file_that_cannot_be_had_does_not_keep_the_report(fault: Fault) -> None:
    async def scenario(lobby: Lobby) -> None:
        ident = keeps(lobby.world, "trace.har", is_stub=True)
        lobby.world.faults.next("files.info", fault, times=9)
        await lobby.says("開きません", files=(ident,))
        [message] = lobby.heard
        assert message.upload is not None
        assert message.upload.problem is UploadProblem.UNREADABLE

    visit(scenario)


def test_while_a_file_is_fetched_its_conversation_waits_and_the_others_do_not() -> None:
    async def scenario(lobby: Lobby) -> None:
        ident = keeps(lobby.world, "trace.har")
        root = lobby.world.says("C1", "USATO", "ファイルです", files=(ident,))
        next_one = lobby.world.says("C1", "USATO", "急ぎです", thread=root.ts)
        other = lobby.world.says("C1", "UABE", "私は別件です")
        await lobby.receives(root, next_one, other)
        lobby.reader.stops()
        await lobby.worker.drain()
        assert lobby.desk.texts == ["私は別件です"]
        lobby.reader.goes_on()
        await lobby.works()
        assert lobby.desk.texts == ["私は別件です", "ファイルです", "急ぎです"]

    visit(scenario)


def test_a_restart_while_a_file_is_fetched_loses_nothing() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = lobby.world.says("C1", "USATO", "見て", files=(keeps(lobby.world, "trace.har"),))
        await lobby.receives(root)
        await lobby.worker.drain()
        lobby.worker._fetching.cancel()
        lobby.starts()
        await lobby.works()
        assert [m.upload is not None for m in lobby.heard] == [True]

    visit(scenario)


def test_no_more_is_fetched_than_is_read_of_any_upload() -> None:
    assert files.MOST_BYTES == LARGEST


@pytest.mark.parametrize("declared", [0, 5_000_000])
def test_a_file_is_cut_at_the_limit_whatever_size_it_claims(
    declared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 100_000)

    async def scenario(lobby: Lobby) -> None:
        ident = keeps(lobby.world, "big.har", b"x" * 3_000_000)
        url = f"{lobby.world.url.removesuffix('/api/')}/files-pri/{ident}/big.har"
        ref = FileRef(ident, "big.har", HAR_TYPE, url, declared)
        await reader_of(lobby).read("T1", (ref,))
        assert len(lobby.reader.read_files["big.har"]) == 100_001

    visit(scenario)


@each(
    ("url", "is_slacks"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.har", True),
        ("https://acme.enterprise.slack.com/x", True),
        ("https://slack.com/x", True),
        ("https://files.slack.com:443/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://evil-slack.com/x", False),
        ("https://slack.com.evil.example/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("https://user@files.slack.com/x", False),
        ("https://[::1", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_slacks_own_hosts_see_the_token(url: str, *, is_slacks: bool) -> None:
    assert Hosts("https://slack.com/api/").expect(url) is is_slacks


def test_another_web_api_keeps_its_own_files_and_no_others() -> None:
    hosts = Hosts("http://127.0.0.1:5000/api/")
    assert hosts.expect("http://127.0.0.1:5000/files/a")
    assert not hosts.expect("http://127.0.0.1:5001/files/a")
    assert not hosts.expect("https://files.slack.com/a")


def reader_of(lobby: Lobby) -> SlackFiles:
    settings = SlackSettings(lobby.world.teams["T1"].token, api_url=lobby.world.url)
    return SlackFiles(Calls(OneWorkspace(settings)), lobby.reader, settings.api_url)


# a server of its own, for redirects and breaks


def fetched(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> tuple[Upload, Reader]:
    """What becomes of one file that a server answers like this."""

    async def run() -> tuple[Upload, Reader]:
        app = web.Application()
        app.router.add_get("/{name}", answer)
        reader = Reader()
        async with on_loopback(app) as url:
            settings = SlackSettings("xoxb-1", api_url=f"{url}/api/")
            slack_files = SlackFiles(Calls(OneWorkspace(settings)), reader, settings.api_url)
            ref = FileRef("F1", "a.har", HAR_TYPE, f"{url}/first")
            read = await slack_files.read("T1", (ref,))
        assert read.upload is not None
        return read.upload, reader

    return asyncio.run(run())


def test_a_redirect_within_slack_is_followed_without_the_token() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.match_info["name"] == "first":
            assert request.headers["Authorization"] == "Bearer xoxb-1"
            raise web.HTTPFound("/second")
        assert "Authorization" not in request.headers
        return web.Response(body=b"{}")

    upload, reader = fetched(answer)
    assert upload.problem is None
    assert reader.read_files == {"a.har": b"{}"}


@each("target", ["http://127.0.0.1:9/x", "https://evil.example/x", "/first"])
def test_a_redirect_elsewhere_or_in_circles_ends_it(target: str) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(target)

    upload, reader = fetched(answer)
    assert upload.problem is UploadProblem.UNREADABLE
    assert reader.read_files == {}


@each("kind", ["text/html; charset=utf-8", "application/octet-stream"])
def test_a_login_page_is_known_by_its_kind_or_its_first_words(kind: str) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\n <!DOCTYPE HTML><title>Slack", headers={"Content-Type": kind})

    upload, reader = fetched(answer)
    assert upload.problem is UploadProblem.UNREADABLE
    assert reader.read_files == {}


@each("status", [403, 404, 429, 500])
def test_a_refusal_is_said_and_not_raised(status: int) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text="no")

    assert fetched(answer)[0].problem is UploadProblem.UNREADABLE
