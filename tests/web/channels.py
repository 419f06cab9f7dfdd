"""Channels that answer a test as they are told to."""

import asyncio
from collections.abc import Mapping

from bot.desk.channel_tests import ChannelTarget
from bot.model.checkup import BilingualText, Checkup, CheckupHealth

WORKS = Checkup("x.ok.x", CheckupHealth.OK, "mail", BilingualText("届きました", "It arrived"))
CURE = BilingualText("直してください", "Put it right")
FAILS = Checkup("x.wrong.x", CheckupHealth.WRONG, "mail", BilingualText("だめ", "No"), CURE)


class FakeChannels:
    """Mail, webhooks and status pages are set up; Slack is not."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, str, str]] = []
        self.found: tuple[Checkup, ...] = (WORKS,)
        self.hangs = False

    async def targets(self) -> Mapping[str, tuple[ChannelTarget, ...]]:
        return {
            "mail": (ChannelTarget("", "desk@example.com"),),
            "webhook": (ChannelTarget("endpoint:crm", "crm"),),
            "feeds": (ChannelTarget("kintone", "kintone (kintone)"),),
        }

    async def test(self, channel: str, target: str, lang: str) -> tuple[Checkup, ...]:
        self.tried.append((channel, target, lang))
        if self.hangs:
            await asyncio.Event().wait()
        return self.found
