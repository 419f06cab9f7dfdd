"""Whether letters that spell a name are that name: its edges and its surroundings."""

import re

from bot.text.ordinary import (
    is_coined,
    is_english,
    is_function_word,
    is_japanese,
    is_single_word,
)
from bot.triage.understand.products.naming import Name

_KATAKANA = re.compile(r"[ァ-ヺー]")
_KANJI = re.compile(r"[々㐀-䶿一-鿿]")
_HANGUL = re.compile(r"[가-힣]")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー々㐀-䶿一-鿿]")
# What katakana names are commonly compounded with.
_COMPOUND = re.compile(
    r"プラグイン|サービス|アプリ|ボタン|エラー|サーバ|ユーザ|フォーム|アカウント|バージョン|アップデート"
    r"|サポート|ライセンス|データ|カスタマイズ|ジョブ|タスク|リスト|テスト|ウィンドウ|コード|スクリプト|アクション|プラン|スロット|ヘッダ|メニュー|セル|ビュー|ログ|ファイル|トークン|キー|マニュアル|チーム|チャンネル|インストール|バグ|フリーズ|アドオン|デモ|トライアル|ポップアップ|ダイアログ|レポート|テンプレート|チャット|ワークスペース|タブ|グラフ|カード|システム|ポータル|ページ|スペース|レコード|トラブル|ダウン"
)
_WHEN = re.compile(
    r"(?:今日|昨日|今朝|本日|先週|今週|先日|毎日|毎朝|最近|現在|全部|全員|一部|弊社|当社|御社|貴社|社内|例|件|時|頃|分|社|版)$"
)
_PLUGIN_JA = re.compile(
    r"^[」』”\"]?\s?(?:の|という|っていう|って)?\s?(?:プラグイン|ぷらぐいん|plug-?in|アドオン|連携|拡張機能|サービス|社)",
    re.IGNORECASE,
)
_DOING = re.compile(r"^(?:を)?(?:する|した|して|し[たま]|でき|かけ|行[いうっ]|実施|機能)")
_VERB_AND_NOUN = re.compile(r"^[ぁ-ゖ々一-鿿]+[うくぐすつぬぶむるクグス][ァ-ヺー]{2,}$")
_LEADS_TO_VERB = re.compile(r"(?:に|へ|て|く|毎朝|毎日|毎回|いつも|必ず|よく)$")
_PARTICLE_AFTER = re.compile(
    r"^[」』”\"]?(?:[はがをにでとのもへや、。！？!?」』)\s]|から|まで|って|など|だけ|側|上|連携|通知|障害|$)"
)
_DOES_AFTER = re.compile(
    r"^\s?(?:使え|使って|開[かけい]|動[かい]|見[れえ]|落ち|重い|遅い|つなが|繋が|入れ)"
)
_NOT_A_NAME_NEXT = re.compile(
    r"^\s+(?:in|out|sure|of|it|up|down|level|bar|the|a|an)\b", re.IGNORECASE
)
_BRAND_NEXT = re.compile(
    r"^(?:['’]s\b|\s(?:is|isn't|was|wasn't|are|has|hasn't|does|doesn't|did|didn't|can't|cannot|won't|will|stopped|keeps|went|says"
    r"|status|notifications?|messages?|channels?|integrations?|connectors?|plug-?ins?|workspaces?|api|webhooks?|bots?|meetings?|support|outage|account)\b)",
    re.IGNORECASE,
)
_SERVICE_NOUN = re.compile(
    r"^\s(?:notifications?|messages?|channels?|integrations?|connectors?|plug-?ins?|workspaces?|api|webhooks?|bots?|meetings?)\b",
    re.IGNORECASE,
)
_THROUGH = re.compile(r"\b(?:via|using|through)\s$", re.IGNORECASE)
_INTO = re.compile(r"\b(?:in|inside|within|into|from|to|on)\s$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"^(?:[.,;!?)]|$|\s(?:since|for|anymore|after|yesterday|today|but|and|at|any|has|have|is|are|stopped)\b)",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?\n:]\s*|[-*•]\s*)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s\-_・]+")


