"""Codes and messages as they were shown."""

import re

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_NUMBERS = r"(?:40[0-9]|41[0-9]|42[0-9]|451|50[0-9]|51[01]|52[0-9]|530)"
_CODES = (
    pattern(r"(?<![a-z])(?:(?:cb|gaia)_[a-z]{2}\d{2,3}|aadsts\d{4,7})"),
    pattern(
        r"(?<![a-z_])(?:err|dns_probe|ssl_error|net_error|sec_error|mozilla_pkix_error|nserror|pr|cert|inet_e)_[a-z_]+[a-z]|0x[0-9a-f]{6,8}"
    ),
    pattern(
        r"(?:error|エラー|(?<![a-z])code|(?<!レ)コード|smtp[^\d。\n]{0,8}|错误|오류|lỗi|erro)(?: ?code|コード|番号|no\.?)?(?: is |が|に)?[ :(は=「\[#]{0,3}([a-z]{1,6}[-_]?\d{2,6}|\d{3,6})(?![a-z\d_件円行番.,])"
    ),
    pattern(
        r"(?:http|status|ステータス(?:コード)?|エラー|error|\b(?:gets?|got|getting|answers?(?: with)?|returns?|returned|returning|throws?|throwing|gives?|responds? with|response|replies|portal is|an?|with|only|constant)\b|code)[ :(]*(?:code )?([1-5]\d\d)(?![\d件円行番.,:/%]|\s?(?:records?|rows?|people|users|lines|yen|mb|kb|gb|minutes?|hours?|ms|items|staff|px|files|characters|words|yen|usd|dollars|entries|times|employees|of ))"
    ),
    pattern(
        rf"[(\[]({_NUMBERS})[)\]](?=\s?(?:と|って|が|で|エラー|の|を|に|error|$|[.,!。、\n]))|(?<!番号 )(?<![\d:.,/=_\-番号第¥$])({_NUMBERS})(?=\s?(?:(?:番)?(?:と|って)(?:だけ)?(?:出|表|返|い|か[。、\n?])|(?:ばかり|ばっか|しか|系|番台)|が(?:出|返|表|大量|発生|多発|頻発|増)|で(?:落ち|失敗|弾|はじ|返|止|エラー|こけ|す(?!か))|エラー|に(?:なり|なる|なっ|なら)|を(?:返|吐)|も?(?:出ま|出る)|の(?:エラー|画面|ページ|表示|まま|レスポンス|ステータス)|(?:s )?(?:bad|service|forbidden|not found|gateway|internal|unauthorized|too many|error|for\b|on (?:every|all|each|any|the|our)\b|when\b|whenever|every|from (?:the|your)|again|responses?|page|since|all (?:day|morning))|\(|$))"
    ),
)
# A number of HTTP that can hardly be a count, where something is told to be wrong.
_BARE_NUMBER = Pattern(
    r"(?<![\d:.,=_\-#¥$第番a-z])(?<![a-z0-9./]/)(40[134589]|41[0-9]|429|451|50[1-4]|511|52[0-6]|530)s?(?=\s?(?:[.,!?;:)\]」』\"'、。/／→>\n]|$)|\s(?:(?:on|for|when\w*|from|every|again|in|if|and|or|at|after|page|since|but|then|all|error|instead|back|right)\b|[ぁ-んァ-ヶ一-龥→=-]))(?!\s?(?:[.,]\d|[件円人名台個号室階年月日時分秒回行枚]))"
)
_COUNTED = re.compile(
    r"(?:(?<![a-z])(?:id|no\.?|number|app|room|orders?|records?|invoices?|forms?|fields?|items?|lines?|ver\w*|v|space|over|about|than|of|by|page|building|to)|アプリ|あぷり|番号|レコード|れこーど|約|計|合計|すぺーす)\s?[:=#は]?\s?$"
)
_SYSTEM_CODE = re.compile(
    r"(?<![A-Za-z_])(NXDOMAIN|SERVFAIL|E(?:CONN|TIME|NOT|PIPE|HOST|NET|ACC|AI)[A-Z_]{2,}|[A-Z]{3,}(?:_[A-Z0-9]{2,}){1,5})(?![A-Za-z_])"
)
_VENDOR_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?<!番号)(?<!番号 )(?<!番)(?<!型番)(?<!No\.)([A-Z]{1,6}[-_]?[A-Z]?\d{2,6})(?![\d-])(?!\s?の?(?:レコード|案件|伝票|商品|部屋|会議室|プリンタ|モデル|型))"
)
_NO_CODE = re.compile(
    r"^(?:COVID|ISO|UTF|SHA|MD|RS|HTTP|TLS|WIN|IOS|IE|JIS|PC|A|B|M|P|V|No|ID|CSV|Q|R|S|FY|H)[-_]?\d"
)
_CODE_CUE = pattern(
    r"エラー|表示|コード|出て|出る|出ま|出た|となり|になり|ログ|残って|記録|返[っさし]|吐|error|code|pops|shows?|says|fail|getting|\bgot|gets|\bget|gives?|log|popup|message|lỗi|hiện|báo|오류|나[오와]|뜨|뜹|떠|찍|错误|錯誤|提示|显示|顯示|erro|dá|aparece|mostra|ขึ้น|แสดง|muncul"
)
_SCRIPT_ERROR = pattern(
    r"((?:(?:uncaught )?(?:\(in promise\) )?(?:type|reference|syntax|range)error|uncaught (?:\(in promise\) )?error): [^\nぁ-ゖ一-鿿가-힣」—]+)"
)
_QUOTE = Pattern(
    r"[「『\"]([^「」『』\"\n]{3,160})[」』\"]|(?<![a-z])'([^'\n]{3,160}(?:'(?=[a-z])[^'\n]{0,60}){0,2})'(?![a-z])"
)
_SHOWN_AFTER = pattern(
    r"(?:\s?\([^)\n]*\))?\s?(?:と|って|が|に|の|などと|みたいな|しか)(?:だけ|しか|いう|いった|赤く|赤字で|毎回|また|ずっと)?\s?"
    r"(?:見覚えのない|変な|謎の|赤い|英語の)?(?:文字|表示|メッセージ|画面|警告|文言|帯|小?窓|ダイアログ|ポップアップ|叱られ|エラー|出[てまるた]|出(?=$)|なり|なる|なっ|言われ|怒られ|返)"
    r"|(?:이?라고|이?라는|만|이|가) ?(?:[가-힣]{1,4} )?(?:뜨|뜹|떠|나오|나옵|나와|표시|메시지|오류|에러|창|문구)"
)
_SHOWN_BEFORE = re.compile(
    r"\bstill $|(?:says?|saying|shows?|showing|gets?|getting|got|sees?|seeing|displays?|gives?|throws?|message|popup|pop-up|dialog|banner|reads|error|提示|显示|顯示|报错|跳出|弹出|彈出|出现|出現|báo|hiện|hiển thị|lỗi|ขึ้น|แสดง|แจ้ง|diz|mostra|aparece|mensagem|erro|dá|muncul|tulisan|pesan|keluar)[^.\n'\"]{0,24}$"
)
# What a sentence goes on with that has a message for its subject, its reason or its end.
_GOES_ON = pattern(
    r"\s?(?:です(?!か)|だ(?!け)|や(?=[。、 ]|$)|の(?:まま|一点張り|繰り返し|連発|連続)|で(?!は|も)[^。、\n]{0,8}(?:止ま|落ち|終わ|進|開|入|弾|はじ|だめ|<ない>)|から(?:進|動|変|先)|ばかり|ばっか|なぜ|なんで|$|[。!?\n、(,;.])"
)
# A button, an app and the like have their names in quotation marks too; so has what is pressed.
_A_THING = pattern(
    r"\s?(?:の|という|っていう|って(?:いう)?)?(?:ぼたん|アプリ|欄|フィールド|項目|メニュー|タブ|リンク|アイコン|スペース|ビュー|一覧|プラグイン|ステータス|列|テーブル|レコード|ファイル|グループ|組織|チェック|ラベル|設定|機能|案内|噂|話)"
    r"|を(?!出|表示|返)|\s(?:button|app|field|menu|tab|label|space|view|column|link|plug-?in|option|setting|form|list|record|report|checkbox|section|status|user|group|template|file|icon|page|feature)s?\b|\s?(?:按钮|按鈕|应用|應用|app|字段|欄位|버튼|앱|필드|메뉴)"
)
_THING_BEFORE = re.compile(
    r"(?:アプリ|ぼたん|欄|すぺーす|めにゅー|たぶ|項目|らべる|(?:button|app|field|menu|tab|label|space|called|named|titled|click|clicked|press|pressed|pressing|clicking|hit|hitting|select\w*|choose|chose|under|to|app name:?)(?: the| on)?|ปุ่ม|แอป|botão|tombol|nút|按|点击|點|点) ?$"
)
_A_SENTENCE = pattern(
    r"(?:まし|でし)た[。!.]*$|(?:ません|です|ます|ください|下さい|不明|必要|無効|(?:でき|され|が)ない|タイムアウト)[。!.]*$|[a-z]['’]?[a-z]* [a-z]+ [a-z]+|(?:error|エラー|失敗|timeout|timed? out)|[가-힣] [가-힣]|[à-ỹ]\w* \w+ \w+|[ก-๙]{8}|tidak|gagal"
)
_LOOKS_WRONG = pattern(
    r"ません|できな|失敗|エラー|不正|無効です|切れ|拒否|超えて|ください|denied|n't|not |error|invalid|failed|expired|unable|exceed|suspended|illegal|timed out|refused|forbidden|不是|[无無没]法|没有|沒有|错误|錯誤"
)
_LABELLED = pattern(
    r"(?:エラー(?:メッセージ|内容|文)?|メッセージ|表示内容|error message|the error|error|it says|message)】?\s?[:=]\s?[「\"']?([^\n「」\"']{4,160}?)[」\"']?(?=\n|$)"
)
_PLAIN_MESSAGE = pattern(
    r"(?:ません(?:でした)?|(?:失敗|発生|切れ|タイムアウト)(?:し)?ました|エラー|不正です|無効です)。?\s?(?:と|って)(?:いう)?(?:出|表示|言われ|エラー|メッセージ|警告|赤)"
)
_MESSAGE_START = re.compile(r"[。、\n「」『』!?)(:]|(?:ると|たら|時に|ときに|ても|[でに]は?、)")
_REASSURING = pattern(
    r"済み|完了|成功|ありがとう|^(?:保存|申請する|編集|削除|追加|承認)(?:する)?$|待ち$|再送待ち|sent$|success"
)
# What somebody said, a file, an address.
_NO_MESSAGE = pattern(
    r"^https?:|\.[a-z]{3,4}$|^\S*\?{3}|私|俺|僕|うちも|んだ|けど|らしい|って(?!い(?:ます|る|ません))|ですか|customer|御社|貴社"
)
_TOLD = pattern(r"\s?(?:と|って)(?:言われ|怒られ)|に")
_SUPPOSED = pattern(r"たら|場合|とき|時は|れば|のはなぜ|意味")
_LATIN_MESSAGE = pattern(r"([a-z$][!-&(-~ ]{7,79}[!-~])\s?(?:と|って)(?:だけ)?(?:出|表示)")
LONGEST_MESSAGE = 60
_PLAIN_TAIL = pattern(r"。?\s?(?:と|って)(?:いう)?(?:出|表示|言われ|エラー|メッセージ|警告|赤)$")


