"""What one message tells was switched off, deleted or cured: case by case."""

from dataclasses import replace
from typing import Any

from bot.model.acts import ReportedAction, Result, TellsResult
from bot.model.advice_plan import CLEARED, ONE_BY_ONE, UPDATED
from bot.model.conversation import AdviceOutcome, Change, Complaint, Conversation, Done
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.understanding import Kind, Understanding
from bot.triage.changes import changes_in, cure_in
from bot.triage.verdict import AdviceVerdict, Why
from tests import shipped
from tests.builders import (
    FORMS,
    POPULAR,
    RARE,
    a_catalogue,
    a_conversation,
    at,
    having_advised,
)
from tests.cases import each

shipped.knowledge()  # in whose words results are told

OFF = f"disable_plugin:{RARE.id}"
NOTHING = AdviceVerdict(Why.NO_RESULT)
FRESH = a_conversation()
ADVISED = having_advised(FRESH, OFF)
IS_OFF = replace(ADVISED, changes=(Change(Done.OFF, RARE.id, at(1)),))
GONE = replace(ADVISED, changes=(Change(Done.DELETED, RARE.id, at(1)),))
SIGN_OFF, SIGN_GONE = ("plugin-off",), ("plugin-deleted",)
TALK, ASKS = Kind.CHITCHAT, Kind.HOWTO
IT_IS_OFF, IT_IS_GONE = [(Done.OFF, RARE.id)], [(Done.DELETED, RARE.id)]
Changes = list[tuple[Done, str]]


def speaking_of(*products: str, **more: Any) -> Conversation:
    return a_conversation(complaint=Complaint(products=products, **more))


def changed(
    before: Conversation,
    text: str = "…",
    kind: Kind = TALK,
    signatures: tuple[str, ...] = (),
    verdict: AdviceVerdict = NOTHING,
    **said: Any,
) -> Changes:
    heard = replace(Understanding(kind, "ja", text), **said)
    found = changes_in(heard, signatures, verdict, before, a_catalogue(), at(9))
    return [(c.what, c.of) for c in found]


def since(heard: Understanding, words: str) -> tuple[Change, ...]:
    """What a message says it works since, in a talk in which nothing was advised."""
    return cure_in(heard, words, a_conversation(), AdviceVerdict(Why.NO_RESULT), at(9))


def result(outcome: AdviceOutcome | None, *advice: str) -> AdviceVerdict:
    return AdviceVerdict(Why.SAYS_SO, outcome, advice or (OFF,))


@each(
    ("before", "text", "kind", "verdict", "found"),
    [
        (ADVISED, "無効にしました", TALK, NOTHING, IT_IS_OFF),
        (FRESH, "無効にしました", TALK, NOTHING, []),  # it may be anything
        (speaking_of(RARE.id), "無効にしました", TALK, NOTHING, IT_IS_OFF),
        (speaking_of(FORMS.id), "無効にしました", TALK, NOTHING, []),  # which has no switch
        (FRESH, "無効にしたら開きました", Kind.WORKAROUND_WORKED, NOTHING, [(Done.OFF, "")]),
        (FRESH, "無効にしたら開きました", TALK, result(AdviceOutcome.WORKED), [(Done.OFF, "")]),
        (ADVISED, "無効にしましたが変わりません", TALK, NOTHING, []),  # in vain
        (ADVISED, "無効にしました", TALK, result(AdviceOutcome.FAILED), []),
        (ADVISED, "無効にしました", TALK, result(AdviceOutcome.CANNOT), []),
        (ADVISED, "無効にしました", Kind.WORKAROUND_FAILED, NOTHING, []),
        (ADVISED, "あとで無効にします", TALK, NOTHING, []),  # that is only meant
        (ADVISED, "無効にしました", ASKS, NOTHING, IT_IS_OFF),
        (ADVISED, "削除しました", TALK, NOTHING, IT_IS_GONE),
        (FRESH, "削除しました", TALK, NOTHING, []),  # a record, for all we know
        (FRESH, "削除しました", Kind.WORKAROUND_WORKED, NOTHING, []),
    ],
)
def test_what_the_words_tell_was_done(
    before: Conversation, text: str, kind: Kind, verdict: AdviceVerdict, found: Changes
) -> None:
    assert changed(before, text, kind, verdict=verdict) == found


@each(
    ("before", "kind", "signatures", "verdict", "found"),
    [
        (FRESH, ASKS, SIGN_OFF, NOTHING, []),  # "how is it switched off?"
        (ADVISED, ASKS, SIGN_OFF, NOTHING, IT_IS_OFF),
        (ADVISED, TALK, SIGN_OFF, AdviceVerdict(Why.ONLY_MEANT), []),
        (ADVISED, TALK, (*SIGN_OFF, *SIGN_GONE), NOTHING, IT_IS_GONE),
        (ADVISED, TALK, (*SIGN_OFF, "switched-on-again"), NOTHING, []),
        (ADVISED, TALK, SIGN_OFF, AdviceVerdict(Why.SWITCHED_ON), []),
        (ADVISED, TALK, (*SIGN_GONE, "switched-on-again"), NOTHING, IT_IS_GONE),
        (IS_OFF, TALK, SIGN_OFF, NOTHING, []),  # that is known
        (IS_OFF, TALK, SIGN_GONE, NOTHING, IT_IS_GONE),
        (FRESH, TALK, SIGN_OFF, result(AdviceOutcome.WORKED, ONE_BY_ONE), [(Done.OFF, "")]),
        (ADVISED, TALK, SIGN_OFF, result(AdviceOutcome.WORKED, "disable_own_js"), []),
    ],
)
def test_what_a_sign_tells_was_done(
    before: Conversation,
    kind: Kind,
    signatures: tuple[str, ...],
    verdict: AdviceVerdict,
    found: Changes,
) -> None:
    assert changed(before, "…", kind, signatures, verdict) == found


