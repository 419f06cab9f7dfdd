"""Products of no catalogue: which reports mean the same one, and whose name for it others may read.

What a customer calls a product is the customer's words. It becomes the desk's only when two verified
organisations, independently, call it the same, or a person has confirmed it; until then others read
the host that they saw fail themselves, or the name that their own console misses.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.desk.ports import UnitOfWork
from bot.model.advice_plan import marks_of
from bot.model.conversation import Conversation
from bot.model.identity import is_verified
from bot.text.normalise import fold
from bot.triage.evidence.unlisted import known_as

MOST_MARKS = 5  # of one customer that may tell a product
MOST_SPELLINGS = 20  # of one product that are counted
INDEPENDENT = 2  # verified organisations that must use a name

_STAFF = "staff"  # in place of an organisation; no key of one is needed beside it


def with_known_groups(
    conversation: Conversation, earlier: Sequence[str], work: UnitOfWork
) -> Conversation:
    """The conversation with the groups of reports that its unlisted products belong to.

    ``earlier``: the groups that there are.
    """
    complaint = conversation.complaint
    found = _by_mark(conversation, earlier, work)
    if not complaint.unlisted and not found:
        return conversation
    groups = found or tuple(known_as(name, earlier) for name in complaint.unlisted)
    groups = tuple(dict.fromkeys(groups))
    if is_verified(conversation.tenant) and conversation.tenant:
        for name in complaint.unlisted:
            _count(groups, name, conversation.tenant, work)
    return replace(conversation, complaint=replace(complaint, groups=groups))


def _by_mark(
    conversation: Conversation, earlier: Sequence[str], work: UnitOfWork
) -> tuple[str, ...]:
    """The groups of those who have reported the same marks; a new one is remembered.

    Who sees one host fail, or misses one name in the console, means one product, however differently
    they spell it. A group is named by the first verified reporter, or else by the mark: nobody else's
    words name it. Who reports a mark alone means whatever loads from there, such as the script of a
    contractor, which is known already where it was named as the mark is; who only asks means none.
    """
    names = conversation.complaint.unlisted
    found = []
    for mark in marks_of(conversation.complaint)[:MOST_MARKS]:
        known = work.recall(f"unlisted:{mark}")
        if known is None and (len(names) == 1 or (not names and conversation.is_troubled)):
            named = names[0] if names and is_verified(conversation.tenant) else mark
            known = known_as(named, earlier)
            work.remember(f"unlisted:{mark}", known)
        if known is not None:
            found.append(known)
    return tuple(dict.fromkeys(found))


def _count(groups: tuple[str, ...], name: str, organisation: str, work: UnitOfWork) -> None:
    """Note that a verified organisation calls a product by a name."""
    for group in groups:
        known = _names(group, work)
        spelling, users = known.get(fold(name), (name, ()))
        is_one_too_many = not users and len(known) >= MOST_SPELLINGS
        if organisation in users or len(users) >= INDEPENDENT or is_one_too_many:
            continue
        known[fold(name)] = spelling, (*users, organisation)
        work.remember(_key(group), json.dumps(known, ensure_ascii=False))


def confirm(group: str, name: str, work: UnitOfWork) -> None:
    """A person says that others may read a name."""
    known = {fold(name): (name, (_STAFF,) * INDEPENDENT)}
    work.remember(_key(group), json.dumps(known, ensure_ascii=False))


def names_that_cross(groups: Iterable[str], work: UnitOfWork) -> dict[str, str]:
    """By group, the name that everybody may read."""
    found = {}
    for group in groups:
        used = [name for name, users in _names(group, work).values() if len(users) >= INDEPENDENT]
        if used:
            found[group] = used[0]
    return found


def _names(group: str, work: UnitOfWork) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By folded name: how it was spelled first, and the organisations that use it."""
    known = json.loads(work.recall(_key(group)) or "{}")
    return {folded: (name, tuple(users)) for folded, (name, users) in known.items()}


def _key(group: str) -> str:
    return f"named:{group}"
