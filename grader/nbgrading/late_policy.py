"""What being late costs, where an instructor wants more than nbgrader's all or nothing.

    c.AssignLatePenalties.plugin_class = "grader.nbgrading.late_policy.LatePolicy"
    c.LatePolicy.grace_minutes = 15
    c.LatePolicy.percent_per_day = 10
    c.LatePolicy.most_percent = 50
    c.LatePolicy.extra_hours = {"ada": 48}

Lateness is counted from the due date, a learner's extra hours added, in the time zone that the due date was
set in. Within the grace nothing is lost; after it, each day that has begun since the due date costs.
"""

import difflib
import math
from collections.abc import Collection, Iterator
from datetime import timedelta

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Dict, Float, Unicode
from traitlets.config import Config

DAY = 24 * 60 * 60.0


class LatePolicy(LateSubmissionPlugin):
    """Takes a part of the points for each day that has begun."""

    grace_minutes = Float(0.0, min=0, help="How late costs nothing.").tag(config=True)
    percent_per_day = Float(
        0.0, min=0, max=100, help="How much of its points a late notebook loses for each day that has begun."
    ).tag(config=True)
    most_percent = Float(
        100.0, min=0, max=100, help="How much of its points a late notebook loses at most."
    ).tag(config=True)
    extra_hours = Dict(
        key_trait=Unicode(),
        value_trait=Float(min=0),
        help="How much later single learners may hand in: {id: hours}.",
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points that a notebook loses of its `score`; None where it loses nothing.

        >>> policy = LatePolicy(percent_per_day=10, grace_minutes=15, extra_hours={"ada": 48})
        >>> policy.late_submission_penalty("ben", 30.0, 16 * 60)
        3.0
        >>> policy.late_submission_penalty("ada", 30.0, 16 * 60)
        """
        late = total_seconds_late - 60 * 60 * self.extra_hours.get(student_id, 0.0)
        if late <= 60 * self.grace_minutes or late <= 0:
            return None
        percent = min(self.most_percent, self.percent_per_day * math.ceil(late / DAY))
        return score * percent / 100 or None


def is_in_force(config: Config) -> bool:
    """Whether a course's configuration lets this policy decide.

    >>> is_in_force(Config())
    False
    """
    plugin = config.get("AssignLatePenalties", {}).get("plugin_class")
    return getattr(plugin, "__name__", plugin) in (f"{__name__}.LatePolicy", "LatePolicy")


def extensions(config: Config) -> dict[str, timedelta]:
    """How much later single learners may hand in, by this policy."""
    hours = LatePolicy(config=config).extra_hours if is_in_force(config) else {}
    return {learner: timedelta(hours=more) for learner, more in hours.items()}


def unknown_learners(extra_hours: Collection[str], learners: Collection[str]) -> Iterator[str]:
    """A sentence for each extension that counts for nobody.

    >>> list(unknown_learners({"adda": 48}, ["ada", "ben"]))
    ["c.LatePolicy.extra_hours names 'adda', and there is no such learner: did you mean ada?"]
    """
    for name in extra_hours:
        if name not in learners:
            near = difflib.get_close_matches(str(name), learners, 3, 0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else "`nbgrader db student add` adds one."
            yield f"c.LatePolicy.extra_hours names {name!r}, and there is no such learner: {hint}"
