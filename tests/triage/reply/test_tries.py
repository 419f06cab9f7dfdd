"""What was read in a check from the customer's browser, in a sentence."""

from bot.model.browser_check import BrowserCheck, Reachability, Tried
from bot.triage.reply.tries import what_it_shows
from tests.builders import some_facts
from tests.cases import each
from tests.model.test_browser_check import KINTONE, MOKU, RURI, a_check
from tests.shipped import knowledge


def told(check: BrowserCheck) -> str:
    return what_it_shows(check, some_facts(), lambda key, **v: knowledge().say("ja", key, **v))


@each(
    ("said", "names"),
    [
        ("rrfr", "Ruri Gridのサーバーにつながりません"),
        ("rrff", "Ruri Grid、Moku Checkのサーバーにつながりません"),
        ("rrsf", "Moku Checkのサーバーにつながりません"),  # one that is slow is reached
        ("rrsr", "Ruri Gridのサーバーにつながるまで"),
    ],
)
def test_the_products_are_named_whose_hosts_it_is(said: str, names: str) -> None:
    assert names in told(a_check(said))
    assert "kintone" in told(a_check(said))


def test_the_slowest_of_what_was_slow_is_told() -> None:
    slow = [Tried(t, Reachability.SLOW, s) for t, s in ((RURI, 4.4), (MOKU, 7.6))]
    fast = Tried(KINTONE, Reachability.REACHED, 9.0)
    assert "最長8秒" in told(BrowserCheck((fast, *slow)))


def test_where_nothing_was_tried_nothing_is_told() -> None:
    assert told(BrowserCheck(())) == ""
