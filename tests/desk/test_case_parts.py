"""A case is split in two, or two of one customer become one; reports count as before."""

from collections.abc import Iterator

import pytest

from bot.desk.case_parts import MOST_READ, read_anew
from bot.desk.conversations import together
from bot.desk.transcript import with_earlier_parts
from bot.model.case_events import (
    CasesMerged,
    CaseSplit,
    TicketFollowed,
    TicketNoted,
    TicketReopened,
    TicketTagged,
)
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import TicketRaised
from bot.model.event import TicketAnswered, TicketClaimed, TicketClosed
from bot.model.knowledge import Knowledge
from bot.model.ticket import Ticket, TicketStatus
from bot.triage.triage import Triage
from tests.builders import MORNING, RARE
from tests.fakes import Day, seen_by_another, seen_by_the_desk
from tests.lived import go_on

FIRST = "Ruri Gridの画面が真っ白です。人と話したいです"
BLANK = "Ruri Gridの一覧が真っ白です"
SECOND = "あと、請求書の宛名を変更したいです"


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    """A customer who told of two matters in one case."""
    day = Day(knowledge)
    go_on(day, two_matters)
    yield day
    day.store.close()


def two_matters(day: Day) -> None:
    day.opens()
    day.says("aoi", FIRST, uses=(RARE.id,), ident="first")
    day.claims("T1")
    day.passes(1)
    day.answers("T1", "確認します。")
    day.passes(1)
    day.says("aoi", SECOND, ident="second")
    day.passes(1)


def ticket(desk: Day, ident: str) -> Ticket:
    with desk.store.look() as work:
        found = work.ticket(ident)
    assert found is not None
    return found


def talk_of(desk: Day, ident: str) -> Conversation:
    of = ticket(desk, ident).conversation or ""
    with desk.store.look() as work:
        found = work.conversation(of)
    assert found is not None
    return found


def said(conversation: Conversation) -> list[str]:
    return [turn.text for turn in conversation.turns if turn.speaker is not Speaker.DESK]


def splits(desk: Day, message: str = "second") -> None:
    desk._tell(CaseSplit(desk.now, "T1", "kato", message))


def merges(desk: Day, one: str = "T1", other: str = "T2") -> None:
    desk._tell(CasesMerged(desk.now, one, "kato", other))


def test_a_part_is_a_case_of_its_own_for_whoever_split_it(desk: Day) -> None:
    splits(desk)
    first, second = talk_of(desk, "T1"), talk_of(desk, "T2")
    assert said(first) == [FIRST, "確認します。"]
    assert said(second) == [SECOND]
    assert (ticket(desk, "T1").staff, ticket(desk, "T2").staff) == ("hana", "kato")
    assert second.taken_over_by == "kato"
    assert (second.customer, second.tenant, second.channel) == ("aoi", "aoi-inc", "chat")
    assert RARE.id in first.complaint.products
    assert RARE.id not in second.complaint.products
    assert [t.ticket for t in desk.every(TicketRaised)] == ["T1", "T2"]


def test_what_the_customer_writes_next_belongs_to_the_new_case(desk: Day) -> None:
    splits(desk)
    desk.passes(1)
    desk.says("aoi", "宛名は株式会社です")
    assert said(talk_of(desk, "T2"))[-1] == "宛名は株式会社です"


def test_to_the_customer_both_parts_are_one_conversation(desk: Day) -> None:
    splits(desk)
    desk.passes(1)
    desk._tell(TicketAnswered(desk.now, "T1", "hana", "直しました。"))
    desk.passes(1)
    desk._tell(TicketAnswered(desk.now, "T2", "kato", "変更しました。"))
    with desk.store.look() as work:
        latest = work.latest_conversation("aoi")
        assert latest is not None
        assert said(with_earlier_parts(latest, work)) == [
            *(FIRST, "確認します。", SECOND, "直しました。", "変更しました。")
        ]


def test_reports_count_as_before(desk: Day, knowledge: Knowledge) -> None:
    desk.passes(1)
    before = seen_by_the_desk(desk)
    splits(desk)
    after = seen_by_the_desk(desk)
    assert {g: c[0] for g, c in before.items()} == {g: c[0] for g, c in after.items()}
    merges(desk)
    assert {g: c[0] for g, c in before.items()} == {
        g: c[0] for g, c in seen_by_the_desk(desk).items()
    }
    assert seen_by_another(desk, knowledge).keys() == after.keys()


@pytest.mark.parametrize("message", ["first", "nothing", ""])
def test_a_case_is_split_at_a_later_message_of_its_customer_alone(desk: Day, message: str) -> None:
    splits(desk, message)
    with desk.store.look() as work:
        assert len(work.conversations()) == 1
        assert work.ticket("T2") is None


def test_a_case_is_split_once_at_a_message(desk: Day) -> None:
    splits(desk)
    splits(desk)
    with desk.store.look() as work:
        assert len(work.conversations()) == 2


