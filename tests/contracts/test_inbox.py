"""What the desk may expect of any store about the inbox: views, filters, search, pages, counts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.inbox import COUNTED, CaseFilter, CaseLine, CaseState, InboxView, WaitsFor
from bot.desk.ports import Store, UnitOfWork
from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.organisation import KnownOrganisation
from bot.model.ticket import Category, StaffNote, Ticket, TicketStatus
from bot.model.understanding import Urgency
from tests.store.builders import MINUTE, NOON, a_conversation, a_ticket
from tests.store.databases import asking

ME = "kato"


def talk(ident: str, *said: tuple[Speaker, str], after: int = 0, **changes: Any) -> Conversation:
    at = NOON + after * MINUTE
    turns = tuple(Turn(at + n * MINUTE, who, text) for n, (who, text) in enumerate(said))
    return replace(
        a_conversation(ident, f"{ident}-sato", after=after),
        **{"turns": turns, "complaint": Complaint(), **changes},
    )


def ticket(ident: str, conversation: str, **changes: Any) -> Ticket:
    values = {"conversation": conversation, "customer": f"{conversation}-sato", **changes}
    return replace(a_ticket(ident), **values)


def both(work: UnitOfWork, conversation: Conversation, raised: Ticket) -> None:
    work.save_ticket(raised)
    work.save_conversation(replace(conversation, ticket=raised.id), NOON)


def seen(work: UnitOfWork, view: InboxView = InboxView.ALL, **narrow: Any) -> list[str]:
    found = work.cases(view, ME, NOON + 60 * MINUTE, narrow=CaseFilter(**narrow))
    return [line.id for line in found.lines]


def line_of(work: UnitOfWork, ident: str) -> CaseLine:
    [line] = [c for c in work.cases(InboxView.ALL, ME, NOON).lines if c.id == ident]
    return line


ASKS, ANSWERS, DESK = Speaker.CUSTOMER, Speaker.STAFF, Speaker.DESK


def test_every_entry_is_in_the_views_that_it_belongs_to(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(talk("c0", (ASKS, "質問"), (DESK, "答え")), NOON)
        both(work, talk("c1", (ASKS, "一"), after=1), ticket("t1", "c1", urgency=Urgency.NORMAL))
        both(work, talk("c2", (ASKS, "二"), after=2), ticket("t2", "c2"))
        mine = {"status": TicketStatus.CLAIMED, "staff": ME, "urgency": Urgency.LOW}
        put_off = {"snoozed_until": NOON + 90 * MINUTE, "followers": ("hana", ME)}
        both(work, talk("c3", (ASKS, "三"), (ANSWERS, "はい")), ticket("t3", "c3", **mine))
        both(work, talk("c4", (ASKS, "四")), ticket("t4", "c4", **put_off))
        closed = {"status": TicketStatus.CLOSED}
        both(work, talk("c5", (ASKS, "五")), ticket("t5", "c5", **closed))
        work.save_ticket(replace(a_ticket("t6"), customer=None))
        found = {view: seen(work, view) for view in InboxView}
        assert found == {
            InboxView.WAITING: ["c2", "c1"],
            InboxView.UNASSIGNED: ["c2", "c1"],
            InboxView.MINE: ["c3"],
            InboxView.FOLLOWED: ["c4"],
            InboxView.URGENT: ["c2"],
            InboxView.ANSWERED: ["c3"],
            InboxView.SNOOZED: ["c4"],
            InboxView.NOTES: ["t6"],
            InboxView.ALL: ["c2", "c3", "c1", "c0", "c5", "c4"],
            InboxView.RESOLVED: ["c5"],
        }
        counts = work.case_counts([ME, "hana"])
        assert counts.of(ME) == {view: len(found[view]) for view in COUNTED}
        hers = {InboxView.MINE: 0, InboxView.FOLLOWED: 1}
        assert counts.of("hana") == {**counts.of(ME), **hers}
        assert [t.id for t in work.snoozed()] == ["t4"]


def test_who_follows_an_entry_no_more_and_what_it_is_about(store: Store) -> None:
    with store.work() as work:
        followed = ticket("t1", "c1", followers=(ME,), category=Category.CONTRACT)
        both(work, talk("c1", (ASKS, "一")), followed)
        both(work, talk("c2", (ASKS, "二")), ticket("t2", "c2", category=Category.FAULT))
        assert seen(work, InboxView.FOLLOWED) == ["c1"]
        assert seen(work, category="contract") == ["c1"]
        assert line_of(work, "c2").category == "fault"
        work.save_ticket(replace(followed, followers=("hana",), category=None))
        assert seen(work, InboxView.FOLLOWED) == []
        assert seen(work, category="contract") == []


def test_an_entry_follows_its_conversation_and_its_latest_ticket(store: Store) -> None:
    with store.work() as work:
        first = talk("c1", (ASKS, "開かない\n二行目"), complaint=Complaint(products=("kumo",)))
        both(work, first, ticket("t1", "c1", status=TicketStatus.CLOSED, cause="plugin:kumo"))
        line = line_of(work, "c1")
        assert (line.first_words, line.state, line.since) == ("開かない", CaseState.CLOSED, NOON)
        assert (line.waits_for, line.has_replied) == (WaitsFor.US, False)
        later = replace(ticket("t2", "c1", staff=ME), opened_at=NOON + MINUTE)
        work.save_ticket(replace(later, status=TicketStatus.CLAIMED, tags=("請求", "急ぎ")))
        work.save_ticket(ticket("t1", "c1", status=TicketStatus.CLOSED))  # the old one once more
        said = talk("c1", (ASKS, "開かない"), (ANSWERS, "確認します"), (ASKS, "どうですか"))
        work.save_conversation(said, NOON)
        line = line_of(work, "c1")
        assert (line.ticket, line.state, line.staff) == ("t2", CaseState.CLAIMED, ME)
        assert (line.tags, line.has_replied) == (("請求", "急ぎ"), True)
        assert line.since == NOON + 2 * MINUTE
        assert seen(work, product="kumo") == []
        assert seen(work, tag="請求") == ["c1"]


def test_what_was_written_since_one_looked_is_unread(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(talk("c1", (ASKS, "一")), NOON)
        assert line_of(work, "c1").is_unread
        work.case_seen("c1", ME, NOON)
        work.case_seen("c1", ME, NOON + MINUTE)
        work.case_seen("gone", ME, NOON)
        assert not line_of(work, "c1").is_unread
        entry = line_of(work, "c1").seq
        assert work.cases_read([entry], [ME, "ito"]) == {(ME, entry)}
        assert work.cases_read([], [ME]) == work.cases_read([entry], []) == frozenset()
        other = work.cases(InboxView.ALL, "ito", NOON).lines
        assert [line.is_unread for line in other] == [True]
        work.save_conversation(talk("c1", (ASKS, "一"), (DESK, "は"), (ASKS, "二")), NOON)
        assert line_of(work, "c1").is_unread
        assert work.cases_read([entry], [ME, "ito"]) == frozenset()


NARROWING: list[tuple[dict[str, Any], list[str]]] = [
    ({"state": "claimed"}, ["c2"]),
    ({"urgency": "high"}, ["c1"]),
    ({"product": "kumo"}, ["c1"]),
    ({"cause": "plugin"}, ["c1"]),
    ({"cause": "plugin:kumo"}, ["c1"]),
    ({"cause": "plug"}, []),
    ({"incident": "I1"}, ["c2"]),
    ({"organisation": "bolt"}, ["c2"]),
    ({"channel": "mail"}, ["c2"]),
    ({"lang": "en"}, ["c2"]),
    ({"staff": "ito"}, ["c2"]),
    ({"tag": "請求"}, ["c1"]),
    ({"age": timedelta(minutes=55)}, ["c1"]),
    ({"channel": "mail", "tag": "請求"}, []),
    ({"words": "タヌキ", "tag": "請求"}, ["c1"]),
]


def test_each_filter_narrows(store: Store) -> None:
    with store.work() as work:
        own = {"tags": ("請求",), "cause": "plugin:kumo"}
        one = talk("c1", (ASKS, "たぬきの画面"), complaint=Complaint(products=("kumo",)))
        both(work, one, ticket("t1", "c1", **own))
        given = {"channel": "mail", "lang": "en", "incident": "I1", "tenant": "bolt"}
        other = {"status": TicketStatus.CLAIMED, "staff": "ito", "urgency": Urgency.LOW}
        both(work, talk("c2", (ASKS, "tanuki"), after=30, **given), ticket("t2", "c2", **other))
        for narrow, found in NARROWING:
            assert seen(work, **narrow) == found, narrow


FINDING: list[tuple[str, list[str]]] = [
    ("障害", ["c1"]),  # two letters
    ("ぷらぐいん", ["c1"]),  # whatever the kana and the width
    ("ＥＲＲＯＲ　５０３", ["c2"]),
    ("一覧 真っ白", ["c1"]),
    ("一覧 error", []),
    ("鍵", ["c1"]),  # one letter
    ("t2", ["c2"]),
    ("c2-sato", ["c2"]),
    ("acme", ["c2", "c1"]),
    ("折り返し", ["c2"]),  # a note among staff
    ("自動の返事", []),  # what the desk answers everybody
    ("100%", ["c1"]),
    ("%", ["c1"]),
    ("', OR *", []),
    ("  ", ["c2", "c1"]),
]


def test_words_are_found_wherever_people_wrote_them(store: Store) -> None:
    with store.work() as work:
        text = "プラグインの障害？ 一覧が真っ白で CPU が100%です\0鍵"
        work.save_conversation(talk("c1", (ASKS, text), (DESK, "自動の返事です")), NOON)
        note = StaffNote(NOON, ME, "電話で折り返し")
        both(
            work,
            talk("c2", (ASKS, "Error-503 が出ます"), after=5),
            ticket("t2", "c2", notes=(note,)),
        )
        for words, found in FINDING:
            assert seen(work, words=words) == found, words


def test_words_looked_for_everywhere_are_found_in_what_is_over_and_in_notes(store: Store) -> None:
    with store.work() as work:
        over = ticket("t1", "c1", status=TicketStatus.CLOSED)
        both(work, talk("c1", (ASKS, "請求書の件"), after=1), over)
        work.save_ticket(replace(a_ticket("t2"), customer=None, text="請求書のメモ"))
        assert seen(work, words="請求書") == ["c1", "t2"]
        assert seen(work, InboxView.NOTES, words="請求書") == ["t2"]
        assert seen(work, InboxView.WAITING, words="請求書") == []
        assert seen(work, words="請求書", state="open") == ["t2"]


def test_words_that_went_are_not_found_any_more(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(talk("c1", (ASKS, "ひみつの言葉")), NOON)
        work.save_conversation(talk("c1", (ASKS, "ほかの話")), NOON)
        assert seen(work, words="ひみつ") == []
        assert seen(work, words="ほかの") == ["c1"]


def called(ident: str, name: str) -> KnownOrganisation:
    return KnownOrganisation(ident, name, (), complete=False, changed_at=NOON, changed_by="kato")


def test_cases_are_found_by_the_names_of_their_organisations(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.work() as work:
        work.save_organisations([called("aoba", "青葉製作所"), called("kita", "Kita 100%商事")])
        for n, tenant in enumerate(("aoba", "aoba", "kita", "minami")):
            said = f"{'印刷' if n else '青葉'}の相談 番号{n}"
            work.save_conversation(talk(f"c{n}", (ASKS, said), after=n, tenant=tenant), NOON)
        for few in (1_000, 1):
            for room in ("case_words", "case_names", "inbox"):
                monkeypatch.setattr(f"bot.store.{room}.FEW", few)
            assert seen(work, words="青葉") == ["c1", "c0"]
            assert seen(work, words="青葉製作所 印刷") == ["c1"]
            assert seen(work, words="製作所 青葉") == ["c1", "c0"]
            assert seen(work, words="ＫＩＴＡ") == seen(work, words="100%") == ["c2"]
            assert seen(work, words="製作所 番号3") == []
        assert seen(work, organisation="青葉製作所") == seen(work, organisation="aoba")
        assert seen(work, organisation="minami") == ["c3"]
        assert seen(work, organisation="青葉") == []


def test_many_and_few_candidates_are_found_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.work() as work:
        for n in range(5):
            work.save_conversation(talk(f"c{n}", (ASKS, f"同じ言葉 番号{n}"), after=n), NOON)
        for few in (1_000, 2):
            monkeypatch.setattr("bot.store.case_words.FEW", few)
            monkeypatch.setattr("bot.store.inbox.FEW", few)
            assert seen(work, words="同じ言葉") == ["c4", "c3", "c2", "c1", "c0"]
            assert seen(work, words="番号3") == ["c3"]


def test_what_can_be_chosen_and_the_history_of_one_organisation(store: Store) -> None:
    with store.work() as work:
        raised = ticket("t1", "c1", staff="ito", tags=("請求",), cause="plugin:kumo")
        both(work, talk("c1", (ASKS, "一")), raised)
        work.save_conversation(
            talk("c2", (ASKS, "二"), after=1, complaint=Complaint(products=("kumo",))), NOON
        )
        work.save_conversation(talk("c3", (ASKS, "三"), tenant="bolt"), NOON)
        chosen = work.case_choices()
        assert (chosen.causes, work.case_staff()) == (("plugin:kumo",), ("ito",))
        assert (chosen.tags, chosen.products) == (("請求",), ("kumo",))
        assert [line.id for line in work.cases_beside("acme", "c1")] == ["c2"]
        assert [line.id for line in work.cases_beside("bolt", "")] == ["c3"]
        own = work.cases_beside("acme", "c1", customer="somebody else")
        assert own == []


@pytest.mark.parametrize(
    ("change", "statements"),
    [({}, 2), ({"incident": "I1"}, 3)],  # the value and a look at its entry; the entry itself
)
def test_what_stays_as_it_is_is_not_written_again(
    store: Store, change: dict[str, Any], statements: int
) -> None:
    said = talk("c1", (ASKS, "印刷できません"), complaint=Complaint(products=("kumo",)))
    with store.work() as work:
        work.save_conversation(said, NOON)
        with asking() as asked:
            work.save_conversation(replace(said, **change), NOON)
    assert len(asked) == statements, asked
