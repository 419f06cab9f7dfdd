"""What works elsewhere: other apps, people, networks, machines; and what was tried already."""

from bot.model.understanding import FactValue
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_GOOD = (
    r"(?:大丈夫|普通|ふつう|正常|平気|問題(?:な[いくし]|あり?ません|なさ)|生きて|いけ(?:る|ます|た)|サクサク|ok\b|okです"
    r"|(?:開|ひら)(?:き(?:ます|まし)|け(?:ます|まし|る)|く(?!と|の|とき)|い[たて](?!ら|も|とき))|動(?:き(?:ます|まし)|く(?!と|の)|い[たて](?!ら|も))|使え(?:ます|まし|て(?!ない|いない|いま?せん)|る)|出(?:ます|まし|て(?!ない|いない|いません|ません|こない)|る)|見(?:え|れ|られ)(?:ます|まし|て(?!ない|いない|いません|ません)|る)|入れ(?:ます|まし|る|た)|でき(?:ます|まし|て(?!ない|いない|いません|ません)|る)|来(?:ます|て(?!ない|いない|いません|ません))|届(?:きます|いて(?!ない|いない|いません|ません))|表示され(?:ます|て(?!ない|いない|いません|ません)|る)|つなが(?:ります|る))"
)
_BAD = r"(?:同じ|だめ|ダメ|駄目|変わ(?:ら|り)|一緒|いっしょ|無理|全滅|おかし|<ない>)"
_GOOD_EN = r"(?:work(?:s|ed|ing)?\b|fine|\bok\b|okay|good|opens?\b|no (?:problem|issue)|normal|loads?\b|get it|it isn't|isn't|don't have)"
_BAD_EN = r"(?:same|no difference|too\b|as well|also (?:broken|down|fail)|n't|neither|not)"


