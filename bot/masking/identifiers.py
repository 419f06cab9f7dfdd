"""Numbers and handles that identify a person: memberships, identity papers, accounts, messengers.

A number counts when its label says what it is, or when its shape and check digits do (IBAN, CPF).
Record, order and invoice numbers are not a person's.
"""

import re
from collections.abc import Iterator, Set

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.sieve import DIGIT, Pattern, pieces

_LABELS_JA = r"社員|従業員|職員|スタッフ|会員|学籍|学生|生徒|患者|診察券|カルテ|お客様|顧客|利用者|受験|免許証?|旅券|パスポート|マイナンバー|マイナンバーカード|個人|基礎年金|年金|保険証|被保険者|口座|メンバー|在留カード|運転免許証?|組合員|受講者?|介護保険|健康保険|雇用保険|障害者手帳|社保|健保|塾生|園児|ユーザー?"
_LABELLED = Cued(
    (
        "社員", "従業員", "職員", "スタッフ", "会員", "学籍", "学生", "生徒", "患者", "診察券", "カルテ", "お客様", "顧客", "利用者", "受験", "免許",
        "旅券", "パスポート", "マイナンバー", "個人", "基礎年金", "年金", "保険証", "被保険者", "口座", "メンバー", "在留カード", "運転免許", "組合員", "受講", "介護保険", "健康保険", "雇用保険", "障害者手帳", "社保", "健保", "塾生", "園児", "ユーザ", "社番", "職番",
    ),
    Pattern(
        rf"(?:(?:{_LABELS_JA})(?:証|カード)?の?(?:記号・?)?(?:番号|ID|No\.?|ナンバー|№|#|(?<=社員|会員|職員|患者|生徒|学生|顧客)コード|(?<=従業員)コード)|社番|職番|マイナンバー|診察券|パスポート|免許証|口座)(?:は|が|を|の|:|=|→|#|\(|「|『|\"|\'|\s){{0,3}}(?P<value>(?:(?:普通|当座)\s?)?[A-Za-z]{{0,4}}[-_]?(?:\d[\dA-Za-z]{{2,17}}(?:[- ]\d{{2,6}}){{0,4}}|\d{{1,3}}-\d{{3,8}}))(?![件人名%円.])"
    ),
)  # fmt: skip
_WORDS_ABROAD = (
    r"MRN|NHS|employee|staff|member(?:ship)?|passport|driver'?s? licen[cs]e|licen[cs]e|patient|student|social security|SSN|national id|tax id|tax file|IBAN|bank account|account|insurance"
    r"|CPF|CNPJ|NIK|KTP|NPWP|RG|身份证|身分證|护照|員工|员工|会员|會員|주민등록|사원|회원|사번|여권|CCCD|CMND|căn cước|mã nhân viên|บัตรประชาชน|เลขประจำตัว"
)
_LABELLED_ABROAD = Cued(
    (
        "mrn", "nhs", "employee", "staff", "member", "passport", "driver", "licen", "patient", "student", "social security", "ssn", "national id", "tax",
        "iban", "bank account", "account", "insurance", "cpf", "cnpj", "nik", "ktp", "npwp", "rg", "身份证", "身分證", "护照", "員工", "员工",
        "会员", "會員", "주민등록", "사원", "회원", "사번", "여권", "cccd", "cmnd", "căn cước", "mã nhân viên", "บัตรประชาชน", "เลขประจำตัว",
    ),
    Pattern(
        rf"(?<![A-Za-z])(?P<label>{_WORDS_ABROAD})\s?(?P<number>(?:number|num|no\.?|nr\.?|id|#|号码?|號碼?|번호|número|nomor|số|code)s?)?\s?(?:is|é|là|adalah|는|은|是|:|=)?\s?(?P<value>[A-Z]{{0,4}}[-_]?\d(?:[\dA-Za-z]{{2,20}}|\d{{0,2}}-\d{{3,8}})(?:[-. ]\d[\dA-Z]{{1,6}}){{0,8}})(?![\w%])",
        re.IGNORECASE,
    ),
)  # fmt: skip
_NEEDS_NUMBER = frozenset(
    {
        "employee",
        "staff",
        "member",
        "membership",
        "account",
        "student",
        "patient",
        "licence",
        "license",
        "insurance",
        "rg",
        "会员",
        "회원",
        "사원",
    }
)
_SHAPED = Pattern(
    r"(?<![\w.-])(?:(?P<iban>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{6}-[1-8]\d{6}|\d{3}-\d{2}-\d{4}|\d-\d{4}-\d{5}-\d{2}-\d|[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dX])(?![\w-])"
)
_HANDLE_CUE = Cued(
    (
        "line", "ライン", "skype", "スカイプ", "zalo", "whatsapp", "wechat", "微信", "카카오톡", "카톡", "kakaotalk", "telegram", "テレグラム", "discord",
        "ディスコ", "viber", "signal", "instagram", "インスタ", "chatwork", "チャットワーク", "slack", "teams", "連絡先", "コンタクト", "contact", "kontak",
        "contato", "liên hệ", "연락처", "twitter", "ツイッター", "facebook", "フェイスブック", "tiktok", "messenger", "メッセンジャ", "カカオ", "ไลน์", "라인", "위챗", "텔레그램", "วอทส์แอป",
    ),
    Pattern(
        r"(?<![A-Za-z])(?:(?:LINE|ライン|Skype|スカイプ|Zalo|WhatsApp|WeChat|微信|카카오톡|카톡|KakaoTalk|カカオ(?:トーク)?|Telegram|テレグラム|Discord|ディスコ(?:ード)?|Viber|Signal|Instagram|インスタ(?:グラム)?|Twitter|ツイッター|Facebook|フェイスブック|TikTok|Messenger|メッセンジャー|(?:ไอดี)?ไลน์|라인|위챗|텔레그램|วอทส์แอป)"
        r"(?:\s?(?:の)?(?:ID|名|アカウント|account|handle|username|アイディー|ユーザー名|号|號|아이디|ไอดี|user|của (?:tôi|em|mình)|saya|meu|minha))?"
        r"|(?:Chatwork|チャットワーク|Slack|Teams)\s?(?:の)?(?:アカウント)?(?:ID|member ID|メンバーID|user ID)"
        r"|(?:連絡先|コンタクト|contact|kontak|contato|liên hệ|연락처)[ _-]?(?:ID|番号|no\.?|number))"
        r"\s{0,2}(?:は|が|の|だと|では|なら|:|=|is|→|で|\(|「|ID|는|은|คือ|là)?\s{0,2}[:「(]?\s?(?P<value>@?[A-Za-z0-9][A-Za-z0-9_.@+:#-]{2,63})",
        re.IGNORECASE,
    ),
)  # fmt: skip
_SIGNS = frozenset({DIGIT, "_", "@", ".", "#", "-"})  # one of them is in every number or handle
# Whose account it is (my handle, 私のID) says so where no messenger is named beside it.
_OWN_HANDLE = Cued(
    ("私", "わたし", "僕", "自分", "当方", "handle", "my ", "@"),
    Pattern(
        r"(?:私|わたし|僕|自分|当方)の?(?:ID|アカウント|ユーザー名)\s?(?:は|が|:|=|→)\s?[「\"']?(?P<value>@?[A-Za-z][A-Za-z0-9_.+-]{2,63})"
        r"|(?:\bhandle|\bmy (?:id|username|user name|account))\s?(?:is|:|=)\s?[\"']?(?P<second>@?[A-Za-z][A-Za-z0-9_.+-]{2,63})",
        re.IGNORECASE,
    ),
)
_ID_OF_NOTHING_ELSE = re.compile(
    r"(?<![A-Za-zァ-ヶ一-鿿])ID\s?(?::|=|は|→)\s?[「\"']?(?P<value>@?(?=[a-z0-9.-]*[_.\d])[a-z][a-z0-9._-]{3,32})(?![\w@/])"
)
_OWN = frozenset({"私", "わたし", "僕", "自分", "当方", "han", "my "})
_LOOSE_HANDLE = Pattern(
    r"(?:LINE|ライン|Skype|スカイプ|インスタ(?:グラム)?(?:の?DM)?|Chatwork|チャットワーク|Slack|スラック|Discord|Teams|カカオ)[^\n\x00!-~。、]{0,9}:?→? ?(?P<value>(?=[a-z]+[._\d-])[a-z][a-z0-9._-]{3,32})(?= ?(?:です|まで|[でを]検索|に(?:DM|連絡|メッセージ)|$|\n))"
)
_LOGIN_NAME = Cued(
    ("uid", "user id", "userid", "user_id", "username", "user name", "login name", "login id", "screen name", "ログイン", "ユーザ", "アカウント"),
    Pattern(
        r"(?<![A-Za-z_-])(?:uid|user[ _]?id|user ?name|login (?:name|id)|screen name|ログイン(?:名|ID)|ユーザー?(?:名|ID)|アカウント(?:名|ID))\s?(?:is|was|:|=|は|が|→)?\s?[「\"'(]?"
        r"(?P<value>(?=[a-z]*[._-]?[a-z]*[._\d-])[a-z][a-z0-9]*[._-][a-z][a-z0-9._-]{1,40})(?![\w@/-])",
        re.IGNORECASE | re.ASCII,
    ),
)  # fmt: skip
_NO_LOGIN = re.compile(
    r"kintone|cybozu|field|error|invalid|required|\.(?:js|css|com|jp|net|csv)$|^(?:test|sample|user|admin)[._-]",
    re.IGNORECASE,
)
_SLACK_MEMBER = Pattern(r"(?<![A-Za-z0-9])[UW]0[0-9A-Z]{7,10}(?![A-Za-z0-9])")
_MENTION = Pattern(r"(?<![\w.@/:])@[A-Za-z][\w.-]{2,30}(?![\w/@.-])")
_LETTERED = Pattern(
    r"(?:\b(?:NI|NINO|national insurance)(?: number| no\.?)?\s?(?:is|:)?|sort code\s?(?:is|:)?|記号\s?(?=\d{2,8}[ ・-]{0,2}番号))\s?(?P<value>[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|\d{2}-\d{2}-\d{2}|\d{2,8}[ ・-]{0,2}番号\s?\d{3,8})(?!\d)"
)
_MESSENGER = Pattern(
    r"LINE|ライン|Skype|Zalo|WhatsApp|WeChat|Telegram|Discord|Viber|Instagram|インスタ|Chatwork|チャットワーク|Slack|スラック|Teams|Twitter|Facebook|Messenger|\bDM\b",
    re.IGNORECASE,
)
_NO_HANDLE = re.compile(
    r"\d{1,2}[:.]\d{2}.*|\d{1,3}|[\d.]+|v\d.*|https?:.*|(?-i:[A-Z]{2,8}_[A-Z]{2}\d{2})",
    re.IGNORECASE,
)


