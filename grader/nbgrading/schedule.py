"""Keeps the judges of a class busy: reads submissions ahead, and saves what has been judged.

A submission is a generator here, which yields what is to be judged and goes on with the answer (`grading`).
What becomes of it is its owner's to say (`autograde`).
"""

import contextlib
from collections import deque
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

from grader.judge.task import Result, Task
from grader.nbgrading.class_of_judges import Answers
from grader.nbgrading.grading import Asking
from grader.sandbox.limits import Limits

OTHER_RUN_SECONDS = 0.2  # between two looks whether another run is done with a submission

Turn = TypeVar("Turn", contravariant=True)


class Owner(Protocol[Turn]):
    """Whoever knows the submissions."""

    def take(self, turn: Turn, *, wait: bool) -> bool:
        """Whether a submission may begin now; False where another run is at it, unless we `wait`."""

    def begin(self, turn: Turn) -> Asking | None:
        """The steps of a submission; None where nothing is left to do."""

    def finish(self, turn: Turn) -> None:
        """A submission has come to its end."""

    def fail(self, turn: Turn, error: BaseException) -> None:
        """A submission has failed; what is raised here ends the run."""


class Schedule(Generic[Turn]):
    """The submissions of a run: those that wait for their turn, for a judge, and for its answer."""

    def __init__(self, judges: Answers, owner: Owner[Turn], turns: list[Turn]) -> None:
        self.judges, self.owner = judges, owner
        self.left = deque(turns)
        self.ready = deque[tuple[Turn, Asking, tuple[Task, Limits]]]()
        self.judging = dict[Hashable, tuple[Turn, Asking]]()
        self.numbers = 0  # of the questions so far: each is asked under its own
        self.free_turns = True  # else another run is at those that were tried last

    def run(self) -> None:
        """Bring all to their end; where the run is ended, what was under way has failed."""
        try:
            while self.left or self.ready or self.judging:
                self.ask()
                behind = bool(self.left) and len(self.ready) < self.judges.number
                self.listen((0 if self.free_turns else OTHER_RUN_SECONDS) if behind else None)
                if behind:
                    self.free_turns = self.begin_next()
        except BaseException as error:
            under_way = [turn for turn, _ in self.judging.values()] + [turn for turn, _, _ in self.ready]
            with contextlib.suppress(Exception):
                for turn in under_way:
                    self.owner.fail(turn, error)
            raise

    def ask(self) -> None:
        """Give what is ready to the judges that are free."""
        while self.ready and self.judges.free:
            turn, asking, question = self.ready.popleft()
            self.numbers += 1
            self.judging[self.numbers] = turn, asking
            self.judges.ask(self.numbers, *question)

    def listen(self, seconds: float | None) -> None:
        """Go on with what has been judged: wait for the first, or for so many seconds."""
        for key, result in self.judges.answers(seconds) if self.judging else []:
            self.free_turns = True
            self.go_on(*self.judging.pop(key), result)

    def begin_next(self) -> bool:
        """Begin with the next submission; False where another run is at it: the others come first then."""
        turn = self.left.popleft()
        if not self.owner.take(turn, wait=not self.judging and not self.ready):
            self.left.append(turn)
            return False
        if asking := self.owner.begin(turn):
            self.go_on(turn, asking)
        return True

    def go_on(self, turn: Turn, asking: Asking, result: Result | None = None) -> None:
        """Bring a submission to its next question, or to its end; it alone fails if it fails."""
        try:
            question = next(asking) if result is None else asking.send(result)
        except StopIteration:
            self.owner.finish(turn)
        except Exception as error:
            self.owner.fail(turn, error)
        except BaseException as error:  # an interrupted run must leave no grade either
            self.owner.fail(turn, error)
            raise
        else:
            self.ready.append((turn, asking, question))
