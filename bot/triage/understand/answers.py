"""Reads a message as the answer to questions that are open.

An answer may take several lines, one for each question or all mixed. First what the words say by
themselves, then the short forms that only make sense as an answer: "the same", "fine", "no".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.model.knowledge import Question
from bot.model.understanding import FactValue, Scope
from bot.triage.understand import answer_readers as readers
from bot.triage.understand import answer_words as words
from bot.triage.understand.answer_readers import Answer, Heard
from bot.triage.understand.scope import stated_scope


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message answers: facts, the keys of the questions, and the reach it states."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    scope: frozenset[Scope] = frozenset()


_READERS: Mapping[str, Callable[[Heard], Answer]] = {
    "plugins_used": readers.plugins,
    "tried_disabling": readers.tried_off,
    "other_apps_ok": readers.other_apps,
    "other_users": readers.other_users,
    "console_error": readers.console,
    "error_text": readers.error_shown,
    "recent_change": readers.change,
    "started_at": readers.started,
    "is_admin": readers.role,
    "portal": readers.works(
        "portal_ok", r"ポータル|トップ|portal|top page|门户|首页|포털|trang chủ|หน้าแรก"
    ),
    "settings_page": readers.works(
        "settings_ok", r"設定|settings?|设置|설정|cài đặt|ตั้งค่า|configura"
    ),
    "url": readers.kept("url", "subdomain"),
    "other_browser": readers.works(
        "other_browser_ok",
        r"ブラウザ|edge|chrome|firefox|safari|browser|浏览器|브라우저|trình duyệt|เบราว์เซอร์|navegador",
        same_is_bad=True,
        shadow=words.SCREEN_FINE,
    ),
    "browser": readers.browser,
    "incognito": readers.works(
        "incognito_ok",
        r"シークレット|プライベート|incognito|private|inprivate|无痕|시크릿|ẩn danh|ไม่ระบุตัวตน|anônim|penyamaran",
        same_is_bad=True,
        shadow=words.SCREEN_FINE,
    ),
    "extensions": readers.line_about(
        "new_extension", r"入れ|追加|インストール|拡張|extension|install|adblock|広告"
    ),
    "other_network": readers.works(
        "other_network_ok",
        r"回線|テザリング|スマホ|4g|5g|lte|mobile data|hotspot|network|流量|데이터|mạng|เน็ต|rede|jaringan",
        same_is_bad=True,
        shadow=words.NETWORK_FINE,
    ),
    "other_sites": readers.works(
        "other_sites_ok",
        r"サイト|ネット|yahoo|google|ほか|他|sites?|internet|网站|사이트|trang|เว็บ",
    ),
    "isp": readers.isp,
    "location": readers.kept("location"),
    "mobile_or_pc": readers.mobile_or_pc,
    "guest_space": readers.guest_space,
    "login_method": readers.login_method,
    "own_symptom": readers.own_symptom,
    "last_sync": readers.line_about(
        "last_sync", r"\d|最後|今朝|昨日|来て<ない>|last|yesterday|morning"
    ),
    "bell": readers.works("bell_ok", r"ベル|鈴|bell|铃铛|鈴鐺|벨|종|chuông|กระดิ่ง|sino|lonceng"),
    "recipients": readers.line_about(
        "recipients",
        r"届|宛|メール|@|の人|ドメイン|mail|gmail|addresses|domain|recipient|邮箱|메일",
    ),
    "log": readers.line_about(
        "log_says", r"送信|履歴|ログ|エラー|済|待ち|[「\"]|sent|queued|failed|log|成功|失敗"
    ),
    "ui_ok": readers.works(
        "ui_ok", r"画面|操作|ui\b|screens?|界面|화면|màn hình|หน้าจอ|telas?|layar"
    ),
    "records_ok": readers.works(
        "records_ok", r"レコード|登録|データ|kintone|records?|data|数据|데이터|dữ liệu|ข้อมูล|dados"
    ),
    "remaining": readers.line_about(
        "remaining", r"残|半分|\d|left|half|remain|剩|남|còn|เหลือ|rest|sisa"
    ),
    "new_menu": readers.new_menu,
    "own_js": readers.kept("own_customisation"),
}


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
        if answer is None and len(open_questions) == 1 and words.UNSURE.search(heard.plain):
            answer = {}
        if answer is not None:
            answered.append(key)
            facts.update(answer)
    if not answered and open_questions and words.UNSURE.search(heard.plain):
        answered = list(open_questions)
    return Reading(facts, tuple(answered), stated_scope(heard.plain) if answered else frozenset())


def _bare(plain: str, question: Question | None, count: int) -> Mapping[str, FactValue] | None:
    """The facts of a bare yes or no; only where a single question is open."""
    if question is None or count != 1:
        return None
    if words.NO.search(plain.strip()):
        return question.no or None
    return (question.yes or None) if words.YES.search(plain.strip()) else None
