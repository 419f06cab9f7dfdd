"""What each part of a message says of an attempt: it worked, it failed, it is only meant, asked or hoped.

The words of results, in general form. Whose result it is and of which advice is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bot.triage.deeds import GOES, SPOILT, Deed, deeds_in
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

LONGEST_TOLD = 2_000  # of a message; who tells a result tells it at once


class Sign(Enum):
    """What one part of a message says."""

    WORKED = auto()
    FAILED = auto()
    WEAK = auto()  # it is broken, which need not be the result of anything
    HALF = auto()  # for a moment, in part, a little
    WILL = auto()  # it is going to be tried
    ASKS = auto()
    WISHES = auto()
    OTHERS = auto()  # somebody else's experience
    DOUBTS = auto()  # perhaps; or the opposite is meant
    PAST = auto()
    BACK = auto()  # what happens when it is undone
    DENIED = auto()  # a good word with a negation before it
    ELSEWHERE = auto()  # another place, page or device: an answer rather than a result
    DONE = auto()  # it has been done; what came of it is not said
    POLITE = auto()  # thanks, yes, understood: nothing is told


_CLAUSE = re.compile(
    r"[^。!?\n、,;]*?(?:[。!?\n、,;]+|(?<=[\w)])\.(?=\s|$)|(?:た|です|ます|る|ない|ん)(?:けれども|けれど|けど|が)(?=[^。!?\n、,;])|たのに"
    r"|\s(?:but|however|though|although|and)\b|$)"
)
_NOT_YET = r"(?!ら|り|とき|時|場合|い|か(?!ら|っ)|の(?:です|でしょう)?か|んです?か|かも|つもり|はず|まま|と思(?:った|いき)|気が|わけ|ことが|ばかり|のは|のが|頃|ころ|嘘|うそ|棒|[((](?:嘘|うそ|棒))"
_NEG = r"(?:ない|なかった|なく(?:て|$)|ません|まへん|へん|ず(?=$|[、。!\s]))"
_SUBJECTS = r"画面|アプリ|一覧|ページ|ポータル|レコード|グラフ|ボタン|ログイン|保存|印刷|表示|送信|登録|接続|アクセス|起動|取り込み|取込|同期|入力|検索|承認|申請|出力|集計|ダウンロード|アップロード|投稿|閲覧|編集|受信|添付|復元|再開|作成|更新|削除|取得|連携|反映|再生|予約|申し?込み|発注|出荷"
_COMES = r"(?:(?<!エラー)(?:データ|通知|メール|注文|情報|予定|数字)(?:が|も|は|、)?[^。、\n]{0,6}?(?:入っ|来|届い|届き|流れて)|入って|流れて|戻って|(?:全部|全て|すべて|ぜんぶ|全件|まとめて|一気に)(?:入っ?り?|届い?き?|来|反映され))(?:て)?(?:き|来)?(?:まし)?た"
# What other languages say of an end, in the commonest words.
_ABROAD = r"恢复(?!中)|恢復(?!中)|(?:可以|能)[^。,\n不]{0,6}了|(?:好|正常)了|(?<!không )(?<!chưa )(?:được rồi|(?:về|trở) lại|bình thường rồi)|(?:다시|이제) ?(?:돼|됩|되네|됐|열[려립]|와요|옵|저장)|\bvoltou\b|\bvoltaram\b|(?:sudah|udah) (?:bisa|normal|masuk)|(?<!ไม่)(?:ได้แล้ว|กลับมาแล้ว)"
_OFF_ABROAD = r"停用|禁用|关闭|關閉|关掉|關掉|비활성화|껐|끄|tắt|vô hiệu|ปิด|\bdes(?:ativ|abilit)\w+|\b(?:matikan|dimatikan|nonaktif\w*)"
_STILL_ABROAD = r"还是|還是|仍|依然|没用|没有(?:用|变化)|여전히|그래도|똑같|마찬가지|vẫn|ยัง(?:ไม่|เหมือน)|\b(?:ainda não|mas não|continua|mesmo assim|nada mudou|masih|tetap)\b"
_AGAIN_EN = r"(?<!not )(?<!n't )(?<!to )(?<!stopped )(?<!problem )(?<!problems )(?<!hardly )\b(?:works?|working|opens?|loads?|saves?|prints?|syncs?|arrives?|arriving|(?:go|goes|going|went|come|comes|coming|came) (?:in|out|through)|running|accepts?|accepted|possible|available|visible|up and running)(?: \w+){0,2} again\b(?! and again)|\b(?:we|i|they|people|everyone|everybody|staff|team|users) can (?!not\b)(?:\w+ ){1,3}?again\b"
_WAYS = r"無効(?:に|化)?|むこう|オフ(?:に)?|止め|切っ?|停止(?:し)?|外し|抜い|シークレット|再読み?込み|リロード|クリア|キャッシュ|切り替え|変え|試し|やっ|やり|言われた|教えて|ご案内|ご指示|その通り|案内の"

_WORDS: tuple[tuple[Sign, str], ...] = (
    (
        Sign.WORKED,
        rf"(?:開[いけき]|ひら[いけき]|直[っり]|治[っり]|なお[っり]|(?<!で)(?<!て)[行い]け|動[いきけ]|(?<!を)(?<!が)入れ|はいれ|(?<!エラーが)(?<!エラーは)表示され|見え|見れ|見られ|使え|復旧し|復活し|回復し|解決し|解消し|解消され|改善し|改善され|成功し|(?<!有効に)戻[っり]|もど[っり]|繋が[っり]|つなが[っり]|治まり|収まり|おさまり|落ち着[きい]|消えて直っ|(?:{_SUBJECTS})(?:が|は|も)?(?:無事)?(?:でき|出来))(?:まし)?た{_NOT_YET}"
        rf"|(?:開く|開ける|見える|動く|使える|入れる|入る|届く|来る|出る|できる|表示される|表示できる|直る)ように(?:なりました|なった){_NOT_YET}"
        rf"|{_COMES}{_NOT_YET}|{_ABROAD}|{_AGAIN_EN}"
        r"|(?<!エラーが)(?<!エラーも)(?:普通に|ちゃんと|正常に|問題なく|無事に?|もう|さくさく)(?:開き|動き|使え|表示され|入れ|見え|出)(?:ます|て(?:い)?ます|る$)"
        r"|(?:シークレット|無効|オフ|別のブラウザ|外し|止め|切っ)[^。\n、]{0,14}(?:なら|だと|だったら|では|でなら|たら|と)(?:普通に)?(?:開き|動き|使え|表示され|見え)ます"
        r"|(?:解決|解消|復旧|復活|回復|成功|改善|ビンゴ|当たり|大当たり|正解|バッチリ|ばっちり)(?:です(?!か)|でした(?!か)|だった|しました|だ$|!|$)"
        r"|\b(?:it |that |this |everything |all )?(?:works? (?:now|again|fine|great|perfectly|like a charm)|(?:it|that|this|everything|which) works?|worked|(?:is |are |it's |we're |i'm )?(?:working (?:now|again|fine)|back to normal|back (?:up|online)|back$|back now)|(?:opens?|loads?) (?:now|again|fine|normally)|(?<!i )(?<!we )(?<!you )opened(?! (?:a|the|an|your|this) )|loaded(?! with)|fixed(?: it| the| that|$|!|now)?|solved|resolved|sorted|did (?:it|the trick)|(?:all |it's |is )?(?:good|fine|ok|okay) (?:now|again)|all good|success(?:ful)?|problem gone|bingo)\b(?!\W{0,6}not\b| for (?:my|a|the|him|her|them|other)| yesterday| before| until)",
    ),
    (
        Sign.FAILED,
        r"変わ(?:り(?:は|が|も)?(?:あり?ません|な(?:い|し|かった)|ません)|ら(?:ない|ん(?:です)?$|ず(?!に)|なかった)|って(?:い)?(?:ない|ません))|変化(?:は|が|も)?(?:な(?:い|し|く|かった)|無し|無い|あり?ません)|効果(?:は|が|も)?(?:な(?:い|し|く|かった)|無し|無い|あり?ません|ゼロ)|意味(?:は|が)?(?:なかった|ありませんでした)"
        r"|ように(?:なら(?:ない|ず)|なりません|なって(?:い)?(?:ない|ません))"
        rf"|(?:改善|解決|解消|復旧|回復)(?:は|も|が)?(?:し|され|せ)(?:て(?:い|おり)?)?{_NEG}|(?:改善|解決|解消|復旧|回復)(?:は)?せず|(?:直|治|なお)(?:ら(?:ない|ず|なかった|ん)|りま(?:せん)|って(?:い)?(?:ない|ません))"
        r"|(?:だめ|駄目|無駄|アウト|\bng)(?:でし|だっ|です(?!か|よね)|みたい|っぽい|ぽい|だ|で$|$|!|。)"
        rf"|(?:同じ|一緒|いっしょ)(?:です(?!か)|でした|だった|だ$|のまま|まま|状態(?:です|のまま)|状況|結果(?:です|でした)|症状(?:です|でした|のまま|が)|みたい|くだめ|く{_NEG}|$|。|!|ー)"
        rf"|(?:{_WAYS})[^。\n、]{{0,14}}(?:て(?:み(?:まし)?た)?も|(?:まし)?た(?:けど|けれど|が|のに|んですが|のですが|ものの|んだけど|のだけど)|済みですが|済みだけど)[^。\n]{{0,24}}?(?:{_NEG}|真っ白|白い|固ま|落ち|まま|だめ|エラー|同じ|一緒|遅い|重い|無理|止まっ)"
        rf"|(?:やっぱり?|やはり|結局|それでも|相変わらず)[^。\n、]{{0,14}}(?:{_NEG}|真っ白|固ま|まま|だめ|エラーが出|遅い|重い|無理)"
        r"|\b(?:no|without(?: any)?|not any|zero) (?:change|changes|difference|luck|effect|improvement|joy|dice|success|avail)\b|\bto no avail\b|\bin vain\b|\bunchanged\b|\bnothing (?:has )?changed\b|\bno better\b|\bmade no\b|\bnope\b|\bno,? (?:it )?still\b"
        r"|(?:^|\b(?:still|exactly|just|all|it's|its|is|looks|remains|stays) )(?:the )?same(?! here| (?:time|day|question|problem here|for))\b"
        r"|\b(?:that|it|this|disabling|turning it off|incognito|private window|switching) (?:\w+ )?(?:didn't|did not|hasn't|has not|doesn't|does not) (?:seem to )?(?:help|work|fix|change|solve|do)"
        r"|\b(?:didn't|did not|hasn't|has not|haven't|isn't|not) (?:help|helped|fix|fixed|fixed it|solve|solved|resolved|make (?:a|any)|change (?:a|any)|do the trick|do anything|any better)"
        r"|\b(?:tried|disabled|turned|switched|cleared|reloaded|did)\b[^.\n]{0,60}\b(?:still|but|and|yet)\b[^.\n]{0,30}\b(?:not|n't|blank|white|stuck|broken|slow|same|fails?|dead|hangs?|error|won't|doesn't|isn't|nothing)\b"
        rf"|(?:{_OFF_ABROAD})[^。.\n]{{0,30}}?(?:{_STILL_ABROAD})",
    ),
    (
        Sign.WEAK,
        rf"(?:まだ|未だに|いまだに|依然)[^。\n、]{{0,14}}(?:{_NEG}|真っ白|固ま|まま|だめ|エラー|遅い|重い)|無理(?:でした|だった|です)"
        r"|\bstill (?:not|n't|blank|white|stuck|broken|slow|failing|fails|dead|hangs?|hanging|down|there|happening|won't|doesn't|isn't|can't|an? error|nothing)\b|\b(?:isn't|not|doesn't|does not|didn't|don't|won't) (?:work|working|worked|open|opening|load|loading)\b",
    ),
    (
        Sign.HALF,
        rf"一瞬|一時的に|一(?:度|回|件)だけ|(?:いったん|一旦|一度|最初|初め|しばらく|数分|直後)(?:だけ)?は|最初だけ|数分だけ|(?:また|再び|ふたたび)(?:すぐ)?(?:に)?[^。\n、]{{0,6}}(?:真っ白|白く|だめ|固ま|エラー|落ち|同じ|遅|重|開け?な|開けな|止ま|戻って|{_NEG})|再発(?!防止|し(?:て(?:い)?)?(?:ない|ません)|はし|も)|ぶり返|すぐに?(?:また|戻)|一部|半分|(?:だけ|のみ)(?:は|が)?(?:開|動|直|見え|使え|治|復)|時々|ときどき|たまに|(?:少し|ちょっと|多少|若干|いくらか|やや)(?:は|だけ)?(?:まし|速|早|軽|良く|よく|改善|まだ|重|遅)|まだ(?:少し|ちょっと|若干|一部|たまに|時々)|完全(?:に)?(?:では|には)|ほぼ|と思(?:ったら|いきや)"
        r"|\bonce,|\bfor (?:a|one|about a|like a) (?:moment|second|sec|minute|while|bit)\b|\bbriefly\b|\bat first\b|\binitially\b|\bthen (?:it )?(?:again|blank|froze|broke|died|stopped|went|back)|\b(?:broke|broken|blank|down|stuck|frozen|dead|slow|failing|gone|same|white) again\b|\bagain (?:blank|broken|down|frozen|white|stuck|slow)|\bpart(?:ly|ially)\b|\bhalf\b|\bsome of\b|\bonly (?:some|the|one|for|part)\b|\bsometimes\b|\b(?:a (?:bit|little)|slightly|somewhat) (?:better|faster|slow|slower)|\balmost\b|\b(?:kind|sort) of\b|\bintermittent|\bnot (?:fully|completely|quite|entirely)\b",
    ),
    (
        Sign.WILL,
        r"(?:やって|試して|ためして|確認して|して|見て|みて|聞いて|頼んで|お願いして|切り替えて|戻して)み(?:ます|る(?!と)|たい|ようと|よう$|ますね|ようかと)|(?:試し|ためし|やり|確認し|戻し|(?:無効|有効|オフ|オン)に?し|(?:無効|有効)化し|連絡し|相談し|依頼し|頼み|聞き|報告し)ます(?!が|け)|あとで|後で|後ほど|のちほど|これから|今から|折り返し|明日|後日|つもり|予定|しようと"
        r"|\b(?:will|i'll|we'll|let me|let's|going to|gonna|about to|later|tomorrow|trying (?:it|that|this|now)|plan to|in a (?:minute|moment|bit|sec))\b",
    ),
    (
        Sign.ASKS,
        r"(?:ですか|ますか|ましたか|でしょうか|ませんか|んですか|のですか|かな|かね|だろうか|んでしょう|でしたっけ)(?:ね|ねえ|よ)?[。!\s]*$|\?",
    ),
    (
        Sign.WISHES,
        r"(?:たら|れば|なら|ば)(?:い[いな]|良|よ[いか]|助か|嬉|うれ|あり|教え|連絡|お知らせ|報告|また(?:連絡|お願い|聞|相談|報告|ご)|戻[しす]|苦労)|と(?:いい|良い|よい|助か|嬉|うれし|あり)|(?:て|で)(?:ほしい|欲しい)|祈|期待し|はず(?:です|だ|なん|$)"
        r"|\b(?:hope|hopefully|wish|would be|should|expect|fingers crossed)\b|^\s*(?:if|once|when|unless)\b|\b(?:if|once|when|unless) (?:it|that|this|everything) (?:works?|worked|is|opens?|gets?|was)\b",
    ),
    (
        Sign.OTHERS,
        r"(?:同僚|(?:他|ほか|別|隣)の(?:席の)?(?:人|者|方|席|社員|メンバー|部署|拠点|支店|会社|ユーザー|pc|パソコン|端末|子)|部下|上司|先輩|後輩|知り合い|知人|友人|取引先|お客(?:様|さん)|\[[^\]]{1,20}\](?:さん)?|[^\s、。のにがはを]{1,6}(?:さん|くん|部長|課長|社長))(?:たち|ら)?(?:は|では|だと|の(?:ほう|方|pc|パソコン|画面|端末|環境|ところ)(?:は|では|だと))"
        r"|(?<!症状)(?<!結果)(?<!状況)(?<!状態)(?<![てで])も[^。、\n]{0,3}(?:同じ|一緒)|(?:全員|みんな|皆さん|皆|誰|どの[^。、\n]{1,6}|(?:他|ほか)の[^。、\n]{1,8}|スマホ|携帯)(?:でも|で|が)?[^。、\n]{0,3}(?:同じ|一緒)"
        r"|\b(?:colleagues?|co-?workers?|boss|manager|teammates?|someone else|somebody else|neighbou?rs?|wife|husband|friends?|(?:other|another|different) (?:people|users?|person|colleague|team|office|department|company))\b[^.,\n]{0,30}\b(?:says?|said|reports?|can|is|are|has|have|works?|worked|opens?|opened|sees?|gets?|it's)\b|\b(?:works?|worked|opens?|fine|ok) for (?:my|a|the|him|her|them|other|another|everyone else)\b",
    ),
    (
        Sign.DOUBTS,
        rf"(?:た|て(?:い)?る)(?:の)?(?:かも|ような気|気が|はず|つもり)|[((](?:嘘|うそ|棒|違)|わけ(?:が|も|は)?{_NEG}|\b(?:maybe|perhaps|not sure|can't tell|hard to say|yeah,? right|as if)\b|\b(?:works?|worked|fixed)\W{{1,6}}not\b",
    ),
    (
        Sign.PAST,
        r"(?:昨日|一昨日|おととい|先週|先月|以前|前回|さっき|先ほど|先程|今朝|朝)(?:まで|までは)|(?:昨日|一昨日|おととい|先週|先月|以前|前回|(?:^|[。、])前)(?:は|なら)|\b(?:yesterday|last (?:week|time|month|night)|before (?:the|that|this)|earlier today|used to|until)\b",
    ),
    (
        Sign.BACK,
        r"入れ(?:ると|直すと|たら)|(?:有効|オン|on)(?:に|化)?(?:戻|する|し(?:た|直|て))[^。\n]{0,8}(?:と|ら|も|途端|瞬間)|(?:元に)?戻(?:すと|したら|した(?:途端|瞬間)|しても|して(?:みる|みた)と?ら?)|\bre-?enabl|\b(?:turn|switch)(?:ed|ing|s)? (?:it |them |the plug-?in )?(?:back )?on\b|\bwith it on\b|\bback on\b",
    ),
    (
        Sign.DONE,
        r"(?:設定(?:画面)?|管理画面|ほか(?:の)?|他(?:の)?|別の[^。、\n]{1,6})[^。、\n]{0,6}(?:は|に|が|も|を)[^。、\n]{0,4}(?:開[いけき]|入れ|見え|見れ|見られ)(?:まし)?た|(?:無効|オフ|停止|解除|設定|切り替え|お試し)(?:に|を)?(?:化)?(?:する(?:こと|の)(?:が|は))?(?:でき|出来|し|いたし|完了し)(?:まし)?た[。!よね\s]*$|(?:切り|止め|外し|やり|試し|やってみ|試してみ)(?:まし)?た[。!よね\s]*$"
        r"|^\s*(?:ok,? |okay,? )?(?:i(?:'ve)? |we(?:'ve)? |it's |that's |is )?(?:just )?(?:disabled|turned off|turned it off|switched off|switched it off|did it|did that|did so|done)(?: it| that| so| the plug-?in| now)?[.!\s]*$",
    ),
    (
        Sign.ELSEWHERE,
        r"[^\s、。!てん]でも|vpn|テザリング|回線|[45]g\b|wi-?fi|ブラウザ|edge|エッジ|chrome|クローム|safari|firefox|シークレット|プライベート|incognito|private|hotspot|スマホ|携帯|iphone|ipad|android|家|自宅|端末|パソコン|(?<!今)(?<!いま)(?<!現在)(?<!今度)は[^。、\n]{0,3}(?:開|入れ|見|使|動)|\b(?:others?|rest|settings?|home|phones?|mobile|desktop|laptop|tablet|pc)\b",
    ),
    (
        Sign.DENIED,
        r"(?:\b(?:not|never|nothing|hardly|nowhere|none|no one|nobody)|n't)\b[^.,;\n]{0,16}\b(?:work\w*|fixed|solved|resolved|sorted|back|open\w*|load\w*|good|fine|ok|normal|success\w*)\b",
    ),
    (
        Sign.POLITE,
        r"ありがと|有難う|有り難う|お世話|了解|承知|かしこまり|わかりました|分かりました|助かり|すみません|申し訳|よろしく|宜しく|お疲れ|おつかれ|^\s*(?:はい|うん|ええ|なるほど|ok|おーけー|どうも)[。!、\s]*$|\b(?:thanks?|thank you|thx|cheers|ok(?:ay)?|sure|got it|great|appreciate\w*|hi|hello|sorry|yes|yep|noted|understood)\b",
    ),
)  # fmt: skip
_PATTERNS = tuple((sign, pattern(words)) for sign, words in _WORDS)
# What had been over and is not.
_AGAIN = pattern(
    r"再発(?!防止|し(?:て(?:い)?)?<ない>|はし|も)|ぶり返|(?:また|再び|ふたたび|再度|またも)[^。\n]{0,12}?(?:真っ白|白く|だめ|駄目|固ま|エラー|落ち|遅|重|止ま|消え|<ない>|おかし|調子)"
    r"|\b(?:gone|down|broken?|broke|blank|white|failing|fails?|dead|stuck|frozen|slow|empty|not \w+|stopped|offline|problem) again\b|\bagain (?:blank|broken|down|frozen|white|stuck|slow|empty|gone)\b|\b(?:it|problem|issue|error)(?:'s| is|s are| comes| came) back\b(?! to normal| up| online| now)|\bback to (?:blank|broken|square one)\b|\brelaps"
)
# Word of an end that outsiders give: the vendor's page, its notice, we.
_SAID_OVER = pattern(
    r"(?:解決|復旧|解消|回復|正常|直った|直りました|修正|対応)(?:済み?|した|しました|しており|済)?(?:と|って|っていう|という|との|とか|とか?いう)(?:の(?!ころ)|こと|話|掲示|表示|案内|連絡|お知らせ|聞|あり|出て|なって|あった|書|おっしゃ|言)|(?:提供元|公式|ステータス|状況|障害|稼働|メーカー|ベンダー|御社|そちら|サポート)[^。\n]{0,16}(?:解決|復旧|解消|回復|正常|緑|問題なし|完了)|(?:ページ|掲示|お知らせ|案内|発表|アナウンス)(?:で|に|上)(?:は|も)?[^。\n]{0,12}(?:解決|復旧|解消|回復|正常|緑|問題なし|完了)|(?:復旧|解決|解消|回復)(?:の|した)?(?:お知らせ|案内|掲示|連絡|発表|通知|アナウンス)|(?:はず|って話|んじゃ)(?:なのに|ですが|だったのに|なかった)"
    r"|\b(?:they|vendor|maker|support|provider|you|pages?|site|notice|mail|e-?mail|dashboard|status)\b[^.\n]{0,14}?\b(?:say|said|says|claims?|shows?|showing|tells?|told|reads?|announced|posted|wrote|marked|declares?|states?)\b[^.\n]{0,24}?\b(?:resolved|fixed|solved|green|operational|all clear|recovered|over|restored|back to normal|up again|sorted|normal|works? again|working|all good)\b|\bstatus (?:page )?(?:is|shows) (?:all )?(?:green|operational|normal|resolved|fine)\b"
)
# What a page still says: news of the page, not of the writer's own trouble.
_PAGE_SAYS = pattern(
    r"(?:ページ|掲示|掲載|お知らせ|ステータス|稼働状況)[^。\n]{0,10}(?:調査|対応|障害|停止|不具合|赤|investigating|まだ|まま)[^。\n]{0,8}"
    r"|\b(?:status )?(?:page|notice|dashboard)\b[^.\n]{0,20}\b(?:still|investigating|red|outage|degraded)\b[^.\n]{0,20}"
)
# What had been coming up, an error or a window, and comes up no more.
_GONE = pattern(
    r"もう(?:、|エラーは?|窓は?|画面は?|警告は?|何も)?(?:出|表示され|現れ)(?:て(?:き|こ)?)?<ない>|(?:エラー|窓|ポップアップ|警告|ダイアログ|表示)(?:は|が|も)(?:もう)?(?:出|表示され)(?:て(?:き|こ)?)?(?:なくな(?:っ|り)|ません(?:でした)?$)"
    r"|\b(?:error|window|pop-?up|prompt|warning|message)s? (?:is|are|has|have)? ?(?:gone|disappeared|no longer (?:there|shows?|appears?))\b"
)
# Words for the end itself, where "it opens" is only the state of things.
_END = pattern(
    r"復旧|復活|回復|解消|落ち着[きい]|[くる]ように(?:なりました|なった(?!ら))|[収治]まり|直[りっ]|治[りっ]|なお(?:り|っ)(?:た|て|まし)|元(?:通り|どおり|に戻)|(?:戻り|戻って)(?:まし|き)"
    r"|\b(?:recovered|fixed|resolved|solved|restored|back to normal|works? again|working again|(?:is|are|it's) back)\b|恢复|恢復|복구|pulih|khôi phục|กลับมา"
)
# A way round the trouble: what works so says nothing of the rest.
_ROUND = pattern(
    r"標準の?(?:画面|一覧|フォーム|機能|ビュー)?(?:なら|で|から|だと|では)|手(?:作業|動|入力|書き)|紙で|代わり(?:に|の)|直接|コピーし|(?:アプリ|レコード)を?(?:新しく)?作[っり]|電話で|(?:エクセル|excel|csv)で|管理(?:画面|者)[^。\n]{0,4}(?:から|なら|だと)|(?:ほか|他|別)の|経由|だけ|のみ|しか"
    r"|\b(?:standard (?:view|list|form|screen)|manual(?:ly)?|by hand|instead|work-?around|got (?:a)?round|get round|via|export(?:ing|ed)? to|directly|only|cop(?:y|ied|ying)|on paper|other apps?|another)\b"
)
# A sentence that ends with the deed, before one that tells what came of it.
_DID = pattern(
    r"(?:切り|切っ|止め|外し|やり|やっ|試し|(?:やって|試して|ためして|切って|止めて|外して)み|(?:無効|おふ|停止)(?:化|に)?(?:し|いたし|でき))(?:まし)?た[。!\n]"
    r"|\b(?:did (?:it|that|so)|tried (?:it|that|so)|disabled(?: it)?|(?:turned|switched) (?:it )?off|done)[.,;\n]"
)
VETOES = frozenset(
    {Sign.WILL, Sign.ASKS, Sign.WISHES, Sign.OTHERS, Sign.DOUBTS, Sign.PAST, Sign.DONE}
)
_RESULTS = (Sign.WORKED, Sign.FAILED, Sign.WEAK, Sign.HALF)


@dataclass(frozen=True, slots=True)
class Told:
    """What a message says of results, in order, and what keeps its other parts from being one.

    ``results`` leaves out what is only meant, asked, hoped, past or somebody else's; ``vetoes`` are
    the reasons for that. ``is_free``: some part says neither, so that it may tell more than the words
    known here. ``undone``: it worked, and once it was undone it was broken again.
    ``elsewhere``: another place, page or device is spoken of. ``did``: a sentence says that it was done.
    ``deeds``: what is told to have been done. ``again``: it had been over. ``said_over``: outsiders say
    that it is over. ``of_the_end``: words for the end itself. ``round_it``: a way round the trouble is spoken of.
    """

    results: tuple[Sign, ...] = ()
    vetoes: frozenset[Sign] = frozenset()
    is_free: bool = True
    undone: bool = False
    elsewhere: bool = False
    did: bool = False
    deeds: frozenset[Deed] = frozenset()
    again: bool = False
    said_over: bool = False
    of_the_end: bool = False
    round_it: bool = False

    @property
    def verdict(self) -> Sign | None:
        """What counts: the last thing said; what worked and then did not is neither."""
        last = self.results[-1] if self.results else None
        if last is not Sign.WORKED and Sign.WORKED in self.results:
            return Sign.HALF
        return Sign.FAILED if last is not Sign.WORKED and Sign.FAILED in self.results else last


def told_in(text: str) -> Told:
    """What the parts of a masked text say of results. Never raises."""
    plain = Wording.of(text[:LONGEST_TOLD]).plain
    found = [(m.start(), sign) for sign, words in _PATTERNS for m in words.finditer(plain)]
    deeds = deeds_in(plain)
    found = [*_own(found, plain)]
    found += [(at, Sign.WORKED) for at in _going(plain, min(deeds.values(), default=None))]
    results: list[Sign] = []
    vetoes: set[Sign] = set()
    is_free = undone = False
    for start, end in _clauses(plain):
        here = {sign: at for at, sign in sorted(found, key=lambda f: f[0]) if start <= at < end}
        kept = _kept(here, results)
        undone = undone or _is_undone(here, results)
        vetoes |= here.keys() & VETOES
        results += kept
        is_free = is_free or here.keys() <= {Sign.ELSEWHERE}
    elsewhere = any(sign is Sign.ELSEWHERE for _, sign in found)
    return Told(
        tuple(results),
        frozenset(vetoes),
        is_free,
        undone,
        elsewhere,
        did=_DID.search(plain) is not None,
        deeds=frozenset(deeds),
        again=_AGAIN.search(plain) is not None,
        said_over=_SAID_OVER.search(plain) is not None,
        of_the_end=_END.search(plain) is not None,
        round_it=_ROUND.search(plain) is not None,
    )


def _own(found: list[tuple[int, Sign]], plain: str) -> Iterator[tuple[int, Sign]]:
    """The signs, without what a page says, and those of an end that outsiders give as theirs."""
    said = [m.span() for m in _SAID_OVER.finditer(plain)]
    gone = [m.span() for m in _GONE.finditer(plain)]
    told = [*gone, *(m.span() for m in _PAGE_SAYS.finditer(plain))]
    yield from ((start, Sign.WORKED) for start, _ in gone)
    for at, sign in found:
        if sign is not Sign.WORKED and any(start <= at < end for start, end in told):
            continue
        theirs = sign is Sign.WORKED and any(start <= at < end for start, end in said)
        yield at, Sign.OTHERS if theirs else sign


def _going(plain: str, done: int | None) -> list[int]:
    """Where a text says, after what was done, that something goes; a clause with a flaw does not say so."""
    if done is None:
        return []
    clauses = [(s, e) for s, e in _clauses(plain) if not SPOILT.search(plain[max(s, done) : e])]
    return [
        m.start()
        for m in GOES.finditer(plain)
        if m.start() >= done and any(start <= m.start() < end for start, end in clauses)
    ]


def _clauses(plain: str) -> list[tuple[int, int]]:
    spans = (m.span() for m in _CLAUSE.finditer(plain))
    return [(start, end) for start, end in spans if re.search(r"\w", plain[start:end])]


def _kept(here: dict[Sign, int], before: list[Sign]) -> list[Sign]:
    """The results that one part tells, in order; none when they are not yet, or not the writer's.

    What becomes of undoing it ("switched on again it is blank") confirms that it had worked.
    """
    if here.keys() & VETOES or _is_undone(here, before):
        return []
    if Sign.DENIED in here:
        return [Sign.FAILED if Sign.FAILED in here else Sign.WEAK]
    if Sign.HALF in here:
        return [Sign.WORKED, Sign.HALF] if Sign.WORKED in here else [Sign.HALF]
    return sorted((sign for sign in here if sign in _RESULTS), key=here.__getitem__)


def _is_undone(here: dict[Sign, int], before: list[Sign]) -> bool:
    """Whether what had worked is told to be broken once it is undone."""
    return Sign.BACK in here and Sign.WORKED in before and Sign.WORKED not in here
