"""A notice as Slack and webhooks hand it over, for the pages on which staff see it before it is sent.

What is shown is made by the code that sends: these pages lay it out and word nothing of it themselves.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.model.effect import Notice

Block: TypeAlias = Mapping[str, Any]
Delivered: TypeAlias = Sequence[Block] | str


@dataclass(frozen=True, slots=True)
class ChannelMessages:
    """What the channels make of a notice.

    ``slack``: its blocks. ``webhook``: the body of a notice that was decided at a moment, as JSON.
    """

    slack: Callable[[Notice], Sequence[Block]]
    webhook: Callable[[Notice, datetime], bytes]


@dataclass(frozen=True, slots=True)
class ChannelPreviews:
    """Shows a notice as it would be handed over now. ``messages`` None: there is nothing to show it with.

    ``turned_off``: the channels by which nothing is sent for now.
    """

    messages: ChannelMessages | None
    clock: Callable[[], datetime]
    turned_off: Callable[[], frozenset[str]] = frozenset

    def of(self, notice: Notice, channels: Collection[str]) -> dict[str, Delivered]:
        """The notice by channel, of those asked for that have a form of their own; empty as long as it says nothing.

        Of Slack its blocks, of a webhook its JSON, in lines.
        """
        made = self.messages
        if made is None:
            return {}
        ways: dict[str, Callable[[], Delivered]] = {
            "slack": lambda: made.slack(notice),
            "webhook": lambda: _in_lines(made.webhook(notice, self.clock())),
        }
        return {
            name: way() if notice.text else "" for name, way in ways.items() if name in channels
        }


def _in_lines(body: bytes) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
