"""What people say is known before any part of the triage is tried by itself."""

import pytest

from bot.triage.understand.lexicon import furnish
from tests import shipped


@pytest.fixture(scope="session", autouse=True)
def lexicon() -> None:
    furnish(shipped.knowledge().language)
