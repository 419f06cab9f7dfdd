"""A port in use is said in one sentence, before anything else."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.model.errors import JitabataError
from bot.net.listening import bound


@pytest.fixture
def port_in_use() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["serve", "worker", "demo"])
def test_a_port_in_use_is_all_that_is_said(
    command: str,
    port_in_use: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([command, "--port", str(port_in_use)]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"jitabata: port {port_in_use} on 127.0.0.1 is in use by another program (perhaps a desk"
        " that is running already); stop that one, or choose another port with --port"
    ]
    assert not list(tmp_path.glob("var/*.sqlite"))


def test_what_is_bound_can_be_listened_on_and_is_free_again_at_once() -> None:
    with closing(bound("localhost", 0)) as first:
        first.listen()
        port = first.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
    bound("127.0.0.1", port).close()


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(JitabataError, match=r"cannot listen on 192\.0\.2\.1"):
        bound("192.0.2.1", 8000)
