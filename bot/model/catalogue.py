"""The products of the ecosystem, what they lean on, and whose a host is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from bot.model.probe import Importance


class ProductKind(StrEnum):
    """What a product is to a kintone customer; the words of the replay protocol."""

    PLATFORM = "platform"
    PLUGIN = "plugin"
    CONNECTED_SERVICE = "connected_service"
    CUSTOMISATION_SERVICE = "customisation_service"
    HOSTING = "hosting"
    CDN = "cdn"
    CLOUD = "cloud"
    IDP = "idp"
    ISP = "isp"
    EXTERNAL_SERVICE = "external_service"
    BROWSER_EXTENSION = "browser_extension"


class Runs(StrEnum):
    """Where a product's code runs, hence what its outage can do to the customer's screen."""

    BROWSER = "browser"  # in the customer's page: its outage can freeze the screen
    SERVER = "server"  # elsewhere: the screen stays well
    SIGN_IN = "sign_in"  # on the way in
    NETWORK = "network"  # under everything


class Blocks(StrEnum):
    """Whether a product's outage can keep kintone from opening."""

    YES = "yes"
    PARTIAL = "partial"  # it runs in the page; whether it waits for a host is not known
    NO = "no"


class LicenceCheck(StrEnum):
    """What a product does when its licence server does not answer."""

    FAIL_OPEN = "fail_open"
    FAIL_CLOSED = "fail_closed"
    NONE = "none"
    UNKNOWN = "unknown"


CAUSE_HEADINGS: Mapping[ProductKind, str] = {
    ProductKind.PLATFORM: "platform",
    ProductKind.PLUGIN: "plugin",
    ProductKind.CONNECTED_SERVICE: "connected",
    ProductKind.CUSTOMISATION_SERVICE: "connected",
    ProductKind.HOSTING: "infra",
    ProductKind.CDN: "infra",
    ProductKind.CLOUD: "infra",
    ProductKind.IDP: "idp",
    ProductKind.ISP: "isp",
    ProductKind.EXTERNAL_SERVICE: "external",
}
_PLACEHOLDER = re.compile(r"(?:\*|\{[^}]*\})\.")
LEAST_OF_A_FILE = 6  # letters and digits; shorter names of scripts are common words
# What follows a product's name in that of its script: a version, "min", the ending.
_FILE_ENDING = re.compile(r"(?:[.@_-](?:v?\d[\d.]*|min|bundle|prod))*\.m?js$")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+")
MOST_LABELS = 40  # of a host; no name in use is longer
INFRASTRUCTURE = frozenset({ProductKind.HOSTING, ProductKind.CDN, ProductKind.CLOUD})
CHOSEN = frozenset(  # what a customer adds to the platform
    {ProductKind.PLUGIN, ProductKind.CONNECTED_SERVICE, ProductKind.CUSTOMISATION_SERVICE}
)


@dataclass(frozen=True, slots=True)
class Probe:
    """A host of a product that the desk may measure, and where to knock.

    ``host`` may be ``*.x``: then it is the operator's own subdomain of x, if one is set. ``keys``:
    the answer must be a JSON object with these; empty: any answer but a server's error will do.
    """

    host: str
    path: str = "/"
    keys: tuple[str, ...] = ()
    importance: Importance = Importance.HIGH


@dataclass(frozen=True, slots=True)
class Product:
    """One product, service or piece of infrastructure.

    ``install_share`` is the share (0 to 1) of customers who have it, None when not known.
    ``unverified`` holds notes on what nobody has confirmed at the live source yet; the desk words
    those facts accordingly.
    """

    id: str
    name: str
    kind: ProductKind
    names: tuple[str, ...] = ()
    vendor: str | None = None
    hosts: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    licence_check: LicenceCheck = LicenceCheck.UNKNOWN
    status_feed: str | None = None
    status_page: str | None = None
    install_share: float | None = None
    home_product: bool = False
    runs: Runs = Runs.SERVER
    blocks_opening: Blocks = Blocks.NO
    unverified: tuple[str, ...] = ()
    note: str = ""
    probes: tuple[Probe, ...] = ()

    @property
    def cause(self) -> str:
        """The cause id under which this product is suspected, e.g. ``plugin:kumo_sheet``."""
        if self.home_product:
            return f"home:{self.id}"
        if self.kind is ProductKind.BROWSER_EXTENSION:
            return "customer:browser_extension"
        return f"{CAUSE_HEADINGS[self.kind]}:{self.id}"

    @property
    def in_browser(self) -> bool:
        """Whether its code runs in the customer's page."""
        return self.runs is Runs.BROWSER


