"""What is named or said to have changed: unlisted products, plugins, changes."""

from collections.abc import Iterator, Sequence

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

Spans = Sequence[tuple[int, int]]
LONGEST_GLOSS = 80
LONGEST_LEAD = 40  # characters of the sentence before what was done

_NAMED = (
    pattern(
        r"[「『\"']([^」』\"'\n]{2,30})[」』\"']\s?(?:という|っていう|って|とかいう)?(?:名前の|他社の|別会社の|有料の|無料の)?[一-龥]{0,4}(?:プラグイン|拡張機能|ツール|サービス|やつ|なんとか)"
    ),
    pattern(
        r"(?:plug-?in|extension|tool|service|プラグイン)s? (?:called |named )?['\"]([^'\"\n]{2,30})['\"]"
    ),
    pattern(
        r"([^\s、。「」,!?\nはがをも]{2,16}(?:くん|君|ちゃん(?!と)))(?=を|が|の|は|と|で|、|$)"
    ),
)
_NAMED_AS_WRITTEN = (
    Pattern(
        r"((?:(?<![\w.-])[A-Za-z][\w.-]{0,24} (?:[A-Za-z][\w.-]{0,24} )?)?[^\s、。「」(),!?\nはがをもと]{2,24}?)(?:っていう|という|とかいう)(?:名前の|他社の|別会社の)?(?:連携|外部|有料|無料|帳票)?(?:の(?=を|が|も)|やつ|もの|プラグイン|ツール|サービス|拡張|製品|ソフト)"
    ),
    # A name with a capital inside is hardly an ordinary word.
    Pattern(
        r"(?:(?:[Pp]lug-?in|[Tt]ool|[Vv]endor|[Ww]idget|[Ee]xtension|[Uu]sing|[Ii]nstall(?:ed)?|[Dd]isabled|[Rr]emoved|[Ee]nabled|[Uu]ninstalled|プラグイン|ปลั๊กอิน|fornecedor|pakai|dipakai) ?(?:the |は|「)?)(?!Java|Type|You|Power|Share|Git|Linked|One|Mc|Wi|Mac|Dev|Chat|Excel|Form|Print|Data)([A-Z][a-zà-ü]+[A-Z][A-Za-zà-ü]*(?: (?:Plus|Pro|Lite))?)\b"
    ),
    Pattern(
        r"(?:使用|利用|連携|送信|帳票)?(?:ツール|プラグイン|ソフト|サービス|拡張(?:機能)?)(?:名)?(?:は|:)\s?[「『]?([^\s、。「」『』はがをも]{2,20}(?: [A-Z][a-z]+)?)[」』]?(?=です|という|。|、|$)"
    ),
    Pattern(
        r"[「『]([^」』\n]{2,20})[」』](?:って|ちゅう|という|とかいう|を)(?:いう)?(?:[^。、\n]{0,6}(?:プラグイン|ツール|拡張|アドオン)|(?:無効|外し|停止|アンインストール))"
    ),
    Pattern(r"([^\s、。「」はがをもの]{3,20})(?:って|という|ちゅう)(?:[^。、\n]{0,4})プラグイン"),
    Pattern(r"(?:called|named) ([A-Z][\w-]{0,24}(?: [A-Z][\w-]{0,24}){0,3})"),
    Pattern(
        r"\b(?:(?:The|Our|My|A|This) )?((?:[A-Z][\w-]{1,24} ){0,2}[A-Z][\w-]{1,24}) (?:plug-?in|extension|add-?on)\b"
    ),
    Pattern(
        r"(?<![A-Za-z])(?=[A-Za-z0-9]{0,24}[a-z])([A-Z][A-Za-z0-9]{1,24}(?: [A-Z]\w{0,24})?)(?:の)?プラグイン"
    ),
    Pattern(
        r"[「『]([^「」『』\n]*[ァ-ヶーA-Za-z]{2}[^「」『』\n]{0,20})[」』]を(?:入れ|使っ|導入し|インストール)"
    ),
)
_NO_NAME = pattern(
    r"^(?:この|その|あの|どの|例の|新しい|別の|同じ|プラグイン|アプリ|kintone|障害|エラー|なに|何|どう|そう|こう|the|our|my|your|a|an|which|any|no|browser|chrome|edge|firefox|disable|disabling|save|cancel|update)\b|^(?:コンソール|キャッシュ|シークレット|api|トークン|ビュー|フィールド)|^(?:何|どう|そう|こう|たち|皆|お客)|ボタン|画面|エラー|^(?:全部|一切|全て|すべて|何も|特に|まだ)|(?:ません|まし?た|おらず|(?<![一-龥])ない|です|ます|(?:て|で)(?:い)?る|って(?:み)?た)$"
)
_NO_PLUGINS = pattern(
    r"プラグイン(?:も|や|・)[^。、\n]{1,10}?(?:も|は)?(?:(?:使って|入れて)(?:い|おり)?<ない>|なし|無し|ゼロ|ありません)|プラグイン(?:の類|類|など|等)?(?:は|も|を)?(?:何も|なにも|一切|いっさい|特に|とくに|ひとつも|一つも|全く|まったく)?(?:使って|入れて|入って|利用して|使用して|導入して|つかって)(?:い|おり)?<ない>|プラグイン(?:は|も|等は)?(?:なし|無し|未使用|未導入|ありません|ゼロ|ない(?:です|$))"
    r"|\b(?:no|zero|without(?: any)?) plug-?ins?\b(?! (?:work|load|help))|(?:don't|do not|doesn't) (?:use|have) (?:any )?plug-?ins?|没有?(?:用|使用|装|安装)?插件|플러그인[은을]? ?(?:안|없)|không (?:dùng|có|cài) plugin|ไม่(?:ได้)?(?:ใช้|มี)ปลั๊กอิน|sem plugins?|tidak (?:pakai|ada) plugin"
)
# "Apps without plug-ins are fine" is said of some of several apps, which therefore have some.
_OF_AN_APP = pattern(
    r"プラグイン[^。、\n]{0,8}?(?:ない|なし|無し|無い)(?:ほう|方)?の?(?:アプリ|画面|一覧|やつ|もの|ところ)"
    r"|\b(?:apps?|screens?|everything|lists?|ones|those|pages?|anything)\b(?: \w+){0,2} (?:without(?: any)?|(?:that |which )?(?:have|has|with|use|uses) no) plug-?ins?"
)
_PLUGINS_UNKNOWN = pattern(
    r"プラグイン[^。\n]{0,16}(?:分から|わから|不明|把握し|知りま|知らな)<ない>?|(?:don't know|not sure|no idea)[^.\n]{0,24}plug-?ins?"
)
_UNCHANGED = pattern(
    r"(?:何も|なにも|特に|とくに|一切)?(?:変え|変わっ|触っ|さわっ|変更し|いじっ)(?:て|た(?:もの|こと|覚え)は?)(?:い)?(?:<ない>|おりません|な(?:い|し))|変更(?:は|も)?(?:特に|何も)?(?:あり?ません|な(?:し|い)|し(?:て(?:い)?)?<ない>)|心当たり(?:は|が|も)?(?:な|あり?ません)"
    r"|nothing (?:has |was |is )?(?:been )?changed|no changes?\b|(?:changed|touched) nothing|(?:didn't|haven't|did not|have not) (?:change|changed|touch|touched|do|done) anything"
    r"|[没沒]有?(?:改|[变變]|[动動])|바꾼 ?(?:것|거|게)[^.]{0,4}없|변경[^.]{0,6}없|không (?:thay đổi|đổi) gì|ไม่ได้(?:เปลี่ยน|แก้)|não mud(?:ei|amos)|tidak (?:ada perubahan|mengubah)"
)
_CHANGED = pattern(
    r"(?:入れ|導入し|更新し|アップデートし|変更し|追加し|設定し|作り直し|(?<!届き)(?<!入り)始め|押し|実行し|非公開にし|変え|移行し|異動し|買い替え|機種変更し|インストールし|有効にし|切り替え|インストール|修正し|公開し)(?:まし)?(?:た(?!い|ら(?:開|動|出|直|見|使)|はず)|てから|たら(?=[^。\n]{0,30}(?:<ない>|消え|なくな|エラー|おかし)))[^。\n!?]{0,10}"
    r"|(?:since|after) (?:we|i|the|they|our)[^.,\n]{3,50}|(?:i|we) (?:just |recently )?(?:installed|updated|changed|added|enabled|switched|upgraded|moved)[^.\n]{2,50}|(?:was|were) moved[^.\n]{2,30}"
)


