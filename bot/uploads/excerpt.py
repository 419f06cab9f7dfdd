"""The beginning of an uploaded text as it may be kept."""

import re

from bot.masking.redact import redact
from bot.triage.understand.facts.web_address import ADDRESS

LONGEST = 4_000
_QUERY = re.compile(r"(?<=[\w/])[?#][^\s=?#'\"<>)」）]{0,300}=[^\s'\"<>)」）]*")
# A header or a cookie on a line of its own, as curl -v and the network panel show it.
_HEADER = re.compile(
    r"^[<>*\s]{0,8}(?:(?:set-)?cookie|authorization|proxy-authorization|x-cybozu-[\w-]+|x-csrf[\w-]*)"
    r"\s*[:：].*$",
    re.IGNORECASE | re.MULTILINE,
)
# Options of a copied curl command, each with its quoted value, which may run over lines.
_OPTION = re.compile(
    r"\s(?:-H|--header|-b|--cookie|-u|--user|-d|-F|--form|--data(?:-\w+)?)[ =]\$?"
    r"(?:'[^']{0,200000}(?:'|\Z)|\"[^\"]{0,200000}(?:\"|\Z)|[^\s'\"]+)"
)


def excerpt(text: str) -> str:
    """The first lines, without queries, headers, cookies and bodies, personal data masked.

    It knows the shapes in which browsers and curl write these; a body that somebody pasted by hand
    is text like any other and is masked only.
    """
    beginning = text[: 4 * LONGEST]
    bare = _HEADER.sub("", _OPTION.sub("", beginning))
    bare = _QUERY.sub("", ADDRESS.sub(_without_query, bare))
    return redact(bare[:LONGEST]).text.strip()


def _without_query(found: re.Match[str]) -> str:
    return re.split(r"[?#]", found.group(), maxsplit=1)[0]
