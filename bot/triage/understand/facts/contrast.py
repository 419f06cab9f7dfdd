"""What works elsewhere: other apps, people, networks, browsers, machines.

A Japanese noun is followed by its particle and what is said of it: は, では and なら set apart, も and
すら say that it is the same; だけ and のみ with trouble say that it works everywhere else. What is said
of all of them (全員, どのアプリも) holds for the others as well.
"""

from collections.abc import Iterator

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.facts.contrast_abroad import read_abroad
from bot.triage.understand.facts.verdict import clause_end, said_of, verdict
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_OTHER = r"(?:(?:ほか|他|別|その他|残り|違う)[のん]?|その他の)"
_UNIT = r"(?:支店|支社|本社|本店|営業所|事業所|事務所|工場|店舗?|拠点|センター|部署?|課|室|班|係|チーム|フロア)"
_PEOPLE = rf"(?:人|方(?!法)|席|[部課社店職係]員|同僚|メンバー|ユーザー?|皆|みんな|者(?!で)|担当|スタッフ|子|部門|{_UNIT}|社|アカウント|端末(?=は|も))"
_ROLE = r"(?:先輩|後輩|上司|部下|同期|課長|部長|店長|社長|専務|所長|係長|主任|管理者|友達|ともだち|友人|家族|妻|夫|パートさん|バイトの子|派遣さん|アルバイト|新人|ベテラン)"
_THEIRS = r"(?:の(?:画面|pc|パソコン|アカウント|端末|ところ|環境))"
_OTHER_PEOPLE = "|".join(
    (
        rf"{_OTHER}[一-龥]{{0,4}}{_PEOPLE}",
        rf"(?:隣|となり|周り|まわり|周囲|向かい|前の席|後ろの席)の?(?:席の)?{_PEOPLE}?|両隣|同僚|(?:私|自分|僕|わたし|本人|[一-龥]{{2}}さん|彼|彼女)以外",
        rf"(?:社内|社外|出社(?:して(?:い)?る|し(?:て|た)|組)|在宅|申請者|現場|内部|部内|課内|店内)の?(?:人間|{_PEOPLE})|本[社店]側?(?=で?は|の人|だけ)|社員(?=は|なら)",
        rf"(?:(?:すでに|既に|先に|もう|前から|ずっと|昨日から|朝から)[^。、\n]{{0,6}}?(?:入っ|開い|ログインし|開きっぱなしにし|使っ)て(?:い)?る|(?:ログイン|サインイン)(?:済み?|中)の?|以前から(?:の|使って(?:い)?る)|ログインし(?:た|っぱなし)(?:まま)?の?)(?:人間|{_PEOPLE})",
        rf"(?:同じ|別の){_UNIT}の[^。、\n]{{1,6}}?(?=は|も|で|に|から)|(?:同じ|別の){_UNIT}(?=は|では|も)",
        rf"(?:営業|経理|総務|人事|開発|管理|事務|製造|企画|法務)(?:部|課)?の?(?:{_PEOPLE}|(?=は|では)(?<=[部課]))",
        rf"[一-龥]{{1,6}}(?:{_UNIT}|側)(?=は(?:普通|大丈夫|問題|平気|なん|正常|いつも|見え|開|動))",
        rf"{_ROLE}{_THEIRS}?(?=は|の?も(?!って)|では|なら|でも|だと)",
        rf"[一-龥]{{2,3}}さん(?=は(?:普通|問題|ちゃんと|開|見|使|入)|も同じ|{_THEIRS}(?:は|だと|では|も))",
        r"(?:ほか|他)の?みなさん|みんな(?=は)|皆(?:さん)?(?=は)|[一-龥]{1,4}の?(?:女性陣|男性陣|面々|人たち)|\d階(?=は|の人は)",
    )
)
_PHONE = r"(?:スマホ|スマートフォン|携帯(?:電話)?|けいたい|ケータイ|モバイル|ipad|iphone|タブレット|アイパッド|アイフォン|ハンディ|(?:pixel|galaxy|android|xperia)(?! ?os)|アンドロイド)"
_AIR = r"(?:回線|電波|通信|ルーター|wi-?fi|テザリング)"
_NOUNS = {
    "other_apps_ok": rf"{_OTHER}(?:業務)?アプリ(?:の[一-龥]{{1,4}})?|(?:入れて|入って|使って|つかって)(?:い)?ない(?:ほう|方)?の?アプリ|外して(?:い)?るアプリ|プラグイン(?:の|が|を|は)?(?:ない|なし|無し|無い|入って(?:い)?ない|入れて(?:い)?ない|使って(?:い)?ない)(?:ほう|方)?の?アプリ|(?:普通|ふつう|通常)の?(?:スペースの)?アプリ|アプリ以外",
    "other_users_ok": _OTHER_PEOPLE,
    "other_browser_ok": rf"{_OTHER}ブラウザー?|どのブラウザー?|ブラウザー?(?=を?(?:変え|替え|かえ))|(?:chrome|edge|クローム|エッジ|firefox|safari|サファリ)以外",
    "other_network_ok": rf"(?:wi-?fi|回線|ネットワーク)(?=を(?:変え|替え|切り替え))|テザリング|(?:{_PHONE}|電話)の?(?:ほうの)?{_AIR}|{_OTHER}(?:回線|ネットワーク|wi-?fi|ネット環境)|(?<![a-z0-9])(?:4g|5g|lte)|(?:自宅|(?<![あ-ん一-龥])家)(?:の(?:wi-?fi|回線|ネット))?|社外|(?:社内|会社)(?:の(?:回線|ネットワーク|wi-?fi))?以外",
    "mobile_ok": rf"(?<!別の)(?<!他の){_PHONE}(?!の?{_AIR})(?: ?[a-z]?\d{{1,2}}[a-z]?(?![\d.]))?(?: ?\([^)\n]{{1,20}}\))?(?:の?アプリ|版|画面|端末|ブラウザー?)?",
    "pc_ok": r"(?<![a-z別])(?<!別の)(?<!他の)(?<!ほかの)(?<!違う)(?<!同僚の)(?<!隣の)(?<!人の)(?<!さんの)(?:pc|パソコン|デスクトップ(?:pc)?)(?:版|画面|の(?:google )?(?:chrome|edge|safari|firefox|ブラウザ))?",
    "portal_ok": r"(?:ポータル|トップ)(?:画面|ページ)?(?!から)",
    "other_sites_ok": rf"{_OTHER}(?:web|ウェブ)?(?:サイト|ホームページ)|(?:インターネット|ネット)(?:自体|全体|全般)|youtube|ユーチューブ|ヤフー|yahoo",
}
_AXES = {axis: pattern(words) for axis, words in _NOUNS.items()}
_EVERY = {
    "other_apps_ok": pattern(
        r"(?:どの|すべての|全ての|全部の|全)アプリ(?![のをにと]|一覧|共通|管理|対象)|アプリ(?=(?:も|は|が)?(?:全部|ぜんぶ|すべて|全て|全滅|どれも|軒並み)|も何も)"
    ),
    "other_users_ok": pattern(
        rf"(?<!だけで)(?:全社員?|全員|全ユーザー?|全(?:支店|拠点|店舗?)|社員(?:全員|一同|みんな)|みんな|皆(?:さん)?(?=同じ|が)|誰も(?=[^。、\n]{{0,6}}(?:開|入れ|使え|見れ|見え|でき))|{_UNIT}(?:全員|全体|全部|中|みんな))"
    ),
}
# "Every app" with trouble is but the complaint; with "too" it is about the others as well.
_OTHERS_TOO = pattern(r"アプリも")
_TOO = pattern(r"(?:の)?も(?:です|だ|らしい|そう|とのこと|みたい|や)?(?:[。!\n)]|$)")
# Where any trouble, not only the same, is an answer: "the portal does not open".
_ANY_TROUBLE = frozenset({"other_apps_ok", "portal_ok", "other_sites_ok"})
_ME = r"(?:(?<![ぁ-ん])私の?|わたしの?|ワタシ|自分の?|僕|ぼく|俺|わい|うち|当方|本人)"
_ALONE = {
    "other_users_ok": pattern(
        rf"(?:{_ME}(?:の?(?:pc|パソコン|端末|画面|アカウント))?|(?:て(?:い)?る|した|な|の|る|い|定|部|理|新)?(?<!お)(?:人|社員|ユーザー)(?:のアカウント)?|(?:{_UNIT}|支社|アカウント|人のpc|のpc))(?:で|から)?(?:だけ|のみ)(?!に|を|じゃ|で(?!き|、|す)|の(?:アプリ|問題))"
        r"|\d{1,7}(?:人|名)(?:だけ|のみ)(?!に|を)"
    ),
    "other_apps_ok": pattern(
        r"(?<!スマホ)(?<!モバイル)(?<!スペースの)アプリ(?:で|に)?(?:だけ|のみ)(?!に|を|で(?:な|は))|この(?:アプリ)?(?:で)?(?:だけ|のみ)|これだけです|開くのと開かない|(?<!スマホ)(?<!モバイル)(?<!スペースの)アプリの[^。\n]{1,10}(?:だけ|のみ)(?!に|を)"
    ),
}
# Others have told the writer, whose own screen is fine.
_MINE_TOO = pattern(
    r"(?:私|自分|こちら|僕|当方)の?(?:環境|画面|pc|パソコン|端末|アカウント|ところ|手元)(?=で?は)"
)
_FROM_OTHERS = pattern(r"(?:から|より)[^。\n]{0,6}(?:連絡|報告|問い?合わ?せ|相談|苦情|申告)")


