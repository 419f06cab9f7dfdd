from bot.model.understanding import FactValue
from tests import shipped
from tests.cases import each

READER = shipped.reader()


def _states(value: FactValue | None, said: FactValue | None) -> bool:
    """Equal, or, where words are kept as written, the said ones among them."""
    if isinstance(said, str) and value is not None:
        return said.lower() in str(value).lower()
    return value is said


@each(
    ("questions", "answer", "facts"),
    [
        (
            "other_users,other_apps_ok",
            "全員です。ほかのアプリは大丈夫です",
            {"other_users_ok": False, "other_apps_ok": True},
        ),
        (
            "other_users,other_apps_ok",
            "アプリはここだけで、症状は私だけです",
            {"other_users_ok": True, "other_apps_ok": True},
        ),
        (
            "portal,settings_page",
            "ポータルは開きますが設定は開きません",
            {"portal_ok": True, "settings_ok": False},
        ),
        ("portal,settings_page", "開きます\n開きません", {"portal_ok": True, "settings_ok": False}),
        (
            "other_browser,browser",
            "Chrome 120です。Edgeでも同じでした",
            {"other_browser_ok": False, "browser": "Chrome"},
        ),
        (
            "is_admin,recent_change",
            "管理者ではないので変更の有無は分かりません",
            {"account_role": "not_admin"},
        ),
        (
            "started_at,recent_change",
            "昨日の夜からです。変更は特にしていません",
            {"started_at": "昨日の夜"},
        ),
        (
            "started_at,other_users",
            "since Monday and yes, everyone",
            {"started_at": "Monday", "other_users_ok": False},
        ),
        ("isp,location", "光回線（フレッツ）、場所は富山です", {"location": "富山"}),
        (
            "error_text,started_at",
            "9時半ごろから「タイムアウトしました」と出ています",
            {"error_text": "タイムアウト", "started_at": "9時半"},
        ),
        (
            "login_method,is_admin",
            "パスワードです。管理者です",
            {"login_method": "password", "account_role": "admin"},
        ),
        (
            "incognito,extensions",
            "シークレットでも同じ、拡張は入れてません",
            {"incognito_ok": False},
        ),
        (
            "bell,recipients",
            "ベルは来てて、ヤフーメールだけ来ないです",
            {"bell_ok": True, "recipients": "ヤフー"},
        ),
        ("last_sync,log", "最後は10時で、ログは「失敗」となっています", {"last_sync": "10時"}),
        ("records_ok,ui_ok", "画面もレコードも問題ありません", {"records_ok": True, "ui_ok": True}),
        (
            "other_users,started_at,recent_change",
            "(1)みんな\n(2)今朝\n(3)何も変えてません",
            {"other_users_ok": False, "started_at": "今朝"},
        ),
        (
            "other_users,started_at,recent_change",
            "・私だけです\n・昨日から\n・特になし",
            {"other_users_ok": True, "started_at": "昨日"},
        ),
        (
            "plugins_used,own_js",
            "プラグインもJSも使ってません",
            {"plugins_used": "none", "own_customisation": False},
        ),
        (
            "plugins_used,own_js",
            "None, and no JavaScript either",
            {"plugins_used": "none", "own_customisation": False},
        ),
        (
            "portal,other_apps_ok",
            "Portal opens, other apps don't",
            {"portal_ok": True, "other_apps_ok": False},
        ),
        (
            "other_browser,incognito",
            "Edge OK、シークレットはNG",
            {"other_browser_ok": True, "incognito_ok": False},
        ),
        (
            "mobile_or_pc,other_users",
            "スマホだけで、みんなそうです",
            {"mobile_ok": False, "other_users_ok": False},
        ),
        (
            "other_users,url",
            "https://sugita-kensetsu.cybozu.com/k/9/ です。同じ症状の人はいません",
            {"other_users_ok": True, "subdomain": "sugita-kensetsu"},
        ),
        (
            "is_admin,tried_disabling",
            "管理者なので無効にしてみたところ、開きました",
            {"account_role": "admin", "tried_disabling": True},
        ),
        (
            "guest_space,login_method",
            "ゲストスペースではないです。SSOです",
            {"guest_space": False, "login_method": "sso"},
        ),
    ],
)
def test_one_message_answers_several_questions_in_any_order(
    questions: str, answer: str, facts: dict[str, FactValue | None]
) -> None:
    asked = tuple(questions.split(","))
    understood = READER.read(answer, open_questions=asked)
    assert understood.answered == asked
    assert {k for k, said in facts.items() if not _states(understood.facts.get(k), said)} == set()


@each(
    ("questions", "answer", "answered"),
    [
        (("portal", "url"), "開きます", ("portal",)),
        (("is_admin", "location"), "いいえ", ("is_admin",)),
        (("portal", "other_sites"), "both fine", ("portal", "other_sites")),
        (("other_browser", "incognito"), "どっちもだめでした", ("other_browser", "incognito")),
    ],
)
def test_a_bare_answer_goes_to_the_questions_that_it_can_answer(
    questions: tuple[str, ...], answer: str, answered: tuple[str, ...]
) -> None:
    assert READER.read(answer, open_questions=questions).answered == answered
