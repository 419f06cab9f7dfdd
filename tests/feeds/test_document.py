"""Bytes to documents: encodings, limits and what is refused."""

import codecs
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feeds.detect import read
from bot.feeds.document import LONGEST, LONGEST_XML, JsonDocument, decode
from bot.feeds.fields import (
    bare_title,
    from_epoch,
    moment,
    plain,
    text,
    with_zone,
    zone_named,
)
from bot.feeds.reading_json import read_feed
from bot.model.errors import FeedError
from bot.model.japan import JST
from bot.model.status import State
from tests.cases import each
from tests.effort import takes_at_most

PAYLOADS = Path(__file__).parent / "payloads"
SAID = {"障害": "調査中"}
RSS = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>障害情報</title></channel></rss>'


@each(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-be"),
        (b"", "utf-16-le"),
    ],
)
def test_json_is_decoded_by_its_mark_whatever_the_header_says(mark: bytes, encoding: str) -> None:
    document = mark + json.dumps(SAID, ensure_ascii=False).encode(encoding)
    assert decode(document, content_type="text/plain; charset=us-ascii") == JsonDocument(SAID)


@each("encoding", ["shift_jis", "euc-jp", "utf-8"])
def test_a_feed_is_decoded_as_it_declares(encoding: str) -> None:
    assert read(RSS.format(encoding).encode(encoding)).overall is State.UNKNOWN


def test_the_header_names_the_encoding_where_the_document_does_not() -> None:
    document = json.dumps(SAID, ensure_ascii=False).encode("cp932")
    assert decode(document, content_type='text/json; charset="cp932"') == JsonDocument(SAID)


@each("encoding", ["zip", "hex", "nonsense", "utf-7-x", "idna"])
def test_an_encoding_that_is_no_text_is_unreadable(encoding: str) -> None:
    document = RSS.format(encoding).encode("cp932")
    with pytest.raises(FeedError):
        read(document)


@pytest.mark.slow
@pytest.mark.parametrize(
    "document",
    [
        b"{" * (LONGEST + 1),
        b"[" * 200_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 200_000,
        b"[" + b"[]," * 2_600_000 + b"[]]",
        b"a(" + b" " * 1_000_000,
        b"<rss>" + b"<" * 300_000 + b"</rss>",
        b"<rss>" + b"<a " * 100_000 + b"</rss>",
        b"<!" * 500_000 + b"</rss>",
        b"<rss>" + b"x" * (LONGEST_XML + 1) + b"</rss>",
        b"<rss>" + b"<item>" * 50_000 + b"</rss>",
        b"<rss><channel><title>" + b"&lt;" * 200_000 + b"</title></channel></rss>",
        b'{"page":{"id":' + b"9" * 100_000 + b'},"incidents":[]}',
    ],
    ids=lambda document: f"{document[:12]!r} {len(document)}",
)
def test_hostile_documents_cost_little_and_raise_nothing_else(document: bytes) -> None:
    def is_unknown() -> None:
        assert read_feed(document)["overall"] == "unknown"

    assert takes_at_most(5, is_unknown)


def test_a_reading_that_failed_is_printed_as_unknown_with_its_reason() -> None:
    got = read_feed(b"")
    assert (got["format"], got["overall"]) == ("unreadable", "unknown")
    assert got["oddities"] == ["the body is empty"]


def test_text_of_a_feed_cannot_steer_a_terminal() -> None:
    assert text("a\x1b[31m\u202eb\n\n c\ud800 ") == "a[31mb c"
    assert plain("<b>5 &lt; 6</b><script>x</script>") == "5 < 6 x"


@each("encoding", ["utf-16-be", "utf-16-le", "utf-8"], ids=lambda encoding: f"{encoding} with mark")
@each("file", ["google/ended_keeps_its_worst_impact.json", "slack/ok.current.json"])
def test_a_page_reads_the_same_in_any_encoding(file: str, encoding: str) -> None:
    document = (PAYLOADS / file).read_bytes()
    marked = "\ufeff".encode(encoding) + document.decode().encode(encoding)
    assert read(marked) == read(document)


