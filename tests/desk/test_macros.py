"""Macros: what can be saved, and what is filled in for a case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.macros import LONGEST_NAME, LONGEST_TEXT, MOST, fault_of, filled, left_open
from bot.model.conversation import Conversation
from bot.model.identity import Identity, organisation_key
from bot.model.incident import Incident, IncidentStatus
from bot.model.macro import Macro, MacroRemoved, MacroSaved
from bot.model.organisation import KnownOrganisation
from bot.model.publication import Post, PostKind, PostStatus
from bot.store.sql import SqlStore
from tests import shipped
from tests.builders import MORNING
from tests.cases import each
from tests.desk.announcing import opened
from tests.store.builders import an_incident
from tests.store.databases import in_memory

ALL = "{organisation}の{person}様。担当の{agent}です（{case}）。｛ incident ｝、次は{next_update}"
OTHERS = [Macro(f"M{n}", f"名前{n}", {"ja": "本文"}, MORNING) for n in range(MOST)]


@each(
    ("name", "texts", "key", "word"),
    [
        ("", {"ja": "本文"}, "name", ""),
        ("長" * (LONGEST_NAME + 1), {"ja": "本文"}, "name_long", ""),
        ("名前3", {"ja": "本文"}, "name_taken", ""),
        ("新しい", {}, "text", ""),
        ("新しい", {"ja": "", "en": ""}, "text", ""),
        ("新しい", {"ja": "x" * (LONGEST_TEXT + 1)}, "text_long", ""),
        ("新しい", {"ja": "よい", "en": "Hello {Case}"}, "variable", "Case"),
        ("新しい", {"ja": "｛会社名｝様"}, "variable", "会社名"),
        ("新しい", {"ja": "{case}と{agent"}, "brace", ""),
        ("新しい", {"ja": "}"}, "brace", ""),
    ],
)
def test_why_a_macro_cannot_be_saved(
    name: str, texts: Mapping[str, str], key: str, word: str
) -> None:
    fault = fault_of(name, texts, "", OTHERS[:10])
    assert fault is not None
    assert (fault.key, fault.word) == (key, word)


def test_one_more_than_the_most_is_refused_and_changing_one_is_not() -> None:
    full = fault_of("新しい", {"ja": ALL}, "", OTHERS)
    assert full is not None
    assert full.key == "many"
    assert fault_of("新しい", {"ja": ALL}, "", OTHERS[1:]) is None
    assert fault_of("名前3", {"en": "{ case }"}, "M3", OTHERS) is None


def a_talk(lang: str = "ja", **more: object) -> Conversation:
    talk = Conversation("C1", "web:1", "aoba.example", "web", lang, MORNING)
    return replace(talk, **more)  # type: ignore[arg-type]


def registered(ident: str, name: str) -> KnownOrganisation:
    return KnownOrganisation(ident, name, (), complete=False, changed_at=MORNING, changed_by="")


@pytest.fixture
def store() -> SqlStore:
    return in_memory()


def test_what_is_known_is_filled_in_and_what_is_not_stays_in_braces(store: SqlStore) -> None:
    macro = Macro("M1", "全部", {"ja": ALL}, MORNING)
    with store.work() as work:
        work.save_organisations([registered("aoba.example", "青葉製作所")])
    with store.look() as work:
        found = filled(macro, a_talk(), "T7", ("佐藤", MORNING), work)
    assert found.text == (
        "青葉製作所のご担当者様。担当の佐藤です（T7）。{incident}、次は{next_update}"
    )
    assert found.missing == left_open(found.text) == ("incident", "next_update")


@each(
    ("tenant", "called"),
    [
        ("aoba.example", "青葉製作所"),
        ("web:1", "貴社"),
        ("T0AB12CD3", "貴社"),
        ("nameless.example", "貴社"),
        ("川原商事", "川原商事"),  # a key that is the name
        (organisation_key(Identity.CLAIMED, "みどり商事", ""), "みどり商事"),
        (organisation_key(Identity.ANONYMOUS, "", "192.0.2.1"), "貴社"),
    ],
)
def test_an_organisation_is_called_by_its_registered_name_and_never_by_its_key(
    store: SqlStore, tenant: str, called: str
) -> None:
    known = registered("aoba.example", "青葉製作所"), registered("nameless.example", "")
    macro = Macro("M1", "宛名", {"ja": "{organisation}様"}, MORNING)
    with store.work() as work:
        work.save_organisations(known)
        found = filled(macro, a_talk(tenant=tenant), "T7", ("佐藤", MORNING), work)
    assert (found.text, found.missing) == (f"{called}様", ())


def test_only_what_the_public_page_says_of_an_incident_is_filled_in(store: SqlStore) -> None:
    incident = replace(an_incident("I1"), next_update_at=MORNING + timedelta(minutes=90))
    at, titles = MORNING, {"ja": "一覧が開かない件", "en": "Lists do not open"}
    post = Post(
        *("p1", PostKind.INCIDENT, PostStatus.IDENTIFIED, titles, at, at, at), incident="I1"
    )
    macro = Macro(
        "M1", "続報", {"ja": "{incident}：{next_update}", "en": "{incident}: {next_update}"}, at
    )

    def says(lang: str, minutes: int = 0) -> str:
        by = ("佐藤", at + timedelta(minutes=minutes))
        with store.look() as work:
            return filled(macro, a_talk(lang, incident="I1"), "T7", by, work).text

    with store.work() as work:
        work.save_incident(incident)
    assert says("ja") == "{incident}：1月5日 10:30"
    with store.work() as work:
        work.save_post(post)
    assert says("ja", 91) == "一覧が開かない件：{next_update}"
    assert says("en") == "Lists do not open: 01:30 UTC on 5 January"


def test_a_customer_gets_the_other_language_where_theirs_has_no_text(store: SqlStore) -> None:
    macro = Macro("M1", "確認", {"ja": "承りました。"}, MORNING)
    with store.look() as work:
        found = filled(macro, a_talk("en"), "T7", ("佐藤", MORNING), work)
        korean = filled(
            replace(macro, texts={"ja": "承りました。", "en": "Received."}),
            *(a_talk("ko"), "T7", ("佐藤", MORNING), work),
        )
    assert (found.text, found.lang) == ("承りました。", "ja")
    assert (korean.text, korean.lang) == ("Received.", "en")


def test_macros_come_in_by_the_one_door_masked_and_only_whole(store: SqlStore) -> None:
    desk = opened(store, shipped.knowledge()).day.desk

    def save(name: str, text: str, macro: str = "") -> None:
        desk.handle(MacroSaved(MORNING, macro, "佐藤", name, {"ja": text, "fr": "non"}))

    save("窓口", "{organisation}様、tanaka@aoi.example までどうぞ。{case}")
    save("窓口", "同じ名前")
    save("変", "{unknown}")
    save("なし", "本文", macro="M9")
    with store.look() as work:
        [kept] = work.macros()
    assert kept.texts.keys() == {"ja"}
    assert "tanaka@" not in kept.texts["ja"]
    assert kept.texts["ja"].startswith("{organisation}様、")
    assert kept.texts["ja"].endswith("{case}")
    save("窓口", "改めました", macro=kept.id)
    with store.look() as work:
        assert work.macros() == [replace(kept, texts={"ja": "改めました"})]
    desk.handle(MacroRemoved(MORNING, kept.id, "佐藤"))
    with store.look() as work:
        assert work.macros() == []


def test_an_incident_that_is_over_says_no_next_update(store: SqlStore) -> None:
    over: Incident = replace(an_incident("I1"), status=IncidentStatus.RESOLVED, next_update_at=None)
    with store.work() as work:
        work.save_incident(over)
        macro = Macro("M1", "続報", {"ja": "{next_update}"}, MORNING)
        found = filled(macro, a_talk(incident="I1"), "T7", ("佐藤", MORNING), work)
    assert found.missing == ("next_update",)
