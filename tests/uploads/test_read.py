"""One file in: its sort by content, what is kept, and a plain word when it cannot be read."""

import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.finding import RequestFailure, Whose
from bot.model.inventory import Applies, CustomScript
from bot.model.upload import Sort, Upload, UploadProblem
from bot.uploads import arrival
from bot.uploads.read import UploadReader, read_upload
from tests.builders import HOME, POPULAR, RARE, a_catalogue
from tests.cases import each
from tests.uploads.hars import SECRET, Stream, a_har, a_long_har, an_entry, pieces_of

READER = UploadReader(a_catalogue())
A, B = "a" * 32, "b" * 32
HAR = a_har(an_entry("https://app.rurigrid.example/grid.js?token=topsecret", 503))
CSV = f"プラグイン名,プラグインID\nるりグリッド,{A}\n謎のプラグイン,{B}\n"


def read(raw: bytes, name: str = "file") -> Upload:
    return READER.read(name, io.BytesIO(raw))


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def test_a_har_is_known_by_its_content_whatever_its_name() -> None:
    for raw in (HAR, b"\xef\xbb\xbf" + HAR, b"\n  " + HAR, gzip.compress(HAR)):
        upload = read(raw, "log.txt")
        assert (upload.sort, upload.problem, upload.partial) == (Sort.HAR, None, False)
        assert [f.failure for f in upload.findings] == [RequestFailure.SERVER_ERROR]
        assert SECRET not in repr(upload)


def test_plugins_that_a_har_shows_are_inventory() -> None:
    file = "https://aoi.cybozu.com/k/api/plugin/content/download.do?type=DESKTOP&pluginId="
    inventory = read(a_har(an_entry(file + A))).inventory
    assert inventory is not None
    assert [(p.plugin_id, p.enabled) for p in inventory.plugins] == [(A, True)]
    assert not any(p.name for p in inventory.plugins)


