from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.understanding import FactValue, Kind, Scope
from bot.triage.understand.reader import MessageReader
from tests import shipped
from tests.cases import each

READER = MessageReader(
    shipped.knowledge(),
    Catalogue.of(
        (
            Product(id="kintone", name="kintone", kind=ProductKind.PLATFORM),
            Product(
                id="hoshi_grid", name="Hoshi Grid", kind=ProductKind.PLUGIN, names=("ほしグリッド",)
            ),
            Product(
                id="kaze_print", name="Kaze Print", kind=ProductKind.PLUGIN, names=("かぜプリント",)
            ),
        )
    ),
)


@each(
    ("question", "answer", "facts"),
    [
        ("other_apps_ok", "ほかのアプリは問題なく開けます", {"other_apps_ok": True}),
        ("other_apps_ok", "全部だめでした", {"other_apps_ok": False}),
        ("other_apps_ok", "The others are fine? No, none of them opens", {"other_apps_ok": False}),
        ("other_apps_ok", "No app opens", {"other_apps_ok": False}),
        ("other_apps_ok", "No other app opens", {"other_apps_ok": False}),
        ("other_users", "同僚も同じです", {"other_users_ok": False}),
        ("other_users", "わたしだけのようです", {"other_users_ok": True}),
        ("other_users", "대부분 모두 그래요", {"other_users_ok": False}),
        (
            "plugins_used",
            "ほしグリッドとかぜプリントです",
            {"plugins_used": ("Hoshi Grid", "Kaze Print")},
        ),
        ("plugins_used", "特になし", {"plugins_used": "none"}),
        ("plugins_used", "わかりません", {"plugins_used": "unknown"}),
        ("is_admin", "管理者です", {"account_role": "admin"}),
        ("is_admin", "いいえ", {"account_role": "not_admin"}),
        ("is_admin", "Yes", {"account_role": "admin"}),
        ("portal", "ポータルは見えます", {"portal_ok": True}),
        ("portal", "開きません", {"portal_ok": False}),
        ("settings_page", "設定画面は開けました", {"settings_ok": True}),
        ("incognito", "シークレットウィンドウなら開きました", {"incognito_ok": True}),
        ("incognito", "Private window is the same", {"incognito_ok": False}),
        ("other_browser", "Firefoxでも同じです", {"other_browser_ok": False}),
        ("other_network", "テザリングだと開きます", {"other_network_ok": True}),
        ("recent_change", "特に何も変えていません", {"recent_change": "none"}),
        ("started_at", "10時半ごろからです", {"started_at": "10時半ごろから"}),
        ("error_text", "GAIA_TM01と出ています", {"error_code": "GAIA_TM01"}),
        ("error_text", "エラーは出ていません", {}),
        ("bell", "ベルには来ています", {"bell_ok": True}),
        ("own_symptom", "いえ、困っていません", {"own_symptom": False}),
        ("new_menu", "ありました", {"found_in_new_menu": True}),
        ("login_method", "SSOです", {"login_method": "sso"}),
        ("ui_ok", "画面は問題ないです", {"ui_ok": True}),
        ("location", "わかりません", {}),
    ],
)
def test_an_answer_states_facts(question: str, answer: str, facts: dict[str, FactValue]) -> None:
    understood = READER.read(answer, open_questions=(question,))
    assert understood.answered == (question,)
    assert {k: understood.facts[k] for k in facts} == facts


def test_one_message_answers_several_questions() -> None:
    understood = READER.read(
        "ほかのアプリは開きます\nみんな同じです\nほしグリッドだけです",
        open_questions=("other_apps_ok", "other_users", "plugins_used"),
    )
    assert understood.answered == ("other_apps_ok", "other_users", "plugins_used")
    assert understood.facts["other_apps_ok"] is True
    assert understood.facts["other_users_ok"] is False
    assert understood.facts["plugins_used"] == ("Hoshi Grid",)
    assert Scope.EVERYONE in understood.scope


@each("answer", ["みんな同じです", "管理者です", "別のブラウザでも同じです", "ほしグリッドです"])
def test_a_bare_answer_is_neither_a_report_nor_failed_advice(answer: str) -> None:
    questions = ("other_users", "is_admin", "other_browser", "plugins_used")
    assert READER.read(answer, open_questions=questions).kind is Kind.CHITCHAT


def test_what_has_nothing_to_do_with_the_question_leaves_it_open() -> None:
    understood = READER.read("担当者と話したいです", open_questions=("portal",))
    assert understood.answered == ()
    assert understood.kind is Kind.HUMAN_PLEASE


def test_advice_that_worked_is_heard_although_a_question_is_open() -> None:
    understood = READER.read(
        "ほしグリッドを無効にしたら開きました", open_questions=("other_users",)
    )
    assert understood.kind is Kind.WORKAROUND_WORKED


@each(
    ("question", "told", "kind"),
    [
        ("other_apps_ok", "再起動したら開きました", Kind.WORKAROUND_WORKED),
        ("other_apps_ok", "パスワードを打ち直したら入れました", Kind.WORKAROUND_WORKED),
        ("portal", "キャッシュを消したら表示されました", Kind.WORKAROUND_WORKED),
        ("other_apps_ok", "あ、開きました", Kind.RECOVERED_REPORT),
        ("portal", "Oh, it opens now", Kind.RECOVERED_REPORT),
    ],
)
def test_how_the_trouble_ended_is_no_answer(question: str, told: str, kind: Kind) -> None:
    understood = READER.read(told, open_questions=(question,))
    assert understood.answered == ()
    assert understood.kind is kind


@each(
    "told", ["私の勘違いでした。絞り込みが残っていただけでした", "My mistake, only a filter was on"]
)
def test_a_mistake_of_ones_own_is_no_answer(told: str) -> None:
    assert READER.read(told, open_questions=("other_apps_ok",)).answered == ()


@each(
    ("question", "answer"),
    [
        ("other_apps_ok", "ほかのアプリは再起動したら開きました"),
        ("other_apps_ok", "開きました"),
        ("other_browser", "Edgeにしたら開きました"),
        ("tried_disabling", "無効にしたら開きました"),
    ],
)
def test_what_works_as_was_asked_is_an_answer(question: str, answer: str) -> None:
    assert READER.read(answer, open_questions=(question,)).answered == (question,)


def test_the_end_of_trouble_is_heard_although_a_question_is_open() -> None:
    understood = READER.read("いまは使えています", open_questions=("other_apps_ok",))
    assert understood.kind is Kind.RECOVERED_REPORT


@each(
    ("question", "answer"),
    [
        ("other_apps_ok", "Edgeなら出ます"),
        ("portal", "家からだと開きます"),
        ("other_apps_ok", "ほしグリッド使ってます"),
        ("other_users", "テザリングだと開きます"),
    ],
)
def test_what_speaks_of_something_else_is_no_answer(question: str, answer: str) -> None:
    assert READER.read(answer, open_questions=(question,)).answered == ()


@each("answer", ["全員出ないです", "誰のも表示されません", "no one can see it"])
def test_that_nobody_sees_it_is_the_same_for_all(answer: str) -> None:
    read = READER.read(answer, open_questions=("other_users",))
    assert read.facts["other_users_ok"] is False
