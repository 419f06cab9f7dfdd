"""The three pages of an installation, in the reader's language. Pure: text in, HTML out."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

Lang = str  # ja or en


class _Words(NamedTuple):
    title: str
    text: str
    link: str


_INSTALL: Mapping[Lang, _Words] = {
    "ja": _Words(
        "サポート窓口を Slack に追加",
        "Slack の確認画面が開きます。許可すると、招待されたチャンネルと DM で問い合わせを受け付けます。",
        "Slack に追加",
    ),
    "en": _Words(
        "Add the support desk to Slack",
        "Slack will ask you to allow it. The desk then takes reports in direct messages and in the"
        " channels that it is invited to.",
        "Add to Slack",
    ),
}
_DONE: Mapping[Lang, _Words] = {
    "ja": _Words(
        "追加しました",
        "{place} にサポート窓口を追加しました。DM を送るか、チャンネルに招待してください。",
        "Slack を開く",
    ),
    "en": _Words(
        "The support desk was added",
        "The support desk was added to {place}. Send it a direct message, or invite it to a channel.",
        "Open Slack",
    ),
}
_FAILED: Mapping[Lang, tuple[str, str]] = {
    "ja": ("追加できませんでした", "もう一度追加する"),
    "en": ("The support desk was not added", "Add it again"),
}
_WHY: Mapping[str, Mapping[Lang, str]] = {
    "access_denied": {
        "ja": "Slack の確認画面で許可されませんでした。何も変更していません。",
        "en": "It was not allowed on Slack's page. Nothing has changed.",
    },
    "invalid_browser": {
        "ja": "追加を始めたときと違うブラウザで開かれました。同じブラウザで最初からやり直してください。",
        "en": "This is not the browser in which it was begun. Please begin again in one browser.",
    },
    "invalid_state": {
        "ja": "追加を始めてから時間がたったか、このページが二度開かれました。最初からやり直してください。",
        "en": "It was begun too long ago, or this page was opened twice. Please begin again.",
    },
    "invalid_code": {
        "ja": "Slack が許可を確認できませんでした。最初からやり直してください。",
        "en": "Slack could not confirm what was allowed. Please begin again.",
    },
    "unreachable": {
        "ja": "Slack から返事がありませんでした。少し待ってから、最初からやり直してください。",
        "en": "Slack did not answer. Please wait a little and begin again.",
    },
    "busy": {
        "ja": "Slack が混み合っています。1分ほど待ってから、最初からやり直してください。",
        "en": "Slack is busy. Please wait for a minute and begin again.",
    },
    "storage_error": {
        "ja": "こちら側の問題で保存できませんでした。少し待ってから、最初からやり直してください。",
        "en": "It could not be saved, and the fault is ours. Please wait a little and begin again.",
    },
    "other": {
        "ja": "Slack がエラーを返しました。最初からやり直してください。",
        "en": "Slack answered with an error. Please begin again.",
    },
}
_STYLE = (
    "body{font:1.05rem/1.7 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem}"
    "h1{text-wrap:balance;word-break:auto-phrase}a{color:#0b57d0}"
)
HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds a code and a state
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
}


def lang_of(accepted: str) -> Lang:
    """The language for an ``Accept-Language``: English where it is preferred to Japanese."""
    for part in accepted.lower().split(","):
        if part.strip().startswith("ja"):
            return "ja"
        if part.strip().startswith("en"):
            return "en"
    return "ja" if not accepted.strip() else "en"


def why(reason: str) -> str:
    """One of the reasons that we have words for; the address bar may say anything."""
    return reason if reason in _WHY else "other"


def install_page(lang: Lang, url: str) -> str:
    """Before it begins; the link leads to Slack."""
    words = _INSTALL[lang]
    return _page(lang, words.title, words.text, (words.link, url))


def success_page(lang: Lang, place: str, url: str) -> str:
    """``place`` is the name of the workspace or enterprise, in anybody's words."""
    words = _DONE[lang]
    return _page(lang, words.title, words.text.format(place=place or "Slack"), (words.link, url))


def failure_page(lang: Lang, reason: str, again: str) -> str:
    """What went wrong, and the way to begin again. Shows nothing that came with the request."""
    title, link = _FAILED[lang]
    return _page(lang, title, _WHY[why(reason)][lang], (link, again))


def _page(lang: Lang, title: str, text: str, link: tuple[str, str]) -> str:
    label, url = link
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(text)}</p>"
        f'<p><a href="{escape(url)}">{escape(label)}</a></p></main></body></html>'
    )
