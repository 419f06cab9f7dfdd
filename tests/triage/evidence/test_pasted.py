"""Pasted console lines meet the evidence as those of a file do."""

from dataclasses import replace

import pytest

from bot.model.conversation import Conversation
from bot.model.evidence import EvidenceKind
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind
from bot.triage.triage import Triage
from tests.builders import HOME, PRINTS, RARE, a_catalogue, a_conversation, a_message, at
from tests.cases import each

GRID = "https://app.rurigrid.example/grid.js"
OWN = "https://aoi.cybozu.com/k/api/js/download.do?app=12"


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


def after(triage: Triage, text: str, before: Conversation | None = None) -> Conversation:
    conversation = before or a_conversation()
    event = a_message(text=text)
    return triage.hear(conversation, event, triage.understand(event, conversation))


def weights(triage: Triage, conversation: Conversation, cause: str) -> dict[EvidenceKind, float]:
    found = triage.diagnose(Facts(at(0), conversation, a_catalogue())).of(cause)
    totals: dict[EvidenceKind, float] = {}
    for e in found.evidence if found else ():
        totals[e.kind] = totals.get(e.kind, 0) + e.weight
    return totals


def test_a_failing_host_counts_once_however_often_it_stands_there(triage: Triage) -> None:
    line = f"GET {GRID} net::ERR_CONNECTION_REFUSED"
    once = after(triage, f"一覧が真っ白です\n{line}")
    often = after(triage, f"app.rurigrid.example で一覧が真っ白です\n{line}\n{line}\n{line}")
    assert once.complaint.facts["hosts"] == often.complaint.facts["hosts"] == RARE.hosts[:1]
    console = EvidenceKind.CONSOLE
    assert weights(triage, once, RARE.cause)[console] == weights(triage, often, RARE.cause)[console]


def test_a_host_that_answers_in_the_console_is_not_failing(triage: Triage) -> None:
    conversation = after(
        triage,
        f"一覧が真っ白です\nGET {GRID} 200 (OK)\nGET https://pdf.tanpopo.example/a.js 503 (x)",
    )
    assert conversation.complaint.facts["hosts"] == PRINTS.hosts
    assert conversation.complaint.facts["hosts_ok"] == RARE.hosts[:1]


@each(
    "line",
    [
        f"GET {GRID} net::ERR_BLOCKED_BY_CLIENT",
        "Uncaught Error: x\n    at f (https://aoi.cybozu.com/k/js/bundle.js:1:1)\n    at g (https://app.rurigrid.example/grid.js:1:1)",
    ],
)
def test_a_host_that_only_stands_in_the_lines_is_not_failing(triage: Triage, line: str) -> None:
    assert not after(triage, f"一覧が真っ白です\n{line}").complaint.facts.get("hosts")


@each(
    "address",
    ["https://aoi.cybozu.com/k/v1/records.json", "https://aoi.cybozu.com/k/api/proxy/call.json"],
)
def test_a_failing_request_to_kintone_may_stand_for_another_server(
    triage: Triage, address: str
) -> None:
    conversation = after(triage, f"ボタンが動きません\nPOST {address} 504 (Gateway Timeout)")
    assert not conversation.complaint.facts.get("hosts")


def test_own_script_a_products_file_and_kintones_are_told_apart(triage: Triage) -> None:
    error = "ボタンが動きません\nUncaught TypeError: x is null\n    at f ({}:1:2)"
    own = after(triage, error.format(OWN))
    grid = after(triage, error.format(GRID))
    ours = after(triage, error.format("https://aoi.cybozu.com/k/js/bundle.js"))
    assert own.complaint.facts["error_in"] == "own_script"
    assert own.complaint.facts["own_customisation"] is True
    assert grid.complaint.facts["error_in"] == "product"
    assert "own_customisation" not in grid.complaint.facts
    assert ours.complaint.facts["error_in"] == "platform"
    console, js = EvidenceKind.CONSOLE, "customer:own_js"
    assert weights(triage, own, js)[console] > 0
    assert weights(triage, grid, js)[console] < 0
    assert weights(triage, ours, js)[console] < 0
    assert weights(triage, grid, RARE.cause)[console] > 0
    assert console not in weights(triage, own, RARE.cause) or (
        weights(triage, own, RARE.cause)[console] < 0
    )


