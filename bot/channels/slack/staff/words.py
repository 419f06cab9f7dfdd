"""What the staff's cards and forms say, in Japanese and English."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "status.open": "未対応", "status.claimed": "対応中", "status.closed": "完了",
        "urgency.high": "緊急", "urgency.normal": "通常", "urgency.low": "低",
        "incident.suspected": "障害の疑い", "incident.confirmed": "確認済み",
        "incident.monitoring": "経過観察", "incident.resolved": "復旧",
        "incident.withdrawn": "取り下げ", "incident.merged": "統合",
        "note": "お知らせ（担当者向け）", "unknown": "原因は未特定", "organisations": "{n} 組織",
        "said": "お客様の言葉", "tenant": "組織: {tenant}", "opened": "受付: {at}", "has": "担当: {staff}",
        "of": "インシデント: {incident}", "raised": "発生: {at}", "closed_by": "{staff} が完了にしました",
        "claim": "担当する", "assign": "割り当て…", "reply": "返信する", "close": "完了にする",
        "more": "その他", "link": "インシデントに紐付ける", "wrong": "原因が違う",
        "suspects": "候補", "notices": "お知らせ案: {n} 件、{readers} 人へ", "decide": "確認して送る",
        "reject": "送らない", "reject.sure": "この案は送られません。取り消しはできません。",
        "yes": "はい", "no": "戻る", "reply.title": "お客様へ返信", "reply.label": "返信の文面",
        "reply.hint": "お客様のスレッドに、このまま届きます。", "send": "送信", "link.title": "紐付け",
        "link.label": "インシデント", "link.none": "自動の判定に戻す", "save": "保存",
        "wrong.title": "原因が違う", "wrong.label": "違うと分かった原因", "decide.title": "お知らせの確認",
        "decide.label": "{language}（{n} 人へ）", "decide.send": "承認して送る", "lang.ja": "日本語", "lang.en": "英語",
        "decide.hint": "編集できます。理由: {reason}。", "decide.readers": "宛先: {readers}",
        "decide.channel": "{channel} {n} 人", "by.mail": "メール", "by.slack": "Slack", "by.web": "ウェブチャット", "by.webhook": "Webhook",
        "decide.number": "{language}・案{number}", "and": "、", "reason.correction": "訂正",
        "gone": "すでに決まっているか、見つかりません。画面を開き直してください。",
        "staff_only": "この操作は登録された担当者だけができます。", "lead_only": "お知らせの承認は責任者だけができます。",
        "not_here": "この操作は担当者用のチャンネルでだけできます。", "not_staff": "割り当て先が担当者として登録されていません。",
        "empty": "文面が空です。", "customer": "お客様", "customer_name": "お客様: {name} 様", "open_thread": "スレッドを開く", "direct": "ダイレクトメッセージで受付",
        "reason.first": "第一報", "reason.update": "続報",
        "reason.workaround": "回避策", "reason.recovered": "復旧", "reason.reenable": "再有効化",
        "nobody_open": "開いているインシデントはありません。",
    },
    "en": {
        "status.open": "open", "status.claimed": "in progress", "status.closed": "done",
        "urgency.high": "urgent", "urgency.normal": "normal", "urgency.low": "low",
        "incident.suspected": "suspected", "incident.confirmed": "confirmed",
        "incident.monitoring": "monitoring", "incident.resolved": "recovered",
        "incident.withdrawn": "withdrawn", "incident.merged": "merged",
        "note": "note to staff", "unknown": "cause not known yet", "organisations": "{n} organisations",
        "said": "In the customer's words", "tenant": "organisation: {tenant}", "opened": "opened: {at}", "has": "with: {staff}",
        "of": "incident: {incident}", "raised": "since: {at}", "closed_by": "{staff} has closed it",
        "claim": "Take it", "assign": "Assign…", "reply": "Reply", "close": "Close",
        "more": "More", "link": "Link to an incident", "wrong": "Not this cause",
        "suspects": "Suspects", "notices": "Notices drafted: {n}, to {readers} people", "decide": "Review and send",
        "reject": "Do not send", "reject.sure": "These drafts will not go out. This cannot be undone.",
        "yes": "Yes", "no": "Back", "reply.title": "Reply to the customer", "reply.label": "Your reply",
        "reply.hint": "It reaches the customer's thread just like this.", "send": "Send", "link.title": "Link",
        "link.label": "Incident", "link.none": "Let the desk decide again", "save": "Save",
        "wrong.title": "Not this cause", "wrong.label": "The cause that it is not", "decide.title": "Review the notice",
        "decide.label": "{language} (readers: {n})", "decide.send": "Approve", "lang.ja": "Japanese", "lang.en": "English",
        "decide.hint": "You may edit it. Reason: {reason}.", "decide.readers": "To: {readers}",
        "decide.channel": "{n} by {channel}", "by.mail": "mail", "by.slack": "Slack", "by.web": "web chat", "by.webhook": "webhook",
        "decide.number": "{language}, draft {number}", "and": ", ", "reason.correction": "correction",
        "gone": "It is decided already or not there any more. Please open it again.",
        "staff_only": "Only registered staff can do this.", "lead_only": "Only leads approve notices.",
        "not_here": "This can be done in the staff's channel only.", "not_staff": "That person is not registered as staff.",
        "empty": "The text is empty.", "customer": "Customer", "customer_name": "customer: {name}", "open_thread": "Open the thread", "direct": "by direct message",
        "reason.first": "first notice", "reason.update": "update",
        "reason.workaround": "workaround", "reason.recovered": "recovery", "reason.reenable": "switch on again",
        "nobody_open": "No incident is open.",
    },
}  # fmt: skip


def channel_name(lang: str, channel: str) -> str:
    """What a channel is called; its own name when it has no other."""
    return WORDS.get(lang, WORDS["en"]).get(f"by.{channel}", channel)


def say(lang: str, key: str, **values: object) -> str:
    """One sentence in the language of the staff."""
    return WORDS.get(lang, WORDS["en"])[key].format(**values)
