"""What a customer told beside the trouble itself, taken up in half a sentence: clues, and what was tried.

It repeats what was surely read and adds nothing. ``say`` gives one of the desk's own sentences by its key.
What may be taken up are the keys under ``clue.`` and ``tried.`` in ``knowledge/words``; the rest is left unsaid.
"""

from collections.abc import Iterator

from bot.lexicon.meanings import Meanings
from bot.masking.sensitive import MASKS
from bot.model.acts import (
    Accuses,
    Asks,
    Corrects,
    ReportedAction,
    Result,
    SaysOver,
    TellsResult,
    WantsPerson,
)
from bot.model.facts import Facts
from bot.model.understanding import Scope, Symptom, Understanding
from bot.text.normalise import nfkc, plain
from bot.triage.reply.quoting import UNSEEN, own_words, written
from bot.triage.reply.said_back import Say, error_in
from bot.triage.reply.sentences import listed
from bot.triage.understand.facts.verdict import says_that_it_fails

MOST_TRIED = 4
LONGEST_HOST = 40  # characters
# What tells causes apart, the most telling first: facts that are true or false.
CLUES = (
    "other_users_ok", "pc_ok", "other_browser_ok", "incognito_ok", "other_network_ok", "other_apps_ok",
    "portal_ok",
)  # fmt: skip
# Signatures that tell when or for whom it happens, what changed before first.
SIGNS = (
    "new-account", "change-network", "change-own-js", "change-app-fields", "change-permission", "change-certificate",
    "change-account", "change-password", "change-phone", "change-device", "change-token", "change-webhook", "change-form",
    "change-settings", "change-ip-restriction", "change-extension", "after-update", "since-own-edit",
    "some-recipients-only", "single-recipient-provider", "one-site-only", "vpn-only", "guest-space-only",
    "going-on-for-weeks",
)  # fmt: skip
TRIED = (
    "reload", "hard_reload", "clear_cache", "incognito", "other_browser", "restart_pc", "restart_mobile_app",
    "check_other_network", "disable_plugin", "remove_customization", "disable_extension",
)  # fmt: skip
NO_SIDE = frozenset(
    {"going-on-for-weeks", "pc_ok.no", "sometimes"}
)  # what tells of no side to look at first
_OF_ONE_PERSON = frozenset({"other_users_ok.yes"})
_TOLD = Meanings("told", "one_record sometimes in_vain")
_SAID_AS_TRIED = {"other_browser_ok": "other_browser", "incognito_ok": "incognito"}


def clues_said_back(facts: Facts, heard: Understanding, say: Say, told: str, *, side: bool) -> str:
    """What tells causes apart in a first report, and on which side it is looked first; "" where nothing was told.

    ``told``: what the reply says back before it; a change in it is not said twice. ``side``: whether to
    say where it is looked first, as where no cause is named.
    """
    complaint = facts.conversation.complaint
    signs = [s for s in SIGNS if s in complaint.signatures]
    clues = dict(_clues(heard, say))
    of_none = NO_SIDE | (_OF_ONE_PERSON if _are_several(heard) else frozenset())
    sides = (say(f"side.{key}") for key in (*signs, *clues) if key not in of_none) if side else ()
    where = next((s for s in sides if s), "")
    began = str(complaint.facts.get("started_at", ""))
    if not any(words and words in told for words in (began, own_words(heard, facts))):
        clues |= {s: say(f"clue.{s}") for s in signs}
    one, other, *_ = (*(c for c in clues.values() if c), "", "")
    said = say("told.both", one=one, other=other) if other else one
    if not where:
        return say("clues", clues=said) if said else ""
    return say("clues.side", clues=said, side=where) if said else say("clues.only", side=where)


def _are_several(heard: Understanding) -> bool:
    """Whether more than one person has the trouble, so that it is no one computer or account."""
    return bool(heard.scope & {Scope.SEVERAL_USERS, Scope.EVERYONE}) or "location" in heard.facts


