"""Organisations with what they really use, what the desk knows of it, and how their people behave."""

from dataclasses import dataclass
from random import Random

from bot.model.catalogue import INFRASTRUCTURE, ProductKind
from tests.benchmarks.worlds.market import INSTALLED, Market

SHARE_KNOWN = (
    0.4,
    0.15,
)  # of inventories known in full, known in part; of the rest nothing is known
JAPANESE = 0.8


@dataclass(frozen=True)
class Organisation:
    """One customer of the platform. ``uses`` is the truth, ``listed`` what the desk is told."""

    id: str
    lang: str
    uses: frozenset[str]
    listed: tuple[str, ...] | None
    own_js: bool

    def first(self, market: Market, kind: ProductKind) -> str:
        """The product of a kind that they use, or ""."""
        return next((p.id for p in market.kind(kind) if p.id in self.uses), "")


@dataclass(frozen=True)
class Person:
    """One person who writes. Chances from 0 to 1, delays in minutes."""

    id: str
    organisation: Organisation
    terse: float  # how little they write by themselves
    answers: float  # chance to answer a question at all
    knows: float  # chance to know the answer to it
    slow: float  # median delay of an answer
    follows: float  # chance to try what they are advised
    blames: float  # chance to name a product that is innocent
    errs: float  # chance that an answer or a trial comes out wrong

    @property
    def lang(self) -> str:
        return self.organisation.lang


def organisations(market: Market, count: int, lots: Random) -> tuple[Organisation, ...]:
    return tuple(_organisation(f"org{n}", market, lots) for n in range(count))


def _organisation(ident: str, market: Market, lots: Random) -> Organisation:
    several = (*INSTALLED, *INFRASTRUCTURE, ProductKind.BROWSER_EXTENSION)
    uses = {p.id for p in market.kind(*several) if lots.random() < market.shares[p.id]}
    for kind in (ProductKind.IDP, ProductKind.ISP):  # one of a kind at most
        draw = lots.random()
        for p in market.kind(kind):
            draw -= market.shares[p.id]
            if draw < 0:
                uses.add(p.id)
                break
    installed = [p.id for p in market.kind(*INSTALLED) if p.id in uses]
    listed: tuple[str, ...] | None = None
    draw = lots.random()
    if draw < SHARE_KNOWN[0]:
        listed = tuple(installed)
    elif draw < sum(SHARE_KNOWN):  # an old list: what was added since is not in it
        listed = tuple(p for p in installed if lots.random() < 0.75)
    lang = "ja" if lots.random() < JAPANESE else "en"
    return Organisation(ident, lang, frozenset(uses), listed, lots.random() < 0.35)


def a_person(ident: str, organisation: Organisation, lots: Random) -> Person:
    return Person(
        id=ident,
        organisation=organisation,
        terse=lots.betavariate(2, 2),
        answers=lots.betavariate(6, 2),
        knows=lots.betavariate(6, 2),
        slow=lots.uniform(1.5, 9),
        follows=lots.betavariate(3, 3),
        blames=0.1,
        errs=0.04,
    )
