"""Reads a message as the answer to questions that are open.

An answer may take several lines, one for each question or all mixed. First what the words say by
themselves, then the short forms that only make sense as an answer: "the same", "fine", "no".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.model.knowledge import Question
from bot.model.understanding import FactValue, Scope
from bot.triage.understand.facts_said import recent_change
from bot.triage.understand.facts_time import onset
from bot.triage.understand.phrases import pattern
from bot.triage.understand.scope import stated_scope
from bot.triage.understand.wording import Wording

LONGEST_GLOSS = 200

_YES = pattern(
    r"^(?:はい|ええ|うん|そう(?:です)?|あり(?:ます)?|あります|できます|大丈夫|yes\b|yeah|yep|yup|sure|correct|right\b|是的?|有的?|对|對|네|예|맞|dạ|vâng|có\b|rồi|ใช่|ค่ะ|ครับ|มี|sim\b|ya\b|iya\b|betul)"
)
_NO = pattern(
    r"^(?:いいえ|いえ|いや|ううん|違い|ちがい|ない|ありません|なし|まだ|no\b|nope|nah|not yet|not at all|不(?:是)?|没有|沒有|还没|아니|아뇨|아직|không|chưa|ไม่|ยัง|não|ainda não|tidak|bukan|belum|nggak|gak)"
)
_UNSURE = pattern(
    r"わか(?:ら|り)<ない>|分か(?:ら|り)<ない>|不明|知ら<ない>|覚えて(?:い)?<ない>|どうでしょう|not sure|don't know|no idea|unsure|can't tell|不知道|不清楚|모르|không (?:biết|rõ|chắc)|ไม่(?:ทราบ|รู้|แน่ใจ)|não sei|tidak tahu|kurang tahu"
)
_FINE = pattern(
    r"(?:大丈夫|普通|ふつう|正常|平気|問題(?:は)?(?:な|あり?ません)|出(?:ます|て(?:い)?ます|てる|る$)|見(?:え|れ|られ)(?:ます|て(?:い)?(?:ます|る)|る)|開(?:き|け)ます|開く|使えて?(?:い)?(?:ます|る)|でき(?:て(?:い)?)?(?:ます|る)|来て(?:い)?ます|あります"
    r"|\bfine\b|\bok\b|okay|works?\b|opens?\b|normal|\bgood\b|yes\b|正常|有通知|能打|可以|됩니다|정상|나와|있어|bình thường|vẫn có|có (?:ạ|thông báo)|ปกติ|ได้|normalmente|funciona|abre|bisa)"
)
_BROKEN = pattern(
    r"(?:だめ|ダメ|駄目|同じ|変わ(?:ら|り)<ない>|(?:開|出|見え|見られ|見れ|使え|でき|入れ|動)[かけきり]?<ない>|止ま|真っ白|50[234]|無理"
    r"|\bsame\b|no difference|n't\b|\bnot\b|\bdown\b|fails?|\b50[234]\b|nothing|不行|一样|一樣|不能|打不开|안 ?[되돼됩열]|똑같|không|ไม่|เหมือน|não|igual|mesm|tidak|sama)"
)
_EVERYONE = pattern(
    r"みんな|全員|皆|みな|だれでも|誰も|全社|social|everyone|everybody|whole|all of us|大家|都一[样樣]|所有人|모두|다들|전원|mọi người|ทุกคน|todos|todo mundo|semua"
)
_TOO = pattern(
    r"も同じ|も(?:だめ|ダメ|開か|出ない|起き)|同じ(?:症状|です|よう)|too\b|also|as well|same|也一[样樣]|도 (?:같|그래|똑)|cũng|ก็เป็น|เหมือนกัน|também|juga"
)
_ONLY_ME = pattern(
    r"(?:私|わたし|自分|僕|俺|うち)(?:の[^。]{0,6})?だけ|only me|just me|只有我|저만|나만|chỉ (?:mình|em|tôi)|เฉพาะ|só eu|hanya saya|cuma saya"
)
_ALL_APPS = pattern(
    r"どのアプリ|全部(?!では)|全て(?!では)|すべて(?!では)|1個も|一つも|全アプリ|all (?:of them|apps)|every app|nothing|none|所有|전부|모든|tất cả|ทุกแอป|todos|semua"
)
_THIS_APP = pattern(
    r"(?:この|その)アプリだけ|これだけ|1つだけ|ここだけ|just this|only this|this (?:one|app) only|只有这个|이 앱만|chỉ app này|แอปนี้|só (?:este|esse)|hanya (?:ini|aplikasi)"
)
_SOME_APPS = pattern(
    r"開くのと|開かないのが?ある|一部|いくつか|全部では|ものもある|入れて(?:い)?ないアプリ|only some|some apps|some of|without it|有些|部分|일부|một số|บางแอป|alguns|beberapa"
)
_REST_FINE = pattern(
    r"(?:ほか|他|その他|別)(?:の(?:アプリ|もの))?は|入れて(?:い)?ない|other apps|everything else|the rest|without it"
)
_NO_ERROR = pattern(
    r"(?:エラー|文字|表示|メッセージ|赤い)[^。\n]{0,8}(?:<ない>|なし|ない)|no (?:error|message|red)|nothing (?:red|there|shown)|没有(?:错误|报错)|없|không có|ไม่มี|nenhum|tidak ada"
)
_SCREEN_FINE = pattern(
    r"画面(?:は|の)[^。\n]{0,6}(?:普通|正常|問題(?!では)|大丈夫|ok)|screens? (?:are|is) (?:fine|ok|normal)|ui is (?:fine|ok)|界面正常|画面の問題では|not a screen problem"
)
_NETWORK_FINE = pattern(
    r"(?:ネット(?:ワーク)?|回線)(?:は|自体は)[^。\n]{0,6}(?:普通|正常|問題な|大丈夫)|(?:our )?network is (?:fine|ok|normal)"
)
_HEALTHY = pattern(
    r"(?:特に)?困って(?:は)?(?:い)?<ない>|普通に(?:使え|動い|開)|問題(?:な(?:い|く)|あり?ません)|使えて(?:い)?(?:ます|る)|it works (?:for|here)|no problem|works for us|没(?:有)?问题|正常|문제 ?없|không (?:sao|vấn đề)|ไม่มีปัญหา|sem problema|tidak ada masalah"
)
_PERSON_ADMIN = pattern(r"管理者(?:で(?:す|は)|権限)|admin")
_SSO = pattern(
    r"シングルサインオン|sso|saml|okta|azure ?ad|entra|google(?:で|アカウント| login)|onelogin|hennge|idaas"
)
_PASSWORD = pattern(r"パスワード|ふつう|普通|通常|password|normal")
_ISP = pattern(r"([^\s、。]{2,20}?(?:光|ひかり|net|ネット|ケーブル|モバイル|wi-?fi|回線))")
_MENU = pattern(
    r"(?:中に|ところに|そこに)(?:あり|入って)|あり(?:ました|ます)|見つか(?:り|っ)|inside|found|it is in|in the menu|有了|找到|있네|있었|thấy rồi|เจอแล้ว|achei|ketemu"
)
_TRIED = pattern(
    r"試し(?:まし|て)|やり(?:まし)|無効に(?:し)|切(?:り|って)|\bi did\b|i have\b|tried|disabled|试过|해 ?봤|rồi|ลองแล้ว|já tentei|sudah"
)
_NOT_YET = pattern(r"まだ|これから|not yet|還沒|还没|아직|chưa|ยัง|ainda não|belum")
_MOBILE = pattern(
    r"スマホ|スマートフォン|携帯|タブレット|モバイル|iphone|ipad|android|phone|mobile|tablet|手机|휴대폰|điện thoại|มือถือ|celular|\bhp\b"
)
_PC = pattern(r"pc|パソコン|デスクトップ|computer|desktop|laptop|电脑|컴퓨터|máy tính|คอม|komputer")
_LIST_END = pattern(
    r"(?:だけ|のみ|です|でしょうか|と思います|が?(?:入って|入れて|使って)(?:い)?ます|を(?:使って|入れて)(?:い)?ます|ですかね|かな)+[。!.]*$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message answers: facts, the keys of the questions, and the reach it states."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    scope: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as the readers of single questions get it."""

    wording: Wording
    lang: str
    facts: Mapping[str, FactValue]  # what the message says by itself
    names: tuple[str, ...]  # products named in it
    unlisted: str | None

    @property
    def plain(self) -> str:
        return self.wording.plain


