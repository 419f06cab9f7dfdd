"""A letter as HTML and as plain text. Pure; everything is escaped by the template."""

import re
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.channels.mail.writing.letter import Letter
from bot.desk.prose import blocks, one_line, pieces

_FONTS = {
    "ja": (
        "'Hiragino Sans','Hiragino Kaku Gothic ProN','Noto Sans JP','Noto Sans CJK JP',"
        "'Yu Gothic UI',Meiryo,system-ui,sans-serif"
    ),
    "en": "system-ui,-apple-system,'Segoe UI','Helvetica Neue',Arial,'Noto Sans CJK JP',sans-serif",
}
_PREVIEW = 90  # characters; what lists of mails show beside the subject
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_RULE = "-- "  # what follows is a signature, RFC 3676 4.3
_PAGES = Environment(
    loader=PackageLoader("bot.channels.mail.writing"),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


def html(letter: Letter, hosts: frozenset[str]) -> str:
    """The letter as a page that loads nothing; https links lead to ``hosts`` only.

    The link that stops notices stands beside the text and is the caller's.
    """
    return _PAGES.get_template("mail.html").render(
        letter=letter,
        lang=letter.lang if _LANG.fullmatch(letter.lang) else letter.label_lang,
        fonts=_FONTS[letter.label_lang],
        preview=one_line(letter.text, _PREVIEW),
        blocks=blocks(letter.text),
        details=blocks(letter.details) if letter.details else (),
        pieces=partial(pieces, hosts=hosts),
    )


def plain(letter: Letter) -> str:
    """The letter as text.

    Lines are not folded: every program folds to its own width, and a line that was folded for a
    desk is ragged on a telephone.
    """
    parts = [
        letter.text,
        *([f"{letter.label('details')}\n\n{letter.details}"] if letter.details else []),
    ]
    if letter.link:
        parts.append(f"{letter.link_words[0]}: {letter.link}\n{letter.link_words[1]}")
    if letter.checked:
        parts.append("\n".join([letter.label("checked"), *(f"・{c}" for c in letter.checked)]))
    parts.append(letter.answer)
    joint = "" if letter.label_lang == "ja" else " "
    end = [_RULE, joint.join(letter.why)]
    if letter.stop:
        end += [f"{letter.stop_words[0]}: {letter.stop}", letter.stop_words[1]]
    return "\n\n".join([*parts, "\n".join([*end, letter.desk])]) + "\n"
