"""Names of third persons in texts in Latin letters: titles, labels, roles, and common full names.

The sender's own ("My name is …", a signature) stays. A rare single name that nothing marks is not
found. Other scripts are read in ``persons_scripts``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.triage.understand.masking.names_abroad import (
    GIVEN_LATIN,
    LATIN_CAPITAL,
    LATIN_LETTER,
    SURNAMES_VIETNAMESE,
    WORD_NAMES,
)
from bot.triage.understand.masking.names_ja import ROMAJI_GIVEN, ROMAJI_SURNAMES
from bot.triage.understand.masking.persons_self import introduces_self, signs
from bot.triage.understand.masking.sensitive import Cued, Found, Sensitive
from bot.triage.understand.masking.words_latin import NO_NAMES, is_word, may_hold_name
from bot.triage.understand.normalise import word_set
from bot.triage.understand.ordinary import is_english, is_function_word
from bot.triage.understand.sieve import Pattern

_CAPITAL = rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,24}}"
_NAME = rf"{_CAPITAL}(?:\s(?:da|de|do|dos|van|von|bin|al)\b)?(?: {_CAPITAL}){{0,3}}"
_TITLED = Cued(
    (
        "mr", "ms", "miss", "mx", "dr", "prof", "sr", "sra", "srta", "dona", "seu", "pak", "bu", "bapak", "ibu", "mbak", "mas", "madam",
    ),
    Pattern(
        rf"(?<![A-Za-z0-9])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sr|Sra|Srta|Dona|Seu|Pak|Bu|Bapak|Ibu|Mbak|Mas|Madam|MR|MS|MRS|DR|mr|mrs|ms)\.?\s(?P<value>(?:(?:van|von|der|den|de|di|du|la|le|da|al|el|bin)[ -]){{0,3}}{_NAME})"
    ),
)  # fmt: skip
_HONOURED = Pattern(
    r"(?<![\w.@/-])(?P<value>[A-Za-z][A-Za-z']{1,20})(?:[- ][Ss]an|-[Ss]ama|-[Ss]ensei|-[Kk]un|-[Cc]han)\b"
)
_LABELLED = Cued(
    (
        "full", "customer", "patient", "client", "contact", "employee", "member", "student", "guest", "last", "first", "name", "named",
        "called", "họ tên", "tên khách", "nome", "nama", "assignee", "owner", "approver", "cardholder", "attn", "attention", "cc", "recipient",
    ),
    Pattern(
        rf"(?:\b(?:(?:full|customer|patient|client|contact|employee|member|student|guest|last|first)(?:'s)?\s)name(?:\sis|\s?[:=])"
        rf"|\b(?:[Aa]ssignee|[Oo]wner|[Aa]pprover|[Cc]ardholder|[Aa]ttn|[Aa]ttention|CC|[Cc]c|[Rr]ecipient|[Pp]atient|[Gg]uest|[Ss]tudent|[Cc]ontact|[Mm]ember|[Ee]mployee|[Cc]ustomer|[Cc]lient)(?:\sis|\s?[:=])?"
        rf"|(?<![\w ])[Nn]ame\s?[:=]|họ tên\s?:|tên khách(?: hàng)?\s?:|nome(?: completo)?\s?:|nama(?: lengkap)?\s?:"
        rf"|\b(?:person|customer|client|colleague|man|woman|guy|lady|someone|somebody|employee)\s(?:is\s)?(?:named|called))\s?(?P<value>{_CAPITAL}(?: {_CAPITAL}){{1,3}})"
    ),
)  # fmt: skip
_ROLES = sorted(
    word_set(
        """starter hire joiner trainee temp apprentice nurse customer client patient colleague coworker co-worker employee user member guest student tenant contact boss manager assistant teammate accountant nurse secretary director supervisor intern recipient approver administrator admin owner wife husband son daughter brother sister friend partner leader chief president ceo cfo cto engineer teacher doctor lawyer bookkeeper consultant vendor driver cliente paciente colega chefe gerente karyawan pelanggan rekan atasan bos manajer khách|hàng nhân|viên sếp đồng|nghiệp giám|đốc"""
    )
)
_ROLE = Cued(
    tuple(r.replace("|", " ") for r in _ROLES),
    Pattern(
        rf"\b(?i:{'|'.join(r.replace('|', ' ') for r in _ROLES)})(?P<link>(?:\s(?:is|was|name|named|called|saya|kami|tôi))?[:,]?\s)(?P<value>{_NAME})"
    ),
)
_DOING = re.compile(
    r",?\s(?:is|was|says|said|can|cannot|can't|can’t|could|couldn't|has|had|gets|got|told|sees|saw|left|complains|complained|writes|wrote|calls|needs|keeps|goes|still|never|lost|uses|opens|logs|will|won't|wants|tried|reported|asked|doesn't|does|did|didn't|e|não|nao|tidak|không|and|from|in|at|about)\b|[.,;:!?)]|$|\n"
)
_VIETNAMESE = Cued(
    ("anh", "chị", "ông", "bà", "cô"),
    Pattern(
        rf"\b(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô)\s(?P<value>{_CAPITAL}(?:\s{_CAPITAL}){{0,3}})"
    ),
)
_DEPARTMENT = Pattern(
    rf"(?<![\w.@/-])(?P<value>{_CAPITAL}(?:\s{_CAPITAL})?)\s(?:from|in|at|of|do|da|dari|bên)\s(?:(?:our|your|the|bagian)\s)?"
    r"(?:accounting|accounts|sales|support|HR|IT|finance|marketing|logistics|purchasing|legal|payroll|reception|operations|warehouse|engineering|admin|financeiro|vendas|RH|keuangan|kế toán)\b"
)
_DEALT_WITH = Cued(
    (
        "ask", "told", "tell", "with", "contact", "meet", "met", "emailed", "called", "assigned", "approved by", "by", "from", "for", "of", "to", "only", "and",
    ),
    Pattern(
        rf"\b(?:[Aa]sk(?:ed)?|[Tt]old|[Tt]ell|[Ww]ith|[Cc]ontact(?:ed)?|[Mm]eet|[Mm]et|[Ee]mailed|[Cc]alled|[Aa]ssigned|[Bb]y|[Ff]rom|[Ff]or|[Oo]f|[Tt]o|[Oo]nly|[Aa]nd)\s(?P<value>{_CAPITAL}(?:\s{_CAPITAL})?)"
    ),
)  # fmt: skip
_WORDS = re.compile(rf"(?<![\w.@/#-]){_CAPITAL}(?: {_CAPITAL}){{0,3}}(?![\w@/]|\.\w)")
_IN_FILE = Pattern(
    r"(?<=[_-])(?P<value>(?P<first>[A-Z][a-z]{1,14})[_-](?P<last>[A-Z][a-z]{1,14}))(?=[_.-])"
    r"|(?<![\w@.])(?P<value2>(?P<first2>[A-Z][a-z]{1,14})[_-](?P<last2>[A-Z][a-z]{1,14}))(?=_\w{1,20}\.[a-z]{3,4}|\.(?:pdf|xlsx?|csv|docx?|png|jpe?g|txt|pptx?|zip)\b)"
)
_PERSON_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:with|by|cc|ask|asked|tell|told|for|and|dear|except|contact|met|via|is|é|from|to)[:,]?|[(\[\"“「『>]) ?$",
    re.IGNORECASE,
)
_PERSON_AFTER = re.compile(
    r"['’]s\b|, (?:our|my|his|her|the|in|from)\b|”?,? (?:who|said|says|can(?:['’]t|not)?|couldn['’]t|gets?|got|sees?|saw|tried|tries|asked|told|wants|reported|reports|complains|doesn['’]t (?:see|get|have)|left|joined|wrote|called"
    r"|has (?:left|resigned|no|the|been|had)|is (?:out|off|on|away|locked|unable|our|my|the|in)|was (?:told|trying|able|locked))\b| ?[(<](?!s\))|[)\]」』]| ?(?:さん|様|という|といい|[はがのもをに])"
)
_PREFECTURES = word_set("chiba nagano fukuoka fukushima kawasaki miyazaki yamaguchi")
_NO_NAME = word_set("please can could will would did does is has was and or but yes no ok see look")
_THING_BEFORE = re.compile(
    r"(?:button|app|field|view|plug-?in|screen|form|called|label|error|message|ボタン|アプリ|フィールド)s?[: ]*[\"“「『]?$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(
    r"[\"”』」]? (?:apps?|plug-?ins?|buttons?|forms?|screens?|fields?|views?|pages?|tables?|lists?|spaces?|templates?|for kintone|team|department|office|error)\b|[\"”』」]?(?:アプリ|プラグイン|ボタン|画面|フォーム)",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"(?:,?\s(?:Inc|Ltd|LLC|Corp|Co|GmbH|KK|K\.K|Pte|PLC|S\.A)\b|\s&\s)")
_NOT_SURNAME = word_set(
    """success kogyo shoji kensetsu denki sangyo shokuhin unyu kabushiki seisakusho san app plugin plug-in web internet cloud city station branch office hotel foods factory hospital dental marine fabrics insurance housing veterinary data support group sync mail form sheet view store bank
    mr ms mrs dr miss inc ltd corp co university school clinic logistics trading systems solutions services motors electric parts works holdings partners
    january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday tokyo osaka nagoya kyoto japan"""
)


def find_persons_abroad(text: str) -> Iterator[Found]:
    """Names of third persons in a narrowed text, in Latin letters; linear."""
    for m in _HONOURED.finditer(text):
        if not is_english(m.group("value").casefold()):
            yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)
    if not may_hold_name(text):
        return
    for m in _TITLED.finditer(text):
        if end := _trimmed(m):
            yield Found(m.start("value"), end, Sensitive.PERSON)
    for m in _LABELLED.finditer(text):
        if not _ordinary(m.group("value")):
            yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)
    for m in _IN_FILE.finditer(text):
        group = "" if m.group("value") else "2"
        first, last = m.group(f"first{group}"), m.group(f"last{group}")
        if (_is_known(first) or _is_known(last)) and not (
            is_english(first.casefold()) or is_english(last.casefold())
        ):
            yield Found(m.start(f"value{group}"), m.end(f"value{group}"), Sensitive.PERSON)
    yield from _in_roles(text)
    yield from _full_names(text)


def _trimmed(m: re.Match[str]) -> int:
    """Where a titled name ends: before an ordinary word that happens to be written large."""
    at = m.start("value")
    words = m.group("value").split(" ")
    if is_english(words[0].casefold()) and not _is_given(words[0]):
        return 0
    kept = [words[0]]
    for word in words[1:]:
        if is_english(word.casefold()) or word.casefold() in _NOT_SURNAME:
            break
        kept.append(word)
    return at + len(" ".join(kept).removesuffix("'s").removesuffix("’s"))


@lru_cache(maxsize=1024)
def _ordinary(value: str) -> bool:
    words = value.split()
    return all(len(w) <= 3 and w.isupper() for w in words) or any(
        is_english(w.casefold()) or w.casefold() in _NOT_SURNAME for w in words
    )


def _is_given(word: str) -> bool:
    return word.casefold() in GIVEN_LATIN or word.casefold() in ROMAJI_GIVEN


def _is_known(word: str) -> bool:
    return _is_given(word) or word.casefold() in ROMAJI_SURNAMES or word in SURNAMES_VIETNAMESE


def _in_roles(text: str) -> Iterator[Found]:
    for m in _ROLE.finditer(text):
        words = m.group("value").split()
        single = len(words) == 1
        if _ordinary(m.group("value")) or (
            single and not _is_known(words[0]) and not _DOING.match(text, m.end())
        ):
            continue
        if not _is_known(words[0]) and "," in m.group("link"):
            continue
        yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)
    for m in _VIETNAMESE.finditer(text):
        if not _ordinary(m.group("value")):
            yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)
    for pattern in (_DEPARTMENT, _DEALT_WITH):
        for m in pattern.finditer(text):
            words = m.group("value").split()
            known = _is_known(words[0]) if pattern is _DEALT_WITH else True
            if known and not _ordinary(m.group("value")) and not _COMPANY.match(text, m.end()):
                place = len(words) == 1 and words[0].casefold() in _PREFECTURES
                if not place and not introduces_self(text, m.start()):
                    yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)


def _full_names(text: str) -> Iterator[Found]:
    """Emily Stone, Hiroshi Tanaka, Nguyễn Văn An; and a common given name alone (Emily)."""
    for m in _WORDS.finditer(text):
        common = _common_in(m.group())
        if common is None:
            yield from _unknown(text, m.start(), m.group().split())
            continue
        start, length = m.start() + common[0], common[1]
        if not length or _COMPANY.match(text, m.end()):
            continue
        if not (introduces_self(text, start) or signs(text, start)):
            yield Found(start, start + length, Sensitive.PERSON)


@lru_cache(maxsize=2048)
def _common_in(run: str) -> tuple[int, int] | None:
    """Where in a run of capitalised words the name is and how long; 0 for none, None for no known word."""
    words = run.removesuffix("'s").removesuffix("’s").split()
    first = next((i for i, w in enumerate(words) if _is_known(w)), -1)
    if first < 0:
        return None
    given, rest = words[first], words[first + 1 :]
    while rest and (is_english(rest[-1].casefold()) or rest[-1].casefold() in _NOT_SURNAME):
        rest.pop()
    low = given.casefold()
    sure = low in GIVEN_LATIN and low not in WORD_NAMES
    if sure and not rest and first + 1 < len(words) and _may_be_surname(words[first + 1]):
        rest = [words[first + 1]]  # Emily Stone, Tom Wheeler
    alone = sure and len(words) == 1
    if is_english(low) or not (rest or alone) or any(w.casefold() in _NOT_SURNAME for w in words):
        return 0, 0
    return len(" ".join(words[:first])) + bool(first), len(" ".join([given, *rest]))


def _may_be_surname(word: str) -> bool:
    """Whether an ordinary word written large may be a surname beside a given name: Stone, Wheeler."""
    low = word.casefold()
    return not (is_function_word(low) or low in _NOT_SURNAME or low in NO_NAMES or low in _NO_NAME)


def _no_name(word: str) -> bool:
    low = word.casefold()
    plural = low.endswith("s") and is_english(low[:-1])
    return is_word(word) or plural or low in _NOT_SURNAME or is_english(low.partition("-")[0])


def _unknown(text: str, at: int, words: list[str]) -> Iterator[Found]:
    """Ingvild Thorsnes can't…, cc Ottoline Vreeland: two words or three that are none, where a person is told of."""
    if words:
        words[-1] = words[-1].removesuffix("'s").removesuffix("’s")
    while words and is_word(words[0]):
        at += len(words.pop(0)) + 1
    while words and is_word(words[-1]):
        words.pop()
    if not 2 <= len(words) <= 3 or any(map(_no_name, words)):
        return
    end = at + len(" ".join(words))
    if _THING_AFTER.match(text, end) or _THING_BEFORE.search(text, max(0, at - 16), at):
        return
    told = _PERSON_BEFORE.search(text, max(0, at - 24), at) or _PERSON_AFTER.match(text, end)
    if told and not (introduces_self(text, at) or signs(text, at) or _COMPANY.match(text, end)):
        yield Found(at, end, Sensitive.PERSON)