Answer = dict[str, FactValue] | None  # None: this question is not answered here


def read_answers(
    heard: Heard, open_questions: tuple[str, ...], questions: Mapping[str, Question]
) -> Reading:
    """Which of the open questions a message answers, and the facts it states thereby."""
    facts: dict[str, FactValue] = {}
    answered: list[str] = []
    for key in open_questions:
        reader = _READERS.get(key)
        answer = reader(heard) if reader else None
        if answer is None and (bare := _bare(heard.plain, questions.get(key), len(open_questions))):
            answer = dict(bare)
        if answer is None and len(open_questions) == 1 and _UNSURE.search(heard.plain):
            answer = {}
        if answer is not None:
            answered.append(key)
            facts.update(answer)
    if not answered and open_questions and _UNSURE.search(heard.plain):
        answered = list(open_questions)
    return Reading(facts, tuple(answered), stated_scope(heard.plain) if answered else frozenset())


def _bare(plain: str, question: Question | None, count: int) -> Mapping[str, FactValue] | None:
    """The facts of a bare yes or no; only where a single question is open."""
    if question is None or count != 1:
        return None
    if _NO.search(plain.strip()):
        return question.no or None
    return (question.yes or None) if _YES.search(plain.strip()) else None


def _works(
    fact: str, about: str, *, same_is_bad: bool = False, shadow: re.Pattern[str] | None = None
) -> Callable[[Heard], Answer]:
    """Reads whether something works, from the line that is about it; ``shadow``: said in general."""
    topic = pattern(about)

    def read(heard: Heard) -> Answer:
        if fact in heard.facts:
            return {fact: heard.facts[fact]}
        for line in heard.plain.splitlines():
            if topic.search(line):
                if _BROKEN.search(line):
                    return {fact: False}
                if _FINE.search(line):
                    return {fact: True}
        if shadow and shadow.search(heard.plain):
            return {}
        return _short(heard, fact) if not same_is_bad else None

    return read


