"""The finding in one or two sentences: what others report, what may be the cause, how sure that is."""

from collections.abc import Iterator
from functools import partial

from bot.model.advice_plan import ONE_BY_ONE
from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, WORKS_AS_DESIGNED, EvidenceKind
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge, SymptomEntry
from bot.model.move import Certainty, Move
from bot.model.topic import first_topic
from bot.model.understanding import Scope
from bot.text.language import language
from bot.triage.evidence.feeds import guidance_in, word_of
from bot.triage.naming import is_public
from bot.triage.reply.advice import product_name
from bot.triage.reply.checks import CheckWords
from bot.triage.reply.quoting import parts_named
from bot.triage.reply.said_back import plain_symptoms
from bot.triage.reply.scene import SEVERAL, SHARED_FROM
from bot.triage.reply.sentences import full_stop, joined, listed
from bot.triage.reply.subject import known_as

_SHOWN_REASONS = 2
_LEAST_REASON = 3  # decibans from which a piece of evidence is worth a word
_WITHOUT_CAPITALS = frozenset({"ja", "zh", "ko", "th"})  # Latin letters are a name there
_REASON_KINDS = frozenset(
    {
        EvidenceKind.ANSWER,
        EvidenceKind.CONTRAST,
        EvidenceKind.CONSOLE,
        EvidenceKind.CHECK,
        EvidenceKind.TRIAL,
        EvidenceKind.PROBE,
    }
)


