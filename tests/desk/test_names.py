"""What staff call things: causes and what fails, chances and weights."""

from typing import Any

from bot.desk.names import ReaderNames, decibans
from bot.model.incident import IncidentMatter
from bot.model.knowledge import Knowledge
from tests.builders import FORMS, RARE, a_catalogue, an_incident
from tests.cases import each


def names(knowledge: Knowledge) -> ReaderNames:
    return ReaderNames(knowledge, a_catalogue(), "en")


@each(
    ("chance", "words"),
    [
        (0, "under 1%"),
        (0.0099, "under 1%"),
        (0.01, "1%"),
        (0.5, "50%"),
        (0.99, "99%"),
        (0.9999, "99%"),
        (1, "99%"),
    ],
)
def test_nothing_is_told_as_surer_than_it_is(
    knowledge: Knowledge, chance: float, words: str
) -> None:
    assert names(knowledge).percent(chance) == words


@each(
    ("found", "words"),
    [
        ({}, "99%"),
        ({"chances": (0.4,)}, "40%"),
        ({"chosen": RARE.cause}, "named by staff"),
        ({"ruled_out": (RARE.cause,)}, "ruled out"),
        ({"suspects": (FORMS.cause,)}, ""),
    ],
)
def test_a_suspect_is_told_by_its_chance_unless_a_person_decided(
    knowledge: Knowledge, found: dict[str, Any], words: str
) -> None:
    incident = an_incident(**{"chances": (1.0,), **found})
    assert names(knowledge).chance(incident, RARE.cause) == words


@each(("weight", "words"), [(3.4, "+3"), (-3.4, "−3"), (-0.4, "+0"), (0, "+0"), (-10, "−10")])
def test_a_weight_is_told_with_its_sign(weight: float, words: str) -> None:
    assert decibans(weight) == words


def test_where_there_is_little_room_a_product_goes_by_its_name_alone(knowledge: Knowledge) -> None:
    called = names(knowledge)
    assert called.cause_in_short(RARE.cause) == "Ruri Grid"
    assert called.cause(RARE.cause) == "Ruri Grid (plugin)"
    for cause in ("customer:network", "platform:any", None):
        assert called.cause_in_short(cause) == called.cause(cause)


@each(
    ("organisations", "title"),
    [(0, "kintone is slow"), (1, "kintone is slow (1"), (2, "kintone is slow (2")],
)
def test_what_has_no_cause_yet_is_called_by_what_fails_for_how_many(
    knowledge: Knowledge, organisations: int, title: str
) -> None:
    matter = IncidentMatter("unknown", "slow", organisations)
    found = names(knowledge).incident(matter)
    assert found.startswith(title)
    assert (found == "kintone is slow") is (not organisations)
    assert names(knowledge).incident_in_short(matter) == "kintone is slow"
