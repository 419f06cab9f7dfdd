import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.understanding import REPORTS, Kind, Scope, Symptom, Urgency
from bot.triage.understand.reader import MessageReader
from tests import shipped
from tests.cases import each
from tests.examples import often
from tests.triage.understand.sentences import KINDS, SCOPES, SYMPTOMS

PRODUCTS = (
    Product(id="kintone", name="kintone", kind=ProductKind.PLATFORM, names=("キントーン",)),
    Product(id="hoshi_grid", name="Hoshi Grid", kind=ProductKind.PLUGIN, names=("ほしグリッド",)),
    Product(id="kaze_print", name="Kaze Print", kind=ProductKind.PLUGIN, names=("かぜプリント",)),
    Product(id="mori_block", name="Mori Block", kind=ProductKind.BROWSER_EXTENSION),
)
READER = MessageReader(shipped.knowledge(), Catalogue.of(PRODUCTS))


def rows(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(label, text) for label, texts in table.items() for text in texts]


@pytest.mark.slow
@each(("kind", "text"), rows(KINDS))
def test_a_message_is_of_the_kind_its_sender_means(kind: str, text: str) -> None:
    assert READER.read(text).kind == kind


@each(("text", "symptoms"), list(SYMPTOMS.items()))
def test_symptoms_are_those_of_now(text: str, symptoms: set[str]) -> None:
    assert READER.read(text).symptoms == {Symptom(s) for s in symptoms}


@each(("text", "scope"), list(SCOPES.items()))
def test_scope_says_no_more_than_the_text(text: str, scope: set[str]) -> None:
    assert READER.read(text).scope == {Scope(s) for s in scope}


@each(
    "text",
    [
        "社員がログインできないように制限するにはどうすればいいですか",
        "SNSでキントーンが落ちてるって見ました",
        "開かなくなりますか？",
        "保存できないように制限したいです",
        "I want the page to show an error when a date is missing",
        "以前は重かったのですが、いまは普通に使えています",
        "売上が落ちてきたのでグラフで見たい",
        "It would be nice if the row turned red when a sending failed",
        "Make sure nobody can open the wages app from outside",
        "Do the forms work without a login?",
        "haha, last month's outage made a good story",
        "先日の障害のときはお世話になりました",
        "先輩社員の手引きに、入れないときの手順を書きたいです",
    ],
)
def test_wished_rumoured_feared_and_past_trouble_is_no_report(text: str) -> None:
    understood = READER.read(text)
    assert understood.kind not in REPORTS
    assert not understood.symptoms


@each(
    ("text", "symptoms"),
    [
        ("さっきまで使えていましたが今は真っ白です", {"blank_screen"}),
        ("昨日は重かったけど今は全然開きません", {"wont_open"}),
        ("朝は普通だったのに、いまは開きません", {"wont_open"}),
        ("I wanted to print the list but nothing comes out of the printer", {"print_problem"}),
        ("先日はありがとうございました。今日は印刷ができません", {"print_problem"}),
        ("I would like to report that the whole list is blank", {"blank_screen"}),
    ],
)
def test_trouble_of_now_is_a_report_whatever_was_before(text: str, symptoms: set[str]) -> None:
    understood = READER.read(text)
    assert understood.kind in REPORTS
    assert understood.symptoms == {Symptom(s) for s in symptoms}


@each(
    "text",
    [
        "I'm writing from my phone, nothing opens on the office computer",
        "スマホから書いてます。会社のPCで何も開きません",
        "受付のパソコンからは何も開けません",
    ],
)
def test_by_which_means_somebody_writes_is_not_where_the_trouble_is(text: str) -> None:
    understood = READER.read(text)
    assert understood.symptoms == {Symptom.WONT_OPEN}
    assert "device" not in understood.facts


def test_what_still_fails_beside_a_success_has_its_symptom() -> None:
    understood = READER.read("ほしグリッドを切ったら一覧は出ました。でも印刷はまだだめです")
    assert understood.symptoms == {Symptom.PRINT_PROBLEM}


