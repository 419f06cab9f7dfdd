"""Mails as bytes, in few words."""

import base64
from email.message import EmailMessage

from bot.channels.mail.reading.automatic import Ours
from bot.channels.mail.reading.incoming import MailRules, Report, read_mail

OURS = "desk@support.example"
RULES = MailRules(Ours(frozenset({OURS}), "support.example"))


def a_mail(body: str = "kintoneが開きません。", **fields: str) -> bytes:
    """A plain mail of Sato's; ``fields`` are header fields, ``_`` for ``-``."""
    mail = EmailMessage()
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    mail["From"] = given.pop("From", "佐藤 花子 <sato@midori.example>")
    mail["To"] = OURS
    mail["Subject"] = given.pop("Subject", "案件アプリの件")
    mail["Message-ID"] = given.pop("Message-ID", "<m1@midori.example>")
    for name, value in given.items():
        mail[name] = value
    mail.set_content(body)
    return mail.as_bytes()


def raw(head: str, body: bytes | str = b"") -> bytes:
    """A mail of header lines as they stand, and a body."""
    octets = body if isinstance(body, bytes) else body.encode()
    return "\n".join(line.strip() for line in head.strip().split("\n")).encode() + b"\n\n" + octets


def report(mail: bytes, rules: MailRules = RULES) -> Report:
    """What the desk hears of a mail that a person wrote."""
    found = read_mail(mail, rules)
    assert isinstance(found, Report), found
    return found


def b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def jis(text: str) -> bytes:
    """Text as Windows writes ISO-2022-JP: NEC's row 13 and half-width kana included."""
    out, mode = b"", b"B"
    for letter in text:
        octets = letter.encode("cp932")
        if len(octets) == 2:
            lead, trail = octets
            row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + (trail >= 0x9F)
            cell = trail - 0x9F if trail >= 0x9F else trail - 0x40 - (trail > 0x7F)
            needed, octets = b"$B", bytes((row + 0x21, cell + 0x21))
        else:
            needed = b"(I" if octets[0] > 0x7F else b"(B"
            octets = bytes((octets[0] & 0x7F,))
        out += octets if needed == mode else b"\x1b" + needed + octets
        mode = needed
    return out + (b"" if mode == b"(B" else b"\x1b(B")
