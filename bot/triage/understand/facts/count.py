"""How many people have the trouble."""

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_PEOPLE = pattern(
    r"(?<![\d.,])(\d{1,6})(?:人|名)(?:様)?(?!規模|以[上下内]|まで|しか|を?選|用|目|単位|ずつ|体制|追加|前|分|月|(?:を|に)?(?:増|減|追加|招待)|の(?:名前|レコード)|のみ選|様|分の|(?:全員)?(?:が|は|とも|に)?(?:ちゃんと|普通に|問題なく))|(?:全員で?|計|合計|約|およそ|影響者?(?:は|:)?\s?)(\d{1,6})(?:人|名)"
)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
_PEOPLE_EN = Pattern(
    rf"\b(?=[\dtfsne])(?<!\b1 in )(?<!\bone in )(\d{{1,6}}|{'|'.join(_WORDS)}) (?:of (?:us|them|my|our)\b|(?:of )?(?:(?!and |or )\w+ ){{0,2}}?(?:people|users|staff|employees|colleagues|coworkers|members|persons|operators|nurses|teachers|workers|drivers|dispatchers|technicians|agents|guys|students)\b)|(?:team|staff|department|office) \((\d{{1,5}})\)|(?:roughly |about |around )?(\d{{1,5}}) of us\b|\bteam of (\d{{1,5}}|{'|'.join(_WORDS)})\b|\ball (\d{{1,5}}) of us"
)
_PEOPLE_OTHER = pattern(
    r"(\d{1,5})(?:多)? ?(?:个|個|名|位)?(?:人|用户|員工|员工|同事)|(\d{1,5}) ?명|(\d{1,5}) (?:người|nhân viên|karyawan|orang|pessoas|usuários|funcionários|user|คน)|(\d{1,5}) ?คน"
)
# In a message that wants something done, a number of people is mostly how many are to come.
_HIT = pattern(
    r"影響|被害|困|ロック|入れてしま|だまされ|開いてしま|クリックし|使えな|止ま|affected|locked|clicked|couldn't|fell for|opened it|entered|bị|restart"
)


def read_counts(wording: Wording, *, told: bool = True) -> dict[str, FactValue]:
    """How many people are hit, as far as the text says."""
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if not any(c.isdigit() for c in plain) and not plain.isascii():
        return facts
    people = _PEOPLE.search(plain) or _PEOPLE_EN.search(plain)
    if not people and not any("ぁ" <= c <= "ん" for c in plain):
        people = _PEOPLE_OTHER.search(plain)
    if people and (told or _HIT.search(plain)):
        number = people.group(people.lastindex or 1)
        facts["affected_count"] = _WORDS.get(number) or int(number)
    return facts
