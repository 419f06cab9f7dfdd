"""What our own measurements say of the services: a host that fails for us fails for others too."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.model.catalogue import INFRASTRUCTURE, Catalogue
from bot.model.probe import (
    FRESH_FOR,
    Importance,
    Measure,
    MeasurementStep,
    ProbeRef,
    ProbeState,
    ServiceHealth,
)

# Faults that our own line has when it is cut; a server that answers with an error is reached.
_ON_THE_WAY = frozenset(
    {MeasurementStep.DNS, MeasurementStep.CONNECT, MeasurementStep.TLS, MeasurementStep.ANSWER}
)
ENOUGH_TO_DOUBT_OURSELVES = 3  # services that fail together, and nothing answers


def measures(
    refs: Iterable[ProbeRef], states: Iterable[ProbeState], now: datetime, *, feeds_fail: bool
) -> dict[str, Measure]:
    """What the probes say, by service; a service is left out of which they say nothing sure.

    A service fails when a part of high importance does, and is well when all those parts are. A
    vantage that reaches nothing at all is taken to have lost its own network and is not heard.
    """
    heard: dict[str, list[ProbeState]] = defaultdict(list)
    for vantage in _seeing(states, now, feeds_fail=feeds_fail):
        for state in vantage:
            heard[state.probe].append(state)
    parts: dict[str, list[ProbeRef]] = defaultdict(list)
    for ref in refs:
        parts[ref.service].append(ref)
    found = ((service, _measure(own, heard, now)) for service, own in parts.items())
    return {service: measure for service, measure in found if measure is not None}


def blind(states: Iterable[ProbeState], now: datetime, *, feeds_fail: bool) -> tuple[str, ...]:
    """The vantages that reach nothing: theirs is the fault. ``feeds_fail``: no page is read either."""
    return tuple(
        vantage
        for vantage, own in _by_vantage(states, now).items()
        if _is_blind(own, feeds_fail=feeds_fail)
    )


def _by_vantage(states: Iterable[ProbeState], now: datetime) -> dict[str, list[ProbeState]]:
    found: dict[str, list[ProbeState]] = defaultdict(list)
    for state in states:
        if now - state.at <= FRESH_FOR:
            found[state.vantage].append(state)
    return found


def _seeing(
    states: Iterable[ProbeState], now: datetime, *, feeds_fail: bool
) -> Iterator[list[ProbeState]]:
    for own in _by_vantage(states, now).values():
        if not _is_blind(own, feeds_fail=feeds_fail):
            yield own


def _is_blind(own: list[ProbeState], *, feeds_fail: bool) -> bool:
    cut_off = all(state.step in _ON_THE_WAY for state in own)
    services = len({state.service for state in own})
    return cut_off and (feeds_fail or services >= ENOUGH_TO_DOUBT_OURSELVES)


def _measure(
    refs: list[ProbeRef], heard: Mapping[str, list[ProbeState]], now: datetime
) -> Measure | None:
    said = {ref.id: _health(heard.get(ref.id, ()), now) for ref in refs}
    health = _of_the_whole(refs, said)
    if health is None:
        return None
    states = [state for ref in refs for state in heard.get(ref.id, ())]
    failing = [state for state in states if state.says(now) is ServiceHealth.FAILING]
    vital = [s for r in refs if r.importance is Importance.HIGH for s in heard.get(r.id, ())]
    shown = failing or vital or states
    return Measure(
        health,
        since=min(s.since for s in failing) if failing else max(s.since for s in shown),
        at=min(s.at for s in shown),
        wells=min((s.wells for s in vital), default=0),
        mended_at=max((s.mended_at for s in vital if s.mended_at), default=None),
        failing=tuple(dict.fromkeys(s.probe for s in failing)),
        step=failing[0].step if failing else None,
    )


def _health(states: Iterable[ProbeState], now: datetime) -> ServiceHealth | None:
    """Of one part, as seen from all vantages."""
    said = {health for state in states if (health := state.says(now)) is not None}
    if ServiceHealth.FAILING in said:
        return ServiceHealth.FAILING if len(said) == 1 else ServiceHealth.PARTLY
    if not said:
        return None
    return ServiceHealth.SLOW if ServiceHealth.SLOW in said else ServiceHealth.WELL


def _of_the_whole(
    refs: list[ProbeRef], said: Mapping[str, ServiceHealth | None]
) -> ServiceHealth | None:
    vital = [said[ref.id] for ref in refs if ref.importance is Importance.HIGH]
    if ServiceHealth.FAILING in vital:
        return ServiceHealth.FAILING
    if any(health in (ServiceHealth.FAILING, ServiceHealth.PARTLY) for health in said.values()):
        return ServiceHealth.PARTLY
    if not vital or None in vital:
        return None
    return ServiceHealth.SLOW if ServiceHealth.SLOW in vital else ServiceHealth.WELL


def attributed(found: Mapping[str, Measure], catalogue: Catalogue) -> dict[str, Measure]:
    """The measures, each failure put where it may have arisen.

    What stands on something that fails fails through it, which says nothing of itself. Something
    that is not measured itself may be what fails where all that we measure above it does; so two or
    more that fail above it fail through it.
    """
    after = dict(found)
    for product in catalogue.products.values():
        if product.kind in INFRASTRUCTURE and product.id not in found:
            above = [found[i] for i in catalogue.dependants(product.id) if i in found]
            if above and all(m.health is ServiceHealth.FAILING for m in above):
                after[product.id] = _all_of(above)
    at_fault = {i for i, m in found.items() if m.health is ServiceHealth.FAILING}
    shared = {i for i, m in after.items() if i not in found and len(m.failing) > 1}
    for ident in at_fault:
        if _below(ident, catalogue) & (at_fault | shared):
            del after[ident]
    return after


def _all_of(measures: list[Measure]) -> Measure:
    """Several failing measures as one."""
    failing = tuple(dict.fromkeys(probe for m in measures for probe in m.failing))
    return replace(
        measures[0],
        since=max(m.since for m in measures),
        at=min(m.at for m in measures),
        failing=failing,
    )


def _below(product_id: str, catalogue: Catalogue) -> frozenset[str]:
    """What a product stands on, but for the platform, on which everything stands."""
    platform = catalogue.platform
    return catalogue.foundations(product_id) - {platform.id if platform is not None else ""}
