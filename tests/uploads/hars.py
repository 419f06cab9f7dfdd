"""Invented HARs, and streams that never hold a file at once."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

SECRET = "topsecret"


def an_entry(
    url: str = "https://app.rurigrid.example/grid.js?token=topsecret",
    status: int = 200,
    *,
    seconds: float = 0.1,
    error: str = "",
    body: str = SECRET,
    **more: Any,
) -> dict[str, Any]:
    """One request as Chrome exports it, full of what must not be kept."""
    header = {"name": "Cookie", "value": f"JSESSIONID={SECRET}"}
    response: dict[str, Any] = {
        "status": status,
        "statusText": "",
        "headers": [{"name": "Set-Cookie", "value": f"JSESSIONID={SECRET}"}] * 3,
        "cookies": [{"name": "JSESSIONID", "value": SECRET}],
        "content": {"size": len(body), "mimeType": "text/javascript", "text": body},
    }
    if error:
        response["_error"] = error
    request = {
        "method": "GET",
        "url": url,
        "headers": [header] * 3,
        "cookies": [{"name": "JSESSIONID", "value": SECRET}],
        "queryString": [{"name": "token", "value": SECRET}],
        "postData": {"mimeType": "application/json", "text": SECRET},
    }
    return {"request": request, "response": response, "time": 1000 * seconds, **more}


def a_har(*entries: dict[str, Any]) -> bytes:
    creator = {"name": "WebInspector", "version": "537.36"}
    return json.dumps(
        {"log": {"version": "1.2", "creator": creator, "pages": [], "entries": list(entries)}},
        ensure_ascii=False,
    ).encode()


def pieces_of(raw: bytes, size: int = 65_536) -> Iterator[bytes]:
    for at in range(0, len(raw), size):
        yield raw[at : at + size]


def a_long_har(megabytes: int, body: bytes) -> Iterator[bytes]:
    """A HAR of about that size, in pieces; every response has the same body."""
    before, _, after = a_har(an_entry(body="BODY")).partition(b"BODY")
    entry, end = before[before.index(b'[{"request"') + 1 :], b"]}}"
    length = len(entry) + len(body) + len(after)
    for number in range(max(1, megabytes * 1_000_000 // length)):
        yield b"," + entry if number else before
        yield from pieces_of(body)
        yield after.removesuffix(end)
    yield end


class Stream(io.RawIOBase):
    """Pieces as a file that can be read once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        length = min(len(buffer), len(self._rest))
        buffer[:length], self._rest = self._rest[:length], self._rest[length:]
        return length
