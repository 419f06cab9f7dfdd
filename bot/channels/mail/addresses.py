"""Mail addresses in the form that SMTP and headers want them."""

import re
from dataclasses import dataclass

LONGEST_LOCAL = 64  # octets, RFC 5321 4.5.3.1.1
LONGEST_DOMAIN = 253  # octets; 255 with the length octets of DNS

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LOCAL = re.compile(r"[\x21-\x7e]+")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address. ``domain`` is in lower case and ASCII (``xn--``); ``local`` as its owner writes it.

    Local parts with dots where RFC 5321 has none (``a..b.@docomo.ne.jp``, which Japanese carriers
    gave out) are kept and quoted. It does not take local parts outside ASCII, which need SMTPUTF8
    from every server on the way.
    """

    local: str
    domain: str

    @classmethod
    def of(cls, text: str) -> "Mailbox":
        """Read ``local@domain``. Raises ValueError, whose words do not repeat the address."""
        local, at, domain = text.strip().rpartition("@")
        if not at:
            raise ValueError("this is no mail address")
        if len(local) > 2 and local[0] == local[-1] == '"':
            local = re.sub(r"\\(.)", r"\1", local[1:-1])
        if not local.isascii():
            raise ValueError("letters outside ASCII before the @ are not supported")
        if not _LOCAL.fullmatch(local) or len(local) > LONGEST_LOCAL:
            raise ValueError("the part before the @ is not that of a mail address")
        return cls(local, _domain(domain))

    @property
    def plain(self) -> str:
        """As people write it and we know it by; never quoted."""
        return f"{self.local}@{self.domain}"

    @property
    def spec(self) -> str:
        """As it stands in an envelope or a header, quoted where it must be."""
        if _DOT_ATOM.fullmatch(self.local):
            return self.plain
        quoted = re.sub(r'(["\\])', r"\\\1", self.local)
        return f'"{quoted}"@{self.domain}'


def _domain(text: str) -> str:
    try:
        domain = text.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    if len(domain) > LONGEST_DOMAIN or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("the part after the @ is not that of a mail address")
    return domain
