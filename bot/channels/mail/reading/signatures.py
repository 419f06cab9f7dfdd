"""What stands below a writer's words: signature, footer of a telephone, legal notice. Pure.

Taken away only where it is plainly one: a line of prose lost is worse than a telephone number kept.
"""

import re
from collections.abc import Callable, Sequence

Lines = list[str]

_MOST_SIGNATURE, _MOST_NOTICE = 16, 30  # lines
_DELIMITER = re.compile(r"(?:--|—|––)[ \u3000]*")
_RULE = re.compile(
    r"[\s\u3000]{0,8}[^\w\s「」、。ァ-ヶぁ-ん一-龠]{5,120}[\s\u3000]*|[\s\u3000]*[_＿ー─━―oO。:・*+\-=~〜～☆★◇◆ 　]{6,160}"
)
_FOOTER = re.compile(
    r"\s{0,4}(?:"
    r"(?:(?:docomo|au|SoftBank|UQ|楽天)\s?)?(?:私の)?(?:iPhone|iPad|Android\S{0,8}|スマートフォン|スマホ|携帯(?:電話)?|Xperia\S{0,12}|AQUOS\S{0,12}|Galaxy\S{0,12}"
    r"|らくらく\S{0,10}|Yahoo!?(?:\s?JAPAN\s?)?メール\S{0,6}|Gmail\S{0,6}|Windows\s?(?:1[01]\s?)?版?の?メール|ドコモメール)\s?から送信\S{0,6}"
    r"|Outlook\s?for\s?(?:iOS|Android|Mac)\s?(?:を入手|で送信|から送信).{0,80}"
    r"|(?:Get|Obtenha o|Baixe o) Outlook (?:for|para) .{2,160}"
    r"|Sent from (?:my )?(?:iPhone|iPad|Android|Galaxy|Samsung|Pixel|Mail for|Yahoo|Outlook|Windows|Gmail|Proton|mobile|phone|smartphone).{0,60}"
    r"|Enviad[oa] (?:do|de|desde|a partir d[oe]) (?:meu |mi )?(?:iPhone|iPad|Android|Galaxy|Samsung|Yahoo|Outlook|Gmail|celular|smartphone).{0,60}"
    r"|(?:Gesendet von|Von) meine[mr] (?:iPhone|iPad).{0,40}|Envoyé de mon (?:iPhone|iPad).{0,40}"
    r"|(?:ウイルス\s?フリー|Virus-free|Livre de vírus|Não contém vírus).{0,120}"
    r")\s*"
)
_NOTICE = re.compile(
    r"[\s\u3000*＊※【<＜(（-]{0,6}(?:(?:本|この|当)(?:電子|Ｅ|E-?)?(?:メール|メッセージ|[Mm]ail)"
    r"|(?:The information|This)\b.{0,30}\b(?:e-?mail|message|communication|transmission)"
    r"|CONFIDENTIAL|PRIVILEGED|Confidentiality|DISCLAIMER|Disclaimer|AVISO LEGAL|Aviso legal"
    r"|(?:Esta mensagem|Este e-?mail|As informações contidas))"
)
_NOTICE_HEADING = re.compile(
    r"[\s【<＜\[*＊※■-]{0,6}(?:ご?注意(?:事項)?|免責(?:事項)?|機密保持|重要|お願い|Disclaimer|Notice)[\s】>＞\]*＊:：-]{0,6}"
)
_NOTICE_WORDS = re.compile(
    r"機密|秘密|誤って|誤送|意図し|受信者|宛先|名宛|破棄|削除|開示|複製|転送|転載|無断|第三者|法的"
    r"|confidential|privileged|intended|addressee|recipient|in error|notify|delete|disclos|unauthori[sz]ed"
    r"|confidencia|destinat|por engano|apagar|sigilo|proibid"
)
_PROSE = re.compile(r"[。！？!?]\s*$|(?:です|ます|ました|ません|ください|でした)[。、.]?\s*$")
_REACH = (
    re.compile(
        r"(?i:\btel\b|\bfax\b|\bphone\b|\bmobile\b|\bcell\b)|ＴＥＬ|ＦＡＸ|電話|携帯|内線|直通|(?<![\d.])\+?\(?\d[\d()\- ]{7,18}\d(?![\d.])"
    ),
    re.compile(r"〒|\b\d{3}[-‐－]\d{4}\b"),
    re.compile(r"[\w.+-]{1,64}[@＠][\w-]{1,60}\.[\w.]{2,60}|(?i:e-?mail|メール)\s?[:：]"),
    re.compile(r"https?://|\bwww\."),
)
_WHO = (
    re.compile(
        r"株式会社|有限会社|合同会社|合資会社|[（(][株有合][）)]|[㈱㈲]|(?:学校|医療|社団|財団|社会福祉|宗教|税理士|弁護士)法人|組合|事務所|協会|\b(?:Ltd|Inc|LLC|Corp|GmbH|Ltda|S\.?A|Co)\b\.?"
    ),
    re.compile(
        r"[部課室係局](?:[\s\u3000]|$)|本部|支店|営業所|センター|代表|部長|課長|係長|主任|担当|取締役|(?i:\b(?:manager|director|head of|engineer|operations|support|sales|gerente|diretor|suporte)\b)"
    ),
    re.compile(r"[都道府県].{1,10}[市区町村郡]"),
)


