"""What was read from one uploaded file."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.model.finding import Finding, Owner, RequestFailure
from bot.model.inventory import Inventory
from bot.model.picture import Picture


class Sort(StrEnum):
    """What a file turned out to be, by its content."""

    HAR = "har"
    PLUGIN_CSV = "plugin_csv"
    PLUGINS_JSON = "plugins_json"
    CUSTOMIZE_JSON = "customize_json"
    CONSOLE_TEXT = "console_text"
    PASTED = "pasted"  # no file: lines of a console inside a message
    PICTURE = "picture"
    OTHER = "other"


class UploadProblem(StrEnum):
    """Why a file was not read, or not to its end."""

    EMPTY = "empty"
    PICTURE = "picture"
    PICTURE_KEPT = "picture_kept"  # not read, and kept for staff to see
    PICTURE_BROKEN = "picture_broken"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_KIND = "picture_kind"
    PICTURES_FULL = "pictures_full"
    BINARY = "binary"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    UNREADABLE = "unreadable"
    NOTHING_FOUND = "nothing_found"

    def sentence(self, lang: str) -> str:
        """The problem in plain words: in Japanese, or in English for every other language."""
        return (_JA if lang == "ja" else _EN)[self]


_JA = {
    UploadProblem.EMPTY: "ファイルが空でした。",
    UploadProblem.PICTURE: "画像は自動では読み取れません。表示されている文言を、文字でお書きください。",
    UploadProblem.PICTURE_KEPT: "担当者が見られるように保存しました。",
    UploadProblem.PICTURE_BROKEN: "画像が壊れているか、途中で切れているため、保存できませんでした。もう一度お送りください。",
    UploadProblem.PICTURE_TOO_LARGE: "画像が大きすぎるため、保存できませんでした。必要な部分だけを切り取ってお送りください。",
    UploadProblem.PICTURE_KIND: "この形式の画像は保存できません。PNG、JPEG、WebP、GIF でお送りください。",
    UploadProblem.PICTURES_FULL: "今日お預かりできる画像の数を超えたため、保存できませんでした。内容を文字でお書きください。",
    UploadProblem.BINARY: "この形式のファイルは読み取れません。HAR、CSV、JSON、テキストをお送りください。",
    UploadProblem.TOO_LARGE: "ファイルが 200 MB を超えているため、途中までを読み取りました。",
    UploadProblem.BROKEN: "ファイルが途中で壊れているため、読み取れたところまでを確認しました。",
    UploadProblem.UNREADABLE: "ファイルを最後まで受け取れませんでした。もう一度お送りください。",
    UploadProblem.NOTHING_FOUND: "ファイルから失敗した通信やプラグインは見つかりませんでした。",
}
_EN = {
    UploadProblem.EMPTY: "The file was empty.",
    UploadProblem.PICTURE: "Pictures are not read automatically. Please write down the words that they show.",
    UploadProblem.PICTURE_KEPT: "Kept for our staff to see.",
    UploadProblem.PICTURE_BROKEN: "The picture is damaged or breaks off, so it was not kept. Please send it again.",
    UploadProblem.PICTURE_TOO_LARGE: "The picture is too large to be kept. Please send only the part that matters.",
    UploadProblem.PICTURE_KIND: "Pictures of this kind cannot be kept. Please send PNG, JPEG, WebP or GIF.",
    UploadProblem.PICTURES_FULL: "No more pictures can be kept today. Please describe in words what this one shows.",
    UploadProblem.BINARY: "Files of this kind cannot be read. Please send HAR, CSV, JSON or plain text.",
    UploadProblem.TOO_LARGE: "The file is larger than 200 MB; only its beginning was read.",
    UploadProblem.BROKEN: "The file is damaged; everything up to that point was read.",
    UploadProblem.UNREADABLE: "The file did not arrive completely. Please send it again.",
    UploadProblem.NOTHING_FOUND: "No failed request and no plugin was found in the file.",
}


# Ways to fail that say nothing of the host: the browser or the script failed, not its server.
_NOT_THE_HOST = frozenset(
    {
        RequestFailure.SCRIPT_ERROR,
        RequestFailure.BLOCKED_BY_CLIENT,
        RequestFailure.MIXED_CONTENT,
        RequestFailure.OFFLINE,
    }
)
_MISSING = re.compile(
    r"is not defined|is not a (?:function|constructor)|of (?:undefined|null)|(?:undefined|null) is not"
    r"|can't find variable",
    re.IGNORECASE,
)
_LISTS = frozenset({Sort.PLUGIN_CSV, Sort.PLUGINS_JSON})
_TRACES = frozenset({Sort.HAR, Sort.CONSOLE_TEXT, Sort.PASTED})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, reduced to what may be kept of it.

    ``answered`` lists hosts that gave good answers. ``failed_first`` tells whose code stood first
    in the first stack trace. ``text`` is the masked beginning of a text that shows trouble, and empty
    for all others: a table of records is not kept. ``shown``: of pasted lines, the hosts that stand in
    them and that the person does not speak of. ``preview``: the masked first lines, for staff to see;
    nothing is concluded from them. ``picture``: the one that was kept. ``partial``: it was not read to its end. Cookies,
    tokens, headers, bodies and query strings are in none of it.
    """

    name: str
    sort: Sort
    findings: tuple[Finding, ...] = ()
    answered: tuple[str, ...] = ()
    failed_first: Owner | None = None
    inventory: Inventory | None = None
    text: str = ""
    problem: UploadProblem | None = None
    partial: bool = False
    shown: tuple[str, ...] = ()
    picture: Picture | None = None
    preview: str = ""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The picture that was kept of it, if any."""
        return () if self.picture is None else (self.picture,)

    @property
    def failing(self) -> tuple[str, ...]:
        """Hosts that failed at least as often as they answered; proxied requests tell of none."""
        failed: dict[str, int] = {}
        answered: dict[str, int] = {}
        for finding in self._by_host():
            failed[finding.host] = failed.get(finding.host, 0) + finding.count
            answered[finding.host] = max(finding.answered, answered.get(finding.host, 0))
        return tuple(host for host, times in failed.items() if times >= answered[host])

    @property
    def answering(self) -> tuple[str, ...]:
        """Hosts that gave good answers and never failed."""
        failed = {finding.host for finding in self._by_host()}
        return tuple(host for host in self.answered if host not in failed)

    @property
    def is_consequence(self) -> bool:
        """Whether its script errors follow from a script that did not load.

        A name that nobody defined, or a call of nothing, is missed wherever it is used: in a file of
        the customer's own too, which then is not the one that fails.
        """
        missed = (f.detail for f in self.findings if f.failure is RequestFailure.SCRIPT_ERROR)
        return bool(self.failing) and any(_MISSING.search(detail) for detail in missed)

    @property
    def is_plugin_list(self) -> bool:
        """Whether it lists plugins, so that it tells which are used."""
        return self.sort in _LISTS and self.inventory is not None

    @property
    def is_pasted(self) -> bool:
        """Whether it is no file but a part of what the customer wrote."""
        return self.sort is Sort.PASTED

    @property
    def is_trace(self) -> bool:
        """Whether it shows what the browser or a log recorded: failures, or good answers only."""
        return self.sort in _TRACES and bool(self.findings or self.answered or self.text)

    def caption(self, lang: str) -> str:
        """The file and what was found in it, in one line: Japanese, or English for all others."""
        found = self.summary(lang)
        if lang == "ja":
            heading = "貼り付け" if self.is_pasted else f"添付：{self.name or 'ファイル'}"
            return heading + (f"（{found}）" if found else "")
        heading = "pasted" if self.is_pasted else f"attached: {self.name or 'file'}"
        return heading + (f" ({found})" if found else "")

    def summary(self, lang: str) -> str:
        """What was found in it and what stood in the way, in one line; "" when nothing."""
        found = (*self._counted(lang), *((self.problem.sentence(lang),) if self.problem else ()))
        return "、".join(found).rstrip("。") if lang == "ja" else ", ".join(found).rstrip(".")

    def _by_host(self) -> tuple[Finding, ...]:
        return tuple(
            f for f in self.findings if f.host and not f.proxied and f.failure not in _NOT_THE_HOST
        )

    def _counted(self, lang: str) -> tuple[str, ...]:
        errors = sum(f.count for f in self.findings if f.failure is RequestFailure.SCRIPT_ERROR)
        counts = (
            (len(self.failing), "失敗している通信先{n}件", "{n} host{s} failing"),
            (errors, "スクリプトのエラー{n}件", "{n} script error{s}"),
            (self._listed, "プラグイン{n}件", "{n} plug-in{s}"),
            (self._loaded, "スクリプト{n}件", "{n} script{s}"),
        )
        words = [(n, ja if lang == "ja" else en) for n, ja, en in counts if n]
        if not words and self.is_trace and self.problem is None and not self.findings:
            return ("失敗した通信なし" if lang == "ja" else "no request failed",)
        return tuple(word.format(n=n, s="" if n == 1 else "s") for n, word in words)

    @property
    def _listed(self) -> int:
        return len(self.inventory.plugins) if self.is_plugin_list and self.inventory else 0

    @property
    def _loaded(self) -> int:
        return len(self.inventory.scripts) if self.inventory else 0
