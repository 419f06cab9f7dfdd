"""What a check from the browser moves: the line, kintone and vendors' hosts."""

from dataclasses import replace

from bot.model.browser_check import CONTROL, AddressRole, CheckTarget, Offer
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.evidence import EvidenceKind
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.evidence.browser_checks import with_check
from bot.triage.weigh import weigh
from tests.builders import HOSTING, MORNING, PLATFORM, POPULAR, RARE, a_conversation
from tests.model.test_browser_check import a_check

KINTONE = CheckTarget(AddressRole.PLATFORM, "aoi.cybozu.com", "kintone")
RURI = CheckTarget(AddressRole.PRODUCT, "app.rurigrid.example", "Ruri Grid")
MOKU = CheckTarget(AddressRole.PRODUCT, "cdn.moku.example", "Moku Check")
PLUGINS = (RARE, replace(POPULAR, hosts=("cdn.moku.example",)))
SILENCE = Understanding(Kind.CHITCHAT, "ja", "")


def troubled() -> Conversation:
    talk = a_conversation(reported_at=MORNING, offer=Offer(MORNING, (KINTONE, RURI, MOKU)))
    used = tuple(p.id for p in PLUGINS)
    complaint = replace(
        talk.complaint,
        kind=Kind.OUTAGE_REPORT,
        symptoms=frozenset({Symptom.WONT_OPEN}),
        inventory=used,
    )
    return replace(talk, complaint=complaint)


def moved(said: str, knowledge: Knowledge) -> dict[str, float]:
    """By how many decibans a check moves each cause."""
    before = troubled()
    heard = with_check(SILENCE, a_check(said, (CONTROL, KINTONE, RURI, MOKU)), before)
    complaint = replace(before.complaint, facts=heard.facts)
    catalogue = Catalogue.of((PLATFORM, HOSTING, *PLUGINS))
    diagnosis = weigh(Facts(MORNING, replace(before, complaint=complaint), catalogue), knowledge)
    return {
        h.cause: sum(e.weight for e in h.evidence if e.kind is EvidenceKind.CHECK)
        for h in diagnosis.ranked
    }


def test_what_each_check_speaks_for(knowledge: Knowledge) -> None:
    ruri, moku = f"plugin:{RARE.id}", f"plugin:{POPULAR.id}"
    for said, strongest, weight in (  # control, kintone, Ruri Grid, Moku Check
        ("rrfr", {ruri}, 20),
        ("rrff", {ruri, moku}, 20),
        ("rrsr", {ruri}, 9),
        ("rfrr", {"platform:kintone"}, 15),
        ("rsrr", {"platform:kintone"}, 8),
        ("ffff", {"customer:network", "isp:any"}, 22),
        ("rfff", {"customer:network"}, 15),
        ("ssss", {"customer:network", "isp:any"}, 12),
    ):
        weights = moved(said, knowledge)
        best = max(weights.values())
        assert {c for c, w in weights.items() if w == best} == strongest, said
        assert best == weight, said
    assert max(moved("rrrr", knowledge).values()) == 0  # it clears, and accuses nobody
    assert moved("rrrr", knowledge)["customer:network"] == -8
    assert moved("ffff", knowledge)[ruri] == -10  # behind a dead line nobody's host is to blame


def test_an_address_that_was_not_offered_counts_for_nothing() -> None:
    other = CheckTarget(AddressRole.PRODUCT, "cdn.rival.example", "Rival")
    check = a_check("rrf", (CONTROL, KINTONE, other))
    heard = with_check(SILENCE, check, troubled())
    assert heard.facts["check"] == "all_reached"
    assert heard.check is not None
    assert [t.target for t in heard.check.tried] == [CONTROL, KINTONE]
    assert with_check(SILENCE, check, replace(troubled(), offer=None)) == SILENCE


def test_it_goes_on_with_a_trouble_and_begins_none() -> None:
    check = a_check("rrfr", (CONTROL, KINTONE, RURI, MOKU))
    heard = with_check(SILENCE, check, troubled())
    assert heard.kind is Kind.OUTAGE_REPORT
    assert {"console_error", "other_sites"} <= {*heard.answered}
    over = replace(troubled(), recovered_at=MORNING)
    assert with_check(SILENCE, check, over).kind is Kind.CHITCHAT


def test_the_browser_is_noted_unless_they_named_one() -> None:
    check = replace(a_check("rrfr", (CONTROL, KINTONE, RURI, MOKU)), browser="Samsung Internet 28")
    heard = with_check(SILENCE, check, troubled())
    assert (heard.facts["browser"], heard.facts["browser_version"]) == ("Samsung Internet", "28")
    talk = troubled()
    named = replace(talk, complaint=replace(talk.complaint, facts={"browser": "Edge"}))
    assert "browser" not in with_check(SILENCE, check, named).facts
