"""Advice that waits for its result, and the one that a result is about."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.conversation import Advised, Conversation, Outcome
from bot.model.understanding import Kind, Understanding

RESULT_WITHIN = timedelta(hours=1)  # later, "it works" is news of its own
# Advice whose result the next "it worked" or "it did not" may be.
TRIED = frozenset(
    {
        "disable_plugin",
        "isolate_by_disabling_plugins",
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
    "disable_plugin": ("disable_plugin", "isolate_by_disabling_plugins"),
    "remove_plugin": ("disable_plugin", "isolate_by_disabling_plugins"),
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


def pending(conversation: Conversation, at: datetime) -> tuple[Advised, ...]:
    """Advice given within the last hour whose result nobody has told, oldest first."""
    return tuple(
        a
        for a in conversation.advised
        if a.advice.partition(":")[0] in TRIED
        and at - a.at <= RESULT_WITHIN
        and not any(t.at >= a.at and t.outcome is not Outcome.CANNOT for t in conversation.trials)
    )


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
    tried = heard.facts.get("already_tried")
    ways = tried if isinstance(tried, tuple) else ()
    advised = {kind_of(a.advice) for a in conversation.advised}
    named = tuple(q for kind, q in tests.items() if kind in advised and q in ways)
    if not named:
        return heard
    told = read(open_questions=named)
    answered = told.answered if heard.kind is Kind.CHITCHAT else heard.answered
    return replace(heard, facts={**heard.facts, **told.facts}, answered=answered)


def advice_meant(
    heard: Understanding, conversation: Conversation, waiting: tuple[str, ...]
) -> str | None:
    """The advice that a result is about.

    The way that is named with it decides, or the product, however long ago it was advised; without
    either it is the last advice that waits for a result. That a product is well again, without a
    word of what was tried, tells of nothing but advice that waits.
    """
    advised = [a.advice for a in conversation.advised if kind_of(a.advice) in TRIED]
    tried = heard.facts.get("already_tried")
    ways = tried if isinstance(tried, tuple) else ()
    kinds = {kind for way in ways for kind in _WAYS.get(way, ())}
    if heard.kind is Kind.RECOVERED_REPORT and not ways:
        waiting = tuple(a for a in waiting if a not in _TESTS)
        advised = [a for a in advised if a in waiting]
    for advice in reversed(advised):
        if advice.partition(":")[2] in heard.products and (not kinds or kind_of(advice) in kinds):
            return advice
    if heard.products and "disable_plugin" in ways:
        return f"disable_plugin:{heard.products[0]}"
    if ways:
        return next((a for a in reversed(advised) if kind_of(a) in kinds), None)
    return waiting[-1] if waiting else None


def kind_of(advice: str) -> str:
    """The advice id without the product: ``disable_plugin`` of ``disable_plugin:x``."""
    return advice.partition(":")[0]
