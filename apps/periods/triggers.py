"""A period opens only when it lacks nothing: the last word on what coordination.queries.opening shows as a list.

The tables of the institutions and teams lie above this app; their names are read when the trigger fires.
"""

import pgtrigger

from apps.periods.choices import WINDOW_STAGES

STAGES = ", ".join(f"'{stage.value}'" for stage in WINDOW_STAGES)
TODAY = "(clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date"
# What is asked -> what is said when it holds. NEW is the period that is to be opened.
OBSTACLES = {
    """(SELECT coalesce(sum(weight), 0) FROM instruments_indicator WHERE instrument_id = NEW.instrument_id) <> 100""":
        "Bobot indikator instrumen tidak berjumlah 100.",
    """NOT EXISTS (
        SELECT FROM evaluations_evaluation WHERE period_id = NEW.id AND track <> 'not_assessed')""":
        "Belum ada instansi yang dinilai.",
    f"""EXISTS (
        SELECT FROM (SELECT DISTINCT batch FROM evaluations_evaluation WHERE period_id = NEW.id) batches
        CROSS JOIN unnest(ARRAY[{STAGES}]) AS needed (stage)
        WHERE NOT EXISTS (
            SELECT FROM periods_stagewindow own
            WHERE own.period_id = NEW.id AND own.stage = needed.stage AND own.batch IN (0, batches.batch)))""":  # noqa: S608 - our own words
        "Ada tahap yang belum berjadwal.",
    f"""NEW.simulation_label = '' AND EXISTS (
        SELECT FROM institutions_institution one
        WHERE coalesce(one.valid_to, 'infinity') >= {TODAY} AND coalesce(one.valid_from, '-infinity') <= {TODAY}
          AND NOT EXISTS (
              SELECT FROM evaluations_evaluation WHERE period_id = NEW.id AND institution_id = one.id))""":  # noqa: S608 - our own words
        "Ada instansi yang belum punya jalur.",
    """EXISTS (
        SELECT FROM evaluations_evaluation one
        LEFT JOIN evaluations_teammember member ON member.team_id = one.team_id
        WHERE one.period_id = NEW.id AND one.track <> 'not_assessed'
        GROUP BY one.id
        HAVING count(member.id) < NEW.assessors_per_team OR NOT coalesce(bool_or(member.is_lead), false))""":
        "Ada instansi yang timnya belum lengkap.",
}  # fmt: skip


def opens_when_ready() -> pgtrigger.Trigger:
    """From preparation to running only with weights, windows, tracks and teams complete."""
    checks = "\n".join(
        f"IF {asked} THEN RAISE EXCEPTION USING ERRCODE = 'SP006', "
        f"MESSAGE = 'Periode belum dapat dibuka. {said}'; END IF;"
        for asked, said in OBSTACLES.items()
    )
    return pgtrigger.Trigger(
        name="opens_when_ready",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(old__state="preparation", new__state="running"),
        func=checks + "\nRETURN NEW;",
    )
