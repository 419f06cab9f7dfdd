"""Console lines inside a message: told by their shape, read as a file would be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.finding import RequestFailure, Whose
from bot.model.labels import Symptom
from bot.model.upload import Sort
from bot.triage.understand.material.owners import Owners
from bot.triage.understand.material.pasted import (
    by_hand,
    is_material,
    read_pasted,
    shortened,
    split,
    told_by_hand,
)
from tests.builders import HOSTING, RARE, a_catalogue
from tests.cases import each
from tests.effort import takes_at_most

OWNERS = Owners(a_catalogue())
GRID = "https://app.rurigrid.example/grid.js"
OWN = "https://aoi.cybozu.com/k/api/js/download.do?app=12&contentId=3&jsType=DESKTOP"

MATERIAL = (
    f"GET {GRID}?v=3 net::ERR_CONNECTION_TIMED_OUT",
    f"grid.js:1   GET {GRID} 503 (Service Unavailable)",
    "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
    f"Access to fetch at '{GRID}' from origin 'https://aoi.cybozu.com' has been blocked by CORS policy: No header is present",
    f"Loading failed for the <script> with source “{GRID}”.",
    f"クロスオリジン要求をブロックしました: 同一生成元ポリシーにより、{GRID} の読み込みは拒否されます (理由: CORS 要求が成功しなかった)。",
    f"Refused to load the script '{GRID}' because it violates the policy and is not allowed",
    "Uncaught TypeError: Cannot read properties of undefined (reading 'value')",
    "Uncaught (in promise) Error: boom",
    "14:02:11.301 ReferenceError: Kuc is not defined",
    f"    at calc ({OWN}:12:5)",
    "    at Array.forEach (<anonymous>)",
    "    at async customize.js:88:3",
    f"submit@{OWN}:3:1",
    "(anonymous) @ customize.js:12",
    "grid.js\t(failed)\tscript\tapp.rurigrid.example",
    "grid.js 502 script app.rurigrid.example 1.0 kB",
    "app.rurigrid.example/grid.js (pending)",
    "< HTTP/2 502",
    "HTTP/1.1 503 Service Unavailable",
    "Request URL: https://app.rurigrid.example/check",
    "Status Code: 504 Gateway Timeout",
    "ステータス コード: 503",
    "curl: (28) Connection timed out after 30001 milliseconds",
    "Error: getaddrinfo ENOTFOUND api.hoshiform.example",
    "2026-01-05 09:12:44,120 [sync] ERROR upstream is gone",
    f"コンソールに GET {GRID} net::ERR_TIMED_OUT と出ています",
    f"the console says GET {GRID} net::ERR_FAILED",
    "app.rurigrid.example が net::ERR_CONNECTION_REFUSED になります",
)  # fmt: skip
PROSE = (
    "見積アプリが開きません",
    "at 10:30 the list stopped working",
    "at the office nothing opens",
    "see https://aoi.cybozu.com/k/12/",
    "https://aoi.cybozu.com/k/12/ が開かない",
    "https://aoi.cybozu.com/k/12/ 300件のレコードがあります",
    "503エラーが出ます",
    "エラーが出ています。保存(失敗)します",
    "the ticket (pending) is mine",
    "app.rurigrid.example は見えますか",
    "net::ERR_CONNECTION_TIMED_OUT は出ていません",
    "net::ERR_TIMED_OUT は出なくなりました",
    "昨日は net::ERR_TIMED_OUT でした",
    "ERR_BLOCKED_BY_CLIENT とは何ですか",
    "What does ERR_CERT_DATE_INVALID mean?",
    "I don't see any net::ERR_FAILED in the console",
    "no net::ERR_FAILED here",
    "the ERR_TIMED_OUT lines went away",
    "ERR_TIMED_OUT is gone",
    "mail me at taro@aoi.example:25 please",
    "Please GET back to me",
    "",
)  # fmt: skip


@each("line", MATERIAL)
def test_what_a_machine_wrote_is_material(line: str) -> None:
    assert is_material(line)


@each("line", PROSE)
def test_what_a_person_writes_or_only_speaks_of_is_prose(line: str) -> None:
    assert not is_material(line)


def test_the_prose_around_a_console_stays_prose() -> None:
    text = f"一覧が真っ白です。\nGET {GRID} net::ERR_TIMED_OUT\n  at f ({OWN}:1:1)\n全員です。"
    prose, material = split(text)
    assert prose == "一覧が真っ白です。\n全員です。"
    assert material.count("\n") == 1
    assert by_hand(text) == prose
    assert split("一覧が真っ白です。") == ("一覧が真っ白です。", "")


def test_words_beside_a_quotation_are_the_persons() -> None:
    line = f"今朝プラグインを更新してから GET {GRID} net::ERR_TIMED_OUT と出ます"
    assert by_hand(line) == line


@each(
    "text",
    [
        "POST https://print.rurigrid.example/pdf 502",
        "https://print.rurigrid.example/pdf (failed) net::ERR_TIMED_OUT",
        f"GET {GRID} net::ERR_TIMED_OUT\nUncaught ReferenceError: Ruri is not defined",
    ],
)
def test_lines_pasted_alone_tell_of_an_error_and_of_nothing_else(text: str) -> None:
    read = frozenset({Symptom.PRINT_PROBLEM, Symptom.ERROR_MESSAGE})
    assert told_by_hand(read, text) == {Symptom.ERROR_MESSAGE}
    assert told_by_hand(read, f"{text}\nこれって障害ですか？") == {Symptom.ERROR_MESSAGE}
    assert told_by_hand(read, f"印刷できません\n{text}") == read
    assert told_by_hand(read, "印刷できないのですが障害ですか？") == read


def test_a_pasted_failure_is_a_finding() -> None:
    pasted = read_pasted(f"開きません\nGET {GRID}?token=x net::ERR_CONNECTION_TIMED_OUT", OWNERS)
    assert pasted is not None
    assert pasted.sort is Sort.PASTED
    assert [(f.host, f.failure) for f in pasted.findings] == [
        ("app.rurigrid.example", RequestFailure.TIMED_OUT)
    ]
    assert pasted.failing == pasted.shown == ("app.rurigrid.example",)


@each(
    ("frame", "whose"),
    [
        (f"at f ({OWN}:1:2)", Whose.OWN_SCRIPT),
        (f"at f ({GRID}:1:2)", Whose.PRODUCT),
        ("at f (ruri-grid.min.js:1:2)", Whose.PRODUCT),
        ("at f (ruri.js:1:2)", Whose.UNKNOWN),  # a first word so short may be any
        ("at f (tanpopo.bundle.js:1:2)", Whose.PRODUCT),
        ("at f (calendar.js:1:2)", Whose.UNKNOWN),
        ("at f (https://aoi.cybozu.com/k/js/bundle.js:1:2)", Whose.PLATFORM),
        (f"at f (https://aoi.cybozu.com/k/api/plugin/content/download.do?pluginId={'a' * 32}:1:2)", Whose.PLUGIN),
    ],
)  # fmt: skip
def test_whose_code_failed_first_is_told_apart(frame: str, whose: Whose) -> None:
    pasted = read_pasted(f"ボタンが動きません\nUncaught TypeError: x is null\n    {frame}", OWNERS)
    assert pasted is not None
    assert pasted.failed_first is not None
    assert pasted.failed_first.whose is whose
    assert not pasted.failing


def test_a_host_that_the_person_speaks_of_as_well_is_theirs() -> None:
    pasted = read_pasted(
        f"app.rurigrid.example が変です\nGET {GRID} 200 (OK)\nGET https://x.example/a.js 502 (x)",
        OWNERS,
    )
    assert pasted is not None
    assert pasted.shown == ("x.example",)
    assert pasted.answering == ("app.rurigrid.example",)


@each(
    "text",
    ["", "開きません", "https://aoi.cybozu.com/k/12/ が開きません", "    at f (x.js:1:2)", *PROSE],
)
def test_a_message_without_material_has_no_reading(text: str) -> None:
    assert read_pasted(text, OWNERS) is None


def test_a_console_far_down_is_read() -> None:
    text = "長い前置きです。\n" * 700 + f"GET {GRID} net::ERR_CONNECTION_TIMED_OUT"
    pasted = read_pasted(text, OWNERS)
    assert pasted is not None
    assert pasted.failing == ("app.rurigrid.example",)


def test_a_long_paste_is_shortened_by_what_it_repeats() -> None:
    noise = "".join(f"GET {GRID}?n={n} net::ERR_TIMED_OUT\n" for n in range(400))
    other = f"GET https://{HOSTING.hosts[0]}/a.css 503 (x)\n"
    text = f"これが出ます\n{noise}{other}一覧が開きません"
    short = shortened(text, 1_000)
    assert len(short) <= 1_000
    assert short.startswith("これが出ます\nGET ")
    assert short.endswith(f"{other}一覧が開きません")
    assert shortened("短い", 1_000) == "短い"
    assert shortened("長" * 2_000, 1_000) == "長" * 1_000


def test_secrets_in_pasted_lines_are_not_kept() -> None:
    pasted = read_pasted(
        "GET https://u:topsecret@x.example/a.js?k=topsecret 500 (x)\n"
        "Error: login taro@aoi.example failed",
        OWNERS,
    )
    assert "topsecret" not in repr(pasted)
    assert "taro@aoi.example" not in repr(pasted)


LINE = st.sampled_from([*MATERIAL, *PROSE, "\t", "@", "at (", "://", RARE.hosts[0]])


@given(st.lists(st.one_of(LINE, st.text(max_size=30)), max_size=12))
def test_any_text_can_be_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    read_pasted(text, OWNERS)
    assert len(shortened(text, 50)) <= 50
    by_hand(text)


@pytest.mark.slow
@each(
    "piece",
    [
        f"GET {GRID}?n=1 net::ERR_TIMED_OUT\n",
        "at " + "x" * 400 + "\n",
        "ERR_",
        "GET https://" + "a." * 200 + "\n",
        "curl -a ",
        "a.js\t(failed)\t",
        "Error: " + "-" * 900 + "\n",
        "kintoneが開きません http\n",
        ".js?" + "z" * 300,
    ],
)
def test_sixty_four_thousand_characters_are_read_at_once(piece: str) -> None:
    text = piece * (65_536 // len(piece))
    assert takes_at_most(0.25, lambda: read_pasted(text, OWNERS))  # 0.05 s as a rule
