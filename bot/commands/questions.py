"""The command ``questions``: what customers ask and the desk cannot answer yet.

Part of the composition root. It reads and writes in short transactions, so that a desk that runs on
the same database goes on.
"""

import argparse
from typing import TextIO

from bot.model.errors import JitabataError
from bot.model.japan import JST
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say


def run(arguments: argparse.Namespace, settings: Settings, out: TextIO) -> int:
    """List them, or let go of one that has its answer now."""
    with SqlStore.open(settings.database_url) as store:
        if arguments.what == "done":
            _done(store, arguments.ident, arguments.lang)
        else:
            _listed(store, arguments.lang, out)
    return 0


def _listed(store: SqlStore, lang: str, out: TextIO) -> None:
    with store.look() as work:
        found = work.unanswered()
    if not found:
        print(say(lang, "questions.none"), file=out)
    for question in found:
        at = f"{question.last_at.astimezone(JST):%Y-%m-%d %H:%M}"
        line = say(
            lang, "questions.line", id=question.id, n=question.times, at=at, text=question.text
        )
        print(" ".join(line.split()), file=out)


def _done(store: SqlStore, ident: str, lang: str) -> None:
    with store.work() as work:
        if not any(q.id == ident for q in work.unanswered()):
            raise JitabataError(say(lang, "questions.unknown", id=ident))
        work.drop_unanswered(ident)