def read_contrasts(wording: Wording, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts: true where it works, false where it fails just the same.

    Without ``told`` (no trouble of one's own) what is only asked says nothing.
    """
    plain = wording.plain if told else wording.stated
    facts: dict[str, FactValue] = {}
    for axis, nouns in () if plain.isascii() else _AXES.items():
        said = next((s for s in _sayings(plain, axis, nouns) if s is not None), None)
        if said is not None:
            facts[axis] = said
    if told and ("だけ" in plain or "のみ" in plain):
        _alone(plain, facts)
    for axis, nouns in () if plain.isascii() else _EVERY.items():
        too = _OTHERS_TOO if told and axis == "other_apps_ok" else None
        if axis not in facts and (every := _of_every(plain, nouns, too)) is not None:
            facts[axis] = every
    if _FROM_OTHERS.search(plain) and _mine_is_fine(plain):
        facts.setdefault("other_users_ok", True)
    for axis, works in read_abroad(plain, told=told).items():
        facts.setdefault(axis, works)
    return facts


def _sayings(plain: str, axis: str, nouns: Pattern) -> Iterator[bool | None]:
    for noun in nouns.finditer(plain):
        said = said_of(plain, noun.end())
        if said is None or said.works or said.works is None:
            too = axis == "other_users_ok" and _TOO.match(plain, noun.end())
            yield False if too else said.works if said else None
        elif noun.group().endswith("以外"):
            yield None
        else:
            yield False if said.also or said.same or axis in _ANY_TROUBLE else None


def _of_every(plain: str, nouns: Pattern, too: Pattern | None) -> bool | None:
    """Whether it works for all of them; that it does not is said only as in ``too``."""
    for every in nouns.finditer(plain):
        works = verdict(plain, every.end(), clause_end(plain, every.end()))
        if works or (too and too.match(plain, every.start())):
            return works is True
    return None


def _alone(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, only in _ALONE.items():
        match = None if axis in facts else only.search(plain)
        if match and verdict(plain, match.end(), clause_end(plain, match.end())) is not True:
            facts[axis] = True


def _mine_is_fine(plain: str) -> bool:
    return any(
        (said := said_of(plain, mine.end())) and said.works for mine in _MINE_TOO.finditer(plain)
    )
