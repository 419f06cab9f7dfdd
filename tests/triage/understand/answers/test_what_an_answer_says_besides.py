import pytest

from bot.model.understanding import Kind
from tests import shipped
from tests.cases import each

READER = shipped.reader()

ENDS = (Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED)


@each(
    ("questions", "answer"),
    [
        ("tried_disabling", "オフにしたら開けました"),
        ("tried_disabling", "外したら表示されるようになりました"),
        ("tried_disabling", "yes and it opens now"),
        ("tried_disabling", "turned it off and everything loads"),
        ("tried_disabling", "끄니까 열려요"),
        ("tried_disabling", "desativei e voltou a funcionar"),
        ("other_users", "みんなです。あ、いま直りました"),
        ("other_users", "全員でしたが、先ほど復旧しました"),
        ("portal", "開きます。もう大丈夫そうです"),
        ("started_at", "8時からですが、たった今復活しました"),
        ("is_admin", "はい。ちなみにさっき急に開けるようになりました"),
        ("browser", "Chromeです。今試したら開けました"),
        ("other_apps_ok", "they do, and the broken one just started working again"),
        ("location", "Boston, but it's back up now"),
        ("other_users", "everyone, though it seems resolved now"),
        ("started_at", "since 8, it just came back though"),
        ("is_admin,tried_disabling", "管理者なので無効にしてみたところ、開きました"),
        ("tried_disabling", "ปิดแล้วใช้ได้"),
        ("tried_disabling", "Yes. After disabling it the app opens."),
        ("tried_disabling", "無効にしたら開くけど、戻すとまただめになる"),
        ("started_at", "昨日からでしたが、今朝来たら直ってました"),
        ("other_users", "みんなでしたがもう解消しました"),
        ("other_apps_ok", "開きます。問題のやつも今見たら開けるようになってました"),
        ("error_text", "「権限がありません」でしたが、もう出なくなりました"),
        ("location", "無事動きました！"),
        ("isp", "動いた！"),
        ("location", "it loaded!"),
        ("isp", "解決です"),
        ("started_at", "見れました"),
    ],
)
def test_the_end_of_the_trouble_is_heard_whatever_was_asked(questions: str, answer: str) -> None:
    assert READER.read(answer, open_questions=tuple(questions.split(","))).kind in ENDS