def find_identifiers(text: str) -> Iterator[Found]:
    """Numbers and handles in a narrowed text that identify a person; linear in its length."""
    shown = pieces(text)
    if _SIGNS.isdisjoint(shown):
        return
    for m in _LABELLED.finditer(text):
        if sum(c.isdigit() for c in m.group("value")) >= 3:
            yield Found(m.start("value"), m.end("value"), Sensitive.CONTACT_ID)
    for m in _LABELLED_ABROAD.finditer(text):
        enough = m.group("number") or m.group("label").casefold() not in _NEEDS_NUMBER
        if enough and sum(c.isdigit() for c in m.group("value")) >= 4:
            yield Found(m.start("value"), m.end("value"), Sensitive.CONTACT_ID)
    for m in _SHAPED.finditer(text):
        if not m.group("iban") or _is_iban(m.group("iban")):
            yield Found(m.start(), m.end(), Sensitive.CONTACT_ID)
    for m in _LETTERED.finditer(text):
        yield Found(*m.span("value"), Sensitive.CONTACT_ID)
    yield from _handles(text, shown)


def _handles(text: str, shown: Set[str]) -> Iterator[Found]:
    """Accounts of messengers."""
    for m in _HANDLE_CUE.finditer(text):
        value = m.group("value").rstrip(".:")
        if re.search(r"\d|_|@|\.|#|[a-z]-[a-z]", value) and not _NO_HANDLE.fullmatch(value):
            yield Found(m.start("value"), m.start("value") + len(value), Sensitive.CONTACT_ID)
    for m in _LOGIN_NAME.finditer(text):
        if not _NO_LOGIN.search(m.group("value")):
            yield Found(*m.span("value"), Sensitive.CONTACT_ID)
    yield from spans(_LOOSE_HANDLE, text, Sensitive.CONTACT_ID, 1)
    if "sla" in shown or "スラッ" in shown:
        yield from spans(_SLACK_MEMBER, text, Sensitive.CONTACT_ID)
    if "id" in shown and _MESSENGER.search(text):
        yield from spans(_ID_OF_NOTHING_ELSE, text, Sensitive.CONTACT_ID, 1)
    if ("@" in shown or not _OWN.isdisjoint(shown)) and _MESSENGER.search(text):
        for m in _MENTION.finditer(text):
            yield Found(*m.span(), Sensitive.CONTACT_ID)
        for m in _OWN_HANDLE.finditer(text):
            group = "value" if m.group("value") else "second"
            yield Found(*m.span(group), Sensitive.CONTACT_ID)


def _is_iban(value: str) -> bool:
    """ISO 13616: the number with its head at its end, letters as 10 to 35, is 1 modulo 97."""
    plain = value.replace(" ", "")
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1
