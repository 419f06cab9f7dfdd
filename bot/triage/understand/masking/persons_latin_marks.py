"""Names in Latin letters that a verb, a list, their own shape or their neighbours mark; common ones need none of it.

O'Brien, Niall; "Approvers: Okafor, Lindqvist"; assigned to Wetherby-Smythe; Ngozi's account; Xiomara and
Benny. What may as well be a product (a name with small and capital letters mixed, an ordinary word) stays.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.triage.understand.masking.names_abroad import LATIN_CAPITAL, LATIN_LETTER
from bot.triage.understand.masking.sensitive import Cued, Found, Sensitive
from bot.triage.understand.masking.words_latin import is_word, may_hold_name
from bot.triage.understand.normalise import word_set
from bot.triage.understand.sieve import Pattern

_ONE = rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,24}}"
_NAME = rf"{_ONE}(?: (?:(?:van|von|de|da|dos|del|al|bin|ap) )?{_ONE}){{0,3}}"
_GIVEN = rf"(?:(?:Md|Mohd|Abd|[A-Z])\.? )?{_ONE}(?: {_ONE})?"
# The shapes that are surnames whatever the name: O'Brien, McAllister, D'Souza, Fitzgerald.
_SHAPED = Pattern(
    rf"(?<![\w.@/'’-])(?P<value>(?:{_ONE} )?(?:O['’]|Mc|D['’]|Fitz)[A-Z]?[a-z]{{2,16}}(?:-[A-Z][a-z]{{1,16}})?(?:, {_ONE})?)(?![\w@/])"
)
_SET_OFF = Pattern(
    rf"(?<=[\"'“「『(])(?P<value>{_ONE}, ?{_GIVEN})(?=[\"'”」』)])"
    rf"|(?<![\w.@/'’, -])(?P<second>{_ONE}, {_GIVEN})(?= ?(?:さん|様|氏|という|といい|って|だけ|[はがのをにも]))"
)
_LIST = Pattern(
    rf"\b(?:approvers?|members?|users?|assignees?|attendees?|participants?|people|staff|employees|owners?|reviewers?|affected|names?|colleagues|admins?|patients?|customers?|clients?|students?|guests?|surnames?)"
    rf"(?: (?:list|affected|concerned|are|is))?\s?[:=]\s?(?P<value>(?-i:{_NAME}(?:(?: ?[,;/&] ?| and )+{_NAME}){{1,19}}))",
    re.IGNORECASE,
)
_MARKED = Cued(
    (
        "surname", "last name", "family name", "first name", "given name", "maiden name", "nickname", "cardholder", "holder", "payee", "in the name of", "on behalf of",
        "assigned to", "reassign", "approved by", "submitted by", "signed by", "belong", "replaced by", "ask ", "tell ", "told ", "ping", "phone", "texted", "hired",
        "onboard", "cc ", "cc'd", "cc:", "remind", "greet", "created by", "updated by", "modified by", "changed by", "edited by", "deleted by", "entered by", "sent by",
        "reported by", "requested by", "my ", "our ", "his ", "her ", "user ", "member ", "patient ", "customer ", "client ", "employee ", "person ", "add ", "remove ", "invite ", "deactivate ",
        "delete ", "disable ", "unlock ", "just ", "only ", "cn=",
    ),
    Pattern(
        r"(?<![A-Za-z])(?:(?:sur|last |family |first |given |maiden |nick)name\s?(?:is|was|of|:|=)?"
        r"|(?:card)?holder(?: is|:)?|payee:?|in the name of|on behalf of|assigned to|reassign(?:ed)? to|approved by|submitted by|signed by"
        r"|belong(?:s|ed|ing)? to|replaced by|(?:ask|tell|told|ping|pinged|phone|phoned|texted|hired|onboard|onboarded|cc|cc'd|remind|greet)"
        r"|(?:created|updated|modified|changed|edited|deleted|entered|sent|reported|requested) by (?=[^ ]{1,24} (?-i:[A-Z]))"
        r"|(?:my|our|his|her) (?:boss|manager|colleague|assistant|director|supervisor|accountant|wife|husband|son|daughter|brother|sister|friend|intern|team lead|predecessor|successor|deputy), (?=[^ ,]{1,24},)"
        r"|(?:user|member|patient|customer|client|employee|person) [\"'“](?=[^ ]{1,24} (?-i:[A-Z]))"
        r"|(?:add|remove|invite|deactivate|delete|disable|unlock) (?=[^ ]{1,24} (?:[^ ]{1,24} )?(?:as|from|to) )"
        rf"|(?:just|only) (?=[^ ]{1,24} and )|CN=)\s?(?P<value>(?-i:{_NAME}))(?![\w@/])",
        re.IGNORECASE,
    ),
)  # fmt: skip
_AND_I = Pattern(rf"(?:^|(?<=[.!?\n] )|(?<=\n))(?P<value>{_ONE})(?= and I\b)")
_DOES = Pattern(
    rf"(?<![\w.@/-])(?P<value>{_ONE}?)(?:['’]s (?:account|login|password|record|laptop|phone|screen|email|approval|leave|birthday|salary|permissions?|home|desk|team|boss|wife|husband|absence|shift|timesheet|application|request|advice|suggestion|records?|rows?|name|entry|entries|comments?|mails?|view|browser|mac|pc|machine|tablet|iphone|ipad|tickets?|notes?|reply|message|user|id|profile|access|hours|holiday|rights|role|device|files?|side|photo|address|number|expenses?|approvals?|status|tip|help|fix|workaround|instructions?)"
    r"| (?:swears|resigned|retired|quit|told me|asked me|is on leave|is off sick|left the company|has left))\b"
)
_INITIALED = Pattern(
    rf"(?<![\w.@/-])(?P<value>(?:[A-Z]\. ?){{1,2}}{_ONE}?)(?=['’]s\b| (?:can|cannot|is|has|had|was|says|said|gets|sees|and)\b|[,;)])"
)
_AND = re.compile(
    rf"(?<![\w.@/-])(?P<value>{_ONE})(?:,? and |, | & | or )(?:(?:the|for|to|lil|little|old|with) ){{0,2}}$"
)
_THEN = re.compile(
    rf"(?:,? and |, | & | or )(?:(?:for|to|with|the) ){{0,2}}(?P<value>{_ONE})(?= (?:twins|both|all|never|are|were|is|was|can|can't|cannot|have|had|and|too|only|get|got|see|do|don't|did|didn't)\b|[,.;:!?)]|$|\n)"
)
_ACCENTED = re.compile(
    rf"(?<![\w.@/#-])(?=[{LATIN_LETTER}'’ -]{{0,40}}[À-ɏḀ-ỿ])(?:{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{0,24}}(?: |(?![\w@/]))){{0,3}}{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{0,24}}(?![A-Za-z0-9_@/])"
)
_ACCENTED_WORD = re.compile(
    r"(?<![A-Za-zÀ-ɏḀ-ỿ'’])(?!caf|résum|expos|naïv|cliché|fiancé|façade|déjà|voilà|piñat|jalap|entré|soufflé)[a-zß-öø-ÿ][a-z'’]*[ß-öø-ÿăđơưạ-ỹ]"
)
_PLACES = word_set(
    "so nao esta voce sera ja ola tambem entao apos ate alguem ninguem agua video numero codigo pagina usuario zurich munchen koln dusseldorf malmo sao paulo brasilia quebec montreal nestle citroen gothenburg goteborg krakow łodz lodz gdansk bogota mexico peru panama malaga cadiz cordoba turkiye istanbul geneve nimes orleans bern lucon reunion goias ceara parana hanoi da nang vietnam cafe resume osterreich aarhus tromso asuncion medellin merida cancun leon yucatan curacao skoda loreal ha noi hanoi ho chi minh hue hai phong can tho bien thuan lancome hermes chloe chateau pokemon noel"
)
_NO_PERSON_AFTER = re.compile(
    r" (?:offices?|branch|team|site|plugin|app|region|store|factory|plant|address|warehouse|支店|オフィス|拠点|工場)"
)
# Yuriko Amano (she has left us): a pronoun tells that a name was a person's.
_SHE = Pattern(
    rf"(?<![\w@./-])(?P<value>{_NAME} {_NAME})(?:,? ?\(|, )(?:she|he|her|his|who)\b(?! (?:is|are) (?:the|an?) (?:app|plugin|tool))"
)
_SELF_BEFORE = re.compile(
    r"(?:I'?m|I am|[Tt]his is|my name is|[Rr]egards,?|[Tt]hanks,?|[Bb]est,?|[Cc]heers,?|--|i\. ?A\.|,\n)\s*$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[.!?:\n。>\"“-]) {0,2}$")
_PIECE_OF_NAME = re.compile(rf"[{LATIN_LETTER}'’-]{{3,}}")
_PIECE = re.compile(_NAME)


def find_marked_persons(text: str) -> Iterator[Found]:
    """Names of third persons in a narrowed text, in Latin letters; linear."""
    if not may_hold_name(text):
        return
    for m in _SHAPED.finditer(text):
        if not is_word(m.group("value").split()[-1]):
            yield _trimmed(m)
    yield from _set_off(text)
    yield from _accented(text)
    yield from _listed(text)
    yield from _said(text)
    for m in _INITIALED.finditer(text):
        signed = text.startswith(",", m.end()) and text[m.start() - 1 : m.start()] in {"", "\n"}
        if not signed and not is_word(m.group("value").rpartition(" ")[2]):
            yield _trimmed(m)
    for m in _DOES.finditer(text):
        if not is_word(m.group("value").rpartition(" ")[2]):
            yield _trimmed(m)


def _set_off(text: str) -> Iterator[Found]:
    """What punctuation or a pronoun sets off as a name."""
    for m in _SHE.finditer(text):
        if not any(map(is_word, m.group("value").split())):
            yield _trimmed(m)
    for m in _SET_OFF.finditer(text):
        group = "value" if m.group("value") else "second"
        if not any(is_word(w) for w in _PIECE_OF_NAME.findall(m.group(group))):
            yield Found(*m.span(group), Sensitive.PERSON)


def _accented(text: str) -> Iterator[Found]:
    """Zoltán, Björk Guðmundsdóttir: names with foreign letters, where no word of the text has them."""
    if text.isascii() or not _ACCENTED.search(text) or _ACCENTED_WORD.search(text):
        return
    for m in _ACCENTED.finditer(text):
        words = m.group().removesuffix("'s").removesuffix("’s").split(" ")
        start = m.start()
        while words and is_word(words[0]):
            start += len(words.pop(0)) + 1
        name = " ".join(words)
        if name.isascii() or (len(words) == 1 and _BEGINS.search(text, max(0, start - 4), start)):
            continue
        plain = {_without_marks(w).casefold() for w in words}
        if not plain.isdisjoint(_PLACES) or any(map(is_word, plain)):
            continue
        before = max(0, start - 20)
        if not (_NO_PERSON_AFTER.match(text, m.end()) or _SELF_BEFORE.search(text, before, start)):
            yield Found(start, start + len(name), Sensitive.PERSON)


def _without_marks(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _listed(text: str) -> Iterator[Found]:
    """Approvers: Okafor, Lindqvist."""
    for m in _LIST.finditer(text):
        for piece in _PIECE.finditer(text, m.start("value"), m.end("value")):
            if not any(map(is_word, piece.group().split())):
                yield Found(*piece.span(), Sensitive.PERSON)


def _said(text: str) -> Iterator[Found]:
    """What only a name follows: assigned to Wetherby-Smythe."""
    for m in (*_MARKED.finditer(text), *_AND_I.finditer(text)):
        words = m.group("value").split()
        known = [w for w in words if not is_word(w)]
        if words[0] in known and (len(known) == len(words) or len(words) > 2):
            yield _trimmed(m)


def find_in_lists(text: str, found: list[Found]) -> Iterator[Found]:
    """Names beside one that was found, joined with "and" or a comma: Xiomara and lil Benny."""
    end = -1
    for f in found:
        if f.kind not in {Sensitive.PERSON, Sensitive.EMAIL} or f.start < end:
            continue
        before = _AND.search(text, max(0, f.start - 48), f.start)
        if before and f.kind is Sensitive.PERSON and not is_word(before.group("value")):
            yield _trimmed(before)
        at = f.end
        while (after := _THEN.match(text, at)) and not is_word(after.group("value")):
            yield _trimmed(after)
            at = end = after.end()


def _trimmed(m: re.Match[str]) -> Found:
    start, end = m.span("value")
    if m.group("value").endswith(("'s", "’s")):
        end -= 2
    return Found(start, end, Sensitive.PERSON)
