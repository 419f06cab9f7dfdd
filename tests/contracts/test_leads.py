"""Of several processes on one database one has the lead, until it ends; the same over every database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.store.sql import SqlStore
from tests.store.databases import KINDS, a_database

SHARED = [kind for kind in KINDS if kind != "memory"]
HOLDER = """
import sys
from bot.store.sql import SqlStore
store = SqlStore(sys.argv[1])
print(store.leads("feeds"), flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=SHARED)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as found:
        SqlStore.open(found).close()
        yield found


def test_one_leads_and_goes_on_leading(url: str) -> None:
    first, second = SqlStore(url), SqlStore(url)
    assert first.leads("feeds")
    assert first.leads("feeds")
    assert not second.leads("feeds")
    assert second.leads("probes-main")  # another role
    assert not first.leads("probes-main")
    first.close()
    assert second.leads("feeds")
    second.close()


def test_a_desk_in_memory_is_alone() -> None:
    store = SqlStore.open("sqlite://")
    assert store.leads("feeds")
    store.close()


def test_who_is_killed_has_lost_the_lead_at_once(url: str) -> None:
    holder = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline().strip() == b"True"
    store = SqlStore(url)
    assert not store.leads("feeds")
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    holder.stdin.close()
    assert any(store.leads("feeds") for _ in range(2000))  # the server notices within moments
    store.close()


def test_who_has_lost_the_database_does_not_lead(tmp_path: Path) -> None:
    with a_database("postgresql", tmp_path) as url:
        store = SqlStore.open(url)
        assert store.leads("feeds")
        server = create_engine(url)
        with server.begin() as connection:
            found = connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    " AND pid <> pg_backend_pid() AND objid = (hashtextextended('jitabata lead '"
                    " || current_schema() || ' feeds', 0) & 4294967295)::bigint::oid"
                )
            ).all()
        server.dispose()
        assert found == [(True,)]
        assert not store.leads("feeds")
        assert store.leads("feeds")  # nobody else took it meanwhile
        store.close()