@each(
    ("text", "symptoms", "products", "denied"),
    [
        ("検索が遅い、じゃなくて保存できない", {"save_fails"}, (), ()),
        ("かぜプリントが…すみません違いました、ほしグリッドが真っ白です", {"blank_screen"}, ("hoshi_grid",), ("kaze_print",)),
        ("ほしグリッドが重い、じゃなかった、かぜプリントです", {"slow"}, ("kaze_print",), ("hoshi_grid",)),
        ("Calendar is slow. Sorry, not the calendar, the whole list is blank", {"blank_screen"}, (), ()),
        ("The list is slow, no wait, the screen is blank", {"blank_screen"}, (), ()),
    ],
)  # fmt: skip
def test_what_is_taken_back_in_the_same_breath_is_not_told(
    text: str, symptoms: set[str], products: tuple[str, ...], denied: tuple[str, ...]
) -> None:
    understood = READER.read(text)
    assert understood.kind in REPORTS
    assert understood.symptoms == {Symptom(s) for s in symptoms}
    assert (understood.products, understood.denied) == (products, denied)


def test_numbers_of_a_list_are_no_numbers_of_apps() -> None:
    assert "app_id" not in READER.read("①備品アプリ ②印刷できません ③全員").facts


def test_what_is_told_before_a_question_in_one_sentence_is_a_report() -> None:
    asked = "開かないんですけど、待てば直りますか、それとも何かしないといけませんか"
    assert READER.read(asked).kind in REPORTS


@each(
    "text",
    [
        "よその会社の人が保存できないと言っていました。早めに知らせたほうがいいですよ",
        "知り合いから開かないと聞きました。何か起きていますか",
        "My sister's company says every app is blank. Will you announce it?",
    ],
)
def test_trouble_of_other_organisations_is_no_report(text: str) -> None:
    assert READER.read(text).kind not in REPORTS


@each(
    "text",
    [
        "知り合いの会社も開かないと言っていますが、うちも朝から一覧が真っ白です",
        "大阪支店から開かないと連絡がありました。早めに知らせてください",
        "A friend says it is down everywhere. We can't open any app either",
    ],
)
def test_own_trouble_beside_a_rumour_is_a_report(text: str) -> None:
    assert READER.read(text).kind in REPORTS


@each(
    "text",
    [
        "プラグインの期限が切れたって出てガントが出ません。更新ってどこから",
        "プラグインの期限が切れたって出てガントが出ません。更新ってどこからやるんでしたっけ",
        "ライセンスが切れたと出て帳票が出ません。更新はどこからできますか",
    ],
)
def test_trouble_beside_a_question_where_to_renew_is_a_report(text: str) -> None:
    assert READER.read(text).kind in REPORTS


def test_the_question_where_to_renew_alone_is_no_report() -> None:
    assert READER.read("ライセンスの更新はどこからできますか").kind not in REPORTS


@each(
    ("text", "urgency"),
    [
        ("至急対応してください。一覧が開きません", Urgency.HIGH),
        ("It is urgent, our orders have stopped and the list won't open", Urgency.HIGH),
        ("一覧が開きません", Urgency.NORMAL),
        ("急ぎませんが、画面の表示が崩れています", Urgency.LOW),
        ("追伸：急ぎではありません。昨日から、画面の色も薄いです", Urgency.LOW),
        ("Not urgent, but the list is blank", Urgency.LOW),
        ("項目の増やし方を教えてください", Urgency.LOW),
        ("いまは正常に表示されています。ありがとうございました", Urgency.LOW),
        ("いまは正常に表示されています。昨日の分も届きますか？", Urgency.NORMAL),
        ("何者かに不正ログインされました", Urgency.HIGH),
    ],
)
def test_urgency_follows_what_is_at_stake(text: str, urgency: Urgency) -> None:
    assert READER.read(text).urgency is urgency


