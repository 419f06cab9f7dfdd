"""What customers and staff read of an incident: approved fields only, and all that staff need."""

import re
from typing import Any

from bot.incidents.broadcast import Due
from bot.incidents.cause_names import cause_name
from bot.incidents.declare import Declaration, IncidentAction
from bot.incidents.wording import MOST_SHARED, alert, evidence, notice
from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from tests.builders import (
    FORMS,
    HOSTING,
    PLATFORM,
    POPULAR,
    PRINTS,
    RARE,
    a_feed,
    a_report,
    a_watch,
    an_incident,
    at,
)
from tests.cases import each

OWN = {RARE.cause: 9.0}
SECRET = "部長の山田がひどく怒っています"
OFF, ON = f"disable_plugin:{RARE.id}", f"reenable_plugin:{RARE.id}"
GIVEN = {
    "update": ("point_to_status_page",),
    "workaround": (OFF, "use_standard_view"),
    "recovered": ("no_action_needed", "hard_reload"),
    "reenable": (ON,),
    "relapse": (OFF,),
    "is_it_over": (),
    "withdrawn": (),
    "first": (),
    "stale": ("clear_cache",),
    "released": ("update_plugin_version",),
    "helped:other_browser": ("other_browser",),
    "helped:clear_cache": ("clear_cache",),
    "helped:update_plugin_version": ("update_plugin_version", f"reenable_with_caution:{RARE.id}"),
}


def a_reader(number: int = 1, lang: str = "ja", **changes: Any) -> Conversation:
    values = {
        "lang": lang,
        "turns": (Turn(at(0), Speaker.CUSTOMER, SECRET, "m1"),),
        "complaint": Complaint(products=(RARE.id,), inventory=(RARE.id, POPULAR.id)),
        **changes,
    }
    return a_report(number, OWN, **values)


def an_outage(**changes: Any) -> Incident:
    members = [a_reader(n) for n in (1, 2)]
    return an_incident(*members, **{"proven": True, **changes})


@each("reason", GIVEN)
@each("lang", ["ja", "en"])
def test_a_notice_says_something_and_nothing_of_anybody_else(
    knowledge: Knowledge, reason: str, lang: str
) -> None:
    text = notice(
        Due(a_reader(lang=lang), reason, GIVEN[reason]), an_outage(), a_watch(), knowledge
    )
    assert text.strip()
    assert bool(re.search("[ぁ-ん]", text)) is (lang == "ja")
    assert SECRET not in text
    assert "tenant" not in text
    assert "reporter" not in text
    assert not re.search(r"[!！]|\{", text)
    assert "2 " not in text.partition("1. ")[0]  # two organisations are no figure to tell


@each("reason", ["workaround", "reenable", "first"])
def test_what_to_do_names_the_product(knowledge: Knowledge, reason: str) -> None:
    text = notice(Due(a_reader(), reason, GIVEN[reason]), an_outage(), a_watch(), knowledge)
    assert RARE.name in text


def test_news_from_a_page_names_whose_page_it_is(knowledge: Knowledge) -> None:
    due = Due(a_reader(), "update", GIVEN["update"])
    watch = a_watch(feeds={HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, read=10)})
    assert HOSTING.name in notice(due, an_outage(), watch, knowledge)
    down = a_watch(feeds={PLATFORM.id: a_feed(PLATFORM, Shows.MAJOR_OUTAGE, read=10)})
    ours = an_outage(suspects=(PLATFORM.cause,))
    assert notice(due, ours, down, knowledge) != notice(due, an_outage(), watch, knowledge)


def test_what_an_official_page_tells_to_do_is_quoted_in_its_language(knowledge: Knowledge) -> None:
    due = Due(a_reader(), "update", GIVEN["update"])
    page = {HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, read=10)}
    watch = a_watch(feeds=page, guidance={HOSTING.id: "再送はしないでください"})
    text = notice(due, an_outage(), watch, knowledge)
    assert "公式の掲載より：「再送はしないでください」" in text
    english = Due(a_reader(lang="en"), "update", GIVEN["update"])
    assert "再送" not in notice(english, an_outage(), watch, knowledge)
    of_another = a_watch(feeds=page, guidance={RARE.id: "再送はしないでください"})
    assert "再送" not in notice(due, an_outage(), of_another, knowledge)


def test_what_is_switched_on_again_is_what_the_reader_switched_off(knowledge: Knowledge) -> None:
    due = Due(a_reader(), "reenable", (f"reenable_plugin:{PRINTS.id}",))
    assert PRINTS.name in notice(due, an_outage(), a_watch(), knowledge)


