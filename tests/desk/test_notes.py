"""What staff hear that is no incident: pages that cannot be read or are stale, and what went wrong."""

from dataclasses import replace

from bot.desk.notes import feed_notes, mishap
from bot.desk.ports import UnitOfWork
from bot.model.effect import TicketRaised
from bot.model.event import DeliveryFailed, MessageDoubted
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.status import FetchOutcome, Shows
from bot.model.understanding import Urgency
from tests.builders import (
    FORMS,
    PLATFORM,
    PRINTS,
    a_catalogue,
    a_conversation,
    a_feed,
    an_incident,
    at,
)
from tests.cases import each
from tests.store.databases import in_memory

AWAY = FetchOutcome.UNREACHABLE


def noted(
    work: UnitOfWork, knowledge: Knowledge, minutes: float, *, probes_answer: bool = False
) -> list[str]:
    """What staff are told of the pages after so many minutes."""
    effects = feed_notes(work, a_catalogue(), knowledge, at(minutes), probes_answer=probes_answer)
    return [e.text for e in effects if isinstance(e, TicketRaised)]


@each(("minutes", "told"), [(8.9, 0), (9, 1)])
def test_that_no_page_at_all_can_be_read_is_told_five_minutes_after_the_last_one_failed(
    work: UnitOfWork, knowledge: Knowledge, minutes: float, told: int
) -> None:
    """The first suspect is our own network."""
    for product, since in ((FORMS, 0), (PRINTS, 4)):
        work.save_feed(a_feed(product, outcome=AWAY, read=since))
    said = noted(work, knowledge, minutes)
    assert len(said) == told
    assert all("すべての稼働状況フィードを09:04（JST）から" in text for text in said)
    assert noted(work, knowledge, minutes) == []


@each(("probes_answer", "suspect"), [(True, "監視の設定や経路"), (False, "外向き通信")])
def test_what_is_measured_from_here_tells_whether_our_network_is_to_blame(
    work: UnitOfWork, knowledge: Knowledge, suspect: str, *, probes_answer: bool
) -> None:
    for n, product in enumerate((FORMS, PRINTS)):
        work.save_feed(a_feed(product, outcome=AWAY, read=n + 2 * probes_answer))
    (text,) = noted(work, knowledge, 20, probes_answer=probes_answer)
    assert suspect in text


@each(("others", "minutes", "told"), [(0, 9.9, 0), (0, 10, 1), (1, 9.9, 0), (1, 10, 1)])
def test_one_page_that_cannot_be_read_for_ten_minutes_is_told_by_its_name(
    work: UnitOfWork, knowledge: Knowledge, others: int, minutes: float, told: int
) -> None:
    """Also where it is the only one that is read: by one page nobody knows whose network it is."""
    for product in (PRINTS, PLATFORM)[:others]:
        work.save_feed(a_feed(product))
    work.save_feed(a_feed(FORMS, outcome=AWAY, read=2 * others))
    said = noted(work, knowledge, minutes + 2 * others)
    assert len(said) == told
    assert all("Hoshi Formの公式ページ（フィード hoshi_status）" in text for text in said)


@each(
    ("since", "status", "minutes", "told"),
    [
        (0, IncidentStatus.RESOLVED, 30, 1),
        (0, IncidentStatus.RESOLVED, 29.9, 0),
        (10, IncidentStatus.RESOLVED, 30, 0),  # it is news
        (11, IncidentStatus.RESOLVED, 40, 0),
        (0, IncidentStatus.WITHDRAWN, 30, 0),  # it never was
        (0, IncidentStatus.RESOLVED, 24 * 60, 1),
        (5, IncidentStatus.RESOLVED, 24 * 60 + 10.1, 0),  # everybody knows by now
    ],
)
def test_a_page_that_shows_trouble_twenty_minutes_after_its_end_is_stale(
    knowledge: Knowledge, since: float, status: IncidentStatus, minutes: float, told: int
) -> None:
    store = in_memory()
    with store.work() as work:
        work.save_feed(a_feed(FORMS, Shows.MAJOR_OUTAGE, read=minutes, since=since))
        over = an_incident(suspects=(FORMS.cause,), status=status, resolved_at=at(10))
        work.save_incident(replace(over, changed_at=at(10)))
        said = noted(work, knowledge, minutes)
        assert len(said) == told
        assert all(text.startswith("Hoshi Formの公式ページは") for text in said)
        assert noted(work, knowledge, minutes) == []
    store.close()


def test_what_is_over_says_nothing_of_the_page_of_another_product(
    work: UnitOfWork, knowledge: Knowledge
) -> None:
    work.save_feed(a_feed(FORMS, Shows.MAJOR_OUTAGE, read=60, since=0))
    over = an_incident(status=IncidentStatus.RESOLVED, changed_at=at(10), resolved_at=at(10))
    for n, cause in enumerate((PRINTS.cause, "customer:network")):
        work.save_incident(replace(over, id=f"I{n}", suspects=(cause,)))
    assert noted(work, knowledge, 60) == []


def test_four_hundred_letters_of_a_doubtful_message_are_quoted_once(
    work: UnitOfWork, knowledge: Knowledge
) -> None:
    doubted = MessageDoubted(at(0), "m1", "mail", "x@y.example", "あ  い\n" + "う" * 500)
    (told,) = mishap(doubted, work, knowledge)
    assert isinstance(told, TicketRaised)
    assert f"「あ い {'う' * 396}」" in told.text
    assert mishap(doubted, work, knowledge) == []


@each(
    ("customer", "may_be_there", "words"),
    [
        ("aoi", False, "届けられませんでした（受付 -）"),
        ("aoi", True, "届いたかどうか確かめられませんでした（受付 -）"),
        ("contact:aoi", False, "届けられませんでした"),
        ("beni", False, ""),
    ],
)
def test_that_a_customer_was_not_reached_is_urgent_and_told_once(
    work: UnitOfWork, knowledge: Knowledge, customer: str, words: str, *, may_be_there: bool
) -> None:
    """Of who never wrote nothing broke off."""
    work.save_conversation(a_conversation(), at(0))
    key = f"{customer}/{may_be_there}"
    failed = DeliveryFailed(at(1), key, customer, "reply", "x" * 400, may_be_there)
    told = [e for e in mishap(failed, work, knowledge) if isinstance(e, TicketRaised)]
    assert [(words in e.text, e.urgency) for e in told] == [(True, Urgency.HIGH)] * bool(words)
    assert all(f"理由：{'x' * 300}。" in e.text for e in told)
    assert mishap(failed, work, knowledge) == []


def test_a_page_that_fails_again_later_is_told_again(
    work: UnitOfWork, knowledge: Knowledge
) -> None:
    feed = a_feed(FORMS, outcome=AWAY, read=0)
    work.save_feed(feed)
    assert len(noted(work, knowledge, 10)) == 1
    back = feed.read(at(20), Shows.OPERATIONAL, None)
    work.save_feed(back.failed(at(30), AWAY, "it broke off"))
    assert noted(work, knowledge, 39) == []
    assert len(noted(work, knowledge, 40)) == 1
