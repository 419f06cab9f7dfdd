"""Capitalised words that are no names: ordinary words at the head of a sentence, offices, tools, places."""

import re
from functools import lru_cache

from bot.triage.understand.masking.name_words import is_known
from bot.triage.understand.masking.names_abroad import LATIN_CAPITAL, LATIN_LETTER
from bot.triage.understand.normalise import word_set
from bot.triage.understand.ordinary import is_english

_CAPITALISED = re.compile(rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’]+")
_OPENERS = word_set(
    """we i'm it's my our he she they hello hi dear thanks please good the a an this that these those there it its is are was were be been do does did not no yes if in on at as by to of so but
    since nothing still just why how what when where who which can could would should will since one two three both hey sorry sir madam regards sincerely best kind greetings everybody anybody somebody
    i've i'd i'll we're we've can't don't didn't doesn't isn't won't that's there's what's you your you're us me him her his their them for from with without into onto"""
)
NO_NAMES = word_set(
    """office head regional senior junior vice human resources payable receivable technology north south east west central europe asia america pacific team unit division section annual monthly weekly daily total
    start begin dear hello hi hey it hr ceo cfo cto support sales marketing finance accounting accounts everyone everybody nobody somebody anybody administrator administrators guest guests manager boss
    excel outlook chrome safari firefox edge teams zoom salesforce kintone cybozu garoon windows android iphone ipad google microsoft amazon apple slack line word powerpoint access sharepoint github gitlab jira
    mcafee mcdonald mckinsey mcdonalds friday monday tuesday wednesday thursday saturday sunday january february march april june july august september october november december japan tokyo osaka english japanese
    mr mrs ms miss dr prof st saint chinese thai korean vietnamese german french spanish portuguese italian indonesian
    please thanks thank also however yes no both yesterday today tomorrow tonight herewith gateway timeout uncaught response saml respected sir kobe yokohama nagoya kyoto fukuoka sapporo sendai hiroshima asset register ledger tracker inventory all then japan india vietnam thailand brazil china korea london paris berlin singapore"""
)
_WORD_ENDS = re.compile(
    r"(?:ing|tion|sion|ment|ness|ance|ics|ware|ship|ator|ager|ysis|ional|tive|able|ical|cal|ology|works|base|force|ify|soft|hub|bot|app)$"
)


@lru_cache(maxsize=4096)
def is_word(word: str) -> bool:
    """Whether a capitalised word is no part of a name: an ordinary word, an abbreviation, a product."""
    plain = word.rstrip(".,").casefold().removesuffix("'s").removesuffix("’s")
    if plain in NO_NAMES or is_english(plain):
        return True
    if (word.isupper() and len(word) < 4) or re.search(
        r"[a-zà-ÿ][A-Z]", word.removeprefix("Mc").removeprefix("Fitz")
    ):
        return True
    return bool(_WORD_ENDS.search(plain)) and not is_known(plain)


@lru_cache(maxsize=4096)
def _is_opener(word: str) -> bool:
    plain = word.casefold()
    if word.isupper() and len(word) <= 4:
        return True
    return plain in _OPENERS or plain in NO_NAMES or is_english(plain)


def may_hold_name(text: str) -> bool:
    """Whether some capitalised word of a text is not one with which sentences ordinarily begin."""
    return not all(map(_is_opener, _CAPITALISED.findall(text)))
