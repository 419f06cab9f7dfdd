"""What advice never does, whatever the complaint and the cause."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.advice_plan import ASK_ADMIN, CHANGES_APP, MOST_ADVICE, AdvicePlan
from bot.model.conversation import AdviceOutcome, Complaint, Trial
from bot.model.evidence import Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.triage.advise import advise, entry_of, isolating, while_open
from bot.triage.ask import worth
from bot.triage.pending_advice import kind_of
from bot.triage.weigh import weigh
from tests import shipped
from tests.builders import (
    MORNING,
    RARE,
    some_facts,
)
from tests.examples import often
from tests.triage.test_weigh import COMPLAINTS

# What no reply may ever carry: it destroys, widens access, or blames.
HARMFUL = {
    "uninstall_plugin",
    "reinstall",
    "reinstall_mobile_app",
    "reregister_customisation",
    "delete_customisation",
    "re_enter_licence",
    "rerun_sync",
    "resend_all",
    "change_permissions_widely",
    "remove_ip_restriction",
    "click_through_certificate_warning",
    "argue_with_customer",
    "wait_only",
    "disable_plugin_as_fix",
}
RIGHTS = {"account_role": "not_admin"}


SIGNED = st.builds(
    lambda complaint, found: replace(complaint, signatures=tuple(sorted(found))),
    COMPLAINTS,
    st.sets(
        st.sampled_from(["webhook-flood", "backup-failed", "slots", "cert", "licence-notice"]),
        max_size=2,
    ),
)


def all_counsel(facts: Facts, knowledge: Knowledge) -> Iterator[AdvicePlan]:
    """Whatever could be advised in this state of affairs, cause by cause and with none."""
    diagnosis = weigh(facts, knowledge)
    for hypothesis in diagnosis.ranked:
        yield advise(hypothesis, facts, knowledge, named=True)
    yield isolating(Diagnosis((Hypothesis(RARE.cause, 1.0),)), facts, knowledge)
    values = worth(diagnosis, facts, knowledge)
    for asking in (True, False):
        yield while_open(diagnosis, facts, knowledge, values, asking=asking)


def kinds(advice: Iterable[str]) -> set[str]:
    return {a.partition(":")[0] for a in advice}


@settings(max_examples=often(30), deadline=None)
@given(SIGNED)
def test_no_harmful_advice_whatever_the_cause(complaint: Complaint) -> None:
    for found in all_counsel(some_facts(complaint), shipped.knowledge()):
        assert len(found.advice) <= MOST_ADVICE
        assert len(set(found.advice)) == len(found.advice)
        assert not kinds(found.advice) & HARMFUL
        followed = kinds(found.advice) | kinds([found.hand_on] if found.hand_on else [])
        harms = [shipped.knowledge().remedies[k].harm for k in followed]
        assert sum(h >= CHANGES_APP for h in harms) <= 1
        assert kinds(found.advice) <= shipped.knowledge().remedies.keys()


@settings(max_examples=often(30), deadline=None)
@given(SIGNED)
def test_nobody_is_advised_what_takes_rights_that_they_lack(complaint: Complaint) -> None:
    reader = replace(complaint, facts={**complaint.facts, **RIGHTS})
    remedies = shipped.knowledge().remedies
    for found in all_counsel(some_facts(reader), shipped.knowledge()):
        assert not any(remedies[k].needs_rights for k in kinds(found.advice))
        assert (ASK_ADMIN in found.advice[:1]) or not found.hand_on
        assert not found.hand_on or remedies[found.hand_on.partition(":")[0]].needs_rights


@settings(max_examples=often(20), deadline=None)
@given(SIGNED, st.sampled_from([AdviceOutcome.FAILED, AdviceOutcome.CANNOT]))
def test_what_came_to_nothing_is_never_advised_again(
    complaint: Complaint, outcome: AdviceOutcome
) -> None:
    admin = replace(complaint, facts={**complaint.facts, "account_role": "admin"})
    facts = some_facts(admin)
    while found := {a for c in all_counsel(facts, shipped.knowledge()) for a in c.advice}:
        trials = facts.conversation.trials
        assert not found & {t.advice for t in trials}
        tried = tuple(Trial(a, outcome, MORNING) for a in sorted(found))
        facts = replace(facts, conversation=replace(facts.conversation, trials=(*trials, *tried)))


@settings(max_examples=often(30), deadline=None)
@given(SIGNED)
def test_of_the_remedies_the_least_harmful_comes_first(complaint: Complaint) -> None:
    knowledge = shipped.knowledge()
    facts = some_facts(complaint)
    for hypothesis in weigh(facts, knowledge).ranked:
        entry = entry_of(hypothesis.cause, knowledge)
        found = advise(hypothesis, facts, knowledge, named=True).advice
        chosen = [
            knowledge.remedies[k] for k in map(kind_of, found) if entry and k in entry.remedies
        ]
        costs = [(r.harm, not r.is_reversible) for r in chosen]
        assert costs == sorted(costs)


@settings(max_examples=often(30), deadline=None)
@given(SIGNED)
def test_while_the_cause_is_open_no_product_is_pointed_at(complaint: Complaint) -> None:
    knowledge, facts = shipped.knowledge(), some_facts(complaint)
    diagnosis = weigh(facts, knowledge)
    values = worth(diagnosis, facts, knowledge)
    for asking in (True, False):
        found = while_open(diagnosis, facts, knowledge, values, asking=asking)
        assert len(found.advice) <= 2
        for advice in set(found.advice) - {ASK_ADMIN}:
            remedy = knowledge.remedies[advice]  # an id without a product
            assert remedy.is_reversible or remedy.harm <= 2
            assert "{product}" not in "".join(remedy.say.values())


def test_the_knowledge_base_offers_no_harmful_remedy(knowledge: Knowledge) -> None:
    offered = {r for c in knowledge.causes.values() for r in (*c.remedies, *c.meanwhile)}
    assert not offered & HARMFUL
