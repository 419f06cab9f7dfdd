"""Who is affected and where, as far as the text says."""

from bot.model.understanding import REPORTS, Kind, Scope
from bot.triage.understand.phrases import pattern

_WHO = {
    Scope.EVERYONE: pattern(
        r"全員|全社|社内全|会社中|会社全体|(?<!ほかの)(?<!他の)みんな|皆(?:が|同|さん同)|みな(?:が|同)|誰も(?:が|開|使|入|ログ|つな)|誰一人"
        r"|事務所(?:の)?(?:みんな|全)|(?:全|すべての|全ての)(?:拠点|支店|店舗|事業所)|拠点[^。\n]{0,24}すべて|全従業員|全ユーザー|職員全"
        r"|\beveryone\b|\beverybody\b|(?:for |of )?all of us|all (?:our |the )?(?:staff|users|employees|people|members)"
        r"|(?:whole|entire) (?:company|office|team|domain|organi[sz]ation|staff)|company[- ]wide"
        r"|(?:nobody|no one) (?:here |at (?:the|our) \w+ )?(?:can|is able)|none of (?:us|(?:our|the) (?:staff|users|team|people|employees|colleagues|members))"
        r"|大家|所有人|全公司|전원|전 ?직원|모두|다들|회사 전체|mọi người|cả công ty|tất cả (?:mọi|nhân)|ทุกคน|ทั้งบริษัท"
        r"|ninguém|todo mundo|todos (?:os|nós|aqui)|semua (?:orang|karyawan|staf|user)|tidak ada yang bisa"
    ),
    Scope.SEVERAL_USERS: pattern(
        r"(?:の人|の方|してる人|している人|社員|ユーザー|メンバー)(?:だけ|のみ)(?!に|を)|(?:隣|となり|周り|まわり)の?(?:席|人|者|部署)?も(?:同|だめ|ダメ|開)"
        r"|(?:取引先|ゲスト|お客|客先|社外)(?:の方|の人)?(?:さん|様)?(?:も|が|は)?(?:同じ|入れ|承認|開|見)|一部の(?:人|方|社員|ユーザー|メンバー)"
        r"|(?:数|何|複数)(?:人|名)|[2-9]\d?(?:人|名)(?:だけ|とも|が|で)|(?:営業|経理|総務|開発|製造|人事|医事)?(?<!全)(?<!一)(?:部|課|支店|営業所|支社|拠点|チーム|部署|部門)(?:の人|の者|全体|だけ|のみ|で)(?!なく)"
        r"|guests\b|(?:some|several|two|three|a few) (?:of us|users|people|colleagues|members|staff)|(?:many|most) of us|my colleagues?(?: too| also)"
        r"|(?:sales|accounting|hr|our) (?:team|department|dept)|(?:nobody|no one|everyone|people|users|staff) (?:in|at|from) (?!the office|our office)\w+"
        r"|几个|部分(?:人|用户)|같은 ?팀|부서|몇 ?명|vài người|một số (?:người|nhân viên)|หลายคน|บางคน|alguns (?:usuários|colegas)|beberapa (?:orang|user)"
    ),
    Scope.ONE_USER: pattern(
        r"(?:私|わたし|僕|ぼく|自分|うち|俺)(?:の(?:画面|端末|pc|パソコン|環境|アカウント))?だけ|(?:1|一)(?:人|名)だけ|1名のみ|本人(?:は|が|の)|特定の(?:1人|一人)"
        r"|アカウント[がは]?ロック|(?:二要素|二段階)認証[をの]?(?:リセット|解除)|パスワード[^。\n]{0,10}(?:間違え|忘れ)|機種変更"
        r"|\b(?:only|just) (?:me\b|my|for me|one user|one person|i\b)|for me\b[^\n]{0,30}(?:others?|colleagues?)|one of my users|(?:my|his|her) (?:account|login)[\w ]{0,16}lock"
        r"|只有我|就我|저만|나만|제 ?(?:계정|컴퓨터)만|chỉ (?:mình|em|tôi)|เฉพาะ(?:ของ)?(?:ฉัน|ผม|ดิฉัน|หนู)|só (?:eu|comigo|o meu)|(?:hanya|cuma) (?:saya|aku)"
    ),
}
_WHERE = {
    Scope.ALL_APPS: pattern(
        r"全アプリ|(?:すべて|全て|全部)の?アプリ|どのアプリ(?:も|で|を|が)|アプリ(?:が|は|も)?(?:全部|全て|すべて)|(?:1|一)(?:個|つ)も(?:開|使)"
        r"|全部(?:開|だめ|ダメ|駄目|止|落|真っ白|です)|全(?:て|部)の画面"
        r"|\b(?:all|every|any) (?:of )?(?:the |our |my )?apps?\b|nothing opens|所有应用|所有應用|모든 앱|앱이? 전부|tất cả (?:các )?(?:app|ứng dụng)|ทุกแอป|todos os (?:apps|aplicativos)|semua aplikasi"
    ),
    Scope.SEVERAL_APPS: pattern(
        r"(?:入れ|入っ|使っ|つかっ|設定し|インストールし)て(?:い)?る(?:すべての|全ての)?アプリ(?!で?は?(?:普通|大丈夫|問題な))|(?:いくつか|一部|複数|何個か|特定)の?アプリ|アプリ(?:が)?(?:いくつか|複数)|[2-9]つのアプリ"
        r"|開く(?:の|アプリ)と開かない|全部ではない|only (?:the |those )?apps with|(?:only |just )?(?:some|several|two|three|a few|certain|many) (?:of (?:our|the) )?apps|apps (?:that (?:use|have)|with|using)"
        r"|部分应用|일부 앱|một số (?:app|ứng dụng)|บางแอป|alguns (?:apps|aplicativos)|beberapa aplikasi"
    ),
    Scope.ONE_APP: pattern(
        r"(?:この|その|あの|1つの|一つの|ひとつの|特定の1つの)アプリ(?:だけ|のみ|で)|これだけです|アプリ(?:1つ|ひとつ|一つ)だけ"
        r"|\b(?:this|one|a single|just this|only this|just one) (?:app|one)\b(?! of my)|the [\w-]+ app\b(?!s)|only (?:in )?our \w+ app"
        r"|只有这个应用|이 앱만|chỉ (?:một |app này)|แอปนี้|แอปเดียว|só (?:este|nesse|neste) (?:app|aplicativo)|hanya aplikasi ini"
    ),
}
WHO = tuple(_WHO)
WHERE = tuple(_WHERE)
TELLING = REPORTS | {Kind.WORKAROUND_FAILED, Kind.HUMAN_PLEASE, Kind.CONFIG_REQUEST}
"""Kinds of messages whose reach counts: only these tell of trouble or of who wants something."""


def stated_scope(text: str, *, app_named: bool = False) -> frozenset[Scope]:
    """Whatever reach a plain text states, the widest of each sort; empty when none."""
    found = set()
    for group in (_WHO, _WHERE):
        widest = next((scope for scope, words in group.items() if words.search(text)), None)
        if widest:
            found.add(widest)
    if app_named and not found & set(_WHERE):
        found.add(Scope.ONE_APP)
    return frozenset(found)
