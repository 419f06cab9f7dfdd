"""What was looked at, and when, in words: the pages of what the customer uses, and our own try."""

from datetime import datetime
from functools import partial

from bot.model.catalogue import Product, ProductKind
from bot.model.effect import Checked
from bot.model.facts import Facts
from bot.model.japan import JST
from bot.model.knowledge import Knowledge
from bot.model.probe import Measure, ServiceHealth
from bot.triage.evidence.feeds import word_of
from bot.triage.evidence.use import Use, Uses
from bot.triage.reply.sentences import joined, listed

_NOTHING_SHOWN = frozenset({"quiet", "notice", "ending", "maintenance_over"})


class CheckWords:
    """Says what the feeds show that bear on a conversation, and how old that is."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def checked(self, facts: Facts) -> tuple[Checked, ...]:
        """The feeds that bear on this conversation, and our own try, with their word and its age."""
        found = [
            Checked(f.service, p.name, str(f.says(facts.now) or f.outcome), f.read_at or f.tried_at)
            for p in _relevant(facts)
            if (f := facts.feed_of(p)) is not None
        ]
        platform, measure = _tried(facts)
        if platform is not None and measure is not None:
            found.append(Checked(platform.id, platform.name, _answer_of(measure), measure.at))
        return tuple(found)

    def of_the_complaint(self, facts: Facts) -> str:
        """What the feeds that bear on the complaint say now, and our own try; "" where there is neither."""
        if posted := self.posted(facts):
            return posted
        words, tried = _words(facts), self.own_try(facts)
        if not words:
            return tried
        unread = [p for p, w in words if w == "unread"]
        if unread and len(unread) == len(words):
            return joined([self._say(facts, "checked.blind"), tried], facts)
        quiet = [p for p, w in words if w in _NOTHING_SHOWN]
        sentences = []
        if quiet:
            names, at = self._names(quiet, facts), read_at(quiet, facts)
            sentences.append(self._say(facts, "checked.quiet", names=names, time=at))
        if unread:
            sentences.append(self._say(facts, "checked.unread", names=self._names(unread, facts)))
        return joined([*sentences, tried], facts)

    def shows_nothing(self, facts: Facts) -> bool:
        """Whether neither a page nor our own try shows anything that bears on the complaint."""
        return not _theirs(facts) and not self.tried_in_vain(facts)

    def in_brief(self, facts: Facts) -> str:
        """That nobody else reports the same, and what the pages show: one sentence for the reply."""
        if posted := self.posted(facts) or self.tried_in_vain(facts):
            return posted
        words = _words(facts)
        quiet = [p for p, w in words if w in _NOTHING_SHOWN]
        if not quiet:
            unread = any(word == "unread" for _, word in words)
            return self._say(facts, "brief.unread" if unread else "brief.none")
        names, at = self._names(quiet, facts), read_at(quiet, facts)
        return self._say(facts, "brief.quiet", names=names, time=at)

    def posted(self, facts: Facts) -> str:
        """That a page shows trouble which may be theirs; "" where none does."""
        trouble = _theirs(facts)[:1]
        if not trouble:
            return ""
        name, at = trouble[0].name, read_at(trouble, facts)
        return self._say(facts, "checked.trouble", name=name, time=at)

    def tried_in_vain(self, facts: Facts) -> str:
        """That the platform did not answer when we tried ourselves; "" where it did or we do not."""
        _, measure = _tried(facts)
        failing = measure is not None and measure.health is ServiceHealth.FAILING
        return self.own_try(facts) if failing else ""

    def how_things_stand(self, facts: Facts) -> str:
        """For somebody without a trouble of their own."""
        words = _words(facts)
        trouble = [p for p, w in words if w == "trouble"]
        if trouble:
            at = read_at(trouble[:1], facts)
            return self._say(facts, "status.trouble", name=trouble[0].name, time=at)
        read = [p for p, w in words if w not in ("unread", None)]
        if not read:
            return self._say(facts, "status.blind")
        names, at = self._names(read, facts), read_at(read, facts)
        return self._say(facts, "status.quiet", names=names, time=at)

    def own_try(self, facts: Facts) -> str:
        """What came of trying to reach the platform ourselves; "" where we do not."""
        platform, measure = _tried(facts)
        if platform is None or measure is None:
            return ""
        key = f"checked.{_answer_of(measure)}"
        return self._say(
            facts, key, names=platform.name, time=hour(measure.at, facts.conversation.lang)
        )

    def _names(self, products: list[Product], facts: Facts) -> str:
        names = (p.name for p in _known_to_them(products, facts))
        return listed(names, facts, partial(self._say, facts))

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)


def clock_time(at: datetime) -> str:
    """A time of day as readers of this desk expect it: JST, said so."""
    return f"{at.astimezone(JST):%H:%M}（JST）"


def hour(at: datetime, lang: str) -> str:
    """A time of day inside a sentence: Japanese readers need no zone, others are told it."""
    return f"{at.astimezone(JST):%H:%M}" + ("" if lang == "ja" else " JST")


def pages_read(facts: Facts) -> tuple[str, str]:
    """The names of products whose pages could be read, and when; "" where none could."""
    read = [p for p, w in _words(facts) if w not in ("unread", None)]
    if not read:
        return "", hour(facts.now, facts.conversation.lang)
    comma = "、" if facts.conversation.lang == "ja" else ", "
    return comma.join(p.name for p in _known_to_them(read, facts)[:3]), read_at(read, facts)


def _theirs(facts: Facts) -> list[Product]:
    """Products whose pages show trouble that may be this customer's: not where those beside them are well."""
    if facts.conversation.complaint.facts.get("other_users_ok") is True:
        return []
    return [p for p, word in _words(facts) if word == "trouble"]


def _known_to_them(products: list[Product], facts: Facts) -> list[Product]:
    """The platform and what the customer named; what those stand on stays unnamed."""
    named = facts.conversation.complaint.products
    known = [p for p in products if p.kind is ProductKind.PLATFORM or p.id in named]
    return known or products[:1]


def _relevant(facts: Facts) -> list[Product]:
    """Products with a feed that the customer certainly uses, the platform first."""
    uses = Uses(facts.conversation.complaint, facts.catalogue)
    used = [
        p
        for p in facts.catalogue.products.values()
        if p.id in facts.feeds
        and p.kind is not ProductKind.BROWSER_EXTENSION
        and uses.of(p) in (Use.NAMED, Use.KNOWN)
    ]
    return sorted(used, key=lambda p: p.kind is not ProductKind.PLATFORM)


def _words(facts: Facts) -> list[tuple[Product, str | None]]:
    return [(p, word_of(facts.feed_of(p), facts)) for p in _relevant(facts)]


def _tried(facts: Facts) -> tuple[Product | None, Measure | None]:
    """The platform and our own measurement of it, where it says the one or the other."""
    platform = facts.catalogue.platform
    measure = facts.probes.get(platform.id) if platform is not None else None
    sure = measure is not None and measure.health is not ServiceHealth.PARTLY
    return platform, measure if sure else None


def _answer_of(measure: Measure) -> str:
    return "no_answer" if measure.health is ServiceHealth.FAILING else "answers"


def read_at(products: list[Product], facts: Facts) -> str:
    """When the pages of these were read, the one read longest ago deciding."""
    feeds = (facts.feed_of(p) for p in products)
    at = min((f.read_at for f in feeds if f and f.read_at), default=facts.now)
    return hour(at, facts.conversation.lang)
