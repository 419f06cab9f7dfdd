"""What came of something, said back in half a sentence."""

from typing import Any

from bot.model.acts import (
    Act,
    Asks,
    Corrects,
    ReportedAction,
    Result,
    SaysBack,
    SaysOver,
    TellsResult,
)
from bot.model.browser_check import BrowserCheck
from bot.model.conversation import AdviceOutcome, Advised, Speaker, Trial, Turn
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.move import Move, ReplyType
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.results import result_said_back
from tests.builders import HOSTING, PRINTS, RARE, a_conversation, an_incident, at, some_facts
from tests.cases import each

OFF, ON = f"disable_plugin:{RARE.id}", f"reenable_plugin:{RARE.id}"
CACHE = "clear_cache"
ANSWERED = (Turn(at(0), Speaker.CUSTOMER, "…", "m1"), Turn(at(0), Speaker.DESK, "…"))


def tried(advice: str, outcome: AdviceOutcome = AdviceOutcome.FAILED) -> Trial:
    return Trial(advice, outcome, at(1))


def said(
    *acts: Act, stance: ReplyType = ReplyType.DIAGNOSE, cause: str = UNKNOWN, **given: Any
) -> str:
    """What is said back to a message of these acts, by its key; ``talk`` changes the conversation."""
    talk = a_conversation(**{"reported_at": at(0), "turns": ANSWERED, **given.pop("talk", {})})
    facts = some_facts(conversation=talk, incidents=given.pop("incidents", ()))
    move = Move(stance, Diagnosis((Hypothesis(cause, 0.9),)), cause, 0.9)
    heard = Understanding(
        given.pop("kind", Kind.STATUS_QUERY), "ja", given.pop("text", "…"), acts=acts, **given
    )

    def say(key: str, **values: object) -> str:
        return f"[{key}{' ' * bool(values)}{' '.join(map(str, values.values()))}]"

    return result_said_back(move, facts, heard, say)


@each(
    ("trials", "said_back"),
    [
        ((tried(CACHE),), "[heard.failed]"),
        ((tried(CACHE, AdviceOutcome.CANNOT),), "[heard.cannot]"),
        ((tried(CACHE, AdviceOutcome.CANNOT), tried(CACHE)), "[heard.failed]"),
        ((tried("handoff_to_human"),), ""),  # nobody can try that
        ((), ""),
        ((tried(ON),), "[heard.fails_enabled]"),
        ((tried(ON), tried(CACHE)), "[heard.failed]"),
        ((tried(OFF),), "[heard.failed][heard.failed_off Ruri Grid]"),
        ((tried(OFF), tried(CACHE)), "[heard.failed]"),
        ((tried("disable_plugin:gone"),), "[heard.failed][heard.failed_off [plugin.unnamed]]"),
    ],
)
def test_what_was_tried_in_vain_is_said_and_that_it_may_be_on_again(
    knowledge: Knowledge, trials: tuple[Trial, ...], said_back: str
) -> None:
    assert said(stance=ReplyType.FAILED, talk={"trials": trials}) == said_back


def test_who_switched_off_and_sees_no_change_hears_once_that_the_app_must_be_updated() -> None:
    off = ResultReading(ReportedAction.DISABLED, ToldOutcome.FAILED, 0.9)
    talk = {"advised": (Advised(OFF, at(0)),), "trials": (tried(OFF),)}
    hint = "[heard.update_app]"
    assert said(stance=ReplyType.FAILED, talk=talk, result=off) == f"[heard.failed]{hint}"
    partly = TellsResult("…", 1.0, Result.PARTLY)
    assert said(partly, talk=talk, result=off) == f"[heard.partial]{hint}"
    heard_it = (*ANSWERED, Turn(at(1), Speaker.DESK, hint))
    again = said(stance=ReplyType.FAILED, talk={**talk, "turns": heard_it}, result=off)
    assert hint not in again
    other = {"advised": (Advised(CACHE, at(0)),), "trials": (tried(CACHE),)}
    assert hint not in said(stance=ReplyType.FAILED, talk=other, result=off)
    reloaded = ResultReading(ReportedAction.RELOADED, ToldOutcome.FAILED, 0.9)
    assert hint not in said(stance=ReplyType.FAILED, talk=talk, result=reloaded)


