from collections.abc import AsyncIterator

import httpx
import pytest

from bot.model.single_sign_on import SingleSignOn
from tests.web.conftest import House
from tests.web.oidc.provider import CLIENT, SECRET, Provider
from tests.web.oidc.visits import ROLES


@pytest.fixture
def house() -> House:
    return House(staff_token=None)


@pytest.fixture
async def provider(house: House) -> AsyncIterator[Provider]:
    provider = Provider(house.clock)
    async with provider.open():
        house.sso = SingleSignOn(
            provider.issuer, CLIENT, "http://localhost", ROLES, SECRET, label="社内ログイン"
        )
        yield provider


@pytest.fixture
async def browser(house: House, provider: Provider) -> AsyncIterator[httpx.AsyncClient]:
    async with house.browser(address="203.0.113.7") as client:
        yield client
