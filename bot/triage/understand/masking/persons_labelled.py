"""Names of persons where a label, a column or a key says that they are names.

氏名：…, 承認者：…, 「担当者」に「…」; "name": "…" in JSON; columns are read in ``columns``. A label for a thing's
name (アプリの名前) counts only when what follows looks like a person's.
"""

import re
from collections.abc import Iterator

from bot.triage.understand.masking.name_words import is_thing, may_be_name
from bot.triage.understand.masking.names_abroad import LATIN_CAPITAL, LATIN_LETTER
from bot.triage.understand.masking.names_ja_rare import NOUNS
from bot.triage.understand.masking.person_shapes import name_at
from bot.triage.understand.masking.sensitive import Cued, Found, Sensitive
from bot.triage.understand.normalise import word_set
from bot.triage.understand.ordinary import is_english
from bot.triage.understand.sieve import Pattern

_TRUSTED = (
    r"お?客様?(?:の)?(?:氏?名|お名前)|氏名|お名前|(?:顧客|患者|利用者|会員|契約者|生徒|社員|従業員|職員|園児|保護者|申込者|応募者|参加者|代表者|受取人|届出人|施主)(?:の)?(?:氏?名)"
    r"|患者|生徒|応募者|申込者|受取人|宛名|フルネーム|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|名義人?|旧姓|新姓|表示名|姓名|(?<![々一-鿿])[姓名](?=\s?[:=])|セイメイ|シメイ|ナマエ|カカリ(?=[:=])|タントウ(?:シャ)?(?=[:=])"
)
_LOOSE = (
    r"名前|担当者?(?:名|欄)?|承認者|決裁者|申請者|作成者|更新者|作業者|登録者|記入者|依頼者|予約者|相談者|来場者|入居者|購入者|届出者|発注者|管理者|責任者|対応者|送信者|差出人|宛先|ユーザー?名?|顧客名?|会員|利用者|契約者|社員|職員|退職者"
    r"|対象者|該当者|参加者|出席者|欠席者|受講者|受診者|同席者|紹介者|保証人|後見人|相続人|CC|Cc|cc|TO|To|From"
)
_LABEL = Cued(
    (
        "お客", "客様", "客名", "氏名", "名前", "顧客", "患者", "利用者", "会員", "契約者", "生徒", "社員", "従業員", "職員", "園児", "保護者",
        "申込者", "応募者", "参加者", "代表者", "受取人", "届出人", "施主", "宛名", "フルネーム", "フリガナ", "ふりがな", "名義", "旧姓", "新姓",
        "姓", "名:", "名=", "名 :", "表示名", "姓名", "セイメイ", "シメイ", "ナマエ", "カカリ", "タントウ", "担当", "承認者", "決裁者", "申請者", "作成者", "更新者", "作業者", "登録者", "記入者", "依頼者", "予約者", "相談者", "来場者", "入居者", "購入者", "届出者",
        "対象者", "該当者", "出席者", "欠席者", "受講者", "受診者", "同席者", "紹介者", "保証人", "後見人", "相続人", "発注者", "管理者", "責任者", "対応者", "送信者", "差出人", "宛先", "ユーザ", "退職者", "cc", "to", "from",
    ),
    Pattern(
        rf"(?:(?P<trusted>{_TRUSTED})|(?P<loose>{_LOOSE}))[\"'」]?(?:欄|フィールド|の欄)?[\"'」]?"
        r"(?P<sep>\s?(?::|=|→|⇒|\()\s?|\s?(?:は|が|に|を|で)\s?| |\t|)[「『\"'<]?(?=[々ヶ一-鿿\U00020000-\U0002ffffァ-ヺA-ZÀ-ÝŠŽĐ])"
    ),
)  # fmt: skip
_PERSON_LABEL = re.compile(r"(?:担当者?|[一-鿿]者)[\"'」]?\s?(?:は|が|:|=|→|\(| )\s?$")
_UNKNOWN = re.compile(
    r"[々ヶ一-鿿\U00020000-\U0002ffff]{1,5}(?=です|でし|。|、|,|/|・|→|\s|まで|が|の|[)）」]|$)"
)
_UNKNOWN_LATIN = re.compile(
    rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{2,20}}(?: {LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,20}}){{0,2}}(?=[にがをのとはで]|[,/、・)\n」。]| ?さん| ?様|$)"
)
_NOBODY = word_set("administrator admin guest system everyone kintone cybozu none null garoon")
_NEXT = re.compile(r"[、・,/;] ?|と| (?=[々ヶ一-鿿]{2,4}(?:[ 、,]|$|\n))")
_THING_BEFORE = re.compile(
    r"(?:アプリ|画面|ファイル|プラグイン|フィールド|ビュー|会社|商品|項目|サイト|フォーム|スペース|一覧|列)の$"
)
_ENDS_WELL = re.compile(r"$|[^々一-鿿ァ-ヺー]|様|氏|殿|さ")
# A user in a record of kintone; groups and departments look the same, but for their names.
_USER_OBJECT = Pattern(
    r"[\"']code[\"']\s{0,2}:\s{0,2}[\"'](?P<code>[^\"'\n\x00]{2,64})[\"']\s{0,2},\s{0,2}[\"']name[\"']\s{0,2}:\s{0,2}[\"'](?P<value>[^\"'\n\x00]{2,40})[\"']"
)
_KEYED = Cued(
    ("name", "氏名", "名前", "担当者", "顧客名", "作成者", "更新者", "fullname", "user", "customer", "assignee"),
    Pattern(
        r"(?:(?:full|first|last|display|user|customer|client|contact|given|family)?[_-]?name|氏名|名前|担当者|顧客名|作成者|更新者|user|customer|assignee)[\"']\s{0,2}:\s{0,2}(?:\{[^{}\n]{0,80}?[\"'](?:value|name)[\"']\s{0,2}:\s{0,2})?[\"'](?P<value>[^\"'\n\x00]{2,40})[\"']",
        re.IGNORECASE,
    ),
)  # fmt: skip


