"""Names of third persons in a Japanese text, where a title, a role or the name itself marks them.

The sender's own name (…と申します, and then the signature) stays, and so do companies, places and
departments. A rare name that nothing marks is not found.
"""

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from bot.triage.understand.masking.name_words import (
    full_name,
    given_like,
    has_given,
    is_thing,
    kanji_name,
    may_be_name,
)
from bot.triage.understand.masking.names_abroad import FOREIGN_KATAKANA
from bot.triage.understand.masking.names_ja import GIVEN, PLACES, PLAIN_SURNAMES, READINGS, SURNAMES
from bot.triage.understand.masking.names_ja_rare import RARE_SURNAMES
from bot.triage.understand.masking.person_shapes import name_at, titled_length
from bot.triage.understand.masking.sensitive import Cued, Found, Sensitive
from bot.triage.understand.normalise import fold, word_set
from bot.triage.understand.ordinary import is_japanese
from bot.triage.understand.sieve import Pattern

_TITLE = Cued(
    ("様", "さま", "さん", "サン", "氏", "殿"),
    Pattern(
        r"様(?![子式々相態変])|さま(?!ざま)|さん(?![ざごぽち]|か(?!ら))|(?<=[ァ-ヺー]{3})サン(?![ァ-ヺー])|氏(?![名素神族])|殿(?![堂下])"
    ),
)
_WEAK_TITLE = Cued(
    (
        "先生", "部長", "課長", "係長", "主任", "社長", "店長", "院長", "専務", "常務", "所長", "次長", "室長", "会長",
        "主事", "主査", "工場長", "支店長", "マネージャー", "リーダー", "君", "くん", "ちゃん", "両名",
    ),
    Pattern(
        r"先生|部長|課長|係長|主任|社長|店長|院長|専務|常務|所長|次長|室長|会長|主事|主査|工場長|支店長|マネージャー|リーダー|君(?!が代)|くん|ちゃん|両名"
    ),
)  # fmt: skip
_ROLE = (
    r"部長|課長|係長|主任|社長|店長|院長|所長|園長|校長|室長|次長|専務|常務|会長|理事長?|局長|支店長|工場長|マネージャー|リーダー|上司|上長|先生|部下|同僚"
    r"|先輩|後輩|同期|新人|担当者?|前任者?|後任者?|管理者|責任者|承認者|決裁者|申請者|作業者|作成者|更新者|発注者|退職者?|退職した|入社した|異動した|休職中の?|秘書"
    r"|受付|経理|総務|営業|人事|法務|広報|情シス|開発|製造|企画|購買|物流|倉庫|現場|パート|アルバイト|バイト|派遣|スタッフ|社員|職員|店員|事務員?|看護師|医師"
    r"|ドクター|患者|生徒|学生|(?:技能)?実習生|研修生|園児|保護者|会員|利用者|顧客|お客様|お客さん|税理士|弁護士|社労士|夫|妻|主人|息子|娘|亡?[父母夫妻]|[祖義養][父母]|[長次三][男女]|兄|姉|弟|妹|甥|姪|孫|友人|知人|弊社|当社|御社|貴社|うち"
    r"|サポート|窓口|(?<=[々一-鿿])(?:課|部|係|室|局|科|店|所)|チーム|センター|グループ"
)
_ROLE_NO = re.compile(
    rf"(?:{_ROLE})(?:さん)?(?:の|、|・|の方の| ?[(:=] ?|(?<=した)|(?<=中の)|(?<=中))"
)
# The letters in which roles end, and what may stand before the joining sign: a cheap first look.
_ROLE_ENDS = "男女甥姪孫長事ーの司下僚輩期人当者任た中書付理務業報ス発造画買流庫場ト遣フ員師生児様ん客士妻夫子娘父母兄姉弟妹社ち口部課係室局科店所ムプ方"
_NICKNAME = Pattern(
    r"(?<![ぁ-ゖァ-ヺー々一-鿿])(?!お|ご)(?:[ぁ-ゖ]{1,2}[っー]|[ァ-ヺ]{1,2}[ッー])(?:くん|ちゃん)"
)
_KIN = re.compile(r"(?:[父母夫妻]|主人|息子|娘|[長次三][男女]|兄|姉|弟|妹|甥|姪|孫)・$")
_KANA_RUN = re.compile(r"[ァ-ヺー]{3,7}(?=[がはもに])")
_ROLE_SIGN = Pattern(
    rf"[の、・(:= た中](?=[々ヶ一-鿿ァ-ヺA-Z])(?:(?<=[{_ROLE_ENDS}][の、・(:=])|(?<=[{_ROLE_ENDS}] [(:=])|(?<=[{_ROLE_ENDS}][(:=] )|(?<=[{_ROLE_ENDS}] [(:=] )|(?<=した)|(?<=職中))"
)
_DEPARTMENT = re.compile(r"(?:店|所|部|課|局|センター|窓口) ?[(:=] ?$")
_SELF_BEGINS = ("です", "と申", "と言", "とい", "といい", "でござ", "だと申")
_KNOWN_SURNAMES = SURNAMES | RARE_SURNAMES
# How a run of kanji begins that may be a name by itself, or hold one after a title.
_FIRST_TWO = frozenset(s[:2] for s in _KNOWN_SURNAMES) | word_set(
    "旧姓 新姓 社長 部長 課長 係長 店長 院長 専務 常務 担当 同僚 上司 部下 先輩 後輩 新人 前任 後任 弊社 当社 契約 申請 承認 利用 会員 患者 生徒 顧客 予約 応募"
)
_FIRST_ALONE = frozenset(s for s in SURNAMES if len(s) == 1)
_LONGEST_ROLE = 9
RARE_ALONE = frozenset(s for s in RARE_SURNAMES if len(s) > 1) - PLACES
_AFTER_TITLE = re.compile(
    r"^(?:社長|部長|課長|係長|店長|院長|専務|常務|担当|同僚|上司|部下|先輩|後輩|新人|前任者?|後任者?|旧姓|新姓|弊社|当社|契約者|申請者|承認者|利用者|会員|患者|生徒|顧客|予約者|応募者)(?=..)"
)
_TAIL = re.compile(r"(?:宛|宛て|名義|経由|本人|以外|分)$")
_FAMILY_ALONE = PLAIN_SURNAMES | RARE_ALONE
THINGS = word_set(
    "シフト スキル タスク メモ ロッカー シール デスク ノルマ モチベ コメント サイン チェック ミス クレーム リクエスト アドレス ログ キー マイク カメラ"
)
_STAFF = re.compile(
    r"(?:スタッフ|社員|職員|同僚|部下|友人|知人|パート|バイト|先輩|後輩|新人|上司|夫|妻|[父母兄姉弟妹])の$"
)
_PERSONAL = re.compile(
    r"(?:[長者僚司輩下夫妻父母兄姉弟妹娘任員人生師士務男女]|[甥姪孫](?=・)|マネージャー|リーダー|スタッフ|パート|バイト|部下)(?:さん)?(?:の|、|・| ?[(:=] ?)$"
)
_RUN = re.compile(r"[々ヶ一-鿿\U00020000-\U0002ffff]{1,7}(?:ノ[一-鿿]{1,2})?")
_SELF = re.compile(r"(?:です|と申し|と言い|といい|でござ|だと申)")
_SELF_BEFORE_COMMA = re.compile(r"です(?![、,。]?と)|と申し|と言い|といい|でござ|だと申")
_AFTER_BARE = re.compile(
    r"(?:が|は|も|に|を|へ|から|より|だけ|のみ|以外|まで|では|でも|と(?!申|言|い)|の|・|→|さ|宛|本人|[(、,/」]| ?(?=[0+(][\d(-]{3})|_|\.(?:pdf|xlsx?|csv|docx?|png|jpe?g|txt|pptx?|zip))"
)
AFTER_ROLE = re.compile(
    r"(?:[がはもにをへとのだ以宛)、,。・/」 )\n]|から|より|まで|で(?!す|ござ)|じゃ|って|$)"
)
_GIVEN_AFTER = re.compile(r" ([々一-鿿]{1,3}|[ぁ-ゖ]{2,5}|[ァ-ヺー]{2,6})(?![々一-鿿ァ-ヺー])")


