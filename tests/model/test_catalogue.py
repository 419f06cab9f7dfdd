"""Whose a host is."""

from dataclasses import replace

from bot.model.catalogue import LEAST_OF_A_FILE, stem_of
from tests.builders import HOSTING, RARE, a_catalogue
from tests.cases import each


@each(
    ("host", "name", "same"),
    [
        ("a.example", "a.example", True),
        ("x.a.example", "a.example", True),
        ("x.a.example", "*.a.example", True),
        ("a.example", "*.A.example", True),
        ("X.A.example", "a.example", True),
        ("aoi.a.example", "{subdomain}.a.example", True),
        ("eviLa.example", "a.example", False),
        ("a.example.evil.test", "a.example", False),
        ("example", "example", False),
        ("a b.example", "a b.example", False),
        ("", "a.example", False),
        ("." * 90, "a.example", False),
    ],
)
def test_a_host_belongs_to_its_domain_and_to_no_lookalike(
    host: str, name: str, *, same: bool
) -> None:
    catalogue = a_catalogue(replace(RARE, hosts=(name,)))
    assert catalogue.owners_of(host) == (frozenset({RARE.id}) if same else frozenset())
    assert catalogue.nearest_to(host) == ((RARE.id,) if same else ())


def test_a_host_is_its_makers_first_and_the_hostings_as_well() -> None:
    on_it = replace(RARE, hosts=("ruri.hamahosting.example",))
    below = replace(HOSTING, hosts=("*.hamahosting.example",))
    catalogue = a_catalogue(on_it, below)
    assert catalogue.owners_of("a.ruri.hamahosting.example") == {RARE.id, HOSTING.id}
    assert catalogue.nearest_to("a.ruri.hamahosting.example") == (RARE.id,)
    assert catalogue.nearest_to("other.hamahosting.example") == (HOSTING.id,)


@each(
    ("file", "same"),
    [
        ("sunny-tabs.js", True),
        ("SunnyTabs.min.js", True),
        ("sunny_tabs-2.10.3.bundle.js", True),
        ("sunny-tabs.v4.mjs", True),
        ("sunny.js", False),  # a part of the name
        ("sunny-tabs-old.js", False),
        ("sunny-tabs.css", False),
        ("tabs.js", False),
        ("", False),
    ],
)
def test_a_script_is_a_products_where_it_bears_its_name(file: str, *, same: bool) -> None:
    catalogue = a_catalogue(replace(RARE, name="Sunny Tabs", names=("Tabs",)))
    assert len("tabs") < LEAST_OF_A_FILE == len("sunnyt")
    assert catalogue.product_of_file(file) == (RARE.id if same else None)


def test_a_name_that_two_products_bear_tells_no_scripts_owner() -> None:
    both = a_catalogue(replace(RARE, names=("Sunny Tabs",)), replace(HOSTING, names=("sunnytabs",)))
    assert both.product_of_file("sunny-tabs.js") is None


def test_the_first_word_of_a_name_tells_a_script_where_no_other_name_begins_with_it() -> None:
    one, other = replace(RARE, names=("Himawari Board",)), replace(HOSTING, names=("Hato Tabs",))
    catalogue = a_catalogue(one, other)
    assert catalogue.product_of_stem(stem_of("himawari.bundle.js")) == one.id
    assert catalogue.product_of_stem("hato") is None  # too short
    assert catalogue.product_of_stem("himawariboard") is None
    both = a_catalogue(one, replace(other, names=("Himawari Tabs",)))
    assert both.product_of_stem("himawari") is None
