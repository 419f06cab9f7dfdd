"""What is kept of an installation: sealed, one for each place, in tables that the SDK can use."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table, text

from bot.channels.slack.oauth.encryption import Encryption, EncryptionError
from bot.channels.slack.oauth.installations import Renewed
from bot.store import tables
from tests.channels.fakes import NOON
from tests.channels.slack.granting import Granting
from tests.channels.slack.installing import Database, a_desk_database
from tests.channels.slack.test_settings import KEY, OTHER_KEY
from tests.store.databases import ON_POSTGRESQL, a_database


@pytest.fixture(params=["file", ON_POSTGRESQL])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with (
        a_database(request.param, tmp_path) as url,
        a_desk_database(url, Granting()) as opened,
    ):
        yield opened


def columns(table: Table) -> dict[str, tuple[str, bool]]:
    """Each column's type and whether it may be empty; a sealed token needs more room."""
    sealed = {"bot_token", "bot_refresh_token"}
    return {
        c.name: ("TEXT" if c.name in sealed else str(c.type), bool(c.nullable)) for c in table.c
    }


def test_the_tables_are_those_of_the_sdk() -> None:
    bots = SQLAlchemyInstallationStore.build_bots_table(MetaData(), "slack_bots")
    states = SQLAlchemyOAuthStateStore.build_oauth_states_table(MetaData(), "slack_oauth_states")
    assert columns(tables.slack_bots) == columns(bots)
    assert columns(tables.slack_oauth_states) == columns(states)


def test_what_was_installed_is_found_by_its_place(database: Database) -> None:
    kept = database.has("T1", enterprise="E1")
    whole = database.has("", enterprise="E1")
    assert (kept.team, kept.enterprise) == ("T1", "E1")
    assert (whole.team, whole.enterprise) == ("", "E1")
    assert kept.expires_at == NOON + timedelta(hours=12)
    assert database.installations.org_wide() == [whole]
    assert database.installations.places() == ["E1", "T1"]
    assert database.installations.at("T2") is None


def test_no_token_can_be_read_in_the_database_nor_in_a_repr(database: Database) -> None:
    kept = database.has("T1")
    with database.engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM slack_bots")).all())
    for part in ("xoxe.", "xoxe-", "xoxb-"):  # three letters occur by chance in what is sealed
        assert part not in rows
    assert "xox" not in repr(kept)
    assert "xox" not in repr(Renewed("xoxe.xoxb-1", "xoxe-1", NOON))
    assert KEY not in repr(database.seal)


def test_installing_again_takes_the_place_of_what_was_there(database: Database) -> None:
    old = database.has("T1")
    new = database.has("T1", at=NOON + timedelta(minutes=1))
    assert new.token != old.token
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM slack_bots")).scalar_one() == 1


def test_another_app_in_the_same_database_is_not_ours(database: Database) -> None:
    database.has("T1")
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE slack_bots SET client_id = '33.44'"))
    assert database.installations.at("T1") is None
    assert database.installations.places() == []


def test_a_new_key_seals_and_the_old_one_still_opens(database: Database) -> None:
    old = database.has("T1")
    both = database.installations_with(Encryption([OTHER_KEY, KEY]))
    assert both.at("T1") == old
    both.renew(old, Renewed("xoxe.xoxb-2", "xoxe-2", NOON))
    only_new = database.installations_with(Encryption([OTHER_KEY])).at("T1")
    assert only_new is not None
    assert (only_new.token, only_new.refresh_token) == ("xoxe.xoxb-2", "xoxe-2")


def test_a_lost_key_is_said_and_the_token_is_not(database: Database) -> None:
    database.has("T1")
    stranger = database.installations_with(Encryption([OTHER_KEY]))
    with pytest.raises(EncryptionError, match="JITABATA_SLACK_KEY") as refused:
        stranger.at("T1")
    assert "xox" not in str(refused.value)
    assert stranger.places() == ["T1"]


def test_renewing_what_is_gone_brings_nothing_back(database: Database) -> None:
    kept = database.has("T1")
    assert database.installations.forget("T1", NOON) == 1
    database.installations.renew(kept, Renewed("xoxe.xoxb-2", "xoxe-2", NOON))
    assert database.installations.at("T1") is None


def test_a_departure_of_before_leaves_a_newer_installation(database: Database) -> None:
    database.has("T1", at=NOON)
    assert database.installations.forget("T1", NOON - timedelta(seconds=1)) == 0
    assert database.installations.at("T1") is not None
