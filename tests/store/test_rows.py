"""Values come back from rows as they went in, whatever a customer writes."""

import math
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.conversation import Complaint, Conversation
from bot.model.effect import EFFECT_NAMES
from bot.model.event import EVENT_NAMES
from bot.model.evidence import Evidence, EvidenceKind
from bot.model.incident import Incident
from bot.model.status import FeedState
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.understanding import FactValue
from bot.store import rows
from bot.store.errors import StoreError
from tests.cases import each
from tests.examples import often

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
FACTS = st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text()).map(tuple))
NOUNS = (
    *EVENT_NAMES.values(),
    *EFFECT_NAMES.values(),
    pytest.param(Conversation, marks=pytest.mark.slow),  # the largest
    Incident,
    Ticket,
    ProposedNotice,
    FeedState,
)
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(float, st.floats(allow_nan=False))


def types_in(facts: dict[str, FactValue]) -> dict[str, type]:
    return {name: type(value) for name, value in facts.items()}


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
@settings(max_examples=often(20), deadline=None, database=None)
@given(data=st.data())
def test_every_noun_comes_back_as_it_went_in(kind: type, data: st.DataObject) -> None:
    value: Any = data.draw(st.from_type(kind))
    assert rows.value_of(kind, rows.body_of(value)) == value


@settings(deadline=None, database=None)
@given(facts=st.dictionaries(st.text(), FACTS))
def test_a_fact_keeps_its_type(facts: dict[str, FactValue]) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    said = Conversation("c", "sato", "acme", "web", "ja", at)
    body = rows.body_of(said).replace('"facts":{}', f'"facts":{rows.body_of(facts)}')
    found = rows.value_of(Conversation, body).complaint.facts
    assert found == facts
    assert types_in(dict(found)) == types_in(facts)


def test_a_read_only_mapping_is_kept_like_any_other() -> None:
    facts = MappingProxyType({"hosts": ("a.example", "b.example")})
    assert rows.body_of(Complaint(facts=facts)) == rows.body_of(Complaint(facts=dict(facts)))


@settings(deadline=None, database=None)
@given(at=MOMENTS)
def test_a_moment_keeps_its_offset(at: datetime) -> None:
    tick = EVENT_NAMES["tick"](at)
    found = rows.event_of("tick", rows.body_of(tick))
    assert found.at.isoformat() == at.isoformat()


@each("weight", [math.inf, -math.inf])
def test_a_weight_may_be_infinite(weight: float) -> None:
    certain = Evidence("plugin:kumo", weight, EvidenceKind.TRIAL, "it was off")
    assert rows.value_of(Evidence, rows.body_of(certain)) == certain


def test_a_row_of_another_version_can_be_read() -> None:
    older = '{"at": "2026-01-05T12:00:00+09:00", "restarted": true, "no_longer_known": 1}'
    found = rows.event_of("opened", older)
    assert found == EVENT_NAMES["opened"](found.at, restarted=True)


def test_a_row_that_does_not_fit_is_named_without_its_contents() -> None:
    with pytest.raises(StoreError) as refused:
        rows.event_of("tick", '{"at": "my password is kani"}')
    assert "a stored Tick cannot be read: at: " in str(refused.value)
    assert "kani" not in str(refused.value)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(StoreError, match="unknown kind: sneezed"):
        rows.event_of("sneezed", "{}")
    with pytest.raises(StoreError, match="unknown kind: sneezed"):
        rows.effect_of("sneezed", "{}")
