"""Addresses in a text: pages that somebody speaks of, and what a page loads."""

from bot.lexicon.meanings import furnish
from bot.model.knowledge import Knowledge
from bot.triage.understand.facts.web_address import pages_in
from tests.cases import each

DOWN = frozenset({"wiki.example.org"})


@each(
    ("text", "hosts"),
    [
        ("The wiki (https://wiki.example.org/) is down, a timeout I think", DOWN),
        ("https://wiki.example.org/start が開きません", DOWN),
        ("Failed to load resource: https://wiki.example.org/", frozenset()),
        ("https://wiki.example.org/app.js timed out", frozenset()),
        ("コンソールに https://wiki.example.org/ と出ます", frozenset()),
        ("wiki.example.org does not answer", frozenset()),
    ],
)
def test_a_page_that_is_named_is_no_file_that_failed(
    knowledge: Knowledge, text: str, hosts: frozenset[str]
) -> None:
    furnish(knowledge.language)
    assert pages_in(text) == hosts
