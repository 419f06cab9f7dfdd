"""A vendor that is well before the cloud below it: its users hear of it, the others wait."""

from dataclasses import replace
from typing import Any

from bot.incidents.apart import is_over_for, over_apart
from bot.incidents.broadcast import due, tellings
from bot.incidents.recover import recover, with_word_of
from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import AdviceOutcome, Complaint, Conversation, Trial
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import FeedState, Shows
from tests.builders import (
    HOSTING,
    PRODUCTS,
    RARE,
    a_catalogue,
    a_feed,
    a_report,
    a_watch,
    an_incident,
    at,
    said,
)
from tests.cases import each

MAPS = Product(
    "nagi_map",
    "Nagi Map",
    ProductKind.CONNECTED_SERVICE,
    depends_on=(HOSTING.id,),
    install_share=0.1,
)
CLOUD = {HOSTING.cause: 12.0}
OFF = f"disable_plugin:{RARE.id}"


def a_page(product: Product, shows: Shows, since: float) -> dict[str, FeedState]:
    return {product.id: a_feed(product, shows, since=since, read=60)}


MENDED = a_page(RARE, Shows.RESOLVED, since=40)


def an_outage(**changes: Any) -> Incident:
    values = {"suspects": (HOSTING.cause,), "status": IncidentStatus.CONFIRMED, **changes}
    return an_incident(**values)


def a_reader(number: int, *products: str, **changes: Any) -> Conversation:
    values = {"complaint": Complaint(products=products), "last_report_at": at(10), **changes}
    return a_report(number, CLOUD, **values)


def watching(feeds: dict[str, FeedState]) -> Watch:
    return a_watch(after=60, feeds=feeds, catalogue=a_catalogue(*PRODUCTS, MAPS))


def test_its_page_and_one_of_its_users_must_agree() -> None:
    well = with_word_of(an_outage(), a_reader(1, RARE.id, recovered_at=at(45)))
    assert over_apart(well, watching(MENDED)) == (RARE.id,)
    assert over_apart(well, watching({})) == ()
    assert over_apart(well, watching(a_page(RARE, Shows.RESOLVED, since=4))) == ()  # before it
    assert over_apart(an_outage(), watching(MENDED)) == ()
    stranger = a_reader(1, RARE.id, recovered_at=at(45), tenant="~from:net1")
    assert over_apart(with_word_of(an_outage(), stranger), watching(MENDED)) == ()


@each(
    ("products", "over"),
    [((RARE.id,), ()), ((RARE.id, MAPS.id), (RARE.id,)), ((MAPS.id,), (RARE.id,))],
)
def test_trouble_with_it_alone_takes_that_back(
    products: tuple[str, ...], over: tuple[str, ...]
) -> None:
    well = an_outage(mended=(RARE.id,))
    told = with_word_of(well, a_reader(2, *products, last_report_at=at(50)))
    assert over_apart(told, watching(MENDED)) == over


@each(
    ("reader", "over"),
    [
        (a_reader(3, RARE.id), True),
        (a_reader(3, RARE.id, MAPS.id), False),
        (a_reader(3, MAPS.id), False),
        (a_reader(3), False),  # uses nobody knows what
        (a_reader(3, RARE.id, last_report_at=at(40)), True),
        (a_reader(3, RARE.id, last_report_at=at(41)), False),
        (a_reader(3, trials=(Trial(OFF, AdviceOutcome.WORKED, at(20)),)), True),
        (a_reader(3, complaint=Complaint(inventory=(RARE.id, "moku_check"))), True),
    ],
)
def test_it_is_over_for_whom_nothing_else_on_the_cloud_can_fail(
    reader: Conversation, *, over: bool
) -> None:
    assert is_over_for(an_outage(mended=(RARE.id,)), reader, watching(MENDED)) is over


def test_who_had_it_off_may_switch_it_on_while_the_rest_goes_on() -> None:
    watch = watching(MENDED | a_page(HOSTING, Shows.MAJOR_OUTAGE, since=10))
    incident = an_outage(mended=(RARE.id,))
    incident = replace(incident, telling=tellings(incident, watch))
    watch = replace(watch, incidents=(incident,))
    off = a_reader(4, RARE.id, trials=(Trial(OFF, AdviceOutcome.WORKED, at(20)),))
    (notice,) = due(incident, off, frozenset({"workaround"}), watch)
    assert (notice.reason, notice.advice) == ("reenable", (f"reenable_plugin:{RARE.id}",))
    others = due(incident, a_reader(5, MAPS.id), frozenset({"update"}), watch)
    assert all(one.reason not in ("recovered", "reenable") for one in others)


@each(
    ("shows", "ended"),
    [(Shows.MONITORING, False), (Shows.INVESTIGATING, False), (None, True)],
)
def test_its_page_ends_the_cloud_only_where_that_has_none(
    shows: Shows | None, *, ended: bool
) -> None:
    own = {HOSTING.id: a_feed(HOSTING, shows, since=100, read=110)} if shows else {}
    pages = {RARE.id: a_feed(RARE, Shows.RESOLVED, since=40, read=110)} | own
    watch = a_watch(after=110, feeds=pages)
    over = recover(an_outage(last_report_at=at(45)), watch, said)
    assert (over is not None and over.incident.status is IncidentStatus.RESOLVED) is ended


@each(
    ("vendor", "since", "over"),
    [
        (Shows.INVESTIGATING, 20, False),
        (Shows.MONITORING, 35, False),  # it works through what has piled up
        (Shows.RESOLVED, 35, True),
        (Shows.OPERATIONAL, 0, True),
        (Shows.INVESTIGATING, 4, True),  # since before the incident: about something else
    ],
)
def test_who_is_well_tells_of_their_own_vendor_while_another_still_waits(
    vendor: Shows, since: float, *, over: bool
) -> None:
    cloud = a_page(HOSTING, Shows.MONITORING, since=40)
    watch = watching(cloud | a_page(MAPS, vendor, since=since))
    one = with_word_of(an_outage(), a_reader(1, RARE.id, recovered_at=at(45)))
    found = recover(one, watch, said)
    assert (found is not None and found.incident.status is IncidentStatus.RESOLVED) is over
    two = with_word_of(one, a_reader(2, RARE.id, recovered_at=at(46)))
    found = recover(two, watch, said)
    assert (found is not None and found.incident.status is IncidentStatus.RESOLVED) is over
    of_theirs = with_word_of(two, a_reader(3, MAPS.id, recovered_at=at(47)))
    found = recover(of_theirs, watch, said)
    assert found is not None
    assert found.incident.status is IncidentStatus.RESOLVED


def test_whose_vendor_has_no_page_hears_by_that_of_the_cloud_and_a_word() -> None:
    cloud = a_page(HOSTING, Shows.MONITORING, since=40)
    well = with_word_of(an_outage(), a_reader(1, RARE.id, recovered_at=at(45)))
    assert over_apart(well, watching(cloud)) == (RARE.id,)
    assert is_over_for(well, a_reader(2, RARE.id), watching(cloud))
    assert not is_over_for(well, a_reader(2, MAPS.id), watching(cloud))