def find_persons(text: str) -> Iterator[Found]:
    """Names of third persons in a narrowed text, as Japanese texts mark them; linear."""
    yield from _titled(text)
    yield from _nicknamed(text)
    yield from _after_roles(text)
    yield from _unmarked(text)


def _unmarked(text: str) -> Iterator[Found]:
    """田中太郎, 勅使河原が: kanji that are a name whatever stands about them."""
    runs = [(m.start(), m.end(), m.group()) for m in _RUN.finditer(text)]
    named = [
        (at, end, run)
        for at, end, run in runs
        if run[:2] in _FIRST_TWO or run[0] in _FIRST_ALONE or text.startswith(" ", end)
    ]
    if not named:
        return
    senders = {
        run[:n]
        for at, end, run in runs
        if text.startswith(_SELF_BEGINS, end) or text.startswith(" ", end)
        if (n := _self_named(text, at, run))
    }
    for at, end, run in named:
        tail, title = _tail_and_title(run)
        if tail:
            yield Found(at, at + tail, Sensitive.PERSON)
            continue
        start = at + title
        name = run[title:]
        if bare := _bare(text, start, name, senders):
            yield Found(start, bare, Sensitive.PERSON)
        elif title and kanji_name(name) and _AFTER_BARE.match(text, end):
            yield Found(start, end, Sensitive.PERSON)