def read_errors(wording: Wording, *, told: bool) -> dict[str, FactValue]:
    """The first code, and the message that was shown."""
    facts: dict[str, FactValue] = {}
    if code := _code(wording, told=told):
        facts["error_code"] = code
    if message := _message(wording, told=told):
        facts["error_text"] = message
    return facts


def _code(wording: Wording, *, told: bool) -> str | None:
    plain = wording.plain
    for code in _CODES:
        if match := code.search(plain):
            return wording.cut(match, match.lastindex or 0)
    if not told:
        return None
    for number in _BARE_NUMBER.finditer(plain):
        if not _COUNTED.search(plain, max(0, number.start() - 12), number.start()):
            return number.group(1)
    for shape in (_SYSTEM_CODE, _VENDOR_CODE) if _CODE_CUE.search(plain) else ():
        for match in shape.finditer(wording.written):
            if not _NO_CODE.match(match.group(1)):
                return match.group(1)
    return None


def _message(wording: Wording, *, told: bool) -> str | None:
    plain = wording.plain
    if "error: " in plain and (script := _SCRIPT_ERROR.search(plain)):
        return wording.cut(script, 1).rstrip(" ,;、")
    for quote in _QUOTE.finditer(plain):
        if _is_shown(plain, quote, told=told):
            return wording.cut(quote, quote.lastindex or 1)
    if not told:
        return None
    if labelled := _LABELLED.search(plain):
        return wording.cut(labelled, 1)
    if (latin := _LATIN_MESSAGE.search(plain)) and " " in latin.group(1):
        return wording.cut(latin, 1)
    if unquoted := _PLAIN_MESSAGE.search(plain):
        return _unquoted(wording, unquoted)
    return None


