"""Who is affected and where, as far as the text says."""

from bot.model.understanding import REPORTS, Kind, Scope
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("reach", "who. where.")
WHO = (Scope.EVERYONE, Scope.SEVERAL_USERS, Scope.ONE_USER)  # the widest first
WHERE = (Scope.ALL_APPS, Scope.SEVERAL_APPS, Scope.ONE_APP)
TELLING = REPORTS | {Kind.WORKAROUND_FAILED, Kind.HUMAN_PLEASE, Kind.CONFIG_REQUEST}
"""Kinds of messages whose reach counts: only these tell of trouble or of who wants something."""


def stated_scope(text: str, *, app_named: bool = False) -> frozenset[Scope]:
    """Whatever reach a plain text states, the widest of each sort; empty when none."""
    found = set()
    for group, scopes in (("who", WHO), ("where", WHERE)):
        words = _SAID.group(group)
        found |= {*[s for s in scopes if s in words and words[s].search(text)][:1]}
    if app_named and found.isdisjoint(WHERE):
        found.add(Scope.ONE_APP)
    return frozenset(found)
