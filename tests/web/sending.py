"""Pages with a real desk behind them that tells many."""

from dataclasses import replace
from datetime import time
from typing import Any

from bot.desk.door import DeskDoor
from bot.desk.reweighing import Reweighing
from bot.model.broadcast import Quiet
from bot.web.hub import publish_effects
from bot.web.site import Site
from tests import shipped
from tests.desk.announcing import Announcing, opened
from tests.store.databases import in_memory
from tests.web.conftest import House
from tests.web.forms import STAFF_TOKEN

NIGHT = Quiet(time(22), time(7))


class SendingHouse(House):
    """``desk`` announces; what its pages show is what its store keeps."""

    def __init__(self, quiet: Quiet | None = None) -> None:
        super().__init__(staff_token=STAFF_TOKEN, knowledge=shipped.knowledge())
        self.quiet = quiet
        self.store = in_memory()
        self.desk: Announcing = opened(self.store, self.knowledge)
        self.clock.now = self.desk.day.now

    def site(self) -> Site:
        door: Any = DeskDoor(self.desk.day.desk, lambda effects: publish_effects(self.hub, effects))
        own = super().site()
        return replace(
            own, door=door, views=self.store, reweighing=Reweighing(), quiet=lambda: self.quiet
        )