def test_a_product_of_no_catalogue_is_called_as_its_reader_calls_it(knowledge: Knowledge) -> None:
    reader = a_reader(complaint=Complaint(unlisted=("オキナ帳票",), groups=("okina",)))
    cause = "unlisted_plugin:okina"
    assert cause_name(cause, a_watch(), knowledge, reader) == "オキナ帳票"
    assert cause_name(cause, a_watch(), knowledge) == "「okina」"
    assert cause_name(RARE.cause, a_watch(), knowledge, reader) == RARE.name


def test_a_product_that_is_listed_no_more_is_called_by_its_id_and_not_by_its_sort(
    knowledge: Knowledge,
) -> None:
    assert cause_name("plugin:gone", a_watch(), knowledge) == "gone"
    assert "プラグイン" in cause_name("plugin:any", a_watch(), knowledge)


def test_staff_read_of_languages_where_there_are_several(knowledge: Knowledge) -> None:
    def told(*langs: str) -> str:
        members = [a_reader(n, lang=lang) for n, lang in enumerate(langs)]
        raised = Declaration(an_outage(), IncidentAction.RAISED)
        return alert(raised, members, a_watch(), knowledge)

    assert knowledge.say("ja", "staff.languages", languages="ja、en") in told("ja", "en", "ja")
    assert knowledge.say("ja", "staff.languages", languages="ja") not in told("ja", "ja")


def test_who_has_no_name_for_it_reads_the_host_until_its_name_may_cross(
    knowledge: Knowledge,
) -> None:
    facts = {"unlisted_hosts": ("okina.example",)}
    reader = a_reader(complaint=Complaint(groups=("okina",), facts=facts))
    cause = "unlisted_plugin:okina"
    assert cause_name(cause, a_watch(), knowledge, reader) == "okina.exampleから読み込むプログラム"
    crossing = a_watch(named={"okina": "オキナ帳票"})
    assert cause_name(cause, crossing, knowledge, reader) == "オキナ帳票"
    nameless = a_reader(complaint=Complaint(groups=("okina",)))
    assert cause_name(cause, a_watch(), knowledge, nameless) == "お使いのプラグイン"


def test_staff_read_who_reports_what_how_sure_and_what_else_it_may_be(
    knowledge: Knowledge,
) -> None:
    members = [a_reader(1), a_reader(2, lang="en")]
    incident = an_outage(suspects=(RARE.cause, PRINTS.cause), chances=(0.87, 0.1))
    text = alert(Declaration(incident, IncidentAction.RAISED), members, a_watch(), knowledge)
    for wanted in (RARE.name, "87", "tenant1", "tenant2", PRINTS.name, SECRET, "en", *RARE.hosts):
        assert wanted in text
    shared = next(line for line in text.splitlines() if "共通" in line)
    assert RARE.name in shared


@each("reason", ["recovered", "reenable", "is_it_over"])
def test_what_is_said_after_a_relapse_is_not_what_was_said_before(
    knowledge: Knowledge, reason: str
) -> None:
    due = Due(a_reader(), reason, GIVEN[reason])
    first = notice(due, an_outage(), a_watch(after=60), knowledge)
    again = notice(due, an_outage(relapses=1), a_watch(after=60), knowledge)
    assert again != first
    assert "再発" in again
    assert f"{at(60):%H:%M}" in again


def test_what_a_plug_in_stands_on_is_not_named_before_it_is_public(knowledge: Knowledge) -> None:
    reader = a_reader(complaint=Complaint(products=(RARE.id,)))
    outage = an_outage(suspects=(HOSTING.cause,))
    due = Due(reader, "workaround", (f"disable_plugin:{RARE.id}",))
    hidden = notice(due, outage, a_watch(), knowledge)
    assert f"{RARE.name}が使っている外部のサービス" in hidden  # and is not to blame itself
    assert HOSTING.name not in hidden
    told = notice(
        due, outage, a_watch(feeds={HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE)}), knowledge
    )
    assert HOSTING.name in told


def test_staff_read_whether_customers_are_told(knowledge: Knowledge) -> None:
    members = [a_reader(1), a_reader(2)]
    unproven = an_outage(proven=False)
    held = alert(Declaration(unproven, IncidentAction.RAISED), members, a_watch(), knowledge)
    told = alert(Declaration(an_outage(), IncidentAction.RAISED), members, a_watch(), knowledge)
    assert "まだ" in held
    assert len(held.splitlines()) == len(told.splitlines()) + 1


@each("action", [IncidentAction.RECOVERED, IncidentAction.WITHDRAWN])
def test_staff_read_why_it_is_over(knowledge: Knowledge, action: IncidentAction) -> None:
    text = alert(Declaration(an_outage(), action, "理由その一"), [], a_watch(), knowledge)
    assert "理由その一" in text
    assert RARE.name in text


def names_in_order(idents: tuple[str, ...]) -> list[str]:
    """The names that are shown of what as many have, in the order of ids, in every process the same."""
    named = {p.id: p.name for p in (RARE, PRINTS, POPULAR, FORMS)}
    return [named[ident] for ident in sorted(idents)][:MOST_SHARED]


