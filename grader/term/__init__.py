"""Everything that an instructor does around the automatic grade.

settings  what is in force, where it comes from, and what is wrong with it
"""