def _short(heard: Heard, fact: str) -> Answer:
    """A one-line answer without its subject: "だめです", "出ます", "Fine"."""
    text = heard.plain.strip()
    if "\n" in text or len(text) > 24:
        return None
    if _BROKEN.search(text):
        return {fact: False}
    return {fact: True} if _FINE.search(text) else None


def _other_apps(heard: Heard) -> Answer:
    if "other_apps_ok" in heard.facts:
        return {"other_apps_ok": heard.facts["other_apps_ok"]}
    text = heard.plain
    if _THIS_APP.search(text) or _SOME_APPS.search(text) or _REST_FINE.search(text):
        return {"other_apps_ok": True}
    return {"other_apps_ok": False} if _ALL_APPS.search(text) else None


def _other_users(heard: Heard) -> Answer:
    text = heard.plain
    if _ONLY_ME.search(text):
        return {"other_users_ok": True}
    if "other_users_ok" in heard.facts:
        return {"other_users_ok": heard.facts["other_users_ok"]}
    for line in text.splitlines():
        if _EVERYONE.search(line):
            return {"other_users_ok": False}
    people = pattern(
        r"席|同僚|ほかの(?:人|方)|他の(?:人|方)|周り|colleague|team|同事|동료|đồng nghiệp|เพื่อนร่วมงาน|colegas|rekan"
    )
    told = any(people.search(line) and _TOO.search(line) for line in text.splitlines())
    return {"other_users_ok": False} if told else None


