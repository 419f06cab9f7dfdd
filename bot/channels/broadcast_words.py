"""What the commands ``broadcasts`` say, in Japanese and English."""

from collections.abc import Mapping
from datetime import timedelta

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "none": "配信したお知らせはありません。",
        "unknown": "配信 {what} はありません。jitabata broadcasts で一覧を見られます",
        "row": "{id}\t{stage}\t{done}/{total}\t{failed}\t{started}\t{reason}\t{cause}",
        "head": "ID\t状態\t完了\t失敗\t開始\t種類\t原因",
        "title": "{id} [{stage}] {reason}：{cause}",
        "who": "{started} 開始、担当 {staff}",
        "itself": "なし（自動）",
        "follows": "対象: {what} が届いた方だけ",
        "counts": "{total} 名のうち {done} 名が完了（{percent}%）。届いた {delivered}、これから {left}、届かなかった {failed}、中止 {cancelled}",
        "rate": "いまのペースは 1 分あたり {n} 名、残り時間の目安は {length}です。",
        "quiet": "夜間は送らない設定です。{at} から送ります。",
        "failures": "届かなかった宛先（新しい順）",
        "pause": "{id} を一時停止しました。",
        "resume": "{id} の送信を再開しました。",
        "cancel": "{id} の残りの送信を中止しました。",
        "correct": "{id} を訂正しました。すでに届いていた {told} 名に訂正を送ります。",
        "retract": "{id} を取り下げました。すでに届いていた {told} 名に取り下げを送ります。",
        "resend": "{id} が届かなかった宛先に、もう一度送り始めました。",
        "late_resend": "{id} には、もう一度送れる宛先がありません",
        "late_pause": "{id} は送信中ではないため、一時停止できません",
        "late_resume": "{id} は一時停止していないため、再開できません",
        "late_cancel": "{id} には中止できる送信が残っていません",
        "late_correct": "{id} は訂正できません。訂正できるのは、まだ取り下げていない第一報だけです",
        "late_retract": "{id} は取り下げられません。取り下げられるのは、まだ取り下げていない第一報だけです",
        "same": "本文が前と同じです。何もしていません",
        "empty": "訂正後の本文が空です。何もしていません",
        "long": "本文は {most:,} 文字以内にしてください。何もしていません",
        "unread": "{what} を読めません: {why}",
        "sure": "{id} を取り下げると、残りの送信を中止し、すでに届いていた {told} 名に取り下げを知らせます。元には戻せません。取り下げるには yes と入力してください: ",
        "left": "取り下げていません。",
        "minutes": "{n} 分", "hours": "{n} 時間", "moments": "1 分未満",
    },
    "en": {
        "none": "Nothing has been broadcast.",
        "unknown": 'there is no broadcast "{what}"; jitabata broadcasts lists them',
        "row": "{id}\t{stage}\t{done}/{total}\t{failed}\t{started}\t{reason}\t{cause}",
        "head": "id\tstate\tdone\tfailed\tbegun\tkind\tcause",
        "title": "{id} [{stage}] {cause}: {reason}",
        "who": "begun {started} by {staff}",
        "itself": "itself",
        "follows": "to those who got {what}",
        "counts": "{done} of {total} done ({percent} %): {delivered} delivered, {left} to go, {failed} failed, {cancelled} cancelled",
        "rate": "{n} a minute, about {length} to go",
        "quiet": "nothing is sent at night; it is sent from {at} on",
        "failures": "not delivered, newest first",
        "pause": "{id} is paused.",
        "resume": "{id} goes on.",
        "cancel": "What was left of {id} is cancelled.",
        "correct": "{id} is corrected; the {told} who had got it are told.",
        "retract": "{id} is retracted; the {told} who had got it are told.",
        "resend": "{id} is sent again to whom it had not reached.",
        "late_resend": "{id} has nobody to whom it could be sent again",
        "late_pause": "{id} is not being sent, so it cannot be paused",
        "late_resume": "{id} is not paused, so it cannot be resumed",
        "late_cancel": "{id} has nothing left that could be cancelled",
        "late_correct": "{id} cannot be corrected: only a first notice can, before it is retracted",
        "late_retract": "{id} cannot be retracted: only a first notice can, and once",
        "same": "the text is the same as before; nothing was done",
        "empty": "the new text is empty; nothing was done",
        "long": "keep the text within {most:,} characters; nothing was done",
        "unread": "cannot read {what}: {why}",
        "sure": "Retracting {id} cancels what is left and tells the {told} who got it. This cannot be undone. Type yes to retract it: ",
        "left": "It was not retracted.",
        "minutes": "{n} min", "hours": "{n} h", "moments": "less than a minute",
    },
}  # fmt: skip
STAGES: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "sending": "送信中", "quiet": "夜間のため待機中", "paused": "一時停止中", "cancelled": "中止",
        "done": "送信済み",
    },
    "en": {
        "sending": "sending", "quiet": "quiet hours", "paused": "paused", "cancelled": "cancelled",
        "done": "sent",
    },
}  # fmt: skip
REASONS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "first": "第一報", "correction": "訂正", "withdrawn": "取り下げ", "recovered": "復旧",
        "relapse": "再発",
    },
    "en": {
        "first": "first notice", "correction": "correction", "withdrawn": "retraction",
        "recovered": "recovery", "relapse": "relapse",
    },
}  # fmt: skip


def length(span: timedelta, lang: str) -> str:
    """How long, in the one unit that matters."""
    minutes = round(span / timedelta(minutes=1))
    if minutes < 1:
        return WORDS[lang]["moments"]
    hours, words = minutes // 60, WORDS[lang]
    return words["hours"].format(n=hours) if hours >= 2 else words["minutes"].format(n=minutes)
