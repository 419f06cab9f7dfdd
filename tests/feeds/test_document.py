"""Bytes to documents: encodings, limits and what is refused."""

import codecs
import json
import time

import pytest

from bot.feeds.detect import read
from bot.feeds.document import LONGEST, LONGEST_XML, JsonDocument, decode
from bot.feeds.fields import from_epoch, moment, plain, text
from bot.feeds.reading_json import read_feed
from bot.model.errors import FeedError
from bot.model.status import State

SAID = {"障害": "調査中"}
RSS = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>障害情報</title></channel></rss>'


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "utf-8"])
def test_a_feed_is_decoded_as_it_declares(encoding: str) -> None:
    assert read(RSS.format(encoding).encode(encoding)).overall is State.UNKNOWN


def test_the_header_names_the_encoding_where_the_document_does_not() -> None:
    document = json.dumps(SAID, ensure_ascii=False).encode("cp932")
    assert decode(document, content_type='text/json; charset="cp932"') == JsonDocument(SAID)


@pytest.mark.parametrize("encoding", ["zip", "hex", "nonsense", "utf-7-x", "idna"])
def test_an_encoding_that_is_no_text_is_unreadable(encoding: str) -> None:
    document = RSS.format(encoding).encode("cp932")
    with pytest.raises(FeedError):
        read(document)


@pytest.mark.parametrize(
    "document",
    [
        b"{" * (LONGEST + 1),
        b"[" * 200_000,
        b'{"a":' * 200_000,
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
    began = time.monotonic()
    got = read_feed(document)
    assert got["overall"] == "unknown"
    assert time.monotonic() - began < 5


def test_a_reading_that_failed_is_printed_as_unknown_with_its_reason() -> None:
    got = read_feed(b"")
    assert (got["format"], got["overall"]) == ("unreadable", "unknown")
    assert got["oddities"] == ["the body is empty"]


def test_text_of_a_feed_cannot_steer_a_terminal() -> None:
    assert text("a\x1b[31m\u202eb\n\n c\ud800 ") == "a[31mb c"
    assert plain("<b>5 &lt; 6</b><script>x</script>") == "5 < 6 x"


def test_times_that_are_none_are_none() -> None:
    assert from_epoch(float("nan")) is None
    assert from_epoch("not a time") is None
    assert from_epoch(10**17) is None
    assert moment("0001-01-01T00:00:00+14:00") is None
    assert moment({"a": 1}) is None
