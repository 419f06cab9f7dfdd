"""What a message tells of what was done, in the talk that it belongs to: nearly all in nearly any words."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.model.conversation import AdviceOutcome, Change, Complaint, Conversation, Done, Trial
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Understanding
from bot.triage.outcome import outcome_of
from bot.triage.triage import Triage
from tests.builders import RARE, a_catalogue, a_conversation, a_message, at, having_advised
from tests.cases import each

TOLD: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("in_context.yaml").read_text(encoding="utf-8")
)
SHARE = 0.9  # of the sentences of each sort; what is missed is listed when it fails

OFF = f"disable_plugin:{RARE.id}"
TROUBLED = a_conversation(
    reported_at=at(0), complaint=Complaint(kind=Kind.OUTAGE_REPORT, products=(RARE.id,))
)
ADVISED = having_advised(TROUBLED, OFF)
SWITCHED_OFF = replace(
    ADVISED,
    trials=(Trial(OFF, AdviceOutcome.WORKED, at(12)),),
    changes=(Change(Done.OFF, RARE.id, at(12)),),
)
OVER = replace(ADVISED, recovered_at=at(20))
NOW = at(30)


def reports(talk: Conversation) -> bool:
    return talk.last_report_at == NOW


def failed(talk: Conversation) -> bool:
    return any(t.at == NOW and t.outcome is AdviceOutcome.FAILED for t in talk.trials)


def cured(talk: Conversation) -> bool:
    return any(c.what is Done.CURED for c in talk.changes)


SORTS: dict[str, tuple[Conversation, Callable[[Conversation], bool]]] = {
    "on_again_and_well": (
        SWITCHED_OFF,
        lambda t: not t.is_troubled and not t.switched_off() and not reports(t),
    ),
    "on_again_and_broken": (SWITCHED_OFF, lambda t: t.is_troubled and (reports(t) or failed(t))),
    "off_and_well": (
        ADVISED,
        lambda t: bool(t.switched_off()) and t.is_troubled and not failed(t),
    ),
    "off_cannot": (
        ADVISED,
        lambda t: any(x.outcome is AdviceOutcome.CANNOT for x in t.trials) and t.is_troubled,
    ),
    "off_in_part": (ADVISED, lambda t: bool(t.switched_off()) and t.is_troubled),
    "deleted_and_well": (ADVISED, lambda t: bool(t.deleted()) and not reports(t)),
    "updated_and_well": (ADVISED, cured),
    "off_in_vain": (ADVISED, lambda t: failed(t) and t.is_troubled),
    "in_part": (ADVISED, lambda t: t.is_troubled and not failed(t)),
    "over": (TROUBLED, lambda t: not t.is_troubled and not t.trials and not reports(t)),
    "back": (OVER, lambda t: t.is_troubled and reports(t)),
}


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


@pytest.mark.slow
@each("sort", SORTS)
def test_what_was_done_and_what_came_of_it(triage: Triage, sort: str) -> None:
    before, holds = SORTS[sort]
    missed = []
    for text in TOLD[sort]:
        event = a_message(text=text, after=30)
        if not holds(triage.hear(before, event, triage.understand(event, before))):
            missed.append(text)
    assert len(missed) <= (1 - SHARE) * len(TOLD[sort]), missed


def test_every_sort_is_told_of() -> None:
    assert TOLD.keys() == SORTS.keys()


@each(("certainty", "outcome"), [(0.6, None), (0.95, AdviceOutcome.FAILED)])
def test_that_it_was_tried_is_a_failure_only_where_it_surely_reads_as_one(
    certainty: float, outcome: AdviceOutcome | None
) -> None:
    words = "試してみました。まだ確認中です"
    heard = Understanding(Kind.WORKAROUND_FAILED, "ja", words, certainty=certainty)
    assert outcome_of(heard, words, ADVISED, at(5)).outcome is outcome


@each(
    ("text", "recovered"),
    [("あ、開きました", True), ("Oh, it opens now", True), ("無効にしたら開きました", False)],
)
def test_a_surprise_is_no_result_of_the_advice_that_waits(
    triage: Triage, text: str, *, recovered: bool
) -> None:
    event = a_message(text=text, after=30)
    heard = triage.hear(ADVISED, event, triage.understand(event, ADVISED))
    assert bool(heard.trials) is not recovered
    assert heard.is_troubled is not recovered
