"""What a person suffers from: a diagnosis that a sentence says of somebody.

A field, an app or a list named after an illness is nobody's and stays.
"""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.sieve import Pattern

_OF_WHOM = r"(?:さん|様|氏|くん|ちゃん|先生|患者|社員|部下|上司|同僚|スタッフ|彼女?|妻|夫|母|父|息子|娘|子ども|子供|家族|本人|私|自分|当人|担当者?)"
_ILLNESS = (
    r"(?:[うウ]つ病?|鬱病?|適応障害|双極性障害|統合失調症|パニック障害|発達障害|摂食障害|不安障害|睡眠障害|自律神経失調症|自閉症|ADHD|ASD|PTSD|HIV|エイズ|肝炎|肝硬変|結核|梅毒|性病|白血病|悪性リンパ腫|糖尿病|高血圧|狭心症|心筋梗塞|心不全|脳梗塞|脳出血|くも膜下出血|てんかん|認知症|若年性アルツハイマー|アルツハイマー|パーキンソン病|潰瘍性大腸炎|クローン病|腎不全|膠原病|リウマチ|ヘルニア|アルコール依存症?|依存症|精神疾患|精神病|難病|持病|流産|妊娠\d{0,2}(?:[ヶかカ]月|週)?|不妊治療|人工透析|透析"
    r"|(?:乳|肺|胃|大腸|子宮|前立腺|膵臓|肝臓|食道)?(?:がん|ガン|癌)|新型コロナ|コロナ陽性|インフルエンザ)"
)
_SAID_OF = r"(?=\s?(?:で(?!き)|と診断|のため|により|による|を患|にかか|になり|になっ|です|でし|だ[とっ。]|持ち|が(?:再発|悪化|分か|わか|見つか|発覚)|の(?:治療|手術|診断|疑い|ため)|中(?:で|の|です)|$|。))"
_JAPANESE = Cued(
    (
        "さん", "様", "氏", "くん", "ちゃん", "先生", "患者", "社員", "部下", "上司", "同僚", "スタッフ", "彼", "妻", "夫", "母", "父",
        "息子", "娘", "子ども", "子供", "家族", "本人", "私", "自分", "当人", "担当",
    ),
    Pattern(rf"{_OF_WHOM}[^。\n\x00]{{0,24}}?(?:は|が|も|の|、)[^。\n\x00]{{0,12}}?(?P<value>{_ILLNESS}){_SAID_OF}"),
)  # fmt: skip
_ENGLISH = Cued(
    (
        "he ", "she ", "his ", "her ", "my ", "our ", "patient", "employee", "colleague", "mr", "ms", "i ", "i'",
    ),
    Pattern(
        r"(?<![A-Za-z])(?:he|she|his|her|my|our|patient|employee|colleague|mrs?\.?|ms\.?|i)(?:'s|'m|'ve)?\s[^.\n\x00]{0,60}?(?:has|have|had|having|got|with|for|of|from|by|is|was|to)\s(?:a |an |the |stage \w{1,3} |severe |chronic )?"
        r"(?P<value>depression|bipolar disorder|schizophrenia|panic disorder|anxiety disorder|burn-?out syndrome|autism|adhd|ptsd|hiv|aids|hepatitis(?: [a-c])?|tuberculosis|syphilis|leuk[a]?emia|lymphoma|diabetes|hypertension|angina|epilepsy|dementia|alzheimer'?s?|parkinson'?s?|crohn'?s disease|kidney failure|dialysis|alcoholism|(?:breast|lung|stomach|colon|prostate|skin)? ?cancer|pregnan(?:t|cy)|miscarriage|chemotherapy)(?![A-Za-z])(?!\s(?:app|field|list|view|form|record|column|table|registry))",
        re.IGNORECASE,
    ),
)  # fmt: skip


def find_health(text: str) -> Iterator[Found]:
    """Diagnoses that are said of a person, in a narrowed text; linear in its length."""
    yield from spans(_JAPANESE, text, Sensitive.HEALTH, 1)
    yield from spans(_ENGLISH, text, Sensitive.HEALTH, 1)
