from bot.model.understanding import FactValue
from tests import shipped
from tests.cases import each

READER = shipped.reader()


@each(
    ("question", "answer", "facts"),
    [
        ("plugins_used", "使ってへんよ", {"plugins_used": "none"}),
        ("plugins_used", "None as far as I know", {"plugins_used": "none"}),
        ("tried_disabling", "haven't tried that yet, sorry", {"tried_disabling": False}),
        ("other_apps_ok", "入れてないアプリは開きます", {"other_apps_ok": True}),
        ("other_apps_ok", "No, they don't", {"other_apps_ok": False}),
        ("other_users", "みんなです", {"other_users_ok": False}),
        ("other_users", "いえ、となりの席の人は普通に使えてます", {"other_users_ok": True}),
        ("other_users", "すみません、さっきのは間違いで、私だけでした", {"other_users_ok": True}),
        ("error_text", "520", {"error_code": "520"}),
        ("recent_change", "とくにないです", {"recent_change": "none"}),
        ("is_admin", "持ってます", {"account_role": "admin"}),
        ("portal", "トップは出るんやけど", {"portal_ok": True}),
        ("settings_page", "歯車押しても何も起きない", {"settings_ok": False}),
        ("other_browser", "いえ、同じではないです", {"other_browser_ok": True}),
        ("other_browser", "no, works fine in Edge", {"other_browser_ok": True}),
        ("incognito", "一緒ですね", {"incognito_ok": False}),
        ("incognito", "なりません", {"incognito_ok": True}),
        ("incognito", "시크릿 창에서는 열려요", {"incognito_ok": True}),
        ("incognito", "開かないわけではないです", {"incognito_ok": True}),
        ("extensions", "広告ブロッカーを先週入れました", {"new_extension": True}),
        ("extensions", "入れてないと思う", {"new_extension": False}),
        ("bell", "没有通知", {"bell_ok": False}),
        ("new_menu", "なかったです", {"found_in_new_menu": False}),
    ],
)
def test_an_answer_is_read_whatever_its_words(
    question: str, answer: str, facts: dict[str, FactValue]
) -> None:
    understood = READER.read(answer, open_questions=(question,))
    assert understood.answered == (question,)
    assert {k: understood.facts.get(k) for k in facts} == facts


@each(
    ("question", "text"),
    [
        ("console_error", "F12って何ですか"),
        ("incognito", "シークレットウィンドウって何？"),
        ("portal", "それより早く直してください"),
        ("other_sites", "早く使えるようにしてください"),
        ("bell", "いつ直るんですか"),
        ("other_apps_ok", "直りました！"),
    ],
)
def test_what_asks_or_wants_something_answers_nothing(question: str, text: str) -> None:
    assert READER.read(text, open_questions=(question,)).answered == ()


def test_not_to_know_answers_without_a_fact() -> None:
    understood = READER.read("まだ聞いてないです", open_questions=("other_users",))
    assert understood.answered == ("other_users",)
    assert "other_users_ok" not in understood.facts


def test_answers_in_the_order_of_the_questions() -> None:
    understood = READER.read("1. 同じです\n2. 開きます", open_questions=("other_browser", "portal"))
    assert understood.answered == ("other_browser", "portal")
    assert understood.facts["other_browser_ok"] is False
    assert understood.facts["portal_ok"] is True


def test_what_was_not_asked_is_kept_when_it_is_named() -> None:
    understood = READER.read("シークレットだと開きました", open_questions=("portal",))
    assert understood.answered == ()
    assert understood.facts["incognito_ok"] is True
