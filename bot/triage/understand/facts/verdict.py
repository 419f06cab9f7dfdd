"""Whether a stretch of a clause says that something works, or that it does not, and of what.

A verb of being able ("opens", "arrives") says that it works unless it is negated; a verb of trouble
("fails", "is garbled") says that it does not unless it is negated. A condition ("when I open it")
says neither.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern


def choice(words: Mapping[str, str], before: str = "") -> re.Pattern[str]:
    """One pattern for plain text out of several, each a group by its name."""
    groups = "|".join(f"(?P<{name}>{pattern(each).pattern})" for name, each in words.items())
    return re.compile(f"{pattern(before).pattern}(?:{groups})", re.MULTILINE)


def pattern_of(words: Mapping[str, str], first: str) -> Pattern:
    """As ``choice``, to be searched for in whole messages; ``first``: the letters one starts with."""
    return Pattern(choice(words, f"(?=[{first}])").pattern, re.MULTILINE)


_ABLE = (
    r"開[かきくけい]|ひら[かきくけい]|動[かきくけい]|使(?:え|って(?=い|る|ま)|用でき)|見(?:え|られ|れ)|(?:入|はい)(?:れ|ら|り|って(?=い|る|ま))"
    r"|でき|でけ|出来|出(?=[まるてせなずた])|届[かきくい]|来(?=[まるてな])|きて(?=い|ま|る)|つなが[らりるっ]|繋が[らりるっ]|表示[さしで]|押せ|通(?:り|る|って|じ|ら)"
    r"|いけ[るまたな]|行け|書け|選べ|読め|撮れ|送れ|取れ|貼れ|打て|直せ|反応し|起動[しで]|消せ|出せ|落とせ|変えられ|残って|受信し|(?:保存|印刷|登録|計算|反映|送信|更新|閲覧|再生|接続|稼働|操作|編集|ログイン)(?:さ|し(?=て|ま|た)|で(?=き)|可)"
)
_FINE = (
    r"大丈夫|だいじょうぶ|(?<!不)可(?=[。、,\n)]|$|です|だ|でし)|正し[いく]|普通|ふつう|(?<!不)正常|平気|問題(?:は|も)?(?:特に)?(?:な|あり?ま(?=せん)|ござ)|異常(?:は|も)?(?:な[いしく]|あり?ま(?=せん))"
    r"|(?<![a-z])ok(?![a-z])|生きて|快[適調]|好調|順調|さくさく|すいすい|するする|爆速|速い|はやい|軽い|なんとも(?=な)|支障(?=は?な|も?な)|(?:普段|いつも)(?:と同じ|どおり|通り)|○|一瞬|気にな(?=り|ら)|影響(?:は|も)?(?:な|あり?ま(?=せん))|無事|ちゃんと|きちんと"
)
_TROUBLE = r"えらー|失敗|崩れ|落ち|固ま|遅[いかくれ]|重[いかくた]|再現|真っ白|起[きこ]|発生|途切れ|切れ(?=[てたるなへま])|停止|消え|ずれ|弾かれ|はじかれ|止ま|化け|おかし|出方が変|なりま|(?<!そ)のまま|いまま|くるくる|ぐるぐる"
_SAME = r"(?<!と)同じ|同様|お(?:なじ|んなじ)|だめ|駄目|無理|全滅|一緒|いっしょ|変わ(?:ら|り(?:ま|ない|な)|りな)|変化(?:は|も)?(?:な|あり?ま)|改善(?:し|せ|され)|直ら|直りま|不可|×|お手上げ|ng(?![a-z])"
_SAME_WORD = pattern(_SAME)
_JUDGED = choice({"fine": _FINE, "same": _SAME, "able": _ABLE, "trouble": _TROUBLE})
_NEGATED = pattern(
    r"(?:さ?れ)?(?:し)?(?:て|で)?(?:い|こ|き|くれ|もらえ)?(?:は|も)?(?:<ない>|へん|づらい|にくい)"
)
_CONDITION = pattern(
    r"[くるすうつむぶ](?=と|とき|時|たび|際|ため|に[はも]|前|ところ|まで)|(?<=[くるすうつむぶ])(?:と(?!の)|とき|時|たび|際|前|まで)|(?:し|い|っ|え|れ|き|て)?(?:たら|ても|ようと|たとき|た時|ば)"
    r"|(?:さ?れ)?(?:し)?(?:る|る?よう|て(?:い)?る)?(?:ように(?!な)|べき|かどうか|(?:の|ん)?(?:です|ま(?:す|せん))か|でしょうか|もの?です?か|かな|[かの]?\?)|た(?:い|く)(?!さん)|てほし|てくだ"
)
_SUPPOSED = pattern(r"(?:な|か)?(?:ったら|れば|っても|った(?:場合|とき|時))")
_JUDGED_EN = re.compile(
    r"(?P<good>no (?:problems?|issues?|trouble|errors?)|(?:n't|not) (?:have (?:the|this|that|any)|see it|happen|affected|seeing|get it)|unaffected)"
    r"|(?P<bad>n't|\bng\b|\bnot\b|cannot|\bneither\b|\bsame\b|\btoo\b|\bas well\b|\balso\b|\bno (?:luck|difference|change|access|one|good|better)\b|\bfail|\berrors?\b|\bbroken\b|\bdown\b|\bslow\b|\bblank\b|\bnothing\b|\bstuck\b|\bboth\b)"
    r"|(?P<fine>\bwork(?:s|ed|ing)?\b|\bfine\b|\bok\b|\bokay\b|\bgood\b|\bopen(?:s|ed)?\b|\bload(?:s|ed)?\b|\bnormal(?:ly)?\b|\bcan\b|\b(?:fast|quick|snappy|smooth|happy|perfect|instant)(?:ly)?\b|\bno complaints?\b|\bis (?:there|visible)\b|\bappears?\b|\bgets? (?:in|theirs)\b|\blog (?:in|on)\b|\bbehav(?:es?|ing)\b(?! the same)|\bbetter\b|\bfaster\b|\bin no problem\b|\bthem fine\b|\bhave (?:it|them)\b|\bstill (?:have|show)|\b(?:does|do|did)\b(?!n't| not\b))"
)

LONGEST_TAIL = 26
_PARTICLE = choice(
    {
        "same": r"(?:に切り替え|に変え|を変え|を替え|にし|で試し|に繋い|につない|で開い|で見|で|から|に|へ|と)?(?:ても|でも|も|すら|さえ|ですら)[、 ]?",
        "apart": r"(?=だめ|駄目|ok(?![a-z])|ng(?![a-z])|不可|[×○]|正常|全滅|大丈夫| ?(?:→|->|=>))(?: ?(?:→|->|=>) ?)?|(?:だけ|のみ)?(?:に切り替え|に変え|を変え|にし|で試し|で開い|に繋ぎ?|につない|に繋ぎ替え|を使っ|で|から|に)?(?:では|には|からは|からなら|だと|なら|だったら|たら|だら|だば|や(?:と|ったら)|は|(?:で|から)(?:(?:試す|開く|見る|やる|使う|入る|確認する|アクセスする|ログインする)(?:と|分には)|(?:試し|開い|見|やっ|使っ|入っ|確認し|アクセスし|ログインし)たら)|からの[一-龥]{1,4}は|を使うと|じゃ|で|から|が|まで(?:は|なら)?|にすると|に変えると|[:=】])[、 ]?",
    },
    before=r"(?:の?(?:画面|ほう|方|アカウント|端末|環境|pc|パソコン|人|だけ|ところ))?(?:たち|ら)?(?:\([^)\n]{1,16}\)|\d{1,4}[人名台])?",
)
_CLAUSE_END = re.compile(
    r"[。\n!?【]|、(?![^、。\n]{0,3}(?:普通|大丈夫))|(?:けど|けれど|のに|ますが|ですが|たが|、が)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a clause says of its topic; ``also``: with も and the like, that it is so there too."""

    works: bool | None
    also: bool
    same: bool


