"""What is measured: what the catalogue marks and the configuration declares, and nothing else."""

from dataclasses import replace

import pytest

from bot.model.catalogue import Catalogue, Probe
from bot.model.errors import JitabataError
from bot.model.knowledge import Knowledge
from bot.model.probe import Importance, OwnComponent
from bot.probes.targets import plan
from tests.builders import HOME, PLATFORM, RARE
from tests.cases import each

RECORDS = Probe("*.cybozu.com", "/k/v1/records.json?app=0", ("code", "id", "message"))
CATALOGUE = Catalogue.of(
    [
        replace(PLATFORM, probes=(RECORDS, Probe("static.cybozu.com", importance=Importance.LOW))),
        replace(RARE, probes=(Probe("cdn.example", "/x.js"),)),
        HOME,
    ]
)
DELIVERY = OwnComponent("delivery", {"ja": "配信", "en": "delivery"}, "https://s.example/health")


def test_hosts_that_are_marked_are_measured_and_no_others() -> None:
    found = plan(CATALOGUE)
    assert {t.url for t in found.targets.values()} == {
        "https://static.cybozu.com/",
        "https://cdn.example/x.js",
    }
    assert {(r.id, r.service, r.importance) for r in found.refs} == {
        ("static.cybozu.com/", PLATFORM.id, Importance.LOW),
        ("cdn.example/x.js", RARE.id, Importance.HIGH),
    }


def test_the_operators_own_kintone_fills_a_host_with_a_star() -> None:
    found = plan(CATALOGUE, own_host="Example.cybozu.com")
    target = found.targets["example.cybozu.com/k/v1/records.json"]
    assert target.url == "https://example.cybozu.com/k/v1/records.json?app=0"
    assert target.keys == RECORDS.keys


@each("host", ["cybozu.com", "a.b.cybozu.com", "example.com", "xcybozu.com"])
def test_a_host_of_no_platform_is_an_error_that_says_which_there_are(host: str) -> None:
    with pytest.raises(JitabataError, match=r"\*\.cybozu\.com"):
        plan(CATALOGUE, own_host=host)


def test_own_components_stand_for_the_home_product_with_their_names() -> None:
    found = plan(CATALOGUE, [DELIVERY])
    (ref,) = [r for r in found.refs if r.names]
    assert (ref.id, ref.service, ref.names["ja"]) == ("s.example/health", HOME.id, "配信")
    assert found.of_services([HOME.id]) == {"s.example/health"}
    assert found.service_of("s.example/health") == HOME.id


def test_own_components_need_a_home_product() -> None:
    with pytest.raises(JitabataError, match="home product"):
        plan(Catalogue.of([PLATFORM]), [DELIVERY])


def test_one_host_of_two_products_is_measured_once_and_heard_for_both() -> None:
    both = Catalogue.of([replace(p, probes=(Probe("cdn.example"),)) for p in (RARE, HOME)])
    found = plan(both)
    assert list(found.targets) == ["cdn.example/"]
    assert {r.service for r in found.refs} == {RARE.id, HOME.id}


def test_the_shipped_plan_asks_public_names_over_https(knowledge: Knowledge) -> None:
    found = plan(knowledge.catalogue, own_host="example.cybozu.com")
    assert len(found.targets) >= 15
    assert all(t.url.startswith("https://") and "*" not in t.host for t in found.targets.values())
    hostile = {"polyfill.io", "cdn.polyfill.io"}
    assert not hostile & {t.host for t in found.targets.values()}
