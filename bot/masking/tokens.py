"""Tokens that their shape tells: a vendor's prefix, or that only a machine writes so."""

import re
from collections.abc import Iterator

from bot.masking.checks import Checks, Value
from bot.masking.sensitive import Sensitive, SensitiveSpan
from bot.model.masking import TokenShape

_RUN = re.compile(r"[A-Za-z0-9_.:/+=-]{16,}")
_DENSE = re.compile(r"[A-Za-z0-9_-]{24,}")
_STARTS = r"(?<![A-Za-z0-9_-])"
_DIGEST_NAMED = re.compile(r"sha\d{3}-|sha1-|md5-", re.IGNORECASE)  # integrity="sha384-…"


class Tokens:
    """The shapes of all vendors, looked for in long runs only."""

    def __init__(self, shapes: tuple[TokenShape, ...], checks: Checks) -> None:
        self._any = re.compile(
            _STARTS
            + "(?:"
            + "|".join(f"(?P<t{at}>{shape.pattern})" for at, shape in enumerate(shapes))
            + ")(?![A-Za-z0-9_])"
        )
        self._checks = {
            f"t{at}": tuple(map(checks.named, shape.checks)) for at, shape in enumerate(shapes)
        }

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Tokens in a narrowed text; linear in its length."""
        for run in _RUN.finditer(text):
            for m in self._any.finditer(text, run.start(), run.end()):
                checks = self._checks[m.lastgroup or ""]
                if all(check(Value(m.group(), m, m.start())) for check in checks):
                    yield SensitiveSpan(*m.span(), Sensitive.API_TOKEN)
            for dense in _DENSE.finditer(text, run.start(), run.end()):
                if is_dense(dense.group()) and not _DIGEST_NAMED.match(text, run.start()):
                    yield SensitiveSpan(*dense.span(), Sensitive.API_TOKEN)


def is_dense(value: str) -> bool:
    """Of both cases and digits all over, as only generated values are; neither a path nor a word."""
    return bool(
        re.search(r"[a-z]", value)
        and re.search(r"[A-Z]", value)
        and len(re.findall(r"\d", value)) >= 2
        and len(re.findall(r"[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]", value)) >= 5
    )
