"""What the desk says, as a Slack message. Pure: returns data, sends nothing.

It takes what is for customers and nothing else: a reply, a notice, a person's answer, or the card
made of them. Text is never interpreted: it comes out as it is, or shortened with a remark.
"""

from bot.channels.slack.api.blocks import (
    Block,
    Message,
    context,
    fallback,
    feedback,
    moment,
    row,
    section,
    sections,
    weight,
)
from bot.channels.slack.api.limits import MOST_BLOCKS, MOST_CHARACTERS, NEWS
from bot.channels.slack.api.mrkdwn import atoms, cut, escape
from bot.channels.slack.outgoing.case_card import (
    CaseCard,
    State,
    advises_switching_off,
    can_be_tried,
)
from bot.desk.labels import button, shows, spoken
from bot.desk.prose import visible
from bot.model.effect import Checked, Notice, Reply, StaffReply

# Action ids, for ever: old messages keep their buttons. A person is always the last one.
BUTTONS = ("worked", "failed", "human")
WORKED_OFF = "worked_off"  # it works since something was switched off
FEEDBACK = "feedback"  # "good" or "bad"
_ORDER = ("worked", "failed", WORKED_OFF, "human")

_WORDS = {
    "ja": {
        "automated": "自動応答",
        "staff": "担当者からの返信",
        "notice": "自動のお知らせ",
        "more": "…（長いため、ここまでを表示しています）",
        "nothing": "（本文なし）",
        WORKED_OFF: "無効化したら直った",
        "state": "状態：{state}",
        "changed": "更新：",
        "news": "続報",
        "before": "以下は最初のご案内です",
        "good": "役に立った",
        "bad": "役に立たなかった",
    },
    "en": {
        "automated": "Automated answer",
        "staff": "Answer from our staff",
        "notice": "Automated notice",
        "more": "… (shortened)",
        "nothing": "(no text)",
        WORKED_OFF: "Works with it off",
        "state": "Status: {state}",
        "changed": "Updated: ",
        "news": "Update",
        "before": "The first answer was:",
        "good": "Helpful",
        "bad": "Not helpful",
    },
}
_STATES = {
    "ja": {
        State.LOOKING: "調査中",
        State.STAFF: "担当者が対応中",
        State.AROUND: "回避策をご案内済み",
        State.OVER: "復旧",
        State.WITHDRAWN: "お知らせを取り下げ",
    },
    "en": {
        State.LOOKING: "investigating",
        State.STAFF: "with our staff",
        State.AROUND: "workaround given",
        State.OVER: "recovered",
        State.WITHDRAWN: "notice withdrawn",
    },
}
# What a card says in place of its first text, or before it, once the case stands otherwise.
_NOW = {
    "ja": {
        State.LOOKING: "引き続き確認しています。最新のご案内は、このスレッドの新しい投稿をご覧ください。",
        State.STAFF: "担当者が対応しています。ご連絡は、このスレッドでお送りします。",
        State.AROUND: "回避策をご案内しています。手順は、このスレッドの新しい投稿をご覧ください。",
        State.OVER: "復旧したとのことです。最新のご案内は、このスレッドの新しい投稿をご覧ください。",
        State.WITHDRAWN: "先にお知らせした内容は取り下げました。詳しくは、このスレッドの新しい投稿をご覧ください。",
    },
    "en": {
        State.LOOKING: "We are still looking into it. The latest is in the newer posts of this thread.",
        State.STAFF: "A person from our staff has it. They will write in this thread.",
        State.AROUND: "There is a workaround. Its steps are in the newer posts of this thread.",
        State.OVER: "It has recovered as far as we know. The latest is in the newer posts of this thread.",
        State.WITHDRAWN: "We took back what we had announced. The details are in the newer posts of this"
        " thread.",
    },
}


def render(
    effect: Reply | Notice | StaffReply,
    hosts: frozenset[str],
    lang: str,
    files: tuple[str, ...] = (),
) -> Message:
    """The arguments of ``chat.postMessage`` that say an effect, without the place.

    ``hosts`` may be linked to. ``lang`` is for labels where the effect does not say it (a person's
    answer). ``files``: what became of the files that came with what it answers.
    """
    lang = spoken(lang if isinstance(effect, StaffReply) else effect.lang)
    tail = [*_files(files), *_tail(effect, lang)]
    said = effect.whole if isinstance(effect, Reply) else effect.text
    return _message([], _pieces(said, hosts, lang), tail, lang)


