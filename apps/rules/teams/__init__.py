"""Who assesses whom: the rules of teams, a proposal that keeps them, and why there is none.

`checks.check` is the one judge of a proposal and of a change by hand. The solver is known to flow.py alone; whoever
only asks about rules (checks, problem) loads neither it nor NumPy.
"""