def test_the_evidence_holds_what_members_share_and_no_more(knowledge: Knowledge) -> None:
    def common(*inventories: tuple[str, ...], complete: bool = True) -> str:
        members = [
            a_reader(n, complaint=Complaint(inventory=owned, complete=complete))
            for n, owned in enumerate(inventories)
        ]
        lines = evidence(an_outage(), members, a_watch(), knowledge)
        return "\n".join(line for line in lines if "共通" in line or "どの組織も" in line)

    rare, prints = (RARE.id,), (PRINTS.id,)
    assert common(rare, rare, rare) == f"共通点：{RARE.name}"
    assert common(*[rare] * 5, ()) == f"共通点：{RARE.name}（6組織のうち5組織）"
    alike = tuple(p.id for p in (RARE, PRINTS, POPULAR, FORMS))
    assert common(alike, alike) == f"共通点：{'、'.join(names_in_order(alike))}"
    assert common(rare, prints, ("kintone",)).startswith("どの組織も")
    assert common(rare, prints, complete=False) == ""  # nobody knows what else they use
    many = [a_reader(n) for n in range(1, 40)]
    assert sum(SECRET in line for line in evidence(an_outage(), many, a_watch(), knowledge)) < 10


def test_a_maintenance_that_is_over_is_pointed_out(knowledge: Knowledge) -> None:
    feed = a_feed(PRINTS, Shows.MAINTENANCE_COMPLETED, read=10)
    incident = an_outage(suspects=(PRINTS.cause,))
    with_it = evidence(incident, [], a_watch(feeds={PRINTS.id: feed}), knowledge)
    assert len(with_it) == len(evidence(incident, [], a_watch(), knowledge)) + 1


@each(
    ("cause", "says"),
    [
        ("unknown", "共通の障害（原因は未特定）"),
        ("plugin:any", "プラグイン（どれかは特定できていません）"),
        (PLATFORM.cause, "kintone"),
    ],
)
def test_staff_read_of_a_cause_that_is_open_or_narrow(
    knowledge: Knowledge, cause: str, says: str
) -> None:
    lead, rest = an_outage(suspects=(cause, "idp:any")), a_watch()
    text = alert(Declaration(lead, IncidentAction.RAISED), [a_reader()], rest, knowledge)
    assert says in text.splitlines()[0]
    assert "認証サービス（どれかは" in text


def test_a_way_round_what_lies_below_names_the_product_to_switch_off(knowledge: Knowledge) -> None:
    due = Due(a_reader(), "workaround", (OFF,), also=("update",))
    text = notice(due, an_outage(suspects=(HOSTING.cause,)), a_watch(), knowledge, at(3))
    assert "設定でRuri Gridを一時的に「無効」" in text
    assert f"設定で{HOSTING.name}を" not in text
    assert "公式ページに掲載が出ました" in text
    assert "09:03ごろ" in text


@each(
    ("lang", "says"),
    [("ja", f"Ruri Gridが使っている基盤（{HOSTING.name}）"), ("en", "Ruri Grid runs on")],
)
def test_what_a_reader_s_product_stands_on_is_named_with_the_product(
    knowledge: Knowledge, lang: str, says: str
) -> None:
    """Whose cloud it is says nothing to somebody who knows only the plug-in; it is said once."""
    of_hosting, watch = an_outage(suspects=(HOSTING.cause,)), a_watch()
    uses, other = a_reader(lang=lang), a_reader(lang=lang, complaint=Complaint())
    text = notice(Due(uses, "workaround", (), also=("update",)), of_hosting, watch, knowledge)
    assert text.count(says) == 1
    assert says not in notice(Due(other, "workaround", ()), of_hosting, watch, knowledge)


@each(("lang", "kind"), [("ja", "申し訳|恐れ入り"), ("en", "sorry")])
def test_who_deleted_reads_that_the_settings_are_gone(
    knowledge: Knowledge, lang: str, kind: str
) -> None:
    due = Due(a_reader(lang=lang), "recovered", ("no_action_needed",), gone=(RARE.id,))
    text = notice(due, an_outage(), a_watch(), knowledge)
    assert RARE.name in text
    assert re.search(kind, text)
    assert re.search("設定は残って|settings were lost", text)


def test_the_version_that_helped_others_is_told_and_is_no_word_of_the_vendor(
    knowledge: Knowledge,
) -> None:
    due = Due(a_reader(), "helped:update_plugin_version", ("update_plugin_version",), version="4.1")
    text = notice(due, an_outage(), a_watch(), knowledge)
    assert "Ruri Grid 4.1" in text
    assert "確かめられておりません" in text
    assert "公開しています" not in text
