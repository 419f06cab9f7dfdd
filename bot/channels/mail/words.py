"""The few words that a mail sets around a text, in Japanese and English."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "automated": "自動応答",
        "staff": "担当者からの返信",
        "notice": "自動のお知らせ",
        "checked": "確認した情報（日本時間）",
        "checked_line": "{name}：{shows}（{at}）",
        "at": "{at.month}月{at.day}日 {at:%H:%M}",
        "nothing": "（本文なし）",
        "more": "…（長いため、ここまでを掲載しています。続きが必要な場合はご返信ください）",
        "subject_notice": "【状況のお知らせ】{what}（{incident}）",
        "subject_what": "ご利用のサービス",
        "subject_reply": "お問い合わせの件",
        "answer": "このメールに返信してください。たとえば{examples}とだけ書いていただいても伝わります。",
        "example": "「{word}」",
        "example_joint": "",
        "answer_plain": "ご返信は、このメールにそのままお送りください。",
        "by_machine": "このメールは自動でお送りしています。",
        "by_person": "このメールは担当者がお送りしています。",
        "why_notice": (
            "ご利用中の製品、または配信を希望された製品に関わる状況として、お知らせしています。"
        ),
        "why_reply": "お送りいただいたお問い合わせへの回答です。",
        "stop": "お知らせの配信を停止する",
        "stop_kept": "停止後も、お問い合わせへの回答は届きます。",
        "desk": "送信元：{desk}（{address}）",
        "desk_run": "送信元：{desk}（{address}）／運営：{operator}",
    },
    "en": {
        "automated": "Automated answer",
        "staff": "Answer from our staff",
        "notice": "Automated notice",
        "checked": "What was looked at (Japan time)",
        "checked_line": "{name}: {shows} ({at})",
        "at": "{at.day} {at:%b} {at:%H:%M}",
        "nothing": "(no text)",
        "more": "… (shortened; please reply if you need the rest)",
        "subject_notice": "[Status] {what} ({incident})",
        "subject_what": "A service that you use",
        "subject_reply": "Your message to us",
        "answer": "Please reply to this mail. A few words will do, for example {examples}.",
        "example": "“{word}”",
        "example_joint": ", ",
        "answer_plain": "To answer, simply reply to this mail.",
        "by_machine": "This mail was sent automatically.",
        "by_person": "This mail was written by our staff.",
        "why_notice": (
            "You receive it because it concerns a product that you use or have asked to be told of."
        ),
        "why_reply": "It answers the message that you sent us.",
        "stop": "Stop these notices",
        "stop_kept": "Answers to your own messages will still reach you.",
        "desk": "Sent by {desk} ({address})",
        "desk_run": "Sent by {desk} ({address}), run by {operator}",
    },
}
