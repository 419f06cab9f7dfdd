"""Replies to news that ask nothing: it works again, it was a mistake, thanks, a word in between.

Nothing here decides what to do.
"""

from collections.abc import Iterator
from functools import partial

from bot.model.advice_plan import FOR_OTHERS, RUN_WHAT_IS_LEFT
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Move, ReplyType
from bot.model.understanding import Understanding
from bot.triage.pending_advice import TRIED, kind_of, ways_in
from bot.triage.reply.advice import AdviceWords, product_name
from bot.triage.reply.draft import ReplyDraft
from bot.triage.reply.handing_over import still_at_it
from bot.triage.reply.hearing import is_courtesy, is_upset
from bot.triage.reply.noticed import answer_said_back
from bot.triage.reply.said_back import is_good_news, is_mistake
from bot.triage.reply.sentences import joined
from bot.triage.understand.facts.results import told_in

_ENABLED = {
    "reenable_plugin": "recovered.reenable",
    "reenable_with_caution": "recovered.updated",
}
_TO_TRY = TRIED | FOR_OTHERS | _ENABLED.keys()
# Where it works tells where the trouble is not, and what to do about it: a place and the fact that it works there.
_TELLING = {
    "incognito": "incognito_ok",
    "other_browser": "other_browser_ok",
    "other_network": "other_network_ok",
}


def kind_of_unchanged(move: Move, facts: Facts) -> str:
    """Which sentences stand in for a reply that has nothing new, by what was written last."""
    if move.stance is ReplyType.WORKED and facts.conversation.switched_off():
        return "kept"
    if move.stance in (ReplyType.RECOVERED, ReplyType.WORKED):
        return "over"
    if move.stance is ReplyType.ACKNOWLEDGE:
        return "waiting" if _awaits_result(facts.conversation) else "idle"
    return "unchanged"


class EndingWords:
    """Puts into words what is said to good news and to words that ask nothing."""

    def __init__(self, knowledge: Knowledge, advice: AdviceWords) -> None:
        self._knowledge = knowledge
        self._advice = advice

    def add(self, draft: ReplyDraft, move: Move, facts: Facts, heard: Understanding) -> None:
        """Put into the draft what is said to who tells that it works."""
        if is_mistake(heard) and not facts.conversation.switched_off():
            draft.paragraphs.append(self._say(facts, "recovered.mistake"))
        elif move.stance is ReplyType.WORKED:
            draft.paragraphs.append(self._worked(move, facts, heard))
        else:
            self._recovered(draft, move, facts)

    def acknowledged(self, facts: Facts, heard: Understanding) -> str:
        """What is said to words that neither report nor ask."""
        conversation, say = facts.conversation, partial(self._say, facts)
        told = answer_said_back(heard, say)
        if is_mistake(heard):
            return say("recovered.mistake")
        regret = say("sorry.upset") if is_upset(heard.redacted) else ""
        if conversation.ticket is not None and (conversation.is_troubled or regret):
            return joined([regret or told, still_at_it(conversation, say)], facts)
        if _awaits_result(conversation):
            return joined([told, say("ack.result")], facts) if told else say("ack")
        if conversation.reported_at is None and told:
            return joined([told, say("ack.more")], facts)
        if told:
            return told
        return self._courtesy(facts, heard)

    def _courtesy(self, facts: Facts, heard: Understanding) -> str:
        """What is said to thanks, and to what could not be made out."""
        conversation, say = facts.conversation, partial(self._say, facts)
        if conversation.awaits_first_reply and is_good_news(heard):
            return say("recovered.nothing")
        if conversation.reported_at is None:
            return say("ack.thanks") if is_courtesy(heard) else say("unread") or say("invite")
        if not (is_courtesy(heard) or is_good_news(heard)):
            return say("idle.1")
        helped = _has_helped(facts) or not conversation.is_troubled
        return (helped and say("ack.over")) or say("ack.thanks")

    def _recovered(self, draft: ReplyDraft, move: Move, facts: Facts) -> None:
        again = [a for a in move.advice if a.startswith("reenable_")]
        if again:
            name = product_name(again[0].partition(":")[2], facts, self._knowledge)
            draft.paragraphs.append(self._say(facts, _ENABLED[kind_of(again[0])], product=name))
            draft.details.append(self._advice.particulars(again[0], move, facts))
            return
        if "keep_disabled" in move.advice:
            off = facts.conversation.switched_off()
            name = product_name(off[-1], facts, self._knowledge)
            draft.paragraphs.append(self._say(facts, "recovered.keep", product=name))
            return
        if RUN_WHAT_IS_LEFT not in move.advice:  # which the answer says
            draft.paragraphs.append(self._say(facts, "recovered.nothing"))
        cures = [a for a in move.advice if a in FOR_OTHERS]
        draft.paragraphs += [self._say(facts, f"recovered.cured.{cure}") for cure in cures]
        said = {"no_action_needed", "monitor", RUN_WHAT_IS_LEFT, *FOR_OTHERS}
        checks = [a for a in move.advice if a not in said]
        draft.paragraphs += [self._advice.say(advice, move, facts) for advice in checks]

    def _worked(self, move: Move, facts: Facts, heard: Understanding) -> str:
        off = facts.conversation.switched_off()
        if not off and not told_in(heard.redacted).switched_off:
            ways = [
                *_where_it_works(facts, heard),
                *(["meanwhile"] if move.advice else []),
                "other",
            ]
            told = (self._say(facts, f"worked.{way}") for way in ways)
            return next(filter(None, told), "")
        if not off or not off[-1]:  # they did not name what it was, or it is no plug-in
            return self._say(facts, "worked.unnamed") or self._say(facts, "worked.other")
        name = product_name(off[-1], facts, self._knowledge)
        return self._say(facts, "worked.keep", product=name)

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)


def _where_it_works(facts: Facts, heard: Understanding) -> Iterator[str]:
    """The places of which this message says that it works there, or that were tried as it says."""
    known, tried = facts.conversation.complaint.facts, ways_in(heard)
    for way, fact in _TELLING.items():
        if heard.facts.get(fact, way in tried and known.get(fact)) is True:
            yield way


def _awaits_result(conversation: Conversation) -> bool:
    """Whether they were advised something to try since they last told that it works, or have trouble and no way yet."""
    told = [t.at for t in conversation.trials if t.outcome is AdviceOutcome.WORKED]
    if conversation.is_troubled and conversation.advised and not told:
        return True
    if conversation.recovered_at is not None:
        told.append(conversation.recovered_at)
    to_try = [a.at for a in conversation.advised if kind_of(a.advice) in _TO_TRY]
    return bool(to_try) and all(at < to_try[-1] for at in told)


def _has_helped(facts: Facts) -> bool:
    return any(t.outcome is AdviceOutcome.WORKED for t in facts.conversation.trials)
