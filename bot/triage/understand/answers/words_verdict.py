"""What the words of an answer say by themselves: it works, it does not, yes, no, a question back."""

import re

from bot.triage.understand.answers import words
from bot.triage.understand.facts.verdict import verdict
from bot.triage.understand.phrases import pattern

MOST_CLAUSES = 40  # an answer comes to the point
_SPLIT = pattern(
    r"[。\n!?;、]|,(?!\d)|\.(?=\s|$)|(?:けど|けれど|んやけど|のに|ですが|ますが|(?<=[るい])が(?=[、 ])|(?<=た)が(?![っりる])|(?:^|(?<=\s))[1-9](?:[.):]\s?(?!\d)|(?=[ぁ-ん])|(?=[一-龥](?<![年月日時分秒人名回件個台割週階])))|(?<=[るだ])し(?= ))|\b(?:but|and|mas|nhưng|tapi|though|although)\b| e (?=[a-zà-ú])|แต่|但"
)
_ASKS = pattern(
    r"(?:って(?:何|なに|なん|どう|どこ|どれ)|とは(?:何|なん)|何(?:の(?:こと|事))?(?:です|でしょう)か|なん(?:です|でしょう)か|(?:なんで(?!す|し)|なぜ|どうして)[^。\n]{0,24}|(?:どう|どこ|どれ|どの|どちら|いつ|なぜ|何)[^。\n]{0,18}(?:か|の|かな|ば良いの|ばいいの)\s*[。?]*$|どこ(?:にある|です|で見)|どう(?:やって|やる|すれば|したら|いう意味)|(?:です|ます|ません|でしょう)か[。?\s]*$|教えて(?:ください|下さい|ほしい|もらえ|くれ))"
    r"|\b(?:what(?:'s| is| are| do you mean| does)|where(?:'s| is| do| can)|how (?:do|can|to|would)|which one|why|when will|who (?:can|should|do))\b|^(?:is|are|was|does|do|did|can|could|should|would|will|have|has) [^?\n]{2,80}\?|什么是|是什么|什么意思|怎么|在哪|뭐(?:예요|죠|야)|무엇|어디|어떻게|là gì|ở đâu|làm sao|คืออะไร|ที่ไหน|ยังไง|o que é|onde (?:fica|vejo|está)|como (?:faço|vejo)|apa itu|di mana|bagaimana|gimana"
)
_WANTS = pattern(
    r"ように(?:して|し(?!ま))|てほしい|て欲しい|ください|下さい|お願い|\bplease\b|\basap\b|(?:needs?|want) to|\b(?:need|want) \w+ (?:fixed|back|working)"
)
_OVER = pattern(
    r"ように(?:なり|なっ)|(?:直|復旧)(?:り|し)(?:まし)?た|もう(?:大丈夫|平気|直)|(?:^|[、。 ])(?:今|いま)は|\bfixed\b|works (?:now|again)|back (?:up|to normal)"
)
# A question to which the writer gives the answer: it says no.
_RHETORICAL = pattern(r"(?:わけ|訳|はず)(?:が|は|も)?(?:<ない>|ありませ)")
# What a sentence tells before it asks: "I added a field on Friday, is that why?"
_TOLD_FIRST = pattern(
    r"^[^。!?\n]{1,200}(?:(?:です|ます|した|せん|る|ない|だ|や)(?:が|けど|けれど|ので|し|から)?[、,]|(?:です|ます|した|だ|や)(?:が|けど|けれど)(?!も))"
    r"|^[^!?\n]{1,200}\. (?=[a-z])|^[^.!?\n]{2,200}(?:,| -|;| but| and) (?=(?:what|where|how|why|which|is|does|do|can|could|should)\b)"
)
# What was said earlier and is put right now: "I wrote that I was alone, but ...".
_TAKEN_BACK = pattern(
    r"[^。、\n]{1,40}?と(?:は)?(?:(?:言い|書き|お?伝えし|お?答えし|回答し|申し上げ|申し|思い|返信し)まし|(?:言っ|書い|伝え|答え|思っ|思い込ん|勘違いし)(?:て(?:い)?)?(?:まし)?)た(?:の(?:です|だ|は)|んです|んや)?(?:が|けど|けれど|は)?[、。]?(?:[^。、\n]{0,10}(?:間違|誤り|違い|ちがい|勘違い|誤解|うそ|嘘)[^。、\n]{0,8}[、。])?"
    r"|\bi (?:said|wrote|told you|answered|thought)\b[^.,;\n]{1,60}[.,;]? ?(?=but\b|actually\b|that was|turns? out|in fact|however)"
)
# What is put off is no answer yet.
_PUT_OFF = pattern(
    r"[^。、\n]{0,30}(?:(?:あとで|後で|後ほど|のちほど|これから|今から|あした|明日|夕方に|午後に|来週|今度|戻ったら|終わったら)[^。、\n]{0,20}(?:ます|る|みる|てみ|予定|つもり|です)|(?:聞いて|確認して|試して|調べて|やって|見て)み(?:ます|る(?!と))|(?:確認|検証)(?:し|いたし)ます(?!が|け))[^。、\n]{0,8}"
    r"|\b(?:i'll|i will|let me|we'll|we will|going to|gonna) (?:\w+ )?(?:check|ask|try|look|send|test|see|do|get|find|report|let)\b[^.\n]{0,40}|\b(?:later|tomorrow) (?:today|this)?\W*$"
)
_SENTENCE = re.compile(r"[^。!?\n]+[。!?\n]*")
_QUOTED = re.compile(r"[「『\"][^「」『』\"\n]*[」』\"]")
_NOT_BUT = pattern(
    r"[^。、\n]{1,20}(?:じゃ|では)な(?:くて|く、|く )|\bnot [\w ]{2,20}, (?=just|only|it)"
)
_FILLER = pattern(
    r"^(?:[\s、,.…:・\-]|[①-⑨]|\d{1,2}[.):]\s?|え(?:っ|ー)?と|あ(?:ー|の)?[、 ]|たぶん|多分|おそらく|恐らく|う(?:ー|ん)*ん[、, …]+|特に|とくに|別に|(?:今|いま)の(?:ところ|とこ)(?:は)?|すみません|すいません|申し訳(?:ない|ありません)(?:です)?|あと|で(?:、| )|sorry|hmm+|well\b|i (?:think|guess|believe)|maybe|probably|actually|oh\b|um+\b)+"
)
_FINE_FIRST = pattern(
    r"(?:普段|ふだん|いつも|通常|今まで|これまで|以前)(?:と|通り|どおり)[^。、\n]{0,4}(?:同じ|おなじ|一緒|変わ)|(?:エラー|症状|メッセージ|不具合|現象)(?:が|は)?(?:消え|なくな|出なくな)(?:た|り|っ|る|まし)|\b(?:same )?as (?:usual|always|ever)\b|\b(?:error|problem|issue|message)s? (?:is |was |has )?(?:gone|disappear)|(?:直|なお|治)(?:る(?!の)|ります|った|って(?:い)?(?:る|ま(?!せ))|りまし)|(?:解決|復旧|解消)(?:し(?:ます|た|まし)|する)|ように(?:なり(?:ます|まし)|なった)|\b(?:fixe[sd]|solve[sd]|fixed) (?:it|that|this)\b|(?:not|n't|isn't) (?:been )?affected|unaffected|<ない>(?:という)?(?:わけ|訳|こと)(?:では|じゃ|でも|は|も)?<ない>|not (?:that|like) (?:it|they) (?:doesn't|don't|won't)|(?:問題|異常|支障|不具合|影響|症状|不便|トラブル|エラー)(?:は|も|が|なんて|とか)?(?:特に|とくに|全く|まったく|一切)?(?:な(?:い|く|し|かっ)|あり?ません|ござ|無|(?:出|起き|見られ)(?:て(?:い)?)?<ない>)|困って(?:は)?(?:い)?<ない>"
    r"|(?:同じ|一緒|いっしょ|同様)(?:では|じゃ|で|や|とちゃ)(?:は)?(?:<ない>|う)|\b(?:not|isn't|aren't|wasn't) the same|\bdifferent\b|不一[样樣]|다르|달라|khác(?: ạ)?$|ไม่เหมือน|não é (?:o mesmo|igual)|\bdiferente|\b(?:tidak|nggak|gak|beda)\s?sama\b|\bberbeda\b"
    r"|(?<!何も)(?<!なにも)(?:起き|なり|発生し|再現し|なって|起きて|発生して|再現せ|再現)(?:い)?(?:ない|ません|ませんでした|へん|ず|なかった)(?!ら|れ)|(?:doesn't|does not|didn't|not) (?:happen|occur|reproduce)|no (?:problems?|issues?|trouble|complaints?)\b|nothing (?:wrong|unusual|strange)"
    r"|没(?:有)?(?:问题|事|影响)|문제 ?없|không (?:sao|vấn đề|bị)|ไม่มีปัญหา|ไม่เป็น|sem problemas?|tidak (?:ada masalah|terjadi)"
)
_BAD_FIRST = pattern(
    r"(?:わけ|訳|はず)(?:が|は|も)?(?:<ない>|ありませ)|同じ|おなじ|同様|一緒|いっしょ|おんなじ|変わら(?!ず(?:使|開|見))|変わり<ない>|(?:に|にも|すら)(?:は)?(?:ない(?:です)?|無い|ありません|あらへん|なし)\W*$|空っぽ|からっぽ|足り<ない>|足ら<ない>|ずれて|二重|重複|おかしい|だめ|駄目|あかん|無理|全滅|(?<![^\W_])ng(?![a-z])|真っ白|まっしろ|何も(?:起き|出|表示|反応)|(?:また|やっぱり|やはり)?(?:なり|起き|発生し|再現し)ます|なって(?:い)?ます|再現する|くるくる|ぐるぐる|死んで|抜けて|落ちて|欠けて|消えて|途中まで|繋がら|うんともすんとも|(?:開|動|見|使|入|繋|つなが|映|出|表示|来|届|押せ|保存|でき|出来|反応)[^。、\n]{0,6}?<ない>"
    r"|無反応|^(?:空|から)(?:です|だ|や)?\W*$|\bforever\b|\bendless|\bnever (?:loads?|opens?|works?)\b|\b(?:nobody|no one)\b[^.\n]{0,12}\b(?:can|works?|opens?|able)\b|\bnot (?:a single|any|one)\b|反応(?:が)?(?:な|悪)|合(?:い|わ)<ない>|\bno (?:notifications?|records?|mails?|messages?|data|entries|bell|gear|portal)\b|\b(?:gone|missing|lost|empty|incomplete|wrong|duplicates?|duplicated|twice)\b|\b(?:same|identical|no difference|no luck|no change|no joy|nothing|neither|nor|none|fails?|failed|failing|broken|down|blank|white|stuck|dead|errors?|hangs?|spins|spinning|can't|cannot)\b|n't\b|\bnot\b|\bhappen(?:s|ing|ed)?\b"
    r"|一[样樣]|同样|不行|不能|打不[开開]|不可以|不正常|没有?|沒|똑같|마찬가지|같(?:아|은|습)|안 ?(?:열|되|돼|됩|나|와|떠|보)|못|없(?:어|습|네|다)|không|chưa|giống|vẫn (?:vậy|thế|như)|还是(?:这样|那样|老样)|照旧|continua|\btetap\b|masih begitu|cũng (?:vậy|bị|thế)|ไม่|เหมือน|ก็เป็น|\bnão\b|nao\b|mesm[oa]|igual|tampouco|\bnenhum\w*|\bfalta[mn]?\b|빠져|누락|thiếu|\bmất\b|หาย|\bhilang\b|\bkurang\b|缺|少了|também não|\b(?:tidak|nggak|ngga|gak|ga|gagal|sama|error)\b"
)
_GOOD = pattern(
    r"大丈夫|普通|ふつう|正常|平気|ちゃんと|いけ(?:ます|た|る|まし)|開(?:い|け|き|く)|ひらく|ひらけ|見(?:れ|え|られ)|使(?:え|って)|入れ(?:ます|た|る)|入って(?:い)?(?:ます|る)|動(?:き|い|く)|出(?:ます|て|る|まし)|来て(?:い)?(?:ます|る)|来ます|きてます|届いて|でき(?:ます|て|る|た)|繋が(?:り|る|っ)|つなが(?:り|る|っ)|表示され|残って|保存され|でけ(?:て|た|る)|鳴って|鳴りま|(?:た|溜|貯)まって|届いて|(?:でき|出来|でけ|開い|見え|見れ|動い|使え|出|来|届い|入っ|合っ|そろっ|揃っ|残っ|つながっ|繋がっ|映っ|ついと?)(?:と(?:る|り|う|ー)|ちょる|てはる)|(?:合っ|あっ|そろっ|揃っ)て(?:い)?(?:ま|る)|(?:保存|登録|反映|記録|表示|送信|通知|連携)(?:は|も)?(?:ちゃんと)?(?:され|でき)(?:て|ま(?!せ))|正しく|間違いな(?:い|く)|いつもどおり|いつも通り|普段どおり|普段通り|ばっちり|つい(?:て(?:い)?(?:ま(?!せ)|る)|とる)|おっけー|おけ|ok(?![a-z])|問題なし"
    r"|\b(?:works?|working|worked|opens?|opened|loads?|loaded|fine|okay|good|normal|normally|usual|can|does|do|appear(?:s|ed)?|shows?|showed|comes? (?:right |straight )?up|came (?:right |straight )?up|popped up|saved|there|all there|visible|complete|correct)\b"
    r"|正常|可以|保存了|都在|能(?:打|用|上|看)|打得[开開]|有(?:的|通知)|열(?:려|립|리|렸)|돼|됩|되(?:어|고|네)|정상|괜찮|나와|있(?:어|습|네)|잘|bình thường|được|vẫn (?:có|mở|vào)|\bcó\b|ปกติ|ได้|มี|เปิด|\b(?:abre[m]?|abriu|funciona[m]?|funcionou|normal|normais|normalmente|aparece[m]?|salvos|tudo (?:certo|bem))\b|\b(?:bisa|terbuka|normal|lancar|muncul|aman|tersimpan|jalan)\b"
)
_ALSO = pattern(r"\b(?:too|as well|also)\b|も(?:です|や|だ)?$|也|也是|도요?$|cũng|também|juga")
_JAPANESE = re.compile(r"[ぁ-ゖ一-鿿]")
# What the writer did to find out; how it went is said by the rest.
_DID = pattern(
    r"\b(?:i|we)(?:'ve| have)? (?:just |also |then |already )*(?:opened|loaded|used|tried|checked|switched to)\b|(?<=[すたよる])ね[えーぇ]+\W*$"
)
_YES = pattern(
    r"^(?:[⭕○◯〇🙆👌👍✅☑🆗]|はい|(?:一応|いちおう)(?:はい|そう)|ええ(?!と)|うん|はーい|へい|そう(?:です|だ|や|なん|っす)?(?!で(?:は|も)|じゃ|い)|その通り|あり(?:ます|まし)|ある(?:よ|で|わ|っぽい|と思|みたい|はず)?(?:い)?(?:ます)?$|あります|持って(?:い)?(?:ます|る)|もってます|入って(?:い)?(?:ます|る)|yes\b|yeah|yep|yup|sure\b|correct\b|right\b|indeed|exactly|of course|i think so|もちろん|おっしゃる(?:とおり|通り)|(?:it|they|he|we|i) (?:is|are|do|does|am|have|can|did|was)\b(?! not)\W*$|是(?!不)的?|有的?$|对|對|嗯|네(?!트)|예(?!전)|응|맞|그렇|dạ|vâng|đúng|có(?: ạ)?$|rồi|ใช่|ค่ะ|ครับ|มี|sim\b|ya\b|iya\b|betul|benar)"
)
_NO = pattern(
    r"^(?:[❌✕✖×🙅👎🆖]|いいえ|いえ(?!ば)|いや|ううん|のー|違[いうっ]|ちが[いうっ]|ちゃう|そう(?:では|じゃ)<ない>|そんなこと(?:は)?<ない>|ない(?:です|よ|と思|っす|わ|はず|みたい|な)?|ありません|無い|なかった|なし|持って(?:い)?<ない>|もってない|入って(?:い)?<ない>|no\b|nope|nah\b|not (?:at all|really|that i)|i don't think so|(?:i'm )?afraid not|unfortunately not|(?:it|they|i|we|he)(?: is|'s| are|'re| do| does| am|'m| have)?(?:n't| not)\W*$|不(?:是|对)?|没有|沒有|아니|아뇨|không(?: ạ)?\W*$|không[,.]|ไม่(?:ใช่|มี|ค่ะ|ครับ)|não\b|nao\b|tidak|bukan|nggak|ngga\b|gak\b|enggak)"
)
UNTESTED = pattern(
    r"(?:試し|確かめ|調べ|確認し|見)よう(?:が|も)(?:<ない>|無)|(?:ほか|他|別)に[^。、\n]{0,10}(?:が|は|も)(?:い|おら|おり)?(?:<ない>|無い|無く)|(?:使え|入れ|開け|見られ|試せ)<ない>(?:ように|設定|決まり|ルール)|禁止|(?:聞ける|聞く|試せる|確認できる)[^。、\n]{0,8}(?:い|おり)?<ない>|試す(?:環境|もの|端末|時間|余裕|暇|手段|方法|すべ|相手)が<ない>|(?:聞いて|きいて|確認して|確認でき|確かめて|試して|ためして|試せ|調べて|見て(?!も)|やって(?!も)|測って)(?:は)?(?:い)?(?:<ない>|おりません)|(?:聞か|確認し|見|試さ)ないと(?:わか|分か|なんとも)|(?:ほか|他|別)の?[^。、\n]{0,8}(?:は)?(?:入って|入れて|持って|使って)(?:い)?<ない>|しか(?:な|入って|入れて|使って|持って|あり)[^。、\n]{0,4}|権限(?:が)?な(?:い|く|し)[^。\n]{0,4}(?:見|開|入|触)|1人(?:なので|しか)|一人(?:なので|しか)|(?:haven't|have not|didn't|not) (?:tried|checked|asked|tested|looked|try|check|ask|test|look)|(?:can't|cannot|can not|unable to|no way to) (?:tell|check|test|say|try)|^(?:i )?can't\b(?=\W*(?:$|,| - |we\b|i\b))|(?:not|n't) allowed|(?:won't|doesn't|don't) (?:let|allow)|\bonly have\b|don't have (?:another|any other|a second)|no other (?:browser|network|device|pc|computer|line)|no(?:body| one) (?:else )?(?:to ask|around|here)|one-person|\bby myself\b|\balone\b|not yet|还没|還沒|아직|chưa (?:thử|hỏi|kiểm|xem|biết)|ยังไม่ได้|ainda não|belum"
)
UNABLE = pattern(
    r"(?:見れ|見られ|確認でき|確認出来|確かめられ|押せ|調べられ|読め|開け|入れ|試せ)<ない>|権限(?:が|は|も)?(?:<ない>|無)|(?:見る|開く|確認する|入る|変える)権限|(?:can't|cannot|can not|unable to|don't know how to) (?:see|open|access|find|get|check|look|read)|no (?:access|permission|rights)|没有?权限|권한이? ?없|không có quyền|ไม่มีสิทธิ์|sem (?:permissão|acesso)|tidak (?:punya|ada) (?:izin|akses)"
)
UNSURE = pattern(
    words.UNSURE.pattern
    + r"|(?:わか|分か)ん(?:な|ね)|わから(?:ん|へん)|分から(?:ん|へん)|わかりかね|分かりかね|さあ|さぁ|なんとも言え|何とも言え|把握して<ない>|見方が|詳しくない|自信(?:が)?ない|知ら(?:ん|へん)|覚えて<ない>|記憶に?<ない>|\bdunno\b|\b(?:have|need) to ask\b|\bask (?:our|my|the) (?:it|admin|boss|manager)|\bnobody knows|どこやろ|何やろ|なんやろ|どれやろ|どうやろ|どこだろう|何だろう|なんだろう|どうだろう|\bidk\b|do not know|can't say|not certain|no clue|don't remember|말씀드리기|글쎄|몰라|モル|ไม่รู้|não (?:faço ideia|tenho certeza|lembro)|\b(?:gak|nggak|ga|tdk) tau|tidak tau|entah"
)


