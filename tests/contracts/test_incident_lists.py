"""Lists of incidents and what happened to them, as any store keeps it: the same over every database."""

from dataclasses import replace

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.incident_lists import IncidentFilter, SearchTerm, ToldReaders
from bot.desk.ledger import DeliveryState, Lane
from bot.desk.ports import Store, UnitOfWork
from bot.model.broadcast import Broadcast
from bot.model.effect import Notice
from bot.model.incident import IncidentStatus, ToldNotice
from bot.model.ticket import TicketStatus
from bot.model.timeline import TimelineEntry, TimelineKind
from tests.store.builders import MINUTE, NOON, a_member, a_proposal, a_ticket, an_incident


def filled(work: UnitOfWork) -> None:
    """Five incidents a minute apart, two of one moment, of two products."""
    for number, status in enumerate(
        (
            IncidentStatus.RESOLVED,
            IncidentStatus.WITHDRAWN,
            IncidentStatus.SUSPECTED,
            IncidentStatus.CONFIRMED,
        )
    ):
        at = NOON + number // 2 * MINUTE
        work.save_incident(replace(an_incident(f"I{number}", status), raised_at=at))
    odd = an_incident("I4", IncidentStatus.MONITORING)
    odd = replace(odd, suspects=("infra:awa",), tenants=("みなみ物流", "50%_off"), owner="Sato")
    work.save_incident(replace(odd, raised_at=NOON + 5 * MINUTE))


def ids(work: UnitOfWork, which: IncidentFilter, after: str = "", limit: int = 9) -> list[str]:
    return [i.id for i in work.incidents_in(which, after=after, limit=limit)]


def test_incidents_are_listed_page_by_page_the_newest_first(store: Store) -> None:
    with store.work() as work:
        filled(work)
    with store.look() as work:
        everything = IncidentFilter()
        assert ids(work, everything, limit=3) == ["I4", "I3", "I2"]
        assert ids(work, everything, after="I2") == ["I1", "I0"]
        assert ids(work, everything, after="I0") == ids(work, everything, after="gone") == []
        assert work.incident_products() == ["awa", "kumo"]
        assert work.incident_counts()[IncidentStatus.RESOLVED] == 1


def test_incidents_are_found_by_state_product_and_words(store: Store) -> None:
    with store.work() as work:
        filled(work)

        def found(*terms: SearchTerm) -> list[str]:
            return ids(work, IncidentFilter(terms=terms))

        over = (IncidentStatus.RESOLVED, IncidentStatus.WITHDRAWN)
        assert ids(work, IncidentFilter(over)) == ["I1", "I0"]
        assert ids(work, IncidentFilter(over, "kumo"), after="I1") == ["I0"]
        assert ids(work, IncidentFilter(product="awa")) == ["I4"]
        assert found(SearchTerm("みなみ")) == found(SearchTerm("SATO")) == ["I4"]
        assert found(SearchTerm("50%_"), SearchTerm("i4")) == ["I4"]
        assert found(SearchTerm("5_%")) == []
        assert found(SearchTerm("クモ", ("kumo",)), SearchTerm("i3")) == ["I3"]


def test_an_incident_without_a_cause_is_found_by_what_fails(store: Store) -> None:
    with store.work() as work:
        for number, causes in enumerate((("unknown",), ("plugin:kumo", "unknown"))):
            shut = replace(an_incident(f"I{number}"), suspects=causes, symptom="wont_open")
            work.save_incident(shut)

        def found(*symptoms: str) -> list[str]:
            return ids(work, IncidentFilter(terms=(SearchTerm("開かない", symptoms=symptoms),)))

        assert found("slow", "wont_open") == ["I0"]
        assert found("slow") == found() == []
        of = replace(an_incident("I9"), tenants=("Minami-Inc",))
        work.save_incident(of)
        term = SearchTerm("みなみ", tenants=("kita", "Minami-Inc"))
        assert ids(work, IncidentFilter(terms=(term,))) == ["I9"]


