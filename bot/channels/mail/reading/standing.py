"""Whether a mail comes from where it says it does, as far as the operator's own server found out. Pure.

Only the field ``Authentication-Results`` of that server counts (RFC 8601): its name must be the one
configured, and it must be the topmost of that name. RFC 8601 5 has the server remove what others
wrote under its name; without that, and without a configured name, nothing here can be trusted and
nobody is told apart. What was found is believed and not found out again: we see neither the
connection nor the mail as it was signed.
"""

import re
from email.message import Message
from enum import Enum

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading import headers

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(
    r"\s*(dmarc|dkim|spf)\s{0,4}(?:/\s{0,4}\d{1,3}\s{0,4})?=\s{0,4}([a-z]{1,20})\b", re.IGNORECASE
)
_DOMAIN = re.compile(
    r"\b(?:header\.d|header\.i|smtp\.mailfrom)\s{0,4}=\s{0,4}\"?(?:[^\s\"@;]{0,200}@)?([\w.-]{1,253})",
    re.IGNORECASE,
)


class Standing(Enum):
    """What is known of a sender."""

    UNKNOWN = "unknown"  # nobody looked, or nothing was found out
    VERIFIED = "verified"
    FAILED = "failed"  # somebody else may have written under this address


def standing_of(mail: Message, sender: Mailbox, authserv_id: str) -> Standing:
    """What the operator's server found. ``authserv_id`` "": nobody is believed."""
    if not authserv_id:
        return Standing.UNKNOWN
    for value in headers.fields(mail, "Authentication-Results"):
        who, _, results = _COMMENT.sub("", _COMMENT.sub("", value)).partition(";")
        if who.lower().split()[:1] == [authserv_id.lower()]:
            return _weighed(results, sender.domain)
    return Standing.UNKNOWN


def _weighed(results: str, domain: str) -> Standing:
    """DMARC where it says anything; otherwise DKIM and SPF, for the domain that is shown."""
    found: dict[str, list[tuple[str, str]]] = {}
    for result in results.split(";")[:40]:
        if method := _RESULT.match(result):
            of = _DOMAIN.search(result)
            found.setdefault(method[1].lower(), []).append(
                (method[2].lower(), of[1].lower() if of else "")
            )
    dmarc = {verdict for verdict, _ in found.get("dmarc", ())}
    if "fail" in dmarc:
        return Standing.FAILED
    if "pass" in dmarc:
        return Standing.VERIFIED
    signed = found.get("dkim", []) + found.get("spf", [])
    if any(verdict == "pass" and _is_aligned(of, domain) for verdict, of in signed):
        return Standing.VERIFIED
    failed = any(
        verdict == "fail" and _is_aligned(of, domain) for verdict, of in found.get("spf", ())
    )
    return Standing.FAILED if failed else Standing.UNKNOWN


def _is_aligned(one: str, other: str) -> bool:
    """The same domain, or one below the other; two names or more, so that "jp" is nobody's."""
    shorter, longer = sorted((one.strip("."), other), key=len)
    return shorter.count(".") >= 1 and (longer == shorter or longer.endswith(f".{shorter}"))
