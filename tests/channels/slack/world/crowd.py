"""Customers of a storm: who writes, presses and deletes what, where and when; what is for the desk.

A *report* carries a word of its own (``[7]``), by which it is found again in the journal and in the
answers. Everything is decided by a seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.channels.slack.world import payloads
from tests.channels.slack.world.delivery import ROUNDING, Delivery
from tests.channels.slack.world.forms import Forms
from tests.channels.slack.world.state import Json, Post
from tests.channels.slack.world.world import World

OPEN, ASKED, SHARED = "COPEN", "CASKED", "CSHARED"
ROOMS = frozenset({OPEN, SHARED})  # opted in
FORMS = 0.15  # the share of our own people who take the form
BUTTONS = ("worked", "failed", "human")
WORDS = (
    "画面が開きません",
    "保存すると &lt;!channel&gt; と出て止まります",
    "R&amp;D の一覧が空です <https://evil.example/a?b=1|bank.example>",
    "昨日から帳票の印刷ができません" * 20,
)


@dataclass
class Report:
    """One post that is for the desk."""

    mark: str
    post: Post
    is_followed: bool = False
    withdrawn_at: float | None = None  # when its author deletes it

    @property
    def begins(self) -> bool:
        """Whether it stands at top level."""
        return self.post.thread is None


@dataclass(order=True)
class _Plan:
    at: float
    number: int
    room: str = field(compare=False)
    user: str = field(compare=False)


class Crowd:
    """Writes by plan, and again in a thread once an answer is to be seen there."""

    def __init__(
        self, world: World, delivery: Delivery, seed: int, span: float, deletes: float = 0.0
    ) -> None:
        """``deletes``: the share of first posts that their authors delete a little later."""
        self._world = world
        self._delivery = delivery
        self._deletes = deletes
        self._dice = random.Random(f"crowd/{seed}")  # noqa: S311 - the same every time
        self.reports: list[Report] = []
        self.pressed: list[Json] = []
        self.goes_on = True
        self.forms = Forms(world, delivery)
        world.installed("T1")
        world.room(OPEN, "T1", "USATO", "UABE")
        world.room(ASKED, "T1", "USATO", "UKATO")
        world.stranger("UITO", "T2")
        world.stranger("UMORI", "T3")
        world.room(SHARED, "T1", "UITO", "UMORI", is_ext_shared=True)
        world.room("DKATO", "T1", "UKATO", kind="im")
        self._plans = sorted(self._planned(span))

    def _planned(self, span: float) -> Iterator[_Plan]:
        places = [(r.id, u) for r in self._world.rooms.values() for u in sorted(r.members)]
        for number in range(self._dice.randint(4, 9)):
            room, user = self._dice.choice(places)
            at = self._world.now + self._dice.uniform(0, span)
            yield _Plan(round(at, 3), number, room, user)

    def is_told_by_hand(self) -> None:
        """Nobody does anything of their own accord."""
        self._plans.clear()
        self.goes_on = False

    @property
    def next_at(self) -> float | None:
        """When somebody does something next; those who wait for an answer do not count."""
        due = [p.at for p in self._plans[:1]]
        due += [r.withdrawn_at for r in self._to_withdraw()]
        return min(due, default=None)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has an answer or a form before them and has not gone on yet."""
        return self._has_answers or self.forms.are_open

    @property
    def _has_answers(self) -> bool:
        return self.goes_on and any(
            not r.is_followed and self._is_answered(r) for r in self.reports
        )

    def act(self) -> None:
        """Write what is due, chatter beside it; delete; read answers and go on from there."""
        while self._plans and self._plans[0].at <= self._world.now + ROUNDING:
            plan = self._plans.pop(0)
            if self._dice.random() < FORMS and self._world.people[plan.user].team == "T1":
                self.forms.ask("T1", plan.user)
                continue
            self.reports_trouble(plan.room, plan.user)
            if plan.room == ASKED:
                self.say(ASKED, plan.user, "お昼はどこに行きますか")
        for report in self._to_withdraw():
            if report.withdrawn_at <= self._world.now + ROUNDING:
                self._delivery.send(payloads.deleted(self._world, report.post))
        self.forms.hand_in()
        while self._has_answers:
            report = next(r for r in self.reports if not r.is_followed and self._is_answered(r))
            report.is_followed = True
            self._go_on(report)

    def _to_withdraw(self) -> list[Any]:
        return [r for r in self.reports if r.withdrawn_at is not None and r.post.is_there]

    def _go_on(self, report: Report) -> None:
        """Write again in the thread, or press a button of the answer; or leave it."""
        thread = self._thread_of(report)
        chance = self._dice.random()
        if not report.begins or thread is None or report.withdrawn_at is not None:
            return
        if chance < 0.6:
            self.reports_trouble(report.post.room, report.post.user, thread)
        elif chance < 0.8:
            answer = self._answers(report)[0]
            named = [b for b in BUTTONS if payloads.has_button(answer, b)]
            if named:
                told = payloads.pressed(
                    self._world, answer, self._dice.choice(named), report.post.user
                )
                self.pressed.append(told)
                self._delivery.send(told)

    def reports_trouble(self, room: str, user: str, thread: str | None = None) -> Report:
        """Write something that is for the desk."""
        mark = f"[{len(self.reports) + 1}]"
        text = f"{mark} {self._dice.choice(WORDS)}"
        if room == ASKED and thread is None:
            text = f"<@{self._world.teams['T1'].bot}> {text}"
        report = Report(mark, self.say(room, user, text, thread))
        self.reports.append(report)
        if thread is None and self._dice.random() < self._deletes:
            report.withdrawn_at = round(self._world.now + self._dice.uniform(0, 20), 3)
        return report

    def say(self, room: str, user: str, text: str, thread: str | None = None) -> Post:
        post = self._world.says(room, user, text, thread=thread)
        self._delivery.send(*payloads.posted(self._world, post))
        return post

    def _answers(self, report: Report) -> list[Post]:
        return [p for p in self._world.ours(report.post.room) if report.mark in p.text]

    def _is_answered(self, report: Report) -> bool:
        return bool(self._answers(report))

    def _thread_of(self, report: Report) -> str | None:
        """The thread in which the answer stands: the report's own, or that of an earlier one."""
        return self._answers(report)[0].thread
