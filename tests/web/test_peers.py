"""What staff see of other desks, and what the operator says of them."""

import io
from pathlib import Path

import httpx
import pytest

from bot.__main__ import main
from bot.commands.peers import run
from bot.model.audit import AuditFilter
from bot.model.errors import JitabataError
from bot.model.incident import Incident
from bot.model.peer import KeptSighting, Peer, PeerRecord, Sighting, SightingState
from bot.options import parser_of
from bot.settings import from_environment
from bot.store.sql import SqlStore
from tests.cases import each
from tests.web.conftest import House

pytestmark = pytest.mark.anyio
NAME = "<b>B社</b>のデスク"
KEY = "whpk_" + "A" * 43 + "="


def tell(house: House, state: SightingState = SightingState.INCIDENT) -> Incident:
    """Another desk tells of the product that an incident here is about."""
    incident = house.work.incident("I-3")
    assert incident is not None
    product, now = incident.cause.partition(":")[2], house.clock()
    house.work.known_peers.append(Peer("b", NAME, (KEY,), record=PeerRecord(4, 3)))
    house.work.heard.append(KeptSighting("b", Sighting(product, state, now, 5), now, now))
    return incident


async def test_the_monitoring_page_shows_what_other_desks_tell(
    house: House, staff: httpx.AsyncClient
) -> None:
    assert "ほかのデスクからの情報" not in (await staff.get("/staff/feeds")).text
    tell(house)
    page = (await staff.get("/staff/feeds")).text
    for words in (
        "ほかのデスクからの情報",
        "先方でインシデント",
        "5組織が報告",
        "4件中3件",
        "+11 dB",
    ):
        assert words in page
    assert "<b>B社</b>" not in page
    english = (await staff.get("/staff/feeds?lang=en")).text
    for words in ("What other desks tell", "Incident there", "3 of 4 proved right"):
        assert words in english


async def test_a_desk_that_tells_nothing_is_said_to_tell_nothing(
    house: House, staff: httpx.AsyncClient
) -> None:
    house.work.known_peers.append(Peer("b", NAME, (KEY,)))
    assert "障害の情報はありません" in (await staff.get("/staff/feeds")).text


async def test_the_page_of_an_incident_shows_it_beside_the_suspect(
    house: House, staff: httpx.AsyncClient
) -> None:
    incident = tell(house)
    page = (await staff.get(f"/staff/incidents/{incident.id}")).text
    assert "&lt;b&gt;B社&lt;/b&gt;のデスク：5組織" in page


async def test_what_is_over_there_stands_beside_no_suspect(
    house: House, staff: httpx.AsyncClient
) -> None:
    incident = tell(house, SightingState.OVER)
    page = (await staff.get(f"/staff/incidents/{incident.id}")).text
    assert "B社" not in page
    assert "先方で終息" in (await staff.get("/staff/feeds")).text


class Operator:
    """Whoever runs a desk, with its commands."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JITABATA_FOLDER", str(folder))
        monkeypatch.setenv("JITABATA_DATABASE", f"sqlite:///{folder}/desk.sqlite")
        monkeypatch.setenv("JITABATA_PUBLIC_URL", "https://desk.example.com")
        self.settings = from_environment()
        self._monkeypatch = monkeypatch

    def says(self, *words: str) -> str:
        asked = ["peers", *words]
        given = parser_of({"peers": (lambda _: 0, "peers")}, asked).parse_args(asked)
        out = io.StringIO()
        run(given, self.settings, out)
        return out.getvalue()

    def peer(self, name: str) -> Peer | None:
        store = SqlStore.open(self.settings.database_url)
        with store.look() as work:
            found = work.peer(name)
        store.close()
        return found


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(tmp_path, monkeypatch)


def test_each_direction_is_chosen_and_nothing_secret_is_printed(operator: Operator) -> None:
    printed = operator.says("add", "b", "--title", "B社のデスク")
    _, key, url, *rest = printed.splitlines()
    assert rest == []
    assert key.startswith("--key whpk_")
    assert url == "--url https://desk.example.com/api/v1/peers/b/sightings"
    assert "whsec_" not in printed
    assert operator.peer("b") == Peer("b", "B社のデスク")
    assert "受け取らない\t伝えない" in operator.says("list")
    theirs = key.removeprefix("--key ")
    operator.says("add", "b", "--key", theirs, "--url", "https://b.example/x", "--early")
    assert operator.peer("b") == Peer("b", "b", (theirs,), "https://b.example/x", early=True)
    assert "heard\ttold of reports" in operator.says("list", "--lang", "en")


def test_one_that_is_forgotten_is_gone(operator: Operator) -> None:
    operator.says("add", "b", "--key", KEY)
    assert "削除しました" in operator.says("revoke", "b")
    assert operator.peer("b") is None
    assert "登録されていません" in operator.says("list")
    with pytest.raises(JitabataError, match="「b」"):
        operator.says("revoke", "b")


def test_what_its_word_was_worth_stays_when_it_is_changed(operator: Operator) -> None:
    operator.says("add", "b", "--key", KEY)
    store = SqlStore.open(operator.settings.database_url)
    with store.work() as work:
        known = work.peer("b")
        assert known is not None
        work.save_peer(known.after(was_right=True))
    store.close()
    operator.says("add", "b", "--title", "B")
    assert operator.peer("b") == Peer("b", "B", record=PeerRecord(1, 1))


@each(
    ("words", "why"),
    [
        (["B"], "a-z"),
        (["b" * 41], "a-z"),
        (["b", "--key", "whsec_AAAA"], "whpk_"),
        (["b", "--key", "whpk_AAAA"], "whpk_"),
        (["b", "--url", "http://b.example/x"], "https://"),
        (["b", "--url", "https://127.0.0.1/x"], "private_hosts"),
        (["b", "--early"], "--url"),
    ],
)
def test_what_cannot_be_is_refused(operator: Operator, words: list[str], why: str) -> None:
    with pytest.raises(JitabataError, match=why):
        operator.says("add", *words)
    assert operator.peer("b") is None


def test_what_the_operator_changes_is_written_down(
    operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["peers", "add", "b"]) == 0
    assert "whpk_" in capsys.readouterr().out
    store = SqlStore.open(operator.settings.database_url)
    assert [e.act for e in store.staff.audited(AuditFilter())] == ["peer.add"]
    store.close()
