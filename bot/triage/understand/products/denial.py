"""Whether the words around a product name deny it: not used here, or not what this is about."""

import re

from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("denial", "after_ja listed before only after_en after_other")

# "… を入れていないアプリは平気": what is not used there is used elsewhere.
_RELATION_ONLY = frozenset({"です", "だ", "と思"})  # these deny only after 無関係


def denies(before: str, after: str) -> bool:
    """Whether a name between these two pieces of one sentence is denied.

    It does not look beyond the sentence, and "X works" or "without X it opens" deny nothing.
    """
    if _SAID.before.search(before[-60:]) and not _SAID.only.search(before[-60:]):
        return True
    if _SAID.after_en.search(after[:80]) or _SAID.after_other.search(after[:40]):
        return True
    found = _SAID.after_ja.search(after[:60])
    return bool(found) and not _only_related(found)


def _only_related(found: re.Match[str] | None) -> bool:
    """``関係です`` denies nothing, ``無関係です`` does."""
    return (
        found is not None
        and found.group("related") in _RELATION_ONLY
        and "無関係" not in found.group()
    )


def joins(between: str) -> bool:
    """Whether the words between two names only list them (``XもYも``, ``X or Y``)."""
    return bool(
        _SAID.listed.search(between)
        or re.fullmatch(
            r"['’\s]*(?:,|/|&|or|and|nor|, ?or|, ?nor|, ?and|(?:or|nor|and) the)\s*", between
        )
    )
