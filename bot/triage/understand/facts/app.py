"""Which app a text speaks of: its name and its number."""

import re
from collections.abc import Iterator

from bot.triage.understand.phrases import pattern
from bot.triage.understand.sieve import Pattern
from bot.triage.understand.wording import Wording

_MENTION = Pattern(r"アプリ")
_QUOTED = re.compile(
    r"[「『【\"]([^」』】\"\n]{1,30})[」』】\"](?:の|という|っていう|って|とかいう)?アプリ|アプリ(?:名?[は:=]?\s?)?[「『【\"]([^」』】\"\n]{1,30})[」』】\"]"
)
_LABELLED = re.compile(
    r"(?<![他のかる])アプリ名?】?\s?[:=]\s?([^\s、。「」:=]{2,20})(?=[\s、。\n]|$)|アプリ名[はが]([^\s、。「」]{2,20}?)(?:です|で、|、|。|$)"
)
_BEFORE = re.compile(
    r"((?:[一-龥ァ-ヶー々A-Za-z0-9・]|(?<=[一-龥])[いきぎしちびみりえけげせべめれ](?=[一-龥]|わせ|$)|わせ|もり){2,16})(?:の|という|っていう|とかいう)?$"
)
_NOT_AFTER = re.compile(r"ケーション|名|ID|番号|ストア|作成|管理(?:者|権限)|を作")
LONGEST_NAME = 18
_WHO_WHEN = re.compile(
    r"^(?:今朝|今日|昨日|本日|現在|弊社|当社|自社|先週|先月|全部|突然|急に|社内|以前|最近|昨年|ID\d+|営業部|経理部|総務部|人事部)+の?"
)
# fmt: off
_NO_NAME = frozenset((
    "スマホ", "スマートフォン", "モバイル", "全", "他", "別", "同", "対象", "該当", "各", "複数", "新規", "既存",
    "一部", "業務", "ウェブ", "web", "kintone", "純正", "公式", "ネイティブ", "チャット", "両方", "同一", "特定",
    "社内", "専用", "連携", "地図", "メール", "外部", "キントーン", "自社", "弊社", "当社", "市販", "無料", "携帯",
    "テスト", "カレンダー", "ios", "android", "pc", "認証", "自分", "今回", "問題", "以下", "下記", "上記",
    "全部", "最新", "古い", "個別", "会社", "部署", "自作", "通常", "ゲストスペース", "スペース", "管理", "電話", "カメラ",
    "翻訳", "標準", "一番", "全て", "本番", "開発", "複製", "参照先", "参照元", "対応", "デスクトップ", "サイボウズ",
    "cybozu", "iphone", "ipad", "タブレット", "ios版", "残り", "大半", "半分", "元", "先", "親", "子",
    "関連", "その他", "当該", "現在", "二つ", "三つ", "2つ", "3つ", "手元", "手持ち", "うち",
))
# fmt: on
_NO_NAME_AT = re.compile(
    r"^ゲストスペース|^\d+$|\d[個件種つ名人]$|[内側]$|(?:専|業務)用$|全員|全社|のみ$"
)
_EN = Pattern(
    r"\b(?:[Tt]he|[Oo]ur|[Mm]y) ((?:[A-Za-z][\w&-]+ ){0,2}[A-Za-z][\w&-]+) (?:app|application)\b(?!s)|[\"']([\w][^\"'\n]{1,30})[\"'] app\b|\bapp (?:called|named) [\"']?([A-Za-z][\w -]{1,24}?)[\"']?(?=[ .,;!?\n]|$)|\bapp [\"']([^\"'\n]{1,30})[\"']|(?:^|[.!?\n] ?)([A-Z][a-z]+(?: [A-Za-z][a-z]+)?) app\b"
)
_NO_NAME_EN = re.compile(
    r"\b(?:mobile|same|whole|phone|other|this|that|these|those|kintone|android|iphone|ipad|failing|new|broken|one|first|update|desktop|every|any|each|another|entire|authenticator|guest|native|web|own|test|particular|specific|affected|which|an?|all|is|in|of|old)\b",
    re.IGNORECASE,
)
_ID = pattern(
    r"(?:アプリ|(?<![a-z])app) ?(?:の)?(?:id|番号|no\.?|#|番号は)[ :=は#]{0,3}(\d{1,7})|(?:アプリ|(?<![a-z])app)[ :=#]{0,2}(\d{1,7})(?![\d.]|つ|個|本|種|件|人|名|台|時|分|秒|年|月|日|回|割|%)(?! (?:times|users|people))"
    r"|(?<![a-z])id ?[:=は]? ?(\d{1,7})(?:番)?の?アプリ|/k/(?:guest/\d+/|m/)?(\d{1,7})(?=/|$|\?|\s|#)|[?&]app=(\d{1,7})"
)


def app_name(wording: Wording) -> str | None:
    """The name of the app that a text speaks of; words such as "other app" are no names."""
    written = wording.written
    if "アプリ" in written:
        for name in _names(written):
            if _is_name(name):
                return name
    if "app" in wording.plain:
        for match in _EN.finditer(written):
            name = match.group(match.lastindex or 1).strip()
            if not _NO_NAME_EN.search(name):
                return name
    return None


def _names(written: str) -> Iterator[str]:
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
