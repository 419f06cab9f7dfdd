"""What works elsewhere: other apps, people, networks, browsers, machines.

A Japanese noun is followed by its particle and what is said of it: は, では and なら set apart, も and
すら say that it is the same; だけ and のみ with trouble say that it works everywhere else.
"""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.contrast_abroad import read_abroad
from bot.triage.understand.facts.verdict import choice, clause_end, said_of, verdict
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_OTHER = r"(?:(?:ほか|他|別|その他|残り|違う)の?|その他の|違う)"
_PEOPLE = r"(?:人|方(?!法)|席|社員|同僚|めんばー|ゆーざー?|皆|みんな|者(?!で)|担当|すたっふ|めんばー|ちーむ|子|お店|課員|班|部署|部門|課|拠点|支店|店|営業所|社|職員|あかうんと)"
_AXES = {
    "other_apps_ok": rf"{_OTHER}(?:業務)?アプリ|(?:入れて|入って|使って|つかって)(?:い)?ない(?:ほう|方)?の?アプリ|(?:普通|ふつう|通常)の?(?:スペース|アプリ)|{_OTHER}スペース|アプリ以外",
    "other_users_ok": rf"{_OTHER}{_PEOPLE}|(?:隣|となり|周り|まわり|周囲)(?:の)?{_PEOPLE}?|同僚|本人以外|(?:私|自分|僕|わたし|本人)以外|(?:社内|出社(?:して(?:い)?る|し(?:て|た)|組)|在宅)の?{_PEOPLE}|管理者の画面|本[社店](?=で?は|の人|だけ)|社員(?=は|なら)|(?:同じ|別の)(?:部署|課|部屋|チーム|フロア|会社)の[^。、\n]{1, 6}?(?:さん|人|方|メンバー)?(?=は|も|で|に|から)|(?:営業|経理|総務|人事|開発|管理|事務|製造|企画|法務)(?:部|課)?の?(?:メンバー|人|方(?!法)|みんな|皆|社員|スタッフ)|(?:先輩|後輩|上司|部下|同期|課長|部長|店長|管理者)(?:の(?:画面|pc|パソコン|アカウント|端末|ところ))?(?=は|も(?!って)|では|なら|でも|だと)|(?:ほか|他)の?みなさん|みんな(?=は)|皆(?:さん)?(?=は)|両隣|[一-龥]{1, 4}の?(?:女性陣|男性陣|面々|人たち)|\d階(?=は|の人は)|[一-龥]{2, 3}さん(?=は(?:普通|問題|ちゃんと|開|見|使|入)|も同じ|の(?:画面|pc|パソコン)(?:は|だと|では|も))",
    "other_browser_ok": rf"{_OTHER}ブラウザー?|どのブラウザー?|ブラウザー?(?=を?(?:変え|替え|かえ))|(?:chrome|edge|クローム|エッジ|firefox|safari|サファリ)以外",
    "other_network_ok": rf"(?:wi-?fi|回線|ネットワーク)(?=を(?:変え|替え|切り替え))|テザリング|(?:スマホ|携帯|モバイル)の?(?:回線|電波|通信|ルーター|wi-?fi)|{_OTHER}(?:回線|ネットワーク|wi-?fi|ネット環境)|(?<![a-z0-9])(?:4g|5g|lte)|自宅|(?<![あ-ん一-龥])家|社外|(?:社内|会社)(?:の(?:回線|ネットワーク|wi-?fi))?以外",
    "mobile_ok": r"(?<!別の)(?<!他の)(?:スマホ|スマートフォン|携帯|けいたい|ケータイ|モバイル|ipad|iphone|タブレット|アイパッド|アイフォン)(?!の?(?:回線|電波|通信|ルーター|wi-?fi))(?:の?アプリ|版|画面|端末|ブラウザー?)?",
    "pc_ok": r"(?<![a-z別])(?<!別の)(?<!他の)(?<!ほかの)(?<!違う)(?<!同僚の)(?<!隣の)(?<!人の)(?<!さんの)(?:pc|パソコン|デスクトップ(?:pc)?)(?:版|画面|の(?:google )?(?:chrome|edge|safari|firefox|ブラウザ))?",
    "portal_ok": r"(?:ポータル|トップ)(?:画面|ページ)?(?!から)",
}
_NOUN = choice(_AXES)
# Where any trouble, not only the same, is an answer: "the portal does not open".
_ANY_TROUBLE = frozenset({"other_apps_ok", "portal_ok"})
_ONLY_PEOPLE = pattern(
    r"(?:(?<![ぁ-ん])私の?|わたしの?|自分の?|僕|わい|本人|(?:私|自分)の?(?:pc|パソコン|端末|画面|アカウント)|(?:て(?:い)?る|した|な|の|る|い|定|部|理|新)?(?<!お)(?:人|社員|ゆーざー)(?:のあかうんと)?|(?:支店|営業所|工場|支社|部署|課|拠点|店舗|部|あかうんと|人のpc|のpc))(?:で|から)?(?:だけ|のみ)(?!に|を|じゃ|で(?!き)|の(?:アプリ|問題))"
    r"|\d+(?:人|名)(?:だけ|のみ)(?!に|を)"
)
_ONLY_APP = pattern(
    r"(?<!スマホ)(?<!モバイル)(?<!すぺーすの)アプリ(?:で|に)?(?:だけ|のみ)(?!に|を|で(?:な|は))|この(?:アプリ)?(?:で)?(?:だけ|のみ)|これだけです|開くのと開かない|(?<!スマホ)(?<!モバイル)(?<!すぺーすの)アプリの[^。\n]{1,10}(?:だけ|のみ)(?!に|を)"
)


def read_contrasts(wording: Wording) -> dict[str, FactValue]:
    """``*_ok`` facts: true where it works, false where it fails just the same."""
    plain = wording.plain
    facts: dict[str, FactValue] = {}
    for noun in _NOUN.finditer(plain):
        axis = noun.lastgroup or ""
        said = _said_of(plain, noun, axis)
        if said is not None and axis not in facts:
            facts[axis] = said
    if "だけ" in plain or "のみ" in plain:
        _alone(plain, facts)
    for axis, works in read_abroad(plain).items():
        facts.setdefault(axis, works)
    return facts


def _said_of(plain: str, noun: "re.Match[str]", axis: str) -> bool | None:
    said = said_of(plain, noun.end())
    if said is None or said.works or said.works is None:
        return said.works if said else None
    if noun.group().endswith("以外"):
        return None
    return False if said.also or said.same or axis in _ANY_TROUBLE else None


def _alone(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, only in (("other_users_ok", _ONLY_PEOPLE), ("other_apps_ok", _ONLY_APP)):
        match = None if axis in facts else only.search(plain)
        if match and verdict(plain, match.end(), clause_end(plain, match.end())) is not True:
            facts[axis] = True
