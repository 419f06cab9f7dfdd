"""HAR files: hosts and failures, and nothing of what must not be kept."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.finding import Finding, RequestFailure
from bot.uploads.har import HarReading, read_har
from tests.cases import each
from tests.uploads.hars import SECRET, a_har, a_long_har, an_entry, pieces_of
from tests.uploads.memory import held_while_reading

GRID = "https://app.rurigrid.example/grid.js"
KINTONE = "https://aoi.cybozu.com/k"


def reading(*entries: dict[str, Any]) -> HarReading:
    return read_har(pieces_of(a_har(*entries)))


def only_finding(*entries: dict[str, Any]) -> Finding:
    (finding,) = reading(*entries).findings
    return finding


def test_a_host_that_did_not_answer_is_named_with_its_error_and_time() -> None:
    finding = only_finding(
        an_entry(GRID, 0, seconds=21, error="net::ERR_CONNECTION_TIMED_OUT"),
        an_entry(GRID, 0, seconds=30, error="net::ERR_CONNECTION_TIMED_OUT"),
        an_entry(GRID),
    )
    assert finding == Finding(
        "app.rurigrid.example",
        RequestFailure.TIMED_OUT,
        count=2,
        detail="grid.js ERR_CONNECTION_TIMED_OUT",
        slowest_seconds=30.0,
        answered=1,
    )


@each(
    ("entry", "failure"),
    [
        (an_entry(status=503), RequestFailure.SERVER_ERROR),
        (an_entry(status=520), RequestFailure.SERVER_ERROR),
        (an_entry(status=401), RequestFailure.UNAUTHORISED),
        (an_entry(status=403), RequestFailure.FORBIDDEN),
        (an_entry(status=404), RequestFailure.NOT_FOUND),
        (an_entry(status=429), RequestFailure.RATE_LIMITED),
        (an_entry(status=400), RequestFailure.OTHER),
        (an_entry(status=200, seconds=10.5), RequestFailure.SLOW),
        (an_entry(status=0, seconds=3), RequestFailure.PENDING),
        (an_entry(status=0, seconds=40, error="net::ERR_ABORTED"), RequestFailure.PENDING),
        (an_entry(status=0, error="net::ERR_NAME_NOT_RESOLVED"), RequestFailure.NOT_RESOLVED),
        (an_entry(status=0, error="net::ERR_CONNECTION_REFUSED"), RequestFailure.REFUSED),
        (an_entry(status=0, error="net::ERR_CONNECTION_RESET"), RequestFailure.RESET),
        (an_entry(status=0, error="net::ERR_CERT_DATE_INVALID"), RequestFailure.CERTIFICATE),
        (an_entry(status=0, error="net::ERR_BLOCKED_BY_CLIENT"), RequestFailure.BLOCKED_BY_CLIENT),
        (an_entry(status=0, error="net::ERR_INTERNET_DISCONNECTED"), RequestFailure.OFFLINE),
        (an_entry(status=0, error="net::ERR_FAILED"), RequestFailure.OTHER),
    ],
)
def test_a_request_fails_in_one_way(entry: dict[str, Any], failure: RequestFailure) -> None:
    assert only_finding(entry).failure is failure


@each(
    "entry",
    [
        an_entry(status=304),
        an_entry(status=302),
        an_entry(status=0, seconds=1, error="net::ERR_ABORTED"),
        an_entry(status=101, seconds=600, _resourceType="websocket"),
        an_entry(status=200, seconds=60, _resourceType="eventsource"),
        an_entry(status=200, seconds=12, timings={"blocked": 11_500.0}),
    ],
)
def test_what_is_well_or_was_given_up_at_once_is_no_finding(entry: dict[str, Any]) -> None:
    assert reading(entry).findings == ()


def test_hosts_that_answered_are_listed_but_not_from_the_browsers_own_cache() -> None:
    read = reading(
        an_entry("https://cdn.aoi.example/a.js"),
        an_entry("https://old.aoi.example/a.js", _fromCache="disk"),
        an_entry("https://CDN.aoi.example:443/b.js"),
        an_entry("https://user:pw@slow.aoi.example/", seconds=11),
    )
    assert read.answered == ("cdn.aoi.example", "slow.aoi.example")


def test_a_call_through_kintone_is_marked_since_the_host_says_nothing() -> None:
    finding = only_finding(an_entry(f"{KINTONE}/api/proxy/call.json?_lc=ja", 504))
    assert (finding.host, finding.proxied) == ("aoi.cybozu.com", True)
    assert not only_finding(an_entry(f"{KINTONE}/v1/records.json", 504)).proxied


def test_the_plugins_that_the_page_loaded_are_known_by_their_ids() -> None:
    file = f"{KINTONE}/api/plugin/content/download.do?contentId=9&type=DESKTOP&pluginId="
    read = reading(an_entry(file + "a" * 32), an_entry(file + "b" * 32), an_entry(file + "a" * 32))
    assert read.plugin_ids == ("a" * 32, "b" * 32)


def test_nothing_secret_is_kept() -> None:
    read = reading(
        an_entry(f"https://x.example/reset/{SECRET}{'0' * 40}?token={SECRET}#{SECRET}", 500),
        an_entry(f"https://{SECRET}:{SECRET}@y.example/%E5%B1%B1%E7%94%B0/", 0, error=SECRET),
        an_entry("https://z.example/taro.yamada@aoi.example", 404),
    )
    assert SECRET not in repr(read)
    assert "yamada" not in repr(read)


@each("cut", [200, 1_000, 5_000])
def test_what_was_read_before_a_fault_is_kept(cut: int) -> None:
    raw = a_har(*[an_entry(GRID, 503)] * 20)
    read = read_har(pieces_of(raw[:-cut]))
    assert not read.is_whole
    assert read.findings[0].count == read.requests < 20


def test_other_browsers_leave_out_or_misplace_fields() -> None:
    raw = json.dumps(
        {
            "log": {
                "entries": [
                    {"request": {"url": GRID}},
                    {"request": {"url": 5}, "response": {"status": "503"}},
                    {"request": None, "response": [], "time": "long"},
                    [],
                    "entry",
                ]
            }
        }
    ).encode()
    assert [f.failure for f in read_har(pieces_of(raw)).findings] == [RequestFailure.PENDING]


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_garbage_is_never_an_exception(pieces: list[bytes]) -> None:
    assert read_har(pieces).findings == ()


@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=8), st.integers(1, 5_000))
def test_damage_is_never_an_exception(at: int, damage: bytes, size: int) -> None:
    raw = a_har(*[an_entry(GRID, 503)] * 5)
    read_har(pieces_of(raw[:at] + damage + raw[at + len(damage) :], size))


@pytest.mark.slow
@each("filler", [b"[", b"1", b'{"a":', b" "])
def test_what_only_looks_like_a_har_is_given_up_early(filler: bytes) -> None:
    piece = filler * (65_536 // len(filler))
    read = read_har([b'{"log":{"entries":[', *[piece] * 100])
    assert not read.is_whole


def test_many_hosts_are_counted_within_bounds() -> None:
    read = reading(*[an_entry(f"https://h{n}.example/", 503) for n in range(1_500)])
    assert len(read.findings) == 60
    assert read.requests == 1_500


def test_a_body_of_any_size_stays_out_of_memory() -> None:
    body = b"x" * 20_000_000
    tracemalloc.start()
    read = read_har(a_long_har(60, body))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read.is_whole
    assert read.requests == 2
    assert peak < 4_000_000


@pytest.mark.slow
@pytest.mark.parametrize("body_kilobytes", [1, 60, 300, 50_000])
def test_two_hundred_megabytes_take_less_than_sixty_four_more(body_kilobytes: int) -> None:
    kilobytes, _ = held_while_reading(body_kilobytes)
    assert kilobytes < 64_000
