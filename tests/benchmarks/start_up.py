"""How long the command takes to start: help, replay to its first ``done``, serve to its first answer.

    python -m tests.benchmarks.start_up

Prints the median of five starts in seconds, each in a fresh process.
"""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable

STARTS = 5
COMMAND = (sys.executable, "-m", "bot")
TICK = '{"event":"tick","at":"2026-01-05T09:00:00+09:00"}\n'


def show_help() -> None:
    subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)  # noqa: S603


def replay_to_done() -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = [*COMMAND, "replay", "--jsonl", "--state", folder]
        with subprocess.Popen(  # noqa: S603
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write(TICK)
            running.stdin.flush()
            assert "done" in running.stdout.readline()
            running.stdin.close()


def serve_to_answer() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "JITABATA_FOLDER": folder}
        words = [*COMMAND, "serve", "--offline", "--port", str(port)]
        running = subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            while running.poll() is None:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                    return
                time.sleep(0.01)
            raise SystemExit("serve ended before it answered")
        finally:
            running.terminate()
            running.wait()


def main() -> None:
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("help", show_help),
        ("replay to first done", replay_to_done),
        ("serve to first answer", serve_to_answer),
    )
    for name, step in steps:
        taken = []
        for _ in range(STARTS):
            began = time.perf_counter()
            step()
            taken.append(time.perf_counter() - began)
        sys.stdout.write(f"{name}: {statistics.median(taken):.2f} s\n")


if __name__ == "__main__":
    main()
