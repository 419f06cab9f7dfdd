"""People who open the form with a shortcut, fill in what it asks and hand it in."""

from typing import Any

from tests.channels.slack.world import payloads
from tests.channels.slack.world.delivery import Delivery
from tests.channels.slack.world.state import Json, View
from tests.channels.slack.world.surfaces import closes
from tests.channels.slack.world.world import World

SHORTCUT = "new_case"


class Forms:
    """Every modal that is opened is handed in once, whatever it asks for."""

    def __init__(self, world: World, delivery: Delivery) -> None:
        self._world = world
        self._delivery = delivery
        self.handed_in: list[tuple[str, Json]] = []  # what stands in it, the payload

    def ask(self, team: str, user: str) -> None:
        """Somebody uses the shortcut."""
        self._delivery.send(payloads.shortcut(self._world, team, user, SHORTCUT))

    @property
    def are_open(self) -> bool:
        return any(v.body["type"] == "modal" for v in self._world.views.values())

    def hand_in(self) -> None:
        """Whoever has a form before them fills it in."""
        for view in [v for v in self._world.views.values() if v.body["type"] == "modal"]:
            mark = f"[form {len(self.handed_in) + 1}]"
            told = payloads.submitted(self._world, view, _filled(view, mark))
            closes(self._world, view.user)
            self.handed_in.append((mark, told))
            self._delivery.send(told)


def _filled(view: View, mark: str) -> Json:
    """The state of a form: each text holds the mark, each choice is the first one."""
    values: Json = {}
    for number, block in enumerate(view.body["blocks"]):
        element: dict[str, Any] = block.get("element") or {}
        kind = str(element.get("type"))
        told: Json = {"type": kind}
        if kind.endswith("text_input"):
            told["value"] = f"{mark} <!channel> 画面が開きません"[: element.get("max_length", 3000)]
        elif kind.endswith("select"):
            told["selected_option"] = (element.get("options") or [None])[0]
        elif kind == "file_input":
            told["files"] = []
        if element:
            name = block.get("block_id", f"block{number}")
            values[name] = {element["action_id"]: told}
    return values
