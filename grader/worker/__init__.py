"""What runs inside the sandbox: the template, the walls of a worker, and its end of the conversation.

    template      the warm Python of which every worker is a fork; `warm` is what it loads
    walls         the walls of one worker, a flat list of steps; `system_calls` is the filter that is the last
    session       answers the judge's questions, one after the other
    shell         runs cells as JupyterLab would, and keeps what they show
    tamed         settings of a notebook that would not work here, taken down to what does
    unconfined    a worker without walls, in a process of its own

In:     the judge's side starts `template` inside bubblewrap (or `unconfined` without it) as a program of its
        own, and talks to it over sockets. Nothing imports this room but maintainers' tools and tests.
Out:    `wire`, and `course`, which lessons import.
Never:  anything else of the grader. A fork copies memory, so whatever is imported here every learner can
        read. `template`, `walls` and `system_calls` are loaded before root is given up: no library either.
"""
