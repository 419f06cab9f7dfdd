"""Serve sample data to look at: ``python -m tests.web.preview [PORT]``. Staff token: ``preview``."""

import itertools
import sys
from datetime import UTC, datetime

import uvicorn

import bot.knowledge.load  # noqa: F401 - it says what to mask
from bot.uploads.read import UploadReader
from bot.web.hub import Hub
from bot.web.site import Site, create_app
from tests.store.databases import in_memory
from tests.web.busy_hour import fill
from tests.web.fakes import FakeDoor, FakeViews
from tests.web.samples import ANSWER, a_knowledge, checked_at


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a preview stands at the rim


def main() -> None:
    views = FakeViews()
    fill(views.everything, clock())
    door = FakeDoor(views)
    door.answers(ANSWER, buttons=("worked", "failed", "human"), checked=checked_at(clock()))
    numbers = itertools.count(1)
    site = Site(
        door=door,
        views=views,  # type: ignore[arg-type]  # its unit of work is a fake
        staff=in_memory().staff,
        hub=Hub(),
        knowledge=a_knowledge(),
        clock=clock,
        secret="only-for-looking",
        staff_token="preview",
        new_id=lambda: f"preview-{next(numbers):06}",
        uploads=UploadReader(a_knowledge().catalogue),
    )
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    uvicorn.run(create_app(site), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
