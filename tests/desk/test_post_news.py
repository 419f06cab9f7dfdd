"""What staff publish goes to who follows the page: each update once, in their language, if it concerns them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.ledger import Claimant, DeliveryState, Settled
from bot.desk.post_news import WORDS_WITHIN
from bot.desk.steering import possible
from bot.model.broadcast import Audience, Broadcast, Steering
from bot.model.event import Approved, PageDue, Steered
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.probe import ProbeRef
from bot.model.publication import PostKind, PostNews, PostStatus, PostWritten
from bot.model.recipient import Recipient, recipient_id
from bot.model.subscription import Subscription
from bot.model.ticket import ProposedNotice
from tests.builders import FORMS, HOME, an_incident
from tests.examples import first
from tests.fakes import Day
from tests.subscribers import a_subscription

DELIVERY = ProbeRef(
    "scripts.sazanami.example/health", HOME.id, names={"ja": "配信"}, component="delivery"
)
HERE = Claimant("here")
SAYS = {"ja": "調べています。", "en": "We are looking into it."}


class Page:
    """A desk whose public page is followed; ``mails``: what arrived, by reader, text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.day = Day(knowledge)
        self.day.opens(probes=(DELIVERY,))

    def followed_by(self, *subscriptions: Subscription) -> None:
        with self.day.store.work() as work:
            for one in subscriptions:
                work.save_subscription(one)

    def says(self, texts: dict[str, str] = SAYS, post: str = "", **more: object) -> None:
        status = PostStatus.IDENTIFIED if post else PostStatus.INVESTIGATING
        given = {"status": status, "titles": {"ja": "開かない", "en": "It does not open"}, **more}
        self.day._tell(PostWritten(self.day.now, post, "hana", texts=texts, **given))  # type: ignore[arg-type]

    @property
    def broadcasts(self) -> list[Broadcast]:
        with self.day.store.look() as work:
            return work.broadcasts(under_way_only=False)

    def written(self) -> None:
        """All pages of all broadcasts."""
        for _ in range(100):
            running = self.day.store.ledger.running()
            for ident in running:
                self.day._tell(PageDue(self.day.now, ident))
            if not running:
                return

    def mails(self) -> list[tuple[str, str]]:
        """What is due is handed over; answers to whom, and what."""
        self.written()
        found = []
        while claimed := self.day.store.ledger.claim("mail", HERE, 100, self.day.now):
            for outgoing in claimed:
                assert isinstance(outgoing.effect, PostNews)
                assert outgoing.address
                name = outgoing.reader.removeprefix("subscriber:")
                found.append((name, outgoing.effect.text))
            arrived = [Settled(o, DeliveryState.DELIVERED, f"p{o.id}") for o in claimed]
            self.day.store.ledger.settle(HERE, arrived, self.day.now)
        return found

    @property
    def post(self) -> str:
        with self.day.store.look() as work:
            (post,) = work.posts(self.day.now - timedelta(days=1))
        return post.id


@pytest.fixture
def page(knowledge: Knowledge) -> Iterator[Page]:
    page = Page(knowledge)
    yield page
    page.day.store.close()


def test_each_update_goes_to_everybody_in_their_language_once(page: Page) -> None:
    page.followed_by(a_subscription("sato"), a_subscription("ken", lang="en"))
    page.says()
    assert sorted(page.mails()) == [("ken", SAYS["en"]), ("sato", SAYS["ja"])]
    page.says({"ja": "分かりました。", "en": "Found."}, page.post)
    assert sorted(page.mails()) == [("ken", "Found."), ("sato", "分かりました。")]
    page.day.passes(30)
    assert page.mails() == []


def test_without_anybody_nothing_is_begun(page: Page) -> None:
    page.says()
    assert page.broadcasts == []


def test_only_who_is_concerned_is_told(page: Page) -> None:
    page.followed_by(
        a_subscription("all"),
        a_subscription("part", topics=("component:delivery",)),
        a_subscription("other", topics=("component:editor",)),
        a_subscription("grid", topics=(f"product:{FORMS.id}",)),
    )
    page.says(components=("delivery",))
    assert sorted(n for n, _ in page.mails()) == ["all", "part"]
    page.says()  # it names nothing, so it may concern anybody
    assert sorted(n for n, _ in page.mails()) == ["all", "grid", "other", "part"]


