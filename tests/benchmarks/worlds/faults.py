"""Faults that many share: whom they reach, what it looks like there, and what the status pages say."""

from dataclasses import dataclass
from math import exp, log
from random import Random

from bot.model.catalogue import INFRASTRUCTURE, LicenceCheck, Product, ProductKind
from bot.model.status import Shows
from tests.benchmarks.worlds.market import PLATFORM, Market
from tests.benchmarks.worlds.people import Organisation, Person
from tests.benchmarks.worlds.troubles import ORDINARY, Trouble

MEDIAN_LAG = 16.0  # minutes until a vendor publishes, of those who do (pitfalls.md 11)
NEVER_PUBLISHED = 0.35


@dataclass(frozen=True)
class Fault:
    """One product failing. Minutes from the start of the world; chances from 0 to 1."""

    product: str
    cause: str
    onset: float
    lasts: float
    reach: float  # share of its users who are hit
    reports: float  # share of those hit who write
    delay: float  # median minutes until they write
    look: str  # how it shows: down, slow, part, bug

    @property
    def ends(self) -> float:
        return self.onset + self.lasts


@dataclass(frozen=True)
class Published:
    """From a minute on, a status page shows this."""

    at: float
    feed: str
    shows: Shows
    text: str = ""


@dataclass(frozen=True)
class Blind:
    """Between two minutes, a status page cannot be read."""

    feed: str
    start: float
    end: float


_KINDS = {
    ProductKind.PLATFORM: 20,
    ProductKind.PLUGIN: 28,
    ProductKind.CONNECTED_SERVICE: 14,
    ProductKind.CUSTOMISATION_SERVICE: 8,
    ProductKind.HOSTING: 6,
    ProductKind.CDN: 7,
    ProductKind.CLOUD: 6,
    ProductKind.IDP: 6,
    ProductKind.ISP: 5,
}


def a_fault(market: Market, onset: float, lots: Random) -> Fault:
    """A fault of a random product, of random size."""
    kind = lots.choices(list(_KINDS), list(_KINDS.values()))[0]
    product = lots.choice(market.kind(kind))
    looks = {
        ProductKind.PLATFORM: ("down", "down", "slow", "part"),
        ProductKind.PLUGIN: ("down", "down", "slow", "bug"),
        ProductKind.CUSTOMISATION_SERVICE: ("down", "slow", "bug"),
    }.get(kind, ("down", "slow"))
    return Fault(
        product=product.id,
        cause=product.cause,
        onset=onset,
        lasts=min(240.0, 35 * exp(lots.gauss(0.9, 0.6))),
        reach=lots.betavariate(3, 1.5),
        reports=0.02 * 20 ** lots.random(),
        delay=lots.uniform(5, 35),
        look=lots.choice(looks),
    )


def hit_through(fault: Fault, organisation: Organisation, market: Market, lots: Random) -> str:
    """The product through which the fault could reach an organisation, or ""."""
    product = market.of(fault.product)
    if product.id == PLATFORM or product.id in organisation.uses:
        return product.id
    if product.kind not in INFRASTRUCTURE:
        return ""
    used = [p for p in market.above(product.id) if p.id in organisation.uses]
    frail = [p for p in used if p.licence_check is not LicenceCheck.FAIL_OPEN]
    if not frail and used and lots.random() < 0.3:
        frail = used
    return lots.choice(frail).id if frail else ""


def a_shared_trouble(
    number: int, fault: Fault, front: str, person: Person, market: Market, lots: Random
) -> Trouble:
    """What the fault looks like to one person."""
    product, shown = market.of(fault.product), market.of(front)
    if product.id == PLATFORM:
        symptom, seen, error, console, app = _platform(fault, person, lots)
    elif product.kind is ProductKind.IDP:
        symptom, seen, error, console, app = _sign_on(person, product, lots)
    elif product.kind is ProductKind.ISP:
        symptom, seen, error, console, app = _line(fault, lots)
    elif shown.kind is ProductKind.CONNECTED_SERVICE:
        symptom, seen, error, console, app = _service(fault, shown, lots)
    else:
        symptom, seen, error, console, app = _script(fault, product, shown, lots)
    cures = {f"disable_plugin:{shown.id}"} if shown.in_browser and app else set()
    if product.kind is ProductKind.ISP:
        cures |= {"use_mobile_data", "check_other_network"}
    return Trouble(
        cause=fault.cause,
        symptom=symptom,
        front=front if front != PLATFORM else "",
        truth={**ORDINARY, "others": False, **seen},
        cures=frozenset(cures),
        console=console,
        error=error,
        app=app,
        fault=number,
        ends=fault.ends,
    )


_Look = tuple[str, dict[str, bool | str], str, str, bool]


