"""Which of a customer's cases each part of a message is about."""

from dataclasses import replace
from functools import cache

from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.event import MessageReceived
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.another_matter import begun_beside
from bot.triage.own_words import own_words, telling_words
from bot.triage.pieces import MessagePiece, begins_by_adding, means_all, pieces, tells_of_several
from bot.triage.sharing import MessagePart, MessageSharing
from bot.triage.triage import Triage
from tests.builders import FORMS, PRINTS, RARE, a_catalogue, a_conversation, at
from tests.cases import each
from tests.shipped import knowledge

BLANK, NO_MAIL = "るりグリッドの一覧が真っ白です", "通知メールが届きません"


@cache
def sharing() -> MessageSharing:
    catalogue, known = a_catalogue(), knowledge()
    return MessageSharing(catalogue, known.near, Triage(known, catalogue).understand)


def a_case(
    ident: str, said: str, symptom: Symptom, *products: str, minutes: int = 0
) -> Conversation:
    """A case of which its customer told so many minutes after nine."""
    told = Complaint(Kind.FUNCTION_REPORT, frozenset({symptom}), products)
    turn = Turn(at(minutes), Speaker.CUSTOMER, said, f"m{ident}")
    return replace(
        a_conversation(ident, complaint=told, reported_at=at(minutes)),
        turns=(turn,),
        last_report_at=at(minutes),
    )


GRID = a_case("C1", BLANK, Symptom.BLANK_SCREEN, RARE.id)
MAIL = a_case("C2", NO_MAIL, Symptom.NOTIFICATION_MISSING, minutes=5)
UNTOLD = a_conversation("C1")


def a_message(text: str, minutes: int = 10) -> MessageReceived:
    return MessageReceived(at(minutes), "m9", "aoi", "aoi-inc", "chat", text)


def shared(
    text: str, *cases: Conversation, minutes: int = 10, explains: bool = True
) -> list[tuple[str, str]]:
    """Each part with the id of its case, "" for a new one."""
    parts = parts_of(text, *cases, minutes=minutes, explains=explains)
    return [(part.text, part.case.id if part.case else "") for part in parts]


def parts_of(
    text: str, *cases: Conversation, minutes: int = 10, explains: bool = True
) -> tuple[MessagePart, ...]:
    def explained(case: Conversation, event: MessageReceived, heard: Understanding) -> bool:
        return explains

    return sharing().parts(a_message(text, minutes), cases, explained)


@each(
    ("text", "parts"),
    [
        (f"{BLANK}、あと{NO_MAIL}", [(f"{BLANK}、", "C1"), (f"あと{NO_MAIL}", "")]),
        (f"お世話になります。{BLANK}。それと{NO_MAIL}。", [
            (f"お世話になります。{BLANK}。", "C1"), (f"それと{NO_MAIL}。", "")]),
        ("印刷も出ない、ログインもできません", [("印刷も出ない、", "C1"), ("ログインもできません", "")]),
        # no word adds one to the other: two products whose trouble is of two sorts
        (f"{BLANK}。ほしフォームの回答が入りません", [(f"{BLANK}。", "C1"), ("ほしフォームの回答が入りません", "")]),
        (f"{BLANK}…ほしフォームの回答が入りません", [(f"{BLANK}...", "C1"), ("ほしフォームの回答が入りません", "")]),
        ("るりグリッドが真っ白なのと、ほしフォームの回答が来ないのと、両方です", [
            ("るりグリッドが真っ白なのと、", "C1"), ("ほしフォームの回答が来ないのと、両方です", "")]),
        ("もう、通知は届かないわ一覧は開かないわで大変です", [
            ("もう、通知は届かないわ", "C1"), ("一覧は開かないわで大変です", "")]),
        ("一覧は開かないし通知も届かないし困ります", [("一覧は開かないし", "C1"), ("通知も届かないし困ります", "")]),
        (f"{BLANK}。ほしフォームも真っ白です", [(f"{BLANK}。ほしフォームも真っ白です", "C1")]),
        (f"{BLANK}。あとシークレットでも真っ白です", [(f"{BLANK}。あとシークレットでも真っ白です", "C1")]),
        ("kintoneが開きません。あと保存もできません", [("kintoneが開きません。あと保存もできません", "C1")]),
    ],
)  # fmt: skip
def test_one_message_may_tell_of_two_troubles(text: str, parts: list[tuple[str, str]]) -> None:
    assert shared(text, UNTOLD) == parts


