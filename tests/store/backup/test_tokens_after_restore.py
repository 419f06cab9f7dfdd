"""No token of the API and no other desk that was revoked since comes back with a backup."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.desk.peer_ports import Way
from bot.model.api_token import ApiToken, Scope
from bot.model.peer import KeptSighting, Peer, Sighting, SightingState
from bot.store.backup.restore import restore
from bot.store.sql import SqlStore
from tests.store.backup.desks import a_backup, an_order, fill
from tests.store.builders import NOON

TOLD = KeptSighting("b", Sighting("krewsheet", SightingState.INCIDENT, NOON, 4), NOON, NOON)


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
        work.keep_sighting(Way.HEARD, TOLD)
        work.keep_sighting(Way.SENT, TOLD)
    made = a_backup(url, tmp_path / "kept")
    with store.work() as work:
        work.drop_peer("a")
        work.save_peer(Peer("b", "B", (), "https://b.example/"))
        work.drop_sighting(Way.HEARD, TOLD)  # it was judged
    store.close()
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    with store.look() as work:
        assert work.peers() == [Peer("b", "B", (), "https://b.example/")]
        assert (work.sightings(Way.HEARD), work.sightings(Way.SENT)) == ([], [TOLD])
    store.close()


def test_what_other_desks_told_is_judged_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    fill(url)
    store = SqlStore.open(url)
    with store.work() as work:
        work.save_peer(Peer("b", "B", ("whpk_x",), "https://b.example/"))
        work.keep_sighting(Way.HEARD, TOLD)
        work.keep_sighting(Way.SENT, TOLD)
    made = a_backup(url, tmp_path / "kept")
    store.close()
    (tmp_path / "desk.sqlite").unlink()  # nothing can be read of what was there
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    with store.look() as work:
        assert [peer.id for peer in work.peers()] == ["b"]
        assert (work.sightings(Way.HEARD), work.sightings(Way.SENT)) == ([], [TOLD])
    store.close()
