"""The way to the provider and back, as a browser goes it."""

import base64
import json
from typing import Any

import httpx

from bot.model.staff import Role
from tests.web.oidc.provider import Provider

ROLES = {"desk-admins": Role.ADMIN, "desk-leads": Role.LEAD, "desk-agents": Role.AGENT}


async def begins(browser: httpx.AsyncClient) -> str:
    """The address at the provider to which the button leads."""
    return str((await browser.get("/staff/oidc/login")).headers["location"])


async def comes(browser: httpx.AsyncClient, provider: Provider, **more: str) -> httpx.Response:
    """The whole way there and back."""
    return await browser.get(provider.lets_in(await begins(browser), **more))


async def is_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/staff")).status_code == 200


def unsigned(claims: dict[str, Any], alg: str = "none") -> str:
    def part(values: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()

    return f"{part({'alg': alg, 'typ': 'JWT', 'kid': 'one'})}.{part(claims)}."
