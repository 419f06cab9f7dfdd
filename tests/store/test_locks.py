"""One turn at a time, among threads and processes; a dead holder's turn is free again."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import migrations
from bot.store.locks import Locks
from tests.store.databases import ON_POSTGRESQL, a_database

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from bot.store.locks import Locks
with Locks(sys.argv[1]).take("slack-T1") as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["file", ON_POSTGRESQL])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as address:
        migrations.migrate(address)
        yield address


def test_of_two_one_has_it_and_then_the_other(url: str) -> None:
    with Locks(url).take("slack-T1") as one, Locks(url).take("slack-T1") as other:
        assert (one, other) == (True, False)
    with Locks(url).take("slack-T1") as again:
        assert again


def test_another_name_is_another_turn(url: str) -> None:
    with Locks(url).take("slack-T1") as one, Locks(url).take("slack-T2") as other:
        assert (one, other) == (True, True)


def test_whoever_fails_lets_go_of_it(url: str) -> None:
    with pytest.raises(KeyError), Locks(url).take("slack-T1"):
        raise KeyError
    with Locks(url).take("slack-T1") as mine:
        assert mine


@pytest.mark.slow
def test_a_killed_process_lets_go_of_it(url: str) -> None:
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"True"
        with Locks(url).take("slack-T1") as mine:
            assert not mine
        holder.kill()
        holder.wait(10)
    for _ in range(500):  # PostgreSQL takes a moment to see that its client is gone
        with Locks(url).take("slack-T1") as mine:
            if mine:
                return
    pytest.fail("the turn of a dead process was never free")


def test_in_memory_everybody_has_it() -> None:
    with Locks("sqlite://").take("slack-T1") as one, Locks("sqlite://").take("slack-T1") as other:
        assert (one, other) == (True, True)
