"""What ``jitabata read-upload`` prints."""

import io
import json
from pathlib import Path

from bot.uploads.printing import read_file
from tests.builders import a_catalogue
from tests.uploads.hars import SECRET, a_har, an_entry


def test_a_file_is_printed_as_json_with_its_findings(tmp_path: Path) -> None:
    path, out = tmp_path / "x.har", io.StringIO()
    path.write_bytes(a_har(an_entry(status=503)))
    assert read_file(path, a_catalogue(), out) == 0
    printed = json.loads(out.getvalue())
    assert (printed["sort"], printed["findings"][0]["failure"]) == ("har", "server_error")
    assert SECRET not in out.getvalue()


def test_what_is_the_matter_is_printed_in_words(tmp_path: Path) -> None:
    path, out = tmp_path / "empty.csv", io.StringIO()
    path.write_bytes(b"")
    assert read_file(path, a_catalogue(), out, "ja") == 1
    assert json.loads(out.getvalue())["problem"] == "ファイルが空でした。"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    out = io.StringIO()
    assert read_file(tmp_path / "none", a_catalogue(), out) == 1
    assert "none" in out.getvalue()
