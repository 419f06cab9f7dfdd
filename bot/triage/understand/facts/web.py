"""Addresses, numbers of apps and guest spaces, and whether own scripts run."""

import re

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.facts.app import app_id
from bot.triage.understand.facts.error import read_errors
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

MOST_HOSTS = 20
_URL = Pattern(r"https?://[^\s<>「」『』（）\"'、。ぁ-ん一-龥]+")
_TENANT = Pattern(
    r"(?<![\w.-])([a-z0-9][a-z0-9-]{1,40})(?:\.s)?\.(?:cybozu\.(?:com|cn)|kintone\.com)(?![\w-])",
    re.ASCII,
)
_SUBDOMAIN = pattern(
    r"(?:(?:サブドメイン|テナント|環境)(?:名)?(?:は|が|:|=)[ 「\":]{0,2}|サブドメイン[ 「\":]{0,2}|(?:sub-?domain|tenant|domain)(?: name| id)?(?: is |: ?|=|\s?\() ?[\"]?)([a-z0-9][a-z0-9-]{2,40})(?![a-z0-9@]|\.[a-z0-9])"
    r"|\b(?:sub-?domain|tenant) \"?(?!name|id|is|and|has|was|for|our|the|with|that|admin)([a-z0-9][a-z0-9-]{2,40})(?=[\")]|[.,;)](?:\s|$)|\s?$)|\b(?:sub-?domain|tenant|domain) ([a-z0-9]+-[a-z0-9-]{2,30})(?![a-z0-9@-]|\.[a-z0-9])"
)
_OPERATORS = frozenset(
    {
        "www",
        "status",
        "help",
        "support",
        "developer",
        "cybozu",
        "store",
        "api",
        "js",
        "static",
        "cdn",
    }
)
_HOST = Pattern(
    r"(?<![a-z0-9@._-])((?:[a-z0-9-]+\.)+(?:com|net|org|io|jp|cn|dev|app|cloud|co|info|biz|example|test))(?![a-z0-9-])"
)
_TENANT_HOST = re.compile(r"(?:^|\.)(?:cybozu\.(?:com|cn)|kintone\.com)$")
_ANSWERS = re.compile(
    r"[^\s。]{0,24}?(?:は|=|:|\s)\s?(?:200|正常|ok\b|開|見(?:れ|られ|え)(?!な)|(?:is |opens |loads |works )?(?:fine|ok\b))"
)  # said to be fine
_GUEST = pattern(
    r"/guest/(\d{1,9})|ゲストスペース\s?[(「]?(?:id|no\.?|番号)?[ :は=]{0,3}(\d{1,9})|guest space (?:id |no\.? ?|number |nr\.? )?#?(\d{1,9})"
)
_GUEST_WORD = pattern(
    r"ゲスト(?:スペース|の方|ユーザー)|guest (?:spaces?|users?)|访客空间|게스트 ?스페이스|espaço de convidados"
)
_SCRIPT = r"(?:js|javascript|css|スクリプト|カスタマイズ|プログラム|コード(?!が表示)|処理)"
_MADE = r"(?:書[いか]|作[っら成]|組[んま]|開発し|更新し|修正し|追加し|足し|直し|貼[りっ]|コピペ|実装し|入れて(?:い)?(?:る|ます))"
_OWN_SCRIPT = pattern(
    rf"自作|自前の?|内製|独自の?{_SCRIPT}|自分で(?:書[いき]|作[っり]|組[んみ]|開発)|(?:自社|社内)で(?:書い|作っ|開発|組ん)|自社(?:製|開発)|(?:js|javascript|css|スクリプト)(?:カスタマイズ|ファイル|コード)?(?:を|で)[^。、\n]{{0,8}}(?:{_MADE}|当て|適用|アップ|読み込ま)|(?:外注|業者|ベンダー|前任者?|担当者?|制作会社|開発会社|エンジニア|先輩|退職(?:した|者)|社長|外部|フリーランス|さん|知人)[^。\n]{{0,4}}?(?:に|が|から|の|で|へ)[^。\n]{{0,14}}(?:書い|作っ|作成し|組ん|依頼し|頼ん|開発し|入れ|お願いし|残し|納品)[^。、\n]{{0,8}}{_SCRIPT}|(?:外注|業者|ベンダー|前任者?)[^。\n]{{0,12}}{_SCRIPT}|(?:うち|弊社|当社|自社|社内)の?(?:カスタマイズ|js|javascript|スクリプト|css|コード)|(?:うち|社内|自社|前任|業者|担当)(?:者)?[^。、\n]{{0,3}}[がはで]?(?:書い|作っ|組ん|開発し)た[^。、\n]{{0,4}}?{_SCRIPT}|{_SCRIPT}(?:は|も|が)[^。、\n]{{0,6}}?(?:前任|業者|外注|社内|自社|自分|情シス|先輩)[^。、\n]{{0,4}}?(?:作っ|書い|組ん|開発)|独自に(?:開発|作|書|組)[^。、\n]{{0,6}}{_SCRIPT}|(?<![\w/.-])(?!(?:bundle|main|vendor|chunk|jquery|index|desktop|config|mobile|plugin|content|runtime)\b)[a-z0-9_-]{{3,40}}\.js:\d{{1,7}}|カスタマイズ(?:js|ファイル|コード)|jsカスタマイズ(?:を|で)"
    r"|/k/api/js/download|\b(?:our|my) own (?:js|script|code|javascript)|(?:i|we) wrote|(?:script|code|js|javascript)[^.\n]{0,20} wrote|in-house script|\b(?:my|our) (?:own )?(?:[\w-]+ )?(?:js|javascript|scripts?|css/js)\b|\bscripts? of (?:our|my) own|自己写|自己寫|저희[^.\n]{0,8}만든|직접 ?(?:만든|작성)|เขียนเอง|js é nosso|buatan sendiri|script próprio|เขียน[^\n]{{0,14}}เอง|custom (?:js|javascript|script|code|css)\b|\b(?:self-?made|home-?made|home-?grown|in-?house|self-?written) (?:\w+ )?(?:js|javascript|scripts?|code|css|customi[sz]ation)\b|(?:js|javascript|scripts?|css|customi[sz]ation) (?:that )?(?:was |were )?(?:written|made|built|developed|coded) (?:by|in-house)|(?:contractor|freelancer|agency|vendor|developer|engineer|colleague|predecessor)s? (?:wrote|built|made|coded)|(?:my|our) (?:own )?customi[sz]ation"
)
_NO_SCRIPT = pattern(
    r"(?:js|javascript|css|スクリプト|カスタマイズ|コード)(?:カスタマイズ|など|等|類)?(?:は|も|を|が|やプラグイン(?:は|も)?|もプラグイン(?:は|も)?)?(?:何も|一切|特に)?(?:載せて|入れて|使って|書いて|して|利用して|いじって|当てて|適用して|触って|組んで)(?:い|おり)?<ない>|(?:js|カスタマイズ|スクリプト|css)(?:等|など)?(?:も|や|・|、)?(?:プラグイン)?(?:は|も)?(?:一切|全く|特に)?(?:なし|無し|ゼロ|未使用|ありません|使用していません)"
    r"|(?:没|沒)(?:有)?[^。,\n]{0,3}(?:写|寫|用)[^。,\n]{0,3}(?:脚本|腳本|js)|(?:스크립트|js|javascript)(?:가|는|도)? ?(?:없|안)|(?:tidak ada|tanpa) skrip|không (?:có|dùng) script|\bno (?:js|javascript|scripts?|css|code|customi[sz]ations?|custom (?:code|js|scripts?|css))\b|(?:don't|do not) (?:use|have) (?:any )?(?:js|javascript|customi[sz]ation|custom)"
)
_SCRIPT_WORD = pattern(
    r"脚本|腳本|스크립트|skrip|js|css|script|カスタマイズ|スクリプト|プログラム|コード|自作|内製|自社|自分で|社内で|customi|code|処理|wrote|自己|만든|작성|เอง|nosso|sendiri"
)


