"""Values with sensible defaults: an invented catalogue, facts, evidence, conversations, incidents."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from bot.incidents.baseline_rate import BaselineRate
from bot.incidents.beliefs import Beliefs
from bot.incidents.counts_by_group import CountsByGroup
from bot.incidents.likelihood import Usual
from bot.model.catalogue import Blocks, Catalogue, LicenceCheck, Product, ProductKind, Runs
from bot.model.conversation import Advised, Complaint, Conversation, Speaker, Turn
from bot.model.event import Baseline, MessageReceived, Opened
from bot.model.evidence import Evidence, EvidenceKind
from bot.model.facts import Facts, Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import CauseEntry, Clue, Knowledge
from bot.model.probe import ProbeRef
from bot.model.status import FeedRef, FeedState, FetchOutcome, Shows
from bot.model.tenant_report import NO_INCIDENT, USES, Statement, TenantReport
from bot.model.understanding import Symptom
from tests.shipped import knowledge as shipped

JST = timezone(timedelta(hours=9), "JST")
MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=JST)  # a Monday
MINUTE = timedelta(minutes=1)

PLATFORM = Product(
    "kintone",
    "kintone",
    ProductKind.PLATFORM,
    names=("kintone", "キントーン"),
    vendor="Cybozu",
    hosts=("cybozu.com", "kintone.com"),
    status_feed="kintone_status",
    install_share=1.0,
    blocks_opening=Blocks.YES,
)
RARE = Product(
    "ruri_grid",
    "Ruri Grid",
    ProductKind.PLUGIN,
    names=("Ruri Grid", "るりグリッド"),
    vendor="Ruri Works",
    hosts=("app.rurigrid.example", "license.rurigrid.example"),
    depends_on=("hama_hosting",),
    licence_check=LicenceCheck.FAIL_CLOSED,
    install_share=0.1,
    runs=Runs.BROWSER,
)
POPULAR = Product(
    "moku_check",
    "Moku Check",
    ProductKind.PLUGIN,
    names=("Moku Check", "もくチェック"),
    vendor="Moku Tools",
    licence_check=LicenceCheck.NONE,
    install_share=0.7,
    runs=Runs.BROWSER,
)
PRINTS = Product(
    "tanpopo_print",
    "Tanpopo Print",
    ProductKind.PLUGIN,
    names=("Tanpopo Print", "たんぽぽ印刷"),
    vendor="Tanpopo Lab",
    hosts=("pdf.tanpopo.example",),
    status_feed="tanpopo_status",
    install_share=0.2,
    runs=Runs.BROWSER,
)
FORMS = Product(
    "hoshi_form",
    "Hoshi Form",
    ProductKind.CONNECTED_SERVICE,
    names=("Hoshi Form", "ほしフォーム"),
    vendor="Hoshi Soft",
    hosts=("api.hoshiform.example",),
    status_feed="hoshi_status",
    install_share=0.3,
)
HOSTING = Product(
    "hama_hosting",
    "Hama Hosting",
    ProductKind.HOSTING,
    names=("Hama Hosting", "はまホスティング"),
    vendor="Hama",
    hosts=("www.hamahosting.example",),
    status_feed="hama_status",
)
HOME = Product(
    "sazanami",
    "Sazanami",
    ProductKind.CUSTOMISATION_SERVICE,
    names=("Sazanami", "さざなみ"),
    vendor="us",
    hosts=("scripts.sazanami.example",),
    depends_on=("kintone",),
    licence_check=LicenceCheck.FAIL_OPEN,
    status_feed="sazanami_status",
    install_share=0.4,
    home_product=True,
    runs=Runs.BROWSER,
)
CDN = Product(
    "nami_cdn",
    "Nami CDN",
    ProductKind.CDN,
    names=("Nami CDN",),
    vendor="Nami",
    hosts=("cdn.nami.example",),
)
ON_THE_CDN = tuple(
    Product(
        f"kumo_{part}",
        f"Kumo {part.title()}",
        ProductKind.PLUGIN,
        names=(f"Kumo {part.title()}",),
        hosts=(f"{part}.kumo.example",),
        depends_on=(CDN.id,),
        install_share=0.1,
        runs=Runs.BROWSER,
    )
    for part in ("list", "chart", "menu", "stamp")
)
PRODUCTS = (PLATFORM, HOME, RARE, POPULAR, PRINTS, FORMS, HOSTING)
FEEDS = tuple(
    FeedRef(p.status_feed, p.id, "statuspage") for p in PRODUCTS if p.status_feed is not None
)


SHARES = {p.cause: p.install_share or 0.1 for p in PRODUCTS}


def at(minutes: float) -> datetime:
    """So many minutes after nine o'clock."""
    return MORNING + minutes * MINUTE


def a_catalogue(*products: Product) -> Catalogue:
    return Catalogue.of(products or PRODUCTS)


def opening(
    catalogue: Iterable[Product] = PRODUCTS,
    *,
    when: datetime = MORNING,
    probes: tuple[ProbeRef, ...] = (),
) -> Opened:
    baseline = Baseline(800, 6.0, 1.0)
    return Opened(when, catalogue=tuple(catalogue), feeds=FEEDS, baseline=baseline, probes=probes)


def a_message(
    ident: str = "m1", text: str = "kintoneが開きません", *, after: float = 0, customer: str = "aoi"
) -> MessageReceived:
    return MessageReceived(at(after), ident, customer, f"{customer}-inc", "chat", text)


