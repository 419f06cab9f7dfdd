"""What stands below a product, when that fails as the product would."""

from bot.model.catalogue import Catalogue
from bot.model.conversation import Complaint
from bot.model.facts import Crowd
from bot.model.understanding import Symptom
from bot.triage.weigh import weigh
from tests.builders import CDN, ON_THE_CDN, a_cause, a_clue, knowing, some_facts
from tests.cases import each


@each(("others", "oftener_itself"), [(0.0, [-4.0]), (3.0, [])])
def test_what_a_product_stands_on_explains_its_symptoms_a_little_less(
    others: float, oftener_itself: list[float]
) -> None:
    """One deciban less; and four more as long as nobody else is hit: then it is oftener the product."""
    above, below = ON_THE_CDN[0], CDN
    found = weigh(
        some_facts(
            Complaint(symptoms=frozenset({Symptom.SLOW})),
            catalogue=Catalogue.of([above, below]),
            crowd=Crowd(weights={below.cause: others} if others else {}),
        ),
        knowing(a_cause("plugin", a_clue(20, symptom="slow")), a_cause("infra")),
    ).of(below.cause)
    assert found is not None
    through = [e.weight for e in found.own if "stands on it" in e.says_en]
    assert through == [20.0 - 1.0]
    assert [e.weight for e in found.own if "a single report" in e.says_en] == oftener_itself
