"""What came of something, said back in half a sentence, or what it is about after all.

``say`` gives one of the desk's own sentences by its key; "" is returned where too little was read.
"""

from bot.lexicon.meanings import Meanings
from bot.model.acts import Asks, Corrects, ReportedAction, SaysBack, WantsPerson
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.facts import Facts
from bot.model.move import Move, ReplyType
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc, plain
from bot.triage.recovery_signals import is_partial
from bot.triage.reply.draft import said_before
from bot.triage.reply.said_back import NO_STEP, Say, is_good_news
from bot.triage.reply.sentences import joined

_SAID = Meanings("said", "unsure")
SWITCHING_OFF = "disable_plugin"  # a kind of advice


def result_said_back(move: Move, facts: Facts, heard: Understanding, say: Say) -> str:
    """Half a sentence on what came of something, or what it is about after all."""
    conversation = facts.conversation
    if heard.check is not None:
        return ""  # what it shows is the answer
    worked_until_now = _says_back(heard) and _has_helped(conversation)
    if move.stance is ReplyType.FAILED and conversation.fails_since_enabled():
        return say("heard.fails_enabled")
    if move.stance is ReplyType.FAILED and not worked_until_now:
        return _failure_said_back(move, facts, heard, say)
    corrected = [p for i in heard.products if (p := facts.catalogue.get(i)) is not None]
    corrects = (
        any(isinstance(a, Corrects) for a in heard.acts) and not conversation.awaits_first_reply
    )
    if corrected and (heard.denied or corrects):
        return say("heard.corrected", product=corrected[0].name)
    if denied := _denied(facts, heard):
        return say("heard.denied", product=denied)
    if is_partial(heard) and not conversation.awaits_first_reply:
        return joined([say("heard.partial"), _may_be_unpublished(conversation, heard, say)], facts)
    if _is_back(conversation, heard):
        on = conversation.fails_since_enabled() or conversation.works_since_enabled()
        return say("heard.fails_enabled" if on else "heard.again")
    if conversation.awaits_first_reply and is_good_news(heard):
        return say("heard.worked")
    asks_beside = any(isinstance(a, Asks | WantsPerson) for a in heard.acts)
    if not heard.answered or asks_beside:
        return ""
    return say("heard.unknown" if _knows_not(heard) else "heard.answered")


def _denied(facts: Facts, heard: Understanding) -> str:
    """The name of a product that it is not, as they say of what was named before, or of what the desk suspects."""
    if facts.conversation.awaits_first_reply:
        return ""
    products = (facts.catalogue.get(i) for i in heard.denied)
    return next((p.name for p in products if p is not None and p != facts.catalogue.platform), "")


def _knows_not(heard: Understanding) -> bool:
    """Whether an answer says nothing but that its writer does not know."""
    told = (value for value in heard.facts.values() if value != "unknown")
    return not any(told) and _SAID.unsure.search(plain(nfkc(heard.redacted))) is not None


def _failure_said_back(move: Move, facts: Facts, heard: Understanding, say: Say) -> str:
    conversation = facts.conversation
    trials = conversation.trials
    if trials and trials[-1].outcome is AdviceOutcome.CANNOT:
        return say("heard.cannot")
    steps = {t.advice for t in trials} | {a.advice for a in conversation.advised}
    if not steps - NO_STEP:
        return ""  # nothing was to be tried that could have failed
    if is_partial(heard) and not conversation.awaits_first_reply:
        return say("heard.partial")
    unpublished = _may_be_unpublished(conversation, heard, say)
    return joined([say("heard.failed"), unpublished or _may_be_on_again(move, facts, say)], facts)


def _may_be_unpublished(conversation: Conversation, heard: Understanding, say: Say) -> str:
    """That a plug-in is off only once the app was updated, to who switched one off and sees no change; said once."""
    off = heard.result is not None and heard.result.action is ReportedAction.DISABLED
    hint = say("heard.update_app") if off and conversation.advised_off() else ""
    return "" if hint in said_before(conversation) else hint


def _may_be_on_again(move: Move, facts: Facts, say: Say) -> str:
    """That what was switched off in vain need not stay off; "" where it may yet be part of the trouble."""
    what, _, ident = (
        facts.conversation.trials[-1].advice.partition(":")
        if facts.conversation.trials
        else ("", "", "")
    )
    if what != SWITCHING_OFF:
        return ""
    product = facts.catalogue.get(ident)
    if product is None:
        return say("heard.failed_off", product=say("plugin.unnamed"))
    below = map(facts.catalogue.get, facts.catalogue.foundations(ident))
    causes = {p.cause for p in (product, *below) if p is not None}
    suspected = move.cause in causes or any(facts.incident_of(c) is not None for c in causes)
    return "" if suspected else say("heard.failed_off", product=product.name)


def _is_back(conversation: Conversation, heard: Understanding) -> bool:
    """Whether trouble is reported again after something had helped; another product is another trouble."""
    if _says_back(heard) and not conversation.awaits_first_reply:
        return True
    return _has_helped(conversation) and heard.kind.is_report and not heard.products


def _says_back(heard: Understanding) -> bool:
    return any(isinstance(a, SaysBack) for a in heard.acts)


def _has_helped(conversation: Conversation) -> bool:
    """Whether something that was tried had helped."""
    return any(t.outcome is AdviceOutcome.WORKED for t in conversation.trials)
