"""Whether a mail comes from where it says it does, as far as the operator's own server found out. Pure.

Only the field ``Authentication-Results`` of that server counts (RFC 8601): its name must be the one
configured, and it must be the topmost of that name. RFC 8601 5 has the server remove what others
wrote under its name; without that, and without a configured name, nothing here can be trusted and
nobody is told apart. What was found is believed and not found out again: we see neither the
connection nor the mail as it was signed. The sender has a say in what stands there (an address may
hold quotes, semicolons and brackets), so quotes and comments are told from what the server says. The
one library for it, authres, had its last release in 2020 and has to be compiled where it is installed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from enum import Enum

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading import headers

FIELD = "Authentication-Results"
MOST_RESULTS = 40
_DOMAINS = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}  # which domain was found
_METHOD = re.compile(
    r"\s{0,40}([a-z-]{1,40})\s{0,4}(?:/\s{0,4}\d{1,3}\s{0,4})?=\s{0,4}([a-z]{1,20})(?=\s|$)",
    re.IGNORECASE,
)
_PROPERTY = re.compile(
    r"\s([a-z]{1,20}\s{0,4}\.\s{0,4}[a-z0-9-]{1,40})\s{0,4}=\s{0,4}(\S{1,500})", re.IGNORECASE
)
_PARTING = re.compile(r"[\s;=/()\\\"]")


class SenderStanding(Enum):
    """What is known of a sender."""

    UNKNOWN = "unknown"  # nobody looked, or nothing was found out
    VERIFIED = "verified"  # DMARC passes, or what DMARC asks for where a domain has no policy
    FAILED = "failed"  # DMARC fails: somebody else may have written under this address


def standing_of(mail: Message, sender: Mailbox, authserv_id: str) -> SenderStanding:
    """What the operator's server found. ``authserv_id`` "": nobody is believed."""
    if not authserv_id:
        return SenderStanding.UNKNOWN
    for value in headers.fields(mail, FIELD):
        if _writer(value) == authserv_id.lower():
            return _weighed(value, sender.domain)
    return SenderStanding.UNKNOWN


def _writer(value: str) -> str:
    """The name under which a server wrote the field; "" where nobody can tell."""
    return next(iter(_plain(value)[0].partition(";")[0].lower().split()), "")


def _weighed(value: str, domain: str) -> SenderStanding:
    """DMARC where it says anything; otherwise DKIM and SPF, for the domain that is shown.

    A field that is cut off verifies nobody, and what fails in it fails.
    """
    plain, is_whole = _plain(value)
    if not is_whole:
        return SenderStanding.FAILED if "fail" in value.lower() else SenderStanding.UNKNOWN
    results = [r for r in map(_result, plain.split(";")[1:MOST_RESULTS]) if r is not None]
    dmarc = [r for r in results if r.method == "dmarc"]
    if any(r.verdict == "fail" or r.domain(("header.from",)) not in ("", domain) for r in dmarc):
        return (
            SenderStanding.FAILED
        )  # a mail may name several senders, of whom another was looked at
    if any(r.verdict == "pass" for r in dmarc):
        return SenderStanding.VERIFIED
    signed = [r for r in results if _is_aligned(r.domain(_DOMAINS.get(r.method, ())), domain)]
    if any(r.verdict == "pass" for r in signed):
        return SenderStanding.VERIFIED
    failed = any((r.method, r.verdict) == ("spf", "fail") for r in signed)
    return SenderStanding.FAILED if failed else SenderStanding.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Result:
    """What one method found; ``said``: its properties, such as ``header.d``."""

    method: str
    verdict: str
    said: Mapping[str, str]

    def domain(self, names: Iterable[str]) -> str:
        """The domain in the first of these properties that there is, "" in none."""
        value = next((self.said[name] for name in names if self.said.get(name)), "")
        return value.rpartition("@")[2].strip(".").lower()


def _result(text: str) -> _Result | None:
    found = _METHOD.match(text)
    if found is None:
        return None
    said = {name.lower(): value for name, value in _PROPERTY.findall(text, found.end())}
    return _Result(found[1].lower(), found[2].lower(), said)


def _plain(value: str) -> tuple[str, bool]:
    """The field without comments and quotes, and whether all of them are closed.

    What stands in quotes stays one word, in which nothing parts anything.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        if escaped or (quoted and letter not in '"\\'):
            escaped = False
            kept.append("" if depth else _PARTING.sub("\N{REPLACEMENT CHARACTER}", letter))
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif letter == "(" or depth:
            depth += (letter == "(") - (letter == ")")
        else:
            kept.append(letter)
    return "".join(kept), not (quoted or depth)


def _is_aligned(found: str, domain: str) -> bool:
    """Whether one domain speaks for another: the same, or one above it of two names or more.

    Not one below it, as DMARC's relaxed mode has it: that takes a list of the domains under which
    strangers have names (``sakura.ne.jp``), which the operator's server has and we do not.
    """
    return found == domain or (found.count(".") >= 1 and domain.endswith(f".{found}"))