def test_who_waits_for_words_in_their_language_gets_them_and_at_length_what_there_is(
    page: Page,
) -> None:
    page.followed_by(a_subscription("sato"), a_subscription("ken", lang="en"))
    page.says({"ja": "調べています。"})
    assert page.mails() == [("sato", "調べています。")]
    page.day.passes(int(WORDS_WITHIN.total_seconds() // 60) + 1)
    assert page.mails() == [("ken", "調べています。")]


def notices(page: Page) -> tuple[ProposedNotice, ProposedNotice]:
    """The same of an incident with the home product, drafted in both languages."""
    incident = an_incident(ident="I1", suspects=(HOME.cause,), status=IncidentStatus.CONFIRMED)
    drafts = [
        ProposedNotice(f"P{n}", "I1", (), "first", SAYS[lang], lang, HOME.cause, page.day.now)
        for n, lang in enumerate(("ja", "en"))
    ]
    with page.day.store.work() as work:
        work.save_incident(incident)
        for draft in drafts:
            work.save_proposal(draft)
    return drafts[0], drafts[1]


@pytest.mark.parametrize("already_written", first(1, [True, False]))
def test_a_notice_that_is_approved_in_both_languages_is_told_in_each(
    page: Page, *, already_written: bool
) -> None:
    page.followed_by(a_subscription("sato"), a_subscription("ken", lang="en"))
    ja, en = notices(page)
    page.day._tell(Approved(page.day.now, ja.id, "hana", public=True))
    if already_written:
        assert page.mails() == [("sato", SAYS["ja"])]
    page.day.now += timedelta(seconds=30)
    page.day._tell(Approved(page.day.now, en.id, "hana", public=True))
    assert ("ken", SAYS["en"]) in page.mails()
    page.day.passes(20)
    assert page.mails() == []


def test_who_gets_the_notice_as_a_recipient_is_not_sent_the_same_again(page: Page) -> None:
    """By the same address, in whatever capitals; who is a recipient of something else is told."""
    subscriber = a_subscription("sato")
    page.followed_by(subscriber, a_subscription("kato"), a_subscription("mika"))
    address = subscriber.address.upper()
    ja, _ = notices(page)
    with page.day.store.work() as work:
        for name, uses in ((address, HOME.id), (a_subscription("kato").address, FORMS.id)):
            work.save_recipient(Recipient(recipient_id("mail", name), "mail", name, uses=(uses,)))
        work.save_proposal(replace(ja, audience=Audience((HOME.id,))))
    page.day._tell(Approved(page.day.now, ja.id, "hana", public=True))
    page.written()
    waiting = [o.reader for o in page.day.store.outgoing("mail")]
    assert sorted(waiting) == [
        recipient_id("mail", address),
        *(a_subscription(name).id for name in ("kato", "mika")),
    ]


def test_what_is_not_published_is_told_to_nobody(page: Page) -> None:
    page.followed_by(a_subscription("sato"))
    ja, _ = notices(page)
    page.day._tell(Approved(page.day.now, ja.id, "hana"))
    page.day.passes(5)
    assert page.mails() == []


@pytest.mark.slow
def test_planned_work_is_told_when_it_is_planned_begins_and_ends(page: Page) -> None:
    page.followed_by(a_subscription("sato"))
    starts = page.day.now + timedelta(minutes=10)
    page.says(
        kind=PostKind.MAINTENANCE,
        status=PostStatus.SCHEDULED,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=20),
    )
    assert page.mails() == [("sato", SAYS["ja"])]
    page.day.passes(10)
    assert [text for _, text in page.mails()] == ["メンテナンスを開始しました。"]
    page.day.passes(20)
    assert [text for _, text in page.mails()] == ["メンテナンスを終了しました。"]


@pytest.mark.slow
def test_a_large_audience_is_written_page_by_page_each_once(page: Page) -> None:
    page.followed_by(*(a_subscription(f"s{n}") for n in range(1_203)))
    page.says()
    (told,) = page.broadcasts
    assert told.total == 1_203
    page.day._tell(PageDue(page.day.now, told.id))
    page.day.restarts()
    readers = [name for name, _ in page.mails()]
    assert len(readers) == len(set(readers)) == 1_203


def test_who_changes_languages_meanwhile_is_told_once(page: Page) -> None:
    page.followed_by(a_subscription("sato"), a_subscription("ken", lang="en"))
    page.says()
    (ja,) = (b.id for b in page.broadcasts if b.lang == "ja")
    page.day._tell(PageDue(page.day.now, ja))
    page.followed_by(a_subscription("sato", lang="en"))
    assert sorted(page.mails()) == [("ken", SAYS["en"]), ("sato", SAYS["ja"])]


def test_who_came_later_or_has_left_is_not_told(page: Page) -> None:
    page.followed_by(a_subscription("sato"), a_subscription("kato"))
    page.says()
    page.followed_by(a_subscription("late"))
    page.written()
    with page.day.store.work() as work:
        work.drop_subscription(a_subscription("kato").id)
    assert [name for name, _ in page.mails()] == ["sato"]


def test_staff_can_hold_and_call_off_and_nothing_more(page: Page) -> None:
    page.followed_by(a_subscription("sato"))
    page.says()
    (told,) = page.broadcasts
    with page.day.store.look() as work:
        assert possible(told, work) == {Steering.PAUSE, Steering.CANCEL}
    page.written()
    page.day._tell(Steered(page.day.now, told.id, "hana", Steering.CANCEL))
    assert page.mails() == []
