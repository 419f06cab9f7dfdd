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
    CaseState,
    advises_switching_off,
    can_be_tried,
)
from bot.desk.labels import button, check_link, shows
from bot.desk.prose import visible
from bot.model.effect import Checked, Notice, Reply, StaffReply
from bot.texts.loader import say, spoken

# Action ids, for ever: old messages keep their buttons.
WORKED_OFF = "worked_off"  # it works since something was switched off
CHOICE = "choice_"  # and a number: an answer to tap, which is its label
FEEDBACK = "feedback"  # "good" or "bad"
_ORDER = ("worked", "failed", WORKED_OFF, "human")


def render(
    effect: Reply | Notice | StaffReply,
    hosts: frozenset[str],
    lang: str,
    files: tuple[str, ...] = (),
    check: str = "",
) -> Message:
    """The arguments of ``chat.postMessage`` that say an effect, without the place.

    ``hosts`` may be linked to. ``lang`` is for labels where the effect does not say it (a person's
    answer). ``files``: what became of the files that came with what it answers. ``check``: the link to the
    check from the browser, "" where none is offered.
    """
    lang = spoken(lang if isinstance(effect, StaffReply) else effect.lang)
    tail = [*_files(files), *_check(check, lang), *_tail(effect, lang)]
    if isinstance(effect, Reply):
        tail = [*_choices(effect.choices, effect.in_reply_to), *tail]
    said = effect.whole if isinstance(effect, Reply) else effect.text
    return message([], pieces_of(said, hosts, lang), tail, lang)


def render_card(card: CaseCard, hosts: frozenset[str]) -> Message:
    """The arguments that show a card: how it stands, the news, then what it was posted with.

    What has become out of date is left out; while staff have the case it is folded.
    """
    lang = spoken(card.lang)
    head, first = _standing(card, lang), list[str]()
    now: list[str] = []
    if head and card.changed_at is not None:
        first = [*escape(_state(card, lang)), "\n\n"]
        if card.outdated_at is not None or card.state is CaseState.STAFF:
            now = list(say(lang, f"slack.card.now.{card.state}"))
            head = [*head, section("".join(now))]
    if card.has_news:
        news, rest = cut(list(atoms(visible(card.news).strip(), hosts)), NEWS)
        heading = " ".join(
            [say(lang, "slack.card.news"), *([moment(card.news_at, lang)] if card.news_at else [])]
        )
        said = section(f"{heading}\n{news}{say(lang, 'slack.card.more') if rest else ''}")
        head = [*head, said, {"type": "divider"}]
        first += [news, "\n\n"]
    first += [*now, "\n\n"] if now else []
    if card.outdated_at is not None:
        return message(head, [], _card_tail(card, lang), lang, first)
    if first:
        head = [*head, context([say(lang, "slack.card.before")])]
    pieces = pieces_of(card.text, hosts, lang)
    return message(head, pieces, _card_tail(card, lang), lang, first, expand=not now)


def _card_tail(card: CaseCard, lang: str) -> list[Block]:
    """What belongs to the first text goes with it: what was checked for it, whether it helped."""
    speaker = say(lang, "slack.card.notice" if card.is_notice else "slack.card.automated")
    buttons = _buttons(card.buttons, card.about, lang, off=card.switched_off)
    if card.outdated_at is not None:
        return [context([speaker]), buttons]
    return [
        *_files(card.files),
        *_check(card.check, lang),
        *_choices(card.choices, card.about),
        context([speaker, *(_checked(c, lang) for c in card.checked)]),
        buttons,
        feedback(FEEDBACK, say(lang, "slack.card.good"), say(lang, "slack.card.bad")),
    ]


def as_plain(message: Message) -> Message:
    """The same message without blocks, for when Slack refuses them."""
    return {name: value for name, value in message.items() if name != "blocks"}


def without_feedback(message: Message) -> Message:
    """The same message without its newest kind of block, for a Slack that does not know it."""
    blocks = [b for b in message.get("blocks", ()) if b["type"] != "context_actions"]
    return {**message, "blocks": blocks}


def message(
    head: list[Block],
    pieces: list[str],
    tail: list[Block],
    lang: str,
    first: list[str] | None = None,
    *,
    expand: bool = True,
) -> Message:
    """A message within Slack's limits. ``first``: what the text for notifications begins with."""
    more = say(lang, "slack.card.more")
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


def pieces_of(text: str, hosts: frozenset[str], lang: str) -> list[str]:
    """A text, escaped, in pieces that must not be cut; ``hosts`` may be linked to."""
    return list(atoms(visible(text).strip() or say(lang, "slack.card.nothing"), hosts))


def _files(files: tuple[str, ...]) -> list[Block]:
    """What became of files, a line for each."""
    return [context([escape(line) for line in files])] if files else []


def _check(link: str, lang: str) -> list[Block]:
    """The link to the check from the browser, and what it is good for."""
    words, about = check_link(lang)
    return [section(f"<{link}|{escape(words)}>\n{escape(about)}")] if link else []


def _choices(answers: tuple[str, ...], value: str) -> list[Block]:
    """The answers to a question, each as a button that says it."""
    taps = [(f"{CHOICE}{number}", answer) for number, answer in enumerate(answers, 1)]
    return [row(taps, value)] if taps else []


def _tail(effect: Reply | Notice | StaffReply, lang: str) -> list[Block]:
    """Who speaks, what was looked at, and what can be pressed."""
    match effect:
        case StaffReply():
            taps = [(name, button(name, lang)) for name in effect.buttons]
            said = context([say(lang, "slack.card.staff")])
            return [said, row(taps, "closing")] if taps else [said]
        case Notice():
            named = ("worked", "failed") if can_be_tried(effect) else ()
            off = advises_switching_off(effect.advice)
            return [
                context([say(lang, "slack.card.notice")]),
                _buttons(named, f"notice:{effect.incident}", lang, off=off),
            ]
        case Reply():
            off = advises_switching_off(effect.advice)
            return [
                context(
                    [
                        say(lang, "slack.card.automated"),
                        *(_checked(c, lang) for c in effect.checked),
                    ]
                ),
                _buttons(effect.buttons, effect.in_reply_to, lang, off=off),
            ]


def _state(card: CaseCard, lang: str) -> str:
    state = say(lang, f"slack.card.state.{card.state}")
    return say(lang, "slack.card.state", state=state)


def _standing(card: CaseCard, lang: str) -> list[Block]:
    """How a case stands and since when; nothing of what is no trouble."""
    if card.state is CaseState.ANSWERED:
        return []
    said = [escape(_state(card, lang))]
    if card.changed_at is not None:
        said.append(
            say(lang, "slack.card.changed")
            + moment(card.changed_at, lang, "{date_short_pretty} {time}")
        )
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
    own = {WORKED_OFF: say(lang, "slack.card.worked_off")}
    return row([(n, own.get(n) or button(n, lang)) for n in _ORDER if n in names], value)
