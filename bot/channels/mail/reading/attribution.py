"""Where in a mail the words of others begin: lines that say who wrote what follows. Pure.

What mail programs write there is documented nowhere; these are the forms that Gmail, Outlook, Apple
Mail, Thunderbird, Becky! and Yahoo write in Japanese, English, Portuguese, Spanish, German and French.
Every pattern is anchored and looks at a bounded piece of a line, so that none of them runs away.
"""

import re
from collections.abc import Sequence

LONGEST = 400  # characters of a line that says who wrote
MARK = re.compile(r"[ \t\u3000]{0,4}[>＞]")  # before a quoted line
_MOST_JOINED = 3  # lines over which such a sentence is broken
_MOST_HEADERS = 14  # lines of a copied header, broken ones included

_WHEN = r"(?:\d{4}[年/.-] ?\d{1,2}[月/.-] ?\d{1,2}|\d{1,2}[:：]\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
_WROTE = re.compile(
    rf"""(?:
      (?:On|Em|El|Le|Am|Il|Op)\b (?=.{{0,300}}(?:\d|@)) .{{4,360}}?
        \b(?:wrote|escreveu|escribió|schrieb(?:\ .{{0,80}})?|ha\ scritto|schreef|a\ écrit)\s?[:：]
    | [(（]?{_WHEN}.{{0,340}}?
        (?:<[^<>\s]{{1,120}}@[^<>\s]{{1,120}}>|のメール|さんは書きました|様は書きました|書きました|\bwrote)\s?[:：]
    )\s*$""",
    re.VERBOSE,
)
_SOMEBODY = re.compile(rf"{_WHEN}|@|さん|様|氏|\bwrote\b|\bsaid\b")

_RULE = r"[-_=＿ー─━―*]{2,80}"
_ORIGINAL = re.compile(
    rf"[\s>*]{{0,4}}{_RULE}\s?(?:Original(?: Message| Appointment)?|Original-Nachricht|元のメッセージ|元のメール"
    rf"|返信元のメッセージ|Mensagem [Oo]riginal|Mensaje original|Message d'origine)\s?{_RULE}\s*"
)
_FORWARDED = re.compile(
    rf"[\s>*]{{0,4}}(?:{_RULE}\s?(?:Forwarded (?:[Mm]essage|by)|転送メッセージ|転送されたメッセージ|転送された"
    rf"|Mensagem encaminhada|Mensaje reenviado).{{0,80}}?{_RULE}"
    r"|(?:Begin forwarded message|転送されたメッセージ|Início da mensagem (?:encaminhada|reenviada))\s?[:：])\s*"
)
_UNDERSCORES = re.compile(r"\s{0,4}[_＿]{10,200}\s*")
_HEADER = re.compile(
    r"[\s*]{0,4}(?P<name>差出人|送信者|送信元|発信者|送信日時|送信日|日時|日付|宛先|件名|返信先|[CＣ][CＣ]"
    r"|From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments"
    r"|De|Enviad[oa](?: em| el)?|Para|Assunto|Asunto|Data|Fecha"
    r"|Von|Gesendet|An|Betreff|Envoyé|À|Objet)\s?\*{0,2}\s?[:：]"
)
_SENDERS = frozenset({"差出人", "送信者", "送信元", "発信者", "From", "De", "Von"})
_SUBJECTS = frozenset({"件名", "Subject", "Assunto", "Asunto", "Betreff", "Objet"})


def is_marked(line: str) -> bool:
    """Whether a line begins with the mark of a quotation."""
    return MARK.match(line) is not None


def attributed(lines: Sequence[str], at: int, *, surely_reply: bool) -> int:
    """How many lines from ``at`` say who wrote what follows; 0: none.

    Where the mail is not known to be an answer, the lines that follow must be marked.
    """
    if not lines[at].strip() or is_marked(lines[at]):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + _MOST_JOINED], 1):
        if not line.strip() or is_marked(line):
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > LONGEST:
            return 0
        follows_marked = _is_marked_next(lines, at + count)
        if joined[-1] not in ":：":
            continue
        if _WROTE.match(joined) and (surely_reply or follows_marked):
            return count
        if count == 1 and follows_marked and _SOMEBODY.search(joined):
            return count
    return 0


def is_original(line: str) -> bool:
    """Whether a line parts what is answered from the answer, as Outlook writes it."""
    return len(line) <= LONGEST and _ORIGINAL.fullmatch(line) is not None


def is_forwarded(line: str) -> bool:
    """Whether a line says that what follows is handed on."""
    return len(line) <= LONGEST and _FORWARDED.fullmatch(line) is not None


def header_block(lines: Sequence[str], at: int) -> int:
    """How many lines from ``at`` are a copied header (sender and two more fields); 0: none."""
    first = _HEADER.match(lines[at][:LONGEST])
    if first is None or first["name"] not in _SENDERS | _SUBJECTS:
        return 0
    names = {first["name"]}
    length = 1
    for count, line in enumerate(lines[at + 1 : at + _MOST_HEADERS], 2):
        field = _HEADER.match(line[:LONGEST])
        if field is not None:
            names.add(field["name"])
            length = count
        elif not line.strip() or "@" not in line:  # addresses go on over the line's end
            break
    return length if len(names) >= 3 and names & _SENDERS else 0


def parting(lines: Sequence[str], at: int, *, surely_reply: bool) -> tuple[int, bool] | None:
    """Whether all that follows line ``at`` is of others: lines that say so, and "handed on"."""
    line = lines[at]
    if is_forwarded(line):
        return _with_header(lines, at), True
    if is_original(line):
        return _with_header(lines, at), False
    if _UNDERSCORES.fullmatch(line[:LONGEST]):
        length = _with_header(lines, at)
        return (length, False) if length > 1 else None
    if surely_reply and (length := header_block(lines, at)):
        return length, False
    return None


def _with_header(lines: Sequence[str], at: int) -> int:
    """A parting line with the header below it, blank lines between them included."""
    start = _next_line(lines, at + 1)
    header = header_block(lines, start) if start < len(lines) else 0
    return start - at + header if header else 1


def _is_marked_next(lines: Sequence[str], at: int) -> bool:
    start = _next_line(lines, at)
    return start < len(lines) and is_marked(lines[start])


def _next_line(lines: Sequence[str], at: int) -> int:
    """The next line with something in it, two blank ones further at most."""
    for ahead in range(at, min(at + 3, len(lines))):
        if lines[ahead].strip():
            return ahead
    return len(lines)
