"""Secrets that a sentence tells without a digit in them: a password that is a word, an answer, a Wi-Fi key."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive
from bot.text.normalise import word_set
from bot.text.sieve import Pattern

# What follows the word for a secret but tells about it rather than telling it.
_ABOUT_IT = (
    r"(?!何|なに|なん|ど[れこうのん]|な[いしくけ]|無|不[明要正]|必[要須]|同じ|おなじ|違|ちが|正し|ただし|合って|間違|設定|変更|変え|忘|わす|決|英数|[半全]角|空|まだ|もう|以下|次|入力|表示|保存|未"
    r"|初期|仮|現|今|いま|前|先|後|この|その|あの|上|下|教|伝|知|分か|わか|有効|期限|短|長|簡単|複雑|大文字|小文字|文字|記号|数字|弱|強|ランダム|共通|全員|毎|定期|自動|手動|管理|社内|個別|別|他|ありま|あり|ある|あっ|でき|しま|され|して|いけ|だめ|ダメ|駄目|OK|大丈夫|問題|エラー|通|弾|はじ|受け|使|見|聞|もら|いただ|リセット|再|お|ご|御|とく|特|絶対|ちゃんと|きちんと|たぶん|多分|おそらく|確か|間|合|いつ|どなた|誰|だれ|すべて|全て|全部|内緒|秘密|[「『])"
)
_ENDS = r"(?=[」』\"']?(?:って(?!い)|です|でし|だ[っとよ。]|だけど|と(?:決|設|い[うい]|言|入れ|入力|し[てま])|に(?:決|設|しま|して|変)|で(?:入|ログ|通|す|試|合)|を(?:入|使|打)|なのに|なんで|。|\n|$))"
_ONE_SCRIPT = r"(?:[ぁ-ん]{3,12}?|[ァ-ヶー]{2,12}?|[一-鿿々]{2,8}?)"  # a word, not a sentence
_WORD = r"[ぁ-んァ-ヶー一-鿿々]{2,16}?"
_JAPANESE = Cued(
    ("合言葉", "合い言葉", "あいことば", "パスフレーズ", "パスワード", "ぱすわーど", "暗証", "秘", "ひ", "質問の", "母の旧姓", "母親の旧姓", "ペットの名前", "wi-fi", "wifi", "無線lan", "社内lan", "ssid", "wpa", "暗号化キー", "ネットワークキー", "セキュリティキー", "事前共有キー"),
    Pattern(
        r"(?:合い?言葉|あいことば|パスフレーズ|暗証(?:の)?言葉|[秘ひ](?:密|みつ)の(?:言葉|質問(?:の?(?:答え?|回答|こたえ))?|答え)|質問の(?:答え|回答)|母親?の旧姓|ペットの名前|(?P<weak>パスワード|ぱすわーど))"
        rf"(?:\s?\([^()\n]{{1,12}}\))?(?:\s?(?:は|が|:|=|→)\s?|\s)(?:[「『\"'](?P<quoted>[^」』\"'\n\x00]{{1,32}})|{_ABOUT_IT}(?P<value>(?(weak){_ONE_SCRIPT}|{_WORD})){_ENDS})"
        r"|(?:(?:Wi-?Fi|無線LAN|社内LAN|SSID|WPA2?|WPA3)[^\n。\x00]{0,16}?の?(?:暗号化|セキュリティ|接続|事前共有|ネットワーク)?(?:キー|鍵|パス(?:ワード)?|key|pass(?:word|phrase)?)|(?:暗号化|ネットワーク|セキュリティ|事前共有)キー)"
        r"\s?(?:は|が|:|=|→|is)\s?[「『\"']?(?P<key>[!-~]{4,63}|[ぁ-んァ-ヶー一-鿿]{3,16}(?=です|でし|だ。))",
        re.IGNORECASE,
    ),
)  # fmt: skip
# パスワードをsakuraに変えました。/ パスワード、himawariで入れません。
_CHANGED_TO = Cued(
    ("パスワード", "パス", "暗証", "pw"),
    Pattern(
        r"(?:パスワード|(?<![ァ-ヺー])パス(?!ワ)|PW)(?:を|、|も)\s?[「『\"']?(?P<value>[A-Za-z][A-Za-z!#$%&@._+-]{3,40})[」』\"']?"
        r"\s?(?:に(?:変|し[てたま]|設定)|と(?:入|打|設定|し[てたま])|で(?:入|ログ|試|設定|登録|やって))",
        re.IGNORECASE,
    ),
)
_ENGLISH = Cued(
    ("pass", "security", "secret", "answer to", "mother", "wifi", "wi-fi", "wireless", "wlan", "network", "wpa", "code word", "codeword", "safe word", "magic word"),
    Pattern(
        r"(?:(?:security|secret) (?:answer|question(?:'s)? answer)|answer to (?:the|my) (?:security|secret) question|(?:security|secret) question[^.\n\x00]{0,50}?answer|mother'?s? maiden name|code ?word|safe word|magic word)"
        r"\s?(?:is|was|:|=)\s?[\"'“]?(?P<value>[A-Za-z][A-Za-z'-]{1,30})"
        r"|(?:wi-?fi|wireless|wlan|network|wpa[23]?)[^.\n\x00]{0,16}?(?:key|pass(?:word|phrase|code)?|psk)\s?(?:is|was|:|=)\s?[\"'“]?(?P<key>[!-~]{4,63})"
        r"|pass ?(?:word|phrase|code)s?\s(?:to|as|of)\s[\"'“]?(?P<changed>[A-Za-z][A-Za-z!#$%&@._+-]{3,40})(?=[\"'”]?(?:[.,;\n]|$|\s(?:but|and|yesterday|today|now|this|last)\b))",
        re.IGNORECASE,
    ),
)  # fmt: skip
_VALUES = ("quoted", "value", "key", "changed")
_NO_SECRET = word_set(
    """not wrong incorrect invalid required correct right expired unknown needed missing empty blank the a an my our
    something anything nothing reset change changed different same another new old your his her their this that
    what which asked rejected accepted refused case sensitive fine ok okay known set saved shared log login access
    kintone cybozu garoon sso azure entra google okta saml slack users user staff everyone admin me us him it"""
)


def find_in_prose(text: str) -> Iterator[Found]:
    """Secrets without a digit that a sentence tells, in a narrowed text; linear in its length."""
    for pattern in (_JAPANESE, _CHANGED_TO, _ENGLISH):
        for m in pattern.finditer(text):
            group = next((g for g in _VALUES if m.groupdict().get(g)), None)
            if group is None:
                continue
            value = m.group(group).rstrip(".,;:)]>\"'`」』")
            if value and value.casefold() not in _NO_SECRET and not _is_phrase(value):
                yield Found(m.start(group), m.start(group) + len(value), Sensitive.PASSWORD)


_PHRASE = re.compile(
    r"ません|ました|ください|ですか|ます$|ない$|違い|ちがい|間違|正しく|必須|欄|ボタン|パスワード|エラー|メッセージ|リセット|忘れ|再発行|入力|[?？]$"
)


def _is_phrase(value: str) -> bool:
    """Whether it is a message or a rule rather than the secret."""
    return _PHRASE.search(value) is not None
