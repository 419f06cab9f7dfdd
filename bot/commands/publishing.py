"""The command ``publish``: the public page and its documents as files, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.knowledge.load import load
from bot.running.live_settings import LiveSettings
from bot.running.publishing import PagePublisher
from bot.settings import from_environment
from bot.store.sql import SqlStore
from bot.texts.loader import say


def publish(
    folder: Path,
    config: Path | None,
    knowledge_folder: Path | None,
    lang: str,
    clock: Callable[[], datetime],
    out: TextIO,
) -> int:
    """Bring a folder up to date and say how much of it changed."""
    settings = from_environment(config)
    known = load(knowledge_folder, home=settings.operator.home_product)
    knowledge = replace(known, operator=settings.operator)
    with SqlStore.open(settings.database_url) as store:
        live = LiveSettings(settings, knowledge, store.settings)
        publisher = PagePublisher(live.settings, live.knowledge, store, clock, folder)
        changed = publisher.publish()
    out.write(say(lang, "public.published", n=changed, folder=folder) + "\n")
    return 0
