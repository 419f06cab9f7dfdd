"""Which app a text speaks of: its name and its number."""

import re
from collections.abc import Iterator

from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import MessageWording

_MENTION = re.compile(r"アプリ")
_QUOTED = re.compile(
    r"[「『【\"]([^」』】\"\n]{1,30})[」』】\"](?:の|という|っていう|って|とかいう)?アプリ|アプリ(?:名?[は:=]?\s?)?[「『【\"]([^」』】\"\n]{1,30})[」』】\"]"
)
_LABELLED = re.compile(
    r"(?<![他のかる])アプリ名?】?\s?[:=]\s?([^\s、。「」:=]{2,20})(?=[\s、。\n]|$)|アプリ名[はが]([^\s、。「」]{2,20}?)(?:です|で、|、|。|$)"
)
_BEFORE = re.compile(
    r"((?:[一-龥ァ-ヶー々A-Za-z0-9・]|(?<=[一-龥])[いきぎしちびみりえけげせべめれ](?=[一-龥]|わせ|$)|わせ|もり){2,16})(?:の|という|っていう|とかいう)?$"
)
_NO_APP = pattern(
    r"ません|ました|でした|です|ます|ない$|エラー|error|失敗|ボタン|プラグイン|拡張|ください|中$|中(?:\.|…)|^(?:保存|編集|追加|削除|登録|更新|設定|申請|承認|送信|検索|印刷|ログイン|キャンセル|閉じる|開く|ok)(?:する)?$|[。、…!?:]|\d{3}|開|待ち|済み?$|完了|エクスポート|インポート|出力|一括|読み込|書き出|ダウンロード|変更|管理者|タブ|欄|項目|フィールド|通知|メニュー"
)
# What one does with an app, or what it does.
_USED = r"(?:開|ひら|あか|見[えれらた]|表示|出[てるま]|押|クリック|タップ|使|重|遅|おそ|固ま|落ち|真っ白|白|読み?込|保存|登録|編集|ぐるぐる|消え|更新|動|全滅|止ま|集計|一覧|画面|レコード|入れ|入力)"
# In quotation marks only what opens is an app: buttons are pressed, messages come up.
_QUOTED_USED = pattern(
    r"[「『【]([^」』】\n。!?]{2,20})[」』】](?:だけ|の(?:やつ|ほう|方))?(?:[がはもを、]|の(?=編集|一覧|レコード)|に(?=入力|登録|レコード))?[^。、\n「と]{0,8}?(?:開(?!始|催)|ひら|見(?:えな|えま|れな|れま|られ)|真っ白|重|遅|固ま|使え|編集|一覧|レコード|ぐるぐる|押したら|が出る)"
)
# Apps are named after the paper they replace.
_PAPER = r"(?:台帳|日報|月報|週報|報告書?|申請書?|管理|一覧表?|予約|マスタ|マスター|名簿|記録簿?|日誌|伝票|帳票|帳簿|受付|受注|発注|進捗|カルテ|ボード|リスト|シート|カード|連絡[帳板]|掲示板|点検表?|検収|精算|見積書?|請求書?|在庫表?|シフト表?|勤怠|案件|顧客|名刺|商談|工程表?|稟議書?|アンケート)"
_PAPER_USED = re.compile(
    rf"(?:^|[。、\n!? (「]|(?<=[はがでてに])|(?:今朝|今日|昨日|本日|朝|午後|から|急に|突然|弊社|当社|うち|現場|社内)の?、?)((?!レコード|検索|通知|スペース|添付|ファイル|コメント|グラフ|プラグイン|ユーザー|件の|上記|下記)[一-龥ァ-ヴー々A-Za-z0-9]{{1,10}}{_PAPER})(?:\([^)\n]{{1,20}}\))?(?:のやつ)?(?:(?:だけ|のみ)(?:[がはも、を])?|[がは、もを]|に(?=入[れらっ]|アクセス|登録|たどり)|の(?=一覧|画面|レコード|保存|検索|印刷|集計|グラフ|ボタン|添付|編集|詳細)|で(?=[^。\n]{{0,14}}(?:ボタン|エラー|保存|消|出[なま])))(?:[^。、\n]{{1,12}}?から)?[^。、\n]{{0,8}}?(?:{_USED}|おかし|だめ|あか|延々|全然|グルグル|クルクル|エラー)"
)
_NOT_AFTER = re.compile(r"ケーション|名|ID|番号|ストア|作成|管理(?:者|権限)|を作")
LONGEST_NAME = 18
_WHO_WHEN = re.compile(
    r"^(?:今朝|今日|昨日|本日|現在|弊社|当社|自社|先週|先月|全部|突然|急に|社内|以前|最近|昨年|ID\d{1,7}|営業部|経理部|総務部|人事部)+の?"
)
# fmt: off
_NO_NAME = frozenset((
    "スマホ", "スマートフォン", "モバイル", "全", "他", "別", "同", "対象", "該当", "各", "複数", "新規", "既存",
    "一部", "業務", "ウェブ", "web", "kintone", "純正", "公式", "ネイティブ", "チャット", "両方", "同一", "特定",
    "社内", "専用", "連携", "地図", "メール", "外部", "キントーン", "自社", "弊社", "当社", "市販", "無料", "携帯",
    "テスト", "カレンダー", "ios", "android", "pc", "認証", "自分", "今回", "問題", "以下", "下記", "上記",
    "全部", "最新", "古い", "個別", "会社", "部署", "自作", "通常", "ゲストスペース", "スペース", "通常スペース", "ニュース", "メモ", "マップ", "管理", "電話", "カメラ",
    "翻訳", "標準", "一番", "全て", "本番", "開発", "複製", "参照先", "参照元", "対応", "デスクトップ", "サイボウズ",
    "cybozu", "iphone", "ipad", "タブレット", "ios版", "残り", "大半", "半分", "元", "先", "親", "子",
    "関連", "その他", "当該", "現在", "二つ", "三つ", "2つ", "3つ", "手元", "手持ち", "うち",
))
# fmt: on
_NO_NAME_AT = re.compile(
    r"^ゲストスペース|(?:参照|コピー|転記|集計|連携|更新|登録|移行|送信|取得|保存|ルックアップ)[元先]$|^\d{1,7}$|\d[個件種つ名人]$|[内側]$|(?:専|業務)用$|全員|全社|のみ$"
)
_EN = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Mm]y) ((?:[A-Za-z][\w&-]+ ){0,2}[A-Za-z][\w&-]+) (?:app|application)\b(?!s)|[\"']([\w][^\"'\n]{1,30})[\"'] app\b|\bapp (?:called|named) [\"']?([A-Za-z][\w -]{1,24}?)[\"']?(?=[ .,;!?\n]|$)|\bapp [\"']([^\"'\n]{1,30})[\"']|(?:^|[.!?\n] ?)([A-Z][a-z]+(?: [A-Za-z][a-z]+)?) app\b"
)
_NO_NAME_EN = re.compile(
    r"\b(?:no|not|mobile|same|whole|phone|other|this|that|these|those|kintone|android|iphone|ipad|failing|new|broken|one|first|update|desktop|every|any|each|another|entire|authenticator|guest|native|web|own|test|particular|specific|affected|which|an?|all|is|in|of|old|deleted?|restore[ds]?|copy|copied|create[ds]?|make|open|close|use|update|remove[ds]?|which|what|does|can|is)\b",
    re.IGNORECASE,
)
# Two or more capitalised words that end like the name of a list of things, in a place for an app.
_LIST_EN = r"(?:Orders?|Lists?|Logs?|Tracker|Planner|Masters?|Files|Records|Requests?|Reports?|Samples?|Checks?|Checklist|Sheets?|Boards?|Register|Registry|Inventory|Counts?|Stock|Schedules?|Database|Contracts?|Cases|Tickets?|Leads?|Customers?|Clients?|Invoices?|Expenses?|Timesheets?|Attendance|Roster|Rota|Bookings?|Reservations?|Inspections?|Audits?|Deals?|Pipeline|Projects?|Tasks?|Claims?|Returns|Deliveries|Shipments?|Assets?|Members?|Donors?|Patients?|Visits?|Approvals?|Quotes?|Estimates?|Payments?|Journal|Book)"
_TITLED_EN = re.compile(
    rf"(?<![\w'\"])(?:(?:[Oo]ur|[Tt]he|[Ii]n|[Oo]f|[Oo]n|[Ii]nto|[Oo]pen|[Aa]pplication|[Aa]pp) ){{0,2}}((?:[A-Z][a-z]+ ){{1,2}}{_LIST_EN})(?= (?:won't|will not|doesn't|does not|still|was|were|says|gives|throws|gets|can't|cannot|is|isn't|are|not|has|have|opens?|loads?|shows?|keeps?|stays?|app|which|that|went|stopped|takes?|hangs?|before|by|for|next|again|never|and|on|to|since)\b|['?,.!:;]|$)"
)
_ENGLISH = re.compile(r"[A-Za-z]{2} [A-Za-z]{2}")
_LEADING_EN = re.compile(r"^(?:Our|The|In|Of|On|Into|Open|Application|App|My|This|Please|When|If) ")
# In other languages: the word for app, and a name with a capital or in quotation marks.
_ABROAD = re.compile(
    r"(?:[Ứứ]ng dụng|[Aa]pp) ((?!Store|Kintone|ID\b|It\b|The\b|When\b|But\b|Is\b|I\b)[A-ZĐÀ-Ỹ][\wÀ-ỹ]+(?: (?!thì|không|bị|mở|đã|này|của|từ|hiện|báo|trên|là|vẫn|khác|dá|não|está|fica|com|is|has|won|does)[a-zà-ỹđ][\wÀ-ỹ]*(?= (?:thì|không|bị|mở|đã|từ|hiện|báo|là|vẫn))| (?:d[aeo]s? )?[A-ZÀ-Ú][\wà-ú]+){0,2})"
    r"|(?:[Aa]plicativo|[Aa]plikasi) (?!Kintone)([A-ZÀ-Ú][\wà-ú]+(?: (?:d[aeo]s? )?[A-ZÀ-Ú][\wà-ú]+){0,2})"
    r"|แอป(?:พลิเคชัน)?\s?(?!อื่น|นี้|ไหน|ทั้ง|ทุก|มือถือ|เดียว|บน|ที่|ใน|ไม่|เปิด)([ก-๙]{2,24}?)(?=\s?(?:ไม่|เปิด|ตั้งแต่|หาย|ของ|ค้าง|ช้า|ใน|แล้ว|ขึ้น|โหลด|ได้|แต่|ครับ|ค่ะ)|\s|$)"
    r"|[「『\"“]([^」』\"”\n]{1,20})[」』\"”]\s?(?:这个|這個)?(?:[Aa]pp|APP|应用|應用)|([一-鿿]{2,8})(?:这个|這個)(?:应用|應用|[Aa]pp)|['\"‘“]([^'\"’”\n]{1,20})['\"’”] ?앱"
)
_KANA = re.compile(r"[ぁ-ん]")
_ID = pattern(
    r"(?:アプリ|(?<![a-z])app) ?(?:の)?(?:id|番号|no\.?|#|番号は)[ :=は#]{0,3}(\d{1,7})|(?:アプリ|(?<![a-z])app)[ :=#]{0,2}(\d{1,7})(?![\d.]|つ|個|本|種|件|人|名|台|時|分|秒|年|月|日|回|割|%)(?! (?:times|users|people))"
    r"|(?<![a-z])id ?[:=は]? ?(\d{1,7})(?:番)?の?アプリ|/k/(?:guest/\d{1,7}/|m/)?(\d{1,7})(?=/|$|\?|\s|#)|[?&]app=(\d{1,7})"
)


