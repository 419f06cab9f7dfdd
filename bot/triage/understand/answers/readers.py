"""One reader for each question: what an answer to it states, or None when it is not answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.model.understanding import FactValue
from bot.triage.understand.answers import words
from bot.triage.understand.answers.words_verdict import clauses, fine, wants, wishes
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_NOT_APPS = pattern(
    r"ポータル|トップ|サイト|ブラウザ|シークレット|テザリング|みんな|全員|同僚|他の人|ほかの人|\bportal|\bsites?\b|browser|incognito|private|colleague|everyone"
)
_NONE_OF = re.compile(
    r"\bnone (?:of (?:them|the \w+) )?(?:opens?|works?|loads?)"
    r"|\b(?:no|not (?:a single|one)) (?:other )?(?:kintone )?apps? (?:opens?|works?|loads?|starts?|(?:is|are) (?:working|opening|loading))"
)
_NOT_PEOPLE = pattern(
    r"(?<!聞い)(?<!きい)たら[^。]{0,6}(?:開|直|動|使)|ポータル|アプリ|サイト|ブラウザ|シークレット|テザリング|スマホ|レコード|ベル|\bportal|\bsites?\b|browser|incognito|private|\bapps?\b|\bphone"
)
_APPS = pattern(
    r"(?:ほか|他|別|その他|残り)の?(?:アプリ|やつ|もの|は|も)|アプリ|\bothers?\b|\brest\b|\bapps?\b|其他|别的|다른|khác|อื่น|outros|lain"
)
_BARE_NO = pattern(
    r"^(?:no|nope|nah|(?:it|they)(?:'s| is| are| do| does)?(?:n't| not)|không(?: ạ)?|não|tidak|没有|不是?|ない(?:です)?|ありません)\W*$"
)
_PEOPLE = pattern(
    r"席|同僚|同じ(?:症状|状態|現象)の(?:人|方)|(?:ほか|他|別|残り)の?(?:人|方|社員|部署|メンバー|スタッフ|者)|周り|まわり|隣|となり|上司|後輩|先輩|部長|課長|社員|部署|うちの課|チーム|[一-龥]{1,4}さん|(?:ほか|他)は|\d+(?:人|名)|何人か|数人|他の子|colleague|team|cowork|co-work|others?\b|else\b|people|boss|department|office|同事|别人|其他人|동료|다른 ?(?:분|사람|직원)|đồng nghiệp|người khác|เพื่อนร่วมงาน|คนอื่น|colegas?|outras pessoas|rekan|teman|orang lain"
)
_NOT_ONLY = pattern(
    r"だけ(?:では|じゃ|や)<ない>|だけじゃな|だけな(?:わけ|はず)|not (?:just|only) me|不只|나만 ?(?:아|그런 게 아)|không chỉ|não (?:é )?só eu|bukan cuma"
)
_HAVE_IT = pattern(
    r"^(?!.*(?:画面|ボタン|一覧|表示|普通|ちゃんと|問題))[^。、\n]{0,30}(?<!が)(?:出て|なって|起きて|発生して)(?:い|おり)?(?:ま(?!せ)|る|た)"
)
_SEVERAL = pattern(
    r"\b(?:two|three|four|five|six|several|many|most|some|both|\d+) (?:or \w+ )?of us\b|(?:数|何|[2-9]|[1-9]\d)(?:人|名)(?:とも|くらい|ほど|です|いま|が|で)"
)
_SOME = pattern(r"(?:では|じゃ|や)<ない>|not everyone|not all")
_NOT_SHOWN = pattern(
    r"(?:同じ|同様)[^。、\n]{0,8}(?:人|方|者)(?:は|も)?(?:い|おり|おら)?<ない>|(?:では|には|ところは|人は|方は)[^。、\n]{0,4}(?:出|起き|発生し|なら|なり)<ない>|出て(?:い)?<ない>|なって(?:い)?<ない>|起きて(?:い)?<ない>|聞か<ない>|(?:doesn't|don't|not|(?:nobody|no one|none)(?![^.\n]{0,8}\b(?:can|able)\b))[^.\n]{0,20}(?:have|see|get|happen|seeing|having|affected|same)|nobody else|no one else"
)
_SHOWN = pattern(
    r"^(?:出て|なって|起きて)(?:い)?(?:る|ます)|^出ます|^(?:yes,? |yeah,? )?(?:they|he|she) (?:do|does)\b(?!n't| not)"
)


@dataclass(frozen=True)
class Heard:
    """An answer as the readers of single questions get it."""

    wording: Wording
    lang: str
    facts: Mapping[str, FactValue]  # what the message says by itself
    names: tuple[str, ...]  # products named in it
    unlisted: str | None
    alone: bool = True  # it can only be meant for the question at hand
    tells: bool = False  # it tells something, and is no message of another sort

    @property
    def plain(self) -> str:
        return self.wording.plain

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        return tuple(clauses(self.plain))


Answer = dict[str, FactValue] | None  # None: this question is not answered here


def other_apps(heard: Heard) -> Answer:
    """Other apps work, or none does."""
    if _NONE_OF.search(heard.plain):
        return {"other_apps_ok": False}
    if "other_apps_ok" in heard.facts:
        return {"other_apps_ok": heard.facts["other_apps_ok"]}
    rest = [c for c in heard.clauses if words.REST_FINE.search(c)]
    for clause in (*rest, *heard.clauses):
        if wishes(clause) or _NOT_APPS.search(clause):
            continue
        said = fine(clause)
        if words.THIS_APP.search(clause) or words.SOME_APPS.search(clause):
            return {"other_apps_ok": True}
        if words.ALL_APPS.search(clause) and not words.REST_FINE.search(clause):
            return {"other_apps_ok": said is True}
        topical = words.REST_FINE.search(clause) or _APPS.search(clause)
        if said is not None and (topical or heard.alone) and not _BARE_NO.search(clause):
            return {"other_apps_ok": said}
    return None


def other_users(heard: Heard) -> Answer:
    """Others have it too, or only the writer."""
    named = [c for c in heard.clauses if _PEOPLE.search(c)]
    for clause in (*named, *heard.clauses):
        works = _works_for_others(clause, alone=heard.alone)
        if works is not None:
            return {"other_users_ok": works}
    if "other_users_ok" in heard.facts:
        return {"other_users_ok": heard.facts["other_users_ok"]}
    return None


def _works_for_others(clause: str, *, alone: bool) -> bool | None:
    not_only = _NOT_ONLY.search(clause) is not None
    if words.ONLY_ME.search(clause) and not not_only:
        return True
    if _NOT_PEOPLE.search(clause) or (wishes(clause) and not _told_of_others(clause)):
        return None
    if _HAVE_IT.search(clause) and (_PEOPLE.search(clause) or words.EVERYONE.search(clause)):
        return False
    said = fine(clause)
    if words.EVERYONE.search(clause):
        return said is True and not words.TOO.search(clause) and not _SOME.search(clause)
    spared = _NOT_SHOWN.search(clause) is not None
    if _PEOPLE.search(clause):
        if spared or said is not None:
            return spared or said
        return False if not_only or words.TOO.search(clause) else None
    if not_only or _SEVERAL.search(clause):
        return False
    return _implied(clause, said=said) if alone and not _BARE_NO.search(clause) else None


def _told_of_others(clause: str) -> bool:
    return _PEOPLE.search(clause) is not None and not wants(clause)


def _implied(clause: str, *, said: bool | None) -> bool | None:
    if _NOT_SHOWN.search(clause):
        return True
    return False if _SHOWN.search(clause) else said
