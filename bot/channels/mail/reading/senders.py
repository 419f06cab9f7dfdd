"""Who writes: the name under which the desk knows an address, and the organisation behind it. Pure."""

from collections.abc import Mapping

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading.standing import SenderStanding
from bot.model.identity import Identity, organisation_key
from bot.model.recipient import recipient_id

# Domains at which everybody gets an address, so that they say nothing of an organisation: webmail,
# and what Japanese carriers and providers give their customers. A domain below one of these counts too.
OPEN_TO_ALL = frozenset(
    ["gmail.com", "googlemail.com", "outlook.com", "outlook.jp", "hotmail.com",
     "hotmail.co.jp", "live.com", "live.jp", "msn.com", "yahoo.com", "yahoo.co.jp",
     "ymail.com", "ymail.ne.jp", "ybb.ne.jp", "icloud.com", "me.com", "mac.com", "aol.com",
     "aol.jp", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "gmx.de", "web.de",
     "zoho.com", "fastmail.com", "mail.com", "yandex.com", "mail.ru", "qq.com", "163.com",
     "126.com", "naver.com", "hanmail.net", "daum.net", "excite.co.jp", "infoseek.jp",
     "goo.jp", "goo.ne.jp", "mail.goo.ne.jp", "livedoor.com", "uol.com.br", "bol.com.br",
     "terra.com.br", "ig.com.br", "docomo.ne.jp", "mopera.net", "ezweb.ne.jp", "au.com",
     "softbank.ne.jp", "i.softbank.jp", "vodafone.ne.jp", "disney.ne.jp", "willcom.com",
     "pdx.ne.jp", "ymobile.ne.jp", "emnet.ne.jp", "rakumail.jp", "rakuten.jp", "uqmobile.jp",
     "nifty.com", "nifty.ne.jp", "biglobe.ne.jp", "so-net.ne.jp", "ocn.ne.jp", "plala.or.jp",
     "dion.ne.jp", "odn.ne.jp", "asahi-net.or.jp", "hi-ho.ne.jp", "wakwak.com",
     "jcom.home.ne.jp", "jcom.zaq.ne.jp", "zaq.ne.jp", "eonet.ne.jp", "tiki.ne.jp",
     "sannet.ne.jp", "kcn.ne.jp", "bbiq.jp", "commufa.jp", "cty-net.ne.jp", "ctk.ne.jp",
     "dti.ne.jp", "sakura.ne.jp", "interlink.or.jp"]
)  # fmt: skip


def customer_of(sender: Mailbox, standing: SenderStanding) -> str:
    """The desk's name for somebody: the one that their address has among recipients too.

    Who may have written under somebody else's address is another person than its owner: nothing that
    was said with the owner is told to them, nor what they say put into the owner's mouth.
    """
    doubt = "unverified\n" if standing is SenderStanding.FAILED else ""
    return recipient_id("mail", doubt + sender.plain)


def identity_of(sender: Mailbox, standing: SenderStanding, tenants: Mapping[str, str]) -> Identity:
    """How sure it is that a mail comes from an organisation.

    It is where the domain is one that we were told of and the operator's server lets it pass as that
    domain's; everything else is a claim.
    """
    known = any(domain in tenants for domain in _above(sender.domain))
    return Identity.VERIFIED if known and standing is SenderStanding.VERIFIED else Identity.CLAIMED


def tenant_of(
    sender: Mailbox,
    standing: SenderStanding,
    tenants: Mapping[str, str],
    open_to_all: frozenset[str],
) -> str:
    """The key of the organisation: as configured for the domain, or of the domain; "" if not known.

    ``open_to_all``: more domains like ``OPEN_TO_ALL``.
    """
    if standing is SenderStanding.FAILED:
        return ""
    above = _above(sender.domain)
    configured = next((tenants[domain] for domain in above if domain in tenants), "")
    if not configured and any(d in OPEN_TO_ALL or d in open_to_all for d in above):
        return ""
    identity = identity_of(sender, standing, tenants)
    return organisation_key(identity, configured or sender.domain, sender.domain)


def _above(domain: str) -> list[str]:
    names = domain.split(".")
    return [".".join(names[at:]) for at in range(len(names))]
