"""The replay protocol, inwards: every event, and what is done with nonsense."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.protocol import LONGEST_LINE, read_line
from bot.channels.protocol_fields import LONGEST_NAME, clean
from bot.channels.protocol_staff import STAFF_EVENTS
from bot.model.catalogue import LicenceCheck, Probe, Product, ProductKind, Runs
from bot.model.errors import ProtocolError
from bot.model.event import (
    EVENT_NAMES,
    Baseline,
    Event,
    FeedRead,
    MessageReceived,
    Opened,
    Paused,
    SocialPost,
    Tick,
)
from bot.model.identity import Identity
from bot.model.peer import PeerTold, Sighting, SightingState
from bot.model.status import FeedRef, FetchOutcome, Shows
from tests.builders import MORNING
from tests.cases import each

AT = MORNING.isoformat()
MESSAGE = {"event": "message", "message_id": "m1", "customer": "aoi", "tenant": "acme", "text": "x"}


def line(**fields: Any) -> str:
    return json.dumps({"at": AT, **fields})


EVENTS: list[tuple[dict[str, Any], Event]] = [
    ({"event": "tick"}, Tick(MORNING)),
    ({"event": "social_post", "text": "重い"}, SocialPost(MORNING, "重い")),
    ({"event": "social_post"}, SocialPost(MORNING, "")),
    (
        {"event": "feed_read", "feed": "f", "service": "s", "outcome": "ok", "shows": "resolved"},
        FeedRead(MORNING, "f", "s", FetchOutcome.OK, Shows.RESOLVED),
    ),
    (
        {
            "event": "feed_read",
            "feed": "f",
            "service": "s",
            "outcome": "unreachable",
            "shows": None,
        },
        FeedRead(MORNING, "f", "s", FetchOutcome.UNREACHABLE),
    ),
    (MESSAGE, MessageReceived(MORNING, "m1", "aoi", "acme", "chat", "x")),
    (
        {
            **MESSAGE,
            "channel": "slack",
            "lang": "en",
            "installed_plugins": ["a", "b"],
            "button": "worked",
            "thread": "C1:1.2",
        },
        MessageReceived(
            MORNING, "m1", "aoi", "acme", "slack", "x", "en", ("a", "b"), "worked", "C1:1.2"
        ),
    ),
    (
        {**MESSAGE, "identity": "claimed", "address": "net1"},
        MessageReceived(
            *(MORNING, "m1", "aoi", "acme", "chat", "x"), identity=Identity.CLAIMED, address="net1"
        ),
    ),
    (
        {**MESSAGE, "more_may_follow": True},
        MessageReceived(*(MORNING, "m1", "aoi", "acme", "chat", "x"), more_may_follow=True),
    ),
    (
        {"event": "paused", "customer": "aoi", "thread": "C1:1.2"},
        Paused(MORNING, "aoi", "C1:1.2"),
    ),
    ({"event": "opened"}, Opened(MORNING)),
    (
        {
            "event": "peer_told",
            "peer": "b",
            "product": "krewsheet",
            "state": "over",
            "since": AT,
            "organisations": 3,
            "told_at": AT,
        },
        PeerTold(MORNING, "b", Sighting("krewsheet", SightingState.OVER, MORNING, 3), MORNING),
    ),
]


@each(("given_", "event"), EVENTS)
def test_every_event_is_read_without_a_warning(given_: dict[str, Any], event: Event) -> None:
    read = read_line(line(**given_))
    assert read.event == event
    assert read.warnings == ()


def test_no_event_of_the_model_is_missing_here() -> None:
    apart = {"probed", *STAFF_EVENTS}  # in files of their own
    known = {
        name for name, kind in EVENT_NAMES.items() if any(isinstance(e, kind) for _, e in EVENTS)
    }
    assert known | apart == set(EVENT_NAMES)


def test_an_opening_brings_its_catalogue_feeds_and_baseline() -> None:
    entry = {
        "id": "ruri",
        "name": "Ruri",
        "names": ["るり"],
        "kind": "plugin",
        "vendor": "V",
        "hosts": ["r.example"],
        "depends_on": ["h"],
        "licence_check": "fail_closed",
        "status_feed": None,
        "install_share": 0.25,
        "home_product": False,
        "note": "n",
    }
    read = read_line(
        line(
            event="opened",
            restarted=True,
            catalogue=[entry],
            feeds=[{"id": "f", "service": "ruri", "format": "statuspage"}],
            baseline={
                "customers_total": 10,
                "messages_per_hour": 2,
                "problem_reports_per_hour": 0.5,
            },
        )
    )
    product = Product(
        "ruri",
        "Ruri",
        ProductKind.PLUGIN,
        ("るり",),
        "V",
        ("r.example",),
        ("h",),
        LicenceCheck.FAIL_CLOSED,
        install_share=0.25,
        runs=Runs.BROWSER,
        note="n",
        probes=(Probe("r.example"),),  # its hosts are those that a page asks
    )
    feeds = (FeedRef("f", "ruri", "statuspage"),)
    assert read.event == Opened(MORNING, True, (product,), feeds, Baseline(10, 2.0, 0.5))  # noqa: FBT003


def test_an_empty_catalogue_is_not_the_same_as_none() -> None:
    assert read_line(line(event="opened", catalogue=[])).event == Opened(MORNING, catalogue=())


@each("value", [1e400, -1, 0, "6", True, None, 10**400, [1]])
def test_a_baseline_that_is_no_number_is_replaced_by_the_usual_one(value: object) -> None:
    read = read_line(line(event="opened", baseline={"problem_reports_per_hour": value}))
    assert isinstance(read.event, Opened)
    assert read.event.baseline == Baseline()


@each(("share", "kept"), [(2, 1.0), (-1, 0.0), (10**400, 1.0), ("0.2", None), (True, None)])
def test_a_share_is_kept_between_nothing_and_all(share: object, kept: float | None) -> None:
    entry = {"id": "x", "kind": "plugin", "install_share": share}
    read = read_line(line(event="opened", catalogue=[entry]))
    assert isinstance(read.event, Opened)
    assert read.event.catalogue is not None
    assert read.event.catalogue[0].install_share == kept


@each("kind", ["teapot", None, [], {}, 3])
def test_a_product_of_an_unknown_kind_is_external_with_a_warning(kind: object) -> None:
    read = read_line(line(event="opened", catalogue=[{"id": "x", "kind": kind}]))
    assert isinstance(read.event, Opened)
    assert read.event.catalogue is not None
    assert read.event.catalogue[0].kind is ProductKind.EXTERNAL_SERVICE
    assert "unknown kind" in read.warnings[0]


@each("name", ["teapot", None, 5, ["tick"], {}])
def test_an_unknown_event_is_ignored_with_a_warning(name: object) -> None:
    read = read_line(line(event=name))
    assert read.event is None
    assert "unknown event" in read.warnings[0]


def test_an_unknown_field_is_named_and_the_event_still_happens() -> None:
    read = read_line(line(event="tick", mood="fine"))
    assert read.event == Tick(MORNING)
    assert "mood" in read.warnings[0]


def test_a_word_that_no_feed_shows_makes_the_reading_unreadable() -> None:
    read = read_line(line(event="feed_read", feed="f", service="s", outcome="ok", shows="sunny"))
    assert read.event == FeedRead(MORNING, "f", "s", FetchOutcome.UNREADABLE)
    assert "sunny" in read.warnings[0]


def without(field: str) -> dict[str, Any]:
    return {k: v for k, v in MESSAGE.items() if k != field}


@each(
    ("raw", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ("null", "not a JSON object"),
        ("[" * 200_000, "not JSON"),
        (json.dumps({"event": "tick"}), "tick.at"),
        (json.dumps({"event": "tick", "at": 5}), "tick.at"),
        (json.dumps({"event": "tick", "at": "noon"}), "tick.at"),
        (json.dumps({"event": "tick", "at": "2026-01-05T09:00:00"}), "no offset"),
        (json.dumps({"event": "tick", "at": "0001-01-01T00:00:00+14:00"}), "tick.at"),
        (json.dumps({"event": "tick", "at": "9999-12-31T23:59:59-12:00"}), "tick.at"),
        (line(**without("text")), "message.text"),
        (line(**without("customer")), "message.customer"),
        (line(**{**MESSAGE, "text": ["x"]}), "message.text"),
        (line(**{**MESSAGE, "tenant": "t" * (LONGEST_NAME + 1)}), "message.tenant"),
        (line(**{**MESSAGE, "message_id": "a\0b"}), "message.message_id"),
        (line(**{**MESSAGE, "installed_plugins": "a"}), "message.installed_plugins"),
        (line(**{**MESSAGE, "installed_plugins": [1]}), "message.installed_plugins"),
        (line(**{**MESSAGE, "upload": {"name": 1, "sort": "har"}}), "message.upload.name"),
        (line(**{**MESSAGE, "upload": {"name": "\ud800"}}), "message.upload"),
        (line(**{**MESSAGE, "installed_plugins": ["a"] * 5000}), "message.installed_plugins"),
        (line(event="feed_read", feed="f", service="s", outcome="well"), "feed_read.outcome"),
        (line(event="feed_read", feed="f", service="s", outcome="ok", shows=3), "feed_read.shows"),
        (line(event="opened", catalogue="all"), "opened.catalogue"),
        (line(event="opened", catalogue=["x"]), "opened.catalogue"),
        (line(event="opened", catalogue=[{"name": "x"}]), "catalogue"),
        (line(event="opened", feeds={"id": "f"}), "opened.feeds"),
        (line(event="approved"), "approved.proposal"),
        ('"' + "x" * LONGEST_LINE + '"', "longer than"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_that_names_it(raw: str, says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        read_line(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    st.sampled_from(sorted(EVENT_NAMES)),
    st.sampled_from(["catalogue", "feeds", "baseline", "text", "shows", "outcome", "at", "lang"]),
)
def test_nonsense_in_any_field_is_read_or_refused_but_never_breaks(
    value: object, event: str, field: str
) -> None:
    given_ = {**MESSAGE, "feed": "f", "service": "s", "outcome": "ok", "event": event, "at": AT}
    try:
        read = read_line(json.dumps({**given_, field: value}))
    except ProtocolError as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert read.event is not None


def test_half_surrogates_become_something_that_can_be_kept() -> None:
    raw = (
        f'{{"event":"message","at":"{AT}","message_id":"m1","customer":"a","tenant":"t",'
        '"text":"\\ud83d 開かない \\ud83d\\ude00"}'
    )
    read = read_line(raw)
    assert isinstance(read.event, MessageReceived)
    assert read.event.text.encode("utf-8").decode().endswith("開かない 😀")


@given(st.text(st.characters()))
def test_cleaned_text_is_always_encodable_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once
