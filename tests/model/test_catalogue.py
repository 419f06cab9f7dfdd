"""Whose a host is."""

from dataclasses import replace

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
