"""What is asked of switching something off and who may do it, advised by the desk or not yet."""

from typing import Any

from bot.model.conversation import Advised, Complaint, Speaker, Turn
from tests.builders import at
from tests.cases import each
from tests.triage.reply.test_answer_states import OFF, state

SAID_BEFORE = (Turn(at(0), Speaker.CUSTOMER, "プラグインを止める方法を教えてください"),)
OF_A_RELOAD = (Turn(at(0), Speaker.CUSTOMER, "画面が白いです"),)
RELOAD = (Advised("hard_reload", at(0)),)


@each(
    ("talk", "words", "who", "effect", "data"),
    [
        ({"turns": SAID_BEFORE}, "権限は要りますか", "app_admin", "disable", "disable"),
        (
            {"turns": SAID_BEFORE, "advised": RELOAD},
            "権限は要りますか",
            "app_admin",
            "disable",
            "disable",
        ),
        (
            {"turns": OF_A_RELOAD, "advised": RELOAD},
            "権限は要りますか",
            "anyone",
            "light",
            "display",
        ),
        (
            {"turns": OF_A_RELOAD, "advised": RELOAD},
            "止めるのは私でも？",
            "app_admin",
            "disable",
            "disable",
        ),
    ],
)
def test_what_is_asked_of_switching_off_is_answered_of_that_though_nothing_was_advised(
    talk: dict[str, Any], words: str, who: str, effect: str, data: str
) -> None:
    assert state("who_can", talk=talk, words=words) == who
    assert state("side_effect", talk=talk, words=words) == effect
    assert state("data_safe", talk=talk, words=words) == data


@each(
    ("advised", "who", "asks_admin"),
    [
        ((), "app_admin", "nothing"),
        ((OFF,), "app_admin", "default"),
        (("contact_own_it",), "own_it", "nothing"),
        (("contact_own_it", OFF), "app_admin", "default"),
        (("hard_reload",), "anyone", "nothing"),
    ],
)
def test_who_can_do_it(advised: tuple[str, ...], who: str, asks_admin: str) -> None:
    talk = {"advised": tuple(Advised(a, at(0)) for a in advised)}
    assert state("who_can", talk=talk) == who
    assert state("ask_admin", talk=talk) == asks_admin
    told = {**talk, "complaint": Complaint(facts={"error_code": "GAIA_NO01"})}
    assert state("ask_admin", talk=told) == (None if asks_admin == "nothing" else asks_admin)
