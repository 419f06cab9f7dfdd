"""What the running words of a notice say where it bears no mark: open, over, how bad, or no trouble.

Japanese vendors write sentences (「kintoneにアクセスできない障害が発生しています」), and only some put a mark
before the title. Trouble without an ending is open. A sentence in the past, or one that says that
it was repaired, ends it; a promise or a condition does not (「復旧しましたら」, "once it is back to
normal"). Used on titles and on the text of a notice, one sentence at a time.
"""

import re

from bot.model.status import State

_SENTENCE = re.compile(r"[。．！!\n]|\.(?=\s|$)")
_REPAIRED = re.compile(
    r"(?<!未)(?:復旧|解消|解決|回復|改修|修正|終息|収束)(?:を?(?:いた)?しました|済み"
    r"|(?:作業|対応)?が?完了(?:(?:いた)?しました|済み|して(?:おり|い)ます)|して(?:おり|い)ます)"
    r"|(?:事象|現象|障害|問題|不具合|遅延)は?(?:解消|収束|終息)(?:済み|して)"
    r"|(?:正常|通常|従来)(?:どおり|通り)?に?(?:ご利用|利用|動作|稼働|アクセス)(?:いただけ|でき|して)"
    r"|\b(?:is|are|has|have|was|were|now|fully|been)\s(?:\w+\s)?"
    r"(?:back to normal|available again|restored|recovered|resolved|operating normally)\b"
    r"|^(?:back to normal|available again)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:発生|継続)して(?:いました|おりました|いた(?:事象|障害|問題|不具合))(?!が)")
_NOT_YET = re.compile(
    r"次第|まだ|一部(?:の|で|を)|順次|再発|再度|再び"
    r"|\b(?:will|once|until|when|if|not|yet|expect\w*|should|partial\w*|some|working to)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"^(?:ら|が[、,]|ものの)|^.{0,12}(?:予定|見込|見通し|めど|目途|未定)|一部(?:の|で)|再発|再度|再び"
    r"|\b(?:but|some|partial\w*|not)\b",
    re.IGNORECASE,
)
_OPEN_AGAIN = re.compile(
    r"再発|再度.{0,12}発生|再び.{0,12}発生|引き続き.{0,20}(?:発生|調査)|発生し続け"
)
_SPAN = re.compile(
    r"(?:発生|影響|障害)(?:日時|時刻|期間|時間)[】\]）)]?\s?[:：]?\s?.{4,40}?[~～〜－-]\s?"
    r"(?=.{0,24}\d{1,2}\s?[:：時]\s?\d{0,2})(?!.{0,24}(?:頃?から|現在|継続|未定|調査中))"
)
_CHANGE = re.compile(
    r"仕様変更|変更(?:の|に関する)|アップデート|バージョンアップ|リリース|新機能|機能(?:追加|改善)|提供(?:開始|終了)"
    r"|販売終了|サポート終了|廃止|移行|価格|料金|キャンペーン|セミナー|イベント|休業|営業時間|脆弱性"
    r"|メンテナンス|計画停止|計画停電|\b(?:release notes?|new feature|pricing|webinar|deprecat\w+)\b",
    re.IGNORECASE,
)
# A fix that comes with a release, and a report written after the fact: neither tells of trouble now.
_FIX = re.compile(
    r"(?:障害|不具合|トラブル)(?:の|への)?(?:修正|改修|改善|対策)(?:等)?(?:を含む|のための?|に伴う|版の?|を行う|の)?"
    r".{0,16}(?:アップデート|リリース|メンテナンス|バージョンアップ|更新|適用)"
)
_LOOKED_BACK = re.compile(
    r"再発防止|原因(?:と|および|及び|・)(?:今後の)?対[策応]|(?:調査|最終)(?:結果|報告)|障害報告書"
    r"|(?:先日|過日|先般|昨日|先週)の?.{0,20}(?:障害|不具合|停止|遅延).{0,10}(?:報告|お詫び|おわび)"
)
_TROUBLE = re.compile(r"障害|不具合|トラブル|できない|しづらい|しにくい|つながらない|遅延|異常")

_SLIGHT = re.compile(
    r"しづらい|しにくい|つながりにくい|遅延|遅い|遅れ|時間がかか|不安定|断続|重い|重く"
)
_PART = re.compile(
    r"一部|特定|機能|検索|通知|メール|添付|ファイル|一覧|グラフ|集計|印刷|帳票|API|連携|アプリストア|モバイル"
)
_DOWN = re.compile(
    r"(?:アクセス|接続|ログイン|利用|表示|閲覧|使用)(?:が|を|は)?(?:でき(?:ない|ません|なく)|不可|不能|いただけない)"
    r"|つながらない|繋がらない|開(?:か|け)(?:ない|ません)|(?:サービス|システム|全面)(?:が|の)?停止|ダウン"
)
_ANY = re.compile(r"障害|不具合|トラブル|できない|できません|いただけない|失敗する|エラー|異常")


def says_over(title: str, body: str = "") -> bool:
    """Whether a notice says that its trouble is over, in its title or in a sentence of its text."""
    if _LOOKED_BACK.search(title):
        return True
    if _OPEN_AGAIN.search(title) or _OPEN_AGAIN.search(body):
        return False
    said = [title, *_SENTENCE.split(body)]
    return any(_ends(sentence) for sentence in said) or bool(_SPAN.search(body))


def _ends(sentence: str) -> bool:
    if _PAST.search(sentence):
        return True
    found = _REPAIRED.search(sentence)
    if found is None:
        return False
    before, after = sentence[: found.end()], sentence[found.end() :]
    return not _NOT_YET.search(before) and not _TAKEN_BACK.search(after)


def announces(title: str) -> bool:
    """Whether a title announces a change or work rather than trouble."""
    rest = _FIX.sub("", title)
    return bool(_CHANGE.search(title)) and not _TROUBLE.search(rest)


def severity(title: str) -> State:
    """How bad trouble is by the words of its title; UNKNOWN where they do not say.

    MAJOR_OUTAGE: the product cannot be used. PARTIAL_OUTAGE: one function or some customers.
    DEGRADED: slow, unstable, or trouble that is not said more closely.
    """
    if _DOWN.search(title):
        return State.PARTIAL_OUTAGE if _PART.search(title) else State.MAJOR_OUTAGE
    if _SLIGHT.search(title):
        return State.DEGRADED
    if _ANY.search(title):
        return State.PARTIAL_OUTAGE if _PART.search(title) else State.DEGRADED
    return State.UNKNOWN
