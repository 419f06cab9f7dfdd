"""Whatever arrives, it is read in bounded time and raises nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.mail.reading.from_html import text_of_html
from bot.channels.mail.reading.incoming import MOST_TEXT, Incoming, MailRules, Report, read_mail
from tests.channels.mail.mails import RULES
from tests.effort import takes_at_most

MANY = 300_000
FROM = b"From: a@midori.example\n"

PIECES = st.sampled_from(
    [b"From: ", b"Subject: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b"multipart/report; ", b"\n", b"\r\n",
     b"--b", b"--b--", b"message/rfc822", b"text/html; charset=", b"iso-2022-jp", b"=?utf-8?B?", b"?=", b"\x1b$B",
     b"base64", b"Content-Transfer-Encoding: ", b"x-uuencode", b"name*0*=", b"''", b"%E3", b"\xe3\x81", b"\x00",
     b"<a@b>", b'"', b";", b"message/delivery-status", b"begin 644 a", b"report-type=delivery-status", b"(", b"\\"]
)  # fmt: skip


def is_bounded(found: Incoming) -> bool:
    if not isinstance(found, Report):
        return True
    kept = (found.text, found.subject, found.message_id, *found.references)
    names = [file.name for file in found.attachments]
    fine = all(text.encode() is not None for text in (*kept, *names, *found.unread))
    return (
        fine
        and len(found.message_id) <= 500
        and len(found.text) <= MOST_TEXT
        and "\0" not in found.text + found.subject
    )


@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    assert is_bounded(read_mail(raw, RULES))
    assert is_bounded(read_mail(FROM + raw, RULES))


@given(st.lists(PIECES, max_size=40))
def test_any_order_of_what_mails_consist_of(pieces: list[bytes]) -> None:
    assert is_bounded(read_mail(FROM + b"".join(pieces), MailRules(authserv_id="x")))


@given(
    st.text(max_size=300),
    st.lists(st.sampled_from(["<div>", "</p>", "<!--", "<a '", "&#", "<br>"])),
)
def test_any_html(text: str, tags: list[str]) -> None:
    text_of_html(text + text.join(tags))


def head(line: bytes) -> bytes:
    return FROM + line + b"\n\nx"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "no line end": lambda: b"x" * 10_000_000,
    "only line ends": lambda: FROM + b"\n" * 10_000_000,
    "header fields": lambda: b"X: y\n" * MANY + FROM,
    "a long field": lambda: head(b"Subject: " + b"=?utf-8?q?a" * MANY),
    "brackets": lambda: b"From: " + b"(" * MANY + b"\n\nx",
    "angle brackets": lambda: head(b"References: " + b"<" * MANY),
    "references": lambda: head(b"References: " + b"<a@b> " * MANY),
    "parameters": lambda: head(b'Content-Type: text/plain; x="' + b'";' * MANY),
    "continuations": lambda: head(b"Content-Type: text/plain" + b"".join(b"; n*%d=x" % i for i in range(20_000))),
    "nested parts": lambda: FROM
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3_000))
    + b"\n" * 300_000,
    "many parts": lambda: FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "mails in mails": lambda: FROM + b"Content-Type: message/rfc822\n\n" * 3_000,
    "authentication": lambda: head(b"Authentication-Results: x;" + b"(" * 2_000 + b"dmarc=" * MANY),
    "deep html": lambda: FROM + b"Content-Type: text/html\n\n" + b"<div>" * MANY,
    "unclosed comments": lambda: FROM + b"Content-Type: text/html\n\n" + b"<!--" * MANY,
    "attributes": lambda: FROM + b"Content-Type: text/html\n\n<p " + b"".join(b"a%d=b " % i for i in range(MANY)) + b">",
    "quotation marks": lambda: FROM + b"Content-Type: text/html\n\n" + b"<a b='" * MANY,
    "escapes": lambda: FROM + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * 2_000_000,
    "half characters": lambda: FROM + b"Content-Type: text/plain; charset=euc-jp\n\n" + b"\xa4" * 9_000_001,
    "status blocks": lambda: b"Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    b"--b\nContent-Type: message/delivery-status\n\n" + b"Action: failed\nFinal-Recipient: x;a@b.example\n\n" * 100_000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_takes_no_long_time(make: Callable[[], bytes]) -> None:
    raw = make()
    rules = MailRules(RULES.ours, authserv_id="x")
    assert is_bounded(read_mail(raw, rules))
    assert takes_at_most(5, lambda: read_mail(raw, rules))
