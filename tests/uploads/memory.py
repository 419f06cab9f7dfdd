"""How much memory 200 MB of HAR take, in a process of its own.

    python -m tests.uploads.memory BODY_KILOBYTES

Prints the kilobytes held at most while reading, above what was held before, and the seconds of the processor.
"""

import subprocess
import sys
import time
from pathlib import Path

import bot.knowledge.load  # noqa: F401 - it says what to mask
from bot.uploads.read import UploadReader
from tests.builders import a_catalogue
from tests.uploads.hars import Stream, a_long_har

MEGABYTES = 199  # just below the limit
ROOT = Path(__file__).parents[2]
SCRIPT = rb"function a(e,t){return \"x\"+e.foo(\"\u3042\")+\"\\n\"}\n"


def held_while_reading(body_kilobytes: int) -> tuple[int, float]:
    """Kilobytes and seconds, measured in a fresh process."""
    words = [sys.executable, "-m", "tests.uploads.memory", str(body_kilobytes)]
    run = subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603
    held, seconds = run.stdout.split()
    return int(held), float(seconds)


def kilobytes(name: str) -> int:
    """What Linux says of this process alone; getrusage would count what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name)))


def main() -> None:
    body = SCRIPT * (int(sys.argv[1]) * 1_000 // len(SCRIPT))
    reader = UploadReader(a_catalogue())
    stream = Stream(a_long_har(MEGABYTES, body))
    before = kilobytes("VmRSS")
    began = time.process_time()
    upload = reader.read("long.har", stream)
    taken = time.process_time() - began
    assert upload.answered == ("app.rurigrid.example",)
    assert not upload.partial
    sys.stdout.write(f"{kilobytes('VmHWM') - before} {taken:.2f}\n")


if __name__ == "__main__":
    main()
