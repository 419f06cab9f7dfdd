"""One organisation is one witness with many eyes: what colleagues told of the same trouble.

One moved to a new office, one is well at home, a third is refused: together that is their own
network, and nobody of them has to be asked again whether others see it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.model.conversation import Complaint, Conversation
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import FactValue, Scope

_WHO = frozenset({Scope.ONE_USER, Scope.SEVERAL_USERS, Scope.EVERYONE})


def with_colleagues(facts: Facts, knowledge: Knowledge) -> Facts:
    """The facts with what colleagues told of the same trouble, where the customer told nothing else.

    What concerns one person, their device or their own account, is not taken over, nor is anything
    of colleagues whose trouble is of another sort or theirs alone. It is for weighing and asking:
    nothing of it is to be kept as the customer's own words.
    """
    own = facts.conversation
    alike = [c for c in facts.colleagues if _is_alike(c.complaint, own.complaint, knowledge)]
    if not alike:
        return facts
    common = _common(knowledge)
    questions = {q.id for q in knowledge.questions.values() if not q.of_one_person}
    told = (q for c in alike for q in (*c.asked, *c.answered) if q in questions)
    conversation = replace(
        own,
        complaint=_together(own.complaint, alike, common),
        answered=tuple(dict.fromkeys((*own.answered, *told))),
        trials=(*(t for c in alike for t in c.trials), *own.trials),
    )
    return replace(facts, conversation=conversation)


def _is_alike(theirs: Complaint, own: Complaint, knowledge: Knowledge) -> bool:
    """Whether two complaints may be about the same trouble: a symptom, or one that is near to it."""
    if Scope.ONE_USER in theirs.scope:
        return False
    return any(
        not own.symptoms.isdisjoint(knowledge.near.get(symptom, ())) for symptom in theirs.symptoms
    )


def _common(knowledge: Knowledge) -> frozenset[str]:
    """The facts by which questions are answered that are not about one person."""
    asked = [q for q in knowledge.questions.values() if not q.of_one_person]
    stated = (a.facts for q in asked for a in q.possible)
    known = {*(f for q in asked for f in q.known_by_facts), *(f for s in stated for f in s)}
    return frozenset(known - {"outsider"})  # that one is a stranger says nothing of the others


def _together(own: Complaint, alike: Iterable[Conversation], common: frozenset[str]) -> Complaint:
    facts: dict[str, FactValue] = {}
    signatures: dict[str, None] = {}
    products: dict[str, None] = {}
    for conversation in alike:
        theirs = conversation.complaint
        facts.update(_of(theirs.facts, common))
        signatures.update(dict.fromkeys(theirs.signatures))
        products.update(dict.fromkeys(theirs.products))
        if own.inventory is None:
            own = replace(own, inventory=theirs.inventory, complete=theirs.complete)
    who = (own.scope & _WHO) - {Scope.ONE_USER} or {Scope.SEVERAL_USERS}
    return replace(
        own,
        facts={**facts, **own.facts, "other_users_ok": False},
        signatures=tuple(dict.fromkeys((*signatures, *own.signatures))),
        products=tuple(dict.fromkeys(p for p in (*own.products, *products) if p not in own.denied)),
        scope=frozenset((own.scope - {Scope.UNKNOWN, Scope.ONE_USER}) | who),
    )


def _of(facts: Mapping[str, FactValue], names: frozenset[str]) -> dict[str, FactValue]:
    return {name: value for name, value in facts.items() if name in names}
