"""What judge and worker say to each other: JSON frames over one socket, checked on arrival.

A frame (`frames`) is four bytes of length and that many bytes of JSON. The judge asks, the worker answers,
once each:

    {"id": "5f1c...", "op": "call", "args": [{"handle": {...}}, [3.0], {"dict": []}]}
    {"id": "5f1c...", "ok": 6.0}      or      {"id": "5f1c...", "raised": {"type": "ValueError", ...}}

None, bool, int, float, str and list are themselves in JSON. All else (`values`, `tensors`) is an object with
one key, its tag:

    {"float": "nan"}  {"tuple": [1, 2]}  {"dict": [["w", 1.0]]}  {"set": ["a"]}  {"bytes": "aGk="}
    {"slice": [0, 2, null]}  {"dtype": "float32"}
    {"tensor": {"dtype": "float32", "shape": [2], "data": "AACAPwAAAEA=", "requires_grad": true,
                "leaf": true, "grad": null, "id": 7}}
    {"array": {"dtype": "float64", "shape": [], "data": "AAAAAAAA8D8=", "scalar": true}}

and whatever the two `special` functions (`judge.passing.to_worker`, `worker.session.Session.handle`) make
of the rest: handles, functions by name. `decode` builds exact built-in types, plain tensors and plain arrays,
or raises ProtocolError; it never raises anything else, and nothing in a message is ever evaluated, imported
or unpickled.

In:     the worker's end (`worker.session`) and ours (`sandbox.worker_link`), and who asks (`judge`).
Out:    nobody. This room imports nothing of the grader but itself: every learner can read what it holds.
"""
