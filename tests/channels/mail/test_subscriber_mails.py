"""Mails to those who follow the public page, as a real server gets them."""

import asyncio
import re
from datetime import timedelta

from bot.desk.ledger import Outgoing
from bot.model.publication import PostKind, PostStatus
from bot.model.subscription import Confirmation
from tests.builders import MORNING
from tests.channels.mail.letters import Counter, a_relay, outgoing
from tests.channels.mail.post_office import PostOffice, open_office
from tests.subscribers import some_news

ONE_CLICK = re.compile(r"<(https://desk\.example/subscription/[\w.-]+)>")


def sent(*deliveries: Outgoing) -> PostOffice:
    """What arrives of deliveries."""
    office = PostOffice()

    async def run() -> None:
        async with open_office(office) as port:
            relay = a_relay(port)
            for delivery in deliveries:
                await Counter(relay).channel.deliver(delivery)
            relay.close()

    asyncio.run(run())
    return office


def of(effect: object, key: str = "notice:B1:subscriber:1", lang: str = "ja") -> Outgoing:
    return outgoing(effect, key, reader="subscriber:1")  # type: ignore[arg-type]


def test_an_update_says_how_it_stands_and_how_to_end_it_with_one_click() -> None:
    over = some_news(status=PostStatus.RESOLVED, text="収束しました。")
    first, last = sent(of(some_news()), of(over, "notice:B2:subscriber:1")).messages
    assert first["Subject"] == "【サポート窓口】フォームが開かない不具合"
    assert last["Subject"] == f"Re: {first['Subject']}"
    assert first["References"] == last["References"]
    (link,) = ONE_CLICK.findall(first["List-Unsubscribe"])
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Auto-Submitted"] == "auto-generated"
    plain, page = (part.get_content() for part in first.iter_parts())
    for said in (plain, page):
        assert "障害のお知らせ：調査中" in said
        assert link in said
        assert "https://desk.example/status/incidents/k3x9q2m7w1ab?lang=ja" in said
    assert "&lt;b&gt;再読み込み&lt;/b&gt;" in page
    assert "sato" not in link


def test_planned_work_says_when() -> None:
    starts = MORNING + timedelta(days=1)
    planned = some_news(
        kind=PostKind.MAINTENANCE,
        status=PostStatus.SCHEDULED,
        lang="en",
        text_lang="ja",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
    )
    (mail,) = sent(of(planned)).messages
    plain, _ = (part.get_content() for part in mail.iter_parts())
    assert "Planned: 2026-01-06 09:00 to 2026-01-06 10:00 (Japan time)" in plain
    assert "調べています。" in plain  # nobody wrote it in English


def test_what_asks_for_confirmation_says_nothing_but_that() -> None:
    new, known = sent(
        of(Confirmation("ja"), "confirmation:1:1"),
        of(Confirmation("en", is_known=True), "confirmation:1:2"),
    ).messages
    assert new["Subject"] == "【サポート窓口】お知らせの受け取りを確認してください"
    assert known["Subject"] == "[サポート窓口] Your updates"
    for mail in (new, known):
        plain, page = (part.get_content() for part in mail.iter_parts())
        assert "https://desk.example/subscription/" in plain
        assert 'href="https://desk.example/subscription/' in page
        assert mail["List-Unsubscribe"] is None
