"""What only a program can tell of a value: whether it looks generated, made up, or adds up.

A check returns what of a value is to be masked: all of it, its beginning, or nothing.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.masking.sensitive import PatternWords
from bot.text.ordinary import is_english


class Value(NamedTuple):
    """What a group of a match holds, without what ends a sentence; it begins at ``start``."""

    text: str
    match: re.Match[str]
    start: int


Check = Callable[[Value], str]

NEVER_SECRET = re.compile(
    r"[./\\~]|[A-Z]:\\|https?://|//|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|\d{1,2}:\d{2}|[A-Z]{2,8}[_-][A-Z]{0,4}\d{1,5}$|v?\d+(?:\.\d+)+$|\d{1,3}$|[\W_]+$"
)
_ERROR_CODE = re.compile(r"[A-Z]{2,8}[_-][A-Z]{0,4}\d{1,5}")
_VERSION = re.compile(r"[A-Z][A-Za-z]*[ -]?\d[\d.]*|[A-Z]{2,8}")  # Chrome120/Edge121
_DIGEST = re.compile(r"[0-9a-f]{40}")
_USERINFO = re.compile(
    r"://[^\s/@:]{0,128}:(?:[^\s/@]{0,128}|(?!\d)[^\s?&=]{0,128})$"
)  # a password before a host
_TLD = re.compile(r"[A-Za-z][A-Za-z0]{1,23}|xn--[A-Za-z0-9-]+")
_MIXED = re.compile(r"(?=.*[A-Za-z])(?=.*\d)|(?=.*[a-z][A-Z])|(?=.*\d)(?=.*[!#$%&*+=?@^~_-])")


def mixed(value: str) -> bool:
    """Letters with digits, or with signs, or of both cases within: as passwords are put together."""
    return bool(
        _MIXED.match(value)
        or (re.search(r"[A-Za-z]", value) and re.search(r"[!#$%&*+=?@^~]", value.rstrip("?!")))
    )


def is_secret(value: str) -> bool:
    """Whether it is put together as people put passwords together; an ordinary word is not."""
    if len(value) < 4 or NEVER_SECRET.match(value) or "://" in value:
        return False
    return len(value) <= 12 if value.isdigit() else mixed(value)


def is_generated(value: str) -> bool:
    """Letters and digits mixed, or letters of both cases; neither a word nor an error code."""
    if NEVER_SECRET.match(value) or value.startswith(("http", "www.")):
        return False
    if len(value) >= 20 and value.isalnum() and not value.isdigit():
        return True
    return bool(re.search(r"(?=.*\d).*[A-Za-z]|[a-z][A-Z]", value))


class Checks:
    """All checks by name; ``words`` says which words are ordinary and how a sentence goes on."""

    def __init__(self, words: PatternWords) -> None:
        self._ordinary, self._roles, self._no_name = (
            frozenset(words.of(name).split("|")) for name in ("ordinary", "role", "no_login_name")
        )
        self._adjective = words.pattern("adjective")
        self._goes_on, self._entered = words.pattern("goes_on"), words.pattern("entered")
        self._commit = words.pattern("commit_before", re.IGNORECASE)

    def named(self, name: str) -> Check:
        """A check by its name; AttributeError when there is none."""
        check: Check = getattr(self, name)
        return check

    def secret(self, value: Value) -> str:
        """What is put together as people put passwords together."""
        return value.text if is_secret(value.text) else ""

    def generated(self, value: Value) -> str:
        """What looks made by a machine."""
        return value.text if is_generated(value.text) else ""

    def no_ordinary(self, value: Value) -> str:
        """Anything but a word that tells of a secret and is none."""
        return "" if value.text.casefold() in self._ordinary else value.text

    def no_english(self, value: Value) -> str:
        """Anything but an English word."""
        return "" if is_english(value.text.casefold()) else value.text

    def told_password(self, value: Value) -> str:
        """A password after the word for it: what is put together like one, or said to be one."""
        m = value.match
        ends = r"\\?[\"'`)]" if m["open"] else r"[()（]|, |\\?\""
        told = re.split(ends, value.text, maxsplit=1)[0].rstrip(".,;:)]>\"'`")
        word = told.casefold()
        if "\n" in (m["bare"] or "") and re.search(r"[,;|]", told):  # the first row of a table
            return ""
        if len(told) < 3 or NEVER_SECRET.match(told) or word in self._ordinary or told[0] in "[<{":
            return ""
        if is_secret(told):
            return told
        if is_english(word) or not told.isascii():
            return ""
        after = m.string[value.start + len(told) :][:6]
        if m["bare"] is not None and not m["open"]:
            return told if self._entered.match(after) else ""
        if self._adjective.search(word) or "\n" in (m["strong"] or ""):
            return ""
        is_said = m["strong"] is not None or m["open"] or self._goes_on.match(after)
        return told if is_said else ""

    def pair(self, value: Value) -> str:
        """A name and its password with a colon or a stroke between."""
        name, word = re.split(r"\s?[:/]\s?", value.text, maxsplit=1)
        is_address = "//" in value.match.group()
        return value.text if not is_address and self._may_be_pair(name, word) else ""

    def pair_apart(self, value: Value) -> str:
        """A name and its password with a word between."""
        name, word = value.match["basic_auth"], value.match["password"].rstrip(".,;)")
        return value.text if re.search(r"\d", word) and self._may_be_pair(name, word) else ""

    def _may_be_pair(self, name: str, word: str) -> bool:
        if name.casefold() in self._no_name or name.isdigit() or _ERROR_CODE.fullmatch(name):
            return False
        if not mixed(word) or (is_english(name.casefold()) and is_english(word.casefold())):
            return False
        return not (_VERSION.fullmatch(name) and _VERSION.fullmatch(word))

    def name_of_somebody(self, value: Value) -> str:
        """A pair whose name is no English word, or the word for a role."""
        name = value.text.partition(":")[0]
        return value.text if not is_english(name) or name in self._roles else ""

    def mail(self, value: Value) -> str:
        """A mail address; not the password before a host, nor a word before a mention."""
        name, sign, _ = value.text.partition("@")
        if sign and name[-1:] == " " and is_english(name.rstrip().casefold()):
            return ""
        before = value.match.string[max(0, value.start - 80) : value.start + len(name)]
        if "://" in before and _USERINFO.search(before):
            return ""
        last = re.split(r"[.,。\])}\s_]|ドット", value.text)[-1]
        return value.text if _TLD.fullmatch(last) else ""

    def forty(self, value: Value) -> str:
        """Letters and digits that are no commit."""
        before = value.match.string[max(0, value.start - 20) : value.start]
        commit = _DIGEST.fullmatch(value.text) and self._commit.search(before)
        return "" if commit or not is_generated(value.text) else value.text

    def adds_up(self, value: Value) -> str:
        """What begins with two letters must add up as an IBAN does (ISO 13616); all else passes.

        The number with its head at its end, letters as 10 to 35, is 1 modulo 97.
        """
        plain = value.text.replace(" ", "")
        if not plain[:2].isalpha():
            return value.text
        number = int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4]))
        return value.text if number % 97 == 1 else ""


CHECKS = frozenset(name for name in vars(Checks) if name[0] != "_" and name != "named")
