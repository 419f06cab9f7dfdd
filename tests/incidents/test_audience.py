"""Who hears of an incident and why; who did not report it only if known to use what fails."""

from dataclasses import replace

from bot.incidents.audience import ReaderStanding, proposals, standing
from bot.incidents.broadcast import due
from bot.model.conversation import Change, Complaint, Conversation, Done
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.ticket import ProposedNotice
from tests.builders import (
    FORMS,
    HOSTING,
    MORNING,
    PLATFORM,
    POPULAR,
    RARE,
    a_conversation,
    a_report,
    a_watch,
    an_incident,
    at,
)


def a_bystander(number: int, *uses: str, lang: str = "ja") -> Conversation:
    """Somebody who wrote once, of nothing wrong, and told us what they use."""
    return a_conversation(
        f"C{number}",
        customer=f"reader{number}",
        lang=lang,
        opened_at=MORNING,
        complaint=Complaint(inventory=tuple(uses)),
    )


def proposed(
    incident: Incident,
    *bystanders: Conversation,
    knowledge: Knowledge,
    told: dict[str, frozenset[str]] | None = None,
) -> list[ProposedNotice]:
    return proposals(incident, bystanders, told or {}, a_watch(after=20), knowledge)


def readers(found: list[ProposedNotice]) -> set[str]:
    return {reader for p in found for reader in p.to}


def test_who_says_that_it_works_again_needs_no_news_of_the_trouble(knowledge: Knowledge) -> None:
    incident = an_incident(raised_at=at(5))
    for minutes, told in ((4, {"reader1"}), (5, set())):  # of an earlier trouble, and of this one
        well = replace(a_bystander(1, RARE.id), recovered_at=at(minutes))
        assert readers(proposed(incident, well, knowledge=knowledge)) == told


def test_only_who_is_known_to_use_it_is_proposed(knowledge: Knowledge) -> None:
    unknown = a_conversation("C4", customer="reader4")
    found = proposed(
        an_incident(),
        a_bystander(1, RARE.id, POPULAR.id),
        a_bystander(2, POPULAR.id),
        a_bystander(3),
        unknown,
        knowledge=knowledge,
    )
    assert readers(found) == {"reader1"}


def test_who_uses_what_stands_on_it_is_proposed_too(knowledge: Knowledge) -> None:
    below = an_incident(suspects=(HOSTING.cause,))
    found = proposed(
        below, a_bystander(1, RARE.id), a_bystander(2, POPULAR.id), knowledge=knowledge
    )
    assert readers(found) == {"reader1"}


def test_the_platform_is_not_put_before_everybody_who_has_it(knowledge: Knowledge) -> None:
    everywhere = an_incident(suspects=(PLATFORM.cause,))
    assert proposed(everywhere, a_bystander(1, PLATFORM.id, RARE.id), knowledge=knowledge) == []


def test_nobody_is_proposed_who_has_heard_anything_of_it(knowledge: Knowledge) -> None:
    both = a_bystander(1, RARE.id), a_bystander(2, RARE.id)
    for reason in ("proposed", "first", "update", "workaround"):
        told = {"reader1": frozenset({reason})}
        found = proposed(an_incident(), *both, knowledge=knowledge, told=told)
        assert readers(found) == {"reader2"}


def test_one_proposal_a_language_that_says_what_fails(knowledge: Knowledge) -> None:
    found = proposed(
        an_incident(),
        a_bystander(1, RARE.id),
        a_bystander(2, RARE.id, lang="en"),
        a_bystander(3, RARE.id),
        knowledge=knowledge,
    )
    assert {p.lang: p.to for p in found} == {"ja": ("reader1", "reader3"), "en": ("reader2",)}
    for proposal in found:
        assert RARE.name in proposal.text
        assert (proposal.incident, proposal.cause) == ("I1", RARE.cause)
        assert proposal.proposed_at == at(20)
    assert len({p.id for p in found}) == 2


def test_what_is_in_no_catalogue_has_no_known_users(knowledge: Knowledge) -> None:
    nameless = an_incident(suspects=("unlisted_plugin:okina",))
    assert proposed(nameless, a_bystander(1, RARE.id), knowledge=knowledge) == []


def test_where_a_reader_stands_decides_as_the_notices_do() -> None:
    incident = an_incident()
    off = Change(Done.OFF, RARE.id, at(8))
    gone = Change(Done.DELETED, RARE.id, at(8))
    own, none = {RARE.cause: 12.0}, frozenset[str]()
    readers = {
        ReaderStanding.AFFECTED: (a_report(1, own, incident="I1"), none),
        ReaderStanding.OFF: (a_report(1, own, incident="I1", changes=(off,)), none),
        ReaderStanding.DELETED: (a_report(1, own, incident="I1", changes=(gone,)), none),
        ReaderStanding.APART: (a_report(1, own, incident="I1"), frozenset({"reenable"})),
        ReaderStanding.WELL: (a_report(1, own, incident="I1", recovered_at=at(9)), none),
        ReaderStanding.VAGUE: (a_report(1, {RARE.cause: -9.0}, incident="I1"), none),
        ReaderStanding.UNREACHED: (a_report(1, {FORMS.cause: 9.0}, incident="I1"), none),
        ReaderStanding.ELSEWHERE: (a_report(1, {FORMS.cause: 9.0}), none),
        ReaderStanding.PROPOSED: (a_bystander(1, RARE.id), frozenset({"proposed"})),
        ReaderStanding.BROADCAST: (a_bystander(1, RARE.id), frozenset({"proposed", "first"})),
    }
    assert {*readers} == {*ReaderStanding}
    for expected, (reader, told) in readers.items():
        assert standing(incident, reader, told) is expected
        over = replace(incident, status=IncidentStatus.RESOLVED)
        hears_of_the_end = bool(due(over, reader, told, a_watch(after=60)))
        if expected in (
            ReaderStanding.AFFECTED,
            ReaderStanding.OFF,
            ReaderStanding.DELETED,
            ReaderStanding.VAGUE,
        ):
            assert hears_of_the_end
        if expected in (ReaderStanding.WELL, ReaderStanding.UNREACHED, ReaderStanding.APART):
            assert not hears_of_the_end
