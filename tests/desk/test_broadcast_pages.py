"""Who needs a notice, what may go out as one, and in which order its readers are told."""

import pytest

from bot.desk import broadcasts
from bot.desk.broadcasts import has_heard
from bot.desk.steering import Unfit, unfit
from bot.model.knowledge import Knowledge
from tests.cases import each
from tests.desk.announcing import opened, somebody
from tests.store.databases import in_memory


@each(
    ("told", "reason", "heard"),
    [
        ({"proposed"}, "first", False),
        (set(), "first", False),
        ({"workaround"}, "first", True),
        ({"first"}, "correction", False),  # that is always news
        ({"progress"}, "progress", False),
        ({"recovered"}, "withdrawn", True),  # one end is enough
        ({"first"}, "recovered", False),
        ({"relapse"}, "relapse", True),
        ({"recovered"}, "relapse", False),
    ],
)
def test_who_has_heard_as_much_by_another_way_needs_no_notice(
    told: set[str], reason: str, *, heard: bool
) -> None:
    assert has_heard(frozenset(told), reason) is heard


@each(
    ("text", "before", "found"),
    [
        ("", None, Unfit.EMPTY),
        ("x" * 4_000, None, None),
        ("x" * 4_001, None, Unfit.LONG),
        ("x", "x", Unfit.SAME),
        ("x", "y", None),
    ],
)
def test_what_cannot_go_out_as_a_notice(text: str, before: str | None, found: Unfit | None) -> None:
    assert unfit(text, before) is found


@each("named", [3, 4, 5])
def test_those_whom_conversations_know_are_told_page_by_page_before_the_others(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    monkeypatch.setattr(broadcasts, "PAGE", 2)
    names = [f"reader{n}" for n in range(named)]
    announcing = opened(in_memory(), knowledge)
    announcing.knows_many(3)
    announcing.proposes(*names)
    ident = announcing.approves()
    announcing.runs(ident)
    told = announcing.delivers(channel="staff") + announcing.delivers()
    assert told == [*names, *(somebody(n).id for n in range(3))]
    announcing.day.store.close()
