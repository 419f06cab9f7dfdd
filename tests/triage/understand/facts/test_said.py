import pytest

from tests.cases import each
from tests.effort import takes_at_most
from tests.triage.understand.facts.reading import facts_of

SHOWN = (
    ("https://ex-kawa.cybozu.com/k/123/ を開くと白いままです", "subdomain", "ex-kawa"),
    ("プラグインは何も入れていません。真っ白です", "plugins_used", "none"),
    ("プラグインなしの素のアプリですが重いです", "plugins_used", "none"),
    ("JSカスタマイズもプラグインも未使用です。保存できません", "own_customisation", False),
    ("JSカスタマイズもプラグインも未使用です。保存できません", "plugins_used", "none"),
    ("自作のJavaScriptでボタンを足していますが、昨日から出ません", "own_customisation", True),
    ("カスタマイズは一切していません。計算が狂います", "own_customisation", False),
    ("外注で作ってもらったJSが動かなくなりました", "own_customisation", True),
    ("ひばり工房さんの共通JSが動きません", "script_by", "ひばり工房"),
    ("はやし開発に入れてもらったスクリプトが止まっています", "script_by", "はやし開発"),
    ("3年前にアカネさんって会社に作ってもらった仕組みです", "script_by", "アカネ"),
    ("The script that Harbor Works built for us is dead", "unknown_product", "Harbor Works"),
    ("「data sync」というプラグインが動きません", "unknown_product", "data sync"),
    ("独自のカスタマイズを入れているアプリだけ保存できません", "own_customisation", True),
    ("社内で開発したスクリプトがエラーになります", "own_customisation", True),
    ("JSは入れていません。ルックアップが効きません", "own_customisation", False),
    ("エラー内容：入力内容が正しくありません。", "error_text", "入力内容が正しくありません。"),
    ("アクセス権がありませんって出る", "error_text", "アクセス権がありません"),
    ("赤い字で「指定したアプリが見つかりません」", "error_text", "指定したアプリが見つかりません"),
    ("503 Service Unavailableになります", "error_code", "503"),
    ("HTTP 504が返ってきます", "error_code", "504"),
    ("APIで520エラーになります", "error_code", "520"),
    ("CB_VA01が出て登録できません", "error_code", "CB_VA01"),
    ("GAIA_IL23 というエラーが出ました", "error_code", "GAIA_IL23"),
    ("ERR_CONNECTION_RESETと出ます", "error_code", "ERR_CONNECTION_RESET"),
    ("DNS_PROBE_FINISHED_NXDOMAIN で開けない", "error_code", "DNS_PROBE_FINISHED_NXDOMAIN"),
    ("エラーコード E1042 で連携が止まる", "error_code", "E1042"),
    ("ステータス429が大量に出て同期が失敗しています", "error_code", "429"),
    ("コンソールに403が出ています。ボタンが動きません", "error_code", "403"),
    ("404になります", "error_code", "404"),
    ("保存すると(403)と出て弾かれます", "error_code", "403"),
    ("ブラウザに NXDOMAIN と出てつながりません", "error_code", "NXDOMAIN"),
    ("The webhook answers 500 every time", "error_code", "500"),
    ("JSもCSSも当てていない素のアプリです。計算がおかしい", "own_customisation", False),
    ("うちの担当が書いたCSSを当てたらボタンが崩れました", "own_customisation", True),
    ("[TDK-3301] という表示が出てメールが送れません", "error_code", "TDK-3301"),
    ("うちのドメインは ex-yuki.cybozu.com です。全員入れません", "subdomain", "ex-yuki"),
    ("サブドメインex-mikan、今朝からログインできません", "subdomain", "ex-mikan"),
    ("api.ex-weather.example への接続が失敗します", "hosts", ("api.ex-weather.example",)),
    ("「らくらく帳票Pro」というプラグインが動きません", "unknown_product", "らくらく帳票Pro"),
    ("ABCシンクっていう連携サービスが止まってるみたい", "unknown_product", "ABCシンク"),
    ("ハヤブサ帳票とかいうプラグインの設定が開けない", "unknown_product", "ハヤブサ帳票"),
    ("https://ex-oka.cybozu.com/k/guest/8/61/ の保存ができません", "subdomain", "ex-oka"),
    ("Error on https://ex-lake.kintone.com/k/77/edit?record=3", "subdomain", "ex-lake"),
    ("our domain ex-lake.cybozu.com is unreachable", "subdomain", "ex-lake"),
    ("No plugins installed, plain kintone. Blank page.", "plugins_used", "none"),
    ("プラグインは使っていません", "plugins_used", "none"),
    ("一般の利用者です。予約が送れません", "outsider", True),
    ("I wanted to enrol on your client's page, the button is dead", "outsider", True),
    ("設備アプリ（ID: 31）が開きません", "app_id", 31),
    (
        "コンソールの件、Tried two different browsers, no change",
        "already_tried",
        ("other_browser",),
    ),
    ("他のアプリは開きます。プラグインは使っていません", "plugins_used", "none"),
    ("We use no customization at all, yet the total is wrong", "own_customisation", False),
    ("My custom JavaScript stopped running", "own_customisation", True),
    ("A script our developer wrote throws an error", "own_customisation", True),
    ('Shows "This site can\'t be reached"', "error_text", "This site can't be reached"),
    ("HTTP 503 on every page", "error_code", "503"),
    ("API returns 520 for bulk updates", "error_code", "520"),
    ('Plugin called "Swift Board" is blank', "unknown_product", "Swift Board"),
    ("The QuickStamp plugin no longer shows", "unknown_product", "QuickStamp"),
    ("保存的时候提示“没有权限”", "error_text", "没有权限"),
    ("プラグインもJSも使ってない素のアプリで、ルックアップが空になります", "plugins_used", "none"),
    ("Plain kintone, no plug-ins, no JavaScript: totals come out as 0", "own_customisation", False),
    ("Plain kintone, no plug-ins, no JavaScript: totals come out as 0", "plugins_used", "none"),
    ("ネットで拾ったJSを貼り付けたら動かなくなりました", "own_customisation", True),
    ("サイボウズのサブドメインは ex-kitano です。404が出ます", "subdomain", "ex-kitano"),
    ('It says "Access token expired" whenever our script runs', "own_customisation", True),
)
NOT_SHOWN = (
    ("「保存」を押しても反応しません", "error_text"),
    ("ステータスが「承認待ち」から進みません", "error_text"),
    ("取引先から「御社のサイトが消えてます」と言われました", "error_text"),
    ("500件を超えると取り込めない", "error_code"),
    ("レコード番号404が見つからない", "error_code"),
    ("金額が500円ずれます", "error_code"),
    ("注文番号 AB-2091 のレコードが開けません。エラーです", "error_code"),
    ("PCに詳しくないので、コンソールというのが見つけられません", "unknown_product"),
)
PIECES = (
    "x ",
    "「",
    "エラー",
    "1:00 ",
    "開か",
    "アプリ",
    "a",
    "漢",
    "'",
    "12",
    "since ",
    "スマホで",
    "a.",
    "Ab ",
)


@each(("text", "fact", "value"), SHOWN)
def test_what_was_shown_and_what_runs(text: str, fact: str, value: object) -> None:
    assert facts_of(text).get(fact) == value


@each(("text", "fact"), NOT_SHOWN)
def test_buttons_and_amounts_are_no_errors(text: str, fact: str) -> None:
    assert fact not in facts_of(text)


@each(
    "text",
    [
        "プラグインなしのアプリは大丈夫です",
        "プラグインを使っていない画面は開きます",
        "Apps without plugins are fine",
        "The apps that have no plug-ins open",
    ],
)
def test_who_has_an_app_without_plugins_has_others_with_some(text: str) -> None:
    assert "plugins_used" not in facts_of(text)


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_garbage_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    assert takes_at_most(5, lambda: facts_of((piece * 64_000)[:64_000]))