def _is_shown(plain: str, quote: "re.Match[str]", *, told: bool) -> bool:
    """Whether a screen showed it; in a message that tells of no trouble only when that is said."""
    words = quote.group(quote.lastindex or 1)
    at = quote.end()
    if (
        _REASSURING.search(words)
        or _NO_MESSAGE.search(words)
        or _A_THING.match(plain, at)
        or _THING_BEFORE.search(plain, max(0, quote.start() - 20), quote.start())
    ):
        return False
    wrong = _LOOKS_WRONG.search(words) is not None
    several = " " in words or not words.isascii()
    after = _SHOWN_AFTER.match(plain, at) is not None
    before = _SHOWN_BEFORE.search(plain, max(0, quote.start() - 36), quote.start()) is not None
    if not told:
        return (after or before) and wrong and _SUPPOSED.search(plain, at, at + 14) is None
    if after and not wrong:
        return several and _TOLD.match(plain, at) is None
    if before:
        return wrong or several
    return (
        wrong
        or (_GOES_ON.match(plain, at) is not None and _A_SENTENCE.search(words) is not None)
        or (quote.start() == 0 and " " in words and len(words) > 10)
    )


def _unquoted(wording: Wording, match: "re.Match[str]") -> str | None:
    """A message that is not set in quotation marks, back to where it must have begun."""
    plain = wording.plain
    tail = _PLAIN_TAIL.search(plain, match.start(), match.end())
    end = tail.start() if tail else match.end()
    start = max(0, end - LONGEST_MESSAGE)
    for mark in _MESSAGE_START.finditer(plain, start, match.start()):
        start = mark.end()
    return wording.written[start:end].strip() or None
