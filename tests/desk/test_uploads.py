"""Files that customers hand in: what the desk makes of the reading."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.uploads import MOST_PLUGINS, kept
from bot.model.conversation import Conversation
from bot.model.effect import Reply, TicketRaised
from bot.model.event import MessageReceived
from bot.model.finding import Finding, Owner, RequestFailure, Whose
from bot.model.inventory import CustomScript, InstalledPlugin, Inventory
from bot.model.knowledge import Knowledge
from bot.model.upload import Sort, Upload, UploadProblem
from bot.store import rows
from bot.triage.triage import Triage
from bot.uploads.read import UploadReader
from tests.builders import FORMS, POPULAR, RARE, a_catalogue, a_message
from tests.cases import each
from tests.examples import first_rows, often
from tests.fakes import Day, everything_in, reply_in
from tests.uploads.hars import a_har, an_entry

BLANK = "見積アプリが真っ白で開きません。ほかのアプリは開きます"
READER = UploadReader(a_catalogue())
LICENCE = "https://license.rurigrid.example/check.js?key=topsecret"
DEAD = an_entry(LICENCE, 0, error="net::ERR_CONNECTION_TIMED_OUT", seconds=30)
PROXIED = an_entry("https://aoi.cybozu.com/k/api/proxy/call.json", 503)
OWN_TRACE = (
    "Uncaught TypeError: Cannot read properties of undefined (reading 'value')\n"
    "    at https://aoi.cybozu.com/k/api/js/download.do?fileKey=abc:12:5\n"
)
LIST = "プラグイン名,状態\nるりグリッド,有効\nもくチェック,無効\n社内の道具,有効\n"


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = a_day(knowledge)
    yield day
    day.store.close()


def a_day(knowledge: Knowledge) -> Day:
    day = Day(knowledge)
    day.opens()
    return day


def read(name: str, raw: bytes | str) -> Upload:
    return READER.read(name, io.BytesIO(raw.encode() if isinstance(raw, str) else raw))


def of(desk: Day, customer: str) -> Conversation:
    with desk.store.work() as work:
        found = work.latest_conversation(customer)
    assert found is not None
    return found


def test_a_har_names_the_failing_host_as_if_it_had_been_pasted(desk: Day) -> None:
    upload = read("session.har", a_har(DEAD, an_entry(), PROXIED))
    reply = reply_in(desk.says("aoi", "", upload=upload))
    talk = of(desk, "aoi")
    assert talk.turns[0].attached == "添付：session.har（失敗している通信先1件）"
    assert talk.complaint.facts["hosts"] == ("license.rurigrid.example",)
    assert talk.complaint.facts["error_code"] == "ERR_CONNECTION_TIMED_OUT"
    assert "timeout" in talk.complaint.signatures
    assert reply.cause == RARE.cause
    assert "topsecret" not in repr(everything_in(desk.store))


def test_the_words_are_handed_on_with_the_file(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", BLANK, upload=read("session.har", a_har(DEAD))))
    assert of(desk, "aoi").turns[0].text == BLANK
    assert reply.cause == RARE.cause
    assert reply.is_report


def test_what_is_proxied_and_what_answers_counts_against_nobody(desk: Day) -> None:
    desk.says("aoi", BLANK, upload=read("session.har", a_har(PROXIED, an_entry())))
    complaint = of(desk, "aoi").complaint
    assert "hosts" not in complaint.facts
    assert complaint.facts["hosts_ok"] == ("app.rurigrid.example",)
    assert "http-5xx" not in complaint.signatures


def test_a_host_is_judged_by_the_latest_file(desk: Day) -> None:
    desk.says("aoi", BLANK, upload=read("a.har", a_har(DEAD)))
    desk.passes(2)
    desk.says("aoi", "", upload=read("b.har", a_har(an_entry(LICENCE))))
    facts = of(desk, "aoi").complaint.facts
    assert facts["hosts"] == ()
    assert facts["hosts_ok"] == ("license.rurigrid.example",)


def test_what_a_blocker_keeps_from_strangers_is_no_sign_and_from_a_product_it_is(
    desk: Day,
) -> None:
    def blocked(url: str) -> Upload:
        return read("session.har", a_har(an_entry(url, 0, error="net::ERR_BLOCKED_BY_CLIENT")))

    desk.says("aoi", BLANK, upload=blocked("https://count.example/t.js"))
    assert "blocked-by-client" not in of(desk, "aoi").complaint.signatures
    desk.says("ume", BLANK, upload=blocked("https://app.rurigrid.example/grid.js"))
    complaint = of(desk, "ume").complaint
    assert "blocked-by-client" in complaint.signatures
    assert "hosts" not in complaint.facts


def test_an_own_script_that_fails_first_is_the_customers_own(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", BLANK, upload=read("console.log", OWN_TRACE)))
    complaint = of(desk, "aoi").complaint
    assert complaint.facts["own_customisation"] is True
    assert {"script-error", "stack-own-js"} <= set(complaint.signatures)
    assert reply.cause == "customer:own_js"


CONSOLE = """Failed to load resource: net::ERR_CONNECTION_TIMED_OUT https://app.rurigrid.example/grid.js
Uncaught ReferenceError: Ruri is not defined
    at https://customer.cybozu.com/k/api/js/download.do?app=12&contentId=3&jsType=DESKTOP:3:9
