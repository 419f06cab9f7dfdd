"""The name of a customer: what is kept of it, who sees it, and when it goes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.inbox import CaseFilter, InboxView
from bot.desk.person_names import called, person_name
from bot.model.event import MessageReceived
from bot.model.knowledge import Knowledge
from bot.model.retention import bare_conversation
from tests.builders import a_conversation, a_message
from tests.cases import each
from tests.fakes import Day


@pytest.fixture
def day(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens()
    yield day
    day.store.close()


SAID = "一覧が真っ白で開きません"


@each(
    ("given", "kept"),
    [
        ("小田 未来", "小田 未来"),
        (" Mika\r\n Oda ", "Mika Oda"),
        ("Oda\u202e\u200b\x07 Mika\0", "Oda Mika"),
        ("<b>Oda</b>", "<b>Oda</b>"),  # pages escape it
        ("あ" * 500, "あ" * 60),
        ("mika.oda@hanamaru.example", ""),
        ("Oda 090-1234-5678", ""),
        ("4111 1111 1111 1111", ""),
        ("12345", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(given: str, kept: str) -> None:
    assert person_name(given) == kept


def says(day: Day, name: str, text: str = SAID, customer: str = "mika") -> tuple[str, ...]:
    """What the desk answers."""
    day.passes(1)
    event = MessageReceived(
        *(day.now, f"m{day.now}{customer}", customer, "acme", "mail", text), name=name
    )
    return tuple(repr(effect) for effect in day.desk.handle(event))


def test_staff_find_who_wrote_and_no_answer_says_it(day: Day) -> None:
    named = says(day, "小田\u202e 未来", f"{SAID} 担当者と話したいです")
    assert named
    assert "小田" not in "".join(named)
    with day.store.look() as work:
        (found,) = work.conversations()
        assert found.name == "小田 未来"
        line = work.cases(InboxView.ALL, "佐藤", day.now, narrow=CaseFilter(words="未来")).lines
    assert [one.conversation for one in line] == [found.id]


def test_a_name_changes_nothing_that_is_decided(knowledge: Knowledge) -> None:
    answered, kept = [], []
    for name in ("小田", ""):
        day = Day(knowledge)
        day.opens()
        answered.append(says(day, name))
        with day.store.look() as work:
            (found,) = work.conversations()
        kept.append(replace(found, name=""))
        day.store.close()
    assert answered[0] == answered[1]
    assert kept[0] == kept[1]


def test_it_goes_with_the_words_of_the_conversation() -> None:
    bare = bare_conversation(a_conversation(name="小田"), lambda _: "expired:1")
    assert "小田" not in repr(bare)


@each(
    ("name", "customer", "called_now"),
    [
        ("Mika Oda", "aoi", "Mika Oda"),
        ("", "aoi", "Oda"),
        ("Ben", "ben", "Oda"),  # who writes in the same thread
    ],
)
def test_a_message_brings_the_name_of_its_own_customer(
    name: str, customer: str, called_now: str
) -> None:
    talk = a_conversation(name="Oda")
    assert called(talk, replace(a_message(customer=customer), name=name)).name == called_now
