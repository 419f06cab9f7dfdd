"""Takes secrets and personal data out of a text before it is kept, shown or sent on.

A process has one masker, so that no place can hold a weaker one. What it looks for is data, which
``furnish`` says how to come by; until then nothing can be masked, and whoever tries is told so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.masking.masker import SHORT, Masker
from bot.masking.sensitive import MASK_EN, MASK_JA, SECRET, Sensitive, SensitiveSpan
from bot.model.masking import Masking
from bot.text.language import language

MOST_PASSES = 4
_furnished: list[Callable[[], Masking]] = []


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was sensitive in it. ``found`` names the kinds, most secret first."""

    text: str
    found: tuple[str, ...] = ()


def furnish(source: Callable[[], Masking]) -> None:
    """Say where to get what masking looks for; asked when first a text is masked."""
    _furnished[:] = [source]
    _masker.cache_clear()


@cache
def _masker() -> Masker:
    if not _furnished:
        raise RuntimeError("nobody has said what to mask; importing bot.knowledge.load does")
    return Masker(_furnished[0]())


def redact(text: str) -> Redacted:
    """Mask passwords, tokens, logins, card, account and phone numbers, addresses, birth dates, health.

    Also where they are URL-encoded or base64. Everything else stays letter for letter: names, times,
    error codes, app and record numbers, versions, IP addresses, kintone addresses. Masks are in
    Japanese when the text is, else in English. Idempotent, linear, never raises. It does not find
    what neither its shape nor a word beside it marks.
    """
    masker = _masker()
    found = masker.find(text)
    if not found:
        return Redacted(text)
    masks = MASK_JA if language(text[:SHORT]) == "ja" else MASK_EN
    kinds: set[Sensitive] = set()
    for _ in range(MOST_PASSES):
        if not found:
            break
        kinds.update(f.kind for f in found)
        text = _masked(text, found, masks)
        found = masker.find_again(text)
    return Redacted(text, tuple(k.value for k in Sensitive if k in kinds))


def without_secrets(text: str) -> str:
    """The text with passwords, tokens, logins and mail addresses masked by their kinds; for logs.

    Nothing is left of it while nobody has said what to mask.
    """
    if not _furnished:
        return ""
    kinds = SECRET | {Sensitive.EMAIL}
    found = [f for f in _masker().find(text) if f.kind in kinds]
    return _masked(text, found, {kind: f"[{kind.value}]" for kind in kinds})


def _masked(text: str, found: list[SensitiveSpan], masks: dict[Sensitive, str]) -> str:
    parts: list[str] = []
    end = 0
    for f in found:
        parts += (text[end : f.start], masks[f.kind])
        end = f.end
    return "".join((*parts, text[end:]))
