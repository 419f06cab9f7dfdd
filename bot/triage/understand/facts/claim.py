"""What others are quoted to say: notices, status pages, the news, social media, colleagues, vendors.

A complaint that the writer hands on for a customer is the trouble itself, and what a screen shows is
a message; neither is a claim.
"""

import re

from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern

Span = tuple[int, int]
_PUBLIC = (
    r"(?:公式(?:サイト|ブログ|ページ|発表|アカウント|情報|hp|x)?|ステータス(?:ページ|サイト|画面)|稼働状況(?:ページ|サイト)?|障害(?:情報|速報)(?:サイト|ページ)?|(?:障害)?お知らせ(?:メール|欄|ページ)?|アナウンス|告知|プレスリリース|ヘルプ(?:ページ|センター)?|ホームページ|(?<![a-z])hp(?![a-z])|(?:案内|障害|通知)メール|回答メール"
    r"|ツイッター|twitter|(?<![a-z])x(?=[(で上のだにをじ、])|sns|インスタ|フェイスブック|facebook|ネット(?:の|で|上|に|ニュース|記事|掲示板)|ニュース|新聞|記事|テレビ|ラジオ|掲示板|ヤフー|yahoo|タイムライン|(?<![a-z])tl(?![a-z])|reddit|まとめサイト|5ちゃん|ブログ|フォーラム|コミュニティ|ダウンディテクター|downdetector)"
)
_INSIDERS = r"(?:サポート(?:窓口|センター|デスク|担当)?|ヘルプデスク|サイボウズ(?:さん|社)?|御社|貴社|そちら|ベンダー|代理店|販売店|メーカー|開発元|提供元|開発会社|業者|(?:情シス|社内se|システム(?:部|担当|管理者?)|it部門)|プロバイダー?|(?:ai|ボット|チャットボット|chatgpt))(?:さん|の方|の人|の担当(?:者|の方)?)?"
_PEOPLE = r"(?:同僚|上司|部下|部長|課長|社長|専務|店長|所長|工場長|先輩|後輩|知人|友人|知り合い|他社|同業|取引先|仕入先|親会社|関連会社|となり|隣|別の(?:部署|会社|担当)|前任者?|誰か|みんな|周り|経理|総務|営業|本社|社内|家族|夫|妻|[一-龥a-z]{0,6}担当者?|[一-龥]{1,3}(?=さん))(?:の(?:担当|人|方|会社|部署|社員|ユーザー)者?)?(?:さん)?"
_SAY = r"(?:とか|なんて|など)?(?:って|と|との|という|といった)(?:の|いう|いった)?(?:情報|話|投稿|書き込み|記事|メール|連絡|返事|返答|回答|案内|説明|発表|表記|表示|記載|ツイート|ポスト|お知らせ|噂|うわさ|こと)?(?:が|を|は|も|に|で)?[、 ]?"
_SAID = r"(?:流れ|見(?!積)|聞[いかきこ]|書[いかき]|言[いわっうえ]|いわ|おっしゃ|仰|話題|出て|出た|あ[るりっ]|な[っりる](?:て|ま|た)|発表|回答|返[事答信っ]|説明|案内|連絡|載[っせ]|表示|記載|来[てた]|届[いき]|騒|つぶや|噂|主張|伝え|読[みん]|報じ|ツイート|ポスト|のこと|耳に|教え|トレンド)"
_MARKS = '「『"〈《'
_MARKED = r"[「『\"〈《]([^」』\"〉》\n]{2,80})[」』\"〉》]"
# Only people say; what a screen shows "is said" to one, or comes up.
_UTTERED = r"(?:言(?!わ(?!へ)|って(?:くだ|下|ほし))|ゆ[うっ]|いうて|申(?!請|し込)|おっしゃ|仰|述べ|主張し|答え|断言|言明|(?<=と)の(?:こと|話|回答|返[事答]|説明|連絡))"
_QUOTED = tuple(
    map(
        pattern,
        (
            rf"{_MARKED}(?:だ|や)?(?:って|て|との?|などと|とか)、?(?:[^。、\n「]{{1,8}}[はがも])?[^。、\n「]{{0,4}}?{_UTTERED}",
            rf"{_MARKED}(?:と(?:いう|の|いった)|って(?:いう)?|なる)(?:ご)?(?:案内|お知らせ|メール|連絡|通知メール|返信|回答|アナウンス|告知|貼り紙|噂|うわさ|情報|投稿|記事)(?!(?:が|は)?(?:届かな|来な|飛ば|出))",
            rf"(?:メール|案内|マニュアル|手順書|ヘルプ|(?<![a-z])faq|お知らせ|資料|契約書|規約|記事|掲示|貼り紙|文書|通達|回覧)(?:に|には|にも|の中に|で)[は、]?{_MARKED}と(?:あ[りっ]|書[いか]|記載|記され|案内)",
            rf"(?:{_PUBLIC}|{_INSIDERS}|{_PEOPLE})[^。「『〈《\n!?]{{0,16}}{_MARKED}(?={_SAY}|とか|だ(?:と|って)|みたい|が(?:トレンド|話題))",
            rf"(?:{_PUBLIC}|{_INSIDERS})[^。、「『\n!?]{{0,8}}?(?:では|には|からは|から|より|によると|によれば|だと|でも|上で|で|に|が|は|も)[、 ]?([^。\n「『]{{3,50}}?){_SAY}{_SAID}",
        ),
    )
)
_WRITTEN = _QUOTED[1:3]
_STATE = r"(?:障害|復旧|復活|落ち|直[っりる]|止ま|停止|メンテ|攻撃|ハッキング|漏[れえ洩]|サーバー?|原因|不具合|バグ|仕様|終了|値上|廃止|正常|問題|ダウン|乗っ取|ウイルス|設定|キャッシュ|回線)"
_HEARSAY = pattern(
    rf"{_PEOPLE}(?:が言うには|によると|いわく|曰く|から|が|は)[、 ]?([^。、\n「『]{{0,24}}{_STATE}[^。\n「『]{{0,16}}?)だ?(?:って|と|との)(?:いう)?(?:連絡|話|噂|情報)?(?:が|を)?(?:言[いわっう]|聞[いき]|教え|あり|主張|回って)"
    rf"|(?:{_PEOPLE}|{_INSIDERS}|{_PUBLIC})(?:が言うには|の話では|の話だと|によると|によれば|いわく|曰く)[、 ]?([^。\n「『]{{3,40}}?)(?=らしい|そう|とのこと|みたい|。|$|です|んです)"
    rf"|(?:^|[。、\n ])((?:kintone|きんとーん|サイボウズ|全国|大規模|サーバー)[^。、\n「『]{{0,20}}{_STATE}[^。、\n「『]{{0,10}}?)(?:って|という|との|と)(?:いう)?(?:噂|うわさ|話|情報)?(?:を|が)?(?:聞[いき]|耳に|噂|うわさ|流れて)"
)
_RUMOUR = pattern(
    r"(?:^|[。、?!\n ])([^。、?!\n「]{4,40}?)(?:って|という|との|っていう)(?:噂|うわさ|評判)(?=や|だ|です|を|が|は|も|。|、|け|らし|$)"
)
_NO_SOURCE = pattern(
    r"(?:お客様?|顧客|患者|利用者|ユーザー|生徒|保護者|会員|申込者)[^。、\n]{0,6}$|の(?:画面|ログ)$"
)
_NO_CLAIM = pattern(
    r"^(?:どう|何|なに|なん|いつ|こう|そう|この|ああ|どこ)|(?:見方|書き方|使い方|方法|手順)|(?:して|くだ|下)さい$|^(?:いう|いった|思)|ますか$|ですか$|でしょうか$"
)
_SOURCE_EN = (
    r"(?:status (?:page|site|dashboard)|(?:the |your |their |an? )?(?:official )?(?:site|website|web ?page|announcement|notice|banner|blog|press release|newsletter|help page|tweet|post|status|feed|incident (?:page|report)|maintenance (?:mail|email|notice)|documentation|docs)|twitter|(?<![a-z])x(?![a-z.])|reddit|facebook|linkedin|downdetector|down detector|the news|the internet|social media|slack channel"
    r"|(?:my|our|a|the|another|your|some|one|his|her) (?:\w+ )?(?:boss|manager|colleague|coworker|co-worker|teammate|friend|neighbou?r|it (?:guy|man|team|department|dept|person|people|staff|support|desk)|admin|administrator|vendor|reseller|supplier|partner|provider|isp|consultant|support(?: team| agent| staff)?|support person|sales rep|developer|ceo|accountant|chatbot|bot|agent|helpdesk|help desk|engineer|head office)s?"
    r"|support|cybozu|helpdesk|(?:he|she|they)|(?:an? |the )?e?-?mail|somebody|someone|everybody|people|chatgpt|(?:an? )?e-?mail from (?:\w+ ){1,3}|hearsay|rumou?rs?)"
)
_SAYS = r"(?:says?|said|saying|claims?|claimed|claiming|states?|stated|shows?|reads|reported|reports|insists?|tells? (?:me|us)|told (?:me|us|everyone)|announced|wrote(?! (?:throws|fails|is|no|stopped|does|has))|writes|mentions?|mentioned|promised|replied|answered|swears?|reckons?|thinks|believes|has it|is reporting)"
_SOURCED_EN = tuple(
    map(
        Pattern,
        (
            rf"\b{_SOURCE_EN}(?: (?:on|in|at|from|there|page|account|post) ?[\w ]{{0,14}}?)?(?: (?:just|still|only|already|also|keeps?|now|all))? {_SAYS}(?:,? (?:and i )?quote)?(?: that| it's)?[:,]? ?(?:[\"']([^\"\n]{{3,90}}?)[\"'](?![a-z])|(?!how|what|why|nothing|the same|hi |hello|to |an? error|throws|no\b)([^.,!?\n\"]{{4,90}}?)(?=[.,!?\n]| but | yet | though |$))",
            r"\b(?:e-?mail|mail|notice|letter|sms|newsletter|circular|memo)(?: from [^\"\n]{1,30}| (?:that|which))?(?: (?:says?|saying|said|claiming|claims|reads|titled|stating))?[:,]? \"([^\"\n]{4,90})\"",
            r"\b(?<!it )(?<!screen )(?<!page )(?<!app )(?:told (?:me|us)|insists?|promised|replied|swears?|answered|assured (?:me|us))(?:,? quote)?[:,]? [\"']([^\"\n]{4,90}?)[\"'](?![a-z])",
            rf"\baccording to {_SOURCE_EN}[^,.\n]{{0,20}},? ([^.,!?\n]{{5,80}})",
            r"\b(?:saw|read|heard|seeing|noticed|see)(?: (?:it|posts?|people|a (?:post|tweet)|somewhere|rumou?rs))?(?: saying)?(?: (?:on|in|from) (?:twitter|x|reddit|the news|social media|facebook|linkedin|sns|a \w+|my \w+|our \w+|your (?:\w+ )?(?:page|site|blog|status page)),? (?:that |saying )?[\"']?(.{5,80}?)(?=[\"']|[.,!?\n]|$)|,? (?:that )?(.{5,80}?)(?= (?:on|in) (?:twitter|x|reddit|social media|the news|facebook)\b))",
            r"\b(?:i|we)(?:'ve| have)? (?:just )?(?:heard|been told|was told|were told|read) (?:that )?((?:kintone|cybozu|the (?:servers?|system|service|outage|issue|problem|api)|you|there (?:is|was)|it(?:'s| is| was))[^.,!?\n]{3,70})",
            r"\b(?:people|users|everyone|somebody|someone|posts?|colleagues) (?:on|in) (?:\w+ )?(?:twitter|x|reddit|social media|sns|facebook|slack)[^.\n]{0,10}? (?:says?|saying|said|claims?|write|report)(?:ing)? (?:that )?(.{5,80}?)(?=[.,!?\n]|$)",
            r"\brumou?rs? (?:is |that |has it )?(?:that )?([^.,!?\n]{5,70})",
        ),
    )
)
_CUE_EN = Pattern(
    r"\b(?:sa(?:y|id|w)|claim|stat(?:e|ing)|shows?|reads?|report|insist|tell|told|announc|wr[io]te|mention|promis|repli|answer|swear|reckon|thinks|believes|has it|assur|e-?mail|mail|notice|letter|sms|newsletter|circular|memo|according|heard|seeing|notice|see|rumou?r)"
)
_OTHERS = pattern(
    r"(?:官网|官方|状态页|公告|同事|新闻|新聞|微博|推特|网上|網上|老板|客服|供应商)[^。,\n\"]{0,6}(?:说|說|写着|寫著|显示|顯示|称)(?:是|着)?[:「\"]?([^。,!?\n\"」]{2,30})"
    r"|(?:공지|상태 ?페이지|뉴스|동료|공식|트위터|상사|고객센터|인터넷)[^.\n\"']{0,8}(?:에는|에서는|에서|에|이|가|은|는) [\"']?([^.\n\"']{2,30}?)[\"']?(?:이?라고|다고|다는)"
    r"|[\"']([^\"'\n]{3,60})[\"'](?:이?라고|라며) ?(?:하|말|했|답|주장)"
    r"|(?:trang trạng thái|đồng nghiệp|thông báo|sếp|trên mạng|facebook)[^.,\n]{0,12}(?:nói|ghi|báo|bảo)(?: là| rằng)? [\"']?([^.,\n\"']{3,50})"
    r"|(?:página de status|colega|chefe|site oficial|suporte|fornecedor|twitter|notícias?)[^.,\n]{0,14} (?:diz(?:em)?|disse(?:ram)?|mostra|informa|jura|garante|afirma)(?: que)? [\"']?([^.,\n\"']{3,60})"
    r"|kata (?:\w+ ){1,2}[\"']([^\"'\n]{3,60})|(?:halaman status|teman|rekan|atasan|situs resmi|pengumuman|twitter|berita)[^.,\n]{0,10} (?:bilang|mengatakan|menunjukkan|menulis)(?: bahwa)? [\"']?([^.,\n\"']{3,60})"
    r"|(?:หน้าสถานะ|เพื่อนร่วมงาน|ประกาศ|ข่าว|หัวหน้า|ทวิตเตอร์)\S{0,8}(?:บอกว่า|แจ้งว่า|ขึ้นว่า|ระบุว่า) ?[\"']?([^\n\"'.,]{3,50})"
)
_CUE_OTHERS = Pattern(
    r"[说說写寫显顯称]|고|다는|nói|ghi|báo|bảo|di[zs]|mostra|inform|jura|garan|afirm|bilang|kata|men|ว่า"
)
_KANA = re.compile(r"[ぁ-ん]")


def claim_in(plain: str) -> Span | None:
    """Where a plain text quotes what others say."""
    if _KANA.search(plain):
        return _japanese(plain)
    if _CUE_EN.search(plain):
        for words in _SOURCED_EN:
            if found := words.search(plain):
                return found.span(found.lastindex or 0)
    if not plain.isascii() and _CUE_OTHERS.search(plain) and (found := _OTHERS.search(plain)):
        return found.span(found.lastindex or 0)
    return None


def _japanese(plain: str) -> Span | None:
    marked = any(mark in plain for mark in _MARKS)
    for words in (*_QUOTED, _HEARSAY, _RUMOUR) if marked else (_QUOTED[-1], _HEARSAY, _RUMOUR):
        for found in words.finditer(plain):
            span = found.span(found.lastindex or 0)
            before = max(0, found.start() - 10)
            written_so = words in _WRITTEN  # what a letter asks for is a quotation all the same
            if (written_so or not _NO_CLAIM.search(plain[slice(*span)])) and not _NO_SOURCE.search(
                plain, before, found.start()
            ):
                return span
    return None
