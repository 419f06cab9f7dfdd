"""What staff read of those who report an incident: only what several share, and how much of it."""

from typing import Any

from bot.incidents.wording import evidence
from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from tests.builders import (
    FORMS,
    HOSTING,
    PLATFORM,
    PRINTS,
    RARE,
    a_feed,
    a_report,
    a_watch,
    an_incident,
    at,
)
from tests.cases import each


def who(number: int, tenant: str = "", lang: str = "ja", **told: Any) -> Conversation:
    turn = Turn(at(0), Speaker.CUSTOMER, f"文{number}", f"m{number}")
    return a_report(
        number, {}, tenant=tenant, turns=(turn,), complaint=Complaint(**told), lang=lang
    )


def lines(
    knowledge: Knowledge, *members: Conversation, incident: Incident | None = None, **watch: Any
) -> str:
    of = incident or an_incident(*members)
    return "\n".join(evidence(of, members, a_watch(**watch), knowledge))


@each(("count", "is_told"), [(1, False), (2, True)])
def test_a_sign_is_told_where_two_reporters_share_it(
    knowledge: Knowledge, count: int, *, is_told: bool
) -> None:
    sign = next(s for s in knowledge.signatures.values() if s.title.get("ja"))
    members = [who(n, signatures=(sign.id,)) for n in range(count)] + [who(9)]
    title = knowledge.say("ja", "staff.signature", title=sign.title["ja"])
    assert (title in lines(knowledge, *members)) is is_told
    assert "nobody_knows" not in lines(
        knowledge, *(who(n, signatures=("nobody_knows",)) for n in (1, 2))
    )


@each(
    ("having", "of", "said"),
    [
        (2, 2, RARE.name),  # all of them
        (2, 3, "staff.shared"),
        (2, 4, None),  # half of them is no more than chance
        (1, 1, None),
    ],
)
def test_what_more_than_half_of_the_organisations_have_is_shared(
    knowledge: Knowledge, having: int, of: int, said: str | None
) -> None:
    members = [who(n, products=(RARE.id,)) for n in range(having)]
    members += [who(20 + n, products=(PLATFORM.id,)) for n in range(of - having)]
    text = lines(knowledge, *members)
    part = knowledge.say("ja", "staff.shared", name=RARE.name, n=having, all=of)
    words = {None: None, "staff.shared": part}.get(said, said)
    common = knowledge.say("ja", "staff.common", text=words or RARE.name)
    assert (common in text) is (words is not None)


def test_an_organisation_counts_once_and_that_nothing_is_shared_takes_whole_lists(
    knowledge: Knowledge,
) -> None:
    none = knowledge.say("ja", "staff.no_common")
    twice = [who(n, "acme", products=(RARE.id,)) for n in (1, 2)] + [who(3, products=(PRINTS.id,))]
    assert knowledge.say("ja", "staff.common", text=RARE.name) not in lines(knowledge, *twice)
    assert none not in lines(knowledge, *twice)
    whole = [
        who(n, inventory=(p.id,), complete=True) for n, p in enumerate((RARE, PRINTS, FORMS), 1)
    ]
    assert none in lines(knowledge, *whole)
    assert none not in lines(knowledge, *whole[:2], who(4))
    assert none not in lines(knowledge, whole[0])


def test_no_more_is_read_than_helps(knowledge: Knowledge) -> None:
    """Six reports, eight hosts, five last runs, and two suspects beside the first."""
    members = [
        who(n, facts={"hosts": (f"h{n}.example", f"i{n}.example"), "last_sync": f"{n}:00"})
        for n in range(8)
    ]
    suspects = (RARE.cause, FORMS.cause, HOSTING.cause, PRINTS.cause)
    text = lines(knowledge, *members, incident=an_incident(suspects=suspects))
    assert [f"文{n}" in text for n in range(8)] == [True] * 6 + [False] * 2
    assert [f"h{n}.example" in text for n in range(8)] == [True] * 4 + [False] * 4
    assert [f"「{n}:00」" in text for n in range(8)] == [True] * 5 + [False] * 3
    assert [p.name in text for p in (FORMS, HOSTING, PRINTS)] == [True, True, False]


def test_browsers_are_told_where_it_works_in_another(knowledge: Knowledge) -> None:
    edge = {"browser": "Edge", "browser_version": "120"}
    same = [who(n, facts=edge) for n in (1, 2)]
    told = knowledge.say("ja", "staff.browser", name="Edge 120", n=2)
    assert told not in lines(knowledge, *same)
    other = who(3, facts={"other_browser_ok": True})
    assert told in lines(knowledge, *same, other)


def test_work_that_may_overrun_and_languages_are_told(knowledge: Knowledge) -> None:
    of_forms = an_incident(suspects=(FORMS.cause,))
    over = {FORMS.id: a_feed(FORMS, Shows.MAINTENANCE_COMPLETED, read=10)}
    note = knowledge.say("ja", "note.overrun", name=FORMS.name)
    assert note in lines(knowledge, who(1), incident=of_forms, feeds=over)
    assert note not in lines(knowledge, who(1), incident=of_forms)
    both = lines(knowledge, who(1), who(2, lang="en"))
    assert knowledge.say("ja", "staff.languages", languages="ja、en") in both
    assert "ja、" not in lines(knowledge, who(1), who(2))