"""


@pytest.mark.parametrize("is_file", [True, False])
def test_a_name_that_nobody_defined_follows_from_the_script_that_did_not_load(
    desk: Day, *, is_file: bool
) -> None:
    if is_file:
        upload = read("console.txt", CONSOLE)
        reply = reply_in(desk.says("aoi", BLANK, upload=upload, uses=(RARE.id,)))
    else:
        reply = reply_in(desk.says("aoi", f"{BLANK}\n{CONSOLE}", uses=(RARE.id,)))
    assert reply.cause == RARE.cause
    assert "own_customisation" not in of(desk, "aoi").complaint.facts


def test_a_name_that_is_missing_alone_is_the_customers_own(desk: Day) -> None:
    alone = "\n".join(CONSOLE.splitlines()[1:])
    reply = reply_in(desk.says("aoi", BLANK, upload=read("console.txt", alone), uses=()))
    assert reply.cause == "customer:own_js"


def test_a_plugin_list_makes_the_inventory_known_without_what_is_off(desk: Day) -> None:
    desk.says("aoi", BLANK, uses=(POPULAR.id, FORMS.id))
    desk.passes(2)
    desk.says("aoi", "一覧です", upload=read("plugins.csv", LIST))
    talk = of(desk, "aoi")
    assert talk.turns[2].attached == "添付：plugins.csv（プラグイン3件）"
    assert set(talk.complaint.inventory or ()) == {RARE.id, FORMS.id}  # a form is in no such list
    assert talk.complaint.complete
    assert talk.complaint.unlisted == ("社内の道具",)
    assert talk.complaint.kind.is_report


def test_a_part_of_the_inventory_adds_to_it(desk: Day) -> None:
    custom = '{"desktop": {"js": [{"type": "URL", "url": "https://app.rurigrid.example/x.js"}]}}'
    desk.says("aoi", BLANK, upload=read("customize.json", custom))
    complaint = of(desk, "aoi").complaint
    assert complaint.inventory == (RARE.id,)
    assert not complaint.complete
    assert "own_customisation" not in complaint.facts


def test_a_list_of_strangers_accuses_none_of_them_of_a_strangers_host(desk: Day) -> None:
    gone = an_entry("https://count.example/t.js", 0, error="net::ERR_CONNECTION_TIMED_OUT")
    desk.says("aoi", BLANK, upload=read("session.har", a_har(gone)))
    desk.passes(2)
    reply = reply_in(desk.says("aoi", "", upload=read("plugins.csv", LIST)))
    assert reply.cause != "unlisted_plugin:社内の道具"
    assert of(desk, "aoi").complaint.facts["hosts"] == ("count.example",)


@pytest.mark.parametrize(
    ("question", "upload"),
    first_rows(
        2,
        [
            ("console_error", read("s.har", a_har(DEAD))),
            ("console_error", read("s.har", a_har(an_entry()))),
            ("log", read("batch.log", "2026-01-05 ERROR connect ETIMEDOUT app.rurigrid.example\n")),
            ("plugins_used", read("plugins.csv", LIST)),
        ],
    ),
)
def test_a_file_answers_the_question_that_was_open(
    desk: Day, question: str, upload: Upload
) -> None:
    desk.says("aoi", BLANK)
    asked = replace(of(desk, "aoi"), asked=(question,), open_questions=(question,))
    with desk.store.work() as work:
        work.save_conversation(asked, desk.now)
    desk.passes(2)
    reply = reply_in(desk.says("aoi", "", upload=upload))
    assert question not in of(desk, "aoi").open_questions
    assert question in of(desk, "aoi").answered
    assert "承知しました、ありがとうございます。" in reply.text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_cannot_be_read_is_said_and_asks_for_nothing_impossible(desk: Day, lang: str) -> None:
    picture = read("photo.png", b"\x89PNG\r\n\x1a\n\0\0")
    reply = reply_in(desk.says("aoi", "", lang=lang, upload=picture))
    assert reply.text == UploadProblem.PICTURE.sentence(lang)
    assert reply.text.rstrip("。.") in of(desk, "aoi").turns[0].attached


def test_staff_see_what_was_read_and_never_hear_of_a_file(desk: Day) -> None:
    desk.says("aoi", BLANK, upload=read("session.har", a_har(DEAD, PROXIED)))
    desk.passes(2)
    effects = desk.says("aoi", "人と話したいです", upload=read("plugins.csv", LIST))
    (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
    lines = ticket.text.splitlines()
    assert "添付：session.har（失敗している通信先1件）" in lines
    assert any("license.rurigrid.example 応答なし" in line and "×1" in line for line in lines)
    assert any("kintone.proxy()" in line for line in lines)
    assert "・導入プラグイン: るりグリッド、社内の道具" in lines
    assert "・無効のプラグイン: もくチェック" in lines


def test_once_a_person_has_it_a_file_is_taken_in_silently(desk: Day) -> None:
    effects = desk.says("aoi", "人と話したいです")
    (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
    desk.claims(ticket.ticket)
    after = desk.says("aoi", "", upload=read("session.har", a_har(DEAD)))
    assert not any(isinstance(e, Reply) for e in after)
    assert of(desk, "aoi").uploads[0].name == "session.har"


def test_when_triage_breaks_the_file_reaches_a_person_too(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Triage, "diagnose", lambda *_: 1 / 0)
    effects = desk.says("aoi", "", upload=read("session.har", a_har(DEAD)))
    (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
    assert "license.rurigrid.example" in ticket.text


def test_a_file_after_the_end_of_the_trouble_begins_no_new_one(desk: Day) -> None:
    desk.says("aoi", BLANK)
    desk.passes(2)
    desk.says("aoi", "直りました。もう大丈夫です")
    desk.says("aoi", "", upload=read("session.har", a_har(DEAD)))
    assert not of(desk, "aoi").is_troubled


@pytest.mark.slow
def test_a_reading_is_masked_and_bounded_before_it_is_stored() -> None:
    many = tuple(InstalledPlugin(f"{n} 090-1234-5678", apps=("a",) * 9) for n in range(2_000))
    owner = Owner(Whose.PRODUCT, ("x",), "h" * 900, script="\ud800")
    finding = Finding(
        "h\0" * 900, RequestFailure.OTHER, 10**30, "password=hunter2hunter2", owner=owner
    )
    upload = Upload("山田 090-1234-5678.har", Sort.HAR, (finding,) * 999, ("h",) * 999, owner,
                    Inventory(many, (CustomScript("a" * 999, "b", products=("c",)),) * 999), "あ" * 99_999)  # fmt: skip
    small = kept(upload)
    assert small.partial
    assert small.inventory is not None
    assert len(small.inventory.plugins) == MOST_PLUGINS
    event = replace(a_message(), upload=small)
    body = rows.body_of(event)
    assert "090-1234-5678" not in body
    assert "hunter2" not in body
    assert rows.value_of(MessageReceived, body) == event
    assert kept(small) == small


def test_journals_and_conversations_without_files_are_still_read() -> None:
    body = rows.body_of(a_message())
    old = re.sub(r',"upload":null', "", body)
    assert old != body
    assert rows.value_of(MessageReceived, old) == a_message()


@pytest.mark.slow
@settings(max_examples=often(12), deadline=None)
@given(upload=st.from_type(Upload))
def test_no_reading_makes_an_event_fail(knowledge: Knowledge, upload: Upload) -> None:
    day = a_day(knowledge)
    assert reply_in(day.says("aoi", "開きません", upload=upload)).text
    assert of(day, "aoi").turns[0].attached
    assert any(isinstance(e, MessageReceived) for _, e in day.store.events())
    day.store.close()


@each("mark", ["\u202e", "\u2066", "\u200f", "\u061c", "\x1b"])
def test_marks_that_turn_a_file_name_around_are_shown_as_escapes(mark: str) -> None:
    name = kept(Upload(f"見積{mark}fdp.exe", Sort.OTHER)).name
    assert name == f"見積\\u{ord(mark):04x}fdp.exe"