def test_a_script_that_throws_because_its_host_fails_counts_once(triage: Triage) -> None:
    failing = f"一覧が真っ白です\nGET {GRID} net::ERR_CONNECTION_REFUSED"
    threw = f"{failing}\nUncaught TypeError: x is null\n    at f ({GRID}:1:2)"
    console = EvidenceKind.CONSOLE
    one, two = (weights(triage, after(triage, t), RARE.cause)[console] for t in (failing, threw))
    assert one == two


def test_lines_alone_are_a_report_and_answer_what_the_console_shows(triage: Triage) -> None:
    event = a_message(text=f"GET {GRID} net::ERR_CONNECTION_TIMED_OUT")
    asked = a_conversation(
        reported_at=at(0), asked=("console_error",), open_questions=("console_error",)
    )
    heard = triage.understand(event, asked)
    assert heard.kind.is_report
    assert "console_error" in heard.answered
    known = triage.hear(asked, event, heard)
    assert known.open_questions == ()
    assert [u.caption("ja") for u in known.uploads] == ["貼り付け（失敗している通信先1件）"]
    assert known.turns[-1].attached == ""


def test_a_code_without_a_host_leaves_the_question_open(triage: Triage) -> None:
    known = after(triage, "ERR_CONNECTION_TIMED_OUT と出て開きません")
    assert "console_error" not in known.answered


def test_a_pasted_host_of_nobody_we_know_speaks_for_a_product_of_no_catalogue(
    triage: Triage,
) -> None:
    known = after(triage, "一覧が真っ白です\nGET https://cdn.stranger.example/x.js 503 (x)")
    assert known.complaint.facts["unlisted_hosts"] == ("cdn.stranger.example",)


@pytest.mark.slow
def test_a_console_behind_a_long_story_counts(triage: Triage) -> None:
    story = "一覧が真っ白です。" + "いろいろ試しました。\n" * 600
    known = after(triage, f"{story}GET {GRID} net::ERR_CONNECTION_TIMED_OUT")
    assert known.complaint.facts["hosts"] == RARE.hosts[:1]


def test_what_a_person_says_is_over_is_no_finding(triage: Triage) -> None:
    event = a_message(text=f"{GRID} の net::ERR_TIMED_OUT は出なくなりました")
    assert triage.understand(event, a_conversation()).pasted is None


def test_a_file_and_pasted_lines_count_together(triage: Triage) -> None:
    first = after(triage, f"一覧が真っ白です\nGET {GRID} 503 (x)")
    second = after(triage, "GET https://pdf.tanpopo.example/a.js 503 (x)", first)
    assert set(second.complaint.facts["hosts"]) == {*RARE.hosts[:1], *PRINTS.hosts}  # type: ignore[arg-type]


def test_the_home_products_own_error_counts_for_it(triage: Triage) -> None:
    host = HOME.hosts[0] if HOME.hosts else "none.example"
    text = f"動きません\nUncaught TypeError: x is null\n    at f (https://{host}/a.js:1:2)"
    known = after(triage, text)
    assert known.complaint.facts["script_failed"] == ((HOME.id,) if HOME.hosts else ())


def test_a_person_who_only_asks_what_a_code_means_reports_nothing(triage: Triage) -> None:
    event = a_message(text="ERR_BLOCKED_BY_CLIENT とは何ですか？")
    heard = triage.understand(event, replace(a_conversation(), lang="ja"))
    assert heard.kind is not Kind.FUNCTION_REPORT
