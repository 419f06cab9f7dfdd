"""What an operator writes of websites that show the chat, and what is wrong with it."""

from typing import Any

import pytest

from bot.channels.keys import new_key
from bot.configuration.widget import widgets_of
from bot.model.errors import JitabataError
from tests.cases import each

PUBLIC = "https://desk.example.com"
GOOD: dict[str, Any] = {"origins": ["https://www.example.com", "https://*.example.com:8443"]}


def test_what_is_written_is_read_and_the_keys_come_from_the_environment() -> None:
    new, old = new_key(), new_key()
    table = GOOD | {
        "organisation": "aoba",
        "lang": "en",
        "colour": "#123456",
        "position": "left",
        "status": "https://status.example.com/now",
    }
    environment = {"JITABATA_WIDGET_KEY_MY_SHOP": f"{new}, {old}"}
    shop, plain = widgets_of(environment, {"my-shop": table, "plain": GOOD}, PUBLIC)
    assert (shop.id, shop.path) == ("my-shop", "/embed/my-shop")
    assert shop.origins == tuple(GOOD["origins"])
    assert shop.keys == (new, old)
    assert (shop.organisation, shop.lang, shop.colour) == ("aoba", "en", "#123456")
    assert (shop.position, shop.status) == ("left", "https://status.example.com/now")
    assert new not in repr(shop)
    assert (plain.keys, plain.position) == ((), "right")
    assert widgets_of(environment, None, "") == ()


def test_a_page_on_this_machine_may_be_http() -> None:
    origins = ["http://localhost:3000", "http://127.0.0.1"]
    [site] = widgets_of({}, {"trial": {"origins": origins}}, PUBLIC)
    assert site.origins == tuple(origins)
    assert widgets_of({}, {"trial": {"origins": origins}}, "http://127.0.0.1:8000") == (site,)


@each(
    "origin",
    [
        "http://www.example.com",
        "https://www.example.com/",
        "https://www.example.com/shop",
        "https://www.example.com; script-src *",
        "https://*",
        "https://*.com*",
        "https://a.*.example.com",
        "https://u:p@example.com",
        "https://WWW.example.com",
        "https://example",
        "https://www.example.com\n",
        "*",
        "null",
        "'self'",
        "",
        7,
    ],
)
def test_what_is_no_origin_never_comes_into_a_policy(origin: object) -> None:
    with pytest.raises(JitabataError, match="origins"):
        widgets_of({}, {"shop": {"origins": [origin]}}, PUBLIC)


@each(
    ("name", "changes", "says"),
    [
        ("shop", {"origins": []}, "origins"),
        ("shop", {"origins": "https://www.example.com"}, "origins"),
        ("shop", {"origins": ["https://a.example"] * 21}, "origins"),
        ("Shop", {}, "name"),
        ("a/b", {}, "name"),
        ("-a", {}, "name"),
        ("shop", {"secret": "hidden"}, "knows no secret"),
        ("shop", {"lang": "fr"}, "lang"),
        ("shop", {"position": "top"}, "position"),
        ("shop", {"colour": "red"}, "colour"),
        ("shop", {"status": "javascript:alert(1)"}, "status"),
        ("shop", {"status": 'https://a.example/"onx="'}, "status"),
        ("shop", {"organisation": 7}, "organisation"),
    ],
)
def test_what_cannot_be_is_refused_and_named(name: str, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(JitabataError, match=says) as refused:
        widgets_of({}, {name: GOOD | changes}, PUBLIC)
    assert "hidden" not in str(refused.value)


def test_what_the_whole_cannot_be_is_refused() -> None:
    for given, public_url, says in (
        ({"shop": GOOD}, "", "public_url"),
        ({"shop": GOOD}, "http://desk.example.com", "https"),
        ([GOOD], PUBLIC, "table"),
        ({"origins": ["https://www.example.com"]}, PUBLIC, "table"),
        ({f"s{n}": GOOD for n in range(51)}, PUBLIC, "50"),
    ):
        with pytest.raises(JitabataError, match=says):
            widgets_of({}, given, public_url)
    with pytest.raises(JitabataError, match="JITABATA_WIDGET_KEY_SHOP: key 1") as refused:
        widgets_of({"JITABATA_WIDGET_KEY_SHOP": "too-short"}, {"shop": GOOD}, PUBLIC)
    assert "too-short" not in str(refused.value)
