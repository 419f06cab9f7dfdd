"""Bytes of a mail to text, whatever they are said to be in. Pure, and it never raises.

Japanese mail is said to be in ISO-2022-JP (RFC 1468) and holds what Windows writes under that name:
half-width kana and the rows that NEC and IBM added (``①`` ``㈱``), which Python's codec of that name
refuses. Microsoft calls that code page 50221. Its double bytes are those of code page 932 in another
arrangement, so they are brought there. Names of charsets: IANA's registry; what people write: the
WHATWG's Encoding Standard.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(rb"\x1b(\$\(?[@BDQOP]|\([BJIHA])|([\x0e\x0f])")
_PAIRS: Final = re.compile(rb"\x8e[\xa1-\xdf]|[\xa1-\xfe]{2}")  # of EUC-JP
_KANA_SHARE: Final = (
    0.2  # Japanese prose has at least this much kana; bytes read wrongly have little
)
_LATIN: Final = "cp1252"
_JIS: Final = "iso-2022-jp"
_NAMES: Final = {
    "utf8": "utf-8",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "mskanji": "cp932",
    "windows31j": "cp932",
    "cswindows31j": "cp932",
    "cp932": "cp932",
    "ms932": "cp932",
    "eucjp": "euc-jp",
    "xeucjp": "euc-jp",
    "eucjpms": "euc-jp",
    "eucjpwin": "euc-jp",
    "cp51932": "euc-jp",
    "iso88591": _LATIN,
    "latin1": _LATIN,
    "windows1252": _LATIN,
    "iso885915": "iso8859-15",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "koi8r": "koi8-r",
}
_OTHERS: Final = re.compile(r"(?:iso8859(?:[2-9]|1[0346])|windows(125[0-8]|874))")


def text_of(octets: bytes, said: str = "") -> str:
    """The text. ``said``: the charset that the mail names, "" when it names none.

    What is named is believed unless the bytes say otherwise; what cannot be read becomes U+FFFD.
    """
    name = _codec(said)
    if name == _JIS or (b"\x1b" in octets and octets.isascii()):  # nothing else looks like that
        return from_iso_2022_jp(octets)
    for codec in _candidates(octets, name):
        text = _read(octets, codec)
        if text is not None:
            return text
    return octets.decode(name if name not in (None, "euc-jp", _LATIN) else "utf-8", "replace")


def from_iso_2022_jp(octets: bytes) -> str:
    """Code pages 50220 to 50222, JIS X 0212 included; 8-bit bytes in between are guessed."""
    read, at, mode = [], 0, "B"
    for match in _ESCAPE.finditer(octets):
        read.append(_run(octets[at : match.start()], mode))
        at, mode = match.end(), _mode(match)
    read.append(_run(octets[at:], mode))
    return "".join(read)


def _mode(match: re.Match[bytes]) -> str:
    shift, escape = match[2], match[1]
    if shift is not None:
        return "kana" if shift == b"\x0e" else "B"
    if escape == b"$(D":
        return "0212"
    if escape.startswith(b"$"):
        return "0208"
    return "kana" if escape == b"(I" else "B"


def _run(octets: bytes, mode: str) -> str:
    """One stretch between two escapes."""
    if mode == "kana":
        return bytes(b | 0x80 if 0x21 <= b <= 0x5F else b for b in octets).decode(
            "cp932", "replace"
        )
    if mode in ("0208", "0212"):
        return _double(octets, mode)
    if not octets.isascii():  # 8-bit bytes in what should have none
        return text_of(octets.replace(b"\x1b", b""))
    return octets.decode("ascii")


def _double(octets: bytes, mode: str) -> str:
    """A stretch of pairs; line ends and blanks may stand between, as broken mailers leave them."""
    read, at = [], 0
    while at < len(octets):
        pair = octets[at : at + 2]
        if len(pair) == 2 and all(0x21 <= b <= 0x7E for b in pair):
            read.append(
                _shifted(pair) if mode == "0208" else b"\x8f" + bytes(b | 0x80 for b in pair)
            )
            at += 2
        else:
            read.append(octets[at : at + 1])
            at += 1
    return b"".join(read).decode("cp932" if mode == "0208" else "euc-jp", "replace")


def _shifted(pair: bytes) -> bytes:
    """A pair of JIS X 0208 as Shift_JIS arranges it."""
    row, cell = pair[0] - 0x21, pair[1] - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40 + (cell >= 63))
    return bytes((lead, trail))


def _from_euc(octets: bytes) -> str | None:
    """EUC-JP; with NEC's and IBM's rows where the codec of that name refuses."""
    try:
        return octets.decode("euc-jp")
    except UnicodeDecodeError:
        pass
    if not _PAIRS.sub(b"", octets).isascii():
        return None
    pairs = _PAIRS.sub(lambda m: m[0][1:] if m[0][0] == 0x8E else _shifted(_low(m[0])), octets)
    try:
        return pairs.decode("cp932")
    except UnicodeDecodeError:
        return None


def _low(pair: bytes) -> bytes:
    return bytes(b & 0x7F for b in pair)


def _codec(said: str) -> str | None:
    """The codec for a charset's name; None: no charset, or one that we do not read."""
    name = re.sub(r"[^a-z0-9]", "", said[:40].lower())
    if name.startswith(("iso2022jp", "csiso2022jp", "cp5022")):
        return _JIS
    if known := _NAMES.get(name):
        return known
    if match := _OTHERS.fullmatch(name):
        return f"cp{match[1]}" if match[1] else name.replace("8859", "8859-")
    return None


def _candidates(octets: bytes, name: str | None) -> tuple[str, ...]:
    """What to try, in order; only what decodes without an error counts."""
    if name is None or name == _LATIN:  # nobody checks what says "latin"
        return ("utf-8", *_guesses(octets), _LATIN)
    if name in ("cp932", "euc-jp"):  # either may read the other's bytes, and those of UTF-8
        is_utf_8 = _kana_share(_read(octets, "utf-8")) >= _KANA_SHARE
        return ("utf-8", name) if is_utf_8 else (name, "utf-8", *_guesses(octets))
    return (name, "utf-8", *_guesses(octets), _LATIN)


def _guesses(octets: bytes) -> tuple[str, ...]:
    """The Japanese charsets in which these bytes read like Japanese, the likelier first."""
    shares = {codec: _kana_share(_read(octets, codec)) for codec in ("cp932", "euc-jp")}
    likely = [c for c in sorted(shares, key=lambda c: -shares[c]) if shares[c] >= _KANA_SHARE]
    return tuple(likely)


def _read(octets: bytes, codec: str) -> str | None:
    if codec == "euc-jp":
        return _from_euc(octets)
    try:
        text = octets.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return None
    return text


def _kana_share(text: str | None) -> float:
    """How much of what is not ASCII is kana or Japanese punctuation, in full width."""
    if text is None:
        return 0.0
    foreign = [c for c in text[:20_000] if c > "\x7f"]
    kana = sum("\u3000" < c < "\u30ff" for c in foreign)
    return kana / len(foreign) if foreign else 0.0
