"""The table ``[wording]``: a model that may say finished replies in other words, and unclear messages' meaning.

Its key comes from the environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.model.errors import JitabataError

KEY = "JITABATA_WORDING_KEY"
MOST_A_MINUTE = 120
_KNOWN = frozenset({"acts", "model", "per_minute", "url"})
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class WordingSettings:
    """``url`` begins an OpenAI-compatible API, up to and without ``/chat/completions``.

    ``acts``: it is also shown (masked) messages whose meaning is open.
    """

    url: str
    model: str
    per_minute: int = 20
    key: str = field(default="", repr=False)
    acts: bool = False


def wording_of(environment: Mapping[str, str], given: object) -> WordingSettings | None:
    """The settings; None where nobody wrote any down. Raises JitabataError, which names no secret."""
    key = environment.get(KEY, "")
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise JitabataError("[wording] must be a table")
    if unknown := sorted(set(given) - _KNOWN):
        raise JitabataError(
            f"[wording] knows no {', '.join(unknown)}; it knows {', '.join(sorted(_KNOWN))}"
        )
    url, model, times = given.get("url"), given.get("model"), given.get("per_minute", 20)
    if not isinstance(model, str) or not model.strip():
        raise JitabataError("[wording] model must be a text")
    if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_A_MINUTE:
        raise JitabataError(f"[wording] per_minute must be from 1 to {MOST_A_MINUTE}")
    acts = given.get("acts", False)
    if not isinstance(acts, bool):
        raise JitabataError("[wording] acts must be true or false")
    return WordingSettings(_url(url), model.strip(), times, key, acts)


def _url(value: object) -> str:
    """An https address; http is for this machine alone."""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        host, scheme = parts.hostname, parts.scheme
    except ValueError:
        host, scheme = None, ""
    is_safe = scheme == "https" or (scheme == "http" and host in _HERE)
    if not host or not is_safe or any(mark in str(value) for mark in "?#@ "):
        raise JitabataError(
            "[wording] url must be an https address such as https://models.example.com/v1"
        )
    return str(value).rstrip("/")
