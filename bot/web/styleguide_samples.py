"""What the samples on the page of components show: entries of an inbox, a case, a timeline and a growth that never were."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk.inbox import CaseLine, CaseState, WaitsFor
from bot.incidents.growth import growth
from bot.model.conversation import Conversation
from bot.model.incident import IncidentMatter
from bot.model.knowledge import Knowledge
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Urgency
from bot.web.case_page import LONGEST_ANSWER, CaseView, Written
from bot.web.incident_timeline import LineSort, TimelineLine
from bot.web.waits import Wait, wait_of
from bot.web.wording import Texts

SAMPLE = "sample"  # the key of the organisation, customer and conversation of every sample
CASE = "T0"  # no case has this number, so nothing happens to any
_GROWTH = (52, 47, 46, 41, 40, 39, 33, 31, 30, 28, 14, 9)  # minutes since the first reports


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry of the inbox with what its row is told beside it."""

    line: CaseLine
    wait: Wait
    explained: IncidentMatter | None = None


def samples(t: Texts, knowledge: Knowledge, staff: str, now: datetime) -> dict[str, object]:
    """The values of the page's templates: what would be of a desk is made up here. ``staff``: who looks at it."""
    return {
        "called": {SAMPLE: t("styleguide.sample.organisation")},
        "rows": _rows(t, knowledge, staff, now),
        "growth": growth([now - timedelta(minutes=m) for m in _GROWTH], now, lambda _: 2.5),
        "lines": _lines(t, staff, now),
        **_composer(t, knowledge, staff, now),
    }


def _rows(t: Texts, knowledge: Knowledge, staff: str, now: datetime) -> tuple[_Row, ...]:
    """An urgent one that is not read yet, one that an incident explains, and one that waits for its customer."""
    cause = next(iter(knowledge.catalogue.products.values())).cause
    urgent = replace(_line(1, t, now - timedelta(minutes=25)), urgency=Urgency.HIGH, is_unread=True)
    explained = replace(
        _line(2, t, now - timedelta(minutes=80)),
        incident="I0",
        state=CaseState.CLAIMED,
        staff=staff,
        tags=(t("styleguide.tag"),),
        has_replied=True,
    )
    waiting = replace(
        _line(3, t, now - timedelta(hours=5)),
        state=CaseState.CLAIMED,
        staff=staff,
        waits_for=WaitsFor.CUSTOMER,
    )
    lines = ((urgent, None), (explained, IncidentMatter(cause)), (waiting, None))
    return tuple(
        _Row(line, wait_of(line.since, now, None, is_first=not line.has_replied), matter)
        for line, matter in lines
    )


def _line(number: int, t: Texts, at: datetime) -> CaseLine:
    """An entry that nobody has, which waits for us since a moment."""
    return CaseLine(
        seq=number,
        id=f"{CASE}-{number}",
        conversation=SAMPLE,
        ticket=f"{CASE}-{number}",
        state=CaseState.OPEN,
        urgency=Urgency.NORMAL,
        tenant=SAMPLE,
        customer=f"web:{SAMPLE}",
        channel="web",
        lang=t.lang,
        opened_at=at,
        last_at=at,
        since=at,
        waits_for=WaitsFor.US,
        first_words=t(f"styleguide.sample.words.{number}"),
    )


def _lines(t: Texts, staff: str, now: datetime) -> tuple[TimelineLine, ...]:
    """A line of each of several sorts, the latest first."""

    def ago(minutes: int) -> datetime:
        return now - timedelta(minutes=minutes)

    note, words = t("styleguide.sample.note"), t("styleguide.sample.words.1")
    return (
        TimelineLine(ago(5), LineSort.NOTE, "note", staff=staff, words=note),
        TimelineLine(ago(20), LineSort.NOTICE, "first", number=3),
        TimelineLine(ago(24), LineSort.DECISION, "confirm", staff=staff),
        TimelineLine(ago(30), LineSort.STATE, "suspected"),
        TimelineLine(ago(52), LineSort.REPORT, "report", SAMPLE, words=words),
    )


def _composer(t: Texts, knowledge: Knowledge, staff: str, now: datetime) -> Mapping[str, object]:
    """A case that ``staff`` have, with a suggested reply, a question of the knowledge base and a macro."""
    asked = tuple(knowledge.questions)[:1]
    words = t("styleguide.sample.reply")
    talk = Conversation(SAMPLE, f"web:{SAMPLE}", SAMPLE, "web", t.lang, now, suggested=words)
    ticket = Ticket(CASE, now, now, "", Urgency.NORMAL, TicketStatus.CLAIMED, SAMPLE, staff=staff)
    view = CaseView(
        answers=0,
        colleagues=(),
        past=(),
        incident=None,
        here=(),
        questions=asked,
        macros=(t("styleguide.tag"),),
        held=None,
        others=(),
        cuts=(),
        clocks=None,
        weighed_at=None,
        organisation=None,
        merged=(),
        reweighed=None,
        was=None,
    )
    return {
        "ticket": ticket,
        "conversation": talk,
        "case": view,
        "written": Written(),
        "draft": "",
        "asking": lambda _: words,
        "longest": LONGEST_ANSWER,
    }
