"""What is named, quoted or said to have changed: unlisted products, rumours, plugins, changes."""

import re
from collections.abc import Sequence

from bot.model.understanding import FactValue
from bot.triage.understand.phrases import pattern
from bot.triage.understand.voice import rumour
from bot.triage.understand.wording import Wording

Spans = Sequence[tuple[int, int]]
LONGEST_GLOSS = 80

_NAMED = (
    pattern(
        r"[「『\"']([^」』\"'\n]{2,30})[」』\"']\s?(?:という|っていう|って|とかいう)?(?:名前の)?(?:プラグイン|拡張機能|ツール|サービス|やつ|なんとか)"
    ),
    pattern(
        r"(?:plug-?in|extension|tool|service|プラグイン)s? (?:called |named )?['\"]([^'\"\n]{2,30})['\"]"
    ),
    pattern(
        r"([^\s、。「」,!?\nはがをもと]{2,24}?)(?:っていう|という|とかいう)(?:名前の)?(?:の|やつ|もの|プラグイン|ツール|サービス|拡張|製品)"
    ),
    pattern(r"([^\s、。「」,!?\nはがをも]{2,16}(?:くん|君|ちゃん))(?=を|が|の|は|と|で|、|$)"),
)
_NAMED_EN = (
    re.compile(r"(?:called|named) ((?:[A-Z][\w-]*)(?: [A-Z][\w-]*){0,3})"),
    re.compile(r"\b((?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+) (?:plug-?in|extension|add-?on)\b"),
)
_NO_NAME = pattern(
    r"^(?:この|その|あの|どの|例の|新しい|別の|同じ|プラグイン|アプリ|kintone|障害|エラー|なに|何|どう|そう|こう|the|our|my|your|a|an|which|any|no|browser|chrome|edge|firefox|disable|disabling|save|cancel|update)\b|^(?:何|どう|そう|こう|たち|皆|お客)|ボタン|画面|エラー"
)
_QUOTED = pattern(
    r"(?:ツイッター|twitter|(?<![a-z])x|sns|ネット|ニュース|掲示板|ヤフー|yahoo|タイムライン)(?:で|に|でも)?[、 ]?(?:は)?(.{3,60}?)(?:って|と)(?:の|いう)?(?:情報|話|投稿)?(?:が|を)?(?:流れ|見|聞|書|言|話題|出)"
    r"|(?:saw|read|heard|says?|saying)(?: (?:it )?(?:on|in) (?:twitter|x|reddit|the news|social media|sns))?,? (?:that )?(.{5,80}?)(?: on (?:twitter|x|reddit|social media)|[.,!?\n]|$)"
)
_NO_PLUGINS = pattern(
    r"プラグイン(?:は|も|を)?(?:何も|なにも|一切|特に|ひとつも)?(?:使って|入れて|入って|利用して)(?:い)?<ない>|プラグイン(?:は|も)?(?:なし|無し|ありません|ない(?:です|$))"
    r"|\bno plug-?ins?\b|(?:don't|do not|doesn't) (?:use|have) (?:any )?plug-?ins?|没有?(?:用|使用|装|安装)?插件|플러그인[은을]? ?(?:안|없)|không (?:dùng|có|cài) plugin|ไม่(?:ได้)?(?:ใช้|มี)ปลั๊กอิน|sem plugins?|tidak (?:pakai|ada) plugin"
)
_UNCHANGED = pattern(
    r"(?:何も|なにも|特に|とくに|一切)?(?:変え|変わっ|触っ|さわっ|変更し|いじっ)(?:て|た(?:もの|こと|覚え)は?)(?:い)?(?:<ない>|おりません|な(?:い|し))|変更(?:は|も)?(?:特に|何も)?(?:あり?ません|な(?:し|い)|し(?:て(?:い)?)?<ない>)|心当たり(?:は|が|も)?(?:な|あり?ません)"
    r"|nothing (?:has |was |is )?(?:been )?changed|no changes?\b|(?:changed|touched) nothing|(?:didn't|haven't|did not|have not) (?:change|changed|touch|touched|do|done) anything"
    r"|[没沒]有?(?:改|[变變]|[动動])|바꾼 ?(?:것|거|게)[^.]{0,4}없|변경[^.]{0,6}없|không (?:thay đổi|đổi) gì|ไม่ได้(?:เปลี่ยน|แก้)|não mud(?:ei|amos)|tidak (?:ada perubahan|mengubah)"
)
_CHANGED = pattern(
    r"[^。\n!?]{0,40}(?:入れ|導入し|更新し|アップデートし|変更し|追加し|設定し|作り直し|(?<!届き)(?<!入り)始め|押し|実行し|非公開にし|変え|移行し|異動し|買い替え|機種変更し|インストールし|有効にし|切り替え|インストール|修正し|公開し)(?:まし)?(?:た(?!い|ら(?:開|動|出|直|見|使)|はず)|てから|たら(?=[^。\n]{0,30}(?:<ない>|消え|なくな|エラー|おかし)))[^。\n!?]{0,10}"
    r"|(?:since|after) (?:we|i|the|they|our)[^.,\n]{3,50}|(?:i|we) (?:just |recently )?(?:installed|updated|changed|added|enabled|switched|upgraded|moved)[^.\n]{2,50}|(?:was|were) moved[^.\n]{2,30}"
)


def read_said(wording: Wording, taken: Spans, *, told: bool) -> dict[str, FactValue]:
    """``taken``: where products of the catalogue are named, which are not unknown ones."""
    facts: dict[str, FactValue] = {}
    if told and (name := unlisted(wording, taken)):
        facts["unknown_product"] = name
    if claim := quoted_claim(wording):
        facts["quoted_claim"] = claim
    if _NO_PLUGINS.search(wording.plain):
        facts["plugins_used"] = "none"
    if change := recent_change(wording):
        facts["recent_change"] = change
    return facts


def unlisted(wording: Wording, taken: Spans) -> str | None:
    """A product-like name that is in no catalogue."""
    for names, text in ((_NAMED, wording.plain), (_NAMED_EN, wording.written)):
        for named in names:
            for match in named.finditer(text):
                name = wording.cut(match, 1)
                free = all(match.end(1) <= a or b <= match.start(1) for a, b in taken)
                if free and len(name) > 1 and not _NO_NAME.search(match.group(1).lower()):
                    return name
    return None


def quoted_claim(wording: Wording) -> str | None:
    """What others are quoted to say in public."""
    place = rumour(wording)
    if place is None:
        return None
    match = _QUOTED.search(wording.plain, *place)
    if match is None:
        return None
    return wording.cut(match, 1 if match.group(1) else 2) or None


def recent_change(wording: Wording) -> str | None:
    """A gloss of what was changed lately; "none" when they say that nothing was."""
    if _UNCHANGED.search(wording.plain):
        return "none"
    match = _CHANGED.search(wording.plain)
    return wording.cut(match)[:LONGEST_GLOSS] if match else None


def says_no_plugins(plain: str) -> bool:
    """Whether a text says that no plugins are in use."""
    return _NO_PLUGINS.search(plain) is not None
