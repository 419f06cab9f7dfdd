"""What can be seen of each product from one conversation, condition by condition of the clues."""

from bot.model.catalogue import LicenceCheck, Product
from bot.model.facts import Facts
from bot.model.probe import Health
from bot.model.understanding import FactValue
from bot.triage.evidence.feeds import word_of
from bot.triage.evidence.hosts import state_of
from bot.triage.evidence.trials import product_off, tried_off
from bot.triage.evidence.use import Use, use_of


class View:
    """Looks at one product after the other; what does not depend on the product is found once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._complaint = facts.conversation.complaint
        platform = facts.catalogue.platform
        own = {platform.id} if platform is not None else set()  # everything stands on it
        self._words = {i: word_of(feed, facts) for i, feed in facts.feeds.items()}
        self._troubled = {i for i, word in self._words.items() if word == "trouble"} - own
        failing = {i for i, m in facts.probes.items() if m.health is Health.FAILING}
        self._failing = failing - own
        scripts = self._complaint.facts.get("script_failed")
        self._threw = frozenset(scripts if isinstance(scripts, tuple) else ())
        self._shows_hosts = bool({"hosts", "hosts_ok"} & self._complaint.facts.keys())

    def of(self, product: Product) -> dict[str, FactValue | None]:
        """The value of each condition; None where nothing is seen."""
        facts, below = self._facts, self._facts.catalogue.foundations(product.id)
        host = None
        if self._shows_hosts:
            host = state_of(product, self._complaint, facts.catalogue)
        threw = product.id in self._threw
        use = use_of(product, self._complaint, facts.catalogue)
        if (host is not None or threw) and use in (Use.POSSIBLE, Use.NO):
            use = Use.KNOWN  # their own browser has asked for it, whatever the list says
        off = None
        if facts.conversation.trials:
            off = tried_off(facts.conversation, product_off(product.id))
        measure = facts.probes.get(product.id)
        return {
            "use": str(use),
            "runs": str(product.runs),
            "blocks_opening": str(product.blocks_opening),
            "licence_check": str(product.licence_check),
            "calls_out": _calls_out(product),
            "host": host,
            "script": "failed" if threw else None,
            "tried_off": off,
            "feed": self._words.get(product.id),
            "foundation_feed": "trouble" if below & self._troubled else None,
            "probe": str(measure.health) if measure is not None else None,
            "foundation_probe": "failing" if below & self._failing else None,
        }


def _calls_out(product: Product) -> str | None:
    """``no`` when it is known that the product needs no host of its own while it runs."""
    alone = not product.hosts and product.licence_check is LicenceCheck.NONE
    return "no" if alone and not product.depends_on else None