def _plugins(heard: Heard) -> Answer:
    if heard.facts.get("plugins_used") == "none":
        return {"plugins_used": "none"}
    names = heard.names + ((heard.unlisted,) if heard.unlisted else ())
    if names:
        more: dict[str, FactValue] = {"plugins_used": names}
        if heard.unlisted:
            more["unknown_product"] = heard.unlisted
        if _UNSURE.search(heard.plain) or "なんとか" in heard.wording.written:
            more["plugins_partial"] = True
        return more
    lines = [line.strip() for line in heard.plain.splitlines()]
    if any(
        re.fullmatch(
            r"(?:特に)?(?:なし|無し|ない|ありません|使ってない|使っていません)(?:です)?。?|none|no|not using any",
            x,
        )
        for x in lines
    ):
        return {"plugins_used": "none"}
    return {"plugins_used": "unknown"} if _UNSURE.search(heard.plain) else None


def _change(heard: Heard) -> Answer:
    change = recent_change(heard.wording)
    return {"recent_change": change} if change else None


def _started(heard: Heard) -> Answer:
    when = onset(heard.wording, heard.lang)
    if when:
        return {"started_at": when}
    return (
        {}
        if pattern(r"いつから|気づ|already|when we started|だいぶ前").search(heard.plain)
        else None
    )


def _error(heard: Heard) -> Answer:
    found = {k: heard.facts[k] for k in ("error_code", "error_text") if k in heard.facts}
    if found:
        return found
    if _NO_ERROR.search(heard.plain):
        return {}
    text = heard.wording.written.strip()
    quote = (
        "\n" not in text and len(text) < 120 and re.fullmatch(r"[A-Za-z][\w .,:;'()/-]{3,}", text)
    )
    return {"error_text": text} if quote else None


def _console(heard: Heard) -> Answer:
    found = {k: heard.facts[k] for k in ("hosts", "error_code", "error_text") if k in heard.facts}
    if found:
        return found
    if pattern(r"(?:コンソール|赤い|f12|console)").search(heard.plain) and _NO_ERROR.search(
        heard.plain
    ):
        return {"console_clean": True}
    return None


def _role(heard: Heard) -> Answer:
    role = heard.facts.get("account_role")
    if role:
        return {"account_role": role}
    for line in heard.plain.splitlines():
        if _PERSON_ADMIN.search(line):
            return {"account_role": "not_admin" if _NO.search(line) else "admin"}
    return None


def _own(heard: Heard) -> Answer:
    if _HEALTHY.search(heard.plain):
        return {"own_symptom": False}
    return (
        {"own_symptom": True}
        if _BROKEN.search(heard.plain) and not _NO.search(heard.plain)
        else None
    )


def _new_menu(heard: Heard) -> Answer:
    return {"found_in_new_menu": True} if _MENU.search(heard.plain) else None


def _login(heard: Heard) -> Answer:
    if _SSO.search(heard.plain):
        return {"login_method": "sso"}
    return {"login_method": "password"} if _PASSWORD.search(heard.plain) else None


def _tried(heard: Heard) -> Answer:
    if _NOT_YET.search(heard.plain):
        return {"tried_disabling": False}
    return {"tried_disabling": True} if _TRIED.search(heard.plain) else None


def _line(fact: str, about: str) -> Callable[[Heard], Answer]:
    """Keeps the line that is about something, as a gloss."""
    topic = pattern(about)

    def read(heard: Heard) -> Answer:
        for line in heard.wording.written.splitlines():
            if topic.search(Wording.of(line).plain):
                return {fact: line.strip()[:LONGEST_GLOSS]}
        return None

    return read


def _kept(*keys: str) -> Callable[[Heard], Answer]:
    """Takes over what the message says by itself."""

    def read(heard: Heard) -> Answer:
        return {k: heard.facts[k] for k in keys if k in heard.facts} or None

    return read


def _guest(heard: Heard) -> Answer:
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    if pattern(r"ゲスト|guest").search(heard.plain):
        return {
            "guest_space": not pattern(
                r"(?:では|じゃ)<ない>|普通のスペース|\bnot\b|ordinary"
            ).search(heard.plain)
        }
    return None


