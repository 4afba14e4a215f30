"""`python -m grader export`: everybody's points as a table for other systems.

`command` runs it. `grades` has everybody's points; `formats` writes them down, for `canvas` and `moodle` as
each of them reads it; `csv_cells` changes single cells of a table that another system wrote.
"""
