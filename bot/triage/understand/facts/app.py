"""Which app a text speaks of: its name and its number."""

import re
from collections.abc import Iterator

from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "app",
    "quoted labelled before no_app quoted_used paper_used not_after who_when no_name no_name_at "
    "english no_name_english titled_english leading_english abroad id",
)

_MENTION = re.compile(r"アプリ")
# What one does with an app, or what it does.
# Apps are named after the paper they replace.
LONGEST_NAME = 18
# Two or more capitalised words that end like the name of a list of things, in a place for an app.
_ENGLISH = re.compile(r"[A-Za-z]{2} [A-Za-z]{2}")
_KANA = re.compile(r"[ぁ-ん]")


def app_name(wording: MessageWording) -> str | None:
    """The name of the app that a text speaks of; words such as "other app" are no names."""
    written = wording.written
    if not wording.plain.isascii():
        for name in _names(wording):
            if _is_name(name):
                return name
    if "app" in wording.plain:
        for match in _SAID.english.finditer(written):
            name = match.group(match.lastindex or 1).strip()
            if not _SAID.no_name_english.search(name):
                return name
    if (
        "app" in wording.plain
        or "apli" in wording.plain
        or not (wording.plain.isascii() or _KANA.search(wording.plain))
    ):
        for match in _SAID.abroad.finditer(written):
            return match.group(match.lastindex or 1).strip()
    titled = _SAID.titled_english.search(written) if _ENGLISH.search(written) else None
    return _SAID.leading_english.sub("", titled.group(1)) if titled else None


def _names(wording: MessageWording) -> Iterator[str]:
    if "アプリ" in wording.written:
        yield from _called_apps(wording.written)
    for words, text in ((_SAID.quoted_used, wording.plain), (_SAID.paper_used, wording.written)):
        for match in words.finditer(text):
            if not _SAID.no_app.search(wording.plain, *match.span(1)):
                yield wording.cut(match, 1)


def _called_apps(written: str) -> Iterator[str]:
    for words in (_SAID.quoted, _SAID.labelled):
        for match in words.finditer(written):
            yield match.group(match.lastindex or 1).strip()
    for mention in _MENTION.finditer(written):
        if _SAID.not_after.match(written, mention.end()):
            continue
        before = _SAID.before.search(
            written[max(0, mention.start() - LONGEST_NAME) : mention.start()]
        )
        if before:
            yield _SAID.who_when.sub("", before.group(1)).strip()


def _is_name(name: str) -> bool:
    return (
        len(name) > 1
        and not _SAID.no_name.fullmatch(name.lower())
        and not _SAID.no_name_at.search(name)
    )


def app_id(plain: str) -> int | None:
    """The number of the app."""
    match = _SAID.id.search(plain)
    return int(match.group(match.lastindex or 1)) if match else None
