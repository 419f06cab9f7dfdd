"""Texts, prose and wording."""

import re
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.names import ReaderNames, what_fails
from bot.desk.prose import status_hosts
from bot.model.incident import IncidentMatter
from bot.model.understanding import FactValue, Symptom
from bot.web.prose import prose
from bot.web.wording import PageWording, Texts
from bot.web.zones import zone_of
from tests.cases import each
from tests.web.fakes import NOON
from tests.web.samples import XSS, a_knowledge

HOSTS = frozenset({"status.tana.example"})


def test_text_becomes_paragraphs_and_lists() -> None:
    html = prose("はじめに\n続き\n\n・一つ\n・二つ\n1. 手順\n2) 次\nおわり", HOSTS)
    assert html == (
        "<p>はじめに<br>続き</p><ul><li>一つ</li><li>二つ</li></ul>"
        '<ol><li value="1">手順</li><li value="2">次</li></ol><p>おわり</p>'
    )


@each(
    ("text", "links"),
    [
        ("https://status.tana.example/a?b=1&c=2。", ["https://status.tana.example/a?b=1&amp;c=2"]),
        ("https://elsewhere.example/", []),
        ("https://status.tana.example.evil.example/", []),
        ("https://status.tana.example@evil.example/", []),
        ("javascript://status.tana.example/%0aalert(1)", []),
        ("http://[status.tana.example/", []),
    ],
)
def test_only_status_pages_of_vendors_become_links(text: str, links: list[str]) -> None:
    found = re.findall(r'href="([^"]*)"', prose(text, HOSTS))
    assert [f for f in found if "evil" not in f] == found
    assert found == links


def test_the_trusted_hosts_are_those_of_the_catalogue() -> None:
    assert status_hosts(a_knowledge().catalogue) == {
        "status.platform.example",
        "status.tana.example",
        "status.hoshi.example",
    }


ODD = [*"<>&\"'/:.a1\n ・-=@", "https://status.tana.example/", XSS]


@given(st.lists(st.sampled_from(ODD)).map("".join))
def test_no_text_makes_any_other_tag(text: str) -> None:
    tags = set(re.findall(r"<[^>]*>", prose(text, HOSTS)))
    allowed = r'<(/?(p|ul|ol|li|br|a)|li value="\d+"|a href="https://status\.tana\.example/[^"<>]*" target="_blank" rel="noopener noreferrer")>'
    assert all(re.fullmatch(allowed, tag) for tag in tags)


@each(
    ("seconds", "ja", "en"),
    [
        (-5, "たった今", "just now"),
        (59, "たった今", "just now"),
        (130, "2分前", "2 min ago"),
        (3 * 3600, "3時間前", "3 h ago"),
        (72 * 3600, "3日前", "3 days ago"),
    ],
)
def test_ages_are_told_in_the_unit_that_matters(seconds: int, ja: str, en: str) -> None:
    for lang, said in (("ja", ja), ("en", en)):
        wording = PageWording(Texts(lang), a_knowledge(), zone_of(lang, ""), NOON)
        assert wording.ago(NOON - timedelta(seconds=seconds)) == said


def test_days_carry_the_zone() -> None:
    ja = PageWording(Texts("ja"), a_knowledge(), zone_of("ja", ""), NOON)
    en = PageWording(Texts("en"), a_knowledge(), zone_of("en", ""), NOON)
    assert ja.day(NOON) == "4月14日（火）UTC+09:00"
    assert en.day(NOON) == "Tue 14 Apr, UTC"
    assert zone_of("en", "Asia/Kolkata").key == "Asia/Kolkata"
    assert ja.moment(NOON) == "2026-04-14 12:00 JST (+09:00)"
    assert en.moment(NOON) == "2026-04-14 03:00 UTC"
    assert ja.zone_word == "UTC+09:00"


def test_what_was_not_today_is_told_with_its_day() -> None:
    ja = PageWording(Texts("ja"), a_knowledge(), zone_of("ja", ""), NOON)
    assert ja.lately(NOON - timedelta(hours=1)) == ja.clock(NOON - timedelta(hours=1))
    assert ja.lately(NOON - timedelta(days=1)) == ja.date(NOON - timedelta(days=1))


