"""What somebody says they have tried already."""

import re

from bot.text.sieve import Pattern, pieces
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_AND = r"(?:を|の|も|は|が|と|、|・)?(?:全部|すべて|全て|いったん|一度|一旦|一回|とりあえず)?"
_GAP = r"[^。、\n]{0,8}?"  # between a thing and what was done with it
_SWITCH = r"(?:変え|替え|かえ|換え|切り替え|切替|繋[いぎ]|つな[いぎ]|し(?:て|た))"
# Done with something else instead: tried, changed to, or the same there too.
_DID_OTHER = rf"(?:{_GAP}試(?!し方)|に(?:も)?{_SWITCH}|を(?:{_SWITCH}|使っ)|し(?:て|た)|で(?:も)?(?:繋|つな|やって|やった|開いてみ|開いたら|開き直|見て)|でも[^。\n]{{0,6}}(?:同じ|同様|だめ|駄目|変わ|無理|一緒|いっしょ|<ない>)| ?(?:→|->|:|=|×|ng(?![a-z])|だめ))"
_OTHER = r"(?:別|ほか|他|違う)の?"
_BROWSERS = r"(?:edge|chrome|firefox|safari|エッジ|クローム|ファイアフォックス|サファリ)"
_OFF = r"(?:(?<!期限が)(?<!期限の)(?<!期限も)(?<!ライセンスが)(?<!ライセンスの)(?<!契約が)(?<!期限)切[っりるれ断]|外[しすせ]|はず[しす]|オフ|off|止め|停止|無効|抜[いき]|解除|なし(?=で|に|→))"
_PLUGINS = r"(?:プラグイン|plug-?in)"
_SCRIPTS = r"(?:カスタマイズ|js|javascript|css|スクリプト)"
_THE = r"(?:the |our |my |your |all (?:the |our )?|own |custom |whole ){0,4}"
_TRIED_EN = r"(?:tried|trying|tested|checked|used|using|switched(?: over)? to|moved to|changed to|opened it in)(?: (?:it|them|this))?(?: (?:in|on|with|via|from|over))?"
_NO_HELP_EN = r"(?: ?[,:=-]+>?| is| was| gives?| shows?)? (?:no (?:good|better|luck|change|difference)|(?:the )?same|nope|still|nothing|much better|didn't help|fails too|ng\b)"
_TRIED = {
    "clear_cache": rf"(?:キャッシュ|クッキー|cookie|閲覧履歴){_AND}[^。\n]{{0,6}}(?:クリア|削除|消[しすえ]|空に|飛ばし)|(?:クリア|削除)(?:済み?)?[::]\s?キャッシュ|cach\w*[^.\n]{{0,14}}(?:clear|empt|wip)|(?:clear|empt|wip|delet|flush)\w*[^.\n]{{0,20}}(?:cache|cookies)|清[除了理空]?[^。]{{0,4}}(?:[缓緩快][存取])|캐시|xóa (?:bộ nhớ )?(?:cache|đệm)|ล้างแคช|limp\w+ o cache|hapus cache|bersihkan cache",
    "reload": r"リロード|再読み?込み(?:して|し(?:た|ても)|すると|でも|も|を)|f5|(?:何度|何回)(?:か)?更新し|更新ボタン(?:を)?押し|\breload(?:ed|ing)?\b|\brefresh(?:ed|ing)?\b|\brefresh\b(?=[.,!]|$)|刷新|새로고침|tải lại|รีเฟรช|recarreg|muat ulang",
    "restart_browser": rf"(?:ブラウザー?|{_BROWSERS}){_AND}(?:再起動|閉じて|閉じ直|立ち上げ直|開き直|開きなお|落として)|(?:restart|clos|reopen|relaunch)\w* {_THE}(?:browser|chrome|edge|firefox|safari)",
    "restart_pc": rf"再起動|(?:pc|パソコン|端末|スマホ|電源)(?:を|の|も)?(?:立ち上げ直|電源を|落として|切って入れ|入れ直)|(?:restart|reboot)\w* {_THE}(?:pc|system|computer|laptop|machine|phone|mac|tablet)|\brebooted\b(?! (?:the |our |my )?(?:router|modem|browser))|重[開开][机機]|重[启啟新](?:了)?[电電]?[脑腦]?[开開]?[机機]?(?<=[脑腦机機])|재부팅|khởi động lại(?: máy)?|รีสตาร์ท|reinici\w+ o (?:computador|pc)|restart (?:komputer|laptop)",
    "other_browser": rf"{_OTHER}ブラウザー?{_DID_OTHER}|ブラウザー?を{_SWITCH}|{_BROWSERS}{_DID_OTHER}|{_TRIED_EN} (?:{_BROWSERS}|another browser|(?:an?)?other browsers?|(?:a )?different browsers?|(?:two|both|several|multiple|\d) browsers)|(?:another|different|other) browser{_NO_HELP_EN}|\bswitch(?:ing|ed) (?:over )?to {_BROWSERS}|\b(?:in|with|on) (?:another|a different) browser,? (?:it|the same|same|too|also)\b|(?:tried|did)[^.\n]{{0,50}}(?:and|,|or|then) (?:an)?other browser|(?:two|three|both|several) browsers[^.\n]{{0,12}}(?:tried|same)|(?:outro|com outro) navegador|换了?[^。,\n]{{0,4}}浏览器|browser lain|trình duyệt khác|เบราว์เซอร์อื่น|다른 브라우저",
    "other_device": rf"{_OTHER}(?:pc|パソコン|端末|スマホ|機械|マシン|デバイス){_DID_OTHER}|(?:{_TRIED_EN}|\bon|and|,|then) (?:on )?(?:another|a different|a second|the shared|the other) (?:pc|computer|device|laptop|machine)\b|\bthe shared one\b|(?:pc|パソコン|端末)を?(?:変え|替え)",
    "incognito": r"シークレット(?:モード|ウィンドウ|タブ)?|プライベート(?:ウィンドウ|ブラウズ|モード)|incognito|private (?:window|mode|browsing|tab)|inprivate|[无無]痕|시크릿|ẩn danh|ไม่ระบุตัวตน|anônim|penyamaran",
    "disable_plugin": rf"(?:無効|むこう)(?:に|化|か)?(?:し(?!よう|たい|ろ)|して|を|でも?|すると|するだけ|→)|{_PLUGINS}{_AND}{_GAP}{_OFF}|[^\s。、\n]を(?:オフ|off)(?:に(?:し(?:て|た|ま))|→|->)|全部(?:切っ|切り|オフに|外し)|(?<!電源を)(?<!電話を)(?<!vpnを)(?<!vpn)(?<!ifiを)(?<!保護を)(?<!対策を)(?<!回線を)(?<!通話を)(?<!機能を)(?<![るおや])切(?:りまし|っ)(?:た(?!い|く|め|り)|て(?:も|み|入れ直))|(?<!\w)disabl(?:ed|ing)\b(?! {_THE}(?:cache|extension|ad|vpn|ublock|script|js|javascript|customi))|turn(?:ed|ing) off {_THE}(?:{_PLUGINS}s?|it)\b|turn(?:ed|ing) {_THE}{_PLUGINS}s? off|비활성화|껐|(?:停用|禁用)(?:了|插件|后|後)|tắt plugin|vô hiệu hóa|ปิดปลั๊กอิน|desativ\w+ (?:o )?plugin|(?:me)?nonaktifkan plugin|dinonaktifkan",
    "remove_plugin": rf"{_PLUGINS}{_AND}{_GAP}(?:削除し|消し|アンインストール|入れ直|抜い|外して(?:[^。\n]{{0,6}})入れ)|(?:removed|uninstalled|deleted|reinstalled|re-installed|re-added) {_THE}(?:[\w-]+ ){{0,2}}{_PLUGINS}|uninstalled \w+",
    "remove_customization": rf"{_SCRIPTS}(?:の?(?:ファイル|コード))?{_AND}(?:外し|はずし|無効|切っ|消し|抜い|オフ)|(?:removed|took out|taken out|disabled|commented out|switched off) {_THE}(?:\w+ )?(?:customi[sz]ations?|javascript|js|scripts?)\b",
    "relogin": r"再ログイン|ログインし(?:直|なお)|(?:ログ|サイン)アウト(?:し|する案)|入り直し(?:たら|ても|て)|サインインし直|(?:logg?|sign)(?:ed|ing)? (?:\w+ )?(?:out|off) (?:and|n|&|then)\b|re-?login|re-?logged|(?:logged|signed) back in",
    "other_network": rf"(?:wi-?fi|回線|ネットワーク)(?:を|も)(?:別の\S{{1,6}}に)?(?:変え|替え|切り替え|かえ)|テザリング{_DID_OTHER}|(?:{_OTHER}|スマホの?|モバイル|携帯(?:電話)?の?)(?:回線|ネットワーク|wi-?fi|ルーター){_DID_OTHER}|(?:{_TRIED_EN}|using|on|via) {_THE}(?:phone )?(?:a )?(?:hotspot|tether\w*|another network|different network|mobile data(?= and| but|, (?:same|no)))|(?:hotspot|tether\w*|another network){_NO_HELP_EN}|(?:did|tried|then)[^.\n]{{0,60}}(?:hotspot|tethering)",
    "vpn_off": rf"vpn(?:を|も|は)?(?:一度|いったん|いちど)?(?:[^。\n]{{0,14}}[、て])?{_OFF}|vpn off|off {_THE}vpn|turned {_THE}vpn off|without (?:the )?vpn|disconnect\w* (?:from )?{_THE}vpn|disabl\w+ {_THE}vpn|tắt vpn|[关關](?:掉|了|闭|閉)?了?vpn|vpn(?:을|를)? ?(?:끄|껐|끊)|ปิด ?vpn|deslig\w+ (?:a |o )?vpn|(?:me)?matikan vpn|vpn (?:saya )?(?:di)?matikan",
    "extension_off": rf"(?:拡張(?:機能)?|広告ブロック\w{{0,3}}|アドブロック|ublock\w*)(?:の拡張(?:機能)?)?[^。、\n]{{0,8}}?(?:{_OFF}|消し)|(?:disabl|turn|remov|switch)\w*[^.\n]{{0,16}}(?:extension|ad ?block|ublock)",
    "reboot_router": rf"(?:ルーター|ルータ|モデム|onu|wi-?fi){_AND}(?:再起動|電源|リセット|入れ直|抜き差し|挿し直|差し直|つなぎ直)|(?:reboot|restart|reset|power.cycl)\w* {_THE}(?:\w+ and )?(?:router|modem)",
    "rollback": r"(?:前の|元の|旧|以前の|一つ前の|古い)(?:バージョン|状態|コード|版|設定|スクリプト|ファイル)(?:の\S{1,6})?(?:に)?戻[しすっ]|(?<![\d.])[\d.]{3,9}に(?:戻[しす]|下げ)|バージョンを(?:戻し|下げ)|\brolled? (?:\w+ ){0,2}?back\b|\brollback|\bput the (?:previous|old|earlier) [^.\n]{2,24} back\b|\breverted\b|\brollback\b|downgraded",
    "waited": r"待(?:ちました|ってみ(?:た|まし|て)|っても|っています|ったけど|ったが|ったら|っていたら|ってたら|てど|ち続け)|様子(?:を)?見(?:て(?:い|た|みた|みまし)|まし)|(?:一晩|一日|しばらく|\d{1,3}分|時間)(?:ほど|くらい)?を?(?:おい|置い|放置し)(?:て|た)|\bwaited\b|\bwaiting\b(?= (?:didn|does|hasn))|等了|기다렸|đợi|รอ(?:แล้ว|มา)|esper(?:ei|amos)|sudah menunggu",
    "saml_off_url": r"saml=off|saml[^。、\n]{0,8}(?:使わない|なし|オフ|無効|通らない|経由しない)[^。、\n]{0,8}(?:url|ログイン|アドレス)|(?:bypass|without|non-?)\w*[ -](?:the )?saml[^.\n]{0,12}(?:url|login|link)",
}
_TRIALS = {name: pattern(words) for name, words in _TRIED.items()}
_FILED: dict[str, list[str]] = {}
for _name, _words in _TRIALS.items():
    for _piece in _words.needs[0] if _words.needs else ():
        _FILED.setdefault(_piece, []).append(_name)