def _nicknamed(text: str) -> Iterator[Found]:
    """たっくん, まーくん, りっちゃん: short forms that only people have; whole, for they are one word."""
    for m in _NICKNAME.finditer(text):
        if not is_japanese(fold(m.group())):
            yield Found(*m.span(), Sensitive.PERSON)


@lru_cache(maxsize=1024)
def _tail_and_title(run: str) -> tuple[int, int]:
    """Where the tail begins before which a surname stands alone (田中宛), and where a title ends."""
    if (tail := _TAIL.search(run)) and run[: tail.start()] in _FAMILY_ALONE:
        return tail.start(), 0
    title = _AFTER_TITLE.match(run)
    return 0, title.end() if title else 0


def _titled(text: str) -> Iterator[Found]:
    for pattern, weak in ((_TITLE, False), (_WEAK_TITLE, True)):
        for title in pattern.finditer(text):
            end = title.start()
            while end and text[end - 1] == " ":
                end -= 1
            if title.start() - end > 2 or text[end - 1 : title.end()] == "王様":
                continue
            length = titled_length(text[max(0, end - 24) : end], weak=weak)
            if length:
                yield Found(end - length, end, Sensitive.PERSON)


def _after_roles(text: str) -> Iterator[Found]:
    """部長の山本が, 新人の土橋, 社長（藤堂）: a role, and a name where the clause goes on."""
    for sign in _ROLE_SIGN.finditer(text):
        at = sign.end()
        role = _role_before(text[max(0, at - _LONGEST_ROLE) : at])
        if role.endswith("・") and not _KIN.search(role):
            role = ""
        if not role or (role[-1] in "(:=" and _DEPARTMENT.search(role)):
            continue
        end = name_at(text, at, trusted=False)
        unknown = _RUN.match(text, at) if end == at else None
        if unknown and (may_be_name(unknown.group()) or given_like(unknown.group()[2:][-2:])):
            end = unknown.end()
        kana = (
            _KANA_RUN.match(text, at)
            if end == at and _STAFF.search(text[max(0, at - 6) : at])
            else None
        )
        if kana and kana.group() not in THINGS and not is_japanese(fold(kana.group())):
            end = kana.end()
        personal = bool(_PERSONAL.search(role))
        if unknown and not personal:
            continue
        known = end > at + (not personal) and (
            not role.endswith("、") or text[at:end] in PLAIN_SURNAMES
        )
        if known and AFTER_ROLE.match(text, end) and not _SELF.match(text, end):
            yield Found(at, end, Sensitive.PERSON)
            yield from _listed_on(text, end)