@pytest.mark.slow
@each(
    ("questions", "answer"),
    [
        ("other_apps_ok", "開くには開きますが遅いです"),
        ("portal", "ポータルは見えるんですけど、中に入れません"),
        ("other_browser", "Edgeにしたら使えるようになったのでしばらくそれで行きます"),
        ("other_users", "ほかの人は復旧したそうですが私はまだです"),
        ("portal", "ポータルは復旧しました"),
        ("other_apps_ok", "ほかのアプリは直ったけど、これだけまだです"),
        ("started_at", "10時に一度直ったんですが、また開かなくなりました"),
        ("other_users", "全員です。直ったと聞きましたが全然だめです"),
        ("is_admin", "はい、直ってません"),
        ("other_browser", "it works in Edge but I need Chrome fixed"),
        ("started_at", "it was fine yesterday"),
        ("other_browser,browser", "Chrome 120です。Edgeでも同じでした"),
        ("bell,recipients", "ベルは来てて、ヤフーメールだけ来ないです"),
        ("last_sync,log", "最後は10時で、ログは「失敗」となっています"),
        ("portal,other_apps_ok", "Portal opens, other apps don't"),
        ("other_browser,incognito", "Edge OK、シークレットはNG"),
        ("mobile_or_pc,other_users", "スマホだけで、みんなそうです"),
        (
            "other_users",
            "お世話になっております。総務の林です。\n\nお問い合わせいただいた件ですが、確認したところ営業部でも同様の事象が出ておりました。\n\nお手数ですが引き続きよろしくお願いいたします。\n\n林",
        ),
        (
            "other_browser",
            "ありがとうございます。Edgeで試したところ正常に表示されました。Chromeではまだ駄目です。",
        ),
        (
            "incognito",
            "Hello,\nthanks for the quick answer. I opened a private window and it looks exactly the same.\nKind regards\nTom",
        ),
        ("other_apps_ok", "開くわけないでしょ全部止まってるのに"),
        ("portal", "開いたら苦労しません"),
        ("tried_disabling", "無効にするとほかの業務が止まるので無理です"),
        ("other_browser", "先ほどEdgeは駄目と書きましたが、再起動したら開きました"),
        ("other_apps_ok", "actually no, the others fail too"),
        ("records_ok", "重複して入ってます"),
        ("records_ok", "さっき入れた分が消えてます"),
        ("records_ok", "途中までは入ってます"),
        ("records_ok", "yes but twice"),
        ("ui_ok", "いえ、たまにフリーズします"),
        ("other_sites", "遅いけど見れます"),
        ("own_symptom", "yes, can't open anything"),
        ("new_menu", "still can't find it"),
        ("other_apps_ok", "他のも軒並みダメですね"),
        ("other_apps_ok", "半分くらい開かない"),
        ("other_apps_ok", "not a single one"),
        ("other_users", "nobody can get in"),
        ("portal", "そこも同じく開かない"),
        ("portal", "loads forever"),
        ("settings_page", "spins too"),
        ("tried_disabling", "止めたら少しはましになりましたが、まだ重いです"),
        ("other_users", "私だけで、まだ直ってないです"),
        ("other_users", "直ってません、全員です"),
        ("started_at", "復旧したと書いてありますが今朝からずっとだめです"),
        ("other_users", "I'm fine now, but my colleagues still can't open it"),
        ("other_browser", "Edgeなら直ります"),
        ("incognito", "シークレットなら解決します"),
        ("other_network", "スマホ回線に切り替えたら復旧しました"),
        ("is_admin", "はい。直ったら連絡ください"),
        ("other_sites", "ほかのサイトは使えています"),
        ("records_ok", "保存できています"),
    ],
)
def test_that_it_works_elsewhere_or_is_hoped_for_is_no_end(questions: str, answer: str) -> None:
    assert READER.read(answer, open_questions=tuple(questions.split(","))).kind not in ENDS


@each(
    "answer",
    [
        "はい、試しました。変化ありません",
        "無効化しても真っ白のままです",
        "やりましたが効果なしでした",
        "全部外してもダメ",
        "disabled it, no difference",
        "Tắt rồi nhưng vẫn không được",
        "言われた通り無効にしましたけど何も変わりませんよ！",
        "꺼 봤는데 똑같아요",
        "Sudah, tetap error",
        "Did that already, didn't help",
        "外したのにまだ真っ白",
    ],
)
def test_what_was_switched_off_in_vain_is_advice_that_failed(answer: str) -> None:
    understood = READER.read(answer, open_questions=("tried_disabling",))
    assert understood.kind is Kind.WORKAROUND_FAILED
    assert understood.facts["tried_disabling"] is True


@each(
    ("questions", "text"),
    [
        ("location", "ありがとうございます"),
        ("location", "はい"),
        ("location", "こんにちは"),
        ("location", "了解です"),
        ("location", "少々お待ちください"),
        ("location", "いつ直りますか"),
        ("location", "保存もできなくなりました"),
        ("isp", "保存ボタンが押せません"),
        ("isp", "あとで総務に聞いてみます"),
        ("log", "それより画面が真っ白になりました"),
        ("recent_change", "ok"),
        ("extensions", "I'll check and get back to you"),
        ("plugins_used", "ちょっと確認します"),
        ("plugins_used", "can I talk to someone"),
        ("error_text", "I'll send a screenshot later"),
        ("console_error", "印刷もできません"),
        ("url", "あとで送ります"),
        ("started_at", "今日中に直してください"),
        ("started_at", "ずっとお世話になっております"),
        ("settings_page", "夕方に見てみます"),
        ("other_browser", "why do you ask?"),
        ("portal", "ポータルとは？"),
        ("other_users,portal", "はい"),
        ("other_sites", "また一覧が真っ白で開きません"),
        ("other_sites", "The list is blank again"),
    ],
)
def test_what_thanks_asks_puts_off_or_reports_answers_nothing(questions: str, text: str) -> None:
    assert READER.read(text, open_questions=tuple(questions.split(","))).answered == ()
