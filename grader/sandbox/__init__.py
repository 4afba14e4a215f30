"""The walls around a worker, from outside: start it, ask it, watch it, end it, and try out whether they hold.

    template       starts the sandbox once for a class, and forks a worker for each submission
    bubblewrap     what bubblewrap is told: namespaces, files, environment
    worker_link    asks a worker, with a deadline for everything
    confined_link  the same for a worker in the sandbox, which it can also watch and end
    watchman       a process that looks at all workers all the time, and ends what uses too much
    watch          starts it, and hears of it
    memory         what a worker uses, with all that it started
    kernel_kill    whether it was Linux that ended a worker
    limits         what it may use
    unconfined     template and link where the instructor wants no sandbox
    doctor         does the sandbox hold? The claims are `seen_from_outside` or `tried_inside` (`claims`)
    cgroups        does this machine lend a cgroup v2? The doctor says so
    other_users    what other users of this machine may read of a course

In:     the judge, which asks workers; `grader doctor` and `nbgrader autograde`, which examine the sandbox
        before they trust it.
Out:    `wire` alone. The worker's modules are shown to bubblewrap as files, and never imported here.
Never:  `judge` and whatever stands above it. This room knows of no test, no lesson and no gradebook.
"""
