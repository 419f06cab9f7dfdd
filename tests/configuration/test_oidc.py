"""What an operator writes of an identity provider, and what is wrong with it."""

from typing import Any

import pytest

from bot.configuration.oidc import oidc_of
from bot.model.errors import JitabataError
from bot.model.staff import Role
from tests.cases import each

GOOD: dict[str, Any] = {
    "issuer": "https://login.example.com/tenant",
    "client_id": "jitabata",
    "claim": "groups",
    "roles": {"0f-1": "admin", "0f-2": "agent"},
}
PUBLIC = "https://desk.example.com"


def test_what_is_written_is_read_and_the_secret_comes_from_the_environment() -> None:
    found = oidc_of({"JITABATA_OIDC_SECRET": "hidden"}, GOOD, PUBLIC)
    assert found is not None
    assert (found.issuer, found.secret, found.claim) == (GOOD["issuer"], "hidden", "groups")
    assert list(found.roles.items()) == [("0f-1", Role.ADMIN), ("0f-2", Role.AGENT)]
    assert "hidden" not in repr(found)
    assert oidc_of({"JITABATA_OIDC_SECRET": "hidden"}, None, PUBLIC) is None


@each(
    ("changes", "public_url", "says"),
    [
        ({}, "", "public_url"),
        ({"issuer": "http://login.example.com"}, PUBLIC, "https"),
        ({"issuer": "https://u:p@login.example.com"}, PUBLIC, "https"),
        ({"issuer": "https://login.example.com?x=1"}, PUBLIC, "https"),
        ({"client_id": ""}, PUBLIC, "client_id"),
        ({"client_secret": "hidden"}, PUBLIC, "knows no client_secret"),
        ({"roles": {}}, PUBLIC, "roles"),
        ({"roles": {"x": "boss"}}, PUBLIC, "no role 'boss'"),
        ({"scopes": "profile"}, PUBLIC, "openid"),
    ],
)
def test_what_cannot_be_is_refused_and_named(
    changes: dict[str, Any], public_url: str, says: str
) -> None:
    with pytest.raises(JitabataError, match=says) as refused:
        oidc_of({}, GOOD | changes, public_url)
    assert "hidden" not in str(refused.value)
