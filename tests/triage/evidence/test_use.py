"""How sure it is that a customer uses a product."""

import pytest

from bot.model.catalogue import Blocks, Product, ProductKind
from bot.model.conversation import Complaint
from bot.triage.evidence.use import GUESS, Use, share_of, use_of, weight_of
from tests.builders import PLATFORM, PRODUCTS, RARE, a_catalogue

MAIL = Product("mail", "Mail", ProductKind.PLATFORM, blocks_opening=Blocks.NO)
ABROAD = Product("abroad", "kintone abroad", ProductKind.PLATFORM, blocks_opening=Blocks.YES)
ALL = a_catalogue(*PRODUCTS, MAIL, ABROAD)


def use(product: Product, **said: object) -> Use:
    return use_of(product, Complaint(**said), ALL)  # type: ignore[arg-type]


def test_whoever_means_a_service_beside_the_platform_names_it() -> None:
    assert use(MAIL) is Use.UNNAMED
    assert use(MAIL, products=(MAIL.id,)) is Use.NAMED
    assert use(MAIL, inventory=(MAIL.id,)) is Use.KNOWN
    assert use(ABROAD) is Use.POSSIBLE  # its customers call it kintone too
    assert use(PLATFORM) is Use.KNOWN


def test_holding_a_product_for_the_cause_does_not_show_that_it_is_used() -> None:
    guessed = {"products": (RARE.id,), "guessed": (RARE.id,)}
    assert use(RARE, **guessed) is Use.GUESSED
    assert use(RARE, **guessed, inventory=(RARE.id,)) is Use.KNOWN
    assert use(RARE, **guessed, denied=(RARE.id,)) is Use.NO


@pytest.mark.parametrize(
    ("how", "share", "decibans"),
    [
        (Use.NAMED, 0.1, 0.0),
        (Use.POSSIBLE, 0.1, -10.0),
        (Use.GUESSED, 0.1, -10.0 + GUESS),
        (Use.GUESSED, 0.5, 0.0),
        (Use.UNNAMED, 0.5, -20.0),
        (Use.NO, 0.5, -40.0),
    ],
)
def test_what_use_weighs(how: Use, share: float, decibans: float) -> None:
    assert weight_of(how, share) == pytest.approx(decibans)
    assert GUESS == 6.0


@pytest.mark.parametrize("kind", ProductKind)
def test_a_share_that_nobody_stated_is_one_and_the_more_there_are_of_a_sort_the_smaller(
    kind: ProductKind,
) -> None:
    def share(count: int) -> float:
        alike = [Product(f"p{n}", f"P{n}", kind) for n in range(count)]
        return share_of(alike[-1], a_catalogue(*alike))

    assert 0 < share(40) <= share(1) <= 1
