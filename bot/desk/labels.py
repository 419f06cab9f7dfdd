"""The few words that every channel sets around a text, in Japanese and English.

Names of buttons and of what a status feed shows. What the desk *says* is in ``knowledge/``.
"""

from collections.abc import Mapping

LANGUAGES = ("ja", "en")

BUTTONS: Mapping[str, Mapping[str, str]] = {
    "ja": {"worked": "直った", "failed": "まだ開かない", "human": "人に相談する"},
    "en": {"worked": "It works now", "failed": "Still broken", "human": "Ask a person"},
}

SHOWS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "operational": "障害の掲載なし",
        "investigating": "調査中",
        "identified": "原因特定、対応中",
        "monitoring": "復旧後の経過観察中",
        "resolved": "解消と掲載",
        "degraded": "性能低下",
        "partial_outage": "一部で障害",
        "major_outage": "障害",
        "maintenance_scheduled": "メンテナンス予定",
        "maintenance_in_progress": "メンテナンス中",
        "maintenance_completed": "メンテナンス完了",
        "notice": "お知らせあり",
        "unreachable": "取得できず(状況は不明)",
        "unreadable": "読み取れず(状況は不明)",
    },
    "en": {
        "operational": "no trouble posted",
        "investigating": "investigating",
        "identified": "cause identified",
        "monitoring": "monitoring after a fix",
        "resolved": "posted as resolved",
        "degraded": "degraded",
        "partial_outage": "partial outage",
        "major_outage": "major outage",
        "maintenance_scheduled": "maintenance scheduled",
        "maintenance_in_progress": "maintenance in progress",
        "maintenance_completed": "maintenance completed",
        "notice": "a notice is posted",
        "unreachable": "could not be reached (state unknown)",
        "unreadable": "could not be read (state unknown)",
    },
}


def spoken(lang: str | None) -> str:
    """The language of labels for a reader: theirs when we have it, else English."""
    return lang if lang in LANGUAGES else "en"


def button(name: str, lang: str | None) -> str:
    """What a button is called; its own name when it is none of ours."""
    return BUTTONS[spoken(lang)].get(name, name)


def shows(word: str, lang: str | None) -> str:
    """What a feed shows, as a reader would say it; the word itself when it is new to us."""
    return SHOWS[spoken(lang)].get(word, word)