PARTLY = (TellsResult("x", 0.9, Result.PARTLY),)


@each(
    ("before", "verdict", "said", "found"),
    [
        (ADVISED, AdviceVerdict(Why.IN_PART), {}, IT_IS_OFF),  # what helps in part stays off
        (ADVISED, NOTHING, {"acts": PARTLY}, IT_IS_OFF),
        (ADVISED, AdviceVerdict(Why.GOES_ON), {"acts": PARTLY}, []),
        (FRESH, AdviceVerdict(Why.IN_PART), {}, []),
        (ADVISED, NOTHING, {"asked": ("reenable_when",)}, IT_IS_OFF),
        (GONE, NOTHING, {"asked": ("reenable_when",)}, []),
        (ADVISED, NOTHING, {"asked": ("when_fixed",)}, []),
    ],
)
def test_who_was_advised_to_and_speaks_as_if_it_were_off_has_it_off(
    before: Conversation, verdict: AdviceVerdict, said: dict[str, Any], found: Changes
) -> None:
    assert changed(before, "…", Kind.FUNCTION_REPORT, (), verdict, **said) == found


@each(
    ("before", "said", "of"),
    [
        (speaking_of(unlisted=("Nagi",)), {}, ["unlisted"]),
        (FRESH, {"facts": {"unknown_product": "Nagi"}}, ["unlisted"]),
        (speaking_of(RARE.id, POPULAR.id), {}, [""]),  # one of the two
        (speaking_of(RARE.id, FORMS.id), {}, [RARE.id]),
        (FRESH, {"products": (RARE.id, POPULAR.id)}, [RARE.id, POPULAR.id]),
        (FRESH, {"products": (RARE.id, POPULAR.id), "denied": (RARE.id,)}, [POPULAR.id]),
        (FRESH, {"products": (FORMS.id,)}, [""]),
        (ADVISED, {"products": (POPULAR.id,)}, [POPULAR.id]),
        (FRESH, {"facts": {"already_tried": ("vpn_off",)}}, []),  # that is no plug-in
        (FRESH, {"facts": {"already_tried": ("vpn_off",)}, "products": (RARE.id,)}, [RARE.id]),
    ],
)
def test_which_product_is_off(before: Conversation, said: dict[str, Any], of: list[str]) -> None:
    assert changed(before, "…", TALK, SIGN_OFF, **said) == [(Done.OFF, ident) for ident in of]


@each(
    ("action", "outcome", "before", "said", "found"),
    [
        (ReportedAction.DELETED, ToldOutcome.WORKED, ADVISED, {}, IT_IS_GONE),
        (ReportedAction.DISABLED, ToldOutcome.WORKED, ADVISED, {}, IT_IS_OFF),
        (ReportedAction.DISABLED, ToldOutcome.FAILED, ADVISED, {}, []),
        (ReportedAction.DISABLED, ToldOutcome.CANNOT, ADVISED, {}, []),
        (ReportedAction.RELOADED, ToldOutcome.WORKED, ADVISED, {}, []),
        (ReportedAction.DISABLED, ToldOutcome.WORKED, FRESH, {}, []),
        (ReportedAction.DISABLED, ToldOutcome.WORKED, FRESH, {"products": (RARE.id,)}, IT_IS_OFF),
    ],
)
def test_what_the_reader_of_results_finds_was_done(
    action: ReportedAction,
    outcome: ToldOutcome,
    before: Conversation,
    said: dict[str, Any],
    found: Changes,
) -> None:
    reading = ResultReading(action, outcome, 0.9)
    assert changed(before, result=reading, **said) == found


@each(
    ("words", "said", "cures"),
    [
        ("v4.1.3に更新したら直りました", {}, [(UPDATED, "4.1.3")]),
        ("4.1に更新したら直りました", {}, [(UPDATED, "4.1")]),
        ("最新版に更新したら直りました", {}, [(UPDATED, "")]),
        ("12345.1に更新したら直りました", {}, [(UPDATED, "")]),  # which is no version
        ("直りました", {"facts": {"already_tried": (CLEARED,)}}, [(CLEARED, "")]),
        ("直りました", {"facts": {"already_tried": ("reload",)}}, []),
        ("", {"facts": {"already_tried": (CLEARED,)}}, []),  # a pressed button
    ],
)
def test_since_what_it_works(
    words: str, said: dict[str, Any], cures: list[tuple[str, str]]
) -> None:
    heard = replace(Understanding(Kind.RECOVERED_REPORT, "ja", words), **said)
    assert [(c.of, c.version) for c in since(heard, words)] == cures