def find_labelled_persons(text: str) -> Iterator[Found]:
    """Names in a narrowed text that stand where names stand; linear."""
    for m in _LABEL.finditer(text):
        yield from _after_label(text, m)
    yield from _keyed(text)


def _after_label(text: str, m: re.Match[str]) -> Iterator[Found]:
    at, sep = m.end(), m.group("sep")
    strong = any(c in sep for c in ":=→⇒(")
    trusted = bool(m.group("trusted")) and (strong or sep.strip() == "は" or text[at - 1] in "「『")
    if not sep and not m.group("trusted") and text[at - 1] not in "「『\"'<":
        return
    if text[m.start() - 1 : m.start()] == "の" and _THING_BEFORE.search(
        text, max(0, m.start() - 8), m.start()
    ):
        return
    told = strong or sep.strip() == "は" or (sep.strip() == "が" and text[at].isascii())
    promised = told and bool(_PERSON_LABEL.search(m.group()))
    for further in range(20):
        end = name_at(text, at, trusted=trusted)
        trusted = False
        if end == at and promised:
            end = _unknown(text, at, further=further)
        if end == at and strong:
            end = name_at(text, at, trusted=True) if " " in text[at : at + 5] else at
        value = text[at:end]
        if (
            end == at
            or "会社" in value
            or is_thing(value.split(" ")[0])
            or not _ENDS_WELL.match(text, end)
        ):
            return
        yield Found(at, end, Sensitive.PERSON)
        following = _NEXT.match(text, end)
        if not following:
            return
        at = following.end()


def _unknown(text: str, at: int, *, further: int) -> int:
    """Where an unknown name ends that a label promises here; ``at`` when there is none.

    ``further``: how many names of the same list stand before it.
    """
    if (m := _UNKNOWN.match(text, at)) and (
        may_be_name(m.group()) or (further and not is_thing(m.group()) and m.group() not in NOUNS)
    ):
        return m.end()
    m = _UNKNOWN_LATIN.match(text, at)
    low = m.group().casefold() if m else ""
    words = low.split()
    if not m or low in _NOBODY or any(map(is_english, words)):
        return at
    return (
        m.end() if len(words) > 1 or text[m.end() : m.end() + 1] not in {*"にがをのとはで"} else at
    )


def _keyed(text: str) -> Iterator[Found]:
    for m in _USER_OBJECT.finditer(text):
        if name_at(text, m.start("value"), trusted=True) == m.end("value"):
            yield Found(*m.span("value"), Sensitive.PERSON)
            if not m.group("code").isdigit():
                yield Found(*m.span("code"), Sensitive.CONTACT_ID)
    for m in _KEYED.finditer(text):
        start = m.start("value")
        trusted = m.group().startswith(("氏名", "顧客名", "担当者"))
        if name_at(text, start, trusted=trusted) == m.end("value"):
            yield Found(start, m.end("value"), Sensitive.PERSON)
