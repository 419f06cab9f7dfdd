"""Whom an outage of a product could reach, where nobody has said how many use it."""

import pytest

from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import Complaint
from bot.triage.evidence.use import Use, share_of, use_of, weight_of
from tests.builders import CDN, FORMS, HOSTING, ON_THE_CDN, PLATFORM, PRODUCTS, RARE, a_catalogue
from tests.cases import each

LINE = Product("tsuna", "Tsuna", ProductKind.ISP)


def alike(kind: ProductKind, count: int) -> float:
    """The share of each of so many products of a kind."""
    many = [Product(f"p{n}", f"P{n}", kind) for n in range(count)]
    return share_of(many[-1], a_catalogue(*many))


@each(
    ("kind", "of_one", "of_hundred_together"),
    [
        (ProductKind.PLATFORM, 0.1, 10.0),  # a sister of the one that customers mean
        (ProductKind.PLUGIN, 0.08, 2.5),
        (ProductKind.CONNECTED_SERVICE, 0.08, 2.0),
        (ProductKind.CUSTOMISATION_SERVICE, 0.15, 0.4),
        (ProductKind.IDP, 0.1, 0.35),
        (ProductKind.ISP, 0.1, 0.95),
        (ProductKind.EXTERNAL_SERVICE, 0.1, 1.0),
        (ProductKind.BROWSER_EXTENSION, 0.05, 5.0),
    ],
)
def test_how_many_are_taken_to_have_one_and_how_many_of_a_hundred_they_have_together(
    kind: ProductKind, of_one: float, of_hundred_together: float
) -> None:
    assert alike(kind, 2) == pytest.approx(of_one)
    assert 100 * alike(kind, 100) == pytest.approx(of_hundred_together, rel=0.02)


def test_the_platform_itself_everybody_has() -> None:
    assert share_of(PLATFORM, a_catalogue()) == 1.0
    bare = Product("kintone", "kintone", ProductKind.PLATFORM)
    assert share_of(bare, a_catalogue(bare)) == 1.0


def test_what_others_stand_on_reaches_whoever_uses_one_of_them() -> None:
    catalogue = a_catalogue(CDN, *ON_THE_CDN)
    assert share_of(CDN, catalogue) == pytest.approx(1 - 0.9**4)
    assert share_of(CDN, a_catalogue(CDN)) == 0.01  # hardly anybody, for all we know
    stated = Product("wide", "Wide", ProductKind.CDN, install_share=0.5)
    assert share_of(stated, a_catalogue(stated)) == 0.5


@each(
    ("product", "said", "use"),
    [
        (RARE, {}, Use.POSSIBLE),
        (RARE, {"denied": (RARE.id,)}, Use.NO),
        (RARE, {"inventory": (FORMS.id,), "complete": True}, Use.NO),
        (RARE, {"inventory": (FORMS.id,)}, Use.POSSIBLE),
        (HOSTING, {"products": (RARE.id,)}, Use.KNOWN),  # which stands on it
        (HOSTING, {"inventory": (FORMS.id,), "complete": True}, Use.NO),
        (LINE, {"facts": {"isp": "another"}}, Use.UNLIKELY),
        (LINE, {"facts": {"isp": "tsuna"}, "products": (LINE.id,)}, Use.NAMED),
        (LINE, {"inventory": (FORMS.id,), "complete": True}, Use.POSSIBLE),  # on no such list
        (PLATFORM, {"denied": (PLATFORM.id,)}, Use.KNOWN),
    ],
)
def test_how_sure_it_is_that_a_customer_uses_a_product(
    product: Product, said: dict[str, object], use: Use
) -> None:
    complaint = Complaint(**said)  # type: ignore[arg-type]
    assert use_of(product, complaint, a_catalogue(*PRODUCTS, LINE)) is use


@each(
    ("use", "share", "decibans"),
    [
        (Use.UNLIKELY, 1.0, -20.0),
        (Use.POSSIBLE, 0.001, -20.0),  # nothing is rarer than one in a hundred
        (Use.GUESSED, 0.02, -10.99),
        (Use.KNOWN, 0.01, 0.0),
    ],
)
def test_what_doubt_about_the_use_weighs(use: Use, share: float, decibans: float) -> None:
    assert weight_of(use, share) == pytest.approx(decibans, abs=0.01)
