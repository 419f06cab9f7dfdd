"""Addresses, codes and messages as they stand in the text."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

MOST_HOSTS = 20
_URL = re.compile(r"https?://[^\s<>「」『』（）\"'、。]+")
_TENANT = re.compile(
    r"(?<![\w.-])([a-z0-9][a-z0-9-]{1,40})(?:\.s)?\.(?:cybozu\.(?:com|cn)|kintone\.com)(?![\w-])"
)
_OPERATORS = frozenset({"www", "status", "help", "support", "developer", "cybozu", "store", "api"})
_HOST = re.compile(
    r"(?<![a-z0-9@._-])((?:[a-z0-9-]+\.)+(?:com|net|org|io|jp|cn|dev|app|cloud|co|info|biz|example|test))(?![a-z0-9-])"
)
_TENANT_HOST = re.compile(r"(?:^|\.)(?:cybozu\.(?:com|cn)|kintone\.com)$")
_ANSWERS = re.compile(r"[^\s。]{0,24}?(?:は|=|:|\s)\s?(?:200|正常|ok\b)")  # said to be fine
_APP_IN_URL = re.compile(r"/k/(?:guest/\d+/|m/)?(\d+)(?:/|$|\?)|[?&]app=(\d+)")
_APP_ID = pattern(r"(?:アプリ|app) ?(?:id|番号|no\.?|#)[ :=は]*(\d{1,7})")
_GUEST = pattern(
    r"/guest/(\d+)|ゲストスペース\s?[(]?(?:id|no\.?|番号)?[ :は=]*(\d+)|guest space (?:id )?#?(\d+)"
)
_GUEST_WORD = pattern(
    r"ゲスト(?:スペース|の方)|guest spaces?|访客空间|게스트 ?스페이스|espaço de convidados"
)
_CODES = (
    pattern(r"\b(?:cb|gaia)_[a-z]{2}\d{2,3}\b|(?:cb|gaia)_[a-z]{2}\d{2,3}"),
    pattern(r"(?<![a-z_])err_[a-z_]+[a-z]"),
    pattern(
        r"(?:error|エラー|code|コード|错误|오류|lỗi|erro)(?:code|コード|番号)?[ :(は]*([a-z]{1,4}-?\d{2,6})(?!\w)"
    ),
    pattern(
        r"(?<![\d:.,/=_-])([45]\d\d)(?=\s*(?:と|って|が出|エラー|です(?!か)|bad|service|forbidden|not found|gateway|internal|unauthorized|too many|\(|error|for\b|$))"
    ),
    pattern(
        r"(?:http|status|エラー|error|gets?|portal is|returns?)[ :]*(?:code )?([45]\d\d)(?!\d)"
    ),
)
_SCRIPT_ERROR = pattern(
    r"^[^\n]{0,40}?((?:uncaught )?(?:\(in promise\) )?(?:type|reference|syntax|range)error: [^\n]+)"
)
_SHOWN = pattern(
    r"[「『\"]([^」』\"\n]{3,120})[」』\"](?:\s?\([^)]*\))?(?:と|って|が|に|の)(?:だけ|しか|いう|いった)?\s?"
    r"(?:文字|表示|メッセージ|画面|警告|文言|エラー|出|なり|なる|なっ|言われ|返)"
)
_SHOWN_EN = pattern(
    r"(?:says?|saying|shows?|showing|gets?|getting|got|sees?|seeing|displays?|message|popup|reads|error)[^.\n'\"]{0,24}['\"](\w[^\"\n]{3,120}?)['\"](?!\w)"
    r"|^['\"]([^\"\n]{10,160}?)['\"](?=\s|$)"
)
_REASSURING = pattern(
    r"済み|完了|成功|ありがとう|^(?:保存|申請する|編集|削除|追加)$|再送待ち|sent$|success"
)
_OWN_SCRIPT = pattern(
    r"自作|内製|自分で(?:書い|作っ|組ん)|自社で(?:書い|作っ|開発)|自社(?:製|開発)|(?:js|javascript|スクリプト)を(?:書い|更新し|修正し|追加し)"
    r"|/k/api/js/download|\b(?:our|my) own (?:js|script|code|javascript)|(?:i|we) wrote|in-house script|custom (?:js|javascript)\b"
)
_NO_SCRIPT = pattern(
    r"(?:js|javascript|スクリプト|カスタマイズ)(?:は|も)?(?:何も)?(?:入れて|使って|書いて|して)(?:い)?<ない>|\bno (?:js|javascript|scripts?|customi[sz]ations?)\b|don't use (?:any )?(?:js|javascript)"
)


def is_tenants(host: str) -> bool:
    """Whether a host, in small letters, is an address under which kintone serves its customers."""
    return _TENANT_HOST.search(host) is not None


def read_web(wording: Wording, *, told: bool) -> dict[str, FactValue]:
    """Addresses, app and guest space, codes, messages; ``told``: the message tells of trouble."""
    facts: dict[str, FactValue] = {}
    facts.update(_addresses(wording))
    facts.update(_errors(wording, told=told))
    if told and "guest_space" not in facts and _GUEST_WORD.search(wording.plain):
        facts["guest_space"] = True
    if _NO_SCRIPT.search(wording.plain):
        facts["own_customisation"] = False
    elif _OWN_SCRIPT.search(wording.plain):
        facts["own_customisation"] = True
    return facts


def _addresses(wording: Wording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    url = next((m for m in _URL.finditer(plain) if _TENANT.search(m.group())), None)
    if url:
        facts["url"] = wording.cut(url).rstrip(".,;:)")
    tenant = next((m for m in _TENANT.finditer(plain) if m.group(1) not in _OPERATORS), None)
    if tenant:
        facts["subdomain"] = wording.cut(tenant, 1)
    hosts = dict.fromkeys(
        m.group(1)
        for m in _HOST.finditer(plain)
        if not is_tenants(m.group(1)) and not _ANSWERS.match(plain, m.end())
    )
    if hosts:
        facts["hosts"] = tuple(hosts)[:MOST_HOSTS]
    app = _APP_ID.search(plain) or (_APP_IN_URL.search(url.group()) if url else None)
    if app:
        facts["app_id"] = int(next(g for g in app.groups() if g)[:9])
    guest = _GUEST.search(plain)
    if guest:
        facts["guest_space"] = int(next(g for g in guest.groups() if g)[:9])
    return facts


def _errors(wording: Wording, *, told: bool) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    for code in _CODES:
        match = code.search(plain)
        if match:
            facts["error_code"] = wording.cut(match, 1 if match.re.groups else 0)
            break
    script = _SCRIPT_ERROR.search(plain)
    if script:
        facts["error_text"] = wording.cut(script, 1)
        return facts
    for shown in (*_SHOWN.finditer(plain), *_SHOWN_EN.finditer(plain)):
        group = next(i for i, g in enumerate(shown.groups(), 1) if g)
        if told and not _REASSURING.search(shown.group(group)):
            facts["error_text"] = wording.cut(shown, group)
            break
    return facts
