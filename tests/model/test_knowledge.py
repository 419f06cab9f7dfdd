"""What is worked out from the knowledge as it is written."""

from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge, SymptomEntry
from tests.shipped import knowledge


def test_symptoms_are_near_to_one_another_whichever_names_the_other() -> None:
    entries = [SymptomEntry("slow", {}, {}, near=("stuck",)), SymptomEntry("stuck", {}, {})]
    known = Knowledge(Catalogue({}), {e.id: e for e in entries})
    assert known.near == {"slow": {"slow", "stuck"}, "stuck": {"slow", "stuck"}}


def test_of_the_shipped_symptoms_each_is_near_to_itself() -> None:
    near = knowledge().near
    assert near.keys() == knowledge().symptoms.keys()
    assert all(s in others and all(s in near[o] for o in others) for s, others in near.items())
