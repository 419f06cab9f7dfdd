"""A file's reading in one line, and which hosts it tells of."""

from bot.desk import labels
from bot.model.finding import Finding, RequestFailure
from bot.model.inventory import CustomScript, Inventory
from bot.model.upload import Sort, Upload, UploadProblem
from bot.texts.loader import LANGUAGES
from tests.cases import each

ERROR = Upload("c.log", Sort.CONSOLE_TEXT, (Finding("", RequestFailure.SCRIPT_ERROR),))


@each(
    ("upload", "ja", "en"),
    [
        (Upload("", Sort.OTHER), "添付：ファイル", "attached: file"),
        (
            Upload("a.har", Sort.HAR, answered=("x.example",)),
            "添付：a.har（失敗した通信なし）",
            "attached: a.har (no request failed)",
        ),
        (
            ERROR,
            "添付：c.log（スクリプトのエラー1件）",
            "attached: c.log (1 script error)",
        ),
        (
            Upload(
                "c.json", Sort.CUSTOMIZE_JSON, inventory=Inventory(scripts=(CustomScript("a"),) * 2)
            ),
            "添付：c.json（スクリプト2件）",
            "attached: c.json (2 scripts)",
        ),
        (
            Upload(
                "b.har",
                Sort.HAR,
                (Finding("x.example", RequestFailure.SLOW),),
                problem=UploadProblem.BROKEN,
            ),
            "添付：b.har（失敗している通信先1件、ファイルが途中で壊れているため、読み取れたところまでを確認しました）",
            "attached: b.har (1 host failing, The file is damaged; everything up to that point was read)",
        ),
    ],
)
def test_a_file_is_named_with_what_was_found(upload: Upload, ja: str, en: str) -> None:
    assert (upload.caption("ja"), upload.caption("en"), upload.caption("th")) == (ja, en, en)


def test_every_failure_has_a_name_in_both_languages() -> None:
    for failure in RequestFailure:
        for lang in LANGUAGES:
            assert labels.finding(Finding("x.example", failure, 2), lang).endswith("×2")


def test_a_host_fails_when_it_failed_as_often_as_it_answered() -> None:
    mostly_well = Finding("a.example", RequestFailure.TIMED_OUT, 1, answered=9)
    findings = (
        mostly_well,
        Finding("b.example", RequestFailure.TIMED_OUT, 1, answered=2),
        Finding("b.example", RequestFailure.SERVER_ERROR, 1, answered=2),
        Finding("c.example", RequestFailure.BLOCKED_BY_CLIENT, 5),
        Finding("d.example", RequestFailure.SERVER_ERROR, 5, proxied=True),
        Finding("", RequestFailure.TIMED_OUT),
    )
    upload = Upload("x.har", Sort.HAR, findings, ("a.example", "b.example", "d.example"))
    assert upload.failing == ("b.example",)
    assert upload.answering == ("d.example",)
