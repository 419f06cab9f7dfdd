"""The three pages of an installation, in the reader's language. Pure: text in, HTML out."""

from collections.abc import Mapping
from html import escape

from bot.texts.loader import has, say

Lang = str  # ja or en


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
    return reason if has(f"slack_install.why.{reason}") else "other"


def install_page(lang: Lang, url: str) -> str:
    """Before it begins; the link leads to Slack."""
    return _page(lang, "install", say(lang, "slack_install.install.text"), url)


def success_page(lang: Lang, place: str, url: str) -> str:
    """``place`` is the name of the workspace or enterprise, in anybody's words."""
    return _page(lang, "done", say(lang, "slack_install.done.text", place=place or "Slack"), url)


def failure_page(lang: Lang, reason: str, again: str) -> str:
    """What went wrong, and the way to begin again. Shows nothing that came with the request."""
    return _page(lang, "failed", say(lang, f"slack_install.why.{why(reason)}"), again)


def _page(lang: Lang, what: str, text: str, url: str) -> str:
    title = say(lang, f"slack_install.{what}.title")
    label = say(lang, f"slack_install.{what}.link")
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(text)}</p>"
        f'<p><a href="{escape(url)}">{escape(label)}</a></p></main></body></html>'
    )
