"""What is advised while the cause is open, by what was told: case by case."""

from typing import Any

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Scope, Symptom
from bot.triage.advise import while_open
from tests.builders import (
    FORMS,
    MORNING,
    PLATFORM,
    RARE,
    a_catalogue,
    a_conversation,
    having_advised,
)
from tests.cases import each

BLANK = frozenset({Symptom.BLANK_SCREEN})
ERROR = frozenset({Symptom.ERROR_MESSAGE})
SYNC = frozenset({Symptom.NOT_SYNCING})
VIEW, LINE, PRIVATE = "use_standard_view", "check_other_network", "incognito"
WORTH = {"incognito": 0.2, "other_network": 0.1}
PLUGIN = Diagnosis((Hypothesis(RARE.cause, 0.7), Hypothesis(UNKNOWN, 0.3)))
SERVICE = Diagnosis((Hypothesis(FORMS.cause, 0.7), Hypothesis(UNKNOWN, 0.3)))


def advised(
    knowledge: Knowledge,
    *before: str,
    suspects: Diagnosis = PLUGIN,
    values: dict[str, float] | None = None,
    asking: bool = False,
    **told: Any,
) -> tuple[str, ...]:
    conversation = having_advised(a_conversation(complaint=Complaint(**told)), *before)
    facts = Facts(MORNING, conversation, a_catalogue())
    worth = WORTH if values is None else values
    return while_open(suspects, facts, knowledge, worth, asking=asking).advice


@each(
    ("told", "found"),
    [
        ({"symptoms": BLANK}, (VIEW, LINE)),
        ({"symptoms": BLANK, "facts": {"browser": "Chrome"}}, (VIEW, PRIVATE)),
        ({"symptoms": BLANK, "scope": frozenset({Scope.ONE_USER})}, (VIEW, PRIVATE)),
        ({"symptoms": frozenset({Symptom.DISPLAY_BROKEN})}, (VIEW, PRIVATE)),
        ({"symptoms": frozenset({Symptom.DISPLAY_BROKEN, Symptom.FILE_PROBLEM})}, (PRIVATE,)),
        ({"symptoms": frozenset({Symptom.SLOW})}, (LINE,)),  # which a view does not change
        ({"symptoms": BLANK, "products": (PLATFORM.id,)}, (VIEW, LINE)),
        ({"symptoms": BLANK, "products": (RARE.id,)}, (VIEW, LINE)),
        ({"symptoms": BLANK, "products": (FORMS.id,)}, ()),  # it runs on its vendor's servers
        ({"symptoms": BLANK, "products": (FORMS.id, RARE.id)}, (VIEW, LINE)),
        ({"symptoms": SYNC}, ()),  # no browser changes what does not come through
        ({"symptoms": SYNC, "products": (RARE.id,)}, (LINE,)),
    ],
)
def test_what_helps_and_one_test_by_where_the_trouble_shows(
    knowledge: Knowledge, told: dict[str, Any], found: tuple[str, ...]
) -> None:
    assert advised(knowledge, **told) == found


@each(
    ("told", "found"),
    [
        ({"symptoms": ERROR}, ()),  # its words come first
        ({"symptoms": ERROR | BLANK}, (VIEW, LINE)),
        ({"symptoms": ERROR, "facts": {"error_text": "x"}}, ()),
        ({"symptoms": BLANK, "facts": {"error_text": "x"}}, (VIEW,)),
        ({"symptoms": BLANK, "facts": {"error_code": "520"}}, (VIEW, LINE)),
        ({"symptoms": BLANK, "signatures": ("account-locked",)}, (VIEW,)),
        ({"symptoms": BLANK, "signatures": ("nobody_knows",), "facts": {"error_text": "x"}}, (VIEW, LINE)),
    ],
)  # fmt: skip
def test_where_the_service_itself_says_what_is_wrong_nothing_is_tested(
    knowledge: Knowledge, told: dict[str, Any], found: tuple[str, ...]
) -> None:
    assert advised(knowledge, **told) == found


def test_beside_a_question_what_helps_is_enough_and_about_a_function_nothing_general(
    knowledge: Knowledge,
) -> None:
    assert advised(knowledge, asking=True, symptoms=BLANK) == (VIEW,)
    assert advised(knowledge, asking=True, symptoms=frozenset({Symptom.SLOW})) == (LINE,)
    assert advised(knowledge, asking=True, symptoms=BLANK, topics=("lookup-stale",)) == ()
    sync = advised(knowledge, suspects=SERVICE, asking=True, symptoms=SYNC)
    assert sync == ("do_not_rerun_manually", "use_alternative_intake")


def test_what_was_advised_comes_again_only_where_nothing_is_new(knowledge: Knowledge) -> None:
    assert advised(knowledge, VIEW, symptoms=BLANK) == (LINE,)
    assert advised(knowledge, VIEW, LINE, symptoms=BLANK) == (VIEW,)
    assert advised(knowledge, VIEW, LINE, asking=True, symptoms=BLANK) == (VIEW,)


def test_the_test_of_the_most_telling_question_is_taken(knowledge: Knowledge) -> None:
    facts = {"browser": "Chrome"}
    other = {"incognito": 0.1, "other_network": 0.2}
    assert advised(knowledge, values=other, symptoms=BLANK, facts=facts) == (VIEW, LINE)
    assert advised(knowledge, values={}, symptoms=BLANK, facts=facts) == (VIEW,)
