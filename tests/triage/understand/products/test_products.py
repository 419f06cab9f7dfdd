"""Which products a message names, in every spelling, and which it denies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.text.normalise import nfkc
from bot.triage.understand.products.matcher import ProductMatcher
from tests.cases import each

CATALOGUE = Catalogue.of(
    Product(ident, name, ProductKind.PLUGIN, names)
    for ident, name, names in (
        ("kintone", "kintone", ("kintone", "キントーン", "킨톤")),
        ("cybozu", "cybozu.com", ("cybozu.com",)),
        ("hoshi", "Hoshi Table", ("Hoshi Table", "星テーブル", "ほしテーブル", "ホシテ")),
        ("tsumugi", "Tsumugi Post", ("Tsumugi Post", "つむぐポスト", "ツムポス")),
        ("kasane", "Kasane Chart", ("Kasane Chart", "重ねチャート", "かさねチャート")),
        ("customine", "Customine", ("Customine", "カスタマイン")),
        ("banshi", "Bango-san", ("Bango-san", "番号さん", "ばんごうさん")),
        ("viewer", "kViewer", ("kViewer", "ケイビューワー")),
        ("box", "Box", ("Box", "ボックス")),
        ("zoom", "Zoom", ("Zoom", "ズーム")),
        ("site", "Everysite", ("Everysite", "every site")),
        ("slack", "Slack", ("Slack", "スラック")),
    )
)
MATCHER = ProductMatcher(CATALOGUE)


@each(
    ("text", "product"),
    [
        ("HOSHI TABLEだけ白い", "hoshi"),
        ("hoshitable's grid is blank", "hoshi"),
        ("ﾎｼﾃが遅い", "hoshi"),
        ("ほしてーぶるが出ない", "hoshi"),
        ("星テーブルプラグインを切ったら開きました", "hoshi"),
        ("Hoshi Tabel wont load", "hoshi"),
        ("hosi table stopped", "hoshi"),
        ("tumugi postが届かない", "tsumugi"),
        ("つむくポストが止まった", "tsumugi"),
        ("かさねチヤートが灰色", "kasane"),
        ("kinntone slow", "kintone"),
        ("金トーンが落ちてる", "kintone"),
        ("キントンが開かない", "kintone"),
        ("킨톤이 느려요", "kintone"),
        ("Custmine not loading", "customine"),
        ("カスタマイインが動かない", "customine"),
        ("k viewer doesn't open", "viewer"),
        ("ばんごうさんが飛び番になる", "banshi"),
        ("cybozu.comにログインできない", "cybozu"),
        ("Boxに保存できない", "box"),
        ("We lost the connection, and Zoom stopped", "zoom"),
        ("no messages in slack since nine", "slack"),
        ("Slackの通知が来ない", "slack"),
        ("Without Hoshi Table it opens", "hoshi"),
        ("星テーブルを入れていないアプリは平気です", "hoshi"),
        ("kintoneに入れない", "kintone"),
        ("not only Hoshi Table is slow", "hoshi"),
    ],
)
def test_a_product_is_found_in_any_spelling(text: str, product: str) -> None:
    assert MATCHER.find(text).products == (product,)


@each(
    "text",
    [
        "番号が重複しました",
        "テーブルを重ねたい",
        "ポストに投函する",
        "カスタマイズしたJSが動かない",
        "customize the form",
        "customer portal is down",
        "the viewer is closed",
        "ボックスにチェックが入らない",
        "tick the box",
        "zoom in on the page",
        "画面をズームすると崩れる",
        "please check every site",
        "the stack trace says nothing",
        "https://app.hoshitable.example/main.js が 502",
        "GET https://customine.example net::ERR_FAILED",
        "kintone.app.record.getId() is undefined",
        "ex-fujimi.cybozu.comの担当者",
        "hoshi_table.js:12:3",
        "kintone@customine.example へ返信",
    ],
)
def test_an_ordinary_word_or_a_host_is_no_product(text: str) -> None:
    assert MATCHER.find(text).products == ()


@each(
    ("text", "denied"),
    [
        ("星テーブルは使っていません", ("hoshi",)),
        ("星テーブルも重ねチャートも関係ないと思います", ("hoshi", "kasane")),
        ("We don't use Hoshi Table or Kasane Chart.", ("hoshi", "kasane")),
        ("It's not kintone itself", ("kintone",)),
        ("No Hoshi Table here", ("hoshi",)),
        ("Hoshi Table isn't the problem", ("hoshi",)),
        ("星テーブルのせいではありません", ("hoshi",)),
        ("não usamos Hoshi Table", ("hoshi",)),
        ("không dùng Hoshi Table", ("hoshi",)),
        ("我们没有使用 Hoshi Table", ("hoshi",)),
    ],
)
def test_a_denied_product_is_not_a_named_one(text: str, denied: tuple[str, ...]) -> None:
    found = MATCHER.find(text)
    assert found.products == ()
    assert found.denied == denied


def test_denying_one_product_leaves_the_other() -> None:
    found = MATCHER.find("Not kintone, I checked. It's only the apps with Hoshi Table.")
    assert (found.products, found.denied) == (("hoshi",), ("kintone",))


@each(
    "text",
    [
        "星テーブルのせいじゃない？",
        "星テーブルが原因じゃないかと思っています",
        "星テーブルではないでしょうか",
        "星テーブルじゃないの",
        "Isn't it Hoshi Table?",
    ],
)
def test_a_product_that_is_supposed_to_be_the_cause_is_named(text: str) -> None:
    found = MATCHER.find(text)
    assert (found.products, found.denied) == (("hoshi",), ())


@each("text", ["星テーブルじゃないかもしれません", "星テーブルじゃないのはわかっています"])
def test_who_doubts_it_denies_it(text: str) -> None:
    assert MATCHER.find(text).denied == ("hoshi",)


def test_a_product_named_and_denied_counts_as_named() -> None:
    found = MATCHER.find("kintoneの障害ではないと思いますが、kintoneが開きません")
    assert (found.products, found.denied) == (("kintone",), ())


@given(st.text(max_size=200))
def test_spans_point_into_the_normal_form_and_never_overlap(text: str) -> None:
    spans = MATCHER.find(text + " ﾎｼﾃ " + text).spans
    assert all(0 <= s.start < s.end <= len(nfkc(text + " ﾎｼﾃ " + text)) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_a_span_covers_the_name_as_written() -> None:
    text = "朝から ﾎｼ ﾃｰﾌﾞﾙ が白い"
    [span] = MATCHER.find(text).spans
    assert nfkc(text)[span.start : span.end] == "ホシ テーブル"


@pytest.mark.slow
def test_a_catalogue_of_five_thousand_names_is_searched() -> None:
    many = Catalogue.of(
        Product(f"p{i}", f"Alpha{i} Tool", ProductKind.PLUGIN, (f"Alpha{i} Tool", f"アルファ{i}"))
        for i in range(2500)
    )
    assert ProductMatcher(many).find("alpha1234 tool is slow").products == ("p1234",)


@pytest.mark.slow
@each("piece", ["a.", "a-", "_", "/", "星", "ア", "hoshi ", "a/"])
def test_a_long_odd_text_does_not_hang(piece: str) -> None:
    assert MATCHER.find(piece * 100_000).denied == ()
