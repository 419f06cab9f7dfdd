"""The version of a product that an official notice says is out."""

import re

_SENTENCE = re.compile(r"(?:[^。！？!?.\n]|\.(?=\S))+")
_VERSION = re.compile(r"(?<!\d)(?<!\d\.)(?!20\d\d\.)(\d{1,4}(?:\.\d{1,4}){1,3})(?![\d.]*\d)")
_OUT = re.compile(
    r"公開|リリース|配信|提供(?:を)?開始|修正版|対応版|(?:更新|アップデート|アップグレード|適用)(?:を)?(?:いただ|頂|して|する|すれ|後|で|くださ|願)"
    r"|\b(?:releas|publish|updat|upgrad|available|fixed|rolled out|install)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"予定|準備|開発|検討|見込|これから|\b(?:will|soon|plan|prepar|working on|schedul|expect)",
    re.IGNORECASE,
)


def release_in(text: str) -> str:
    """The version that a notice says can be had now, as it writes it without a "v"; "" where none is named.

    A date or a version that is only announced is none. It does not say what the version mends.
    """
    for sentence in _SENTENCE.findall(text):
        version = _VERSION.search(sentence)
        if version and _OUT.search(sentence) and not _LATER.search(sentence):
            return version.group(1)
    return ""
