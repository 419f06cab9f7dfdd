"""How many people have the trouble."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("count", "people people_other hit")

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
_PEOPLE_EN = re.compile(
    rf"\b(?=[\dtfsne])(?<!\b1 in )(?<!\bone in )(\d{{1,6}}|{'|'.join(_WORDS)}) (?:of (?:us|them|my|our)\b|(?:of )?(?:(?!and |or )\w+ ){{0,2}}?(?:people|users|staff|employees|colleagues|coworkers|members|persons|operators|nurses|teachers|workers|drivers|dispatchers|technicians|agents|guys|students)\b)|(?:team|staff|department|office) \((\d{{1,5}})\)|(?:roughly |about |around )?(\d{{1,5}}) of us\b|\bteam of (\d{{1,5}}|{'|'.join(_WORDS)})\b|\ball (\d{{1,5}}) of us"
)


def read_counts(wording: MessageWording, *, told: bool = True) -> dict[str, FactValue]:
    """How many people are hit, as far as the text says."""
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if not any(c.isdigit() for c in plain) and not plain.isascii():
        return facts
    people = _SAID.people.search(plain) or _PEOPLE_EN.search(plain)
    if not people and not any("ぁ" <= c <= "ん" for c in plain):
        people = _SAID.people_other.search(plain)
    if people and (told or _SAID.hit.search(plain)):
        number = people.group(people.lastindex or 1)
        facts["affected_count"] = _WORDS.get(number) or int(number)
    return facts