def test_two_cases_become_the_newer_one_with_all_that_was_said_and_noted(desk: Day) -> None:
    splits(desk)
    desk._tell(TicketNoted(desk.now, "T1", "hana", "社内メモ"))
    desk._tell(TicketTagged(desk.now, "T1", "hana", ("帳票",)))
    desk._tell(TicketFollowed(desk.now, "T1", "hana"))
    desk._tell(TicketFollowed(desk.now, "T2", "mori"))
    merges(desk, "T2", "T1")
    old, stays = ticket(desk, "T1"), ticket(desk, "T2")
    assert (old.status, old.merged_into) == (TicketStatus.CLOSED, "T2")
    assert (stays.status, stays.staff, stays.tags) == (TicketStatus.CLAIMED, "kato", ("帳票",))
    assert [note.text for note in stays.notes] == ["社内メモ"]
    assert set(stays.followers) == {"hana", "mori"}
    assert said(talk_of(desk, "T2")) == [FIRST, "確認します。", SECOND]
    assert talk_of(desk, "T1").turns == ()
    desk._tell(TicketReopened(desk.now, "T1", "hana"))
    assert ticket(desk, "T1").status is TicketStatus.CLOSED
    with desk.store.look() as work:
        whole = work.latest_conversation("aoi")
        assert whole is not None
        assert said(with_earlier_parts(whole, work)) == [FIRST, "確認します。", SECOND]


def test_a_merged_case_is_remembered_with_what_was_thought_of_it(desk: Day) -> None:
    desk.desk.handle(CaseSplit(desk.now, "T1", "hana", "second"))
    before = ticket(desk, "T1")
    assert before.diagnosis is not None
    desk.desk.handle(CasesMerged(desk.now, "T2", "hana", "T1"))
    whole, part = ticket(desk, "T2"), ticket(desk, "T1")
    assert whole.parts == ("T1",)
    assert part.diagnosis == before.diagnosis


def test_whoever_takes_up_a_closed_case_has_its_conversation_as_well(desk: Day) -> None:
    splits(desk)
    desk._tell(TicketClosed(desk.now, "T2", "kato", asks=True))
    desk._tell(TicketReopened(desk.now, "T2", "hana"))
    again, found = ticket(desk, "T2"), talk_of(desk, "T2")
    assert (again.status, again.staff) == (TicketStatus.CLAIMED, "hana")
    assert (found.ticket, found.taken_over_by, found.closing) == ("T2", "hana", None)


def test_a_closed_case_goes_on_with_the_open_one(desk: Day) -> None:
    splits(desk)
    desk._tell(TicketClosed(desk.now, "T2", "kato", asks=True))
    merges(desk)
    stays = ticket(desk, "T2")
    assert (stays.status, stays.staff) == (TicketStatus.CLAIMED, "hana")
    found = talk_of(desk, "T2")
    assert (found.ticket, found.taken_over_by, found.closing) == ("T2", "hana", None)


def test_cases_of_different_customers_stay_apart(desk: Day) -> None:
    desk.says("bell", "人と話したいです", tenant="aoi-inc")
    merges(desk)
    assert ticket(desk, "T1").merged_into is None
    assert ticket(desk, "T2").merged_into is None
    merges(desk, "T1", "T1")
    assert ticket(desk, "T1").merged_into is None


def test_only_so_many_messages_are_read_anew(knowledge: Knowledge) -> None:
    shell = Conversation("C1", "aoi", "aoi-inc", "chat", "ja", MORNING)
    said = Turn(MORNING, Speaker.CUSTOMER, "Ruri Gridが真っ白です", "m", attached="list.csv")
    later = Turn(MORNING, Speaker.CUSTOMER, "ありがとうございます", "n")
    triage = Triage(knowledge, knowledge.catalogue)
    read = read_anew(shell, (said, later), triage)
    assert read.turns == (said, later)
    assert read.reported_at == MORNING
    passed_over = read_anew(shell, (said, *(later for _ in range(MOST_READ))), triage)
    assert passed_over.reported_at is None
    assert len(passed_over.turns) == MOST_READ + 1


def test_what_is_split_off_stands_between_it_and_the_case_that_began_next(
    knowledge: Knowledge,
) -> None:
    day = Day(knowledge)
    day.opens()
    for number, text in enumerate((BLANK, "はい、全員です", "別件で、通知メールが届きません")):
        day.passes(1)
        day.says("aoi", text, uses=(RARE.id,), ident=f"m{number}")
    day._tell(TicketClaimed(day.now, "", "hana", "C1"))
    day._tell(CaseSplit(day.now, "T1", "hana", "m1"))
    newest = day.conversation("aoi")
    with day.store.look() as work:
        assert [case.id for case in together(newest, work)] == ["C2", "C3", "C1"]
    day.store.close()
