"""Which answer a question means in its conversation."""

from dataclasses import replace
from typing import Any

from bot.model.acts import Asks, WantsPerson
from bot.model.conversation import Advised, Complaint, Speaker, Turn
from bot.model.status import Shows
from bot.triage.reply.meant import meant
from tests.builders import FORMS, PLATFORM, RARE, a_feed, at
from tests.cases import each
from tests.triage.reply.test_answer_states import a_scene, suspected

RUNNING = {"feeds": [a_feed(PLATFORM, Shows.MAINTENANCE_IN_PROGRESS)]}


def means(words: str, *asked: str, about: tuple[str, ...] = (), **given: Any) -> tuple[str, ...]:
    scene = a_scene(*given.pop("ranked", ()), words=words, **given)
    acts = (Asks(words, 0.9, None, about), WantsPerson(words, 0.9))
    heard = replace(scene.heard, asked=asked, acts=acts, products=about)
    return meant(replace(scene, heard=heard))


@each(
    ("words", "facts", "found"),
    [
        ("何時まで？", RUNNING, "when_fixed"),
        ("Until what time exactly?", RUNNING, "when_fixed"),
        ("窓口は何時まで？", RUNNING, "hours"),
        ("Until what time are you open?", RUNNING, "hours"),
        ("何時まで？", {}, "hours"),
    ],
)
def test_until_when_is_asked_of_what_goes_on_and_not_of_the_desk(
    words: str, facts: dict[str, Any], found: str
) -> None:
    assert means(words, "hours", facts=facts) == (found,)


def talk(*said: str) -> dict[str, Any]:
    """What was said before, and the message itself."""
    return {
        "turns": tuple(Turn(at(n), Speaker.CUSTOMER, text) for n, text in enumerate((*said, "")))
    }


@each(
    ("about", "given", "found"),
    [
        ((FORMS.id,), {"talk": talk(RARE.name)}, "service_ok"),
        ((FORMS.id,), {"talk": talk(RARE.name, FORMS.name)}, "affected_scope"),
        ((FORMS.id, RARE.id), {"talk": talk(RARE.name)}, "affected_scope"),
        ((RARE.id,), {"talk": talk("一覧が白い"), "ranked": (suspected(),)}, "affected_scope"),
        ((), {"talk": talk(RARE.name)}, "affected_scope"),
    ],
)
def test_whether_another_product_is_hit_is_asked_of_that_product(
    about: tuple[str, ...], given: dict[str, Any], found: str
) -> None:
    assert means("それも影響ありますか", "affected_scope", about=about, **given) == (found,)


@each(
    ("words", "products", "found"),
    [
        ("で、なんか動きあった？", (FORMS.id,), "outage_now"),
        ("AWSは大丈夫？", (FORMS.id,), "service_ok"),
        ("で、なんか動きあった？", (), "service_ok"),
    ],
)
def test_a_question_that_names_nothing_is_of_what_is_spoken_of(
    words: str, products: tuple[str, ...], found: str
) -> None:
    told = {"complaint": Complaint(products=products)}
    assert means(words, "service_ok", talk=told) == (found,)


@each(
    ("words", "asked", "found"),
    [
        ("いつ？", ("human", "when_fixed"), ("human", "when_contact")),
        ("and how long?", ("human", "when_fixed"), ("human", "when_contact")),
        ("いつ直りますか", ("human", "when_fixed"), ("human", "when_fixed")),
        ("いつ？", ("when_fixed",), ("when_fixed",)),
        ("いつ？", ("human", "when_fixed", "when_contact"), ("human", "when_contact")),
    ],
)
def test_when_is_asked_of_the_person_who_is_wanted(
    words: str, asked: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert means(words, *asked) == found


OTHER_WAY = Advised("saml_off_url", at(0))
OFF = Advised(f"disable_plugin:{RARE.id}", at(0))


@each(
    ("advised", "found"),
    [
        ((OTHER_WAY,), "login_back"),
        ((OTHER_WAY, OFF), "reenable_when"),
        ((OFF,), "reenable_when"),
        ((), "reenable_when"),
    ],
)
def test_what_may_be_as_before_is_the_login_where_nothing_else_was_changed(
    advised: tuple[Advised, ...], found: str
) -> None:
    assert means("戻していいですか", "reenable_when", talk={"advised": advised}) == (found,)


UNTOLD = {"reported_at": None}
TOLD = {"reported_at": at(0)}
WAITS = UNTOLD | {"person_wanted": True}


@each(
    ("conversation", "found"),
    [
        (WAITS, "when_contact"),
        (WAITS | TOLD, "when_fixed"),
        (WAITS | {"incident": "I1"}, "when_fixed"),
        (UNTOLD, "when_fixed"),
    ],
)
def test_who_waits_for_a_person_and_told_of_no_trouble_asks_when_they_are_called(
    conversation: dict[str, Any], found: str
) -> None:
    assert means("何時頃になりますかね", "when_fixed", talk=conversation) == (found,)


def announced(shows: Shows) -> dict[str, Any]:
    return {"feeds": [a_feed(PLATFORM, shows)]}


@each(
    ("shows", "conversation", "found"),
    [
        (Shows.MAINTENANCE_SCHEDULED, UNTOLD, "maintenance_when"),
        (Shows.MAINTENANCE_SCHEDULED, TOLD, "when_fixed"),
        (Shows.MAINTENANCE_IN_PROGRESS, UNTOLD, "when_fixed"),
        (Shows.OPERATIONAL, UNTOLD, "when_fixed"),
    ],
)
def test_who_told_of_no_trouble_asks_about_the_work_that_is_announced(
    shows: Shows, conversation: dict[str, Any], found: str
) -> None:
    facts = announced(shows)
    assert means("2時より延びる？", "when_fixed", talk=conversation, facts=facts) == (found,)
