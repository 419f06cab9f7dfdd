"""The script that other websites load: each version at an address of its own, for ever the same bytes.

A website pins a version by its integrity hash, so a version that was released never changes: what
changes gets the next number, and the older ones go on being served.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.model.widget import HostSite
from bot.texts.loader import LANGUAGES, table
from bot.web.pages import HERE

VERSIONS = (1,)  # of which the last is in the tag that we print
MOST_BYTES = 12 * 1024
FOLDER = HERE / "static" / "widget"
KINTONE = HERE / "widget" / "kintone.js"  # holds SETTINGS where those of a website go
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Access-Control-Allow-Origin": "*",  # browsers check integrity only of what they may read
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@cache
def script(version: int) -> bytes:
    """The script of a version, as it is served."""
    return (FOLDER / f"{version}.js").read_bytes()


def address_of(version: int) -> str:
    """Where a version stands, for as long as there are desks."""
    return f"/widget/{version}.js"


def integrity_of(script: bytes) -> str:
    """What a browser compares it with (Subresource Integrity)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(script).digest()).decode()}"


def script_routes() -> list[BaseRoute]:
    """The addresses of all versions."""
    return [_route(version) for version in VERSIONS]


def _route(version: int) -> Route:
    async def answer(_: Request) -> Response:
        return Response(script(version), media_type="text/javascript", headers=_HEADERS)

    return Route(address_of(version), answer)


def options_of(site: HostSite, desk: str) -> Mapping[str, str]:
    """The attributes of a website's tag."""
    newest = VERSIONS[-1]
    return {
        "src": f"{desk}{address_of(newest)}",
        "integrity": integrity_of(script(newest)),
        "crossorigin": "anonymous",
        "data-site": site.id,
        **{
            f"data-{name}": value
            for name, value in (
                ("lang", site.lang),
                ("colour", site.colour),
                ("position", site.position if site.position != "right" else ""),
                ("status", site.status),
            )
            if value
        },
    }


def tag_of(site: HostSite, desk: str) -> str:
    """The one line that a website puts into its pages. All values are safe in an attribute."""
    options = " ".join(f'{name}="{value}"' for name, value in options_of(site, desk).items())
    return f"<script async {options}></script>"


def directives_of(desk: str) -> str:
    """What a website's own security policy has to allow, and it is all."""
    return f"script-src {desk}; frame-src {desk}"


def kintone_of(site: HostSite, desk: str) -> str:
    """The file that puts *Report a problem* into kintone; it loads the script when somebody asks for it."""
    settings = {
        "tag": options_of(site, desk),
        "side": "right" if site.position == "left" else "left",  # the chat's button has the other
        "status": site.status or f"{desk}/status",
        "words": {lang: _kintone_words(lang) for lang in LANGUAGES},
    }
    said = json.dumps(settings, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    return KINTONE.read_text("utf-8").replace("= SETTINGS;", f"= {said};", 1)


def _kintone_words(lang: str) -> dict[str, str]:
    names = table(lang, "widget")
    return {
        n.removeprefix("kintone."): text for n, text in names.items() if n.startswith("kintone.")
    }
