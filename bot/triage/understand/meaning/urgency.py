"""What a message says of its own urgency. Where that does not settle it, the classifier weighs it."""

import re

from bot.model.understanding import REPORTS, Kind, Urgency
from bot.triage.understand.phrases import pattern

_HIGH = pattern(
    r"至急|大至急|緊急|急ぎ(?!ません|ではな|じゃな)|急いで(?:い)?(?:る|ます|おり|$|くだ|対)|早急|一刻も|すぐ(?:に)?(?:対応|直|何と|なんと|見て|お願い|確認)|早く(?:し|直|なんとか|対応|復旧)|はよ(?:う)?(?:し|なん|直)"
    r"|(?:業務|仕事|作業|受注|出荷|入力|店|現場|ライン|工場|会計)[がはも]?[^。\n]{0,14}(?:止ま(?:っ|り)|停止|ストップ|できず|でき<ない>で)|業務停止|全滅"
    r"|クレーム|苦情|お客様(?:対応中|を待たせ|がお待ち|から[^。\n]{0,12}(?:怒|電話|問い合わせ|催促))|お客(?:さん|様)[^。\n]{0,8}(?:待って|怒って)|締め(?:切り|が|に)|間に合(?:わ|い)<ない>|月末なので|本日中|今日中|午前中に|\d{1,7}時まで(?:に)?"
    r"|もう(?:いい|結構)(?:です|$|。)|結構です|いい加減|ふざけ|何度(?:も|言)|何回(?:も|言)|ミリも|話にな<ない>|責任者|怒|最悪|どうなって(?:る|い)|許せ|!{3,}|大変です|データが?(?:消え|半分|なくな)|半分くらい[^。\n]{0,14}<ない>"
    r"|\burgent(?!ly not)|\basap\b|immediately|right away|emergency|critical|as soon as possible|deadline|(?:business|production|work|everything) (?:has |is |’s )?(?:stopped|stop|at a standstill|blocked)|can(?:no|’)t work|losing (?:money|orders|customers)"
    r"|unacceptable|ridiculous|fed up|stop sending|terrible|angry|customers? (?:are |is )?(?:waiting|complaining)|within (?:the )?(?:hour|\d{1,7} (?:min|hour))|by (?:noon|today|tonight|\d)|!!|\?\?|going through (?:fast|quickly)|melting|running out|gone by"
    r"|紧急|緊急|着急|急用|马上|馬上|赶快|尽快|盡快|급(?:해|합|한)|시급|빨리|당장|khẩn|gấp|ngay lập tức|ด่วน|รีบ|เร่ง|urgente|imediat|o quanto antes|mendesak|segera|darurat|urgen"
)
_LOW = pattern(
    r"急ぎ(?:ません|ではな|じゃな)|急がな|お手すき|時間(?:が|の)ある(?:とき|時)|念のため|気のせい|ご参考|参考まで|些細|大したことで|余裕があ|いつでも(?:いい|構い|大丈夫)|(?:リロード|再読み込み)(?:すると|したら)(?:直|なお)"
    r"|no (?:rush|hurry)|not urgent|just (?:fyi|wondering|curious)|whenever you|when you have time|\bfyi\b|minor|low priority|不急|不着急|급하지|không gấp|ไม่รีบ|ไม่ด่วน|sem pressa|tidak (?:buru|mendesak)"
)
_LEAK = pattern(
    r"漏|流出|乗っ取|なりすまし|不正|フィッシング|身に覚え|不審|leak|expos|hack|hijack|phish|compromis|unauthori|taken over|suspicious|someone (?:else )?(?:is |has )?(?:logged|using|chang)|stolen"
    r"|github|public|被盗|被盜|泄露|해킹|유출|bị hack|lộ|โดนแฮก|hackead|vazou|diretas|bocor|パスワード.{0,12}(?:貼|書|送)"
)
_PAST_ENQUIRY = pattern(
    r"(?:先週|先月|昨日|一昨日|おととい|去年|昨年|以前|\d{1,7}月\d{1,7}日)[^。\n]{0,30}(?:まし|ありました|でした|た)(?:か|\?)|監査|auditor|\b(?:was|were) there\b"
)
_PLANNING = pattern(
    r"見積|日割|プラン|月額|年額|料金|価格|値段|いくら|トライアル|お試し|無料|割引|増や|減ら|how much|pric(?:e|ing)|discount|trial|\bquote|quotation|多少|报价|얼마|견적|giá|ราคา|preço|quanto|harga"
)
_REFUND = pattern(r"返金|返して|返却|払い戻|refund|退款|환불|hoàn tiền|คืนเงิน|reembolso")
_LOST = pattern(r"(?:消し|削除し)て(?:しま|もう)|消えた|誤って(?:消|削除)|by mistake|accidental")
_CUES = {
    "pressing": _HIGH,
    "unhurried": _LOW,
    "leak": _LEAK,
    "past enquiry": _PAST_ENQUIRY,
    "planning": _PLANNING,
    "refund": _REFUND,
    "lost": _LOST,
}
FEWEST_LETTERS = 3  # different ones; so few are a hand on the keyboard
_ASIDE = re.compile(r"\[[^\]]*\]")  # what pretends to be a note of ours


def urgency_cues(plain: str) -> frozenset[str]:
    """The names of the cues that occur in a plain text."""
    said = _ASIDE.sub("", plain) if "[" in plain else plain
    return frozenset(name for name, cue in _CUES.items() if cue.search(said))


def stated_urgency(plain: str, kind: Kind, cues: frozenset[str]) -> Urgency | None:
    """How urgent a text of a kind is where that needs no weighing; None where it is to be learned.

    A leak cannot wait and an attack can; who asks how something is done, or says that there is no
    hurry, has time; who has deleted something by mistake and says so loudly, has not.
    """
    if kind is Kind.SECURITY_OR_ABUSE:
        return _of_security(plain, cues)
    if kind in (Kind.HOWTO, Kind.CHITCHAT):
        rescue = kind is Kind.HOWTO and cues >= {"lost", "pressing"}
        return Urgency.HIGH if rescue else Urgency.LOW
    if kind in REPORTS and "unhurried" in cues and "pressing" not in cues:
        return Urgency.LOW
    if kind is Kind.BILLING and "planning" in cues and not cues & {"refund", "pressing"}:
        return Urgency.LOW
    return None


def _of_security(plain: str, cues: frozenset[str]) -> Urgency:
    if "leak" in cues:
        return Urgency.HIGH
    letters = set(plain) - {" ", "\n"}
    return Urgency.LOW if len(letters) <= FEWEST_LETTERS else Urgency.NORMAL