@dataclass(frozen=True)
class Catalogue:
    """All products by id. Unknown ids and cycles in ``depends_on`` are tolerated and do no harm."""

    products: Mapping[str, Product] = field(default_factory=dict)

    @classmethod
    def of(cls, products: Iterable[Product]) -> "Catalogue":
        return cls({p.id: p for p in products})

    def get(self, product_id: str) -> Product | None:
        return self.products.get(product_id)

    def with_home(self, product_id: str) -> "Catalogue":
        """The same products, of which this one alone is the operator's own."""
        changed = {
            p.id: replace(p, home_product=not p.home_product)
            for p in self.products.values()
            if p.home_product != (p.id == product_id)
        }
        return Catalogue({**self.products, **changed}) if changed else self

    def of_cause(self, cause: str) -> Product | None:
        """The product that a cause id names, or None."""
        return self.products.get(cause.partition(":")[2])

    @cached_property
    def platform(self) -> Product | None:
        """The platform that customers mean by "kintone"; the first one listed."""
        return next((p for p in self.products.values() if p.kind is ProductKind.PLATFORM), None)

    @cached_property
    def home(self) -> Product | None:
        """The operator's own product, always a suspect."""
        return next((p for p in self.products.values() if p.home_product), None)

    @cached_property
    def headings(self) -> Mapping[str, int]:
        """How many products there are under each heading of causes, such as ``plugin``."""
        return Counter(p.cause.partition(":")[0] for p in self.products.values())

    @cached_property
    def unstated(self) -> Mapping[ProductKind, int]:
        """How many products of each kind there are whose share of users is not stated."""
        return Counter(p.kind for p in self.products.values() if p.install_share is None)

    @cached_property
    def _roots(self) -> Mapping[str, frozenset[str]]:
        return {i: frozenset(self._walk(i)) for i in self.products}

    def _walk(self, start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            product = self.products.get(todo.pop())
            for parent in product.depends_on if product else ():
                if parent in self.products and parent not in seen and parent != start:
                    seen.add(parent)
                    todo.append(parent)
        return seen

    def foundations(self, product_id: str) -> frozenset[str]:
        """Ids of everything that a product depends on, directly or not; without itself."""
        return self._roots.get(product_id, frozenset())

    @cached_property
    def _dependants(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {i: set() for i in self.products}
        for child, parents in self._roots.items():
            for parent in parents:
                found[parent].add(child)
        return {i: frozenset(ids) for i, ids in found.items()}

    def dependants(self, product_id: str) -> frozenset[str]:
        """Ids of everything that depends on a product, directly or not; without itself."""
        return self._dependants.get(product_id, frozenset())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Product ids by host; ``*.x`` and ``{anything}.x`` stand for ``x`` and all below it."""
        found: dict[str, dict[str, None]] = {}
        for product in self.products.values():
            for host in product.hosts:
                name = _PLACEHOLDER.sub("", host.lower())
                if _NAME.fullmatch(name):
                    found.setdefault(name, {})[product.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def _named_by(self, host: str) -> Iterator[tuple[str, ...]]:
        labels = host.lower().split(".")[:MOST_LABELS]
        for at in range(len(labels)):
            if products := self._by_name.get(".".join(labels[at:])):
                yield products

    def nearest_to(self, host: str) -> tuple[str, ...]:
        """Ids of the products that name a host most exactly: ``a.b.example`` before ``b.example``."""
        return next(self._named_by(host), ())

    @cached_property
    def _by_file(self) -> Mapping[str, str]:
        """Product ids by the letters and digits of their names; of names that several bear, none."""
        return _of_one((p.id, n) for p in self.products.values() for n in (p.id, p.name, *p.names))

    @cached_property
    def _by_first_word(self) -> Mapping[str, str]:
        """The same by the first of several words of a name."""
        several = (
            (p.id, words)
            for p in self.products.values()
            for n in (p.name, *p.names)
            if len(words := n.split()) > 1
        )
        return _of_one((ident, words[0]) for ident, words in several)

    def product_of_file(self, file: str) -> str | None:
        """The id of the product after which a script is named, such as ``sunny-tabs.min.js``."""
        return self._by_file.get(stem_of(file))

    def product_of_stem(self, stem: str) -> str | None:
        """The id of the product whose name begins with a word, such as ``himawari``; any word may be one."""
        return self._by_first_word.get(stem)

    def owners_of(self, host: str) -> frozenset[str]:
        """Ids of all products to which a host belongs, such as a maker and the hosting below it.

        It does not know hosts that only resemble those of the catalogue.
        """
        return frozenset(i for products in self._named_by(host) for i in products)


def stem_of(file: str) -> str:
    """What a script is called without version and ending: ``sunnytabs`` of ``sunny-tabs.min.js``."""
    return _letters(_FILE_ENDING.sub("", file.lower()))


def _of_one(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids by their Latin names that are long enough and that no other id bears."""
    found: dict[str, set[str]] = {}
    for ident, name in names:
        if name.isascii() and len(key := _letters(name)) >= LEAST_OF_A_FILE:
            found.setdefault(key, set()).add(ident)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
