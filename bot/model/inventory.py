"""The inventory of a tenant: which plugins and scripts it has, as a list or a setting shows them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class InstalledPlugin:
    """One plugin of the tenant; without a name where the material shows its id only.

    ``product`` is its catalogue id, None where the catalogue does not know the name. ``enabled``
    is None where the material does not say: a list of the whole system never does, since plugins
    are switched on and off per app. ``apps`` are names or numbers as listed.
    """

    name: str
    plugin_id: str = ""
    version: str = ""
    enabled: bool | None = None
    apps: tuple[str, ...] = ()
    app_count: int | None = None
    product: str | None = None


class Applies(StrEnum):
    """To whom the scripts of an app apply; kintone's words in small letters."""

    ALL = "all"
    ADMIN = "admin"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CustomScript:
    """One file of an app's customisation: uploaded to kintone, or loaded from ``host``.

    ``products`` holds the catalogue ids to which the host belongs.
    """

    name: str
    host: str = ""
    mobile: bool = False
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """What one upload shows of a tenant's plugins and scripts. It may be a part of all."""

    plugins: tuple[InstalledPlugin, ...] = ()
    scripts: tuple[CustomScript, ...] = ()
    applies: Applies | None = None

    @property
    def products(self) -> tuple[str, ...]:
        """Catalogue ids that the plugins and scripts were recognised as; without those off."""
        on = [p for p in self.plugins if p.enabled is not False and p.product]
        named = [p.product for p in on if p.product]
        loaded = [i for s in self.scripts if self.applies is not Applies.NONE for i in s.products]
        return tuple(dict.fromkeys((*named, *loaded)))