def said_of(plain: str, at: int) -> Said | None:
    """What is said of the noun that ends at ``at``; nothing when it is no topic."""
    particle = _PARTICLE.match(plain, at)
    if particle is None:
        return None
    also = particle.lastgroup == "same"
    end = clause_end(plain, particle.end())
    works = verdict(plain, particle.end(), end)
    if works is None and also:
        works = verdict(plain, particle.end(), _sentence_end(plain, end))
    return Said(works, also, works is False and _SAME_WORD.search(plain, at, end) is not None)


def clause_end(plain: str, start: int) -> int:
    """Where the clause ends, or is given up."""
    limit = min(len(plain), start + LONGEST_TAIL)
    match = _CLAUSE_END.search(plain, start, limit)
    return match.start() if match else limit


def _sentence_end(plain: str, start: int) -> int:
    limit = min(len(plain), start + LONGEST_TAIL)
    ends = [at for mark in "。\n!?" if (at := plain.find(mark, start, limit)) >= 0]
    return min(ends, default=limit)


def verdict(plain: str, start: int, end: int) -> bool | None:
    """True: works. False: does not, or is the same as where it does not. None: nothing is said."""
    at = start
    while match := _JUDGED.search(plain, at, end):
        sort = match.lastgroup
        if sort == "fine":
            return not _is_denied(plain, match, end)
        if sort == "same":
            return False
        if not _CONDITION.match(plain, match.end(), end) and not _conditional(plain, match):
            negated = _NEGATED.match(plain, match.end(), end)
            if negated is None or not _SUPPOSED.match(plain, negated.end()):
                return (negated is not None) == (sort == "trouble")
        at = match.end()
    return None


def _is_denied(plain: str, match: "re.Match[str]", end: int) -> bool:
    """Whether words such as "ordinarily" are: they stand before their verb, which may be negated."""
    if match.group() not in ("普通", "ふつう", "ちゃんと", "きちんと", "正常", "無事"):
        return False
    rest = _JUDGED.search(plain, match.end(), min(end, match.end() + 12))
    return (
        rest is not None
        and rest.lastgroup == "able"
        and _NEGATED.match(plain, rest.end(), end) is not None
    )


def _conditional(plain: str, match: "re.Match[str]") -> bool:
    return plain[match.end() - 1] in "くるすう" and plain[match.end() : match.end() + 1] == "と"


def verdict_en(plain: str, start: int, end: int) -> bool | None:
    """As ``verdict``, of an English clause."""
    match = _JUDGED_EN.search(plain, start, end)
    if match is None:
        return None
    return match.lastgroup != "bad"
