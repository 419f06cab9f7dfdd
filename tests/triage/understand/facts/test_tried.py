from bot.triage.understand.facts.facts import read_tried
from bot.triage.understand.wording import MessageWording
from tests.cases import each
from tests.triage.understand.facts.reading import facts_of

TRIED = (
    ("ルーター抜き差し→NG、VPNオフ→NG", ("vpn_off", "reboot_router")),
    ("拡張機能を切る→変化なし", ("extension_off",)),
    ("Turned the VPN off, no better", ("vpn_off",)),
    ("Signed out and in again, still blank", ("relogin",)),
    ("Took out our own script, same result", ("remove_customization",)),
    ("ブラウザを変えてもだめでした", ("other_browser",)),
    ("v1.8.0だと動かず、v1.7.9に戻すと動きます", ("rollback",)),
    ("テザリングしても同じでした", ("other_network",)),
    ("モバイルルーターに繋ぎ替えたらつながりました", ("other_network",)),
    ("VPNを切ったら開けるようになりました", ("vpn_off",)),
    ("VPNをオフにしても変化なしです", ("vpn_off",)),
    ("再起動しても直りません", ("restart_pc",)),
    ("PCの再起動とキャッシュ削除は試しましたがダメでした", ("clear_cache", "restart_pc")),
    ("キャッシュ消してもダメ", ("clear_cache",)),
    ("シークレットウィンドウでも同じでした", ("incognito",)),
    ("シークレットモードだと開けました", ("incognito",)),
    ("別のPCで試しても同じです", ("other_device",)),
    ("プラグインを一度消して入れ直したけど変わらない", ("remove_plugin",)),
    ("ログインし直してもダメです", ("relogin",)),
    ("ログアウトして入り直したら直りました", ("relogin",)),
    ("プラグインを無効にしたら保存できました", ("disable_plugin",)),
    ("全部オフにしても状況は同じです", ("disable_plugin",)),
    ("1時間待ってみたけど何も変わりません", ("waited",)),
    ("F5押したら直りました", ("reload",)),
    ("何度更新しても真っ白のままです", ("reload",)),
    ("ブラウザ閉じて開き直してもだめでした", ("restart_browser",)),
    ("ブラウザを再起動したら出ました", ("restart_browser",)),
    ("広告ブロックの拡張を外したら表示されました", ("extension_off",)),
    ("拡張機能は全部無効にしましたが変わりません", ("extension_off",)),
    ("JSを外したら動きました", ("remove_customization",)),
    ("カスタマイズのファイルを全部外してもエラーが出ます", ("remove_customization",)),
    ("前のバージョンに戻したら動きました", ("rollback",)),
    ("Edge、Chrome両方試しましたがだめです。PCも再起動済み", ("restart_pc", "other_browser")),
    ("クッキーとキャッシュをクリアしても改善しません。保存できない", ("clear_cache",)),
    ("テザリングで繋いだらいけました", ("other_network",)),
    ("プラグイン切ったら動いた", ("disable_plugin",)),
    ("Turned the kanban off and the record opens", ("disable_plugin",)),
    ("switched the VPN off, same thing", ("vpn_off",)),
    ("教えてもらった通りキャッシュ消したら直った！", ("clear_cache",)),
    ("Edgeに変えたら開けました", ("other_browser",)),
    ("別の端末で開いたら使えました", ("other_device",)),
    ("しばらく待ったら直りました", ("waited",)),
    ("Tried another browser, no luck", ("other_browser",)),
    ("Tried a hotspot, same result", ("other_network",)),
    ("I cleared the cache and restarted my computer, still blank", ("clear_cache", "restart_pc")),
    ("Refreshing doesn't help", ("reload",)),
    ("Tried incognito, same thing", ("incognito",)),
    ("We turned off all the plugins but it still fails", ("disable_plugin",)),
    ("Logging out and back in fixed it", ("relogin",)),
    ("Works after disabling uBlock", ("extension_off",)),
    ("I waited an hour, nothing changed", ("waited",)),
    ("Rolled back to the previous version and it works", ("rollback",)),
    ("Turned off the VPN, no change", ("vpn_off",)),
    ("Reinstalled the plugin twice. Still broken.", ("remove_plugin",)),
    ("清除缓存也没用", ("clear_cache",)),
    ("重启电脑也不行", ("restart_pc",)),
    ("재부팅해도 똑같아요", ("restart_pc",)),
    ("캐시 삭제했는데 그대로예요", ("clear_cache",)),
    ("Khởi động lại máy rồi vẫn không được", ("restart_pc",)),
    ("Đã xóa cache nhưng vẫn bị", ("clear_cache",)),
    ("ล้างแคชแล้วก็ยังไม่ได้", ("clear_cache",)),
    ("Já limpei o cache e reiniciei o computador, continua igual", ("clear_cache", "restart_pc")),
    ("Sudah hapus cache tapi tetap tidak bisa", ("clear_cache",)),
    ("Edge 131で明細の計算がされない。Chromeに変えたら計算されました", ("other_browser",)),
    ("プラグインを一回無効にしてまた有効にしたら動きました", ("disable_plugin",)),
    ("1日に何回か画面が固まります。ルーターは再起動してみました", ("reboot_router",)),
    ("VPN切っても同じ、再起動しても同じ", ("restart_pc", "vpn_off")),
    ("ログアウトしてもう一回ログインしたら治った", ("relogin",)),
    ("Disabling the ad blocker did it, thanks", ("extension_off",)),
    ("已经换了浏览器也清了缓存，还是一样", ("clear_cache", "other_browser")),
    ("Não consigo entrar desde segunda-feira, já reiniciei o computador", ("restart_pc",)),
    ("リロードもキャッシュクリアも効果なし", ("clear_cache", "reload")),
    ("一晩おいてみましたが変わりません", ("waited",)),
    ("プラグインを外してもダメ、JSを全部消してもダメ", ("disable_plugin", "remove_customization")),
    ("パソコン再起動したら何事もなかったように開きました", ("restart_pc",)),
    ("Chromeの拡張を1つずつ切っていったら翻訳の拡張が犯人でした", ("extension_off",)),
    ("Switched to mobile data and it loaded", ("other_network",)),
)
LISTED = (
    (
        "キャッシュ、再ログイン、別のブラウザ、全部やりましたが同じです",
        {"clear_cache", "relogin", "other_browser"},
    ),
    ("ルーターとPCの再起動は試しました", {"reboot_router", "restart_pc"}),
    ("リロードと同僚のPCは試してみました。変わりません", {"reload", "other_device"}),
    (
        "Tried: cache, my colleague's laptop, a hotspot",
        {"clear_cache", "other_device", "other_network"},
    ),
    ("言われた通りオフにしました。変わりません", {"disable_plugin"}),
    ("パスワードを入れ直しても追い出されます", {"relogin"}),
)
NOT_LISTED = (
    "別のブラウザとキャッシュは試していません",
    "I have not tried a hotspot or my colleague's PC",
    "キャッシュと再ログイン、どちらを試せばいいですか",
)
NOT_TRIED = (
    "I haven't tried another browser yet",
    "無効にする画面が出てきません",
    "キャッシュの消し方がわかりません",
    "再起動はまだしていません。権限がなくて",
    "言われた通りにやりましたが直りませんでした",
    "I can't find how to clear the cache",
    "stop telling me to clear my cache",
    "検索結果が出るまで毎回待たされる",
)


@each(("text", "tried"), TRIED)
def test_what_was_done_is_tried(text: str, tried: tuple[str, ...]) -> None:
    assert facts_of(text).get("already_tried") == tried


@each("text", NOT_TRIED)
def test_what_could_not_be_done_or_is_asked_is_not_tried(text: str) -> None:
    assert "already_tried" not in facts_of(text)


@each(("text", "tried"), LISTED)
def test_a_list_of_what_was_done_names_it_all(text: str, tried: set[str]) -> None:
    found = facts_of(text).get("already_tried")
    assert isinstance(found, tuple)
    assert {*found} == tried


@each("text", NOT_LISTED)
def test_a_list_of_what_was_not_done_names_nothing(text: str) -> None:
    assert "already_tried" not in facts_of(text)


def test_switching_off_a_named_extension_is_not_switching_off_a_plugin() -> None:
    wording = MessageWording.of("アドケシを切ったら出ました")
    assert read_tried(wording, extension_named=True) == ("extension_off",)
    assert read_tried(wording, extension_named=False) == ("disable_plugin",)