def test_the_cases_of_an_incident_are_its_open_tickets(store: Store) -> None:
    with store.work() as work:
        filled(work)
        for ident, incident in (("C1", "I3"), ("C2", "I3"), ("C3", "I4"), ("C4", None)):
            work.save_conversation(a_member(ident, incident), NOON)
            work.save_ticket(replace(a_ticket(f"T{ident}"), conversation=ident))
        closed = replace(a_ticket("T9"), conversation="C1", status=TicketStatus.CLOSED)
        work.save_ticket(replace(closed, opened_at=NOON - MINUTE))
        assert work.open_cases(["I3", "I4", "I0"]) == {"I3": 2, "I4": 1}
        found = [(ticket.id, talk.id) for ticket, talk in work.cases_of("I3", 5)]
        assert found == [("TC1", "C1"), ("TC2", "C2")]
        late = replace(a_member("C9", "I3", tenant="C1-inc"), reported_at=NOON + MINUTE)
        work.save_conversation(late, NOON)
        assert work.first_reports("I3") == [NOON, NOON]
        work.save_proposal(replace(a_proposal("P1"), incident="I3"))
        assert [p.id for p in work.proposals_of("I3")] == ["P1"]
        heard = [ToldNotice(c, r, NOON) for c in "ab" for r in ("workaround", "proposed")]
        work.tell("I3", [*heard, ToldNotice("a", "workaround", NOON + MINUTE)])
        assert work.told_readers("I3") == [ToldReaders("workaround", 0, NOON, NOON + MINUTE, 2)]


def test_who_was_told_what_with_the_words_and_what_became_of_them(store: Store) -> None:
    later = NOON + MINUTE
    own = Notice("I3", ("a",), "workaround", "こちらを", "ja", "plugin:kumo")
    many = Broadcast("B1", "I3", "first", "一報", "ja", "plugin:kumo", NOON, "hana")
    with store.work() as work:
        heard = [ToldNotice(c, "workaround", NOON) for c in "abc"]
        work.tell("I3", [*heard, ToldNotice("d", "first", NOON), ToldNotice("e", "proposed", NOON)])
        work.tell("I4", [ToldNotice("z", "first", NOON)])
        work.send("notice:1:0:a", "web", own, NOON, reader="a", lane=Lane.NOTICE)
        work.send("notice:2:0:b", "mail", replace(own, text="later"), later, reader="b")
        work.send("staff:1", "slack", replace(own, text="a copy"), NOON, reader="slack")
        work.save_broadcast(many)
        work.spread(many, [DeliveryPlace("d", "web"), DeliveryPlace("x", "mail")], NOON)
        told = [(one.customer, one.reason) for one in work.told_of("I3", 2)]
        assert told == [("a", "workaround"), ("b", "workaround"), ("d", "first")]
        found = work.notices_to("abd", ["B1"], NOON, NOON)
        assert [(d.reader, d.channel, d.text, d.broadcast) for d in found] == [
            ("a", "web", "こちらを", ""),
            ("d", "web", "一報", "B1"),
        ]
        assert {d.state for d in found} == {DeliveryState.WAITING}
        assert [d.text for d in work.notices_to(["b"], [], NOON, later)] == ["later"]
        assert work.notices_to([], ["B1"], NOON, later) == []


def test_what_happened_is_logged_once_and_read_backwards(store: Store) -> None:
    note = TimelineEntry("I3", NOON, TimelineKind.DECISION, "note", text="電話した", key="k1")
    page = TimelineEntry("service:kumo", NOON + MINUTE, TimelineKind.PAGE, "investigating")
    with store.work() as work:
        assert work.log(note)
        assert not work.log(replace(note, text="again"))
        assert work.log(page)
        assert work.log(page)  # what nobody sent has no key
        assert work.log(replace(note, subject="I4", key="k2"))
        since, until = NOON, NOON + MINUTE
        assert work.timeline(["I3", "service:kumo"], since, until, 9) == [page, page, note]
        assert work.timeline(["I3", "service:kumo"], since, until, 1) == [page]
        assert work.timeline(["I3"], NOON + MINUTE, until, 9) == []
        assert work.logged("k1") == note
        assert work.logged("nobody") is None