@each("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_plugin_list_is_read_in_every_encoding_that_excel_writes(encoding: str) -> None:
    upload = read(CSV.replace(",", "\t").encode(encoding))
    assert upload.sort is Sort.PLUGIN_CSV
    assert upload.inventory is not None
    assert upload.inventory.products == (RARE.id,)
    unknown = [p.name for p in upload.inventory.plugins if p.product is None]
    assert unknown == ["謎のプラグイン"]


def test_the_plugins_of_an_app_are_read_with_those_switched_off() -> None:
    plugins = [
        {"id": A, "name": "Moku Check", "enabled": True},
        {"id": B, "name": "Ruri Grid", "enabled": False},
    ]
    upload = read(as_json({"plugins": plugins, "revision": "2"}))
    assert upload.sort is Sort.PLUGINS_JSON
    assert upload.inventory is not None
    assert [p.product for p in upload.inventory.plugins] == [POPULAR.id, RARE.id]
    assert upload.inventory.products == (POPULAR.id,)


def test_a_plugin_whose_name_kintone_does_not_know_keeps_its_id() -> None:
    upload = read(as_json({"plugins": [{"id": A, "name": None, "isMarketPlugin": False}]}))
    assert upload.inventory is not None
    assert [(p.name, p.plugin_id) for p in upload.inventory.plugins] == [("", A)]


def test_the_scripts_of_an_app_are_read_with_the_products_they_come_from() -> None:
    js = [
        {"type": "URL", "url": "https://scripts.sazanami.example/x.js?key=topsecret"},
        {"type": "FILE", "file": {"name": "customize.js", "fileKey": SECRET}},
        {"type": "URL", "url": "https://www.aoi.example/own.js"},
    ]
    value = {"scope": "ALL", "desktop": {"js": js, "css": []}, "mobile": {"js": js[:1]}}
    upload = read(as_json(value))
    assert upload.sort is Sort.CUSTOMIZE_JSON
    assert upload.inventory is not None
    assert upload.inventory.applies is Applies.ALL
    assert upload.inventory.products == (HOME.id,)
    assert upload.inventory.scripts == (
        CustomScript("x.js", "scripts.sazanami.example", products=(HOME.id,)),
        CustomScript("customize.js"),
        CustomScript("own.js", "www.aoi.example"),
        CustomScript("x.js", "scripts.sazanami.example", mobile=True, products=(HOME.id,)),
    )
    assert SECRET not in repr(upload)


def test_odd_entries_of_a_setting_are_left_out() -> None:
    js = ["x", {"type": "URL", "url": "nowhere"}, {"type": "FILE", "file": {"name": "own.js"}}]
    upload = read(as_json({"desktop": {"js": js}, "mobile": None}))
    assert upload.inventory is not None
    assert upload.inventory.scripts == (CustomScript("own.js"),)
    assert read(as_json([[] for _ in range(10)])).sort is Sort.OTHER
    assert read(b"[" * 5_000).problem is UploadProblem.BROKEN
    assert read(as_json({"x": "long " * 1_000_000})).sort is Sort.OTHER


def test_scripts_that_apply_to_nobody_count_for_no_product() -> None:
    js = [{"type": "URL", "url": "https://scripts.sazanami.example/x.js"}]
    upload = read(as_json({"scope": "NONE", "desktop": {"js": js}}))
    assert upload.inventory is not None
    assert upload.inventory.products == ()


def test_a_console_text_gives_findings_the_first_owner_and_its_masked_beginning() -> None:
    text = (
        "GET https://app.rurigrid.example/grid.js?token=topsecret net::ERR_CONNECTION_TIMED_OUT\n"
        "Uncaught TypeError: x is undefined\n"
        "    at show (https://aoi.cybozu.com/k/api/js/download.do?app=1&hash=topsecret:3:4)\n"
        "問い合わせは taro@aoi.example まで\n"
    )
    upload = read(text.encode())
    assert upload.sort is Sort.CONSOLE_TEXT
    assert upload.failed_first is not None
    assert upload.failed_first.whose is Whose.OWN_SCRIPT
    failures = {f.failure for f in upload.findings}
    assert failures == {RequestFailure.TIMED_OUT, RequestFailure.SCRIPT_ERROR}
    assert "ERR_CONNECTION_TIMED_OUT" in upload.text
    assert SECRET not in repr(upload)
    assert "taro" not in repr(upload)


def test_a_copied_curl_command_loses_cookies_headers_and_body() -> None:
    text = (
        "curl 'https://app.rurigrid.example/check?key=topsecret' \\\n"
        "  -H 'Cookie: JSESSIONID=topsecret' -b \"a=topsecret\" \\\n"
        '  --data-raw \'{"record":\n{"name":"topsecret"}}\'\n'
        "> X-Cybozu-Authorization: topsecret\n"
        "< HTTP/2 503\n"
        "set-cookie: topsecret\n"
    )
    upload = read(text.encode())
    assert [(f.host, f.failure) for f in upload.findings] == [
        ("app.rurigrid.example", RequestFailure.SERVER_ERROR)
    ]
    assert SECRET not in repr(upload)


def test_a_log_may_begin_like_json() -> None:
    for line in (
        "[2026-01-05 09:00] connect ECONNREFUSED api.hoshiform.example:443\n",
        '{"level":"error","message":"ECONNREFUSED api.hoshiform.example"}\n{"level":"info"}\n',
    ):
        upload = read(line.encode())
        assert upload.sort is Sort.CONSOLE_TEXT
        assert [f.failure for f in upload.findings] == [RequestFailure.REFUSED]


def test_an_error_of_kintones_rest_api_keeps_its_id_for_support() -> None:
    upload = read(
        as_json({"code": "GAIA_TO04", "id": "1Fnx2bV", "message": "同時接続数を超えました"})
    )
    assert (upload.sort, upload.problem) == (Sort.CONSOLE_TEXT, None)
    assert upload.text == "GAIA_TO04 1Fnx2bV 同時接続数を超えました"


def test_records_uploaded_by_mistake_are_not_kept() -> None:
    for raw in (
        as_json({"records": [{"name": {"value": "topsecret"}}]}),
        b"company,person\naoi,topsecret\n",
    ):
        upload = read(raw)
        assert (upload.sort, upload.problem) == (Sort.OTHER, UploadProblem.NOTHING_FOUND)
        assert SECRET not in repr(upload)


@each(
    ("raw", "sort", "problem"),
    [
        (b"", Sort.OTHER, UploadProblem.EMPTY),
        (b" \r\n\0", Sort.OTHER, UploadProblem.EMPTY),
        (b"\x89PNG\r\n\x1a\n\0\0", Sort.PICTURE, UploadProblem.PICTURE),
        (b"\xff\xd8\xff\xe0", Sort.PICTURE, UploadProblem.PICTURE),
        (b"\0\0\0\x18ftypheic", Sort.PICTURE, UploadProblem.PICTURE),
        (b"RIFF\0\0\0\0WEBP", Sort.PICTURE, UploadProblem.PICTURE),
        (b"PK\x03\x04", Sort.OTHER, UploadProblem.BINARY),
        (b"%PDF-1.7", Sort.OTHER, UploadProblem.BINARY),
        (b"abc\0def", Sort.OTHER, UploadProblem.BINARY),
        (b'{"a": [1, 2', Sort.OTHER, UploadProblem.BROKEN),
        (a_har(), Sort.HAR, UploadProblem.NOTHING_FOUND),
        ("お世話になっております".encode(), Sort.OTHER, UploadProblem.NOTHING_FOUND),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(
    raw: bytes, sort: Sort, problem: UploadProblem
) -> None:
    upload = read(raw)
    assert (upload.sort, upload.problem) == (sort, problem)
    assert problem.sentence("ja").endswith("。")
    assert problem.sentence("fr") == problem.sentence("en")


def test_what_was_read_of_a_broken_file_is_kept_and_marked() -> None:
    plugins = as_json({"plugins": [{"id": A, "name": "Ruri Grid"}, {"id": B, "name": "Moku"}]})
    for raw in (HAR[:-1], plugins[:-20], gzip.compress(HAR)[:-9]):
        upload = read(raw)
        assert (upload.problem, upload.partial) == (UploadProblem.BROKEN, True)
        assert upload.findings or upload.inventory


def test_a_file_over_the_limit_is_read_up_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "LARGEST", 300_000)
    for pieces in (
        a_long_har(1, b"x" * 1_000),
        [gzip.compress(b"".join(a_long_har(1, b"x" * 1_000)))],
    ):
        upload = READER.read("big.har", Stream(pieces))
        assert (upload.sort, upload.problem) == (Sort.HAR, UploadProblem.TOO_LARGE)
        assert upload.partial
        assert upload.answered == ("app.rurigrid.example",)


def test_a_stream_that_breaks_off_is_no_exception() -> None:
    def breaking() -> Any:
        yield HAR[:600]
        raise OSError

    upload = READER.read("x.har", Stream(breaking()))
    assert (upload.sort, upload.problem) == (Sort.HAR, UploadProblem.UNREADABLE)
    assert upload.partial


def test_of_a_long_log_the_beginning_and_the_end_are_read() -> None:
    first = b"GET https://first.example/ net::ERR_CONNECTION_REFUSED\n"
    last = b"GET https://last.example/ net::ERR_CONNECTION_REFUSED\n"
    upload = read(first + b"everything is quiet here\n" * 100_000 + last)
    assert [f.host for f in upload.findings] == ["first.example", "last.example"]
    assert upload.partial


def test_the_name_is_kept_without_folders_and_masked() -> None:
    assert read(HAR, r"C:\Users\taro\aoi.cybozu.com.har").name == "aoi.cybozu.com.har"
    assert "taro@" not in read(HAR, "taro@aoi.example.har").name


def test_a_file_that_comes_in_drops_is_the_same_file() -> None:
    whole = read(HAR)
    assert READER.read("file", Stream(pieces_of(HAR, 7))) == whole


def test_one_call_reads_one_file() -> None:
    assert read_upload("x.har", io.BytesIO(HAR), a_catalogue()).sort is Sort.HAR


STARTS = st.sampled_from(
    [
        b"",
        b"{",
        b"[{",
        b'{"log":{',
        b'{"plugins":[',
        b'{"desktop":{',
        b"\x1f\x8b\x08\0",
        b"\xff\xfe",
        HAR[:300],
    ]
)


@given(STARTS, st.binary(max_size=400))
def test_any_bytes_are_taken(start: bytes, rest: bytes) -> None:
    read(start + rest)


@given(STARTS, st.text(max_size=400))
def test_any_text_is_taken(start: bytes, rest: str) -> None:
    read(start + rest.encode("utf-8", "replace"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["plugins", "desktop", "mobile", "js", "file", "url", "id", "name", "scope"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_taken(value: Any) -> None:
    read(as_json(value))
