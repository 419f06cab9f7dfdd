"""What a message says was done, and what is well only in the light of it.

"The records open" is the state of things; after "switched it off" it is what came of that.
"""

from enum import Enum, auto

from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern


class Deed(Enum):
    """Something that was done, by whomever."""

    OFF = auto()  # a part was switched off, or taken out
    RELOAD = auto()  # the page was loaded again
    RELOGIN = auto()
    UPDATE = auto()  # a newer version was put in


CURES = frozenset({Deed.RELOAD, Deed.RELOGIN, Deed.UPDATE})
"""What leaves nothing to be undone: who is well after it is rid of the trouble."""

_DONE = r"(?:し(?:て(?!い?<ない>)|たら|た(?!い|く|ほう|方が)|まし|ところ)|いたしま?し?た|済み?|され|させ|[、。]|すると|だと|では|なら|で(?=[^きす]))"
_NOT_A_PART = r"(?<!電源を)(?<!電話を)(?<!電話)(?<!vpnを)(?<!vpn)(?<!ifiを)(?<!ifi)(?<!通知を)(?<!回線を)(?<!pcを)(?<!パソコンを)(?<!スマホを)(?<!アラームを)"
_ENDS = r"(?:(?:まし)?た(?=[。、!\n]|$|よ|ところ|ので|あと|後|ら)|たら|て(?:から|み(?:まし)?た|もら|いただ|くれ)|(?:まし)?たところ)"
_MACHINES = r"(?:wi-?fi|vpn|phone|power|laptop|router|computer|pc|device|machine|light|screen|notifications?|sound|computers|alarm)"

