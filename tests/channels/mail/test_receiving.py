"""What incoming mail must be told."""

from typing import Any

import pytest

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading.incoming import rules_of
from bot.channels.mail.receiving import (
    MAILBOX_PASSWORD,
    WEBHOOK_SECRET,
    WEBHOOK_TOKEN,
    ReceivingSettings,
    receiving_of,
)
from bot.channels.mail.settings import Security
from bot.model.errors import JitabataError
from tests.cases import each

IMAP = {"host": "imap.example.com", "user": "desk"}
PASSWORD = {MAILBOX_PASSWORD: "very secret"}


def read(environment: dict[str, str], **table: Any) -> ReceivingSettings:
    found = receiving_of(environment, table)
    assert found is not None
    return found


def test_without_a_table_no_mail_comes_in() -> None:
    assert receiving_of({}, None) is None


def test_a_mailbox_with_its_defaults() -> None:
    found = read(PASSWORD, imap=IMAP)
    assert found.mailbox is not None
    assert (found.mailbox.server.port, found.mailbox.server.security) == (993, Security.TLS)
    assert (found.mailbox.folder, found.mailbox.done_folder, found.per_hour) == ("INBOX", "", 20)
    assert not found.has_webhook
    assert "very secret" not in repr(found)


def test_a_webhook_by_token_or_secret() -> None:
    assert read({WEBHOOK_TOKEN: "t" * 24}).has_webhook
    found = read({WEBHOOK_SECRET: "whsec_" + "QUJD" * 8})
    assert found.secret == b"ABC" * 8
    assert "ABC" not in repr(found)


def test_rules_know_all_addresses_of_the_desk() -> None:
    found = read(PASSWORD, imap=IMAP, addresses=["Help@Example.com"], lists=["L.example"])
    rules = rules_of(found, Mailbox.of("desk@support.example"))
    assert rules.ours.addresses == {"help@example.com", "desk@support.example"}
    assert rules.ours.domain == "support.example"
    assert rules.ours.lists == {"l.example"}


@each(
    ("environment", "table", "words"),
    [
        ({}, {}, "no way in"),
        (PASSWORD, {}, "no .mail.incoming.imap. to use it"),
        ({}, {"imap": IMAP}, "needs user, and JITABATA_MAILBOX_PASSWORD"),
        (PASSWORD, {"imap": {"user": "desk"}}, "host must be the name"),
        (PASSWORD, {"imap": {**IMAP, "security": "plain"}}, "readable by anybody"),
        (PASSWORD, {"imap": {**IMAP, "security": "ssl"}}, "must be one of"),
        (PASSWORD, {"imap": {**IMAP, "port": 0}}, "from 1 to 65535"),
        (PASSWORD, {"imap": {**IMAP, "colour": 1}}, "knows no colour"),
        (PASSWORD, {"imap": IMAP, "addresses": ["desk"]}, "addresses must be"),
        (PASSWORD, {"imap": IMAP, "lists": "x"}, "list of texts"),
        (PASSWORD, {"imap": IMAP, "per_hour": True}, "whole number"),
        (PASSWORD, {"imap": IMAP, "tenants": ["a"]}, "table of domains"),
        ({WEBHOOK_TOKEN: "short"}, {}, "24 or more"),
        ({WEBHOOK_SECRET: "whsec_!"}, {}, "whsec_ and the base64"),
    ],
)
def test_what_is_wrong_is_named(
    environment: dict[str, str], table: dict[str, Any], words: str
) -> None:
    with pytest.raises(JitabataError, match=words) as raised:
        receiving_of(environment, table)
    assert "very secret" not in str(raised.value)


def test_a_secret_without_a_table_is_no_mistake_that_passes() -> None:
    with pytest.raises(JitabataError, match=r"no \[mail\.incoming\] to use it"):
        receiving_of(PASSWORD, None)


def test_on_this_machine_a_mailbox_may_be_plain() -> None:
    assert read(PASSWORD, imap={**IMAP, "host": "127.0.0.1", "security": "plain"}).mailbox
