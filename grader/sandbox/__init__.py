"""The walls around a worker, from outside: start it, ask it, watch it, end it, and try out whether they hold.

In:     the judge, which asks the workers (`template`, `unconfined`, `worker_link`); `grader doctor` and
        `nbgrader autograde`, which examine the sandbox before they trust it (`doctor`).
Out:    `wire` alone. The worker's modules are shown to bubblewrap as files, and never imported here.
Never:  `judge` and whatever stands above it. This room knows of no test, no lesson and no gradebook.
"""