_ANY = pattern(
    r"キャッシュ|クッキー|cookie|履歴|リロード|読み|f5|更新|再起動|電源|ブラウザ|閉じ|シークレット|プライベート|無効|むこう|切|オフ|外し|はずし|プラグイン|ログイン|ログアウト|直し|サインイン|テザリング"
    r"|別|ほか|他|違う|変え|替え|試|回線|wi-?fi|vpn|待|時間|晩|しばらく|放置|戻|下げ|カスタマイズ|js|消し|スクリプト|様子|saml|ルータ|モデム|再ログ|edge|chrome|firefox|safari|エッジ|クローム"
)
_NOT_DONE = pattern(
    r"方法|手順|やり方|の仕方|[しりきち]方(?:が|は|を|も)|すれば(?!よ)|(?:し|試し)たい|には(?:どう|何)|忘れ|分から|わから|見つから|できない|できません|できず|まだ(?:して|試|やって|です)|てい?ません|てない|切れ(?:ない|ません)|と(?:言われ|いわれ|書かれ)(?:まし)?ても|(?:て|で)み(?:ます|よう|る(?!と))|(?:する|やる)?(?:予定|つもり)|しようか|し(?:た)?(?:ほう|方)が|したくない|(?<=し)ます(?!と)|しますが|(?:して|やって)(?:も)?(?:いい|よい|良い|大丈夫)|やめと|出てこ|してください|でしょうか|ますか|にできます"
    r"|how (?:do|can|to)|can't (?:find|clear|disable|restart)|could(?:n't| not) (?:find|clear|disable|restart)|should i|haven't|(?:won't|not) (?:possible|allowed)"
)
_NOT_PC = pattern(
    r"(?:ルーター?|モデム|ブラウザー?|chrome|edge|firefox|safari|クローム|エッジ|wi-?fi|アプリ|サーバー?)[^。、\n]{0,3}$"
)
_SWITCHED_OFF = pattern(r"無効|むこう|オフ|off|切[っりるれ]|止め|停止|disabl|비활성|停用|禁用")
_PLUGIN = pattern(r"プラグイン|plug-?in|플러그인|插件")
_ASKED = re.compile(
    r"how (?:to|do)|\b(?:can't|cannot|can not|couldn't|could not|unable to|(?:not|n't) able to|won't|wouldn't|will|shall|should|could|if) (?:i |we |you )?(?:\w+ )?$|\b(?:can't|cannot|couldn't|could not|unable to) |can't find|\b(?:haven't|have not|hasn't|didn't|did not|never|not yet|nor)\b|(?:tell|told|telling|asked|asking|ask|want)(?:ed)? (?:me|us) to"
)
# "Is what I set lost if I disable it?"
_IF = pattern(
    r"(?:に)?(?:し|すれ)?(?:たら|ると|ば|るのは)(?![^。!?\n]{0,20}(?:た(?:が|け|の|ん|で|。)|ました|だめ|同じ))[^。!?\n]{1,40}\?"
)
_SENTENCE_END = re.compile(r"[。!?\n]|\.(?=\s|$)")


