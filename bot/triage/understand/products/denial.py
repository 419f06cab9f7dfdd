"""Whether the words around a product name deny it: not used here, or not what this is about."""

import re

_NOT_JA = (
    r"(?:ない|無い|なく|なし|なさそう|ありません|ません|ませんでした|ねえ|ねー|へん|おらず|ず)"
)
# "… を入れていないアプリは平気": what is not used there is used elsewhere.
_ELSEWHERE = r"(?!(?:い|の)?(?:アプリ|端末|人|方|ユーザー|部署|拠点|ところ|所|PC|パソコン|環境|スペース|画面|場合|とき|時|ほう|もの|やつ)(?!です|だ|なの))"
_USED = (
    r"(?:使っ|つかっ|使用し|利用し|入れ|いれ|導入し|契約し|インストールし|設定し|有効にし|採用し)"
)
_AFTER_JA = re.compile(
    rf"""^['’」』）)\s]*(?:プラグイン|さん)?(?:
      (?:は|も|とは|には|なんか|なんて|とか|自体は|のほうは|の方は|[、,\s])*(?:全く|まったく|全然|ぜんぜん|多分|たぶん|特に|おそらく|直接は?|一切)?
        (?:関係|無関係|関連|関わり|かかわり)(?:は|が|も|とか)?(?P<related>な[いくさ]|無[いくさ]|ありません|ございません|なし|です|だ|と思)
    | (?:は|を|も|なんて|とか|自体)?(?:今は|もう|まだ|一度も|全く|全然|そもそも|うちでは|弊社では|当社では)?{_USED}[てで](?:は|も)?(?:い|お|おり)?{_NOT_JA}{_ELSEWHERE}
    | (?:は|も|自体)?(?:うちには|弊社には|そもそも)?(?:入って|はいって|入れて)(?:は)?(?:い|おり)?{_NOT_JA}{_ELSEWHERE}
    | (?:は|も)?(?:未導入|未使用|未契約|不使用)
    | (?:の(?:せい|問題|障害|不具合|話|件|こと)|[がは](?:原因|悪いわけ|悪いの|問題)|のほう|の方)?(?:では|じゃ|でも|とは(?:違|ちが))(?:あり)?(?:な|無|ありません|ございません|なさそう|う|い)
    | 以外|のせいじゃ
    | (?:は|が)?犯人(?:では|じゃ)(?:な|あり)
    )""",
    re.VERBOSE,
)
_LISTED_JA = re.compile(r"^['’」』）)\s]*(?:も|や|と|とか|、|,|・|または|か)\s?$")
_RELATION_ONLY = frozenset({"です", "だ", "と思"})  # these deny only after 無関係

_THE = r"(?:the |our |any |your |that |this |either |using |used |with |running |about |from |by |on |in |related to |caused by |because of |due to )*"
_BEFORE_EN = re.compile(
    rf"""(?:
      \b(?:not|isn't|isnt|wasn't|it's\ not|neither|nor|no|never|rule[ds]?\ out|ruling\ out|nothing\ to\ do\ with|unrelated\ to|other\ than|rather\ than|instead\ of|apart\ from)\s+{_THE}
    | \b(?:don't|dont|do\ not|doesn't|does\ not|didn't|did\ not|never|haven't|have\ not|hasn't|no\ longer|aren't|are\ not|not)\s+(?:even\ |actually\ |currently\ )?(?:use|used|using|have|has|had|got|run|running|install|installed|need|own|subscribe\ to)\s+{_THE}
    | \b(?:không\ (?:dùng|phải|sử\ dụng|cài|có)|(?:não|nao)\ (?:é|e|usamos|uso|temos|usa|tenho)\ (?:o\ |a\ )?|bukan\ (?:karena\ )?|(?:tidak|nggak|gak|ga)\ (?:pakai|memakai|menggunakan|pake|punya)\ )\s?
    | (?:没有?(?:使用|安装|装|用)|不是|并非|與?与?.{{0,2}}无关|沒有?(?:使用|安裝|裝|用)|ไม่ได้ใช้|ไม่ใช่)\s?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_ONLY = re.compile(
    r"\bnot\s+(?:only|just|sure|opening|loading|working|yet)\b[^,.;]*$", re.IGNORECASE
)
_AFTER_EN = re.compile(
    r"""^['’"”)]*(?:\s(?:plug-?in|itself|app|service))?\s+(?:
      (?:is|was|are|were|seems?|looks?)?\s?(?:n't|n’t|not|never)\s+(?:at\ all\ )?(?:even\ )?(?:the\ |a\ |an\ |our\ )?(?:real\ )?(?:problem|cause|culprit|issue|reason|involved|installed|used|in\ use|related|relevant|to\ blame|at\ fault|responsible|affected\ part)
    | (?:has|have|had|got)\s+nothing\s+to\s+do
    | (?:is|are|was)\s+(?:unrelated|irrelevant|innocent|ruled\ out|not\ it\b)
    | (?:isn't|isn’t|isnt|wasn't|aren't)\s+(?:the\ |a\ |our\ )?(?:problem|cause|culprit|issue|reason|involved|installed|used|in\ use|related|relevant|to\ blame|at\ fault|responsible)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_OTHER = re.compile(
    r"""^\s?(?:
      (?:은|는|이|가|을|를|과|와|도)?\s?(?:문제(?:가|는)?\ ?아니|상관\ ?없|관계\ ?없|아니|아닙|안\ ?써|안\ ?쓰|사용(?:하지|을)?\ ?(?:안|않)|설치(?:하지|가)?\ ?(?:안|않))
    | (?:没有?|無|无|沒有?)?(?:关系|關係|问题不大)
    | \s?(?:nggak\ |tidak\ )(?:ada\ hubungan|dipakai|terkait)
    | \s?(?:không\ liên\ quan|não\ tem\ (?:nada\ a\ ver|relação))
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def denies(before: str, after: str) -> bool:
    """Whether a name between these two pieces of one sentence is denied.

    It does not look beyond the sentence, and "X works" or "without X it opens" deny nothing.
    """
    if _BEFORE_EN.search(before[-60:]) and not _ONLY.search(before[-60:]):
        return True
    if _AFTER_EN.search(after[:80]) or _AFTER_OTHER.search(after[:40]):
        return True
    found = _AFTER_JA.search(after[:60])
    return bool(found) and not _only_related(found)


def _only_related(found: re.Match[str] | None) -> bool:
    """``関係です`` denies nothing, ``無関係です`` does."""
    return (
        found is not None
        and found.group("related") in _RELATION_ONLY
        and "無関係" not in found.group()
    )


def joins(between: str) -> bool:
    """Whether the words between two names only list them (``XもYも``, ``X or Y``)."""
    return bool(
        _LISTED_JA.search(between)
        or re.fullmatch(
            r"['’\s]*(?:,|/|&|or|and|nor|, ?or|, ?nor|, ?and|(?:or|nor|and) the)\s*", between
        )
    )
