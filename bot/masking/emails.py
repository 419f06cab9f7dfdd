"""Mail addresses in a text, also those that are written so that programs should not see them.

taro@ex.example, taro(at)ex.example, "taro at ex dot example", taro★ex.example. Found by their sign and read
to both sides, so that the work is bounded however long the text is.
"""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive
from bot.text.ordinary import is_english
from bot.text.sieve import Pattern, pieces

_SIGN = Cued(
    (
        " @",
        "@",
        " [",
        "[",
        " (",
        "(",
        " {",
        "{",
        " <",
        "<",
        " アット",
        "アット",
        " at ",
        "_at_",
        "-at-",
        *"★☆◎●◇◆■♪※*",
    ),
    Pattern(
        r" ?@ ?| ?[\[({<]\s?(?:at|アット(?:マーク)?|a|@)\s?[\])}>] ?| ?アットマーク ?|(?<=[A-Za-z0-9])(?: at |_at_|-at-)(?=[A-Za-z0-9.-]{1,40} ?(?:dot|\(dot|\[dot))|(?<=[A-Za-z0-9])[★☆◎●◇◆■♪※＊](?=[A-Za-z0-9-]{1,40}\.[A-Za-z])",
        re.IGNORECASE,
    ),
)
_SAYS_DOT = frozenset({"dot", "ドット"})
_DOT = r"(?:\.| ?[\[({]\s?(?:dot|ドット|\.)\s?[\])}] ?| dot | ?ドット ?|_dot_)"
_LOCAL = re.compile(
    rf"(?:\"[^\"\n]{{1,40}}\"|[A-Za-z0-9_%+][A-Za-z0-9_%+'-]{{0,63}}(?:{_DOT}[A-Za-z0-9_%+'-]{{1,63}}){{0,5}}|[A-Za-z0-9_%+])$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    rf"[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{1,6}}|[A-Za-z0-9-]{{1,63}} ?\. ?[a-z0-9-]{{2,63}}(?:\.[a-z0-9-]{{2,63}}){{0,3}}",
    re.IGNORECASE,
)
_OF_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_%+'.-")
_CLOSES = frozenset('"])}>')
_LOGIN_BEFORE = re.compile(
    r"://[^\s/@:]{1,128}:(?:[^\s/@]{0,128}|(?!\d)[^\s?&=]{0,128})$"
)  # a password before a host
_TLD = re.compile(r"[A-Za-z]{2,24}|xn--[A-Za-z0-9-]+")


def find_emails(text: str) -> Iterator[Found]:
    """Mail addresses in a narrowed text; linear in its length."""
    if "." not in text and _SAYS_DOT.isdisjoint(pieces(text)):
        return
    for sign in _SIGN.finditer(text):
        domain = _DOMAIN.match(text, sign.end(), sign.end() + 200)
        if not domain:
            continue
        offset = _run_start(text, sign.start())
        before = text[offset : sign.start()]
        local = _LOCAL.search(before)
        if not local or _is_password(text, sign.start()):
            continue
        if sign.group() == " @" and is_english(local.group().casefold()):  # "is @name"
            continue
        last = re.split(r"[.\])}\s_]|ドット", domain.group())[-1]
        if _TLD.fullmatch(last):
            yield Found(offset + local.start(), domain.end(), Sensitive.EMAIL)


def _run_start(text: str, end: int) -> int:
    """Where to look for what stands before the sign: from its run of letters, or earlier if that is joined."""
    earliest = max(0, end - 80)
    at = end
    while at > earliest and text[at - 1] in _OF_LOCAL:
        at -= 1
    if at == end and text[at - 1 : at] in _CLOSES:
        return earliest
    return earliest if text[at - 4 : at].strip(" ])}>").casefold() in _SAYS_DOT else at


def _is_password(text: str, at: int) -> bool:
    earliest = max(0, at - 80)
    return text.rfind("://", earliest, at) >= 0 and bool(_LOGIN_BEFORE.search(text, earliest, at))
