"""Idempotency keys go after a day, and tokens when nobody has to answer for them any more."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.desk.api_tokens import KEYS_LAST
from bot.model.api_token import ApiToken, Scope
from bot.model.retention import Retention
from bot.store.sql import SqlStore
from bot.store.tidying.tidy import tidy
from tests.store.builders import MINUTE, NOON

DAY = timedelta(days=1)


def test_what_is_old_goes_and_the_rest_stays(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    store.api.take_key("t:old", "x", NOON - KEYS_LAST - MINUTE, None)
    store.api.take_key("t:new", "x", NOON - KEYS_LAST + MINUTE, None)
    long_ago, lately = NOON - 100 * DAY - MINUTE, NOON - 99 * DAY
    scopes = frozenset({Scope.CASES_READ})
    begun = ApiToken("a", "a", "a", scopes, "", long_ago - DAY, "加藤", NOON + DAY)
    for token in (
        replace(begun, id="expired", expires_at=long_ago),
        replace(begun, id="revoked", revoked_at=long_ago),
        replace(begun, id="lately", revoked_at=lately),
        replace(begun, id="live"),
    ):
        store.api.add_token(replace(token, digest=token.id), 10)
    done = list(tidy(url, Retention(audit=100), NOON, lambda *_: None))
    assert ("api_keys", 1) in done
    assert ("api_tokens", 2) in done
    assert {token.id for token in store.api.tokens()} == {"lately", "live"}
    assert store.api.take_key("t:new", "other", NOON, None).state == "other"
    store.close()
