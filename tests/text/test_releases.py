"""The version that an official notice says is out."""

import pytest

from bot.text.releases import release_in


@pytest.mark.parametrize(
    ("notice", "version"),
    [
        ("Ver.5.0.2を公開しました", "5.0.2"),
        ("原因を特定しました。v3.1に更新していただくと表示されます。保存はまだできません", "3.1"),
        ("Version 2.14.0 is available now.", "2.14.0"),
        ("Please update to 2.14. Printing still fails", "2.14"),
        ("修正版を準備しています", ""),
        ("修正版（5.0.2）は今週中に公開予定です", ""),
        ("Version 2.14.0 will be released today", ""),
        ("2026.11.25 公開", ""),
        ("対応版の公開は12.25を予定", ""),
        ("5.0.2で表示されない不具合を確認しました", ""),
        ("", ""),
    ],
)
def test_a_version_counts_where_it_is_said_to_be_out(notice: str, version: str) -> None:
    assert release_in(notice) == version
