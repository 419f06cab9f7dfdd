"""Hosts in what a customer pastes: whose they are, and what they tell."""

from bot.model.conversation import Complaint
from bot.triage.evidence.hosts import foreign_hosts, only_foreign_fail
from bot.triage.understand.facts.web import is_own_machine
from tests import shipped
from tests.builders import a_catalogue
from tests.cases import each

shipped.knowledge()  # which knows kintone's own hosts
CATALOGUE = a_catalogue()


@each(
    ("host", "own"),
    [
        ("localhost", True),
        ("print.localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("js.hibari.example", False),
    ],
)
def test_which_hosts_are_the_readers_machine(host: str, *, own: bool) -> None:
    assert is_own_machine(host) is own


def test_the_readers_machine_is_nobodys_product() -> None:
    """A page that talks to a program beside it fails at "localhost" for everybody."""
    hosts = ("localhost", "js.hibari.example", "127.0.0.1")
    found = foreign_hosts({"hosts": hosts}, frozenset(), CATALOGUE)
    assert found == {"unlisted_hosts": ("js.hibari.example",)}
    assert foreign_hosts({"hosts": ("localhost",)}, frozenset(), CATALOGUE) == {}
    assert not only_foreign_fail(Complaint(facts={"hosts": ("localhost",)}), CATALOGUE)
    assert only_foreign_fail(Complaint(facts={"hosts": hosts}), CATALOGUE)
