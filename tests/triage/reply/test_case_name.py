"""Which case a text speaks of, where its reader has several."""

from dataclasses import replace

from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.understanding import Symptom
from bot.triage.reply.case_name import is_beside_another, named
from tests.builders import HOSTING, PLATFORM, RARE, a_catalogue, a_conversation, at
from tests.cases import each
from tests.shipped import knowledge

WELL = "復旧を確認しました。"


def a_case(*products: str, symptoms: tuple[Symptom, ...] = (), lang: str = "ja") -> Conversation:
    told = Complaint(products=products, symptoms=frozenset(symptoms))
    return replace(a_conversation(complaint=told), lang=lang)


def text_of(case: Conversation, *others: Conversation, text: str = WELL) -> str:
    def say(key: str, **values: object) -> str:
        return knowledge().say(case.lang, key, **values)

    return named(text, case, others, a_catalogue(), say)


@each(
    ("case", "begins"),
    [
        (a_case(RARE.id), "Ruri Gridの件です。"),
        (a_case(PLATFORM.id, HOSTING.id, RARE.id), "Ruri Gridの件です。"),
        (a_case(symptoms=(Symptom.LOGIN_FAILS,)), "ログインできない件です。"),
        (a_case(PLATFORM.id, symptoms=(Symptom.LOGIN_FAILS,)), "ログインできない件です。"),
        (a_case(RARE.id, lang="en"), "On Ruri Grid: "),
        (a_case(symptoms=(Symptom.LOGIN_FAILS,), lang="en"), "On your report that you cannot log in: "),
        (a_case(), ""),
    ],
)  # fmt: skip
def test_a_case_is_named_by_its_product_or_by_what_fails(case: Conversation, begins: str) -> None:
    assert text_of(case) == f"{begins}{WELL}"


def test_what_the_text_names_already_is_not_named_again() -> None:
    assert (
        text_of(a_case(RARE.id), text="るりグリッドは復旧しました。")
        == "るりグリッドは復旧しました。"
    )
    login = a_case(symptoms=(Symptom.LOGIN_FAILS,))
    assert text_of(login, text="ログインできないとのこと。") == "ログインできないとのこと。"


def test_a_product_of_both_cases_tells_them_not_apart() -> None:
    blank = a_case(RARE.id, symptoms=(Symptom.BLANK_SCREEN,))
    slow = a_case(RARE.id, symptoms=(Symptom.SLOW,))
    assert text_of(blank, slow).startswith("画面が真っ白になる件です。")


def test_a_case_stands_beside_another_that_goes_on_or_is_spoken_of_too() -> None:
    over = replace(a_case(), reported_at=at(0), recovered_at=at(1))
    over = over.with_turn(Turn(at(1), Speaker.CUSTOMER, "直りました"))
    assert not is_beside_another([], at(5))
    assert not is_beside_another([over], at(5))
    assert is_beside_another([over], at(1))
    assert is_beside_another([replace(over, recovered_at=None)], at(5))
    assert is_beside_another([a_case()], at(5))  # it has only begun
