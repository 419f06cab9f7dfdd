"""Bank accounts, residence cards and the names with which people sign in."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.normalise import word_set
from bot.text.ordinary import is_english
from bot.text.sieve import DIGIT, Pattern, pieces

_BANK = Pattern(
    r"銀行|支店|信用金庫|信金|信組|ゆうちょ|郵便局|口座|振込|振り込み|農協|\bbank\b|\brouting\b|\bsort code\b|\baccount n",
    re.IGNORECASE,
)
_ACCOUNT = Pattern(
    r"(?:普通|当座|貯蓄|総合)(?:預金|口座)?(?:の?番号)?[\s:はのが]{0,3}(?P<value>\d{6,8})(?![\d円件])"
    r"|口座(?:番号)?[\s:はのが]{0,3}(?:(?:普通|当座)\s?)?(?P<second>\d[\d-]{4,12}\d)(?![\d円件])"
    r"|記号[\s:は]{0,2}(?P<third>\d{5})[\s、,-]{0,2}番号[\s:は]{0,2}(?P<fourth>\d{1,8})"
    r"|(?:支店|銀行|信用金庫|信金|農協)[\s、,:/(]{1,3}(?:店番)?(?:\d{3}[\s、,/-]{1,2})?(?P<fifth>\d{7})(?![\d円件])"
    r"|(?:account|acct|a/c|routing|aba)(?:\s?(?:no\.?|number|num|#))?\s?(?:is|was|:|=|#)?\s?(?P<sixth>\d[\d -]{5,16}\d)(?!\d)"
    r"|sort code\s?(?:is|:)?\s?(?P<seventh>\d{2}[- ]\d{2}[- ]\d{2})(?!\d)",
    re.IGNORECASE,
)
# The number of a residence card of Japan: two letters, eight digits, two letters.
_RESIDENCE = Pattern(r"(?<![A-Za-z0-9])(?P<value>[A-Z]{2} ?\d{8} ?[A-Z]{2})(?![A-Za-z0-9])")
_OF_RESIDENCE = Pattern(r"在留|residence card|zairyu|ビザ|visa\b", re.IGNORECASE)
_SIGN_IN_NAME = Cued(
    ("ユーザ", "ログイン", "サインイン", "アカウント", "user", "login", "sign-in", "sign in"),
    Pattern(
        r"(?<![A-Za-z])(?:(?:ユーザー?|ログイン|サインイン)\s?(?:ID|名|ネーム|アイディー)|アカウント名|user[ _]?(?:id|name)|(?:login|sign[- ]in)[ _]?(?:id|name))(?![A-Za-z])"
        r"[\"']?\s?(?:は|が|:|=|→|is|was)\s?[「『\"'(]?(?P<value>[A-Za-z][A-Za-z0-9._+-]{2,40})(?![A-Za-z0-9_@/(-])",
        re.IGNORECASE | re.ASCII,
    ),
)
_NO_NAME = word_set(
    """admin administrator user guest root test demo sample cybozu kintone required invalid incorrect unknown
    undefined null none empty wrong missing error field name blank false true string number integer text"""
)


def find_accounts(text: str) -> Iterator[Found]:
    """Bank accounts, residence cards and sign-in names in a narrowed text; linear in its length."""
    for m in _SIGN_IN_NAME.finditer(text):
        value = m.group("value").rstrip(".-").casefold()
        if value not in _NO_NAME and not is_english(value):
            start = m.start("value")
            yield Found(start, start + len(value), Sensitive.CONTACT_ID)
    if DIGIT not in pieces(text):
        return
    if _OF_RESIDENCE.search(text):
        yield from spans(_RESIDENCE, text, Sensitive.CONTACT_ID, 1)
    if not _BANK.search(text):
        return
    for m in _ACCOUNT.finditer(text):
        for group in range(1, 8):
            if m.start(group) >= 0:
                yield Found(*m.span(group), Sensitive.CONTACT_ID)
