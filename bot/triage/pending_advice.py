"""Advice that waits for its result, and the one that a result is about."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.acts import ReportedAction
from bot.model.advice_plan import ONE_BY_ONE
from bot.model.conversation import AdviceOutcome, Advised, Conversation
from bot.model.understanding import Kind, Understanding
from bot.text.normalise import nfkc, plain
from bot.triage.understand.answers.readers_works import came_by_surprise
from bot.triage.understand.facts.results import ToldResults

RESULT_WITHIN = timedelta(hours=1)  # later, "it works" is news of its own
TRIED_WITHIN = timedelta(minutes=20)  # later, who is surprised that it works has not tried it
# Advice whose result the next "it worked" or "it did not" may be.
TRIED = frozenset(
    {
        "disable_plugin",
        ONE_BY_ONE,
        "disable_own_js",
        "disable_extension",
        "incognito",
        "other_browser",
        "check_other_network",
        "use_mobile_data",
        "allowlist_hosts",
        "saml_off_url",
        "hard_reload",
        "rollback",
    }
)
# Of those, what shows where it works and cures nothing: "it is fine again" is no result of it.
_TESTS = frozenset({"incognito", "other_browser", "check_other_network"})
# What somebody says they tried, as kinds of advice; ways that are none of ours have none.
_WAYS: dict[str, tuple[str, ...]] = {
    "disable_plugin": ("disable_plugin", ONE_BY_ONE),
    "remove_plugin": ("disable_plugin", ONE_BY_ONE),
    "remove_customization": ("disable_own_js",),
    "extension_off": ("disable_extension",),
    "incognito": ("incognito",),
    "other_browser": ("other_browser",),
    "other_network": ("check_other_network", "use_mobile_data"),
    "clear_cache": ("hard_reload",),
    "reload": ("hard_reload",),
    "rollback": ("rollback",),
    "saml_off_url": ("saml_off_url",),
}

# What "switched it off" may be about when nothing is named, and what "reloaded" is.
_OFF = frozenset({"disable_plugin", ONE_BY_ONE, "disable_own_js", "disable_extension"})
_SWITCHED_OFF = frozenset({ReportedAction.DISABLED, ReportedAction.DELETED})


def pending(conversation: Conversation, at: datetime) -> tuple[Advised, ...]:
    """Advice given within the last hour whose result nobody has told, oldest first."""
    return tuple(
        a
        for a in conversation.advised
        if a.advice.partition(":")[0] in TRIED
        and at - a.at <= RESULT_WITHIN
        and not any(
            t.at >= a.at and t.outcome is not AdviceOutcome.CANNOT for t in conversation.trials
        )
    )


def waiting_for(
    conversation: Conversation, at: datetime, heard: Understanding, words: str, told: ToldResults
) -> tuple[str, ...]:
    """The ids of the advice of which a message may tell the result.

    None that was given a while ago, where it comes as a surprise that it works. ``words``: the masked message,
    ``told``: the results in it.
    """
    found = pending(conversation, at)
    done = bool(told.measures or ways_in(heard))
    if not done and came_by_surprise(plain(nfkc(words))):
        found = tuple(a for a in found if at - a.at < TRIED_WITHIN)
    return tuple(a.advice for a in found)


def as_result(heard: Understanding, waiting: tuple[str, ...], *, unable: bool) -> Understanding:
    """The message as a result, where advice waits for one and it may be one.

    That is a report that may be failed advice as well, and, where it says that they are ``unable``,
    "I don't know the administrator's password", which reads like abuse by itself.
    """
    turned_away = unable and heard.kind is Kind.SECURITY_OR_ABUSE
    may_be = turned_away or (heard.kind.is_report and heard.or_else is Kind.WORKAROUND_FAILED)
    return replace(heard, kind=Kind.WORKAROUND_FAILED) if waiting and may_be else heard


def with_tests(
    heard: Understanding,
    conversation: Conversation,
    tests: Mapping[str, str],
    read: Callable[..., Understanding],
) -> Understanding:
    """The message with what it tells of a test that was advised.

    ``tests`` gives the question of each kind of advice that tests one, ``read`` reads the message
    as an answer to ``open_questions``. Only a message that names the way counts: "yes" and "it is the same"
    answer what was asked.
    """
    ways = ways_in(heard)
    advised = {kind_of(a.advice) for a in conversation.advised}
    named = tuple(q for kind, q in tests.items() if kind in advised and q in ways)
    if not named:
        return heard
    told = read(open_questions=named)
    answered = told.answered if heard.kind is Kind.CHITCHAT else heard.answered
    return replace(heard, facts={**heard.facts, **told.facts}, answered=answered)


def advice_meant(
    heard: Understanding,
    conversation: Conversation,
    waiting: tuple[str, ...],
    done: frozenset[ReportedAction] = frozenset(),
) -> str | None:
    """The advice that a result is about.

    The way that is named with it decides, or the product, however long ago it was advised; without
    either it is the last advice that waits for a result. That a product is well again, without a
    word of what was tried, tells of nothing but advice that waits.
    """
    advised = [a.advice for a in conversation.advised if kind_of(a.advice) in TRIED]
    kinds = _kinds(heard, done)
    if heard.kind is Kind.RECOVERED_REPORT and kinds is None:
        waiting = tuple(a for a in waiting if a not in _TESTS)
        advised = [a for a in advised if a in waiting]
    for advice in reversed(advised):
        named = advice.partition(":")[2] in heard.products
        if named and (not kinds or kind_of(advice) in kinds) and (kinds or not done):
            return advice
    if heard.products and kinds and "disable_plugin" in kinds:
        return f"disable_plugin:{heard.products[0]}"
    if kinds is not None:
        return next((a for a in reversed(advised) if kind_of(a) in kinds), None)
    return waiting[-1] if waiting else None


def _kinds(heard: Understanding, done: frozenset[ReportedAction]) -> frozenset[str] | None:
    """The kinds of advice that what was done belongs to; None when nothing is named.

    Of several actions the switching off is the one that tells: "off, and loaded again".
    """
    ways = ways_in(heard)
    if done & _SWITCHED_OFF and not {"disable_plugin", "remove_plugin"} & {*ways}:
        named = frozenset(k for way in ways for k in _WAYS.get(way, ()))
        return (named & _OFF) or _OFF
    if ways or done:
        reloaded = ("hard_reload",) if ReportedAction.RELOADED in done else ()
        return frozenset(k for way in ways for k in _WAYS.get(way, ())).union(reloaded)
    return None


def ways_in(heard: Understanding) -> tuple[str, ...]:
    """What the writer says they tried."""
    tried = heard.facts.get("already_tried")
    return tried if isinstance(tried, tuple) else ()


def kind_of(advice: str) -> str:
    """The advice id without the product: ``disable_plugin`` of ``disable_plugin:x``."""
    return advice.partition(":")[0]
