"""Grade notebooks without trusting them. Which room does what, then the theory of operation.

Rooms, the lowest first; each imports only rooms above it in this list (tests/test_import_rules.py)
    wire       what judge and worker say to each other
    worker     the inside of the sandbox: imports `wire` alone, because a learner can read what it holds
    sandbox    the walls from outside, a fresh worker for each submission, and `doctor`, which tries them out
    judge      one submission, the trusted side; the values that it compares with are in `reference`
    notebooks  notebooks as data: a lesson's cells, a submitted folder, and what is graded of it
    authoring  from the lessons' texts to notebooks, and back
    nbgrading  the judge inside nbgrader; `demo` goes through it with a made-up class
    term       everything that an instructor does around the automatic grade

Processes
    judge     The instructor's own process (nbgrader, `grader`), or for a class several that it starts
              (`judge.judges`), which share one template. It runs the test cells, visible and hidden, and
              alone decides what passed. It knows everything and executes nothing that a learner wrote.
    template  One warm Python inside bubblewrap: torch, numpy, matplotlib, IPython and `course` are loaded.
              Started once for a class, it forks once for each submission and never runs a learner's code. It
              holds no secret, because a fork copies memory, and has no thread, because a fork copies none.
    watchman  A small process of ours, started with the template. Every 10 ms it looks at all workers from
              outside, and ends one that uses too much, whatever the judge is doing meanwhile.
    worker    That fork: PID 1 of its own PID namespace. It puts up the walls around itself
              (`worker.walls`), then runs the learner's cells in an IPython shell and answers questions
              about the values they left (`worker.session`). Whatever is in it belongs to the learner.

Privileges
    judge     The instructor's.
    watchman  The instructor's. It reads what the kernel says of workers, and nothing that they wrote.
    template  An ordinary user's: root is given up before anything is imported. Full rights inside a user
              namespace of its own (to make PID namespaces), a read-only view of the Python environment and
              the system's libraries, a /proc that workers cover, no network, an empty environment.
    worker    An ordinary user's, without a capability. Its own user, PID, mount, network, IPC and host name
              namespaces; one small tmpfs as home, /tmp and /dev/shm; nothing in /proc; limits on memory,
              processes, files and time; a filter that allows the system calls on a list.

Pipes
    command -> judge    For a class: a pipe to each judge, plain data of ours there and back (`judge.task`).
    judge -> template   A socket pair: "fork one; here are its limits and its socket". No worker has it.
    judge -> watchman   A socket pair: "watch this process", and one for each worker: "I ended it, because".
    judge <-> worker    A socket pair made for this submission. The judge asks and the worker answers, once
                        each, in JSON (`wire`). The judge checks the form of every answer (`worker_link`,
                        `conversation`) and cleans every output (`outputs`, `markup`); it never
                        unpickles, evaluates or imports what it gets.

One submission
    1. nbgrader's steps follow each other in memory (`nbgrading.grading`). From the submitted folder the
       notebook and the learner's own files are read, without following a link or blocking
       (`notebooks.submitted`), and only the text of its answers is put on the lesson's own notebook
       (`notebooks.rebuild`). What is not this lesson's notebook has no grade.
    2. The judge has the template fork; the kernel tells it the worker's PID with the worker's first byte.
    3. Cell by cell, in the notebook's order: a learner's cell goes to the worker, and its outputs come back;
       a test cell runs in the judge, where a name that it does not define means the learner's value (a copy)
       or object (a `remote.Remote`). (An assignment of an instructor's own that does not declare its tests
       "outside" has them run in the worker instead: docs/own-assignments.md says what that means.)
    4. A test passes only when its code ran to the end here while the worker behaved. A cell that takes too
       long is interrupted. A worker that dies, does not heed that, grows too large or speaks unasked is
       killed: what passed before stays, the rest fails.
    5. The worker is killed, and with PID 1 the kernel kills all that it started.
    6. Where a test failed, what comes after it is judged again in a second worker, in which the lesson's own
       cells stand in for the mistake (`judge.follow_through`): a mistake costs its own exercise alone.
    7. Then the result counts: as outputs in which nbgrader reads exactly that score (`nbgrading.verdicts`).

Numbers of the tests
    Whatever a hidden test compares with is the judge's own number, never one that comes of the worker's
    answers (`authoring.own_numbers`). Its random numbers depend on a secret of the course and on the bytes of
    the submitted notebook (`reference.draws`, `nbgrading.course_secret`): the same notebook always gets the
    same, another notebook others. So nothing that a learner reads in feedback helps a next submission.

Who may know what
    Test cells, reference values, the gradebook and other submissions: the judge only. What a test passes to
    a learner's function the worker sees; what it compares the result with the worker never sees.

An internal error gives no grade, neither 0 nor full; nor does a template or a watchman that something else
ended. Without a sandbox nothing is graded, unless the instructor says `--Judge.sandbox=False`
(`sandbox.unconfined`).
"""