@each(
    ("text", "fact", "value"),
    [
        ("https://ex-mori.cybozu.com/k/58/ が開きません", "app_id", 58),
        ("https://ex-mori.cybozu.com/k/58/ が開きません", "subdomain", "ex-mori"),
        ("https://ex-mori.cybozu.com/k/guest/3/58/ が開きません", "guest_space", 3),
        ("「権限がありません」と表示されて開けません", "error_text", "権限がありません"),
        ("GAIA_RE01が出て保存できません", "error_code", "GAIA_RE01"),
        ("GET https://js.hoshi.example/a.js net::ERR_FAILED", "hosts", ("js.hoshi.example",)),
        ("昨日の夕方から一覧が開きません", "started_at", "昨日の夕方から"),
        ("The list has not opened since 8:40", "started_at", "since 8:40"),
        ("社員30人がログインできません", "affected_count", 30),
        ("Firefoxだけ一覧が崩れます", "browser", "Firefox"),
        ("在庫管理アプリが開きません", "app_name", "在庫管理"),
        ("大阪支店だけ開きません", "location", "大阪支店"),
        ("ほかのアプリは普通に使えますが、これだけ開きません", "other_apps_ok", True),
        ("一覧が開きません。ほかの人は使えています", "other_users_ok", True),
        ("テザリングに変えたら開きました", "other_network_ok", True),
        ("プラグインは使っていません。一覧が開きません", "plugins_used", "none"),
        ("「かんたん帳」というプラグインが動きません", "unknown_product", "かんたん帳"),
        ("何も変えていないのに開かなくなりました", "recent_change", "none"),
        ("Mori Blockを切ったら開きました", "already_tried", ("extension_off",)),
        ("キャッシュをクリアしても開きません", "already_tried", ("clear_cache",)),
    ],
)
def test_facts_are_what_the_text_says(text: str, fact: str, value: object) -> None:
    assert READER.read(text).facts.get(fact) == value


def test_a_product_of_the_catalogue_is_never_an_unknown_one() -> None:
    understood = READER.read("「ほしグリッド」というプラグインが動きません")
    assert understood.products == ("hoshi_grid",)
    assert "unknown_product" not in understood.facts


def test_a_printing_product_without_its_button_is_a_printing_problem() -> None:
    understood = READER.read("かぜプリントのボタンが出ません")
    assert understood.symptoms == {Symptom.FEATURE_MISSING, Symptom.PRINT_PROBLEM}


def test_each_label_names_the_words_that_decided_it() -> None:
    because = READER.because("一覧が開きません")
    assert set(because) == {"outage_report", "wont_open"}
    assert all("開" in words[0] and words[0] in "一覧が開きません" for words in because.values())


def test_secrets_are_masked_before_anything_is_read() -> None:
    understood = READER.read("電話は090-0000-1234です。一覧が開きません")
    said = f"{understood.redacted}{understood.facts}{READER.because('電話は090-0000-1234です')}"
    assert "0000-1234" not in said
    assert understood.kind is Kind.OUTAGE_REPORT


@settings(max_examples=often(60), deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    assert READER.read(text) == READER.read(text)


@settings(max_examples=often(30), deadline=None)
@given(st.lists(st.sampled_from([t for ts in KINDS.values() for t in ts]), max_size=4))
def test_no_open_question_makes_a_message_unreadable(parts: list[str]) -> None:
    every = tuple(shipped.knowledge().questions)
    understood = READER.read("\n".join(parts), open_questions=every)
    assert set(understood.answered) <= set(every)


@each("text", ["", "🌀" * 50, "\x00\x01", "<b>開かない</b>", "لا يفتح", "「" * 500])
def test_odd_texts_are_read_like_any_other(text: str) -> None:
    assert READER.read(text).kind in Kind


@each("text", ["app.hoshi.example 504", "cdn.hoshi.example timeout"])
def test_an_address_and_what_it_answered_ask_for_nothing(text: str) -> None:
    assert READER.read(text).kind.is_report


@each(
    ("text", "is_report"),
    [
        ("やり方も聞きたいのと、あと今エラーが出ています", True),
        ("連携のログにGAIA_TO04が出てます", True),
        ("エラーが出たときの設定方法を教えてください", False),
    ],
)
def test_an_error_that_shows_now_is_a_report_beside_anything(
    text: str,
    is_report: bool,  # noqa: FBT001
) -> None:
    assert READER.read(text).kind.is_report is is_report


@pytest.mark.slow
@each("piece", ["x ", "「", "エラー", "1:00 ", "saw ", "開か"])
def test_a_long_text_is_cut_and_read(piece: str) -> None:
    understood = READER.read(piece * 30_000)
    assert len(understood.redacted) <= 20_000


@pytest.mark.skipif(
    not (Path(__file__).parents[4] / "shared" / "messages").is_dir(),
    reason="the shared examples are not beside this checkout",
)
@pytest.mark.slow
def test_the_shown_messages_are_all_read() -> None:
    path = Path(__file__).parents[4] / "shared" / "messages" / "dev.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        assert dataclasses.asdict(READER.read(line))["lang"]
