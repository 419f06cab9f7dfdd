"""Console text, network panels, curl and logs: which host failed, how, and whose code stood first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.finding import Finding, Owner, RequestFailure, Whose
from bot.triage.understand.facts.web_address import WebAddress, address_of
from bot.triage.understand.material.console import ConsoleReading, read_console
from bot.triage.understand.material.owners import Owners
from tests.builders import HOSTING, PLATFORM, RARE, a_catalogue
from tests.cases import each
from tests.effort import takes_at_most

OWNERS = Owners(a_catalogue())
OWN = "https://aoi.cybozu.com/k/api/js/download.do?app=12&contentId=3&jsType=DESKTOP&hash=0a"
PLUGIN = "https://aoi.cybozu.com/k/api/plugin/content/download.do?type=DESKTOP&pluginId=" + "a" * 32
GRID = "https://app.rurigrid.example/grid.js"
KINTONE = "https://aoi.cybozu.com/contents/kintone.js"
LIBRARY = "https://www.hamahosting.example/jquery.js"


def reading(text: str) -> ConsoleReading:
    return read_console(text, OWNERS)


def only_finding(text: str) -> Finding:
    (finding,) = reading(text).findings
    return finding


@each(
    ("line", "host", "failure"),
    [
        (f"GET {GRID}?t=1 net::ERR_CONNECTION_TIMED_OUT", "app.rurigrid.example", RequestFailure.TIMED_OUT),
        (f"vendor.js:2  GET {GRID} net::ERR_CONNECTION_REFUSED", "app.rurigrid.example", RequestFailure.REFUSED),
        ("app.rurigrid.example/grid.js:1  Failed to load resource: net::ERR_CONNECTION_RESET", "app.rurigrid.example", RequestFailure.RESET),
        ("Failed to load resource: net::ERR_NAME_NOT_RESOLVED", "", RequestFailure.NOT_RESOLVED),
        (f"GET {GRID} net::ERR_CERT_DATE_INVALID", "app.rurigrid.example", RequestFailure.CERTIFICATE),
        (f"GET {GRID} net::ERR_BLOCKED_BY_CLIENT", "app.rurigrid.example", RequestFailure.BLOCKED_BY_CLIENT),
        (f"GET {GRID} net::ERR_INTERNET_DISCONNECTED", "app.rurigrid.example", RequestFailure.OFFLINE),
        (f"GET {GRID} net::ERR_ABORTED 404 (Not Found)", "app.rurigrid.example", RequestFailure.NOT_FOUND),
        (f"GET {GRID} net::ERR_FAILED 503 (Service Unavailable)", "app.rurigrid.example", RequestFailure.SERVER_ERROR),
        (f"GET {GRID} net::ERR_FAILED 200 (OK)", "app.rurigrid.example", RequestFailure.BLOCKED_BY_CORS),
        (f"{GRID} Failed to load resource: the server responded with a status of 403 ()", "app.rurigrid.example", RequestFailure.FORBIDDEN),
        (f"Access to fetch at '{GRID}' from origin 'https://aoi.cybozu.com' has been blocked by CORS policy", "app.rurigrid.example", RequestFailure.BLOCKED_BY_CORS),
        (f"Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {GRID}. (Reason: CORS header missing).", "app.rurigrid.example", RequestFailure.BLOCKED_BY_CORS),
        ("Mixed Content: The page at 'https://aoi.cybozu.com/k/1/' was loaded over HTTPS, but requested an insecure script 'http://old.aoi.example/a.js'.", "old.aoi.example", RequestFailure.MIXED_CONTENT),
        (f"Loading failed for the <script> with source “{GRID}”.", "app.rurigrid.example", RequestFailure.OTHER),
        (f"Refused to execute script from '{GRID}' because its MIME type ('text/html') is not executable", "app.rurigrid.example", RequestFailure.OTHER),
        ("grid.js\t(failed) net::ERR_CONNECTION_TIMED_OUT\tscript\tapp.rurigrid.example\t0 B\t21.0 s", "app.rurigrid.example", RequestFailure.TIMED_OUT),
        ("grid.js (pending) script app.rurigrid.example 0 B Pending", "app.rurigrid.example", RequestFailure.PENDING),
        ("grid.js (保留中) script app.rurigrid.example", "app.rurigrid.example", RequestFailure.PENDING),
        ("grid.js 502 script app.rurigrid.example 1.0 kB 120 ms", "app.rurigrid.example", RequestFailure.SERVER_ERROR),
        ("XHR GET https://app.rurigrid.example/check [HTTP/2 429 Too Many Requests 120ms]", "app.rurigrid.example", RequestFailure.RATE_LIMITED),
        ("curl: (6) Could not resolve host: api.hoshiform.example", "api.hoshiform.example", RequestFailure.NOT_RESOLVED),
        ("curl: (7) Failed to connect to api.hoshiform.example port 443: Connection refused", "api.hoshiform.example", RequestFailure.REFUSED),
        ("curl: (60) SSL certificate problem: certificate has expired", "", RequestFailure.CERTIFICATE),
        ("Error: getaddrinfo ENOTFOUND api.hoshiform.example", "api.hoshiform.example", RequestFailure.NOT_RESOLVED),
        ("java.net.UnknownHostException: api.hoshiform.example", "api.hoshiform.example", RequestFailure.NOT_RESOLVED),
        ("HTTPSConnectionPool(host='api.hoshiform.example', port=443): Read timed out.", "api.hoshiform.example", RequestFailure.TIMED_OUT),
        ("203.0.113.9 - - \"GET https://api.hoshiform.example/x HTTP/1.1\" 504 12", "api.hoshiform.example", RequestFailure.SERVER_ERROR),
        ("接続がタイムアウトしました https://api.hoshiform.example/", "api.hoshiform.example", RequestFailure.TIMED_OUT),
    ],
)  # fmt: skip
def test_a_line_names_a_host_and_a_failure(line: str, host: str, failure: RequestFailure) -> None:
    finding = only_finding(line)
    assert (finding.host, finding.failure) == (host, failure)


def test_like_failures_of_one_host_are_one_finding_beside_its_good_answers() -> None:
    line = f"GET {GRID} 503 (Service Unavailable)\n"
    good = "GET https://app.rurigrid.example/ok.js 200 (OK)\n"
    read = reading(line * 3 + good * 2)
    assert read.findings == (
        Finding("app.rurigrid.example", RequestFailure.SERVER_ERROR, 3, "grid.js 503", answered=2),
    )
    assert read.answered == ("app.rurigrid.example",)


def test_what_took_more_than_ten_seconds_is_slow_and_answered() -> None:
    finding = only_finding("big.js\t200\tscript\tapp.rurigrid.example\t1.2 MB\t12.3 s")
    assert (finding.failure, finding.slowest_seconds) == (RequestFailure.SLOW, 12.3)
    assert (finding.detail, finding.answered) == ("big.js 200", 1)
    assert reading("big.js\t200\tscript\tapp.rurigrid.example\t1.2 MB\t9.9 s").findings == ()


def test_an_outcome_belongs_to_the_request_named_above_it() -> None:
    panel = "Request URL: https://api.hoshiform.example/x\nRequest Method: GET\nStatus Code: 502 Bad Gateway\n"
    curl = "> GET / HTTP/1.1\n> Host: api.hoshiform.example\n>\n< HTTP/1.1 502 Bad Gateway\n"
    for text in (panel, curl):
        finding = only_finding(text)
        assert (finding.host, finding.failure) == (
            "api.hoshiform.example",
            RequestFailure.SERVER_ERROR,
        )


def test_an_outcome_does_not_belong_to_a_request_that_had_its_own() -> None:
    read = reading(f"GET {GRID} 404 (Not Found)\ncurl: (28) Connection timed out\n")
    assert [f.host for f in read.findings] == ["app.rurigrid.example", ""]


def test_a_call_through_kintone_is_marked_since_the_host_says_nothing() -> None:
    line = "POST https://aoi.cybozu.com/k/api/proxy/call.json?_lc=ja 504 (Gateway Timeout)"
    assert only_finding(line).proxied


@each(
    "text",
    [
        "",
        "kintoneが開きません。助けてください",
        "いつもお世話になっております。アプリ500番の件です",
        "GET https://app.rurigrid.example/ 200 (OK)",
        f"GET {GRID} net::ERR_ABORTED",
        "grid.js (canceled) script app.rurigrid.example",
        "version 5.0.3 of app 404",
        "HTTP/1.1 200 OK",
    ],
)
def test_no_failure_is_made_up(text: str) -> None:
    assert reading(text).findings == ()


@each(
    ("frames", "owner"),
    [
        ([OWN], Owner(Whose.OWN_SCRIPT, host="aoi.cybozu.com", script="download.do")),
        ([PLUGIN], Owner(Whose.PLUGIN, host="aoi.cybozu.com", plugin_id="a" * 32)),
        ([GRID], Owner(Whose.PRODUCT, (RARE.id,), "app.rurigrid.example", script="grid.js")),
        ([KINTONE], Owner(Whose.PLATFORM, (PLATFORM.id,), "aoi.cybozu.com", script="kintone.js")),
        ([KINTONE, OWN, GRID], Owner(Whose.OWN_SCRIPT, host="aoi.cybozu.com", script="download.do")),
        ([LIBRARY, GRID, OWN], Owner(Whose.PRODUCT, (RARE.id,), "app.rurigrid.example", script="grid.js")),
        ([LIBRARY, KINTONE], Owner(Whose.PRODUCT, (HOSTING.id,), "www.hamahosting.example", script="jquery.js")),
        (["https://cdn.aoi.example/x.js"], Owner(Whose.UNKNOWN, host="cdn.aoi.example", script="x.js")),
    ],
)  # fmt: skip
@each("frame", ["    at show ({}:12:5)", "    at {}:12:5", "show@{}:12:5"])
def test_whose_code_stood_first(frames: list[str], owner: Owner, frame: str) -> None:
    trace = "\n".join(frame.format(address) for address in frames)
    read = reading(f"Uncaught TypeError: Cannot read properties of undefined\n{trace}\n")
    assert read.failed_first == owner
    assert read.findings[0].owner == owner
    assert read.findings[0].failure is RequestFailure.SCRIPT_ERROR


def test_a_host_of_their_own_makes_their_own_script() -> None:
    owners = Owners(a_catalogue(), own_hosts=["cdn.aoi.example"])
    read = read_console("Error: x\n    at https://cdn.aoi.example/x.js:1:1", owners)
    assert read.failed_first is not None
    assert read.failed_first.whose is Whose.OWN_SCRIPT


@each(
    ("link", "whose"),
    [
        ("download.do?app=12&contentId=3&jsType=DESKTOP:3", Whose.OWN_SCRIPT),
        ("download.do?contentId=3&type=DESKTOP&pluginId=" + "a" * 32 + ":3", Whose.PLUGIN),
        ("download.do?contentId=3:3", Whose.UNKNOWN),
    ],
)
def test_the_short_link_beside_a_message_tells_it_too(link: str, whose: Whose) -> None:
    read = reading(f"{link} Uncaught ReferenceError: Kuc is not defined")
    assert read.failed_first is not None
    assert read.failed_first.whose is whose


def test_a_library_that_is_missing_is_a_script_error_without_owner() -> None:
    finding = only_finding("$(...).dialog is not a function")
    assert (finding.failure, finding.owner) == (RequestFailure.SCRIPT_ERROR, None)
    assert finding.detail == "$(...).dialog is not a function"


def test_a_file_without_address_has_a_name_but_no_owner() -> None:
    read = reading("customize.js:12 Uncaught TypeError: x\n    at customize.js:12:3\n")
    assert read.failed_first == Owner(Whose.UNKNOWN, script="customize.js")


def test_a_promise_refused_by_kintone_is_a_script_error() -> None:
    finding = only_finding("Uncaught (in promise) {code: 'GAIA_IQ11', id: 'a1', message: 'x'}")
    assert (finding.failure, "GAIA_IQ11" in finding.detail) == (RequestFailure.SCRIPT_ERROR, True)


def test_the_first_trace_counts_and_each_error_keeps_its_own_owner() -> None:
    first, second = f"Error: a\n  at {GRID}:1:1\n", f"Error: b\n  at {OWN}:1:1\n"
    read = reading(first + second + f"GET {GRID} 503 (x)\n")
    assert read.failed_first is not None
    assert read.failed_first.products == (RARE.id,)
    assert {f.owner.whose for f in read.findings if f.owner} == {Whose.PRODUCT, Whose.OWN_SCRIPT}
    assert RequestFailure.SERVER_ERROR in {f.failure for f in read.findings}


def test_hosts_that_only_resemble_others_belong_to_nobody() -> None:
    for host in ("cybozu.com.evil.example", "evilcybozu.com", "notrurigrid.example"):
        assert OWNERS.of_host(host).whose is Whose.UNKNOWN
    odd = replace(RARE, hosts=("*.wild.example", "{sub}.put.example", "example", "a b.example"))
    owners = Owners(a_catalogue(odd))
    assert owners.of_host("x.y.wild.example").products == owners.of_host("wild.example").products
    assert owners.of_host("aoi.put.example").products == (RARE.id,)
    assert owners.of_host("other.example").whose is Whose.UNKNOWN
    assert Owners(a_catalogue(odd)).of_host("aoi.cybozu.com").whose is Whose.PLATFORM
    assert OWNERS.of_host("sub.app.rurigrid.example").products == (RARE.id,)


def test_queries_users_and_opaque_paths_are_not_kept() -> None:
    assert address_of("https://u:p@x.example:8443/a/app.js?token=1#2") == WebAddress(
        "x.example", "app.js"
    )
    assert address_of("https://x.example/reset/" + "0a" * 20) == WebAddress("x.example")
    assert address_of("https://x.example/山田太郎") == WebAddress("x.example")
    assert address_of("ftp://x.example/") is None
    assert address_of("https://.../") is None
    assert address_of("https://ex-.../k/v1/record.json") is None  # somebody has shortened it
    read = reading(
        "Uncaught Error: call failed https://x.example/api?key=topsecret\n"
        "GET https://topsecret:topsecret@x.example/a.js?b=topsecret 500 (Error)\n"
        "Error: login taro@aoi.example failed\n"
    )
    assert "topsecret" not in repr(read)
    assert "taro" not in repr(read)


@given(st.text(max_size=400))
def test_any_text_is_taken(text: str) -> None:
    reading(text)


PARTS = st.sampled_from(
    ["https://", GRID, OWN, " 503 ", "\n", "\t", "net::ERR_", "TIMED_OUT", "Error: ", "    at ",
     "curl: (28) ", "(pending)", "download.do?", ":12:5", "HTTP/1.1 ", "12 s", "@", "\0", "あ", "://[::"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40))
def test_any_mixture_of_signs_is_taken(parts: list[str]) -> None:
    for finding in reading("".join(parts)).findings:
        assert finding.count >= 1
        assert "?" not in finding.host


@pytest.mark.slow
@each(
    "line",
    [
        "\n", "abcd\n", "a", "a.", "https://", "Error: a ", "500 ", "timed out refused ", "@", "あ",
        " ", f"GET {GRID} net::ERR_FAILED\n", f"Error: x\n    at {OWN}:1:1\n", "1.2.3.4.5.6", "((((",
        "GET https://h{n}.example/a.js 503 (x)\n",
    ],
)  # fmt: skip
def test_sixty_four_kilobytes_of_anything_take_linear_time(line: str) -> None:
    text = "".join(line.replace("{n}", str(n)) for n in range(65_536 // len(line)))
    assert takes_at_most(1, lambda: reading(text))  # the benchmark has the true number


@pytest.mark.slow
def test_findings_are_bounded() -> None:
    text = "".join(f"GET https://h{n}.example/ 503 (x)\n" for n in range(5_000))
    assert len(reading(text).findings) == 60
    assert len(reading(text.replace("503", "200")).answered) == 100
    assert reading("Error: x\n" + f"  at {GRID}:1:1\n" * 500).findings[0].count == 1