def read_said(wording: Wording, taken: Spans, *, told: bool) -> dict[str, FactValue]:
    """``taken``: where products of the catalogue are named, which are not unknown ones."""
    facts: dict[str, FactValue] = {}
    if told and (name := unlisted(wording, taken)):
        facts["unknown_product"] = name
    if any(not _OF_AN_APP.search(s) for s in _says_none(wording.plain)):
        facts["plugins_used"] = "none"
    elif told and _PLUGINS_UNKNOWN.search(wording.plain):
        facts["plugins_used"] = "unknown"
    if change := recent_change(wording):
        facts["recent_change"] = change
    return facts


def _says_none(plain: str) -> Iterator[str]:
    """Where no plug-in is spoken of: those words and what stands right around them."""
    return (plain[max(0, m.start() - 24) : m.end() + 14] for m in _NO_PLUGINS.finditer(plain))


def unlisted(wording: Wording, taken: Spans) -> str | None:
    """A product-like name that is in no catalogue."""
    for names, text in ((_NAMED, wording.plain), (_NAMED_AS_WRITTEN, wording.written)):
        for named in names:
            for match in named.finditer(text):
                name = wording.cut(match, 1)
                free = all(match.end(1) <= a or b <= match.start(1) for a, b in taken)
                if (
                    free
                    and len(name) > 1
                    and not _NO_NAME.search(wording.plain[match.start(1) : match.end(1)])
                ):
                    return name
    return None


def recent_change(wording: Wording) -> str | None:
    """A gloss of what was changed lately; "none" when they say that nothing was."""
    if _UNCHANGED.search(wording.plain):
        return "none"
    match = _CHANGED.search(wording.plain)
    if match is None:
        return None
    start = max(match.start() - LONGEST_LEAD, _sentence_start(wording.plain, match.start()))
    return wording.written[start : match.end()].strip()[:LONGEST_GLOSS]


def _sentence_start(plain: str, at: int) -> int:
    return max(plain.rfind(mark, 0, at) for mark in "。\n!?") + 1
