"""Slack's text format as safe HTML, as Slack shows it: links, and words between ``* _ ~`` and backquotes."""

import html
import re

from markupsafe import Markup, escape

_TOKEN = re.compile(r"<([^<>]*)>")
_STYLES = {"*": "strong", "_": "em", "~": "s", "`": "code"}
_STYLED = re.compile(r"(?<!\w)([*_~`])(?=\S)([^*_~`\n]+)(?<=\S)\1(?!\w)")


def mrkdwn(text: str) -> Markup:
    """A text that is escaped as Slack wants it. A date is shown as where Slack cannot work it out."""
    parts: list[Markup] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts += [_styled(text[end : token.start()]), _live(token[1])]
        end = token.end()
    return Markup("").join([*parts, _styled(text[end:])])


def _live(inside: str) -> Markup:
    target, _, label = (html.unescape(part) for part in inside.partition("|"))
    if not target.startswith("https://"):
        return escape(label or target)
    link = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
    return link.format(target, label or target)


def _styled(text: str) -> Markup:
    def drawn(found: re.Match[str]) -> str:
        name = _STYLES[found[1]]
        return f"<{name}>{found[2]}</{name}>"

    said = str(escape(html.unescape(text)))
    return Markup(_STYLED.sub(drawn, said).replace("\n", "<br>"))  # noqa: S704 - escaped above