def _mobile(heard: Heard) -> Answer:
    facts = {k: heard.facts[k] for k in ("pc_ok", "mobile_ok") if k in heard.facts}
    if facts:
        return facts
    text = heard.plain
    both = pattern(
        r"両方|どちらも|どっちも|pcでも|パソコンでも|both|都|둘 ?다|cả hai|ทั้งสอง|ambos|keduanya"
    ).search(text)
    if both:
        return {"pc_ok": False, "mobile_ok": False}
    if _MOBILE.search(text) and pattern(r"だけ|のみ|only|只|만|chỉ|เฉพาะ|só|hanya").search(text):
        return {"pc_ok": True}
    return {"pc_ok": False} if _PC.search(text) else None


def _isp(heard: Heard) -> Answer:
    match = _ISP.search(heard.plain)
    return {"isp": heard.wording.cut(match, 1)} if match else None


def _browser(heard: Heard) -> Answer:
    found = {k: heard.facts[k] for k in ("browser", "browser_version") if k in heard.facts}
    return found or None


_READERS: Mapping[str, Callable[[Heard], Answer]] = {
    "plugins_used": _plugins,
    "tried_disabling": _tried,
    "other_apps_ok": _other_apps,
    "other_users": _other_users,
    "console_error": _console,
    "error_text": _error,
    "recent_change": _change,
    "started_at": _started,
    "is_admin": _role,
    "portal": _works(
        "portal_ok", r"ポータル|トップ|portal|top page|门户|首页|포털|trang chủ|หน้าแรก"
    ),
    "settings_page": _works("settings_ok", r"設定|settings?|设置|설정|cài đặt|ตั้งค่า|configura"),
    "url": _kept("url", "subdomain"),
    "other_browser": _works(
        "other_browser_ok",
        r"ブラウザ|edge|chrome|firefox|safari|browser|浏览器|브라우저|trình duyệt|เบราว์เซอร์|navegador",
        same_is_bad=True,
        shadow=_SCREEN_FINE,
    ),
    "browser": _browser,
    "incognito": _works(
        "incognito_ok",
        r"シークレット|プライベート|incognito|private|inprivate|无痕|시크릿|ẩn danh|ไม่ระบุตัวตน|anônim|penyamaran",
        same_is_bad=True,
        shadow=_SCREEN_FINE,
    ),
    "extensions": _line(
        "new_extension", r"入れ|追加|インストール|拡張|extension|install|adblock|広告"
    ),
    "other_network": _works(
        "other_network_ok",
        r"回線|テザリング|スマホ|4g|5g|lte|mobile data|hotspot|network|流量|데이터|mạng|เน็ต|rede|jaringan",
        same_is_bad=True,
        shadow=_NETWORK_FINE,
    ),
    "other_sites": _works(
        "other_sites_ok",
        r"サイト|ネット|yahoo|google|ほか|他|sites?|internet|网站|사이트|trang|เว็บ",
    ),
    "isp": _isp,
    "location": _kept("location"),
    "mobile_or_pc": _mobile,
    "guest_space": _guest,
    "login_method": _login,
    "own_symptom": _own,
    "last_sync": _line("last_sync", r"\d|最後|今朝|昨日|来て<ない>|last|yesterday|morning"),
    "bell": _works("bell_ok", r"ベル|鈴|bell|铃铛|鈴鐺|벨|종|chuông|กระดิ่ง|sino|lonceng"),
    "recipients": _line(
        "recipients",
        r"届|宛|メール|@|の人|ドメイン|mail|gmail|addresses|domain|recipient|邮箱|메일",
    ),
    "log": _line(
        "log_says", r"送信|履歴|ログ|エラー|済|待ち|[「\"]|sent|queued|failed|log|成功|失敗"
    ),
    "ui_ok": _works("ui_ok", r"画面|操作|ui\b|screens?|界面|화면|màn hình|หน้าจอ|telas?|layar"),
    "records_ok": _works(
        "records_ok", r"レコード|登録|データ|kintone|records?|data|数据|데이터|dữ liệu|ข้อมูล|dados"
    ),
    "remaining": _line("remaining", r"残|半分|\d|left|half|remain|剩|남|còn|เหลือ|rest|sisa"),
    "new_menu": _new_menu,
    "own_js": _kept("own_customisation"),
}