def answer_said_back(heard: Understanding, say: Say) -> str:
    """What an answer states, in place of thanks for it; "" where it states nothing that tells causes apart.

    Beside a question or the wish for a person it may be no answer at all.
    """
    beside = any(isinstance(act, Asks | WantsPerson) for act in heard.acts)
    if beside or not heard.redacted.strip():  # what a file shows was not told in words
        return ""
    error = error_in(heard.facts)
    shown = say("told.error", error=error) if error and error in heard.redacted else ""
    one, other, *_ = (*(c for c in (shown, *dict(_clues(heard, say)).values()) if c), "", "")
    said = say("told.both", one=one, other=other) if other else one
    if not said and any(isinstance(act, Corrects) for act in heard.acts):
        return say("heard.noted")
    return say("clues.answered", clues=said) if said else ""


def products_said_back(facts: Facts, heard: Understanding, say: Say) -> str:
    """Half a sentence on what a customer says later that they use, "" where they name nothing or tell of trouble."""
    fails = says_that_it_fails(plain(nfkc(heard.redacted)))
    if fails or any(isinstance(act, Asks | Accuses | SaysOver) for act in heard.acts):
        return ""
    named = (facts.catalogue.get(i) for i in heard.products)
    parts = [
        written(p, heard.redacted) or p.name
        for p in named
        if p is not None and p.kind not in UNSEEN
    ]
    return say("heard.uses", products=listed(parts, facts, say)) if parts else ""


def tried_said_back(facts: Facts, heard: Understanding, say: Say) -> str:
    """Half a sentence on what was tried in vain, "" where nothing was."""
    told = _tried(heard)
    ways = (say(f"tried.{way}") for way in TRIED if way in told)
    found = [way for way in ways if way][:MOST_TRIED]
    failed = (a for a in heard.acts if isinstance(a, TellsResult) and a.result is Result.FAILED)
    began_with_it = (
        "after-update" in facts.conversation.complaint.signatures or "recent_change" in heard.facts
    )
    updated = any(ReportedAction.UPDATED in act.actions for act in failed)
    in_vain = _TOLD.in_vain.search(plain(nfkc(heard.redacted)))
    if updated and in_vain and not began_with_it:
        found.append(say("tried.updated"))
    return say("tried", tried=listed(found, facts, say)) if found else ""


def _tried(heard: Understanding) -> tuple[str, ...]:
    tried = heard.facts.get("already_tried")
    return tried if isinstance(tried, tuple) else ()


def _clues(heard: Understanding, say: Say) -> Iterator[tuple[str, str]]:
    """What the message itself states that tells causes apart, each with its key."""
    tried = _tried(heard)
    for fact in CLUES:
        value = heard.facts.get(fact)
        phone = fact == "other_apps_ok" and Symptom.MOBILE_ONLY in heard.symptoms
        if isinstance(value, bool) and not phone and _SAID_AS_TRIED.get(fact) not in tried:
            key = f"{fact}.{'yes' if value else 'no'}"
            yield key, say(f"clue.{key}")
    count = heard.facts.get("affected_count")
    if isinstance(count, int) and count > 1 and heard.scope & {Scope.SEVERAL_USERS, Scope.EVERYONE}:
        yield "count", say("clue.count", count=count)
    elif Scope.EVERYONE in heard.scope and "other_users_ok" not in heard.facts:
        yield "everyone", say("clue.everyone")
    hosts = heard.facts.get("hosts")
    host = hosts[0] if isinstance(hosts, tuple) and len(hosts) == 1 else ""
    is_told = bool(host) and host in heard.redacted.casefold()
    if is_told and len(host) <= LONGEST_HOST and not MASKS.search(host):
        yield "host", say("clue.host", host=host)
    said = plain(nfkc(heard.redacted))
    for key, meaning in (("one_record", _TOLD.one_record), ("sometimes", _TOLD.sometimes)):
        if meaning.search(said):
            yield key, say(f"clue.{key}")