@each(
    "page",
    [
        '{"sourceDatacenter":"x","components":[%s]}',
        '{"components":[%s]}',
        '{"data":{"global_is_operational":true,"components":[%s]}}',
    ],
)
def test_components_within_components_for_ever_are_read_or_refused(page: str) -> None:
    one = '{"name":"a","is_group":true,"status":"OP","display_options":{},"%s":['
    for key in ("components", "subcomponents"):
        nested = one % key * 300 + "]}" * 300
        assert len(read_feed((page % nested).encode())["components"]) <= 300  # type: ignore[arg-type]


@each(
    ("said", "at"),
    [
        ("2026-05-01T10:00:00+09:00", "2026-05-01T01:00:00+00:00"),
        ("2026-05-01T10:00:00", "2026-05-01T10:00:00+00:00"),
        ("2026-05-01 10:00:00 UTC", "2026-05-01T10:00:00+00:00"),
        ("2026-05-01 10:00:00 +0900", "2026-05-01T01:00:00+00:00"),
        ("2026/05/01 10:00 JST", "2026-05-01T01:00:00+00:00"),
        ("2026年5月1日（金）10時05分", "2026-05-01T10:05:00+00:00"),
        ("Fri, 01 May 2026 07:00:00 JST", "2026-04-30T22:00:00+00:00"),
        ("Fri, 01 May 2026 07:00:00 PDT", "2026-05-01T14:00:00+00:00"),
        ("Fri, 01 May 2026 07:00:00 PST", "2026-05-01T15:00:00+00:00"),
        ("Fri, 01 May 2026 07:00:00 Z", "2026-05-01T07:00:00+00:00"),
        ("Fri, 01 May 2026 07:00:00 -0000", "2026-05-01T07:00:00+00:00"),
        ("1777597200", "2026-05-01T01:00:00+00:00"),
        ("1777597200000", "2026-05-01T01:00:00+00:00"),
        (1777597200, "2026-05-01T01:00:00+00:00"),
        ("20260501", "2026-05-01T00:00:00+00:00"),
    ],
)
def test_times_in_every_dress(said: object, at: str) -> None:
    assert moment(said) == datetime.fromisoformat(at)


def test_a_time_without_a_zone_is_local_where_the_zone_is_known() -> None:
    assert moment("2026-05-01 10:00", JST) == datetime(2026, 5, 1, 1, 0, tzinfo=UTC)
    assert (
        with_zone("2026-05-01T10:00:00", zone_named("Asia/Tehran")) == "2026-05-01T10:00:00+03:30"
    )
    assert with_zone("2026-05-01T10:00:00Z", JST) == "2026-05-01T10:00:00Z"
    assert with_zone("2026-05-01T10:00:00", None) == "2026-05-01T10:00:00"
    for nonsense in ("../../etc/passwd", "Nowhere/Else", "", None, "A" * 5000):
        assert zone_named(nonsense) is None


@each(
    ("said", "title"),
    [
        ("<b>Errors</b> in [search](https://kumo.example/s)", "Errors in search"),
        ("**API** is `down`", "API is down"),
        ("&lt;i&gt;Mail&lt;/i&gt; &amp; Web", "Mail & Web"),
        ("a < b & c > d", "a < b & c > d"),
        ("https://status.kumo.example/i/1", "https://status.kumo.example/i/1"),
        ("[API] Errors", "[API] Errors"),
        ("【重要】検索の障害", "【重要】検索の障害"),
    ],
)
def test_titles_lose_their_markup_and_nothing_else(said: str, title: str) -> None:
    assert bare_title(said) == title


def test_times_that_are_none_are_none() -> None:
    assert from_epoch(float("nan")) is None
    assert from_epoch("not a time") is None
    assert from_epoch(10**17) is None
    assert moment("0001-01-01T00:00:00+14:00") is None
    assert moment({"a": 1}) is None