def test_each_part_is_answered_in_the_language_of_the_whole_message() -> None:
    parts = parts_of("るりグリッド打不开，另外通知也收不到", UNTOLD)
    assert len(parts) == 2
    assert len({part.lang for part in parts}) == 1


@each(
    ("text", "case"),
    [
        ("るりグリッドは直りました", "C1"),
        ("一覧は直りました", "C1"),
        ("通知は届くようになりました", "C2"),
        ("直りました", "C2"),
        ("メールはいつ直りますか？", "C2"),
        ("るりグリッドはいつ直りますか？", "C1"),
        ("一覧はいつ直りますか？", "C1"),
        ("まだ真っ白です", "C1"),
        ("ありがとうございます", "C2"),
    ],
)
def test_what_is_named_goes_to_its_case_and_the_rest_to_the_last(text: str, case: str) -> None:
    assert shared(text, MAIL, GRID) == [(text, case)]


def test_one_message_may_end_one_case_and_go_on_with_another() -> None:
    text = "一覧は直りましたが、メールはまだ届きません"
    assert shared(text, MAIL, GRID) == [
        ("一覧は直りましたが、", "C1"),
        ("メールはまだ届きません", "C2"),
    ]


def test_the_end_of_all_is_the_end_of_each_that_goes_on() -> None:
    well = replace(a_case("C3", "印刷できません", Symptom.PRINT_PROBLEM), recovered_at=at(6))
    assert shared("全部直りました", MAIL, GRID, well) == [
        ("全部直りました", "C2"),
        ("全部直りました", "C1"),
    ]
    ends = [part.heard.kind for part in parts_of("全部直りました", MAIL, GRID) if part.heard]
    assert ends == [Kind.RECOVERED_REPORT] * 2


def test_an_end_is_that_of_the_case_that_goes_on() -> None:
    assert shared("直りました", replace(MAIL, recovered_at=at(6)), GRID) == [("直りました", "C1")]


def test_an_answer_goes_to_the_case_that_asks() -> None:
    asking = replace(GRID, open_questions=("other_users",))
    assert shared("ほかの人も同じです", MAIL, asking) == [("ほかの人も同じです", "C1")]


@each(
    ("text", "minutes", "explains", "begins"),
    [
        (f"別件ですが、{NO_MAIL}", 10, True, True),
        (f"あと{NO_MAIL}", 10, True, True),
        (NO_MAIL, 10, True, False),
        (NO_MAIL, 10, False, True),
        ("たんぽぽ印刷でPDFが出ません", 10, True, True),
        ("もくチェックの画面も真っ白です", 10, False, False),
        ("エラーが出ます", 10, False, False),
        ("たんぽぽ印刷が原因だと思います", 10, False, False),
        ("別件ですが、請求書はいつ届きますか", 10, False, False),
    ],
)
def test_another_trouble_begins_where_it_is_said_or_not_explained(
    *,
    text: str,
    minutes: int,
    explains: bool,
    begins: bool,
) -> None:
    ((_, case),) = shared(text, GRID, minutes=minutes, explains=explains)
    assert (case == "") is begins


@each(("minutes", "case"), [(30, "C1"), (31, "")])
def test_what_answers_a_question_of_ours_begins_nothing_unless_it_comes_late(
    minutes: int, case: str
) -> None:
    asking = replace(GRID, open_questions=("other_apps_ok",))
    assert shared("ログインできません", asking, minutes=minutes, explains=False) == [
        ("ログインできません", case)
    ]


def test_after_the_end_what_shows_otherwise_is_new_and_what_shows_alike_is_a_relapse() -> None:
    well = replace(GRID, recovered_at=at(5))
    assert shared(NO_MAIL, well) == [(NO_MAIL, "")]
    assert shared("また真っ白です", well) == [("また真っ白です", "C1")]


def test_where_a_person_has_it_or_something_is_handed_in_the_last_case_takes_all() -> None:
    text = f"別件ですが、{NO_MAIL}"
    for busy in (replace(GRID, taken_over_by="hana"), replace(GRID, person_wanted=True)):
        assert shared(text, busy) == [(text, "C1")]
    pressed = replace(a_message(""), button="worked")
    (part,) = sharing().parts(pressed, (MAIL, GRID), lambda *_: False)
    assert part.case is MAIL


