"""The door for other desks: signed, fresh, once, of the catalogue; everything else stays outside."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.channels.webhook.payload import ping_at
from bot.channels.webhook.signing import WebhookSigner
from bot.desk.peer_ports import Way
from bot.model.peer import MOST_COUNTED, KeptSighting, Peer, SightingState
from bot.web.api.peers import OF_PEER
from bot.web.api.problems import BASE
from bot.web.api.signatures import is_key, is_signed
from tests.examples import first_rows
from tests.web.api.conftest import Programs, said

pytestmark = pytest.mark.anyio
PRODUCT = "krewsheet"
THEIRS, OTHERS = WebhookSigner([b"k" * 32]), WebhookSigner([b"x" * 32])
US = "peer:us"  # as they know us
MINUTE = timedelta(minutes=1)


@dataclass
class OtherDesk:
    """Another desk, which signs and posts as a real one does."""

    programs: Programs
    name: str = "b"
    signer: WebhookSigner = THEIRS
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, state: str = "reported", **data: Any) -> dict[str, Any]:
        now = self.programs.clock()
        given = {"product": PRODUCT, "since": (now - 9 * MINUTE).isoformat(), "organisations": 4}
        return {"type": f"sighting.{state}", "timestamp": now.isoformat(), "data": given | data}

    def signed(
        self, body: bytes, ident: str = "msg_1", late: timedelta = timedelta()
    ) -> httpx.Headers:
        at = int((self.programs.clock() - late).timestamp())
        signature = self.signer.signature(ident, at, body, US)
        given = {"webhook-id": ident, "webhook-timestamp": str(at), "webhook-signature": signature}
        return httpx.Headers({"content-type": "application/json", **given, **self.headers})

    async def posts(
        self, body: bytes, headers: httpx.Headers, method: str = "POST"
    ) -> httpx.Response:
        path = f"{BASE}/peers/{self.name}/sightings"
        async with self.programs.client() as client:
            return await client.request(method, path, content=body, headers=headers)

    async def tells(
        self,
        state: str = "reported",
        ident: str = "msg_1",
        late: timedelta = timedelta(),
        **data: Any,
    ) -> httpx.Response:
        body = json.dumps(self.body(state, **data)).encode()
        return await self.posts(body, self.signed(body, ident, late))


@pytest.fixture
def desk(programs: Programs) -> OtherDesk:
    with programs.store.work() as work:
        work.save_peer(Peer("b", "B社のデスク", THEIRS.public_keys(US)))
        work.save_peer(Peer("quiet", "聞かない", ()))
    return OtherDesk(programs)


def heard(programs: Programs) -> list[KeptSighting]:
    with programs.store.look() as work:
        return work.sightings(Way.HEARD)


async def test_what_a_peer_signs_is_heard(programs: Programs, desk: OtherDesk) -> None:
    answer = await desk.tells(more="fields may be added")
    assert (answer.status_code, answer.content) == (204, b"")
    (kept,) = heard(programs)
    sighting = kept.sighting
    assert (kept.peer, sighting.product, sighting.organisations) == ("b", PRODUCT, 4)
    assert sighting.state is SightingState.REPORTED


async def test_a_ping_is_answered_when_it_is_signed_and_changes_nothing(
    programs: Programs, desk: OtherDesk
) -> None:
    before = programs.store.last_event()
    body = ping_at(programs.clock())
    for _ in range(2):
        answer = await desk.posts(body, desk.signed(body))
        assert (answer.status_code, answer.content) == (204, b"")
    forged = replace(desk, signer=OTHERS)
    assert said(await forged.posts(body, forged.signed(body))) == "unauthorized"
    assert (heard(programs), programs.store.last_event()) == ([], before)


async def test_the_end_is_heard_after_it(programs: Programs, desk: OtherDesk) -> None:
    await desk.tells("incident")
    programs.clock.passes(MINUTE)
    assert (await desk.tells("over", "msg_2")).status_code == 204
    assert [kept.sighting.state for kept in heard(programs)] == [SightingState.OVER]


FORGED: dict[str, Callable[[OtherDesk, bytes], httpx.Headers]] = {
    "nothing signed": lambda _, __: httpx.Headers({"content-type": "application/json"}),
    "another key": lambda desk, body: OtherDesk(desk.programs, signer=OTHERS).signed(body),
    "another body": lambda desk, body: desk.signed(body + b" "),
    "another id": lambda desk, body: _with(desk.signed(body), "webhook-id", "msg_9"),
    "another time": lambda desk, body: _later(desk.signed(body)),
    "only the secret of webhooks": lambda desk, body: _only(desk.signed(body), "v1,"),
    "no signature at all": lambda desk, body: _with(desk.signed(body), "webhook-signature", "v1a,"),
    "odd id": lambda desk, body: desk.signed(body, "msg.1"),
    "too old": lambda desk, body: desk.signed(body, late=6 * MINUTE),
    "of the future": lambda desk, body: desk.signed(body, late=-6 * MINUTE),
}


def _with(headers: httpx.Headers, name: str, value: str) -> httpx.Headers:
    return httpx.Headers({**headers, name: value})


def _later(headers: httpx.Headers) -> httpx.Headers:
    return _with(headers, "webhook-timestamp", str(int(headers["webhook-timestamp"]) + 1))


def _only(headers: httpx.Headers, version: str) -> httpx.Headers:
    kept = [s for s in headers["webhook-signature"].split() if s.startswith(version)]
    return _with(headers, "webhook-signature", " ".join(kept))


@pytest.mark.parametrize("how", FORGED)
async def test_what_is_forged_or_expired_is_refused(
    programs: Programs, desk: OtherDesk, how: str
) -> None:
    body = json.dumps(desk.body()).encode()
    before = programs.store.last_event()
    answer = await desk.posts(body, FORGED[how](desk, body))
    assert (answer.status_code, said(answer)) == (401, "unauthorized")
    assert programs.store.last_event() == before


@pytest.mark.parametrize("name", ["stranger", "quiet", "B", "b%2F..", "peer:b"])
async def test_who_is_not_known_or_not_heard_is_answered_alike(
    programs: Programs, desk: OtherDesk, name: str
) -> None:
    other = OtherDesk(programs, name)
    answer = await other.tells()
    if "%" not in name:
        assert (answer.status_code, said(answer)) == (401, "unauthorized")
    assert heard(programs) == []


async def test_a_revoked_peer_is_refused_at_once(programs: Programs, desk: OtherDesk) -> None:
    assert (await desk.tells()).status_code == 204
    with programs.store.work() as work:
        work.drop_peer("b")
    programs.clock.passes(MINUTE)
    assert said(await desk.tells("incident", "msg_2")) == "unauthorized"
    assert heard(programs) == []


async def test_a_request_that_is_played_again_is_refused(
    programs: Programs, desk: OtherDesk
) -> None:
    body = json.dumps(desk.body()).encode()
    headers = desk.signed(body)
    assert (await desk.posts(body, headers)).status_code == 204
    before = programs.store.last_event()
    programs.clock.passes(MINUTE)
    answer = await desk.posts(body, headers)
    assert (answer.status_code, said(answer)) == (409, "replayed")
    again = await desk.posts(body, desk.signed(body))  # as a sender does who saw no answer
    assert again.status_code == 204
    assert said(await desk.posts(body, desk.signed(body))) == "replayed"
    assert programs.store.last_event() == before


async def test_an_id_is_good_for_one_body(programs: Programs, desk: OtherDesk) -> None:
    await desk.tells()
    programs.clock.passes(MINUTE)
    assert said(await desk.tells("over")) == "key_reused"
    assert [kept.sighting.state for kept in heard(programs)] == [SightingState.REPORTED]


@pytest.mark.parametrize(
    ("pointer", "wrong"),
    first_rows(
        5,
        [
            ("/data/product", {"product": "no-such-product"}),
            ("/data/product", {"product": "plugin:krewsheet"}),
            ("/data/product", {"product": "x" * 201}),
            ("/data/organisations", {"organisations": 2}),
            ("/data/organisations", {"organisations": -3}),
            ("/data/organisations", {"organisations": 10**9}),
            ("/data/organisations", {"organisations": "5"}),
            ("/data/organisations", {"organisations": 3.5}),
            ("/data/since", {"since": "2026-04-14T03:00:00"}),
            ("/data/since", {"since": "2020-01-01T00:00:00Z"}),
            ("/data/since", {"since": "2036-01-01T00:00:00Z"}),
        ],
    ),
)
async def test_what_no_sighting_can_be_is_not_taken(
    programs: Programs, desk: OtherDesk, pointer: str, wrong: dict[str, Any]
) -> None:
    answer = await desk.tells(**wrong)
    assert said(answer) == "invalid"
    assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]
    assert heard(programs) == []
    assert (await desk.tells()).status_code == 204  # the id was not used up


@pytest.mark.parametrize("state", ["", "confirmed", "OVER", "reported.x"])
async def test_other_types_are_not_taken(programs: Programs, desk: OtherDesk, state: str) -> None:
    answer = await desk.tells(state)
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/type"]


async def test_a_word_that_is_too_old_is_not_taken(programs: Programs, desk: OtherDesk) -> None:
    old = {**desk.body(), "timestamp": (programs.clock() - 91 * MINUTE).isoformat()}
    body = json.dumps(old).encode()
    answer = await desk.posts(body, desk.signed(body))
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/timestamp"]


async def test_counts_are_capped(programs: Programs, desk: OtherDesk) -> None:
    await desk.tells(organisations=50_000)
    assert [kept.sighting.organisations for kept in heard(programs)] == [MOST_COUNTED]


async def test_it_takes_signed_json_of_bounded_size_by_post(desk: OtherDesk) -> None:
    body = json.dumps(desk.body()).encode()
    assert said(await desk.posts(b"", httpx.Headers(), "GET")) == "not_allowed"
    assert said(await desk.posts(b"{" * 5_000, desk.signed(b"{" * 5_000))) == "too_large"
    assert said(await desk.posts(b"{" * 100_000, httpx.Headers())) == "too_large"
    assert said(await desk.posts(b"nonsense", desk.signed(b"nonsense"))) == "bad_json"
    desk.headers = {"content-type": "text/plain"}
    assert said(await desk.posts(body, desk.signed(body))) == "not_json"


@pytest.mark.slow
async def test_a_peer_can_tell_so_often_in_a_minute(programs: Programs, desk: OtherDesk) -> None:
    for n in range(OF_PEER):
        assert (await desk.tells(ident=f"msg_{n}")).status_code == 204
    answer = await desk.tells(ident="msg_more")
    assert (answer.status_code, said(answer)) == (429, "too_fast")
    programs.clock.passes(MINUTE)
    assert (await desk.tells(ident="msg_more")).status_code == 204


def test_a_key_is_a_public_key_and_nothing_else() -> None:
    (key,) = THEIRS.public_keys(US)
    (secret,) = THEIRS.secrets(US)
    assert is_key(key)
    assert not any(map(is_key, ("", "whpk_", "whpk_AAAA", secret, key[:-1], key + "=")))
    assert not is_signed(b"said", "v1a,x v1a, v1,abc nonsense", [key])
