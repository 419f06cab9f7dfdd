"""A function of kintone, or something beside it, that a message is about: lookups, CSV files, approvals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Topic:
    """What support staff know of one function before anything is known of the case.

    ``phrases`` and ``not_phrases`` by language, ``products``: ids of those that it is about. ``usual``: where trouble
    with it mostly comes from or how it is told apart, in one or two sentences, by language. ``answer``: what is so with it,
    for whoever asks how, whether or who; empty, as ``usual`` may be: nothing that holds for everybody. ``ask``: the questions that
    staff ask first about it, best first. ``overrides``: topics that do not count where both are spoken of, as this one is
    closer. ``elsewhere``: a server decides it, so that nothing in the browser changes anything while the cause is open.
    ``local``: what fails with it is nearly always one organisation's own, so that a reply need not say what others
    report. ``settles``: ``usual`` says what to do, so that nothing is asked before that was tried. ``broad``: it comes after all others that are spoken of. ``of_unnamed``: ``usual`` tells kintone's own from a plug-in or service, and is not said where one was named. A topic is no evidence for any cause.
    """

    id: str
    title: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    usual: Mapping[str, str] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    not_phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    elsewhere: bool = False
    local: bool = False
    of_unnamed: bool = False
    settles: bool = False
    broad: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


def first_topic(topics: Mapping[str, Topic], spoken_of: Iterable[str]) -> Topic | None:
    """The first topic that was spoken of and is known; None where there is none."""
    return next((topics[ident] for ident in spoken_of if ident in topics), None)