@pytest.mark.anyio
async def test_staff_speak_of_the_same_times_in_either_language(staff: httpx.AsyncClient) -> None:
    staff.cookies.set("zone", "Europe/London")
    for lang in ("ja", "en"):
        page = (await staff.get("/staff/incidents/I-3", headers={"Accept-Language": lang})).text
        told = re.findall(r'title="(\d[^"]+)"', page)
        assert told
        assert {each.partition(" JST ")[2] for each in told} == {"(+09:00)"}


@each("asked", ["../../etc/passwd", "Nowhere/City", "A" * 500, "Asia", ""])
def test_an_unknown_zone_is_that_of_the_language(asked: str) -> None:
    assert zone_of("ja", asked).key == "Asia/Tokyo"


@each(
    ("cause", "said"),
    [
        ("plugin:tana_list", "タナ一覧プラグイン（プラグイン）"),
        ("plugin:any", "プラグイン"),
        ("customer:network", "社内ネットワーク"),
        ("unknown", "まだ不明"),
        (None, "まだ不明"),
        ("browser:odd", "odd（ブラウザ）"),
    ],
)
def test_causes_are_told_in_words(cause: str | None, said: str) -> None:
    wording = PageWording(Texts("ja"), a_knowledge(), zone_of("ja", ""), NOON)
    assert wording.cause(cause) == said


@each(
    ("matter", "ja", "en"),
    [
        (
            IncidentMatter("unknown", "wont_open", 3),
            "kintoneが開かない（3社）",
            "kintone won't open (3 organisations)",
        ),
        (
            IncidentMatter("unknown", "wont_open", 1),
            "kintoneが開かない（1社）",
            "kintone won't open (1 organisation)",
        ),
        (IncidentMatter("unknown"), "kintoneの不具合", "Trouble with kintone"),
        (
            IncidentMatter("plugin:any", "slow", 2),
            "プラグイン：kintoneが遅い（2社）",
            "plugin: kintone is slow (2 organisations)",
        ),
        (
            IncidentMatter("infra:hoshi_cdn", "slow", 2),
            "Hoshi CDN（配信・ホスティング）",
            "Hoshi CDN (hosting or CDN)",
        ),
    ],
)
def test_an_incident_is_titled_by_what_fails_as_long_as_its_cause_is_not_known(
    matter: IncidentMatter, ja: str, en: str
) -> None:
    known = a_knowledge()
    assert ReaderNames(known, known.catalogue, "ja").incident(matter) == ja
    assert ReaderNames(known, known.catalogue, "en").incident(matter) == en


def test_every_symptom_has_a_title_in_both_languages() -> None:
    known = a_knowledge().catalogue
    assert len({what_fails(s, known, lang) for s in ("", *Symptom) for lang in ("ja", "en")}) == 30


@each(
    ("probability", "said"),
    [(0.0, "1%未満"), (0.004, "1%未満"), (0.784, "78%"), (0.999, "99%"), (1, "99%")],
)
def test_probabilities_promise_no_certainty_they_lack(probability: float, said: str) -> None:
    wording = PageWording(Texts("ja"), a_knowledge(), zone_of("ja", ""), NOON)
    assert wording.percent(probability) == said


@each(
    ("value", "said"),
    [
        (True, "はい"),
        (False, "いいえ"),
        (3, "3"),
        ("Chrome", "Chrome"),
        (("disable_plugin", "reload"), "プラグインを無効にする、reload"),
    ],
)
def test_facts_are_told_with_the_answer_the_right_way_round(value: FactValue, said: str) -> None:
    wording = PageWording(Texts("ja"), a_knowledge(), zone_of("ja", ""), NOON)
    assert wording.fact("other_users_ok") == "ほかの方は正常"
    assert wording.fact("new_key") == "new key"
    assert wording.value(value) == said


@each(("chance", "value"), [(0.4, "0.400"), (0.99, "0.990"), (0.9996, "0.990"), (1.0, "0.990")])
def test_a_meter_shows_no_more_than_the_percentage_beside_it(chance: float, value: str) -> None:
    wording = PageWording(Texts("ja"), a_knowledge(), zone_of("ja", ""), NOON)
    assert wording.meter(chance) == value
