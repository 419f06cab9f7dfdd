"""What is measured: the hosts that the catalogue marks, and the operator's own components."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.model.catalogue import Catalogue, Probe
from bot.model.errors import JitabataError
from bot.model.probe import OwnComponent, ProbeRef

_ANY = "*."


@dataclass(frozen=True, slots=True)
class ProbeTarget:
    """One address to measure. ``keys``: of the JSON object that a healthy answer is; or none."""

    url: str
    keys: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Host and path, by which its measurements are known."""
        parts = urlsplit(self.url)
        return f"{parts.netloc.lower()}{parts.path or '/'}"

    @property
    def host(self) -> str:
        """The host that is asked, in lower case."""
        return (urlsplit(self.url).hostname or "").lower()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is measured: the targets by id, and what each stands for."""

    targets: dict[str, ProbeTarget]
    refs: tuple[ProbeRef, ...]

    def of_services(self, services: Iterable[str]) -> frozenset[str]:
        """The targets that stand for these products."""
        wanted = frozenset(services)
        return frozenset(ref.id for ref in self.refs if ref.service in wanted)

    def service_of(self, target: str) -> str:
        """The first product that a target stands for."""
        return next(ref.service for ref in self.refs if ref.id == target)


def plan(catalogue: Catalogue, components: Iterable[OwnComponent] = (), own_host: str = "") -> Plan:
    """The plan for a catalogue, the operator's components and the operator's own kintone.

    ``own_host`` fills a host such as ``*.cybozu.com``; without it such hosts are not measured.
    Raises JitabataError for an own host of no platform, and for components without a home product.
    """
    targets, refs = dict[str, ProbeTarget](), list[ProbeRef]()
    filled = False
    for product in catalogue.products.values():
        for probe in product.probes:
            host = _filled(probe, own_host)
            if host is None:
                continue
            filled = filled or probe.host.startswith(_ANY)
            target = ProbeTarget(f"https://{host}{probe.path}", probe.keys)
            targets[target.id] = target
            refs.append(ProbeRef(target.id, product.id, probe.importance))
    if own_host and not filled:
        known = ", ".join(sorted(_wild(catalogue))) or "none"
        raise JitabataError(f"kintone = {own_host!r} is no host of the catalogue ({known})")
    for target, ref in _own(catalogue, tuple(components)):
        targets[target.id] = target
        refs.append(ref)
    return Plan(targets, tuple(refs))


def _filled(probe: Probe, own_host: str) -> str | None:
    if not probe.host.startswith(_ANY):
        return probe.host
    subdomain = own_host.lower().removesuffix(probe.host[1:])
    return own_host.lower() if subdomain != own_host.lower() and "." not in subdomain else None


def _wild(catalogue: Catalogue) -> Iterator[str]:
    for product in catalogue.products.values():
        yield from (p.host for p in product.probes if p.host.startswith(_ANY))


def _own(
    catalogue: Catalogue, components: tuple[OwnComponent, ...]
) -> Iterator[tuple[ProbeTarget, ProbeRef]]:
    home = catalogue.home
    if components and home is None:
        raise JitabataError("components are of the home product, and the catalogue has none")
    for component in components:
        target = ProbeTarget(component.url)
        assert home is not None  # noqa: S101 - told to mypy, not to the user
        yield (
            target,
            ProbeRef(target.id, home.id, component.importance, component.names, component.id),
        )
