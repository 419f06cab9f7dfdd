"""How the reply to a report begins: what was told, what it means, the finding, a word of regret.

Each is said where it is new. Nothing here decides what to do.
"""

from collections.abc import Callable
from functools import partial

from bot.model.evidence import UNKNOWN
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Move
from bot.model.understanding import Symptom, Understanding
from bot.triage.reply.advice import AdviceWords
from bot.triage.reply.draft import ReplyDraft, said_before, unsaid
from bot.triage.reply.finding import FindingWords
from bot.triage.reply.hearing import is_upset, says_urgent, waits_long
from bot.triage.reply.noticed import (
    answer_said_back,
    clues_said_back,
    products_said_back,
    tried_said_back,
)
from bot.triage.reply.results import result_said_back
from bot.triage.reply.said_back import (
    is_aside,
    is_good_news,
    plain_symptoms,
    question_said_back,
    trouble_said_back,
)
from bot.triage.reply.scene import SEVERAL, SHARED_FROM, in_incident, similar
from bot.triage.reply.sentences import joined
from bot.triage.reply.subject import asked_product

# Answers that say what the finding would say again.
_SAYS_THE_FINDING = frozenset(
    {"cause", "no_admin", "notice_match", "outage_now", "summary", "vendor_fault"}
)
# Answers beside which nothing else is to be done first.
IS_THE_ADVICE = frozenset({"no_admin", "reenable_when", "settings_unreachable"})
# Symptoms with which their own words say which function it is.
_OF_ANY_FUNCTION = frozenset({Symptom.FEATURE_MISSING, Symptom.FILE_PROBLEM})
_SAYS_WHO_ELSE = frozenset({"affected_scope", "only_us", "service_ok"})


