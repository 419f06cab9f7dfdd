"""What a process does not use it does not import: memory is held to 150 MB (tests/benchmarks)."""

import subprocess
import sys

import pytest

PUT_TOGETHER = """
import sys
import pytest
from bot.start import new_id, now
from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge
from bot.running.serving import DeskServer
from bot.settings import Settings
from bot.store.sql import SqlStore

settings = Settings(database="sqlite://")
knows = Knowledge(Catalogue.of(()))
DeskServer(settings, knows, SqlStore.open(settings.database_url), now, new_id)
print(*sys.modules)
"""
DEAR = ("aiohttp", "alembic", "cryptography", "httpx", "psycopg", "slack_bolt", "slack_sdk")


@pytest.mark.slow
def test_a_process_without_slack_and_webhooks_imports_nothing_of_theirs() -> None:
    asked = [sys.executable, "-c", PUT_TOGETHER]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
    imported = set(told.stdout.split())
    assert "bot.running.serving" in imported
    assert imported.isdisjoint(DEAR)
