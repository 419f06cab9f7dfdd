"""What is said to good news, and to words that ask nothing."""

from typing import Any

from bot.model.acts import Act, Courtesy, SaysOver
from bot.model.advice_plan import FOR_OTHERS, RUN_WHAT_IS_LEFT
from bot.model.conversation import AdviceOutcome, Advised, Complaint, Speaker, Trial, Turn
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.draft import ReplyDraft
from bot.triage.reply.ending import EndingWords, kind_of_unchanged
from tests.builders import RARE, a_conversation, at, some_facts
from tests.cases import each

ANSWERED = (Turn(at(0), Speaker.CUSTOMER, "…", "m1"), Turn(at(0), Speaker.DESK, "…"))
WAITING = Turn(at(1), Speaker.DESK, "[handoff.waiting]")
OVER, THANKS = SaysOver("…", 1.0), Courtesy("…", 1.0)
ON = f"reenable_plugin:{RARE.id}"
TROUBLED = {"reported_at": at(0), "turns": ANSWERED}


class Keys:
    """Words that are their own keys, with what is filled in; of some there are none."""

    def __init__(self, *lacking: str) -> None:
        self._lacking = lacking

    def say(self, lang: str, key: str, **values: object) -> str:
        named = "".join(f" {value}" for value in values.values())
        return "" if key in self._lacking else f"[{key}{named}]"


class Advice:
    """Advice in the same way."""

    def say(self, advice: str, move: Move, facts: Facts) -> str:
        return f"[{advice}]"

    def particulars(self, advice: str, move: Move, facts: Facts) -> str:
        return f"[how: {advice}]"


def words(*lacking: str) -> EndingWords:
    keys: Any = Keys(*lacking)
    advice: Any = Advice()
    return EndingWords(keys, advice)


def heard(*acts: Act, text: str = "…", **more: Any) -> Understanding:
    return Understanding(more.pop("kind", Kind.CHITCHAT), "ja", text, acts=acts, **more)


def a_move(*advice: str, stance: ReplyType = ReplyType.RECOVERED) -> Move:
    return Move(stance, Diagnosis((Hypothesis(UNKNOWN, 0.9),)), UNKNOWN, 0.9, advice=advice)


def facts_of(**talk: Any) -> Facts:
    return some_facts(conversation=a_conversation(**talk))


def off(product: str) -> Trial:
    return Trial(f"disable_plugin:{product}", AdviceOutcome.WORKED, at(1))


def tells(move: Move, said: Understanding, *lacking: str, **talk: Any) -> tuple[str, str]:
    """What is said to who tells that it works, and behind the fold."""
    draft = ReplyDraft()
    words(*lacking).add(draft, move, facts_of(**{**TROUBLED, **talk}), said)
    return "".join(draft.paragraphs), "".join(draft.details)


@each(
    ("talk", "acts", "said"),
    [
        ({**TROUBLED, "ticket": "T1"}, (THANKS,), "[handoff.waiting]"),
        ({**TROUBLED, "ticket": "T1", "turns": (*ANSWERED, WAITING)}, (THANKS,), "[handoff.noted]"),
        ({**TROUBLED, "advised": (Advised("clear_cache", at(0)),)}, (THANKS,), "[ack]"),
        ({**TROUBLED, "trials": (off(RARE.id),)}, (THANKS,), "[ack.over]"),
        (
            {
                **TROUBLED,
                "advised": (Advised("clear_cache", at(0)),),
                "trials": (off(RARE.id),),
            },
            (THANKS,),
            "[ack.over]",
        ),
        (TROUBLED, (THANKS,), "[ack.thanks]"),
        ({**TROUBLED, "recovered_at": at(3)}, (THANKS,), "[ack.over]"),
        ({**TROUBLED, "trials": (off(RARE.id),)}, (), "[idle.1]"),  # "I don't know"
        ({**TROUBLED, "recovered_at": at(3)}, (), "[idle.1]"),
        # Advised to enable it again after it had helped: what came of that is open.
        ({**TROUBLED, "trials": (off(RARE.id),), "advised": (Advised(ON, at(8)),)}, (), "[ack]"),
        (
            {
                **TROUBLED,
                "trials": (off(RARE.id),),
                "advised": (Advised("no_action_needed", at(8)),),
            },
            (THANKS,),
            "[ack.over]",
        ),
        ({**TROUBLED, "turns": ()}, (OVER,), "[recovered.nothing]"),
        ({"turns": ()}, (), "[unread]"),
        ({"turns": ANSWERED}, (THANKS,), "[ack.thanks]"),
        ({"turns": ANSWERED}, (), "[unread]"),
    ],
)
def test_what_is_said_to_words_that_neither_report_nor_ask(
    knowledge: Knowledge, talk: dict[str, Any], acts: tuple[Act, ...], said: str
) -> None:
    assert words().acknowledged(facts_of(**talk), heard(*acts)) == said


