"""Settings that admins have saved: after the file, in force in every part of a process."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import httpx
import pytest
from httpx import ASGITransport

from bot.channels.mail.relay import PrintedRelay
from bot.configuration.broadcast import NIGHT
from bot.configuration.editable import as_texts, fault_of, operator_with
from bot.configuration.operator import operator_of
from bot.model.broadcast import Quiet
from bot.model.operator import Operator
from bot.model.retention import Retention
from bot.model.settings_in_force import SettingNames, SettingSource
from bot.running.live_settings import LiveSettings, with_saved
from bot.running.serving import DeskServer
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.web.staff_token import OneTimeLinks
from tests.channels.mail.letters import Counter
from tests.shipped import knowledge
from tests.store.databases import in_memory
from tests.web.samples import a_knowledge

NOON = datetime(2026, 4, 14, 3, tzinfo=UTC)
NAMED = SettingNames(keys=frozenset({"operator", "operator.name"}), file="jitabata.toml")


def given(**more: object) -> Settings:
    return Settings(operator=Operator({"ja": "青葉商店"}), names=NAMED, **more)  # type: ignore[arg-type]


def test_what_the_file_says_wins_and_the_rest_is_as_it_was_saved() -> None:
    saved = {"operator.name": "若葉商店", "operator.name_en": "Aoba", "retention.audit": "30"}
    settings = with_saved(given(), saved)
    assert settings.operator.name == {"ja": "青葉商店", "en": "Aoba"}
    assert settings.retention == replace(Retention(), audit=30)
    source = settings.names.source_of
    assert source("operator.name") is SettingSource.FILE
    assert source("operator.name_en") is SettingSource.CONSOLE
    assert source("retention.journal") is SettingSource.DEFAULT


def test_what_cannot_be_any_more_is_left_out() -> None:
    settings = with_saved(given(), {"retention.audit": "1", "operator.hours": "x", "odd": "y"})
    assert settings == given()


def test_hours_and_closed_days_are_read_and_written_alike() -> None:
    hours = ["mon-fri 09:00-18:00", "sat 22:00-24:00", "sun-mon 10:00-11:30"]
    operator = operator_of({"hours": hours, "closed": ["2026-12-31"]}, Path())
    texts = as_texts(operator, Retention(), NIGHT, frozenset({"mail"}))
    assert texts["operator.hours"].split("\n") == [
        *hours[:2],
        *("mon 10:00-11:30", "sun 10:00-11:30"),
    ]
    assert all(fault_of(name, text) is None for name, text in texts.items())
    again = operator_with(Operator(), {n: t for n, t in texts.items() if n.startswith("operator")})
    assert again.hours is not None
    assert as_texts(again, Retention(), NIGHT, frozenset({"mail"})) == texts
    assert operator_with(operator, {"operator.closed": ""}).hours != operator.hours
    assert operator_with(operator, {"operator.hours": ""}).hours is None


@pytest.mark.parametrize(
    ("saved", "quiet"),
    [("23:00-06:30", Quiet(time(23), time(6, 30))), ("", None), ("22:00", NIGHT)],
)
def test_quiet_hours_are_as_they_were_saved_unless_they_cannot_be(
    saved: str, quiet: Quiet | None
) -> None:
    assert with_saved(given(), {"broadcast.quiet": saved}).quiet == quiet


def test_quiet_hours_of_the_file_win() -> None:
    file = replace(given(), names=SettingNames(keys=frozenset({"broadcast.quiet"})))
    assert with_saved(file, {"broadcast.quiet": ""}).quiet == NIGHT


def test_another_process_hears_of_it_with_its_next_look() -> None:
    store = in_memory().settings
    here, there = (LiveSettings(given(), a_knowledge(), store) for _ in range(2))
    heard: list[object] = []
    there.tell(lambda known: heard.append((known.operator.called("en"), known.catalogue.home)))
    values = {**here.values(), "operator.name_en": "Aoba", "operator.home_product": "tana_list"}
    assert here.save({}, values, NOON, "加藤")
    assert store.saved() == {"operator.name_en": "Aoba", "operator.home_product": "tana_list"}
    assert not there.save({}, {}, NOON, "佐藤")
    there.refresh()
    there.refresh()
    assert heard == [("Aoba", there.knowledge.catalogue.get("tana_list"))]
    assert there.knowledge.catalogue.home is not None


def test_a_product_that_the_knowledge_base_has_lost_is_ours_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = in_memory().settings
    store.save({}, {"operator.home_product": "gone"}, NOON, "加藤")
    live = LiveSettings(given(), a_knowledge(), store)
    assert live.settings.operator.home_product == "desk_form"
    assert "gone" in caplog.text


def test_mail_goes_out_in_the_name_that_was_saved_unless_the_file_has_one() -> None:
    mail = Counter(PrintedRelay()).settings
    settings = with_saved(Settings(mail=mail), {"operator.name": "若葉商店"})
    assert settings.mail is not None
    assert (settings.mail.sender_name, settings.mail.operator) == ("若葉商店", "若葉商店")
    named = SettingNames(keys=frozenset({"mail.from_name", "mail.operator"}))
    settings = with_saved(Settings(mail=mail, names=named), {"operator.name": "若葉商店"})
    assert settings.mail == mail


@pytest.mark.anyio
async def test_a_process_begins_with_what_was_saved_and_shows_what_is_saved_later(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url)
    store.settings.save({}, {"operator.name": "若葉商店"}, NOON, "加藤")
    ids = (f"id-{n}" for n in itertools.count())
    settings = Settings(folder=tmp_path, database=url, secret="a secret for tests")
    server = DeskServer(settings, knowledge(), store, lambda: NOON, ids.__next__)
    app = server.pages(OneTimeLinks())
    async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://desk") as reader:
        assert "若葉商店" in (await reader.get("/chat")).text
        store.settings.save(store.settings.saved(), {"operator.name": "双葉"}, NOON, "加藤")
        server._live.refresh()
        assert "双葉" in (await reader.get("/chat")).text
    await server.close()
    store.close()
