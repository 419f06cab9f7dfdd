"""The few words that every channel sets around a text, in Japanese and English.

Names of buttons and of what a status feed shows. What the desk *says* is in ``knowledge/``.
"""

from collections.abc import Mapping

from bot.model.finding import Failure, Finding
from bot.model.upload import Upload

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
        "unreachable": "取得できず、状況は不明",
        "unreadable": "読み取れず、状況は不明",
        "answers": "接続に応答あり",
        "no_answer": "接続に応答なし",
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
        "answers": "answered our own try",
        "no_answer": "did not answer our own try",
    },
}


FAILURES: Mapping[str, Mapping[Failure, str]] = {
    "ja": {
        Failure.TIMED_OUT: "応答なし（タイムアウト）",
        Failure.REFUSED: "接続を拒否",
        Failure.RESET: "接続が切断",
        Failure.NOT_RESOLVED: "ホスト名が引けない",
        Failure.CERTIFICATE: "証明書のエラー",
        Failure.BLOCKED_BY_CLIENT: "ブラウザ側で遮断",
        Failure.BLOCKED_BY_CORS: "CORSで遮断",
        Failure.MIXED_CONTENT: "混在コンテンツ",
        Failure.OFFLINE: "端末がオフライン",
        Failure.SERVER_ERROR: "サーバーのエラー（5xx）",
        Failure.UNAUTHORISED: "認証エラー",
        Failure.FORBIDDEN: "アクセス拒否",
        Failure.NOT_FOUND: "見つからない（404）",
        Failure.RATE_LIMITED: "回数の上限（429）",
        Failure.SCRIPT_ERROR: "スクリプトのエラー",
        Failure.SLOW: "応答が10秒超",
        Failure.PENDING: "応答待ちのまま",
        Failure.OTHER: "失敗",
    },
    "en": {
        Failure.TIMED_OUT: "no answer (timed out)",
        Failure.REFUSED: "connection refused",
        Failure.RESET: "connection cut",
        Failure.NOT_RESOLVED: "host name not found",
        Failure.CERTIFICATE: "certificate error",
        Failure.BLOCKED_BY_CLIENT: "blocked in the browser",
        Failure.BLOCKED_BY_CORS: "blocked by CORS",
        Failure.MIXED_CONTENT: "mixed content",
        Failure.OFFLINE: "device offline",
        Failure.SERVER_ERROR: "server error (5xx)",
        Failure.UNAUTHORISED: "not authorised",
        Failure.FORBIDDEN: "access refused",
        Failure.NOT_FOUND: "not found (404)",
        Failure.RATE_LIMITED: "too many requests (429)",
        Failure.SCRIPT_ERROR: "script error",
        Failure.SLOW: "answered after more than 10 s",
        Failure.PENDING: "still no answer",
        Failure.OTHER: "failed",
    },
}


_LISTED = {
    "ja": ("導入プラグイン", "無効のプラグイン", "読み込むスクリプト"),
    "en": ("plug-ins", "plug-ins switched off", "scripts"),
}
_AND = {"ja": "、", "en": ", "}
_SHOWN_FINDINGS, _SHOWN_NAMES = 5, 12  # of one file


def finding(found: Finding, lang: str | None) -> str:
    """One finding in a line: where, how and how often, with an example."""
    words = [found.host, FAILURES[spoken(lang)][found.failure], f"×{found.count}"]
    if found.proxied:
        words.append("kintone.proxy()")
    line = " ".join(word for word in words if word)
    return f"{line}: {found.detail}" if found.detail else line


def handed_in(upload: Upload, lang: str | None) -> list[str]:
    """One file for staff: what it was, what failed in it, and what it lists."""
    lines = [upload.caption(spoken(lang))]
    lines += [f"・{finding(f, lang)}" for f in upload.findings[:_SHOWN_FINDINGS]]
    inventory = upload.inventory
    if inventory is None:
        return lines
    on = [p.name for p in inventory.plugins if p.name and p.enabled is not False]
    off = [p.name for p in inventory.plugins if p.name and p.enabled is False]
    scripts = [s.host or s.name for s in inventory.scripts]
    for heading, names in zip(_LISTED[spoken(lang)], (on, off, scripts), strict=True):
        distinct = list(dict.fromkeys(names))
        if distinct:
            more = ["…"] if len(distinct) > _SHOWN_NAMES else []
            lines.append(f"・{heading}: {_AND[spoken(lang)].join(distinct[:_SHOWN_NAMES] + more)}")
    return lines


def spoken(lang: str | None) -> str:
    """The language of labels for a reader: theirs when we have it, else English."""
    return lang if lang in LANGUAGES else "en"


def button(name: str, lang: str | None) -> str:
    """What a button is called; its own name when it is none of ours."""
    return BUTTONS[spoken(lang)].get(name, name)


def shows(word: str, lang: str | None) -> str:
    """What a feed shows, as a reader would say it; the word itself when it is new to us."""
    return SHOWS[spoken(lang)].get(word, word)