def told(plain: str) -> list[tuple[int, int]]:
    """Where something is asked back, put off, or an earlier answer put right: no part of an answer."""
    bare = _QUOTED.sub(lambda m: "_" * len(m.group()), plain)
    asked = []
    for sentence in _SENTENCE.finditer(bare):
        if _ASKS.search(sentence.group()) and not _RHETORICAL.search(sentence.group()):
            first = _TOLD_FIRST.match(sentence.group())
            kept = first.end() if first and not _ASKS.search(first.group()) else 0
            asked.append((sentence.start() + kept, sentence.end()))
    put_off = (m.span() for m in _PUT_OFF.finditer(plain))
    return [*asked, *taken_back(plain), *put_off]


def taken_back(plain: str) -> list[tuple[int, int]]:
    """Where an earlier answer is put right: "I wrote that I was alone, but ..."."""
    return [m.span() for m in _TAKEN_BACK.finditer(plain) if m.end() < len(plain.rstrip())]


def clauses(plain: str) -> list[str]:
    """The clauses of an answer, without what is only put aside ("not the same but ...")."""
    if "なく" in plain or "not " in plain:
        plain = _NOT_BUT.sub("", plain)
    found = [_FILLER.sub("", c.strip()).strip() for c in _SPLIT.split(plain)]
    return [c for c in found if c][:MOST_CLAUSES]


def wants(clause: str) -> bool:
    """Whether a clause asks for something to be done."""
    return _WANTS.search(clause) is not None


def wishes(clause: str) -> bool:
    """Whether a clause wants something, or says that all is over: no answer to any question."""
    return wants(clause) or _OVER.search(clause) is not None


def fine(clause: str) -> bool | None:
    """Whether a clause says that something works; None when it says neither."""
    if UNSURE.search(clause):
        return None
    clause = _DID.sub("", clause)
    if _FINE_FIRST.search(clause):
        return True
    if _BAD_FIRST.search(clause):
        return False
    if _JAPANESE.search(clause) and (said := verdict(clause, 0, len(clause))) is not None:
        return said
    if _GOOD.search(clause):
        return True
    return False if _ALSO.search(clause) else None


def agrees(clause: str) -> bool | None:
    """Yes or no, at the start of a clause."""
    if _NO.search(clause):
        return False
    return True if _YES.search(clause) else None
