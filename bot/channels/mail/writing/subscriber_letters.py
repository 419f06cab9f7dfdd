"""Mails to those who follow the public page: its updates, and whether an address wants them. Pure."""

from bot.channels.mail.writing.letter import MOST_SUBJECT, Letter, LetterSender, desk_line
from bot.desk.prose import one_line, visible
from bot.model.japan import JST
from bot.model.publication import PostKind, PostNews
from bot.model.subscription import Confirmation
from bot.texts.loader import say


def news_letter(news: PostNews, page: str, manage: str, desk: LetterSender) -> Letter:
    """One update. ``page``: the post's own; ``manage``: where the subscription is changed and ended.

    The subject is that of the post, so that its updates stand together.
    """
    lang = news.lang
    title = say(
        lang,
        "subscriptions.mail.subject",
        title=one_line(news.title, MOST_SUBJECT - 30),
        desk=desk.name,
    )
    begun = news.status not in ("investigating", "scheduled")
    return Letter(
        lang=news.text_lang,
        label_lang=lang,
        subject=f"Re: {title}" if begun else title,
        title=one_line(news.title, MOST_SUBJECT),
        speaker=say(lang, "mail.notice"),
        text=visible(_text(news)).strip(),
        answer=say(lang, "subscriptions.mail.answer"),
        why=(say(lang, "mail.by_machine"), say(lang, "subscriptions.mail.why")),
        desk=desk_line(desk, lang),
        stop=manage,
        stop_words=_stop(lang),
        link=page,
        link_words=(say(lang, "subscriptions.mail.page"), say(lang, "subscriptions.mail.page.is")),
    )


def confirmation_letter(asked: Confirmation, manage: str, desk: LetterSender) -> Letter:
    """Asks whether the address wants to be told; of one that is told already, says where to change that."""
    lang, kind = asked.lang, "known" if asked.is_known else "new"
    title = say(lang, f"subscriptions.mail.{kind}.title", desk=desk.name)
    return Letter(
        lang=lang,
        label_lang=lang,
        subject=title,
        title=title,
        speaker=say(lang, "mail.automated"),
        text=say(lang, f"subscriptions.mail.{kind}.text", desk=desk.name),
        answer=say(lang, f"subscriptions.mail.{kind}.not_me"),
        why=(say(lang, "mail.by_machine"),),
        desk=desk_line(desk, lang),
        link=manage,
        link_words=(
            say(lang, f"subscriptions.mail.{kind}.link"),
            say(lang, f"subscriptions.mail.{kind}.is"),
        ),
    )


def _text(news: PostNews) -> str:
    """How it stands, of planned work when it is, and what was said."""
    lang = news.lang
    status = say(lang, f"public.status.{news.status}")
    lines = [say(lang, f"subscriptions.mail.kind.{news.kind}", status=status)]
    if news.kind is PostKind.MAINTENANCE and news.starts_at and news.ends_at:
        moments = news.starts_at.astimezone(JST), news.ends_at.astimezone(JST)
        begins, ends = (f"{at:%Y-%m-%d %H:%M}" for at in moments)
        lines.append(say(lang, "subscriptions.planned", begins=begins, ends=ends))
    return "\n".join(lines) + f"\n\n{news.text}"


def _stop(lang: str) -> tuple[str, str]:
    return say(lang, "subscriptions.mail.manage"), say(lang, "subscriptions.mail.manage.is")