def test_what_was_advised_alone_may_have_failed(knowledge: Knowledge) -> None:
    advised = {"advised": (Advised(CACHE, at(0)),)}
    assert said(stance=ReplyType.FAILED, talk=advised) == "[heard.failed]"
    partly = TellsResult("…", 1.0, Result.PARTLY)
    assert said(partly, stance=ReplyType.FAILED, talk=advised) == "[heard.partial]"
    first = {**advised, "turns": ()}
    assert said(partly, stance=ReplyType.FAILED, talk=first) == "[heard.failed]"


@each(
    ("cause", "suspects", "may_be_on"),
    [
        (RARE.cause, (), False),
        (HOSTING.cause, (), False),  # on which it stands
        (PRINTS.cause, (), True),
        (UNKNOWN, (RARE.cause,), False),
        (UNKNOWN, (HOSTING.cause,), False),
        (UNKNOWN, (PRINTS.cause,), True),
    ],
)
def test_what_may_yet_be_part_of_the_trouble_stays_off(
    knowledge: Knowledge, cause: str, suspects: tuple[str, ...], *, may_be_on: bool
) -> None:
    incidents = (an_incident(suspects=suspects),) if suspects else ()
    found = said(
        stance=ReplyType.FAILED, cause=cause, talk={"trials": (tried(OFF),)}, incidents=incidents
    )
    assert ("failed_off" in found) is may_be_on


HELPED = {"trials": (tried(OFF, AdviceOutcome.WORKED),)}
BACK, OVER = SaysBack("…", 1.0), SaysOver("…", 1.0)


@each(
    ("acts", "given", "said_back"),
    [
        ((BACK,), {}, "[heard.again]"),
        ((BACK,), {"talk": {"turns": ()}}, ""),
        ((), {"talk": HELPED, "kind": Kind.OUTAGE_REPORT}, "[heard.again]"),
        ((), {"talk": HELPED, "kind": Kind.OUTAGE_REPORT, "products": (PRINTS.id,)}, ""),
        ((), {"talk": HELPED}, ""),
        ((BACK,), {"talk": {"trials": (tried(ON),)}}, "[heard.fails_enabled]"),
        ((BACK,), {"talk": HELPED, "stance": ReplyType.FAILED}, "[heard.again]"),
        ((OVER,), {"talk": {"turns": ()}}, "[heard.worked]"),
        ((OVER,), {}, ""),
        ((Corrects("…", 1.0),), {"products": (RARE.id,)}, "[heard.corrected Ruri Grid]"),
        ((Corrects("…", 1.0),), {"products": ("gone",)}, ""),
        ((Corrects("…", 1.0),), {"products": (RARE.id,), "talk": {"turns": ()}}, ""),
        ((), {"products": (RARE.id,), "denied": (PRINTS.id,)}, "[heard.corrected Ruri Grid]"),
        ((), {"products": (RARE.id,)}, ""),
        ((), {"denied": (PRINTS.id,)}, f"[heard.denied {PRINTS.name}]"),
        ((), {"denied": (PRINTS.id,), "talk": {"turns": ()}}, ""),
        ((BACK,), {"check": BrowserCheck(())}, ""),  # what it shows is the answer
    ],
)
def test_what_is_back_over_or_about_something_else_is_said_back(
    knowledge: Knowledge, acts: tuple[Act, ...], given: dict[str, Any], said_back: str
) -> None:
    assert said(*acts, **given) == said_back


@each(
    ("acts", "given", "said_back"),
    [
        ((), {"answered": ("other_users",), "facts": {"others_ok": True}}, "[heard.answered]"),
        ((), {"answered": ("other_users",), "text": "分かりません"}, "[heard.unknown]"),
        (
            (),
            {"answered": ("other_users",), "text": "分かりません", "facts": {"a": "unknown"}},
            "[heard.unknown]",
        ),
        (
            (),
            {"answered": ("other_users",), "text": "分かりません", "facts": {"others_ok": True}},
            "[heard.answered]",
        ),
        ((Asks("…", 1.0),), {"answered": ("other_users",)}, ""),
        ((), {"text": "分かりません"}, ""),
    ],
)
def test_an_answer_is_thanked_for_and_one_that_knows_nothing_is_taken_as_that(
    knowledge: Knowledge, acts: tuple[Act, ...], given: dict[str, Any], said_back: str
) -> None:
    assert said(*acts, **given) == said_back
