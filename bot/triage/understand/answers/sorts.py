"""Sorts of questions: which are looked up, judged or told, and what comes with their answers."""

from collections.abc import Mapping

from bot.model.understanding import Symptom

UNASKED = {
    "portal": "portal_ok",
    "incognito": "incognito_ok",
    "other_sites": "other_sites_ok",
    "bell": "bell_ok",
}
ASKED_ABOUT: Mapping[str, frozenset[Symptom]] = {
    "console_error": frozenset({Symptom.ERROR_MESSAGE}),
    "error_text": frozenset({Symptom.ERROR_MESSAGE}),
    "settings_page": frozenset({Symptom.FEATURE_MISSING}),
    "mobile_or_pc": frozenset({Symptom.MOBILE_ONLY}),
    "last_sync": frozenset({Symptom.NOT_SYNCING}),
    "records_ok": frozenset({Symptom.NOT_SYNCING}),
    "bell": frozenset({Symptom.NOTIFICATION_MISSING}),
    "recipients": frozenset({Symptom.NOTIFICATION_MISSING}),
    "log": frozenset({Symptom.NOTIFICATION_MISSING, Symptom.NOT_SYNCING, Symptom.ERROR_MESSAGE}),
    "new_menu": frozenset({Symptom.FEATURE_MISSING}),
}
# What an answer often tells as well, and would not be read from a message that is no report.
WITH_IT: Mapping[str, tuple[str, ...]] = {
    "other_users": ("affected_count",),
    "started_at": ("last_ok_at",),
    "last_sync": ("last_ok_at",),
    "console_error": ("hosts", "error_code", "error_text"),
    "log": ("error_code", "error_text"),
    "other_browser": ("browser",),
}
# Where "it works" may be the answer.
JUDGED = frozenset(
    {
        "tried_disabling",
        "other_apps_ok",
        "other_users",
        "portal",
        "settings_page",
        "other_browser",
        "incognito",
        "other_network",
        "other_sites",
        "bell",
        "ui_ok",
        "records_ok",
        "new_menu",
    }
)
# What one has to look up, and may not be able to.
SHOWN = frozenset(
    {"console_error", "log", "last_sync", "remaining", "url", "recipients", "recent_change"}
)
# Whatever is told in answer to these is an answer, though nothing may follow from it.
TOLD = frozenset(
    {
        "plugins_used",
        "console_error",
        "error_text",
        "recent_change",
        "url",
        "browser",
        "extensions",
        "isp",
        "location",
        "recipients",
        "log",
        "last_sync",
        "remaining",
    }
)
LOOKED = frozenset(
    {
        "tried_disabling",
        "plugins_used",
        "recent_change",
        "extensions",
        "own_js",
        "is_admin",
        "last_sync",
        "log",
        "recipients",
    }
)


def asked_about(answered: tuple[str, ...]) -> frozenset[Symptom]:
    """The symptoms that are no news in an answer to these questions: they were asked about."""
    return frozenset().union(*(ASKED_ABOUT.get(key, frozenset()) for key in answered))
