"""The pictures of learners' answers, from what a phone or a screenshot tool makes to what a page may show.

Who comes in: the Markdown cells of a submission and the files beside it (`embed.py`). Who goes out: the same
cells with PNG and JPEG of a sensible size, and a placeholder for what cannot be shown. Only
`scaling_process.py`, a program of its own, decodes a picture.
"""
