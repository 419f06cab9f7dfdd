"""When a check from the browser is offered, and which addresses it lists."""

from dataclasses import replace

from bot.model.browser_check import AddressRole, CheckTarget, Offer
from bot.model.catalogue import Catalogue, Probe, Product
from bot.model.evidence import UNKNOWN, Diagnosis, EvidenceKind, Hypothesis
from bot.model.facts import Facts
from bot.model.probe import Importance
from bot.model.understanding import FactValue, Kind, Symptom, Understanding
from bot.triage.offering import LEAST, MOST_HOSTS, OF_ONE, concrete, offered
from bot.triage.triage import Triage
from tests.builders import MORNING, PLATFORM, POPULAR, RARE, a_conversation, some_evidence
from tests.cases import each
from tests.shipped import knowledge

KINTONE = replace(
    PLATFORM, hosts=("*.cybozu.com", "static.cybozu.com"), probes=(Probe("static.cybozu.com"),)
)
RURI = replace(RARE, probes=tuple(Probe(h) for h in RARE.hosts))
MANY = tuple(
    replace(POPULAR, id=f"p{n}", name=f"P{n}", probes=(Probe(f"cdn{n}.example.com"),))
    for n in range(9)
)


def facts_of(
    *products: Product,
    symptoms: frozenset[Symptom] = frozenset({Symptom.BLANK_SCREEN}),
    lang: str = "ja",
    named: tuple[str, ...] = (),
    told: dict[str, FactValue] | None = None,
) -> Facts:
    talk = a_conversation(lang=lang)
    complaint = replace(talk.complaint, symptoms=symptoms, products=named, facts=told or {})
    talk = replace(talk, complaint=complaint, reported_at=MORNING)
    return Facts(MORNING, talk, Catalogue.of((KINTONE, *products)))


def ranked(**shares: float) -> Diagnosis:
    """Plug-ins by share of probability; the rest is unknown."""
    rest = Hypothesis(UNKNOWN, 1 - sum(shares.values()))
    found = [Hypothesis(f"plugin:{ident}", share) for ident, share in shares.items()]
    return Diagnosis((rest, *sorted(found, key=lambda h: -h.probability)))


def hosts(targets: tuple[CheckTarget, ...]) -> list[str]:
    return [t.host for t in targets]


def test_kintone_comes_first_then_what_the_customer_has_then_the_likeliest() -> None:
    facts = facts_of(RURI, *MANY, named=(RURI.id,))
    found = offered(ranked(p3=0.2, p5=0.1, ruri_grid=0.05), facts)
    assert found[0] == CheckTarget(AddressRole.PLATFORM, "static.cybozu.com", "kintone")
    assert hosts(found[1:]) == [*RURI.hosts, "cdn3.example.com", "cdn5.example.com"]
    shares = {p.id: 0.05 for p in MANY}
    assert len(offered(ranked(**shares), facts)) == 1 + MOST_HOSTS
    assert (MOST_HOSTS, OF_ONE) == (6, 2)


def test_the_customers_own_kintone_is_tried_where_they_told_which() -> None:
    for told, host in (
        ({"subdomain": "aoi"}, "aoi.cybozu.com"),
        ({"url": "https://aoi.cybozu.com/k/12/"}, "aoi.cybozu.com"),
        ({"url": "https://AOI.s.cybozu.com/k/12/"}, "aoi.cybozu.com"),  # a try shows no certificate
        ({"url": "https://aoi.kintone.com/"}, "aoi.kintone.com"),
        ({"url": "https://aoi.cybozu.com.evil.example/"}, "static.cybozu.com"),
        ({"url": "https://evil.example/?x=aoi.cybozu.com.example"}, "static.cybozu.com"),
        ({"subdomain": "x y; evil.example"}, "static.cybozu.com"),
        ({}, "static.cybozu.com"),
    ):
        facts = facts_of(RURI, told=dict[str, FactValue](told))
        assert offered(ranked(ruri_grid=0.3), facts)[0].host == host, told
    facts = facts_of(RURI, lang="en", told={"subdomain": "aoi"})
    assert offered(ranked(ruri_grid=0.3), facts)[0].host == "aoi.kintone.com"


def test_only_hosts_that_the_page_needs_are_listed() -> None:
    odd = replace(
        RURI,
        probes=(
            Probe("*.rurigrid.example"),
            Probe("{id}.rurigrid.example"),
            Probe("cdn.rurigrid.example/x"),
            Probe("editor.rurigrid.example", importance=Importance.LOW),
            Probe("CDN.rurigrid.example"),
        ),
    )
    assert concrete(odd) == ("cdn.rurigrid.example",)
    assert concrete(RARE) == ()  # nothing is known of what its hosts are for


def test_it_is_offered_once_and_only_where_it_would_tell_something() -> None:
    facts = facts_of(RURI)
    likely = ranked(ruri_grid=0.3)
    assert offered(likely, facts)
    talk = replace(facts.conversation, offer=Offer(MORNING, ()))
    assert not offered(likely, replace(facts, conversation=talk))
    assert not offered(likely, facts_of(RURI, symptoms=frozenset({Symptom.NOTIFICATION_MISSING})))
    assert not offered(likely, facts_of(replace(RURI, probes=())))
    complaint = replace(facts.conversation.complaint, denied=(RURI.id,))
    denied = replace(facts.conversation, complaint=complaint)
    assert not offered(likely, replace(facts, conversation=denied))


@each(("share", "is_worth_it"), [(LEAST + 0.01, True), (LEAST - 0.01, False)])
def test_it_is_offered_from_a_seventh_of_what_is_known(share: float, *, is_worth_it: bool) -> None:
    rest = Hypothesis("customer:config", 1 - share)
    diagnosis = Diagnosis((rest, Hypothesis(f"plugin:{RURI.id}", share), Hypothesis(UNKNOWN, 0.0)))
    assert bool(offered(diagnosis, facts_of(RURI))) is is_worth_it
    assert LEAST == 0.15


@each(("share", "is_offered"), [(0.6, True), (0.9, False)])
def test_nothing_is_tried_any_more_where_the_cause_is_likely_and_named(
    share: float, *, is_offered: bool
) -> None:
    tried = (some_evidence(RURI.cause, 12.0, EvidenceKind.TRIAL),)  # so that it may be named
    leading = Hypothesis(RURI.cause, share, tried)
    diagnosis = Diagnosis((leading, Hypothesis(UNKNOWN, 1 - share)))
    facts = facts_of(RURI, named=(RURI.id,))
    move = Triage(knowledge(), facts.catalogue).next_move(
        facts, Understanding(Kind.FUNCTION_REPORT, "ja", "…"), diagnosis
    )
    assert move.named
    assert bool(move.offer) is is_offered
