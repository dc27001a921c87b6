"""A history refuses UPDATE and DELETE by pghistory's own trigger; TRUNCATE fires none of these, so it gets its own."""

from django.db import migrations

from apps.common.triggers import APPEND_ONLY

HISTORIES = (
    "self_assessment_answerevent",
    "self_assessment_delegationevent",
    "self_assessment_evidenceevent",
    "desk_review_judgementevent",
    "desk_review_evidenceverdictevent",
    "desk_review_agreedlevelevent",
    "interview_clarificationevent",
    "visitation_findingevent",
    "visitation_photoevent",
    "evaluations_partfindingevent",
    "consolidation_settlementevent",
    "harmonisation_calibrationlevelevent",
    "follow_up_followupevent",
)

FUNCTION = f"""
CREATE FUNCTION refuse_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {APPEND_ONLY}
END
$$;
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation();"
    for table in HISTORIES
)
DROPS = "\n".join(f"DROP TRIGGER never_truncated ON {table};" for table in HISTORIES)


class Migration(migrations.Migration):
    dependencies = [
        ("consolidation", "0001_initial"),
        ("desk_review", "0001_initial"),
        ("evaluations", "0001_initial"),
        ("follow_up", "0001_initial"),
        ("harmonisation", "0001_initial"),
        ("interview", "0001_initial"),
        ("self_assessment", "0001_initial"),
        ("visitation", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, DROPS + "DROP FUNCTION refuse_truncation();")]
