"""How a message says that things went: it works, it does not, in part, worse, off and on, again."""

import pytest

from bot.lexicon.meanings import furnish
from bot.triage.understand.facts.results import Sign, told_in
from tests.cases import each
from tests.shipped import knowledge


@pytest.fixture(autouse=True, scope="module")
def _lexicon() -> None:
    furnish(knowledge().language)


@each(
    ("text", "about"),
    [
        ("外したら一覧は見えました。転記ボタンはだめなままです", "転記"),
        ("登録は通るようになったけど、通知だけまだ来ません", "通知"),
        ("the form is back, the chart is still dead", "chart"),
        ("停用后表单出来了,但是图表还是不行", "图表"),
        ("끄니까 양식은 나오는데 그래프는 여전히 안 돼요", "그래프는"),
        ("Desativei e o gráfico voltou, mas o mapa continua sem funcionar", "mapa"),
    ],
)
def test_what_fails_beside_what_works_is_half_a_success(text: str, about: str) -> None:
    told = told_in(text)
    assert told.in_part
    assert told.rest is not None
    assert about in text[slice(*told.rest)]


@each(
    "text",
    [
        "無効にしたら見えました。ありがとうございます",
        "自己解決しました。ブラウザ再起動で直りました",
        "It works again, thanks",
        "끄니까 잘 열려요",
    ],
)
def test_a_whole_success_leaves_no_rest(text: str) -> None:
    assert (told_in(text).verdict, told_in(text).rest) == (Sign.WORKED, None)


@each(
    "text",
    ["外したけど変わりません", "Switched it off, no luck", "关掉了,还是一样", "Tắt rồi mà vẫn thế"],
)
def test_a_failure_is_no_half_success(text: str) -> None:
    assert told_in(text).verdict in (Sign.FAILED, Sign.WEAK)
    assert not told_in(text).in_part


@each(
    "text",
    ["3回に1回は固まります", "映ったり映らなかったりです", "it comes and goes", "가끔 하얘요"],
)
def test_what_comes_and_goes_is_no_success(text: str) -> None:
    assert told_in(text).verdict is Sign.FITFUL


@each("text", ["一度は開きましたが、また真っ白です", "It opened, then it was blank again"])
def test_what_is_back_is_no_rest(text: str) -> None:
    assert told_in(text).rest is None


@each(
    "text",
    [
        "オフにしたら一覧は出ました。地図はまだ白いです",
        "オフにしたら一覧は出ました。集計欄はまだ空です",
        "Turning it off brought the list back. The map is still empty.",
    ],
)
def test_what_stays_as_it_was_leaves_half_a_success(text: str) -> None:
    assert told_in(text).in_part


@each("text", ["It loads again, I didn't touch anything", "また開きます。設定は触っていません"])
def test_that_nothing_was_touched_takes_nothing_from_it(text: str) -> None:
    assert not told_in(text).in_part


def test_others_who_cannot_leave_half_a_success() -> None:
    assert told_in("開きました。ただ、ほかの人はまだ開けません").in_part


def test_what_a_page_says_is_no_result() -> None:
    assert told_in("開きました。お知らせのページはまだ調査中のままです").rest is None
