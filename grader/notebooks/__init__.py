"""Notebooks as data: a lesson's cells, a submitted folder, and the notebook to grade that is made of both.

Who comes in: paths of a course and of a submitted folder. Who goes out: notebooks of nbformat, notes and
reasons in words. Nothing here runs a cell. It imports nbformat only and nothing of the grader above it:
authoring, nbgrading and demo come here.
"""