def test_who_says_nothing_that_can_be_read_is_invited_where_there_are_no_other_words(
    knowledge: Knowledge,
) -> None:
    assert words("unread").acknowledged(facts_of(turns=ANSWERED), heard()) == "[invite]"
    well = facts_of(**TROUBLED, recovered_at=at(3))
    assert words("ack.over").acknowledged(well, heard(THANKS)) == "[ack.thanks]"


@each(
    ("advice", "talk", "said", "folded"),
    [
        (
            (f"reenable_plugin:{RARE.id}", "monitor"),
            {},
            "[recovered.reenable Ruri Grid]",
            f"[how: reenable_plugin:{RARE.id}]",
        ),
        (
            (f"reenable_with_caution:{RARE.id}",),
            {},
            "[recovered.updated Ruri Grid]",
            f"[how: reenable_with_caution:{RARE.id}]",
        ),
        (("keep_disabled",), {"trials": (off(RARE.id),)}, "[recovered.keep Ruri Grid]", ""),
        (("no_action_needed", "monitor"), {}, "[recovered.nothing]", ""),
        ((RUN_WHAT_IS_LEFT, "monitor"), {}, "", ""),  # which the answer says
        (("no_action_needed", "check_data"), {}, "[recovered.nothing][check_data]", ""),
    ],
)
def test_what_is_said_when_it_works_again_by_what_is_to_be_done(
    knowledge: Knowledge, advice: tuple[str, ...], talk: dict[str, Any], said: str, folded: str
) -> None:
    assert tells(a_move(*advice), heard(OVER), **talk) == (said, folded)


def test_what_cured_it_is_passed_on_to_others(knowledge: Knowledge) -> None:
    cure = sorted(FOR_OTHERS)[0]
    said, _ = tells(a_move("no_action_needed", cure), heard(OVER))
    assert said == f"[recovered.nothing][recovered.cured.{cure}]"


@each(
    ("talk", "text", "lacking", "said"),
    [
        ({}, "…", (), "[worked.other]"),
        ({"trials": (off(RARE.id),)}, "…", (), "[worked.keep Ruri Grid]"),
        ({"trials": (off(""),)}, "…", (), "[worked.unnamed]"),
        ({"trials": (off(""),)}, "…", ("worked.unnamed",), "[worked.other]"),
        ({"trials": (off(RARE.id), off(""))}, "…", (), "[worked.unnamed]"),
        ({}, "無効にしたら直りました", (), "[worked.unnamed]"),
    ],
)
def test_what_helped_is_kept_as_it_is(
    knowledge: Knowledge, talk: dict[str, Any], text: str, lacking: tuple[str, ...], said: str
) -> None:
    move = a_move(stance=ReplyType.WORKED)
    assert tells(move, heard(OVER, text=text), *lacking, **talk)[0] == said


@each(
    ("told", "known", "text", "said"),
    [
        ({"incognito_ok": True}, {}, "…", "[worked.incognito]"),
        ({"incognito_ok": False, "other_network_ok": True}, {}, "…", "[worked.other_network]"),
        (
            {"already_tried": ("other_browser",)},
            {"other_browser_ok": True},
            "…",
            "[worked.other_browser]",
        ),
        ({}, {"other_browser_ok": True}, "…", "[worked.other]"),
        ({"other_browser_ok": False}, {"other_browser_ok": True}, "別のブラウザ", "[worked.other]"),
    ],
)
def test_where_it_works_tells_what_to_do(
    knowledge: Knowledge, told: dict[str, Any], known: dict[str, Any], text: str, said: str
) -> None:
    move, talk = a_move(stance=ReplyType.WORKED), {"complaint": Complaint(facts=known)}
    assert tells(move, heard(OVER, text=text, facts=told), **talk)[0] == said


@each(
    ("stance", "talk", "kind"),
    [
        (ReplyType.WORKED, {**TROUBLED, "trials": (off(RARE.id),)}, "kept"),
        (ReplyType.WORKED, TROUBLED, "over"),
        (ReplyType.RECOVERED, TROUBLED, "over"),
        (ReplyType.ACKNOWLEDGE, {**TROUBLED, "advised": (Advised(ON, at(8)),)}, "waiting"),
        (ReplyType.ACKNOWLEDGE, {}, "idle"),
        (ReplyType.STATUS, TROUBLED, "unchanged"),
    ],
)
def test_what_stands_in_for_a_reply_with_nothing_new(
    stance: ReplyType, talk: dict[str, Any], kind: str
) -> None:
    assert kind_of_unchanged(a_move(stance=stance), facts_of(**talk)) == kind


@each(
    ("advice", "lacking", "said"),
    [
        (("use_standard_view",), (), "[worked.meanwhile]"),
        (("use_standard_view",), ("worked.meanwhile",), "[worked.other]"),
        ((), (), "[worked.other]"),
    ],
)
def test_who_gets_along_in_another_way_is_not_told_that_it_works_again(
    advice: tuple[str, ...], lacking: tuple[str, ...], said: str
) -> None:
    draft, told = ReplyDraft(), heard(text="標準の一覧でなんとかなってます")
    move = a_move(*advice, stance=ReplyType.WORKED)
    words(*lacking).add(draft, move, facts_of(**TROUBLED), told)
    assert draft.paragraphs == [said]