def is_tenants(host: str) -> bool:
    """Whether a host, in small letters, is an address under which kintone serves its customers."""
    return _TENANT_HOST.search(host) is not None


def read_web(wording: Wording, *, told: bool) -> dict[str, FactValue]:
    """Addresses, app and guest space, codes, messages; ``told``: the message tells of trouble."""
    facts = _addresses(wording)
    facts.update(read_errors(wording, told=told))
    if told and "guest_space" not in facts and _GUEST_WORD.search(wording.plain):
        facts["guest_space"] = True
    if _SCRIPT_WORD.search(wording.plain):
        if _NO_SCRIPT.search(wording.plain):
            facts["own_customisation"] = False
        elif _OWN_SCRIPT.search(wording.plain if told else wording.stated):
            facts["own_customisation"] = True
    return facts


def _address(plain: str) -> "re.Match[str] | None":
    """The first address at which kintone serves its customers, else the first of all."""
    found = list(_URL.finditer(plain))
    tenants = (
        m for m in found if (t := _TENANT.search(m.group())) and t.group(1) not in _OPERATORS
    )
    return next(tenants, found[0] if found else None)


def _addresses(wording: Wording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if "." in plain:
        if url := _address(plain):
            facts["url"] = wording.cut(url).rstrip(".,;:)")
        hosts = dict.fromkeys(
            m.group(1)
            for m in _HOST.finditer(plain)
            if not is_tenants(m.group(1)) and not _ANSWERS.match(plain, m.end())
        )
        if hosts:
            facts["hosts"] = tuple(hosts)[:MOST_HOSTS]
    tenant = next((m for m in _TENANT.finditer(plain) if m.group(1) not in _OPERATORS), None)
    tenant = tenant or _SUBDOMAIN.search(plain)
    if tenant:
        facts["subdomain"] = wording.cut(tenant, tenant.lastindex or 1)
    if (number := app_id(plain)) is not None:
        facts["app_id"] = number
    if guest := _GUEST.search(plain):
        facts["guest_space"] = int(guest.group(guest.lastindex or 1))
    return facts
