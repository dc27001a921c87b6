"""Which earlier evaluations an institution goes on from: its own last one, or the last one of every predecessor.

Of several merged predecessors each has its own last year, and all of them count. Who has a year of its own stands for
those before it, unless one of them was assessed later still.
"""

# The last evaluation of one institution that is over: published, or a sheet of its own that was closed.
# Simulations stand beside simulations only.
LAST = """
    SELECT one.id, period.year FROM evaluations_evaluation one
    JOIN periods_evaluationperiod period ON period.id = one.period_id
    WHERE one.institution_id = {institution} AND period.year < %(year)s
      AND (period.simulation_label <> '') = %(is_simulation)s {narrowed}
      AND (one.stage = 'published' OR one.track = 'not_assessed' AND EXISTS (
          SELECT FROM evaluations_ledgerlevel closed WHERE closed.evaluation_id = one.id
      ))
    ORDER BY period.year DESC, one.id DESC LIMIT 1
"""


def nearest(narrowed: str = "") -> str:
    """The table expression nearest (institution, id, year), for WITH RECURSIVE; `id` is NULL where nothing is over.

    Asks for institution, year and is_simulation. `narrowed` is a further condition on `period`.
    """
    own = LAST.format(institution="%(institution)s::bigint", narrowed=narrowed)
    theirs = LAST.format(institution="link.former_id", narrowed=narrowed)
    return f"""nearest (institution, id, year) AS (
        SELECT %(institution)s::bigint, last.id, last.year FROM (VALUES (1)) AS start
        LEFT JOIN LATERAL ({own}) last ON true
        UNION
        SELECT link.former_id, last.id, last.year FROM nearest
        JOIN institutions_succession link ON link.later_id = nearest.institution
        LEFT JOIN LATERAL ({theirs}) last ON true
        WHERE nearest.year IS NULL OR last.year > nearest.year
    )"""  # noqa: S608 - our own words
