"""What can be seen of each product from one conversation, condition by condition of the clues."""

from bot.model.catalogue import CHOSEN, Catalogue, LicenceCheck, Product
from bot.model.conversation import Complaint
from bot.model.facts import Facts
from bot.model.probe import ServiceHealth
from bot.model.understanding import FactValue
from bot.triage.evidence.browser_checks import states_in_check
from bot.triage.evidence.feeds import word_of
from bot.triage.evidence.hosts import only_foreign_fail, states
from bot.triage.evidence.trials import new_version, product_off, tried_off
from bot.triage.evidence.use import Use, Uses


class ProductView:
    """Looks at one product after the other; what does not depend on the product is found once."""

    def __init__(self, facts: Facts) -> None:
        complaint, catalogue = facts.conversation.complaint, facts.catalogue
        platform = catalogue.platform
        own = {platform.id} if platform is not None else set()  # everything stands on it
        above = catalogue.dependants
        self._uses = Uses(complaint, catalogue)
        self._told_of = _around_what_is_named(complaint, catalogue)
        self._changed = _announced(platform, facts)
        self._words = {i: word_of(feed, facts) for i, feed in facts.feeds.items()}
        troubled = {i for i, word in self._words.items() if word == "trouble"} - own
        failing = {i for i, m in facts.probes.items() if m.health is ServiceHealth.FAILING} - own
        self._above_trouble = frozenset[str]().union(*map(above, troubled))
        self._above_failing = frozenset[str]().union(*map(above, failing))
        scripts = complaint.facts.get("script_failed")
        self._threw = frozenset(scripts if isinstance(scripts, tuple) else ())
        self._hosts = states(complaint, catalogue)
        self._foreign = only_foreign_fail(complaint, catalogue)
        self._checked = states_in_check(complaint, catalogue)
        tried = {t.advice.partition(":")[2] for t in facts.conversation.trials}
        self._off = {i: tried_off(facts.conversation, product_off(i)) for i in tried}
        self._probes = {i: str(m.health) for i, m in facts.probes.items()}
        updated = new_version(facts.conversation)
        self._updated = dict.fromkeys(complaint.products, updated)

    def signs(self, product: Product) -> tuple[FactValue | None, ...]:
        """The value of each condition that differs between conversations, in the order of ``of``."""
        ident = product.id
        host, threw, use = self._hosts.get(ident), ident in self._threw, self._uses.of(product)
        if (host is not None or threw) and use is not Use.NAMED:
            use = Use.KNOWN  # their own browser has asked for it, whatever they or the list say
        return (
            use.value,
            host or ("elsewhere" if self._foreign and product.hosts else None),
            "failed" if threw else None,
            self._checked.get(ident),
            self._off.get(ident),
            self._words.get(ident),
            "trouble" if ident in self._above_trouble else None,
            self._probes.get(ident),
            "failing" if ident in self._above_failing else None,
            "another" if self._told_of and ident not in self._told_of else None,
            self._updated.get(ident),
        )

    def of(self, product: Product) -> dict[str, FactValue | None]:
        """The value of each condition; None where nothing is seen."""
        seen = dict(zip(_SIGNS, self.signs(product), strict=True))
        return {**seen, **built(product), "platform_feed": self._changed}


def _around_what_is_named(complaint: Complaint, catalogue: Catalogue) -> frozenset[str]:
    """The products that the customer speaks of, with what these stand on and what stands on them.

    Empty where they name none of those that customers choose, or only guess that one is the cause.
    """
    told = {*complaint.products}.difference(complaint.guessed)
    named = [p.id for p in map(catalogue.get, told) if p is not None and p.kind in CHOSEN]
    around = (c for i in named for c in (catalogue.foundations(i), catalogue.dependants(i)))
    return frozenset(named).union(*around)


def _announced(platform: Product | None, facts: Facts) -> FactValue | None:
    """``notice`` while the platform's page announces a change, which may break what works on its screens."""
    if platform is None:
        return None
    return "notice" if word_of(facts.feed_of(platform), facts) == "notice" else None


_SIGNS = (
    *("use", "host", "script", "check", "tried_off"),
    *("feed", "foundation_feed", "probe", "foundation_probe", "spoken_of", "new_version"),
)


def built(product: Product) -> dict[str, FactValue | None]:
    """The value of each condition that is the same in every conversation."""
    alone = not product.hosts and product.licence_check is LicenceCheck.NONE
    return {
        "runs": str(product.runs),
        "blocks_opening": str(product.blocks_opening),
        "licence_check": str(product.licence_check),
        # whether it is known that the product needs no host of its own while it runs
        "calls_out": "no" if alone and not product.depends_on else None,
    }