def read_tried(wording: Wording, *, extension_named: bool, told: bool = True) -> tuple[str, ...]:
    """What the writer says they tried; what they could not do or only ask about is not it.

    Without ``told`` (nothing is wrong) what stands in a question is no trial.
    """
    plain = wording.plain if told else wording.stated
    if plain.isascii() or _ANY.search(plain) or not _is_japanese(plain):
        tried = [name for name in _possible(plain) if _is_done(plain, _TRIALS[name])]
    else:
        return ()
    return tuple(_told_apart(tried, plain, extension_named=extension_named))


def _possible(plain: str) -> list[str]:
    """The trials of which a text has the rarest letters, in their order."""
    found = {name for piece in _FILED.keys() & pieces(plain) for name in _FILED[piece]}
    return [name for name in _TRIALS if name in found or not _TRIALS[name].needs]


def _is_japanese(plain: str) -> bool:
    return any("ぁ" <= c <= "ん" for c in plain)


def _is_done(plain: str, words: Pattern) -> bool:
    return any(not _undone(plain, match) for match in words.finditer(plain))


def _undone(plain: str, match: "re.Match[str]") -> bool:
    """Whether what follows in the clause says that it was not done, or asks how to."""
    limit = min(len(plain), match.end() + 16)
    stop = _SENTENCE_END.search(plain, match.end(), limit)
    end = stop.start() if stop else limit
    if match.group() == "再起動" and _NOT_PC.search(
        plain, max(0, match.start() - 9), match.start()
    ):
        return True
    if _IF.match(plain, match.end()):
        return True
    asked = _NOT_DONE.search(plain, match.start(), end)
    return (asked is not None and asked.start() - match.end() <= 8) or _asked_before(plain, match)


def _asked_before(plain: str, match: "re.Match[str]") -> bool:
    before = plain[max(0, match.start() - 28) : match.start()]
    return _ASKED.search(before) is not None


def _told_apart(tried: list[str], plain: str, *, extension_named: bool) -> list[str]:
    """Words such as "disable" go with what was disabled."""
    if "remove_plugin" in tried and "disable_plugin" in tried and not _SWITCHED_OFF.search(plain):
        tried.remove("disable_plugin")
    other = {"extension_off", "vpn_off", "remove_customization"} & set(tried)
    if _PLUGIN.search(plain) and not extension_named:
        return tried
    if "disable_plugin" in tried and (extension_named or other):
        tried.remove("disable_plugin")
        if extension_named and "extension_off" not in tried:
            tried.append("extension_off")
    return tried