def render_card(card: CaseCard, hosts: frozenset[str]) -> Message:
    """The arguments that show a card: how it stands, the news, then what it was posted with.

    What has become out of date is left out; while staff have the case it is folded.
    """
    lang = spoken(card.lang)
    words = _WORDS[lang]
    head, first = _standing(card, lang), list[str]()
    now: list[str] = []
    if head and card.changed_at is not None:
        first = [*escape(words["state"].format(state=_STATES[lang][card.state])), "\n\n"]
        if card.outdated_at is not None or card.state is State.STAFF:
            now = list(_NOW[lang][card.state])
            head = [*head, section("".join(now))]
    if card.has_news:
        news, rest = cut(list(atoms(visible(card.news).strip(), hosts)), NEWS)
        heading = " ".join([words["news"], *([moment(card.news_at, lang)] if card.news_at else [])])
        said = section(f"{heading}\n{news}{words['more'] if rest else ''}")
        head = [*head, said, {"type": "divider"}]
        first += [news, "\n\n"]
    first += [*now, "\n\n"] if now else []
    if card.outdated_at is not None:
        return _message(head, [], _card_tail(card, lang), lang, first)
    if first:
        head = [*head, context([words["before"]])]
    pieces = _pieces(card.text, hosts, lang)
    return _message(head, pieces, _card_tail(card, lang), lang, first, expand=not now)


def _card_tail(card: CaseCard, lang: str) -> list[Block]:
    """What belongs to the first text goes with it: what was checked for it, whether it helped."""
    words = _WORDS[lang]
    speaker = words["notice" if card.is_notice else "automated"]
    buttons = _buttons(card.buttons, card.about, lang, off=card.switched_off)
    if card.outdated_at is not None:
        return [context([speaker]), buttons]
    return [
        *_files(card.files),
        context([speaker, *(_checked(c, lang) for c in card.checked)]),
        buttons,
        feedback(FEEDBACK, words["good"], words["bad"]),
    ]


def as_plain(message: Message) -> Message:
    """The same message without blocks, for when Slack refuses them."""
    return {name: value for name, value in message.items() if name != "blocks"}


def without_feedback(message: Message) -> Message:
    """The same message without its newest kind of block, for a Slack that does not know it."""
    blocks = [b for b in message.get("blocks", ()) if b["type"] != "context_actions"]
    return {**message, "blocks": blocks}


def _message(
    head: list[Block],
    pieces: list[str],
    tail: list[Block],
    lang: str,
    first: list[str] | None = None,
    *,
    expand: bool = True,
) -> Message:
    """``first``: what the text for notifications begins with."""
    more = _WORDS[lang]["more"]
    room = MOST_CHARACTERS - sum(map(weight, (*head, *tail)))
    most = MOST_BLOCKS - len(head) - len(tail) - 1
    return {
        "text": fallback([*(first or ()), *pieces], more).strip(),
        "blocks": [*head, *sections(pieces, most, room, more, expand=expand), *tail],
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
    }


def _pieces(text: str, hosts: frozenset[str], lang: str) -> list[str]:
    return list(atoms(visible(text).strip() or _WORDS[lang]["nothing"], hosts))


def _files(files: tuple[str, ...]) -> list[Block]:
    """What became of files, a line for each."""
    return [context([escape(line) for line in files])] if files else []


def _tail(effect: Reply | Notice | StaffReply, lang: str) -> list[Block]:
    """Who speaks, what was looked at, and what can be pressed."""
    words = _WORDS[lang]
    match effect:
        case StaffReply():
            return [context([words["staff"]])]
        case Notice():
            named = ("worked", "failed") if can_be_tried(effect) else ()
            off = advises_switching_off(effect.advice)
            return [
                context([words["notice"]]),
                _buttons(named, f"notice:{effect.incident}", lang, off=off),
            ]
        case Reply():
            off = advises_switching_off(effect.advice)
            return [
                context([words["automated"], *(_checked(c, lang) for c in effect.checked)]),
                _buttons(effect.buttons, effect.in_reply_to, lang, off=off),
            ]


def _standing(card: CaseCard, lang: str) -> list[Block]:
    """How a case stands and since when; nothing of what is no trouble."""
    words = _WORDS[lang]
    if card.state is State.ANSWERED:
        return []
    said = [escape(words["state"].format(state=_STATES[lang][card.state]))]
    if card.changed_at is not None:
        said.append(words["changed"] + moment(card.changed_at, lang, "{date_short_pretty} {time}"))
    return [context(said)]


def _checked(checked: Checked, lang: str) -> str:
    """One feed, what it shows and when it was read."""
    what = f"{checked.name[:80]}: {shows(checked.shows, lang)[:60]}"
    return f"{escape(what)} {moment(checked.at, lang)}"


def _buttons(named: tuple[str, ...], value: str, lang: str, *, off: bool) -> Block:
    """Buttons; a person is one tap away on everything that a machine says.

    ``off``: whether a switch-off was advised.
    """
    names = {*named, "human"}
    if off and "worked" in named:
        names.add(WORKED_OFF)
    own = {WORKED_OFF: _WORDS[lang][WORKED_OFF]}
    return row([(n, own.get(n) or button(n, lang)) for n in _ORDER if n in names], value)
