"""The page on how things stand: what was read, what is measured, and how old it is."""

import httpx
import pytest

pytestmark = pytest.mark.anyio


async def test_a_feed_that_could_not_be_read_is_unknown(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff/feeds")).text
    pages = page[page.index("状況ページの読み取り") : page.index("当社の測定")]
    assert pages.count("state tone-unknown") == 2
    assert pages.count("state tone-good") == 1
    assert "5時間前から読めません" in pages
    assert "another site until its feed names it" in pages


async def test_what_a_page_was_worth_so_far_and_its_own_age_stand_beside_it(
    staff: httpx.AsyncClient,
) -> None:
    page = (await staff.get("/staff/feeds")).text
    assert "障害5件中3件を掲載、16分遅れ（中央値）、読めた割合99%" in page
    assert "ページの最終更新：2日前" in page
    english = (await staff.get("/staff/feeds?lang=en")).text
    assert "3 of 5 incidents published, 16 min late (median), read 99% of the time" in english


async def test_what_we_measure_is_shown_by_importance_and_by_vantage(
    staff: httpx.AsyncClient,
) -> None:
    page = (await staff.get("/staff/feeds")).text
    own = page[page.index("自社の構成要素") : page.index("状況ページの読み取り")]
    assert own.index("スクリプトの配信") < own.index("エディター")
    assert "重要度：低" in own
    ours = page[page.index("当社の測定") :]
    assert ours.count("応答なし（時間内に応答がない）") == 2
    assert "測定地点：osaka" in ours
    assert "123 ms" in ours
    assert "確認中" in ours
