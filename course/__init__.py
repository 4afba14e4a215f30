"""What the lessons import: the data sets, the visible checks and the pictures.

Read `data`, then `checks` and `choices`, then `pictures`; nothing in here is needed to understand a lesson.
"""