def is_whole(said: str, start: int, end: int, name: Name) -> bool:
    """Whether the match is a word of its own and not a part of a longer one."""
    before, after = said[start - 1 : start], said[end : end + 1]
    first, last = said[start], said[end - 1]
    if (_ascii_word(first) and _ascii_word(before)) or (_ascii_word(last) and _ascii_word(after)):
        return False
    if _HANGUL.match(first) and _HANGUL.match(before):
        return False
    if _ascii_word(first):
        return _is_spaced_like(said[start:end], name)
    return _starts_word(said[:start], first, name) and _ends_word(said[end:], last, name)


def _ascii_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _is_spaced_like(span: str, name: Name) -> bool:
    """Words may be joined or set apart, but two halves of other words do not make a name."""
    pieces = re.split(r"[\s\-_・'’]+", span)
    if len(pieces) == 1:
        return True
    own = [w.casefold() for w in _CAMEL.split(name.text) if w]
    return [p.casefold() for p in pieces] == own or all(len(p) >= 3 for p in pieces if p)


def _starts_word(before: str, first: str, name: Name) -> bool:
    if not before or len(name.key) >= 6:
        return True
    if _KATAKANA.match(first):
        return not _KATAKANA.match(before[-1])
    if _KANJI.match(first):
        return not _KANJI.match(before[-1]) or bool(_WHEN.search(before[-2:]))
    return (
        len(name.key) >= 4
        or not re.match(r"[ぁ-ゖ]", before[-1])
        or before[-1] in "はがのをにでとも"
    )


def _ends_word(after: str, last: str, name: Name) -> bool:
    if not after:
        return True
    if _KATAKANA.match(last) and _KATAKANA.match(after[0]):
        return bool(_COMPOUND.match(after))
    if _KANJI.match(last) and _KANJI.match(after[0]) and len(name.key) < 4:
        return False
    if len(name.key) <= 3 and re.match(r"[ぁ-ゖ]", last):
        return not re.match(r"[ぁ-ゖ]", after[0]) or bool(_PARTICLE_AFTER.match(after))
    return True


def means_product(said: str, start: int, end: int, name: Name) -> bool:
    """Whether the surroundings let a name that is also an ordinary word be a name."""
    span, before, after = said[start:end], said[max(0, start - 40) : start], said[end : end + 40]
    if _PLUGIN_JA.match(after):
        return True
    if name.is_latin:
        return _latin_means_product(span, before, after, name)
    if len(name.key) <= 3 and re.fullmatch(r"[ぁ-ゖ]+", span):
        return bool(_PARTICLE_AFTER.match(after)) and not is_japanese(name.folded)
    if is_single_word(name.folded) or (is_japanese(name.folded) and not is_coined(name.folded)):
        return False
    if _VERB_AND_NOUN.match(name.text) and _LEADS_TO_VERB.search(before):
        return False
    return not (_KANJI.match(span) and is_japanese(name.folded) and _DOING.match(after))


def _latin_means_product(span: str, before: str, after: str, name: Name) -> bool:
    words = [w.casefold() for w in re.findall(r"[A-Za-z0-9]+", span)]
    if len(name.key) <= 3 and not _is_as_written(span, name):
        return False
    if len(name.key) <= 2:
        return False
    if not all(is_english(w) or is_function_word(w) for w in words):
        return True
    if len(words) > 1:
        capital = all(w[:1].isupper() or w[:1].isdigit() for w in re.findall(r"[A-Za-z0-9]+", span))
        return capital or not any(is_function_word(w) for w in words)
    return _single_word_means_product(span, before, after)


def _is_as_written(span: str, name: Name) -> bool:
    return span == name.text or span == span.upper() or span[:1].isupper()


def _single_word_means_product(span: str, before: str, after: str) -> bool:
    """Box, Make, Zoom: capital, or used as the name of a service."""
    if _NOT_A_NAME_NEXT.match(after):
        return False
    if _JAPANESE.match(after[:1]) or _JAPANESE.match(before[-1:]):
        named = span[:1].isupper() and _DOES_AFTER.match(after)
        return not _KATAKANA.match(before[-1:]) and bool(_PARTICLE_AFTER.match(after) or named)
    if span[:1].isupper():
        if not _SENTENCE_START.search(before):
            return not (span.isupper() and len(span) <= 4 and before[-20:].isupper())
        return bool(_BRAND_NEXT.match(after)) or (not before.strip() and not after.strip(" ?!."))
    if _SERVICE_NOUN.match(after) or _THROUGH.search(before):
        return True
    return bool(_INTO.search(before) and _CLAUSE_END.match(after)) and not is_function_word(
        span.casefold()
    )