@each(("count", "begins"), [(4, True), (5, False)])
def test_a_customer_has_five_cases_and_no_more(count: int, *, begins: bool) -> None:
    """Each is looked at with every message; who has more tells of one thing in many words."""
    many = [a_case(f"C{n}", BLANK, Symptom.BLANK_SCREEN, RARE.id) for n in range(count)]
    text = f"別件ですが、{NO_MAIL}"
    assert (shared(text, *many) == [(text, "")]) is begins


def test_a_case_beside_another_knows_what_is_used_and_what_it_is_not_about() -> None:
    first = replace(GRID, complaint=replace(GRID.complaint, inventory=(RARE.id, FORMS.id)))
    said = a_message(NO_MAIL)
    apart = begun_beside(first, said, "C9", a_catalogue(), is_apart=True)
    beside = begun_beside(first, said, "C9", a_catalogue(), is_apart=False)
    assert apart.complaint.inventory == beside.complaint.inventory == (RARE.id, FORMS.id)
    assert RARE.id in apart.complaint.denied
    assert beside.complaint.denied == ()
    assert (apart.opened_at, apart.turns, apart.reported_at) == (said.at, (), None)


@each(("written_in", "thread"), [("t2", "t2"), (None, "t1")])
def test_a_case_beside_another_is_answered_where_its_message_was_written(
    written_in: str | None, thread: str
) -> None:
    said = replace(a_message(NO_MAIL), thread=written_in)
    begun = begun_beside(replace(GRID, thread="t1"), said, "C9", a_catalogue(), is_apart=True)
    assert begun.thread == thread


def test_a_message_is_cut_where_another_trouble_may_begin_and_nothing_is_lost() -> None:
    text = f"{BLANK}、あと{NO_MAIL}。印刷は大丈夫です"
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.adds] == [f"あと{NO_MAIL}。"]
    assert [piece.text for piece in pieces("㌔が開かない、あと㌔も")] == [
        "キロが開かない、",
        "あとキロも",
    ]
    many = [piece.text for piece in pieces(f"{BLANK}。" * 10)]
    assert many == [f"{BLANK}。"] * 7 + [f"{BLANK}。" * 3]


@each(
    "text",
    ["あと印刷も駄目です", "Also, printing fails", "另外打印也不行", "Além disso, não imprime"],
)
def test_words_that_add_another(text: str) -> None:
    assert begins_by_adding(text)
    assert tells_of_several(f"{BLANK}. {text}")


@each("text", ["あとで連絡します", "あと10分待ちます", "The list is white"])
def test_words_that_add_nothing(text: str) -> None:
    assert not begins_by_adding(text)


@each("text", ["別件なんです、", "あと、", "話は変わりますが、", "Also, ", "Another thing: "])
def test_words_that_only_turn_to_another_trouble(text: str) -> None:
    assert MessagePiece(text).only_turns


@each("text", ["別に印刷も駄目", "あと真っ白。", "別件でエラー。", "Also a 500."])
def test_words_that_turn_to_another_trouble_and_tell_it(text: str) -> None:
    assert not MessagePiece(text).only_turns


def test_words_that_mean_all() -> None:
    assert all(
        map(means_all, ("全部直りました", "Everything works", "全部恢复了", "Semuanya normal"))
    )
    assert not means_all("印刷は直りました")


def test_cases_are_told_apart_by_the_words_that_stand_in_one_of_them() -> None:
    assert {"るり", "一覧"} & own_words(GRID, (GRID, MAIL)) == {"一覧"}
    assert "通知" in own_words(MAIL, (GRID, MAIL))
    assert own_words(GRID, (GRID, replace(GRID, id="C4"))) == frozenset()
    assert telling_words("Printing works") & telling_words("it fails to print")
    assert telling_words("the list and the form") == {"list", "form"}


def test_products_that_stand_on_the_same_ground_are_not_told_apart() -> None:
    prints = a_case("C1", "印刷できません", Symptom.PRINT_PROBLEM, PRINTS.id)
    assert shared("ほしフォームの回答も入りません", prints, explains=True)[0][1] == ""
