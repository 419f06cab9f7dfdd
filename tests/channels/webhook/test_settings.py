"""What the operator sets for webhooks: which addresses are taken, and what is refused."""

import pytest

from bot.channels.keys import new_key
from bot.channels.webhook.address import AddressProblem, Exceptions, problem_with, spelt
from bot.channels.webhook.settings import KEY, settings_of
from bot.model.errors import JitabataError
from bot.model.rate import Rate
from tests.cases import each
from tests.channels.webhook.posting import a_notice
from tests.channels.webhook.test_payload import ALERT, PROPOSAL, REPLY, TICKET

OWN = {"name": "export", "url": "https://Hooks.example.com/s3cret", "sends": ["tickets"]}
CORP = {"name": "alerts", "url": "http://hooks.corp/x", "sends": ["incidents", "notices"]}
TABLE = {"private_hosts": ["hooks.corp"], "http_hosts": ["HOOKS.corp"], "per_second": 2.5}


def test_nothing_needs_to_be_set() -> None:
    found = settings_of({})
    assert (found.keys, found.endpoints) == ((), ())
    assert found.rate == Rate(0.1, 10)


def test_endpoints_are_sent_what_they_ask_for() -> None:
    found = settings_of({}, TABLE, [OWN, CORP])
    assert found.rate == Rate(0.4, 2)
    names = [[e.name for e in found.endpoints_for(x)] for x in (TICKET, ALERT, PROPOSAL, REPLY)]
    assert names == [["export"], ["alerts"], ["alerts"], []]
    [own] = found.endpoints_for(TICKET)
    assert own.recipient.address == "https://hooks.example.com/s3cret"
    assert (own.recipient.id, own.recipient.destination) == ("endpoint:export", "hooks.example.com")
    assert found.endpoint("endpoint:export") == own
    assert found.endpoint("export") is None
    assert [e.name for e in found.endpoints_for(a_notice())] == ["alerts"]


def test_no_secret_is_shown() -> None:
    key = new_key()
    found = settings_of({KEY.name: key}, TABLE, [OWN])
    assert key not in repr(found)
    assert "s3cret" not in repr(found)


@each(
    ("table", "rows", "says"),
    [
        ({"privat_hosts": []}, [], "privat_hosts"),
        ({"per_second": 0}, [], "per_second"),
        ({"http_hosts": ["https://x/"]}, [], "'https://x/' is not the name of a host"),
        (5, [], r"\[webhook\]"),
        ({}, 5, r"\[\[webhooks\]\]"),
        ({}, [{**OWN, "sends": []}], "0.sends"),
        ({}, [{**OWN, "sends": ["replies"]}], "0.sends"),
        ({}, [{**OWN, "name": "A B"}], "0.name"),
        ({}, [OWN, OWN], "twice"),
        ({}, [CORP], "alerts: the url must begin with https"),
        ({}, [{**OWN, "url": "https://intranet/x"}], "private_hosts"),
        ({}, [{**OWN, "url": "https://me:s3cret@x.example/"}], "without a login"),
    ],
)
def test_what_is_wrong_is_named(table: object, rows: object, says: str) -> None:
    with pytest.raises(JitabataError, match=says) as caught:
        settings_of({}, table, rows)
    assert "s3cret" not in str(caught.value)


@each(
    ("url", "problem"),
    [
        ("https://hooks.example.com", None),
        ("https://hooks.example.com:8443/a/b?c=d&e=%20", None),
        ("https://8.8.8.8/", None),
        ("https://xn--zckzah.example/", None),
        ("http://hooks.example.com/", "http"),
        ("https://hooks.example.com:0/", "shape"),
        ("https://hooks.example.com:65536/", "shape"),
        ("https://me@hooks.example.com/", "shape"),
        ("https://me:pw@hooks.example.com/", "shape"),
        ("https://hooks.example.com\\@10.0.0.1/", "shape"),
        ("https://hooks.example.com#@10.0.0.1/", "shape"),
        ("https://hooks.example.com?@10.0.0.1/", "shape"),
        ("https://[::1]/", "shape"),
        ("https://テスト.example/", "shape"),
        ("https://hooks.example.com/ x", "shape"),
        ("https://hooks.example.com/\r\nx: y", "shape"),
        ("https://hooks..example.com/", "shape"),
        ("ftp://hooks.example.com/", "shape"),
        ("hooks.example.com", "shape"),
        ("", "shape"),
        ("https://localhost/", "private"),
        ("https://printer.local/", "private"),
        ("https://metadata.google.internal/", "private"),
        ("https://intranet/", "private"),
        ("https://127.0.0.1/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://2130706433/", "private"),
        ("https://127.1/", "private"),
        ("https://0177.0.0.1/", "private"),
        ("https://hooks.example.com/" + "x" * 2000, "long"),
    ],
)
def test_an_address_has_one_shape(url: str, problem: AddressProblem | None) -> None:
    assert problem_with(url, Exceptions()) == problem


def test_an_address_is_spelt_one_way() -> None:
    assert spelt("HTTPS://Hooks.Example.com") == "https://hooks.example.com/"
    assert spelt("https://hooks.example.com:8443/A?b") == "https://hooks.example.com:8443/A?b"
    assert spelt("what?") == "what?"