@lru_cache(maxsize=1024)
def _role_before(window: str) -> str:
    """The shortest role that ends the window, with what joins a name to it; empty without one."""
    for start in range(len(window) - 2, -1, -1):
        if (m := _ROLE_NO.match(window, start)) and m.end() == len(window):
            return m.group()
    return ""


def _listed_on(text: str, end: int) -> Iterator[Found]:
    """奥寺、猪股: the names that follow one that was found."""
    while text[end : end + 1] in {"、", "・", ",", "と"} and text[end : end + 1]:
        nxt = name_at(text, end + 1, trusted=False)
        if nxt <= end + 1 or not AFTER_ROLE.match(text, nxt) or _SELF.match(text, nxt):
            return
        yield Found(end + 1, nxt, Sensitive.PERSON)
        end = nxt


def _self_named(text: str, at: int, run: str) -> int:
    """How many letters of the run are the name by which the sender introduces themself."""
    end = at + len(run)
    if m := _GIVEN_AFTER.match(text, end):
        end = m.end() if _SELF_BEFORE_COMMA.match(text, m.end()) else end
    if not _SELF_BEFORE_COMMA.match(text, end):
        return 0
    return next((n for n in (len(run), 4, 3, 2) if run[:n] in SURNAMES or n == len(run) <= 4), 0)


def _bare(text: str, at: int, run: str, senders: Set[str]) -> int:
    """Where the name ends that this run of kanji is by itself; 0 when it is none."""
    if not senders:
        length = _bare_length(text[at - 1 : at], run, text[at + len(run) : at + len(run) + 24])
        return at + length if length else 0
    return _bare_end(text, at, run, senders)


@lru_cache(maxsize=2048)
def _bare_length(before: str, run: str, after: str) -> int:
    end = _bare_end(before + run + after, len(before), run, frozenset())
    return end - len(before) if end else 0


def _bare_end(text: str, at: int, run: str, senders: Set[str]) -> int:
    end = at + len(run)
    spaced = _GIVEN_AFTER.match(text, end)
    if spaced and _is_full(run, spaced.group(1)):
        mine = run in senders or _SELF_BEFORE_COMMA.match(text, spaced.end())
        return 0 if mine else spaced.end()
    if any(run[:n] in senders for n in (2, 3, 4, len(run))):
        return 0
    before = text[at - 1 : at]
    if (has_given(run) or full_name(run)) and not _SELF.match(text, end):
        return end
    if (
        (run not in PLAIN_SURNAMES and run not in RARE_ALONE)
        or "ァ" <= before <= "ー"
        or (before.isascii() and before.isalnum())
    ):
        return 0
    return end if _AFTER_BARE.match(text, end) and not _SELF.match(text, end) else 0


def _is_full(family: str, given: str) -> bool:
    if is_thing(given):
        return False
    if family not in SURNAMES:
        known = given in GIVEN and len(given) > 1
        ends = len(given) in {2, 3} and given_like(given)
        return may_be_name(family) and (known or ends)
    if given in SURNAMES and given not in GIVEN:
        return False
    if given in GIVEN or hiragana(given) in READINGS or given in FOREIGN_KATAKANA:
        return True
    if may_be_name(family) and len(given) > 1 and given_like(given):
        return True
    return (
        (family in PLAIN_SURNAMES or family in RARE_ALONE)
        and len(given) <= 2
        and "一" <= given[0] <= "鿿"
    )


def hiragana(text: str) -> str:
    """The text with katakana as hiragana, letter for letter."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)
