"""The short words of answers, in the eight languages: who and where, with what, and not to know."""

from bot.triage.understand.phrases import pattern

UNSURE = pattern(
    r"わか(?:ら|り)<ない>|分か(?:ら|り)<ない>|不明|知ら<ない>|覚えて(?:い)?<ない>|どうでしょう|not sure|don't know|no idea|unsure|can't tell|不知道|不清楚|모르|không (?:biết|rõ|chắc)|ไม่(?:ทราบ|รู้|แน่ใจ)|não sei|tidak tahu|kurang tahu"
)
EVERYONE = pattern(
    r"みんな|全員|皆|みな|(?:だれ|誰)[もで]|全社|全滅|company-?wide|(?:店舗|部署|会社|拠点|支店|社内|フロア|営業所|工場)(?:は|が)?(?:全部|全体|中|ごと)|全(?:店|拠点|部署|支店|営業所)|the (?:whole )?lot of us|全社|social|everyone|everybody|whole|\bentire\b|all of us|大家|都一[样樣]|所有人|모두|다들|전원|mọi người|ทุกคน|todos|todo mundo|semua"
)
TOO = pattern(
    r"も(?:です|でした|だ(?:った)?|や|なんです)?\W*$|も同じ|も(?:だめ|ダメ|開か|出ない|起き)|同じ(?:症状|です|よう)|too\b|also|as well|same|也一[样樣]|도 (?:같|그래|똑)|cũng|ก็เป็น|เหมือนกัน|também|juga"
)
ONLY_ME = pattern(
    r"(?:私|わたし|自分|僕|俺|うち)(?:の[^。]{0,6})?(?:だけ|のみ|一人|ひとり|1人)|\b(?:only|just) (?:me|mine|my)\b|\bmine only\b|only one (?:who|with|affected|having)|nobody but me|(?:只有|就|只是)我|คนเดียว|저만|나만|chỉ (?:mình|em|tôi)|เฉพาะ|só eu|hanya saya|cuma saya"
)
ALL_APPS = pattern(
    r"どのアプリ|全部(?!では)|全て(?!では)|すべて(?!では)|1個も|一つも|全アプリ|all (?:of them|apps)|every app|nothing|none|所有|전부|모든|tất cả|ทุกแอป|todos|semua"
)
THIS_APP = pattern(
    r"(?:この|その)アプリだけ|これだけ|1つだけ|ここだけ|\b(?:just|only) (?:this|that|the one|the [\w ]{2,20} app)\b|\b(?:this|that|one) (?:app )?only\b|this (?:one|app) only|只有这个|이 앱만|chỉ app này|แอปนี้|só (?:este|esse)|hanya (?:ini|aplikasi)"
)
SOME_APPS = pattern(
    r"開くのと|開く[^。、\n]{0,6}(?:も|が)あ|開かないのが?ある|some do|一部|いくつか|半分|何個か|ものによ|アプリによ|まちまち|\bhalf\b|全部では|ものもある|入れて(?:い)?ないアプリ|only some|some apps|some of|without it|有些|部分|일부|một số|บางแอป|alguns|beberapa"
)
REST_FINE = pattern(
    r"(?:ほか|他|その他|別)(?:の(?:アプリ|もの))?は|入れて(?:い)?ない|other apps|everything else|the rest|without it"
)
HEALTHY = pattern(
    r"(?:特に)?困って(?:は)?(?:い)?<ない>|普通に(?:使え|動い|開)|問題(?:な(?:い|く)|あり?ません)|使えて(?:い)?(?:ます|る)|it works (?:for|here)|no problem|works for us|没(?:有)?问题|正常|문제 ?없|không (?:sao|vấn đề)|ไม่มีปัญหา|sem problema|tidak ada masalah"
)
PERSON_ADMIN = pattern(
    r"管理者(?:で(?:す|は)|権限)|管理(?:を)?(?:担当|して|やって)|作成者|オーナー|admin|\bowner\b|\bcreator\b|full rights"
)
SSO = pattern(
    r"シングルサインオン|sso|saml|okta|azure ?ad|entra|google(?:で|アカウント| login)|onelogin|microsoft(?:の)?アカウント|マイクロソフト|microsoft (?:account|login)|(?:office|microsoft) ?365|active directory|ad ?fs|keycloak|hennge|idaas"
)
PASSWORD = pattern(r"パスワード|ふつう|普通|通常|password|normal")
ISP = pattern(r"([^\s、。は]{2,20}?(?:光|ひかり|net|ネット|ケーブル|モバイル|wi-?fi|回線))")
MENU = pattern(
    r"(?:中に|ところに|そこに)(?:あり|入って)|^(?:あ、?|はい、?)?あった|発見|みっけ|見っけ|出てき(?:た|まし)|あり(?:ました|ます)|見つか(?:り|っ)|見つけ(?:た|まし|られ(?:た|まし))|\b(?:it|they)(?:'s| is| was| are| were) (?:in|under|inside|there|at|on|behind)\b|入って(?:い)?(?:ま(?!せ)|た)|移って|載って|inside|found|it is in|in the menu|有了|找到|찾았|있네|있었|thấy rồi|เจอแล้ว|achei|ketemu"
)
TRIED = pattern(
    r"試し(?:まし|て)|やり(?:まし)|無効に(?:し)|切(?:り|って)|\bi did\b|i have\b|tried|disabled|试过|해 ?봤|rồi|ลองแล้ว|já tentei|sudah"
)
MOBILE = pattern(
    r"スマホ|スマートフォン|携帯|アンドロイド|アイフォン|アイパッド|タブレット|モバイル|iphone|ipad|android|phone|mobile|tablet|手机|手機|휴대폰|핸드폰|스마트폰|điện thoại|มือถือ|โทรศัพท์|celular|telefone|ponsel|\bhp\b"
)
PC = pattern(
    r"pc|パソコン|デスクトップ|computer|desktop|laptop|电脑|電腦|컴퓨터|노트북|máy tính|คอม|computador|notebook|komputer"
)
