"""How many people have the trouble."""

from bot.model.understanding import FactValue
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("count", "people people_other hit people_english")

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip


def read_counts(wording: MessageWording, *, told: bool = True) -> dict[str, FactValue]:
    """How many people are hit, as far as the text says."""
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if not any(c.isdigit() for c in plain) and not plain.isascii():
        return facts
    people = _SAID.people.search(plain) or _SAID.people_english.search(plain)
    if not people and not any("ぁ" <= c <= "ん" for c in plain):
        people = _SAID.people_other.search(plain)
    if people and (told or _SAID.hit.search(plain)):
        number = people.group(people.lastindex or 1)
        facts["affected_count"] = _WORDS.get(number) or int(number)
    return facts
