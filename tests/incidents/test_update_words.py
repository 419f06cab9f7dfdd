"""With which words an update of an incident begins."""

from dataclasses import replace

import pytest

from bot.incidents.update_words import (
    UpdateBegun,
    UpdateNews,
    beginning,
    begun_with,
    meant_for,
)
from bot.model.decision import UpdateReaders
from bot.model.incident import IncidentStatus
from tests import shipped
from tests.builders import PRODUCTS, RARE, a_catalogue, an_incident

KNOWN = replace(shipped.knowledge(), catalogue=a_catalogue(*PRODUCTS))
CONFIRMED = an_incident(status=IncidentStatus.CONFIRMED, suspects=(RARE.cause,))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("news", list(UpdateNews))
def test_each_readers_are_spoken_to_as_what_they_know(news: UpdateNews, lang: str) -> None:
    said = {r: beginning(news, CONFIRMED, lang, r, KNOWN) for r in UpdateReaders}
    assert said[UpdateReaders.FITTING] == said[UpdateReaders.REPORTED]  # they reported it as well
    assert len(set(said.values())) == len(UpdateReaders) - 1
    assert all(text and "{" not in text for text in said.values())


def test_a_workaround_names_a_cause_that_is_confirmed_and_no_other() -> None:
    told = UpdateNews.WORKAROUND, UpdateReaders.ALL
    sure = beginning(told[0], CONFIRMED, "ja", told[1], KNOWN)
    assert RARE.name in sure
    assert "無効" in sure
    assert "1." in sure
    suspected = replace(CONFIRMED, status=IncidentStatus.SUSPECTED)
    assert RARE.name not in beginning(told[0], suspected, "ja", told[1], KNOWN)
    unlisted = replace(CONFIRMED, suspects=("unlisted_plugin:秘密",))
    assert "秘密" not in beginning(told[0], unlisted, "ja", told[1], KNOWN)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("readers", list(UpdateReaders))
def test_where_no_workaround_can_be_told_none_is_promised(
    readers: UpdateReaders, lang: str
) -> None:
    suspected = replace(CONFIRMED, status=IncidentStatus.SUSPECTED)
    unlisted = replace(CONFIRMED, suspects=("unlisted_plugin:秘密",))
    for unsure in (suspected, unlisted):
        told = beginning(UpdateNews.WORKAROUND, unsure, lang, readers, KNOWN)
        assert told == beginning(UpdateNews.WORKING, unsure, lang, readers, KNOWN)


def test_a_workaround_is_meant_for_those_whose_reports_fit_and_other_news_for_all() -> None:
    meant = {news: meant_for(news) for news in UpdateNews}
    assert meant.pop(UpdateNews.WORKAROUND) is UpdateReaders.FITTING
    assert set(meant.values()) == {UpdateReaders.ALL}


def test_other_news_name_no_cause() -> None:
    for news in (UpdateNews.WORKING, UpdateNews.RECOVERED):
        assert RARE.name not in beginning(news, CONFIRMED, "ja", UpdateReaders.TOLD, KNOWN)


@pytest.mark.parametrize(
    ("text", "after", "became"),
    [
        ("", "Ours.", UpdateBegun.PUT),
        ("Theirs.", "Ours.", UpdateBegun.PUT),
        ("Mine.\n\nTheirs. And more.", "Mine.\n\nOurs. And more.", UpdateBegun.PUT),
        ("Mine.", "Mine.\n\nOurs.", UpdateBegun.PUT),
        ("Ours.\n\nMine.", "Ours.\n\nMine.", UpdateBegun.THERE),
        ("x" * 18, "x" * 18, UpdateBegun.FULL),
        ("x" * 40, "x" * 40, UpdateBegun.FULL),
    ],
)
def test_what_somebody_wrote_stays_and_nothing_begins_twice(
    text: str, after: str, became: UpdateBegun
) -> None:
    assert begun_with(text, "Ours.", ["Ours.", "Theirs."], 24) == (after, became)
    assert begun_with(after, "Ours.", ["Ours.", "Theirs."], 24)[0] == after