class FindingWords:
    """Says what the desk believes, as strongly as its certainty allows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._checks = CheckWords(knowledge)

    def sentences(
        self, move: Move, facts: Facts, others: int | None, *, oriented: bool = False
    ) -> Iterator[str]:
        """What others report, then the cause; where both are open, what was looked at.

        ``others``: how many other organisations report the same, None where that was said already. ``oriented``: it
        was said what an error means, so that nothing general need be.
        """
        if others is None:
            yield (not move.named and self.usual(facts)) or self._cause(move, facts, stated=False)
            return
        open_cause = move.cause == UNKNOWN or not move.named
        nothing = open_cause and others < SHARED_FROM and self._checks.shows_nothing(facts)
        general = nothing and not oriented
        crowd = self._of_others(move, facts, others)
        if general:
            yield self.usual(facts)
        yield "" if general and self.is_local(facts) else crowd
        yield self._cause(move, facts, stated=bool(crowd) and others < SEVERAL)
        yield self._of_page(move, facts)

    def _of_others(self, move: Move, facts: Facts, others: int) -> str:
        """What other organisations report; with the cause open also that none does, and what pages show.

        Nothing where what fails is not known while others have an incident: it may be that.
        """
        if others >= SEVERAL and not move.cause.startswith(WORKS_AS_DESIGNED):
            return self._say(facts, "crowd.some")
        if move.cause != UNKNOWN and move.named:
            return ""
        if others >= SHARED_FROM:
            return self._say(facts, "crowd.few")
        return "" if _may_be_in_one(facts) else self._checks.in_brief(facts)

    def is_local(self, facts: Facts) -> bool:
        """Whether the function that was named fails at one organisation alone, so that others' reports tell nothing."""
        topic = first_topic(self._knowledge.topics, facts.conversation.complaint.topics)
        return topic is not None and topic.local and bool(self.of_topic(facts))

    def says_what_to_do(self, facts: Facts) -> bool:
        """Whether what is said of the function that was named is what to do about it."""
        topic = first_topic(self._knowledge.topics, facts.conversation.complaint.topics)
        return topic is not None and topic.settles and bool(self.of_topic(facts))

    def names_a_step(self, facts: Facts) -> bool:
        """Whether what is usual with the one symptom that was told names something to try."""
        entry = self._of_symptoms(facts.conversation.complaint)
        return entry is not None and entry.step and not self.of_topic(facts)

    def usual(self, facts: Facts) -> str:
        """Where such trouble mostly comes from: by the function, the one symptom or the service that was named; else ""."""
        complaint, lang = facts.conversation.complaint, facts.conversation.lang
        if of_topic := self.of_topic(facts):
            return of_topic
        entry = self._of_symptoms(complaint)
        of_service = self._of_service(facts)
        if entry is None or not entry.usual or (entry.of_kintone and of_service):
            return of_service
        alone = complaint.scope == {Scope.ONE_USER}
        shared = bool(complaint.scope & {Scope.SEVERAL_USERS, Scope.EVERYONE})
        reach = "alone" if alone else "shared" if shared else "default"
        said = entry.usual.get(reach) or entry.usual.get("default", {})
        return self._knowledge.phrase(said, lang)

    def _of_symptoms(self, complaint: Complaint) -> SymptomEntry | None:
        """The entry of the one symptom that was told; of several, the first that names a step."""
        told = [e for s in plain_symptoms(complaint) if (e := self._knowledge.symptoms.get(s))]
        if len(told) == 1:
            return told[0]
        return next((entry for entry in told if entry.step), None)

    def _of_service(self, facts: Facts) -> str:
        """How trouble with a connected service is told apart, where one was named and nothing else; else ""."""
        parts = list(self._parts(facts))
        if len(parts) != 1 or parts[0].kind is not ProductKind.CONNECTED_SERVICE:
            return ""
        return self._say(facts, "usual.service", product=parts[0].name)

    def of_topic(self, facts: Facts) -> str:
        """Where trouble with the function that was named mostly comes from; "" where none was, or in a later reply."""
        spoken_of = facts.conversation.complaint.topics
        topic = first_topic(self._knowledge.topics, spoken_of)
        if topic is None or not facts.conversation.awaits_first_reply:
            return ""
        if topic.of_unnamed and any(True for _ in self._parts(facts)):
            return ""
        return self._knowledge.phrase(topic.usual or topic.answer, facts.conversation.lang)

    def _parts(self, facts: Facts) -> Iterator[Product]:
        """The products beside the platform that were named."""
        return parts_named(facts.conversation.complaint.products, facts)

    def topic(self, facts: Facts) -> str:
        """The title of the function that was named; "" where none was."""
        topic = first_topic(self._knowledge.topics, facts.conversation.complaint.topics)
        return self._knowledge.phrase(topic.title, facts.conversation.lang) if topic else ""

    def _of_page(self, move: Move, facts: Facts) -> str:
        """What the page of a published cause, or of what it stands on, tells its readers to do, in its own words."""
        product, lang = facts.catalogue.of_cause(move.cause), facts.conversation.lang
        if product is None or not move.named or move.certainty is not Certainty.CONFIRMED:
            return ""
        pages = (facts.feeds.get(i) for i in (product.id, *facts.catalogue.foundations(product.id)))
        told = (guidance_in(p.text) for p in pages if p and p.text and p.is_in_trouble(facts.now))
        text = next((t for t in told if t and language(t) == lang), "")
        return self._say(facts, "page.says", text=text) if text else ""

    def reasons(self, move: Move, facts: Facts) -> str:
        """The two strongest things that point to the cause, "" where none may be said."""
        hypothesis = move.diagnosis.of(move.cause)
        lang = facts.conversation.lang
        if hypothesis is None or not move.named or lang not in ("ja", "en"):
            return ""
        own = [
            e for e in hypothesis.evidence if e.kind in _REASON_KINDS and e.weight >= _LEAST_REASON
        ]
        own.sort(key=lambda e: -e.weight)
        said = [e.sentence(lang) for e in own[:_SHOWN_REASONS]]
        if EvidenceKind.CROWD in hypothesis.kinds:
            said.append(self._say(facts, "because.contrast"))
        return listed(dict.fromkeys(said), facts, partial(self._say, facts))

    def because(self, move: Move, facts: Facts) -> str:
        """The reasons as a sentence of their own."""
        reasons = self.reasons(move, facts)
        return self._say(facts, "because", reasons=reasons) + full_stop(facts) if reasons else ""

    def _cause(self, move: Move, facts: Facts, *, stated: bool) -> str:
        """The sentence about the cause, as strong as the certainty allows.

        ``stated``: that the cause is open has been said.
        """
        if move.cause == UNKNOWN or not move.named:
            if ONE_BY_ONE in move.advice:
                return self._say(facts, "cause.plugins")
            return "" if stated else self._checks.posted(facts) or self._say(facts, "cause.open")
        heading, _, ident = move.cause.partition(":")
        level = str(move.certainty) if move.certainty is not Certainty.OPEN else "possible"
        product = facts.catalogue.of_cause(move.cause)
        if heading == "platform":
            said = [self._say(facts, f"cause.platform.{level}"), self._checks.tried_in_vain(facts)]
            return joined(said, facts)
        if heading in ("update", "maintenance"):
            what = product.name if product else ""
            page = facts.feed_of(product) if product else None
            is_over = heading == "maintenance" and word_of(page, facts) == "maintenance_over"
            late = page is not None and page.is_overdue(facts.now)
            end = "overdue" if late else "over"
            over = self._say(facts, f"cause.maintenance.{end}", what=what) if is_over else ""
            return over or self._say(facts, f"cause.{heading}", what=what)
        if heading == "customer":
            title = self._knowledge.causes[move.cause].title
            what = self._knowledge.phrase(title, facts.conversation.lang)
            return self._say(facts, "cause.mine", what=what) or self._say(facts, "cause.open")
        what = product.name if product else self._unnamed(heading, ident, facts)
        known = known_as(move.cause, facts)
        if known is not None and product is not None and known != product:
            if not is_public(move.diagnosis.leading, facts):
                behind = self._say(facts, f"cause.behind.{level}", what=known.name)
                return behind or self._say(facts, f"cause.{level}", what=known.name)
            return self._say(facts, f"cause.below.{level}", what=known.name, below=what)
        text = self._say(facts, "cause.home" if heading == "home" else f"cause.{level}", what=what)
        if product is not None or facts.conversation.lang in _WITHOUT_CAPITALS:
            return text
        return text[:1].upper() + text[1:]  # what begins the sentence is no name

    def _unnamed(self, heading: str, ident: str, facts: Facts) -> str:
        """A cause without a product: a browser's new version, an internet provider."""
        if heading == "unlisted_plugin":
            return product_name(ident, facts, self._knowledge)
        entry = self._knowledge.causes.get(heading)
        if entry is None:
            return ident
        return self._knowledge.phrase(entry.title, facts.conversation.lang) or ident

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)


def _may_be_in_one(facts: Facts) -> bool:
    """Whether nobody can say that others do not report the same: what fails was not told, and an incident is open."""
    unknown = not facts.conversation.complaint.symptoms
    return unknown and any(incident.is_open for incident in facts.incidents)
