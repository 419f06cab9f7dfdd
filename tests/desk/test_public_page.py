"""What gets onto the public page: what staff publish, how it goes on, and what we measure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.ports import UnitOfWork
from bot.desk.public_page import follow
from bot.model.broadcast import PROGRESS, Steering
from bot.model.decision import IncidentDecision
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.probe import MeasurementStep, ProbeRef
from bot.model.publication import Impact, Post, PostKind, PostStatus, PostWritten
from bot.model.status import FetchOutcome
from tests.builders import FEEDS, FORMS, HOME, MORNING, RARE, a_catalogue, an_incident
from tests.cases import each
from tests.desk.announcing import OTHER_TEXT, TEXT, Announcing, opened, somebody
from tests.desk.test_incident_decisions import decides
from tests.fakes import Day
from tests.store.databases import in_memory

DELIVERY = ProbeRef(
    "scripts.sazanami.example/health", HOME.id, names={"ja": "配信"}, component="delivery"
)
CDN = ProbeRef("cdn.rurigrid.example/grid.js", RARE.id)


@pytest.fixture
def announcing(knowledge: Knowledge) -> Iterator[Announcing]:
    store = in_memory()
    yield opened(store, knowledge)
    store.close()


def posts(day: Day) -> list[Post]:
    with day.store.look() as work:
        return work.posts(day.now - timedelta(days=90))


def said(post: Post) -> list[tuple[PostStatus, str]]:
    return [(u.status, u.texts["ja"]) for u in post.updates]


def test_a_notice_is_published_when_staff_want_it_and_not_otherwise(announcing: Announcing) -> None:
    announcing.announces(2)
    assert posts(announcing.day) == []
    announcing.proposes(ident="P2")
    announcing.approves("P2", public=True)
    (post,) = posts(announcing.day)
    assert said(post) == [(PostStatus.IDENTIFIED, TEXT)]
    assert post.titles == {"ja": f"{FORMS.name}の不具合", "en": f"Problem with {FORMS.name}"}
    assert post.impact is Impact.MINOR  # it is somebody else's product
    assert len(post.id) == 12


def test_the_same_notice_in_another_language_is_the_same_update(announcing: Announcing) -> None:
    announcing.knows(somebody(1), replace(somebody(2), lang="en"))
    announcing.proposes()
    announcing.approves(public=True)
    proposal = announcing.proposes(ident="P2", langs=("en",), text="Some customers are affected.")
    with announcing.day.store.work() as work:
        work.save_proposal(replace(proposal, lang="en"))
    announcing.approves("P2", public=True)
    (post,) = posts(announcing.day)
    (update,) = post.updates
    assert update.texts == {"ja": TEXT, "en": "Some customers are affected."}


def test_another_update_in_another_language_is_another_update(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.approves(public=True)
    day = announcing.day
    begun = day.now
    for ident, lang, text, minutes in (
        ("P2", "en", "We are mending it.", 10),
        ("P3", "ja", "直しています。", 10),
        ("P4", "en", "A fix is out.", 20),
    ):
        proposal = announcing.proposes(ident=ident, text=text)
        at = begun + timedelta(minutes=minutes)
        with day.store.work() as work:
            work.save_proposal(replace(proposal, reason=PROGRESS, lang=lang, proposed_at=at))
        announcing.approves(ident, public=True)
    (post,) = posts(day)
    assert [u.texts for u in post.updates] == [
        {"ja": TEXT},
        {"en": "We are mending it.", "ja": "直しています。"},
        {"en": "A fix is out."},
    ]


def test_it_follows_its_incident_to_the_end_and_back(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.approves(public=True)
    announcing.merges()  # it goes on under another name
    announcing.ends(ident="I7")
    announcing.day.passes(2)
    (post,) = posts(announcing.day)
    assert post.status is PostStatus.RESOLVED
    assert post.resolved_at is not None
    announcing.relapses("I7")
    announcing.day.passes(2)
    (post,) = posts(announcing.day)
    assert [u.status for u in post.updates][-2:] == [PostStatus.RESOLVED, PostStatus.INVESTIGATING]
    assert post.resolved_at is None


@pytest.mark.slow
def test_the_standing_that_staff_gave_a_post_holds_until_its_incident_turns(
    announcing: Announcing,
) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.approves(public=True)
    day = announcing.day
    for given, turns in (
        (PostStatus.MONITORING, IncidentDecision.MONITOR),
        (PostStatus.INVESTIGATING, IncidentDecision.CONFIRM),
        (PostStatus.IDENTIFIED, IncidentDecision.MONITOR),
    ):
        (post,) = posts(day)
        day._tell(PostWritten(day.now, post.id, "hana", status=given, texts={"ja": "確認中です。"}))
        day.passes(2)
        (post,) = posts(day)
        assert (post.status, post.updates[-1].texts) == (given, {"ja": "確認中です。"})
        decides(day, turns)
        day.passes(2)
    assert posts(day)[0].status is PostStatus.MONITORING
    announcing.ends()
    day.passes(2)
    assert posts(day)[0].status is PostStatus.RESOLVED


def test_two_incidents_that_became_one_have_one_post(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.approves(public=True)
    announcing.merges("I1", into="I7")
    announcing.proposes(ident="P2", incident="I7", text=OTHER_TEXT)
    announcing.approves("P2", public=True)
    (post,) = posts(announcing.day)
    assert [text for _, text in said(post)] == [TEXT, OTHER_TEXT]


@each(("after", "comes_back"), [(timedelta(days=7), True), (timedelta(days=7, seconds=1), False)])
def test_a_post_that_is_over_looks_for_a_week_whether_its_trouble_is_back(
    work: UnitOfWork, after: timedelta, *, comes_back: bool
) -> None:
    """Until then its readers take it for the same trouble; later a new post says more."""
    is_back = an_incident(ident=f"I{comes_back}", status=IncidentStatus.CONFIRMED)
    over = Post(
        *(f"post-{comes_back}", PostKind.INCIDENT, PostStatus.RESOLVED, {"ja": "不具合"}),
        *(MORNING, MORNING, MORNING),
        incident=is_back.id,
        resolved_at=MORNING,
    )
    work.save_incident(is_back)
    work.save_post(over)
    follow(MORNING + after, work, a_catalogue())
    found = work.post(over.id)
    assert found is not None
    assert (found.status is PostStatus.INVESTIGATING) is comes_back


def test_a_notice_leaves_a_post_where_staff_put_it(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.approves(public=True)
    day, (post,) = announcing.day, posts(announcing.day)
    says = {"status": PostStatus.MONITORING, "texts": {"ja": "様子を見ています。"}}
    day._tell(PostWritten(day.now, post.id, "hana", **says))  # type: ignore[arg-type]
    announcing.proposes(ident="P2", text="影響は一覧だけです。")
    announcing.approves("P2", public=True)
    assert said(posts(day)[0])[-1] == (PostStatus.MONITORING, "影響は一覧だけです。")


def test_what_was_nothing_is_said_to_have_been_nothing(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    announcing.approves(public=True)
    announcing.ends(IncidentStatus.WITHDRAWN)
    announcing.day.passes(2)
    (post,) = posts(announcing.day)
    assert post.status is PostStatus.RESOLVED
    assert "ではないことが分かりました" in said(post)[-1][1]


def test_what_staff_correct_and_take_back_is_so_on_the_page(announcing: Announcing) -> None:
    announcing.knows_many(2)
    announcing.proposes()
    ident = announcing.approves(public=True)
    announcing.delivers()
    announcing.steers(ident, Steering.CORRECT, "影響は一覧だけです。")
    announcing.steers(ident, Steering.RETRACT)
    announcing.day.passes(2)  # its incident is open, and it stays taken back
    (post,) = posts(announcing.day)
    assert [text for _, text in said(post)][:2] == [TEXT, "影響は一覧だけです。"]
    assert post.status is PostStatus.RESOLVED
    assert len(post.updates) == 3


def test_a_notice_that_was_approved_elsewhere_is_shown_later(announcing: Announcing) -> None:
    ident = announcing.announces(2)
    assert Steering.PUBLISH in announcing.possible(ident)
    announcing.steers(ident, Steering.PUBLISH)
    (post,) = posts(announcing.day)
    assert said(post) == [(PostStatus.IDENTIFIED, TEXT)]
    assert Steering.PUBLISH not in announcing.possible(ident)
    announcing.steers(ident, Steering.PUBLISH)
    assert posts(announcing.day) == [post]


def test_measurements_are_counted_by_day_and_component(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens(probes=(DELIVERY, CDN))
    day.passes(5)
    day.measures(DELIVERY, MeasurementStep.STATUS)
    day.passes(5)
    with day.store.look() as work:
        (counted,) = work.component_days("2000-01-01")  # of others' hosts nothing is
    assert counted.component == "delivery"
    assert counted.failed in range(3, 7)  # the first failure is not sure yet
    assert counted.measured > counted.failed
    day.store.close()


def test_a_lost_line_of_our_own_is_no_failure_of_a_component(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens(probes=(DELIVERY, CDN))
    day.passes(5)
    for feed in FEEDS:
        day.feed(feed.id, FetchOutcome.UNREACHABLE)
    for probe in (DELIVERY, CDN):
        day.measures(probe, MeasurementStep.CONNECT)
    day.passes(10)
    with day.store.look() as work:
        (counted,) = work.component_days("2000-01-01")
    assert counted.failed <= 1  # before the other failed as well, nobody could know
    day.store.close()
