"""The first word of a name is enough for who was asked what they use, where it is the name of one product."""

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.triage.understand.products.matcher import ProductMatcher
from tests.cases import each


def a_product(ident: str, *names: str, kind: ProductKind = ProductKind.PLUGIN) -> Product:
    return Product(ident, names[0], kind, names=names)


CATALOGUE = Catalogue(
    {
        p.id: p
        for p in (
            a_product("sudare", "Sudare Board", "すだれボード", "スダレボード"),
            a_product("mado_a", "Mado Table", "マドテーブル"),
            a_product("mado_b", "Mado Chart", "マドチャート"),
            a_product("kumo", "Kumori Cloud", "くもりクラウド", kind=ProductKind.CLOUD),
        )
    }
)
MATCHER = ProductMatcher(CATALOGUE)
ALL = frozenset(CATALOGUE.products)


@each("text", ["スダレ入れてる", "すだれと、あと何か", "sudare, I think", "スダレです", "すだれ"])
def test_a_short_name_is_enough_for_who_was_asked(text: str) -> None:
    assert MATCHER.find(text, short=ALL).products == ("sudare",)
    assert MATCHER.find(text).products == ()


@each(
    "text",
    ["すだれなんとかが真っ白です", "スダレナントカ、っていうやつ", "the sudare something is blank"],
)
def test_half_a_name_that_is_said_to_be_half_is_enough_at_any_time(text: str) -> None:
    assert MATCHER.find(text).products == ("sudare",)


@each("text", ["すだれ、なんとかしてください", "マドなんとかが白い"])
def test_a_plea_and_what_two_products_share_is_no_half_of_a_name(text: str) -> None:
    assert MATCHER.find(text).products == ()


@each("text", ["マドです", "くもりです", "すだれかけを買った", "board"])
def test_what_two_products_share_what_nobody_chooses_and_longer_words_are_none(text: str) -> None:
    assert MATCHER.find(text, short=ALL).products == ()


def test_a_short_name_is_enough_for_what_was_spoken_of_before() -> None:
    text = "すだれはまだです。マドは出ます"
    assert MATCHER.find(text, short=frozenset({"sudare"})).products == ("sudare",)
    assert MATCHER.find(text, short=frozenset({"mado_a"})).products == ()


@each(
    ("text", "denied"),
    [
        ("ボードは使ってません", ("sudare",)),
        ("ボードが開きません", ()),
        ("クリップボードは使ってません", ()),
        ("クラウドは使っていません", ()),
    ],
)
def test_a_sort_of_product_is_denied_by_its_word_alone(text: str, denied: tuple[str, ...]) -> None:
    assert MATCHER.find(text).denied == denied