def _platform(fault: Fault, person: Person, lots: Random) -> _Look:
    if fault.look == "part":
        symptom = ("save_fails", "notification_missing", "file_problem")[round(fault.onset) % 3]
        error = (
            lots.choice(("", "", "Internal Server Error 500")) if symptom == "save_fails" else ""
        )
        seen: dict[str, bool | str] = {"other_apps": symptom != "save_fails", "records": False}
        return symptom, {**seen, "bell": False}, error, "", False
    if fault.look == "slow":
        symptom = lots.choice(("slow", "slow", "stuck_loading"))
    else:
        symptom = lots.choice(
            ("wont_open", "wont_open", "login_fails", "error_message", "blank_screen")
        )
    down = fault.look == "down"
    seen = {"other_apps": False, "portal": not down, "settings": not down, "screens": False}
    error = lots.choice(("503 Service Unavailable", "HTTP 502 Bad Gateway", "520")) if down else ""
    return symptom, seen, error, "", False


def _sign_on(person: Person, product: Product, lots: Random) -> _Look:
    seen: dict[str, bool | str] = {
        "portal": False,
        "settings": False,
        "other_apps": False,
        "screens": False,
        "sso": product.id,
    }
    return "login_fails", seen, lots.choice(("", "", "SSO: 504 Gateway Timeout")), "", False


def _line(fault: Fault, lots: Random) -> _Look:
    seen: dict[str, bool | str] = {
        "portal": False,
        "settings": False,
        "other_apps": False,
        "sites": False,
        "network": True,
        "screens": False,
    }
    symptom = "slow" if fault.look == "slow" else "wont_open"
    return symptom, seen, lots.choice(("", "net::ERR_CONNECTION_TIMED_OUT")), "", False


def _service(fault: Fault, shown: Product, lots: Random) -> _Look:
    symptom = lots.choice(("not_syncing", "not_syncing", "notification_missing", "error_message"))
    seen: dict[str, bool | str] = {"records": True}
    host = shown.hosts[0] if shown.hosts else ""
    line = f"POST https://{host}/v1/entries 503" if host else ""
    return symptom, seen, "", line, False


def _script(fault: Fault, product: Product, shown: Product, lots: Random) -> _Look:
    """Code in the customer's page that waits for a host, or that throws."""
    symptom = {
        "slow": lots.choice(("slow", "stuck_loading")),
        "bug": lots.choice(("error_message", "feature_missing", "display_broken", "save_fails")),
    }.get(fault.look) or lots.choice(
        ("blank_screen", "stuck_loading", "wont_open", "feature_missing")
    )
    hosts = product.hosts if product.kind in INFRASTRUCTURE and lots.random() < 0.6 else shown.hosts
    script = shown.id.split("_")[-1]
    if fault.look == "bug":
        where = f"https://{shown.hosts[0]}/{script}.js:1:2210" if shown.hosts else ""
        console = f"Uncaught TypeError: e.getValue is not a function at {where}" if where else ""
    else:
        failed = lots.choice(("net::ERR_CONNECTION_TIMED_OUT", "503 (Service Unavailable)", "504"))
        console = f"GET https://{hosts[0]}/{script}.js {failed}" if hosts else ""
    return symptom, {}, "", console, True


def pages(
    faults: tuple[Fault, ...], market: Market, until: float, lots: Random
) -> tuple[Published, ...]:
    """What the status pages show over time: late, never, wrong, stale or out of reach."""
    said: list[Published] = []
    troubled = {f.product: f for f in faults}
    for feed, product in market.feeds:
        said.append(Published(0.0, feed, Shows.OPERATIONAL))
        draw = lots.random()
        if product in troubled:
            said += _log(feed, troubled[product], lots)
        elif draw < 0.02:  # it speaks of a trouble that nobody here has
            start = lots.uniform(0, until)
            said.append(Published(start, feed, Shows.INVESTIGATING, "We are investigating delays"))
            said.append(Published(start + lots.uniform(20, 120), feed, Shows.RESOLVED, "Resolved"))
        elif draw < 0.04:  # forgotten since last week
            said.append(Published(0.5, feed, Shows.MONITORING, "We are monitoring the fix"))
    return tuple(sorted((s for s in said if s.at <= until), key=lambda s: s.at))


def blind_spots(market: Market, until: float, lots: Random) -> tuple[Blind, ...]:
    """When status pages cannot be read."""
    found = []
    for feed, _ in market.feeds:
        if lots.random() < 0.05:
            start = lots.uniform(0, until)
            found.append(Blind(feed, start, start + lots.uniform(10, 60)))
    return tuple(found)


def _log(feed: str, fault: Fault, lots: Random) -> list[Published]:
    if lots.random() < NEVER_PUBLISHED:
        return []
    lag = exp(lots.gauss(log(MEDIAN_LAG), 0.9))
    at = fault.onset + lag
    if lag > fault.lasts:
        return [Published(at, feed, Shows.RESOLVED, "An earlier incident has been resolved")]
    first = lots.choice((Shows.INVESTIGATING, Shows.MAJOR_OUTAGE, Shows.DEGRADED))
    over = fault.ends + lots.uniform(0, 25)
    entries = [Published(at, feed, first, "We are looking into errors")]
    if fault.lasts - lag > 40:
        entries.append(Published(at + lots.uniform(10, 30), feed, Shows.IDENTIFIED, "Identified"))
    entries.append(Published(over, feed, Shows.MONITORING, "A fix has been applied"))
    if lots.random() < 0.8:  # the others leave it open
        entries.append(Published(over + 30, feed, Shows.RESOLVED, "Resolved"))
    return entries
