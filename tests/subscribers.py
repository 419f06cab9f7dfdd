"""Those who follow the public page, with sensible defaults."""

from dataclasses import replace

from bot.model.publication import Impact, PostKind, PostNews, PostStatus
from bot.model.subscription import SUBSCRIBER, Subscription, SubscriptionState
from tests.builders import MORNING


def a_subscription(name: str = "sato", **changes: object) -> Subscription:
    """Somebody who confirmed, in Japanese, of everything."""
    made = Subscription(
        *(f"{SUBSCRIBER}{name}", "mail", f"{name}@midori.example", "ja", ()),
        SubscriptionState.ACTIVE,
        *(MORNING, MORNING),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field of a subscription


def some_news(**changes: object) -> PostNews:
    """An update of an incident, in Japanese."""
    made = PostNews(
        post="k3x9q2m7w1ab",
        kind=PostKind.INCIDENT,
        status=PostStatus.INVESTIGATING,
        impact=Impact.MAJOR,
        title="フォームが開かない不具合",
        text="調べています。\n<b>再読み込み</b>をお試しください。",
        lang="ja",
        text_lang="ja",
        at=MORNING,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field of it
