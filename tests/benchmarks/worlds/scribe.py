"""Writes down what the desk says, beside the truth that it cannot know."""

import re
from collections.abc import Iterable

from bot.model.catalogue import Product, ProductKind
from bot.model.effect import Notice, Reply, StaffAlert
from bot.model.status import TROUBLE, Shows
from tests.benchmarks.worlds.record import Alarm, Failing, Report, Said, Told
from tests.benchmarks.worlds.troubles import Trouble
from tests.benchmarks.worlds.world import World

GUILTY_FOR = 60.0  # minutes after its end in which a fault may still be spoken of
_SENTENCE = re.compile(r"[^。\n.?？]+")
_SUSPECTING = re.compile(
    r"可能性|関係して|疑|原因|無効|involved|likely|may be|may come|cause|suspect"
    r"|disabl|switch.{0,40} off|turn.{0,40} off",
    re.IGNORECASE,
)


class Scribe:
    """The book of one world. Times in minutes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._reported: dict[int, set[str]] = {}
        self.pages: dict[str, tuple[Shows, str]] = {}  # what each status page shows now
        self.reports: list[Report] = []
        self.said: list[Said] = []
        self.alarms: list[Alarm] = []
        self.told: list[Told] = []

    def report(self, at: float, organisation: str, trouble: Trouble | None) -> None:
        """A case begins; None: a lie."""
        symptom = trouble.symptom if trouble is not None else "lie"
        fault = trouble.fault if trouble is not None else None
        self.reports.append(Report(at, organisation, symptom, fault))
        if fault is not None:
            self._reported.setdefault(fault, set()).add(organisation)

    def reply(
        self, at: float, what: str, trouble: Trouble | None, answers: int, reply: Reply
    ) -> None:
        fault = trouble.fault if trouble is not None else None
        suspected = self._suspected(reply.text, reply.cause)
        innocent, published = self._innocent(suspected, at)
        self.said.append(
            Said(
                at,
                what,
                trouble.cause if trouble is not None else "none",
                trouble.front if trouble is not None else "",
                fault,
                reply.cause,
                reply.confidence,
                answers,
                len(self._reported.get(fault, ())) if fault is not None else 0,
                suspected,
                innocent,
                published,
            )
        )

    def alarm(self, at: float, alert: StaffAlert) -> None:
        self.alarms.append(Alarm(at, alert.incident, alert.action, alert.suspects, alert.tenants))

    def notice(self, at: float, notice: Notice) -> None:
        innocent, published = self._innocent(self._suspected(notice.text, notice.cause), at)
        self.told.append(Told(at, notice.reason, notice.cause, innocent, published))

    def failing(self) -> tuple[Failing, ...]:
        market = self._world.market
        return tuple(
            Failing(
                f.cause,
                str(market.of(f.product).kind),
                f.onset,
                f.ends,
                tuple(p.cause for p in market.above(f.product)),
            )
            for f in self._world.faults
        )

    def _suspected(self, text: str, cause: str) -> tuple[str, ...]:
        return suspected_in(text, cause, self._world.market.products)

    def _innocent(
        self, suspected: tuple[str, ...], at: float
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those at fault nowhere now; and of them, those whose own page claims trouble.

        To suspect one's own product is no accusation.
        """
        market = self._world.market
        guilty: set[str] = set()
        for fault in self._world.faults:
            if fault.onset <= at <= fault.ends + GUILTY_FOR:
                guilty |= {fault.product, *(p.id for p in market.above(fault.product))}
        innocent = tuple(p for p in suspected if p not in guilty and not market.of(p).home_product)
        claims = {
            p for f, p in market.feeds if (shown := self.pages.get(f)) and shown[0] in TROUBLE
        }
        return innocent, tuple(p for p in innocent if p in claims)


def suspected_in(text: str, cause: str, products: Iterable[Product]) -> tuple[str, ...]:
    """Products that a text speaks of as suspects, by their names.

    The platform's name stands in every other sentence, so that it counts where the cause says so.
    """
    sentences = [s for s in _SENTENCE.findall(text) if _SUSPECTING.search(s)]
    held = cause.partition(":")[2]
    return tuple(
        p.id
        for p in products
        if (p.kind is not ProductKind.PLATFORM or p.id == held) and _stands_in(p, sentences)
    )


def _stands_in(product: Product, sentences: list[str]) -> bool:
    return any(n in s for n in (product.name, *product.names) for s in sentences)