def a_conversation(ident: str = "C1", **changes: Any) -> Conversation:
    conversation = Conversation(ident, "aoi", "aoi-inc", "chat", "ja", MORNING)
    return replace(conversation, **changes)


def a_report(
    number: int,
    weights: Mapping[str, float],
    *,
    after: float = 0,
    tenant: str = "",
    **changes: Any,
) -> Conversation:
    """The conversation of one reporter whose own words weigh so much for each shared cause."""
    values: dict[str, Any] = {
        "customer": f"reporter{number}",
        "tenant": tenant or f"tenant{number}",
        "turns": (Turn(at(after), Speaker.CUSTOMER, "開きません", f"m{number}"),),
        "complaint": Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN})),
        "opened_at": at(after),
        "reported_at": at(after),
        "last_report_at": at(after),
        "testimony": dict(weights),
        "support": {cause: ("words",) for cause, weight in weights.items() if weight >= 3},
    }
    return a_conversation(f"C{number}", **{**values, **changes})


def some_facts(
    complaint: Complaint | None = None,
    *,
    catalogue: Catalogue | None = None,
    feeds: Iterable[FeedState] = (),
    **changes: Any,
) -> Facts:
    """What is known of one conversation; ``feeds`` in any order."""
    values: dict[str, Any] = {"feeds": {f.service: f for f in feeds}, **changes}
    conversation = a_conversation(complaint=complaint or Complaint())
    facts = Facts(at(0), conversation, catalogue or a_catalogue())
    return replace(facts, **values)


def said(key: str, **values: object) -> str:
    """Why an incident ended, as its key and values."""
    return " ".join([key, *(f"{name}={value}" for name, value in values.items())])


def a_watch(*incidents: Incident, after: float = 10, **changes: Any) -> Watch:
    return replace(Watch(at(after), a_catalogue(), tuple(incidents)), **changes)


def a_testimony(number: int, weights: Mapping[str, float], **changes: Any) -> TenantReport:
    """What one organisation reports: so many decibans for each shared cause of what it uses."""
    said = TenantReport(f"tenant{number}", at(0), dict(weights), dict.fromkeys(weights, (USES,)))
    return replace(said, **changes)


def several(
    count: int, weights: Mapping[str, float], first: int = 0, **changes: Any
) -> list[TenantReport]:
    """What so many organisations report alike, one a minute."""
    return [a_testimony(first + n, weights, **{"at": at(n), **changes}) for n in range(count)]


def beliefs_of(
    *said: TenantReport, shares: Mapping[str, float] | None = None, group: str = NO_INCIDENT
) -> Beliefs:
    """What a group of reports says, against a report of local trouble an hour."""
    tallies = CountsByGroup()
    tallies.fold(Statement(n, group, counts=True, testimony=t) for n, t in enumerate(said, 1))
    usual = Usual(Baseline(800, 6.0, 1.0), BaselineRate(), shares if shares is not None else SHARES)
    return Beliefs(tallies, usual)


def a_feed(
    product: Product,
    shows: Shows | None = Shows.OPERATIONAL,
    *,
    outcome: FetchOutcome = FetchOutcome.OK,
    read: float = 0,
    since: float | None = None,
) -> FeedState:
    """One feed, last tried ``read`` minutes after nine; a failed one was fine ten minutes earlier."""
    start = at(read if since is None else since)
    feed = FeedState(product.status_feed or f"{product.id}_status", product.id, outcome, start)
    if outcome is not FetchOutcome.OK:
        return feed.read(at(read - 10), shows, None).failed(at(read), outcome, "it broke off")
    fine = feed.read(start - MINUTE, Shows.OPERATIONAL, None)
    return fine.read(start, shows, None).read(at(read), shows, None)


def an_incident(*conversations: Conversation, ident: str = "I1", **changes: Any) -> Incident:
    incident = Incident(
        ident,
        IncidentStatus.SUSPECTED,
        (RARE.cause,),
        raised_at=at(5),
        changed_at=at(5),
        chances=(0.95,),
        organisations=len({c.tenant for c in conversations}),
        tenants=tuple(dict.fromkeys(c.tenant for c in conversations)),
    )
    return replace(incident, **changes)


def some_evidence(cause: str, weight: float, kind: EvidenceKind = EvidenceKind.WORDS) -> Evidence:
    return Evidence(cause, weight, kind, "根拠", "a reason")


def a_clue(weight: float, kind: EvidenceKind = EvidenceKind.WORDS, **when: Any) -> Clue:
    """A clue for conditions such as ``symptom="slow"``; ``fact_x=True`` stands for ``fact.x``."""
    conditions = {name.replace("fact_", "fact.", 1): (value,) for name, value in when.items()}
    return Clue(conditions, weight, kind, {"ja": "手がかり", "en": "a clue"})


def a_cause(ident: str, *clues: Clue, prior: float = -15, **changes: Any) -> CauseEntry:
    entry = CauseEntry(ident, {"ja": ident, "en": ident}, prior, clues)
    return replace(entry, **changes)


def knowing(*causes: CauseEntry, knowledge: Knowledge | None = None) -> Knowledge:
    """Only these causes; the rest as in ``knowledge``, or nothing but the desk's own sentences."""
    entries = {c.id: c for c in causes}
    if knowledge is None:
        return Knowledge(a_catalogue(), causes=entries, words=shipped().words)
    return replace(knowledge, causes=entries)


def having_advised(conversation: Conversation, *advice: str) -> Conversation:
    given = tuple(Advised(a, conversation.opened_at) for a in advice)
    return replace(conversation, advised=(*conversation.advised, *given))