class BeginningWords:
    """Puts the beginning of a reply into words: what was heard, before what is to be done."""

    def __init__(self, knowledge: Knowledge, advice: AdviceWords, finding: FindingWords) -> None:
        self._knowledge = knowledge
        self._advice = advice
        self._finding = finding

    def add(self, draft: ReplyDraft, move: Move, facts: Facts, heard: Understanding) -> None:
        """Put it into the draft: paragraphs of its own, or beside the last answer."""
        meanings = self._advice.meanings(facts)
        draft.paragraphs += meanings
        found = unsaid(self._found(move, facts, heard), facts.conversation)
        known = self._finding.of_topic(facts)  # which says by itself what was told
        leads, draft.regret = self._leads(found, facts), self._regret(facts, heard)
        told = unsaid(self._told(draft, move, facts, heard, leads=leads), facts.conversation)
        if known in found and not is_upset(heard.redacted):
            found, told = [*found, *told], []
        if known in found and self._finding.says_what_to_do(facts):
            draft.regret = ""
        # Regret alone is no paragraph.
        if draft.regret and not (found or told) and (draft.paragraphs or draft.answers):
            if draft.answers and {*heard.asked} & (_SAYS_THE_FINDING | _SAYS_WHO_ELSE):
                draft.answers[-1] = joined([draft.answers[-1], draft.regret], facts)
            draft.regret = ""
            return
        first = draft.regret if is_upset(heard.redacted) else ""
        draft.regret = "" if first else draft.regret
        rest = joined([first, *found], facts)
        if len(told) == 1:
            draft.paragraphs.append(joined([*told, rest], facts))
        else:
            draft.paragraphs += [joined(told, facts), rest]

    def _leads(self, found: list[str], facts: Facts) -> bool:
        """Whether the finding says where such trouble comes from, or what its error means: that is said in place of what was told."""
        meant = self._advice.meanings(facts, open_cause=True)[:1]
        return any(said and said in found for said in (self._finding.usual(facts), *meant))

    def of_request(self, facts: Facts, heard: Understanding) -> str:
        """A question or request that is passed on, or the trouble told with it, said back."""
        say = partial(self._knowledge.say, facts.conversation.lang)
        if self._advice.meanings(facts):
            return ""
        told = trouble_said_back(facts, heard, say) if heard.symptoms else ""
        clues = clues_said_back(facts, heard, say, told, side=False) if told else ""
        return joined([told or question_said_back(heard, say), clues], facts)

    def _told(
        self, draft: ReplyDraft, move: Move, facts: Facts, heard: Understanding, *, leads: bool
    ) -> list[str]:
        """What was told, in half a sentence or two; thanks for an answer is no line of its own.

        ``leads``: what is known of such trouble is said, and nothing need be said back beside what tells causes apart.
        """
        say = partial(self._knowledge.say, facts.conversation.lang)
        result = result_said_back(move, facts, heard, say)
        thanks = result in (say("heard.answered"), say("heard.unknown"))
        if not facts.conversation.awaits_first_reply and (thanks or not result):
            heard_now = products_said_back(facts, heard, say) or answer_said_back(heard, say)
            draft.courtesy = heard_now or result
            return []
        if (
            not facts.conversation.awaits_first_reply
            or is_good_news(heard)
            or heard.check is not None
        ):
            return [result] if result else []
        result = "" if thanks else result
        if IS_THE_ADVICE.intersection(heard.asked):
            return []
        if leads and not result and self._finding.of_topic(facts):
            if self._finding.says_what_to_do(facts):
                return []
            clues = clues_said_back(facts, heard, say, "", side=False)
            return [s for s in (clues or tried_said_back(facts, heard, say),) if s]
        meant = bool(self._advice.meanings(facts))  # what changed or went wrong has been explained
        explained = meant or bool(draft.answers and move.named)
        topic = self._finding.topic(facts)
        vague = not _OF_ANY_FUNCTION.isdisjoint(plain_symptoms(facts.conversation.complaint))
        brief = leads and not vague
        told = "" if explained else trouble_said_back(facts, heard, say, topic, particular=brief)
        said = result or told
        draft.regret = "" if said else draft.regret
        clues = "" if meant else clues_said_back(facts, heard, say, said, side=not move.named)
        tried = "" if clues else tried_said_back(facts, heard, say)
        return [s for s in (said, clues, tried) if s]

    def _found(self, move: Move, facts: Facts, heard: Understanding) -> list[str]:
        """What an error means that leaves the cause open, and the finding, where no answer says it."""
        asked, others = {*heard.asked}, self._others(move, facts)
        explained = bool(self._advice.meanings(facts))
        found: list[str] = []
        if explained and move.cause.startswith("customer:") and self._advice.says_enough(facts):
            return []
        if asked & IS_THE_ADVICE and not move.named:
            return []
        aside = is_aside(facts, heard, of_a_console=True)
        of_trouble = "error_text" in heard.facts or not aside
        if of_trouble and not (move.named or explained) and others < SEVERAL:
            found += self._advice.meanings(facts, open_cause=True)[:1]
        is_shown = heard.check is not None  # what it shows is the finding
        if asked & _SAYS_THE_FINDING == {"vendor_fault"}:  # of another product than is suspected
            about = asked_product(heard, facts)
            suspected = about is None or about.cause == move.diagnosis.leading.cause
            asked = asked if suspected else asked - _SAYS_THE_FINDING
        if not asked & _SAYS_THE_FINDING and (move.named or not (explained or is_shown)):
            unsaid_others = None if asked & _SAYS_WHO_ELSE else others
            found += self._finding.sentences(move, facts, unsaid_others, oriented=bool(found))
        elif not (move.named or explained or found) and others < SHARED_FROM:
            found.append(self._finding.usual(facts))
        return [s for s in found if s]

    def _regret(self, facts: Facts, heard: Understanding) -> str:
        """A word of regret in a first reply, where nothing that was told is said back with one."""
        if (
            not facts.conversation.awaits_first_reply
            or is_good_news(heard)
            or "when_contact" in heard.asked
        ):
            return ""
        key = "sorry.urgent" if says_urgent(heard) else "sorry"
        say = partial(self._knowledge.say, facts.conversation.lang)
        return (say("sorry.upset") if is_upset(heard.redacted) else "") or say(key)

    def _others(self, move: Move, facts: Facts) -> int:
        """How many other organisations report what may be said to be the same."""
        leading = move.diagnosis.leading
        cause = move.cause if move.cause != UNKNOWN else leading.cause
        found = facts.crowd.tenants.get(cause, 0)
        return found or similar(facts) or in_incident(cause, facts)


def with_regret(draft: ReplyDraft, asked: list[str], facts: Facts) -> list[str]:
    """The questions with the word of regret before the first; without any, it ends the last paragraph."""
    if not asked:
        draft.paragraphs[-1:] = [joined([p, draft.regret], facts) for p in draft.paragraphs[-1:]]
    return [joined([draft.regret, q], facts) if n == 0 else q for n, q in enumerate(asked)]


def add_regret(
    draft: ReplyDraft, facts: Facts, heard: Understanding, say: Callable[..., str]
) -> None:
    """Put regret behind what is said to who waits, is upset or in a hurry; each once in a conversation."""
    upset = "sorry.upset" if is_upset(heard.redacted) else ""
    waits = "sorry.waiting" if waits_long(heard.redacted) and facts.conversation.turns[:-1] else ""
    key = waits or upset or ("sorry.urgent" if says_urgent(heard) and draft.answers else "")
    regret = say(key) if key else ""
    said = next((part for part in (draft.answers, draft.closing, draft.paragraphs) if part), None)
    told = said_before(facts.conversation) + "".join((*draft.opening, *draft.paragraphs))
    if said and regret and regret not in told:
        said[-1] = joined([said[-1], regret], facts)
