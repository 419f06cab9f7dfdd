"""A move in words: what was told, answers, then what is new, the finding, one thing to do, one question.

Which sentence follows from what is decided here; the sentences themselves stand in
``knowledge/words`` and ``knowledge/answers``. Steps, evidence and other particulars go behind the
fold (``details``); warnings that prevent harm and questions never do.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import partial

from bot.model.answer import AGAIN, DEFAULT, Answer
from bot.model.effect import Checked
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Move, ReplyType
from bot.model.rewording import Proposal, Rewording
from bot.model.understanding import Kind, Understanding
from bot.triage.reply.about_desk import hours_in_words
from bot.triage.reply.advice import AdviceWords
from bot.triage.reply.beginning import IS_THE_ADVICE, BeginningWords, add_regret, with_regret
from bot.triage.reply.case_name import is_beside_another, named
from bot.triage.reply.checks import CheckWords
from bot.triage.reply.choosers import CHOOSERS
from bot.triage.reply.draft import Composed, ReplyDraft, said_before, was_just_said
from bot.triage.reply.ending import EndingWords, kind_of_unchanged
from bot.triage.reply.finding import FindingWords
from bot.triage.reply.going_on import told_unasked
from bot.triage.reply.handing_over import handed_over, handing_on, passed_on, route_key
from bot.triage.reply.hearing import is_unanswered, speaks_of_picture
from bot.triage.reply.known import KnownWords
from bot.triage.reply.lost import of_deleting
from bot.triage.reply.meant import meant, subject_of
from bot.triage.reply.proposed import with_proposed
from bot.triage.reply.rewording import as_reworded
from bot.triage.reply.said_back import question_said_back
from bot.triage.reply.scene import Scene, SceneText
from bot.triage.reply.sentences import joined
from bot.triage.reply.taps import fitting_words, taps
from bot.triage.reply.tries import what_it_shows

_SHOWN = frozenset({"error_text", "error_code"})  # facts: the words of a picture were written down
# What is said whatever the case, and dangers, which come first.
_OF_NO_CASE = frozenset({
    ReplyType.SAFETY, ReplyType.ACKNOWLEDGE, ReplyType.DECLINE, ReplyType.INVITE, ReplyType.LIMIT,
    ReplyType.SILENT,
})  # fmt: skip
_WITHOUT_STEPS = frozenset({"nothing"})  # states of an answer in which no step was advised


class ReplyWording:
    """Puts moves into the customer's language. Nothing in it decides what to do."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._advice = AdviceWords(knowledge)
        self._checks = CheckWords(knowledge)
        self._finding = FindingWords(knowledge)
        self._known = KnownWords(knowledge)
        self._ending = EndingWords(knowledge, self._advice)
        self._beginning = BeginningWords(knowledge, self._advice, self._finding)
        self._proposed: Proposal | None = None

    def taking(self, proposed: Proposal | None) -> "ReplyWording":
        """The same, which takes what is proposed for a reply as far as that is allowed."""
        if proposed is None:
            return self
        taking = copy(self)
        taking._proposed = proposed  # noqa: SLF001 - of a copy of ours
        return taking

    def understood(self, heard: Understanding, message_id: str) -> Understanding:
        """A message with the acts that were proposed for it, where its own reading is open."""
        return with_proposed(heard, self._proposed, message_id, self._knowledge.answers)

    def reply(self, move: Move, facts: Facts, heard: Understanding) -> Composed:
        """The reply, and what stands behind its fold."""
        draft = ReplyDraft()
        scene = Scene(
            move,
            facts,
            heard,
            self._finding.reasons(move, facts),
            self._advice.meanwhile(move, facts),
            hours_in_words(self._knowledge, facts.conversation.lang),
        )
        if heard.check is not None:
            shown = what_it_shows(heard.check, facts, partial(self._say, facts))
            draft.answers += [shown] if shown else []
        self._answer(draft, scene)
        draft.opening.append(told_unasked(scene, partial(self._say, facts), draft.answers))
        self._add(draft, scene)
        if is_unanswered(heard) and not draft.answers:
            self._admit(draft, scene)
        draft.closing.insert(0, of_deleting(scene, partial(self._say, facts)))
        self._close(draft, move, facts)
        kind, what = kind_of_unchanged(move, facts), subject_of(scene)
        what = what or self._say(facts, "subject.trouble")
        unchanged = [self._say(facts, f"{kind}.{n}", what=what) for n in (1, 2, 3)]
        unchanged.append(self._say(facts, "status.known"))  # the languages that say less
        case, known = facts.conversation, tuple(u for u in unchanged if u)
        composed = draft.composed(case, known, facts.beside)
        say = partial(self._say, facts)
        reworded = self._proposed if isinstance(self._proposed, Rewording) else None
        composed = as_reworded(composed, reworded, move, facts, say)
        is_answer = bool(heard.answered) and move.stance is ReplyType.ACKNOWLEDGE
        is_of_none = move.stance in _OF_NO_CASE and not is_answer
        if is_of_none or not is_beside_another(facts.beside, facts.now):
            return composed
        return replace(
            composed, text=named(composed.text, case, facts.beside, facts.catalogue, say)
        )

    def _close(self, draft: ReplyDraft, move: Move, facts: Facts) -> None:
        """The questions; where a first check is all there is, that more may be written."""
        usual = self._finding.usual(facts)
        oriented = bool(usual) and any(usual in said for said in draft.paragraphs)
        meant = self._advice.meanings(facts) or self._advice.meanings(facts, open_cause=True)
        told = oriented or move.named or bool(meant)
        asked = [q for q in self._asked(move, facts, explained=not told) if q]
        draft.closing += with_regret(draft, asked, facts)
        nothing_else = not (move.questions or move.escalation)
        if oriented and nothing_else and self._finding.says_what_to_do(facts):
            draft.closing.append(self._say(facts, "settled.more"))

    def _add(self, draft: ReplyDraft, scene: Scene) -> None:
        """What the move's own kind of reply says beside the answers."""
        move, facts, heard = scene.move, scene.facts, scene.heard
        say = partial(self._say, facts)
        match move.stance:
            case ReplyType.SAFETY | ReplyType.ANSWER:
                self._beside_answers(draft, move, facts, heard)
            case ReplyType.DIAGNOSE | ReplyType.FAILED:
                self._diagnose(draft, move, facts, heard)
                if not (draft.regret or facts.conversation.awaits_first_reply):
                    add_regret(draft, facts, heard, say)
            case ReplyType.RECOVERED | ReplyType.WORKED:
                self._ending.add(draft, move, facts, heard)
            case ReplyType.HANDOFF:
                draft.closing = [handed_over(facts, heard, say)]
                draft.answers = [] if heard.asked == ("human",) else draft.answers
                add_regret(draft, facts, heard, say)
            case ReplyType.STATUS | ReplyType.ROUTE | ReplyType.ACKNOWLEDGE if draft.answers:
                add_regret(draft, facts, heard, say)
            case ReplyType.ROUTE:
                known = self._known.of(heard, facts.conversation.lang)
                draft.opening.append(known or self._beginning.of_request(facts, heard))
                draft.paragraphs += self._advice.meanings(facts)
                draft.closing.append(self._say(facts, route_key(heard.kind, known=bool(known))))
            case ReplyType.ACKNOWLEDGE if heard.check is None:
                draft.paragraphs.append(self._ending.acknowledged(facts, heard))
            case _:
                draft.closing.append(self._plain(move, facts))

    def _beside_answers(
        self, draft: ReplyDraft, move: Move, facts: Facts, heard: Understanding
    ) -> None:
        """What stands beside answers where nothing else is said: what is passed on, and regret in a hurry."""
        say = partial(self._say, facts)
        if move.stance is ReplyType.ANSWER and not draft.answers:
            known = self._known.of(heard, facts.conversation.lang)
            draft.answers += [known] if known else self._advice.meanings(facts)
            draft.closing.append(say("known.more") if known else "")
        elif move.stance is ReplyType.ANSWER and move.escalation is not None:
            known = self._known.of(heard, facts.conversation.lang)
            draft.opening.append(known or question_said_back(heard, say))
        if move.stance is ReplyType.ANSWER:
            add_regret(draft, facts, heard, say)
        draft.closing.append(passed_on(move, heard, say))

    def _admit(self, draft: ReplyDraft, scene: Scene) -> None:
        """That a question has no answer here; how things stand may be one all the same, or what is known of a function."""
        if known := self._known.of(scene.heard, scene.conversation.lang):
            draft.answers.append(known)
            draft.closing = [self._say(scene.facts, "known.more")]
            draft.paragraphs.clear()
            return
        beside = scene.move.stance is ReplyType.STATUS
        text = self._say(scene.facts, "unanswered.beside" if beside else "unanswered")
        if scene.move.stance is ReplyType.ACKNOWLEDGE and text:
            draft.paragraphs.clear()
        place = draft.closing if beside else draft.answers
        place += [text] if text else []

    def _plain(self, move: Move, facts: Facts) -> str:
        """Replies of one sentence or two."""
        if move.stance is ReplyType.STATUS:
            return self._checks.how_things_stand(facts)
        said = self._say(facts, _PLAIN_KEYS[move.stance])
        if move.stance is ReplyType.DECLINE and said in said_before(facts.conversation):
            return self._say(facts, "decline.again") or said
        return said

    def checked(self, facts: Facts) -> tuple[Checked, ...]:
        """What was looked at for the reply."""
        return self._checks.checked(facts)

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)

    def _answer(self, draft: ReplyDraft, scene: Scene) -> None:
        """What was asked directly, each question with its answer."""
        for ident in meant(scene):
            answer = self._knowledge.answers[ident]
            chooser = CHOOSERS.get(ident)
            state = chooser.choose(scene) if chooser is not None else SceneText(DEFAULT)
            if state is None or (state.name in answer.unknowing and self._knows_better(scene)):
                continue
            unnamed = self._say(scene.facts, "plugin.unnamed")
            page = self._advice.app_page(scene.facts)
            values = {"app_page": page, "product": unnamed, **dict(state.values)}
            texts = [t for t in self._texts(answer, state.name, values, scene.facts) if t]
            again = f"{AGAIN}_{state.name}" if f"{AGAIN}_{state.name}" in answer.says else AGAIN
            if again in answer.says and was_just_said(texts, scene.conversation):
                texts = list(self._texts(answer, again, values, scene.facts))
            draft.answers += texts
            for again in (a for a in scene.move.advice if a.startswith("reenable_plugin")):
                draft.details.append(self._advice.particulars(again, scene.move, scene.facts))
            if answer.details and state.name not in _WITHOUT_STEPS:
                draft.details.append(
                    self._advice.particulars(answer.details, scene.move, scene.facts)
                )

    def _knows_better(self, scene: Scene) -> bool:
        """Whether something is known of the function that is spoken of, which tells more than "not known yet"."""
        if scene.heard.kind.is_report:
            return self._finding.is_local(scene.facts)
        return bool(self._known.of(scene.heard, scene.conversation.lang))

    def _texts(
        self, answer: Answer, state: str, values: dict[str, str], facts: Facts
    ) -> Iterator[str]:
        lang = facts.conversation.lang
        text = answer.says.get(state) or next(iter(answer.says.values()))
        said = text.get(lang) or answer.says.get(DEFAULT, {}).get(lang) or text.get("en", "")
        yield from said.format(**values).strip().split("\n\n")

    def _diagnose(self, draft: ReplyDraft, move: Move, facts: Facts, heard: Understanding) -> None:
        self._beginning.add(draft, move, facts, heard)
        draft.paragraphs += self._advice.cautions(facts)
        said = {a for i in heard.asked for a in self._knowledge.answers[i].advice}
        unsaid_advice = tuple(a for a in move.advice if a not in said)
        main, rest = self._advice.parts(replace(move, advice=unsaid_advice), facts)
        if facts.conversation.complaint.facts.get("outsider"):  # who runs the form can do more
            main, rest = [self._say(facts, "outsider")], [*main, *rest]
        elif IS_THE_ADVICE.intersection(heard.asked) or self._has_a_step(draft, move, facts):
            main, rest = [], [*main, *rest]
        draft.paragraphs += main
        draft.details += rest
        draft.details.append(self._finding.because(move, facts))
        if facts.conversation.awaits_first_reply or heard.kind is Kind.STATUS_QUERY:
            in_brief = self._checks.in_brief(facts) in "\n".join(draft.paragraphs)
            looked = self._checks.own_try if in_brief else self._checks.of_the_complaint
            draft.details.append(looked(facts))
        if speaks_of_picture(heard) and not ({*heard.facts} & _SHOWN or "received" in heard.asked):
            draft.closing.append(self._say(facts, "picture.unread"))
        if move.escalation is not None and "human" not in heard.asked:
            draft.closing.append(handing_on(move, facts, heard, partial(self._say, facts)))

    def _has_a_step(self, draft: ReplyDraft, move: Move, facts: Facts) -> bool:
        """Whether the reply says already what to try, or that nothing is broken: more goes behind the fold."""
        usual = self._finding.usual(facts)
        oriented = bool(usual) and any(usual in said for said in draft.paragraphs)
        if oriented and move.questions:
            of_topic = bool(self._finding.of_topic(facts)) and self._advice.are_tests(move.advice)
            return of_topic or self._finding.names_a_step(facts)
        own = move.cause.startswith("customer:") or not move.named
        return own and self._advice.says_enough(facts) and not move.escalation

    def choices(self, move: Move, facts: Facts) -> tuple[str, ...]:
        """The answers to tap to the question of a reply, in its language; () where there are none."""
        if len(move.questions) != 1:
            return ()
        question = self._knowledge.questions[move.questions[0]]
        return taps(question, facts.conversation.lang, self._say(facts, "choices.yes_no"))

    def _asked(self, move: Move, facts: Facts, *, explained: bool) -> Iterator[str]:
        """Each question; the first of a conversation with what its answer is good for, if it is to be ``explained``."""
        lang = facts.conversation.lang
        for key in move.questions:
            question = self._knowledge.questions[key]
            words = self._knowledge.words.get(lang, {})
            if fitting := next((k for k in fitting_words(question, facts) if k in words), ""):
                yield self._say(facts, fitting)
                continue
            text = self._knowledge.phrase(question.text, lang) or question.text["en"]
            reason = "" if not explained or facts.conversation.asked else question.why.get(lang, "")
            yield joined([reason, text], facts)


_PLAIN_KEYS = {
    ReplyType.EXPLAIN_CHANGE: "change.explain",
    ReplyType.DECLINE: "decline",
    ReplyType.INVITE: "invite",
    ReplyType.LIMIT: "limit",
    ReplyType.SILENT: "ack",
}
