"""When the next maintenance is: what the pages that are read announce."""

from bot.model.catalogue import Product
from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.move import Move, ReplyType
from bot.model.status import FeedState, FetchOutcome, Shows
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.planned import MOST_OF_A_NOTICE, maintenance_when
from bot.triage.reply.scene import Scene, SceneText
from tests.builders import FORMS, PLATFORM, PRINTS, a_conversation, a_feed, at, some_facts
from tests.cases import each

PLANNED, RUNNING = Shows.MAINTENANCE_SCHEDULED, Shows.MAINTENANCE_IN_PROGRESS


def announced(*feeds: FeedState, lang: str = "ja", minutes: float = 0) -> SceneText:
    """What is answered to somebody who spoke of Hoshi Form."""
    talk = a_conversation(lang=lang, complaint=Complaint(products=(FORMS.id,)))
    facts = some_facts(conversation=talk, feeds=feeds, now=at(minutes))
    move = Move(ReplyType.ANSWER, Diagnosis((Hypothesis(UNKNOWN, 0.9),)), UNKNOWN, 0.9)
    return maintenance_when(Scene(move, facts, Understanding(Kind.STATUS_QUERY, lang, "…")))


@each(
    ("product", "shows", "state"),
    [
        (FORMS, PLANNED, "planned"),
        (FORMS, RUNNING, "running"),
        (PLATFORM, PLANNED, "planned"),  # on which everything stands
        (PRINTS, PLANNED, "none"),  # which nobody spoke of
        (FORMS, Shows.MAINTENANCE_COMPLETED, "none"),
        (FORMS, Shows.MAJOR_OUTAGE, "none"),
    ],
)
def test_work_is_told_that_a_page_of_theirs_announces(
    product: Product, shows: Shows, state: str
) -> None:
    others = () if product == FORMS else (a_feed(FORMS),)
    assert announced(a_feed(product, shows), *others).name == state


@each(
    ("read", "outcome", "state"),
    [
        (15, FetchOutcome.OK, "planned"),
        (15.1, FetchOutcome.OK, "unread"),
        (0, FetchOutcome.UNREACHABLE, "unread"),
    ],
)
def test_a_page_that_was_not_read_lately_announces_nothing(
    read: float, outcome: FetchOutcome, state: str
) -> None:
    assert announced(a_feed(FORMS, PLANNED, outcome=outcome), minutes=read).name == state
    assert announced().name == "unread"


@each(
    ("text", "lang", "notice"),
    [
        (" 定期メンテナンス ", "ja", "「定期メンテナンス」"),
        ("Planned work", "en", " “Planned work”"),
        ("", "ja", ""),
        (None, "en", ""),
        ("あ" * (MOST_OF_A_NOTICE + 1), "ja", f"「{'あ' * 120}」"),
    ],
)
def test_the_words_of_the_page_are_quoted(text: str | None, lang: str, notice: str) -> None:
    page = a_feed(FORMS, PLANNED, since=-1).read(at(0), PLANNED, text)
    values = dict(announced(page, lang=lang).values)
    assert values["product"] == "Hoshi Form"
    assert values["notice"] == notice
