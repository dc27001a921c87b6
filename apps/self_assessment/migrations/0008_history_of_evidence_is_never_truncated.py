"""A history refuses UPDATE and DELETE by pghistory's own trigger; TRUNCATE fires none of these, so it gets its own."""

from django.db import migrations

CREATE = """
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON self_assessment_evidenceevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation();
"""
DROP = "DROP TRIGGER never_truncated ON self_assessment_evidenceevent;"


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0002_histories_are_never_truncated"),
        ("self_assessment", "0007_evidence_in_versions"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