_CONTRASTS = {
    "other_apps_ok": (
        pattern(
            rf"(?:ほかの?|他の?|別の|その他の)(?:アプリ|もの)?(?:は|なら|では|だと|については)[^。\n]{{0,8}}{_GOOD}|(?:入れて|入って|使って|つかって)(?:い)?ない(?:ほうの?|方の?)?アプリ(?:は|では|なら)[^。\n]{{0,8}}{_GOOD}"
            rf"|別のアプリは[^。\n]{{0,6}}見れて|(?:普通|ふつう|通常|社内|ほか)の?(?:スペース|アプリ|ほう|方)(?:は|なら|では)[^。\n]{{0,10}}{_GOOD}|(?:この|その)アプリだけ|これだけです|開くのと開かない"
            rf"|(?:other|rest of the|remaining) apps?[^.\n]{{0,14}}{_GOOD_EN}|apps without[^.\n]{{0,20}}{_GOOD_EN}|everything else (?:works|is fine)|only (?:the|those) apps with|only some apps|just this (?:one|app)|only this (?:one|app)"
            r"|其他应用[^。\n]{0,4}正常|다른 앱은|các app khác (?:vẫn )?(?:bình thường|được)|แอปอื่น[^\n]{0,6}(?:ปกติ|ได้)|outros apps? (?:funcion|abrem|ok|estão normais)|aplikasi lain (?:normal|bisa)"
        ),
        pattern(
            rf"(?:ほかの?|他の?|別の)アプリも[^。\n]{{0,8}}{_BAD}|other apps?[^.\n]{{0,10}}(?:too|also|as well|same)"
        ),
    ),
    "other_users_ok": (
        pattern(
            rf"(?:ほかの?|他の?|隣の?|となりの?|別の|周りの?|まわりの?|同僚の?|出社し(?:て|た)?(?:い)?(?:る|た)|社内の|社内)(?:人|方|席|社員|同僚|メンバー|ユーザー|皆さん|者|席の人|の人|の方|拠点|承認)?(?:たち|ら)?(?:は|では|なら|だと|の承認は)[^。\n]{{0,8}}{_GOOD}"
            rf"|(?:て(?:い)?る|の|した)(?:人|方)(?:だけ|のみ)(?!に|を)|(?:others?|colleagues?|coworkers?|everyone else|members?|tokyo|osaka|the rest)[^.\n]{{0,30}}{_GOOD_EN}|for others it (?:is|isn't|works)"
        ),
        pattern(
            rf"(?:ほかの?|他の?|隣の?|となりの?|周りの?|同僚)(?:人|方|席|社員|同僚|者|メンバー)?も[^。\n]{{0,8}}{_BAD}|my colleagues? (?:too|also)|same for (?:everybody|everyone|others|my colleague)"
        ),
    ),
    "other_network_ok": (
        pattern(
            rf"(?:テザリング|スマホの?回線|モバイル回線|携帯の?回線|別の?(?:回線|ネットワーク|wi-?fi)|4g|5g|lte|自宅)[^。\n]{{0,12}}(?:たら|だと|では|なら|は|で)[^。\n]{{0,8}}{_GOOD}"
            rf"|(?:hotspot|tether\w*|mobile data|on lte|on 4g|on 5g|cellular|another network|different network|home (?:wifi|network))[^.\n]{{0,24}}{_GOOD_EN}"
        ),
        pattern(
            rf"(?:テザリング|スマホの?回線|モバイル回線|携帯の?回線|別の?(?:回線|ネットワーク|wi-?fi)|4g|5g|lte|自宅)[^。\n]{{0,12}}(?:でも|ても|も)[^。\n]{{0,6}}{_BAD}"
            rf"|(?:same|no difference)[^.\n]{{0,20}}(?:mobile data|hotspot|network|lte|4g|tether)|(?:mobile data|hotspot|another network|tether\w*)[^.\n]{{0,14}}{_BAD_EN}"
        ),
    ),
    "other_browser_ok": (
        pattern(
            rf"(?:別の|ほかの|他の|違う)ブラウザ(?:ー)?(?:だと|では|なら|は|で)[^。\n]{{0,8}}{_GOOD}|(?:another|different|other) browser[^.\n]{{0,10}}(?:works|is fine|opens|no problem|ok)|(?:works|fine|opens) in (?:another|a different|edge|chrome|firefox|safari)"
        ),
        pattern(
            rf"(?:別の|ほかの|他の|違う|どの)ブラウザ(?:ー)?(?:でも|も|に変えても)[^。\n]{{0,6}}{_BAD}|same in (?:another|every|all|other|edge|chrome|firefox|safari)|tried (?:edge|chrome|firefox|safari|another browser)[^.\n]{{0,14}}{_BAD_EN}"
        ),
    ),
    "mobile_ok": (
        pattern(
            rf"(?:スマホ|スマートフォン|携帯|モバイル|ipad|iphone|タブレット)(?:アプリ|版)?(?:では|だと|なら|からは|からだと|は|で)(?!だけ)[^。、\n]{{0,8}}{_GOOD}|(?:on|from) (?:my |the |our )?(?:phones?|mobile|smartphone|ipad|iphone|tablet) (?:it )?(?:works|is fine|opens|is ok)|works on (?:my |the )?(?:phone|mobile)"
        ),
        pattern(
            rf"(?:スマホ|スマートフォン|携帯|モバイル(?!回線)|ipad|iphone|タブレット)(?:アプリ)?(?:でも|からも)[^。\n]{{0,6}}{_BAD}"
        ),
    ),
    "pc_ok": (
        pattern(
            rf"(?:pc|パソコン|デスクトップ|ノートpc)(?:版|から)?(?:では|だと|なら|からは|は|で|から)[^。、\n]{{0,8}}{_GOOD}|(?:works?|fine|ok|opens?|no problem)[^.\n]{{0,8}} on (?:the |my |our )?(?:desktop|pcs?|computer|laptop)|(?:desktop|pcs?|computer|laptop)s? (?:is|are|works?|version works) ?(?:fine|ok|normal)?"
            r"|电脑[^。\n]{0,4}正常|電腦[^。\n]{0,4}正常|pc(?:에서)?는 (?:돼|됩|정상|괜찮)|máy tính (?:thì )?(?:bình thường|được)|คอม[^\n]{0,8}(?:ปกติ|ได้)|no (?:pc|computador) funciona|di (?:pc|komputer|laptop) (?:normal|bisa)"
        ),
        pattern(rf"(?:pc|パソコン)(?:でも|からも)[^。\n]{{0,6}}{_BAD}"),
    ),
    "portal_ok": (
        pattern(
            rf"(?:ポータル|トップ(?:の|画面|ページ|ページ))(?:画面|ページ)?(?:は|だけは|なら|だけ)[^。\n]{{0,8}}{_GOOD}|ポータルは[^。\n]{{0,4}}(?:出|見え|開)|(?:the )?(?:portal|top page)[^.\n]{{0,8}}(?:opens|works|is fine|is ok|loads|is visible)"
        ),
        pattern(
            r"(?:ポータル|トップ)(?:画面|ページ)?(?:も|は|すら|が|から)[^。\n]{0,10}(?:だめ|ダメ|開[かけき]<ない>|出<ない>|見え<ない>|見られ<ない>|同じ|50\d|真っ白|全部)|portal[^.\n]{0,10}(?:503|502|down|too\b|also|n't|neither|not)"
        ),
    ),
}
_TRIED = {
    "clear_cache": r"キャッシュ(?:の|を|も)?(?:クリア|削除|消)|cach\w*[^.\n]{0,14}clear|clear\w*[^.\n]{0,14}cache|清[除了][^。]{0,4}[缓緩快]存|캐시|xóa cache|ล้างแคช|limp\w+ o cache|hapus cache",
    "reload": r"リロード|再読み?込み(?:して|し(?:た|ても)|すると|でも)|f5|reload(?:ed|ing)?|refresh(?:ed|ing)?|刷新|새로고침|tải lại|รีเฟรช|recarreg",
    "restart_browser": r"ブラウザ(?:ー)?(?:を|の|も)?(?:再起動|閉じて|立ち上げ直)|restart\w* (?:the |my )?browser",
    "restart_pc": r"(?:pc|パソコン|端末|スマホ)(?:を|の|も)?(?:再起動|電源を)|(?:restart|reboot)\w* (?:the |my )?(?:pc|computer|laptop|machine|phone)",
    "other_browser": r"(?:別の|ほかの|他の|違う)ブラウザ|ブラウザを(?:変え|替え)|(?:edge|chrome|firefox|safari)(?:でも|だと|に変え|に切り替え)|(?:another|different|other) browser|tried (?:edge|chrome|firefox|safari)|in (?:edge|firefox|safari) (?:too|it works)|outro navegador",
    "other_device": r"(?:別の|ほかの|他の)(?:pc|パソコン|端末|スマホ)(?:でも|だと|で試)|(?:another|different) (?:pc|computer|device|laptop)",
    "incognito": r"シークレット(?:モード|ウィンドウ)?(?:だと|では|で|でも|にし)|プライベート(?:ウィンドウ|ブラウズ)|incognito|private (?:window|mode|browsing)|inprivate|[无無]痕|시크릿|ẩn danh|ไม่ระบุตัวตน|anônim|penyamaran",
    "disable_plugin": r"(?:無効|むこう)(?:に|化)(?:し(?!よう|たい)|して|を)|プラグイン(?:を|も)?(?:切っ|止め|オフ|外し)|(?:切り|切っ)(?:まし)?た(?!ら?(?:い|く))|disabl(?:ed|ing)\b(?! (?:cache|extension))|turn(?:ed|ing) (?:off )?(?:the |our )?plug-?in|비활성화|껐|(?:停用|禁用)(?:了|插件|后|後)|tắt plugin|vô hiệu hóa|ปิดปลั๊กอิน|desativ\w+ (?:o )?plugin|(?:me)?nonaktifkan plugin|dinonaktifkan",
    "remove_plugin": r"プラグイン(?:を|も)?(?:削除|消し|アンインストール)|(?:removed|uninstalled|deleted) the plug-?in",
    "remove_customization": r"カスタマイズ(?:を|も)?(?:外し|はずし|無効|切っ)|js(?:を|も)?(?:外し|無効|切っ)|(?:removed|took out) (?:the )?(?:customi[sz]ation|javascript|js)",
    "relogin": r"(?:再ログイン|ログインし直|ログアウトし)|(?:logged|signed|log|sign) (?:out|off) and|re-?login|re-?logged",
    "other_network": r"テザリング|(?:別の|ほかの|他の|スマホの|モバイル|携帯の?)(?:回線|ネットワーク|wi-?fi)(?:に|でも|だと|では|で)|hotspot|tether|mobile data|another network|different network",
    "vpn_off": r"vpn(?:を|も)?(?:切|外|オフ|止|なし)|vpn off|without (?:the )?vpn|disconnect\w* (?:the )?vpn",
    "extension_off": r"拡張(?:機能)?(?:を|も)?(?:全部)?(?:切|外|オフ|無効|止|消)|(?:disabl|turn|remov|switch)\w*[^.\n]{0,16}(?:extension|ad ?block)",
    "reboot_router": r"(?:ルーター|ルータ|モデム)(?:を|の|も)?(?:再起動|電源|リセット)|(?:reboot|restart|reset|power.cycl)\w* (?:the |our |my )?(?:router|modem)",
    "rollback": r"(?:前の(?:バージョン|状態)|元の(?:バージョン|コード))に戻(?:し|すと)|roll(?:ed)? ?back|revert(?:ed)?",
    "waited": r"待(?:ちました|ってみ|っても|っています|ったけど|ったが|たされ)|\bwaited\b|等了|기다렸|đợi|รอ(?:แล้ว|มา)|esper(?:ei|amos)",
    "saml_off_url": r"saml=off",
}
_TRIALS = {name: pattern(words) for name, words in _TRIED.items()}
_NOT_DONE = pattern(
    r"(?:無効|オフ|削除|再起動|クリア|切)[^。\n]{0,6}(?:でき<ない>|切れ<ない>|すれば|したい|方法|するには)|(?:無効|オフ)にできます"
)


def read_contrasts(wording: Wording) -> dict[str, FactValue]:
    """``*_ok`` facts: true where it works, false where it fails just the same."""
    facts: dict[str, FactValue] = {}
    for key, (good, bad) in _CONTRASTS.items():
        if bad.search(wording.plain):
            facts[key] = False
        elif good.search(wording.plain):
            facts[key] = True
    return facts


def read_tried(wording: Wording, *, extension_named: bool) -> tuple[str, ...]:
    """What the writer says they tried; what they could not do or only ask about is not it."""
    if _NOT_DONE.search(wording.plain):
        return ()
    tried = [name for name, words in _TRIALS.items() if words.search(wording.plain)]
    if extension_named and "disable_plugin" in tried:
        tried[tried.index("disable_plugin")] = "extension_off"
    return tuple(tried)
