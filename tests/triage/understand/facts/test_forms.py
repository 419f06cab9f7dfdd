from bot.model.understanding import Kind
from tests.cases import each
from tests.triage.understand.facts.reading import facts_of

TOLD = (
    (
        Kind.OUTAGE_REPORT,
        "承認しようとすると「権限が不足しています」でストップ",
        "error_text",
        "権限が不足しています",
    ),
    (
        Kind.OUTAGE_REPORT,
        "開いたら「セッションの有効期限が終了しました」だって。再ログインしても同じ",
        "error_text",
        "セッションの有効期限が終了しました",
    ),
    (
        Kind.OUTAGE_REPORT,
        "「データの取得に失敗しました」なぜ？",
        "error_text",
        "データの取得に失敗しました",
    ),
    (
        Kind.WORKAROUND_FAILED,
        "切り替えても「通信が切断されました」です。",
        "error_text",
        "通信が切断されました",
    ),
    (Kind.OUTAGE_REPORT, "502 Bad Gateway\nnginx\n\nみんな同じ画面", "error_code", "502"),
    (
        Kind.OUTAGE_REPORT,
        "レコードの保存で「値が重複しています」って出るんやけど",
        "error_text",
        "値が重複しています",
    ),
    (
        Kind.OUTAGE_REPORT,
        "ポータルに「ただいまアクセスが集中しています」と表示され入れません",
        "error_text",
        "ただいまアクセスが集中しています",
    ),
    (
        Kind.OUTAGE_REPORT,
        'I keep getting "Session has ended" after two minutes',
        "error_text",
        "Session has ended",
    ),
    (
        Kind.OUTAGE_REPORT,
        '"Unable to reach the server", on every page',
        "error_text",
        "Unable to reach the server",
    ),
    (
        Kind.OUTAGE_REPORT,
        'The toast reads "Something went sideways" and the form closes',
        "error_text",
        "Something went sideways",
    ),
    (
        Kind.OUTAGE_REPORT,
        'Ao abrir aparece "Falha ao carregar o aplicativo"',
        "error_text",
        "Falha ao carregar o aplicativo",
    ),
    (
        Kind.OUTAGE_REPORT,
        'Mở app thì báo "Phiên làm việc đã hết hạn"',
        "error_text",
        "Phiên làm việc đã hết hạn",
    ),
    (Kind.OUTAGE_REPORT, "저장하면 '권한이 없습니다'라고 떠요", "error_text", "권한이 없습니다"),
    (Kind.OUTAGE_REPORT, "点开后弹出“会话已过期”", "error_text", "会话已过期"),
    (Kind.OUTAGE_REPORT, 'เปิดแล้วขึ้นว่า "ไม่พบหน้า" ครับ', "error_text", "ไม่พบหน้า"),
    (
        Kind.OUTAGE_REPORT,
        'Buka aplikasi keluar pesan "Akses ditolak"',
        "error_text",
        "Akses ditolak",
    ),
    (
        Kind.OUTAGE_REPORT,
        "GET https://x.example/a.js net::ERR_NAME_NOT_RESOLVED",
        "error_code",
        "ERR_NAME_NOT_RESOLVED",
    ),
    (Kind.OUTAGE_REPORT, "webhook job ends with a 504 about once an hour", "error_code", "504"),
    (Kind.OUTAGE_REPORT, "Batch: 429 散発、再送で通る", "error_code", "429"),
    (Kind.OUTAGE_REPORT, "13:20 portal 503, apps 503, login ok", "error_code", "503"),
    (Kind.OUTAGE_REPORT, "リロードのたび502。たまに開く", "error_code", "502"),
    (Kind.OUTAGE_REPORT, "保存でAADSTS70043になり追い出される", "error_code", "AADSTS70043"),
    (Kind.OUTAGE_REPORT, "AADSTS900561 이 나오면서 로그인이 안 돼요", "error_code", "AADSTS900561"),
    (
        Kind.OUTAGE_REPORT,
        "画面が白く、タブに「読み込みエラー」の文字",
        "error_text",
        "読み込みエラー",
    ),
    (
        Kind.OUTAGE_REPORT,
        "「この値は使用できません。」(CB_VA01) で登録不可",
        "error_text",
        "この値は使用できません。",
    ),
    (Kind.HUMAN_PLEASE, 'Still "Request failed"! Get me a person', "error_text", "Request failed"),
    (
        Kind.HOWTO,
        "「アクセス権がありません」と出るのですが、どう設定しますか",
        "error_text",
        "アクセス権がありません",
    ),
    (Kind.WORKAROUND_WORKED, "キャッシュを消したら直りました", "already_tried", ("clear_cache",)),
    (
        Kind.WORKAROUND_WORKED,
        "再起動したら直りましたが、なぜですか？",
        "already_tried",
        ("restart_pc",),
    ),
    (Kind.WORKAROUND_FAILED, "プラグインをオフ→変化なし", "already_tried", ("disable_plugin",)),
    (
        Kind.WORKAROUND_FAILED,
        "帳票プラスをオフにしましたが同じです",
        "already_tried",
        ("disable_plugin",),
    ),
    (
        Kind.OUTAGE_REPORT,
        "モバイル回線に切り替えても同じでした",
        "already_tried",
        ("other_network",),
    ),
    (Kind.OUTAGE_REPORT, "携帯電話の回線に替えても駄目です", "already_tried", ("other_network",)),
    (Kind.OUTAGE_REPORT, "Reverted, no change", "already_tried", ("rollback",)),
    (
        Kind.OUTAGE_REPORT,
        "We rolled the plugin back, no difference",
        "already_tried",
        ("rollback",),
    ),
    (Kind.OUTAGE_REPORT, "Edge再起動、だめ", "already_tried", ("restart_browser",)),
    (
        Kind.WORKAROUND_FAILED,
        "プラグインを外して入れ直しましたが変わりません",
        "already_tried",
        ("remove_plugin",),
    ),
    (Kind.WORKAROUND_WORKED, "關掉VPN就好了", "already_tried", ("vpn_off",)),
    (Kind.OUTAGE_REPORT, "tethering NG, reload NG", "already_tried", ("reload", "other_network")),
    (Kind.OUTAGE_REPORT, "一時間待ってみましたが変わりません", "already_tried", ("waited",)),
    (Kind.OUTAGE_REPORT, "シークレットウィンドウでも駄目でした", "already_tried", ("incognito",)),
    (Kind.OUTAGE_REPORT, "Tenant: blueharbor. Nothing opens since 9:20", "subdomain", "blueharbor"),
    (Kind.OUTAGE_REPORT, "our tenant is maple-forge, all white", "subdomain", "maple-forge"),
    (Kind.OUTAGE_REPORT, "domain sato-metal, blank pages", "subdomain", "sato-metal"),
    (Kind.OUTAGE_REPORT, "テナント名：kitakaze です。入れません", "subdomain", "kitakaze"),
    (Kind.OUTAGE_REPORT, "プラグインは一つも使用しておりません。重いです", "plugins_used", "none"),
    (Kind.OUTAGE_REPORT, "we run zero plugins and it is still slow", "plugins_used", "none"),
    (Kind.OUTAGE_REPORT, "点検台帳だけ開けません", "app_name", "点検台帳"),
    (Kind.OUTAGE_REPORT, "今朝から出張精算に入れません", "app_name", "出張精算"),
    (Kind.OUTAGE_REPORT, "備品管理（ID：31）が開きません", "app_name", "備品管理"),
    (Kind.OUTAGE_REPORT, "O app Estoque não abre", "app_name", "Estoque"),
    (Kind.OUTAGE_REPORT, "Ứng dụng Đặt phòng bị trắng", "app_name", "Đặt phòng"),
    (Kind.OUTAGE_REPORT, "แอปคลังสินค้า เปิดไม่ได้", "app_name", "คลังสินค้า"),
    (Kind.OUTAGE_REPORT, "「客戶名單」App打不開", "app_name", "客戶名單"),
    (Kind.OUTAGE_REPORT, "'재고관리' 앱이 안 열려요", "app_name", "재고관리"),
    (Kind.OUTAGE_REPORT, "Aplikasi Gudang tidak bisa dibuka", "app_name", "Gudang"),
    (Kind.OUTAGE_REPORT, "现在 12 个同事都打不开", "affected_count", 12),
    (Kind.OUTAGE_REPORT, "广州分公司打不开", "location", "广州分公司"),
    (Kind.OUTAGE_REPORT, "ゲストスペースが開けません", "guest_space", True),
    (Kind.OUTAGE_REPORT, "guest space no. 6 is empty", "guest_space", 6),
    (Kind.OUTAGE_REPORT, "白屏已经 40 分钟了", "started_at", "40 分钟"),
    (Kind.OUTAGE_REPORT, "rolling circle, 30 minutes now", "started_at", "30 minutes now"),
    (
        Kind.OUTAGE_REPORT,
        "It got slow after we moved to the new building",
        "started_at",
        "after we moved to the new building",
    ),
    (
        Kind.OUTAGE_REPORT,
        "前々日の分までは入っています。それ以降届きません",
        "last_ok_at",
        "前々日の分",
    ),
    (
        Kind.RECOVERED_REPORT,
        "O aplicativo não abria, mas abriu de novo às 11h10, obrigado",
        "ended_at",
        "11h10",
    ),
    (Kind.RECOVERED_REPORT, "Ficou fora das 8h às 8h30, já voltou", "started_at", "8h"),
    (Kind.RECOVERED_REPORT, "Ficou fora das 8h às 8h30, já voltou", "ended_at", "8h30"),
    (Kind.RECOVERED_REPORT, "さっきまで真っ白でしたが、急に直りました", "ended_at", "さっき"),
    (Kind.RECOVERED_REPORT, "11時20分頃から普通に入れるようになりました", "ended_at", "11時20分頃"),
)
UNTOLD = (
    (Kind.OUTAGE_REPORT, "「受付表」ボタンを押しても反応なし", "error_text"),
    (Kind.OUTAGE_REPORT, "アプリ「在庫の確認をお願いします」が開かない", "error_text"),
    (Kind.OUTAGE_REPORT, "「申請中です」のステータスから変わらない", "error_text"),
    (Kind.OUTAGE_REPORT, "上司が「もう直ったはずです」と言っています。開きません", "error_text"),
    (Kind.OUTAGE_REPORT, "The 'Send for review' button is gone", "error_text"),
    (Kind.OUTAGE_REPORT, 'We click "Update the records now" and nothing happens', "error_text"),
    (Kind.OUTAGE_REPORT, "会議室502の予約が消えた", "error_code"),
    (Kind.OUTAGE_REPORT, "Room 404 is missing from the list", "error_code"),
    (Kind.OUTAGE_REPORT, "アプリ 503 が開かない", "error_code"),
    (Kind.OUTAGE_REPORT, "We have 502 contacts and the list is slow", "error_code"),
    (Kind.OUTAGE_REPORT, "404件のうち半分しか出ません", "error_code"),
    (Kind.OUTAGE_REPORT, "order 503 does not save", "error_code"),
    (Kind.OUTAGE_REPORT, "出荷番号 404 が表示されない", "error_code"),
    (Kind.OUTAGE_REPORT, "「日報」に入力できない", "error_text"),
    (Kind.OUTAGE_REPORT, "「売上の集計」で合計が出ません", "error_text"),
    (Kind.HOWTO, "「権限がありません」と出たらどうすればいいですか", "error_text"),
    (Kind.HOWTO, "プラグインを切ったら保存済みの値も消えますか？", "already_tried"),
    (Kind.HOWTO, "キャッシュを消したら設定も飛びますか？怖いです", "already_tried"),
    (
        Kind.WORKAROUND_FAILED,
        "再起動しろと言われましても、共用端末なので勝手にできません",
        "already_tried",
    ),
    (Kind.CHITCHAT, "では再起動してみます。ありがとうございます", "already_tried"),
    (Kind.WORKAROUND_FAILED, "I couldn't disable the plugin, no gear icon here", "already_tried"),
    (Kind.HOWTO, "If I clear the cache, will my drafts vanish?", "already_tried"),
    (Kind.WORKAROUND_FAILED, "We are unable to restart the PC as it is shared", "already_tried"),
    (Kind.HOWTO, "無効にする方法を教えてください", "already_tried"),
    (Kind.OUTAGE_REPORT, "The tenant was moved last week and now it is slow", "subdomain"),
    (Kind.OUTAGE_REPORT, "プラグインは一つも使用しておりません。重いです", "unknown_product"),
    (Kind.OUTAGE_REPORT, "About 1 in 4 requests fails", "affected_count"),
    (Kind.OUTAGE_REPORT, "昨日も落ちました。いまも開けません", "started_at"),
    (Kind.OUTAGE_REPORT, "先ほど営業から連絡があり、開けないそうです", "started_at"),
)


def _holds(said: object, wanted: object) -> bool:
    """An expression counts with or without the small words around it."""
    if isinstance(said, str) and isinstance(wanted, str):
        return wanted.lower() in said.lower()
    return said == wanted


@each(("kind", "text", "fact", "value"), TOLD)
def test_a_fact_is_read_in_every_form_it_is_told_in(
    kind: Kind, text: str, fact: str, value: object
) -> None:
    assert _holds(facts_of(text, kind).get(fact), value)


@each(("kind", "text", "fact"), UNTOLD)
def test_what_only_looks_like_a_fact_is_none(kind: Kind, text: str, fact: str) -> None:
    assert fact not in facts_of(text, kind)
