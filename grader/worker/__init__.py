"""What runs inside the sandbox: the template, the walls of a worker, and its end of the conversation.

In:     the judge's side starts `template` inside bubblewrap (or `unconfined` without it) as a program of its
        own, and talks to it over sockets. Nothing imports this room but maintainers' tools and tests.
Out:    `wire`, and `course`, which lessons import.
Never:  anything else of the grader. A fork copies memory, so whatever is imported here every learner can
        read: `system_calls`, `walls` and `template` load before root is given up and import no library.
"""