def without_signature(lines: Sequence[str]) -> Lines:
    """The lines without what stands below them."""
    left = _trimmed(lines)
    for _ in range(4):  # a notice below a signature below a footer
        before = len(left)
        for find in _WAYS:
            left = _trimmed(left[: find(left)])
        if len(left) == before:
            break
    return left


def _footer(lines: Lines) -> int:
    """Where the footers of telephones begin."""
    at = len(lines)
    while at and (not lines[at - 1].strip() or _is_footer(lines[at - 1])):
        at -= 1
    return at


def _notice(lines: Lines) -> int:
    """Where a legal notice begins that goes on to the end."""
    for at in range(max(0, len(lines) - _MOST_NOTICE), len(lines)):
        if not _NOTICE.match(lines[at][:200]):
            continue
        words = {w[0] for line in lines[at:] for w in _NOTICE_WORDS.finditer(line[:500].lower())}
        if len(words) < 2:
            continue
        return _with_heading(lines, at)
    return len(lines)


def _with_heading(lines: Lines, at: int) -> int:
    """Where the heading or the row of signs begins that stands right above."""
    while at and (_NOTICE_HEADING.fullmatch(lines[at - 1][:100]) or _is_rule(lines[at - 1])):
        at -= 1
    return at


def _delimited(lines: Lines) -> int:
    """Where the two hyphens of RFC 3676 4.3 stand, with or without their blank."""
    for at in range(len(lines) - 1, max(-1, len(lines) - _MOST_SIGNATURE - 1), -1):
        if _DELIMITER.fullmatch(lines[at]):
            return at
    return len(lines)


def _boxed(lines: Lines) -> int:
    """Where a row of signs begins that has somebody's name and addresses below it."""
    for at in range(max(0, len(lines) - _MOST_SIGNATURE - 2), len(lines)):
        if _is_rule(lines[at]) and _is_contact(lines[at + 1 :], needs_reach=False):
            return at
    return len(lines)


def _unboxed(lines: Lines) -> int:
    """Where a last paragraph begins that is nothing but somebody's name and addresses."""
    at = len(lines)
    while at and lines[at - 1].strip():
        at -= 1
    if at > 0 and len(lines) - at <= 10 and _is_contact(lines[at:], needs_reach=True):
        return at
    return len(lines)


_WAYS: tuple[Callable[[Lines], int], ...] = (_footer, _notice, _delimited, _boxed, _unboxed)


def _is_contact(lines: Lines, *, needs_reach: bool) -> bool:
    """Whether lines say who somebody is and how to reach them, in at least two ways."""
    said = [line[:300] for line in lines if line.strip() and not _is_rule(line)]
    if not said or len(said) > _MOST_SIGNATURE or any(_PROSE.search(line) for line in said):
        return False
    reach = sum(any(kind.search(line) for line in said) for kind in _REACH)
    who = sum(any(kind.search(line) for line in said) for kind in _WHO)
    return reach + who >= 2 and reach >= 1 + (needs_reach and who == 0)


def _is_rule(line: str) -> bool:
    """A row of signs without a word."""
    return len(line) <= 200 and len(line.strip()) >= 5 and _RULE.fullmatch(line) is not None


def _is_footer(line: str) -> bool:
    return len(line) <= 200 and _FOOTER.fullmatch(line) is not None


def _trimmed(lines: Sequence[str]) -> Lines:
    """The lines without blank ones at either end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept
