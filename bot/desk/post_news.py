"""Posts as they are saved: each update goes to those who follow the public page, once, in their language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.desk.ports import UnitOfWork
from bot.desk.subscriptions import Subscribers
from bot.model.broadcast import Broadcast
from bot.model.catalogue import Catalogue
from bot.model.publication import Post, PostNews, PostUpdate
from bot.model.subscription import COMPONENT, OWN, PRODUCT

WORDS_WITHIN = timedelta(minutes=10)  # staff commonly approve the other language right after
REASON = "post"


def publish_update(post: Post, work: UnitOfWork, catalogue: Catalogue) -> None:
    """Save a post of which more is said, or the same in one more language, and begin to tell of that."""
    known = work.post(post.id)
    before = known.updates if known is not None else ()
    work.save_post(post)
    for update in post.updates:
        if update in before:
            continue
        if any(_is_same(one, update) for one in before):
            _put_words(post, update, work)
            continue
        for lang in sorted(work.subscriber_langs()):
            _begin(_news(post, update, lang, topics_of(post, catalogue)), post, work)


def _is_same(before: PostUpdate, update: PostUpdate) -> bool:
    """Whether it is the update that there was, with words in one more language."""
    same_words = before.texts.items() <= update.texts.items()
    return same_words and (before.at, before.status) == (update.at, update.status)


def topics_of(post: Post, catalogue: Catalogue) -> tuple[str, ...]:
    """What a post is about; () where it names nothing, so that it may concern anybody."""
    parts = tuple(f"{COMPONENT}{part}" for part in post.components)
    product = catalogue.of_cause(post.cause)
    if product is None:
        return parts
    named = f"{PRODUCT}{product.id}"
    return (*parts, named) if parts or product != catalogue.home else (OWN, named)


def _news(post: Post, update: PostUpdate, lang: str, topics: tuple[str, ...]) -> PostNews:
    spoken = lang if lang in update.texts else next(iter(update.texts), lang)
    title = post.titles.get(spoken) or next(iter(post.titles.values()), "")
    return PostNews(
        post=post.id,
        kind=post.kind,
        status=update.status,
        impact=post.impact,
        title=title,
        text=update.texts.get(spoken, ""),
        lang=lang,
        text_lang=spoken,
        at=update.at,
        topics=topics,
        components=post.components,
        starts_at=post.starts_at,
        ends_at=post.ends_at,
        not_before=None if spoken == lang else update.at + WORDS_WITHIN,
    )


def _begin(news: PostNews, post: Post, work: UnitOfWork) -> None:
    """A broadcast of which nothing is written yet; whoever sees that it runs goes on with it."""
    number = work.subscriber_number(Subscribers(news.lang, news.topics))
    if not number:
        return
    work.save_broadcast(
        Broadcast(
            id=f"B{work.number('broadcast')}",
            incident=post.id,
            reason=REASON,
            text=news.text,
            lang=news.text_lang,
            cause=post.cause,
            started_at=news.at,
            staff="",
            until=work.last_subscription(),
            total=number,
            news=news,
        )
    )


def _put_words(post: Post, update: PostUpdate, work: UnitOfWork) -> None:
    """Who waits for words in their language is told in them, at once."""
    work.hold_claims()
    for broadcast, news in _waiting(post, update, work):
        if news.lang not in update.texts:
            continue
        said = _news(post, update, news.lang, news.topics)
        now_said = replace(broadcast, text=said.text, lang=said.text_lang, news=said)
        work.save_broadcast(now_said)
        work.let_go(broadcast.id)


def _waiting(
    post: Post, update: PostUpdate, work: UnitOfWork
) -> Iterator[tuple[Broadcast, PostNews]]:
    for broadcast in work.broadcasts(incident=post.id, under_way_only=False):
        news = broadcast.news
        if news is None or news.not_before is None:
            continue
        if (news.at, news.status) == (update.at, update.status):
            yield broadcast, news
