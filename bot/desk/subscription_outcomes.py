"""What becomes of a subscription by what happens at its address: it answers, fails, or is gone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.ports import Store
from bot.model.subscription import Subscription, SubscriptionState

MOST_FAILURES = 100  # attempts one after the other: some sixteen hours


@dataclass(frozen=True)
class SubscriptionOutcomes:
    """Writes it down. Nothing happens to a subscription that there is none of. It may block."""

    store: Store
    clock: Callable[[], datetime]

    def answered(self, ident: str) -> None:
        """Its receiver has answered the challenge: from now on it is told."""
        self._change(ident, lambda _: (SubscriptionState.ACTIVE, 0))

    def arrived(self, ident: str) -> None:
        """An update was taken, after failures."""
        self._change(ident, lambda one: (one.state, 0))

    def failed(self, ident: str) -> bool:
        """An attempt failed; whether that was one too many, and it is told no more."""
        changed = self._change(ident, _after_failure)
        return changed is None or changed.state is SubscriptionState.OFF

    def gone(self, ident: str) -> None:
        """Nobody is at its address, or wants to hear of us: it is removed."""
        with self.store.work() as work:
            work.drop_subscription(ident)

    def _change(
        self, ident: str, outcome: Callable[[Subscription], tuple[SubscriptionState, int]]
    ) -> Subscription | None:
        with self.store.work() as work:
            known = work.subscription(ident)
            if known is None:
                return None
            state, failures = outcome(known)
            changed = replace(known, state=state, failures=failures)
            if state is not known.state:
                changed = replace(changed, changed_at=self.clock())
            work.save_subscription(changed)
            return changed


def _after_failure(one: Subscription) -> tuple[SubscriptionState, int]:
    failures = one.failures + 1
    return SubscriptionState.OFF if failures >= MOST_FAILURES else one.state, failures