def app_name(wording: MessageWording) -> str | None:
    """The name of the app that a text speaks of; words such as "other app" are no names."""
    written = wording.written
    if not wording.plain.isascii():
        for name in _names(wording):
            if _is_name(name):
                return name
    if "app" in wording.plain:
        for match in _EN.finditer(written):
            name = match.group(match.lastindex or 1).strip()
            if not _NO_NAME_EN.search(name):
                return name
    if (
        "app" in wording.plain
        or "apli" in wording.plain
        or not (wording.plain.isascii() or _KANA.search(wording.plain))
    ):
        for match in _ABROAD.finditer(written):
            return match.group(match.lastindex or 1).strip()
    titled = _TITLED_EN.search(written) if _ENGLISH.search(written) else None
    return _LEADING_EN.sub("", titled.group(1)) if titled else None


def _names(wording: MessageWording) -> Iterator[str]:
    if "アプリ" in wording.written:
        yield from _called_apps(wording.written)
    for words, text in ((_QUOTED_USED, wording.plain), (_PAPER_USED, wording.written)):
        for match in words.finditer(text):
            if not _NO_APP.search(wording.plain, *match.span(1)):
                yield wording.cut(match, 1)


def _called_apps(written: str) -> Iterator[str]:
    for words in (_QUOTED, _LABELLED):
        for match in words.finditer(written):
            yield match.group(match.lastindex or 1).strip()
    for mention in _MENTION.finditer(written):
        if _NOT_AFTER.match(written, mention.end()):
            continue
        before = _BEFORE.search(written[max(0, mention.start() - LONGEST_NAME) : mention.start()])
        if before:
            yield _WHO_WHEN.sub("", before.group(1)).strip()


def _is_name(name: str) -> bool:
    return len(name) > 1 and name.lower() not in _NO_NAME and not _NO_NAME_AT.search(name)


def app_id(plain: str) -> int | None:
    """The number of the app."""
    match = _ID.search(plain)
    return int(match.group(match.lastindex or 1)) if match else None
