"""What an operator writes under ``[mail]``, and what is said of mistakes."""

import tomllib

import pytest

from bot.channels.mail.settings import MailSettings, Security, settings_of
from bot.model.errors import JitabataError
from tests.cases import each

GOOD = """
from = "help@desk.example"
from_name = "サポート窓口"
public_url = "https://desk.example/"
per_minute = 120
[smtp]
host = "smtp.example"
user = "desk"
[archive]
address = "archive@desk.example"
host = "imap.example"
user = "archive"
"""
SECRETS = {"JITABATA_SMTP_PASSWORD": "s3cret", "JITABATA_MAIL_ARCHIVE_PASSWORD": "s4cret"}


def read(text: str, **environment: str) -> MailSettings | None:
    return settings_of(environment, tomllib.loads(text))


def test_a_whole_table_is_read() -> None:
    found = read(GOOD, **SECRETS)
    assert found is not None
    assert (found.smtp.port, found.smtp.security) == (587, Security.STARTTLS)
    assert found.archive is not None
    assert (found.archive.server.port, found.archive.server.security) == (993, Security.TLS)
    assert found.archive.folder == "INBOX"
    assert found.rate.every == 0.5
    assert found.public_url == "https://desk.example"
    assert "cret" not in repr(found)


def test_without_a_server_no_mail_is_sent() -> None:
    assert settings_of({}, None) is None
    assert read('from = "help@desk.example"\n[incoming.imap]\nhost = "x"') is None
    with pytest.raises(JitabataError, match=r"there is no \[mail.smtp\]"):
        settings_of({"JITABATA_SMTP_PASSWORD": "x"}, {})


@each(
    ("change", "with_", "said"),
    [
        ("help@desk.example", "help", "from must be an address such as"),
        ("https://desk.example/", "http://desk.example/", "public_url must be an https address"),
        ("120", "0", "per_minute must be a whole number from 1 to 6000"),
        ('"smtp.example"', '"smtp.example"\nsecurity = "ssl"', "security must be one of"),
        ('"smtp.example"', '"smtp.example"\nsecurity = "plain"', "readable by anybody"),
        ('"smtp.example"', '"smtp.example"\nport = 99999', "port must be a whole number"),
        ('"smtp.example"', '"smtp.example"\nhots = 1', r"\[mail.smtp\] knows no hots"),
        ("[smtp]", '[imap]\nhost = "x"\n[smtp]', r"\[mail\] knows no imap"),
        ('user = "desk"', "", "user and JITABATA_SMTP_PASSWORD in the environment go together"),
        ('user = "archive"', "", "go together"),
        ("サポート窓口", r"a\nb", "from_name must be a name in one line"),
        ('from_name = "', 'language = "fr"\nfrom_name = "', 'language must be "ja" or "en"'),
    ],
)
def test_a_mistake_is_said_in_plain_words(change: str, with_: str, said: str) -> None:
    assert change in GOOD
    with pytest.raises(JitabataError, match=said) as caught:
        read(GOOD.replace(change, with_, 1), **SECRETS)
    assert "cret" not in str(caught.value)


@each("host", ["localhost", "127.0.0.1", "::1"])
def test_on_this_machine_it_may_be_plain(host: str) -> None:
    text = f'from = "a@b.example"\n[smtp]\nhost = "{host}"\nsecurity = "plain"'
    found = read(text)
    assert found is not None
    assert found.smtp.port == 25
    elsewhere = text.replace(host, "relay.internal") + "\nallow_plain = true"
    assert read(elsewhere) is not None
