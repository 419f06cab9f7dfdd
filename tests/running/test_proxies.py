"""The proxies of the handbook, as they are written there, before a desk."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.running.web_server import WebServer
from bot.web.hub import Hub

pytestmark = [pytest.mark.slow, pytest.mark.anyio]
PAGE = Path(__file__).parents[2] / "bot" / "handbook" / "en" / "running.md"
NGINX = "daemon off; master_process off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {temporary} {site} }}"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def snippet(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert found, f"the handbook has no {language}"
    return found[1]


def a_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    site = snippet("nginx").replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    temporary = " ".join(f"{sort}_temp_path {folder}/{sort};" for sort in TEMPORARY)
    written = NGINX.format(
        folder=folder, temporary=temporary, site=site.replace(":8000", f":{behind}")
    )
    (folder / "nginx.conf").write_text(written)
    return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    site = snippet("caddy").replace("desk.example.com", f"http://127.0.0.1:{port}")
    (folder / "Caddyfile").write_text("{\n admin off\n}\n" + site.replace(":8000", f":{behind}"))
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


async def seen(scope: Scope, receive: Receive, send: Send) -> None:
    """Says who asks, or sends the beginning of a stream that goes on."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/events":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"retry: 1\n\n", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    host = dict(scope["headers"])[b"host"].decode()
    await PlainTextResponse(f"{scope['client'][0]} {scope['scheme']} {host}")(scope, receive, send)


@asynccontextmanager
async def proxied(kind: str, folder: Path) -> AsyncIterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    behind, port = listening.getsockname()[1], a_port()
    server = WebServer(seen, "127.0.0.1", behind, Hub(), ("127.0.0.1/32",))
    serving = asyncio.create_task(server.serve([listening]))
    command = (nginx if kind == "nginx" else caddy)(folder, port, behind)
    environment = {"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/bin"}
    proxy = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        yield port
    finally:
        proxy.kill()  # in order it would wait for streams
        await proxy.wait()
        server.should_exit = True
        await serving


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
async def test_the_proxies_of_the_handbook_say_who_asks_and_hold_no_stream_back(
    kind: str, tmp_path: Path
) -> None:
    if shutil.which(kind, path="/usr/sbin:/usr/bin") is None:
        pytest.skip(f"{kind} is not installed: apt-get install {kind}")
    async with proxied(kind, tmp_path) as port:
        transport = httpx.AsyncHTTPTransport(retries=8)
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", transport=transport
        ) as browser:
            lie = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
            answer = await browser.get("/chat", headers=lie)
            assert answer.text == f"127.0.0.1 http 127.0.0.1:{port}"
            async with browser.stream("GET", "/events") as stream:
                assert await anext(stream.aiter_bytes()) == b"retry: 1\n\n"