DEEDS: dict[Deed, Pattern] = {
    Deed.OFF: pattern(
        rf"{_NOT_A_PART}(?:(?:無効(?:に|化)?|オフ(?:に)?|off(?:に)?|停止(?:に)?){_DONE}|(?<![るおや])(?:切っ|切り|止め|外し|はずし){_ENDS})"
        r"|(?:無効|オフ|off|切った|止めた|外した|なし)(?:の)?状態(?:だと|なら|では|で)"
        rf"|\b(?:switched|turned|took|taken|shut|putting|put)\b (?:(?!{_MACHINES}\b|not\b)[\w'-]+ ){{0,4}}?off\b(?! (?:my|the|our) {_MACHINES})|\bdisabled\b(?<!is disabled)(?<!are disabled)(?<!was disabled)(?<!greyed)"
        rf"|\b(?:turning|switching|taking) (?:(?!{_MACHINES}\b)[\w'-]+ ){{0,4}}?off\b|\bdisabling\b"
        rf"|(?:^|[.!\n] ?)(?:it's |it is |that's |now )?off(?: now)?[,.;:=]|\bwith (?:(?!{_MACHINES}\b)[\w'-]+ ){{1,4}}(?:off|disabled)\b|\b(?:plug-?ins?|it'?s|it is|that'?s|extension) (?:now |all )?off\b|(?<!logged )(?<!signed )(?<!cut )(?<!day )(?<!kicked )(?<!better )(?<!fi )(?<!vpn )(?<!power )(?<!phone )\boff ?[=:] "
        r"|(?:停用|禁用|(?:关闭|關閉|关掉|關掉)[^。,\n]{0,8}(?:插件|外挂|外掛)?)(?:了|之?[后後]|以[后後])|비활성화(?:하니|했|하고|한 ?후)|(?:플러그인|애드온)(?:을|를)? ?(?:껐|끄니|끄고|끈)|\b(?:đã )?tắt (?:plug-?in|tiện ích)|(?:ได้)?ปิด(?:ใช้งาน)?ปลั๊กอิน(?:แล้ว|ก็)|\b(?:desativei|desativamos|desabilitei|desabilitamos|desativando)\b|\b(?:sudah )?(?:saya |kami )(?:matikan|nonaktifkan)\b|\b(?:plug-?in(?:nya)?) (?:sudah )?dimatikan\b"
    ),
    Deed.RELOAD: pattern(
        r"リロード|再読み?込み?|読み込(?:み直|みなお)|f5|(?:更新|リフレッシュ)(?:の)?ボタン|(?:ctrl|コントロール|shift|シフト)[^。\n]{0,10}更新|(?:ページ|画面|ブラウザ)(?:を|の)(?:何度か|何回か)?更新|更新(?:を)?(?:何度|何回|連打)|(?:何度|何回)(?:か|も)?更新|更新し(?:たら|てたら|ていたら|直)"
        r"|\b(?:re-?load(?:ed|ing)?|refresh(?:ed|ing)?|hard refresh)\b"
    ),
    Deed.RELOGIN: pattern(
        r"(?:再ログイン|ログインし(?:直|なお)し?|入り直し|サインインし直し)(?:て|た)|\b(?:logg?ed|sign(?:ed)?) (?:out|off) and (?:back )?(?:in|on)\b|\b(?:logged|signed) (?:back )?in again\b|\b(?:logging|signing) (?:back )?in\b"
    ),
    Deed.UPDATE: pattern(
        r"(?:\d+\.\d+(?:\.\d+)?|最新|新(?:しい)?(?:版|バージョン)|バージョン\d*)[^。、\n]{0,8}(?:に|へ|を)[^。、\n]{0,4}(?:上げ|あげ|し(?:た|て|まし)|更新|アップ|入れ|当て|適用|差し替え|変え)|(?:バージョンアップ|アップデート|アプデ)(?:を)?(?:し|で|が|後|かけ|当て|入れ|適用)|(?:新しい|修正)(?:版|バージョン)(?:が|を|で)"
        r"|\b(?:updat|upgrad)(?:ed|ing|e) (?:[\w'-]+ ){0,5}?(?:to|worked|fixed|did)\b|\b(?:the|after (?:the|an)) (?:update|upgrade)\b|\b(?:updated|upgraded)\b|\b(?:new|newer|latest|fixed) (?:version|release|build)\b|\binstall(?:ed|ing) (?:the )?(?:version|update|latest)\b|\bversion \d+\.\d+"
    ),
}
# What says that it works only when it follows a deed.
GOES = pattern(
    r"(?<!エラーが)(?<!エラーも)(?<!メッセージが)(?<!警告が)(?<!同じのが)(?:見え(?:て(?:い)?)?|出て(?:い|き)?|出|開(?:け(?:て(?:い)?)?|き|いて(?:い)?)|使え(?:て(?:い)?)?|動(?:き|いて(?:い)?|け)|表示され(?:て(?:い|お)?|ており)?|(?:入力|保存|登録|検索|編集|印刷|ログイン|仕事|操作|作業)(?:は|が|も)?でき(?:て(?:い)?)?|読め|戻って(?:い|き)?)(?:ます(?!か|ん|ように)|る(?=[。!、]|$|よ|わ|ね|ように)|(?:まし)?た(?!い|く|ら|り|のに|けど|が))"
    r"|(?<!not )(?<!n't )(?<!no )\b(?:opens?|opened|loads?|shows?|displays?|appears?|prints?|saves|works?|goes through|did(?: it)?$|(?:it|this|that) did\b|did(?=[.!]|$)|(?:is|are|it's|all|page|list|we're|they're|everything's) (?:now |all )?(?:there|here|back|up|open|visible|readable|showing|loading|working|fine|ok|okay|usable|available|good|alive|running)|showing|visible|readable|back|can (?:now )?(?:save|see|open|work|use|log|enter|read|print|edit|get)|works)\b"
    r"|(?<!não )\b(?:abrem?|abriu|abriram|funcionam?|funcionou|aparecem?|carregam?|salvam?)\b"
)
# With any of these in the same clause it is not well.
SPOILT = pattern(
    r"エラー|遅|重い|重た|重く|真っ白|ません|な(?:い|く(?!な)|かっ)|だけ|固ま|また|まだ"
    r"|\b(?:not|no|never|nothing|none|cannot|nobody|still|slow|slowly|blank|errors?|same|empty|stuck|wrong|broken|white|fails?|except|but|only|without|if|does|error|não|nunca|ainda|branco|só|erro)\b|n't|不|没|沒|还是|仍|안 |않|못|không|chưa|ไม่|\b(?:tidak|belum|masih)\b"
)


def deeds_in(plain: str) -> dict[Deed, int]:
    """Where each deed that a plain text names ends, the first time."""
    found = ((deed, words.search(plain)) for deed, words in DEEDS.items())
    return {deed: match.end() for deed, match in found if match}
