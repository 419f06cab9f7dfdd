"""On what somebody works: browser, system, device, versions."""

import re

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.facts.contrast_abroad import said_in_english
from bot.triage.understand.facts.verdict import pattern_of, said_of
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_BROWSER = pattern_of(
    {
        "Chrome": r"(?:google )?chrome(?!book| ?os|[a-z])|クローム(?!ブック)|グーグルクローム",
        "Edge": r"(?:microsoft )?(?<![a-z])edge(?![a-z])|エッジ(?!ケース)",
        "Firefox": r"firefox|ファイアフォックス",
        "Safari": r"safari|サファリ",
        "InternetExplorer": r"internet explorer|(?<![a-z])ie(?: ?11)?(?:モード)?(?![a-z\d])",
        "Opera": r"(?<![a-z])opera(?![a-z])",
        "Brave": r"(?<![a-z])brave(?![a-z])",
        "Vivaldi": r"vivaldi",
        "Chrome2": r"크롬|谷歌浏览器",
        "Edge2": r"엣지",
    },
    first="cgmeifsobv크谷엣クグエフサ",
)
_NAMES = {"InternetExplorer": "Internet Explorer", "Chrome2": "Chrome", "Edge2": "Edge"}
_VERSION_AFTER = pattern(
    r"[ /(]{0,2}(?:の)?(?:バージョン|version|ver\.?|v)?[ :は]{0,2}(\d{1,3}(?:\.\d{1,7})*)(?![\d人件時分月日:])"
)
_NO_BROWSER = pattern(r"[ ]?(?:の)?(?:拡張|ウェブストア|web ?store|extension|アドオン|リモート)")
_UPDATED = Pattern(r"(?:updat\w*|restart\w*|tried|try) ")
_ON_MACHINE = pattern(r"(?:pc|パソコン|スマホ|iphone|ipad|タブレット)の$")
_TOGETHER = pattern(
    r"[^。\n]{0,12}(?:両方|どちらも|どれも|いずれも|全部)[^。\n]{0,14}(?:同じ|だめ|変わ|<ない>)"
)
_MOVED = pattern(
    r"に(?:変え|替え|切り替え|し)(?:たら|ると)[^。\n]{0,14}(?:直|解|(?:開|使|で|出|見|動|入)[^。\n]{0,3}(?:た|る|ます)(?!ん))"
)
_OS = pattern_of(
    {
        "Windows": r"(?:windows|ウィンドウズ|(?<![a-z])win(?=\d)) ?(?:11|10|8\.1|8|7|xp|server \d{1,7})?",
        "macOS": r"(?:mac ?os|(?<![a-z])os x)(?: ?(?:\d{1,7}(?:\.\d{1,7})*|[a-z]+a(?![a-z])))?|(?<![a-z])mac(?![a-z])|マック(?=で|の|を)",
        "iPadOS": r"ipados ?[\d.]*",
        "iOS": r"(?<![a-z])ios(?![a-z]) ?[\d.]*",
        "Android": r"(?:android|アンドロイド) ?\d*(?:\.\d{1,7})*",
        "ChromeOS": r"chrome ?os",
        "Ubuntu": r"ubuntu ?[\d.]*",
    },
    first="wmoiacuウマア",
)
_NUMBER = re.compile(r"(?:server )?\d[\d.]*|xp|\b[a-z]+a$")
_DEVICE = pattern(
    r"(?=[isgpxamcftlozくさあはばれらき])(?:ipad(?!os)(?: ?(?:pro|air|mini|第\d世代))?|iphone ?(?:se|\d{1,2}(?: ?pro| ?mini| ?plus| ?max)*)?|(?<![a-z])surface(?: (?:pro|go|laptop|book)(?: \d{1,7})?)?"
    r"|galaxy [a-z]?\d{1,7}\+?|galaxy(?: tab[a-z0-9 ]{0,4})?|pixel ?\d[a-z]?|xperia|aquos|macbook(?: (?:pro|air))?|chromebook|クロームブック|サーフェス|アイパッド|アイフォン|fire ?hd|ハンディ(?:ターミナル|端末|スキャナー?)?|バーコードリーダー|thinkpad|let'?s ?note|レッツノート|android(?:端末| phone| tablet|のスマホ|タブレット)|らくらくホン|oppo|xiaomi|zebra|キオスク端末)"
)
_VERSION = pattern(
    r"(?:バージョン|version|ver\.?|(?<![a-z])v|버전|版本|phiên bản|versão|versi|เวอร์ชัน)[ :は]{0,2}(\d{1,7}(?:\.\d{1,7})+)"
)
_KOREAN = {"아이폰": "iPhone", "아이패드": "iPad", "갤럭시": "Galaxy"}


def read_machine(wording: Wording) -> dict[str, FactValue]:
    """The browser in use, whether another does better, the system, the device, the versions."""
    facts = _browser(wording)
    if system := _OS.search(wording.plain):
        number = _NUMBER.search(system.group())
        name = system.lastgroup or ""
        facts["os"] = f"{name} {number.group().strip('. ')}" if number else name
    for device in _DEVICE.finditer(wording.plain):
        said = said_of(wording.plain, device.end())
        if not (said and said.works):
            facts["device"] = wording.cut(device)
            break
    if "device" not in facts and not wording.plain.isascii():
        korean = next((name for word, name in _KOREAN.items() if word in wording.plain), None)
        if korean:
            facts["device"] = korean
    for version in _VERSION.finditer(wording.plain):
        if version.group(1) != facts.get("browser_version"):
            facts["version"] = version.group(1)
            break
    return facts


def _browser(wording: Wording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    own: list[re.Match[str]] = []
    for named in _BROWSER.finditer(plain):
        if _UPDATED.search(plain, max(0, named.start() - 10), named.start()):
            continue
        works = _elsewhere(plain, named)
        if works and _ON_MACHINE.search(plain, max(0, named.start() - 8), named.start()):
            continue  # on another machine, not in another browser
        if works is not None:
            facts["other_browser_ok"] = works
        elif not _NO_BROWSER.match(plain, named.end()):
            own.append(named)
    blamed = (n for n in own if (said := said_of(plain, n.end())) and said.works is False)
    if own:
        named = next(blamed, own[0])
        key = named.lastgroup or ""
        facts["browser"] = _NAMES.get(key, key)
        if version := _VERSION_AFTER.match(plain, named.end()):
            facts["browser_version"] = version.group(1)
    return facts


def _elsewhere(plain: str, named: "re.Match[str]") -> bool | None:
    """Whether it works in this browser, when it is named as another one than the usual."""
    if _MOVED.match(plain, named.end()):
        return True
    if _TOGETHER.match(plain, named.end()):
        return False
    said = said_of(plain, named.end())
    if said is None:
        works = said_in_english(plain, named, "other_browser_ok")
        return None if works is False and not _SAME_EN.search(plain) else works
    if said.works is False and not said.also:
        return None
    return said.works


_SAME_EN = re.compile(r"\b(?:same|no difference|no luck|too|as well|also|tried|both|neither)\b")
