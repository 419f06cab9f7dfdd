"""What is said to news that asks nothing: thanks, a result, a word in between."""

from dataclasses import replace
from typing import Any

from bot.model.acts import Courtesy
from bot.model.conversation import AdviceOutcome, Advised, Conversation, Trial
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Move, ReplyType
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.advice import AdviceWords
from bot.triage.reply.draft import ReplyDraft
from bot.triage.reply.ending import EndingWords, kind_of_unchanged
from tests.builders import RARE, a_catalogue, a_conversation, at
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
HELPED = Trial(OFF, AdviceOutcome.WORKED, at(5))
TROUBLED = a_conversation(reported_at=at(0), advised=(Advised(OFF, at(1)),))
THANKS = (Courtesy("助かりました", 0.9),)


def a_move(stance: ReplyType, *advice: str) -> Move:
    return Move(stance, Diagnosis((Hypothesis(UNKNOWN, 0.9),)), UNKNOWN, 0.9, advice=advice)


def words(knowledge: Knowledge) -> EndingWords:
    return EndingWords(knowledge, AdviceWords(knowledge))


def facts_of(conversation: Conversation) -> Facts:
    return Facts(at(9), conversation, a_catalogue())


@each(
    ("conversation", "acts", "key"),
    [
        (TROUBLED, (), "ack"),
        (replace(TROUBLED, trials=(HELPED,)), (), "idle.1"),
        (replace(TROUBLED, trials=(HELPED,)), THANKS, "ack.over"),
        # Told to enable it again after it had helped: what came of that is open.
        (
            replace(
                TROUBLED,
                trials=(HELPED,),
                advised=(Advised(OFF, at(1)), Advised(f"reenable_plugin:{RARE.id}", at(8))),
            ),
            (),
            "ack",
        ),
        (
            replace(
                TROUBLED,
                trials=(HELPED,),
                advised=(Advised(OFF, at(1)), Advised("no_action_needed", at(8))),
            ),
            THANKS,
            "ack.over",
        ),
        (replace(TROUBLED, recovered_at=at(6)), (), "idle.1"),
    ],
)
def test_what_is_said_to_a_word_in_between(
    knowledge: Knowledge, conversation: Conversation, acts: tuple[Any, ...], key: str
) -> None:
    said = Understanding(Kind.CHITCHAT, "ja", "わかりません", acts=acts)
    told = words(knowledge).acknowledged(facts_of(conversation), said)
    assert told == knowledge.say("ja", key)


@each(
    ("stance", "conversation", "kind"),
    [
        (ReplyType.WORKED, replace(TROUBLED, trials=(HELPED,)), "kept"),
        (ReplyType.WORKED, TROUBLED, "over"),
        (ReplyType.RECOVERED, TROUBLED, "over"),
        (ReplyType.ACKNOWLEDGE, TROUBLED, "waiting"),
        (ReplyType.ACKNOWLEDGE, a_conversation(), "idle"),
        (ReplyType.STATUS, TROUBLED, "unchanged"),
    ],
)
def test_what_stands_in_for_a_reply_that_says_nothing_new(
    stance: ReplyType, conversation: Conversation, kind: str
) -> None:
    assert kind_of_unchanged(a_move(stance), facts_of(conversation)) == kind


@each(
    ("advice", "key"),
    [
        (f"reenable_plugin:{RARE.id}", "recovered.reenable"),
        (f"reenable_with_caution:{RARE.id}", "recovered.updated"),
    ],
)
def test_who_may_enable_it_again_reads_why(knowledge: Knowledge, advice: str, key: str) -> None:
    draft = ReplyDraft()
    said = Understanding(Kind.RECOVERED_REPORT, "ja", "直りました")
    move = a_move(ReplyType.RECOVERED, advice)
    words(knowledge).add(draft, move, facts_of(TROUBLED), said)
    assert draft.paragraphs == [knowledge.say("ja", key, product=RARE.name)]
