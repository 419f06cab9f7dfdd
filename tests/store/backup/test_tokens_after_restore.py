"""No token of the API and no other desk that was revoked since comes back with a backup."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.model.api_token import ApiToken, Scope
from bot.model.peer import Peer
from bot.store.backup.restore import restore
from bot.store.sql import SqlStore
from tests.store.backup.desks import a_backup, an_order, fill
from tests.store.builders import NOON


def a_token(ident: str) -> ApiToken:
    scopes = frozenset({Scope.CASES_READ})
    return ApiToken(ident, ident, ident, scopes, "", NOON, "加藤", NOON + timedelta(days=30))


def test_tokens_are_as_they_were_last_and_no_answer_is_remembered(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    fill(url)
    store = SqlStore.open(url)
    for ident in ("a", "b"):
        store.api.add_token(a_token(ident), 10)
    store.api.take_key("a:1", "same", NOON, None)
    made = a_backup(url, tmp_path / "kept")
    store.api.revoke_token("a", NOON)
    store.api.add_token(a_token("c"), 10)
    store.close()
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    gone = replace(a_token("a"), revoked_at=NOON)
    assert store.api.tokens() == [gone, a_token("b"), a_token("c")]
    assert store.api.take_key("a:1", "other", NOON, None).state == "fresh"
    store.close()


def test_other_desks_are_known_as_they_were_last(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    fill(url)
    store = SqlStore.open(url)
    with store.work() as work:
        work.save_peer(Peer("a", "A", ("whpk_x",), "https://a.example/"))
        work.save_peer(Peer("b", "B", ("whpk_x",), "https://b.example/"))
    made = a_backup(url, tmp_path / "kept")
    with store.work() as work:
        work.drop_peer("a")
        work.save_peer(Peer("b", "B", (), "https://b.example/"))
    store.close()
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    with store.look() as work:
        assert work.peers() == [Peer("b", "B", (), "https://b.example/")]
    store.close()
