"""What every command begins with: the clock, ids and logs. The only file that reads the clock.

It imports little, so that a command that needs no desk does not wait for one.
"""

import logging
import sys
import uuid
from datetime import datetime

import bot.knowledge.load  # noqa: F401 - it says what is masked, without which logs hold no words
from bot.logs import LogHandler, log_what_nobody_caught
from bot.model.japan import JST
from bot.settings import logs_as_json


def now() -> datetime:
    """The present moment in Japan's time, which is what readers of this desk live by."""
    return datetime.now(JST)


def new_id() -> str:
    """An id that was never given before."""
    return uuid.uuid4().hex


def log_to_stderr(level: int = logging.INFO) -> None:
    """Logs go to standard error, discreetly; standard output belongs to effects."""
    logging.basicConfig(level=level, handlers=[LogHandler(as_json=logs_as_json())])
    if not sys.stderr.isatty():
        log_what_nobody_caught()
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log addresses at every poll
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every job
