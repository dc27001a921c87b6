"""The history of calibration levels refuses TRUNCATE, like every other."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON harmonisation_calibrationlevelevent
FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation();
"""
DROP = "DROP TRIGGER never_truncated ON harmonisation_calibrationlevelevent;"


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0002_histories_are_never_truncated"),
        ("harmonisation", "0001_initial"),
    ]

    operations = [migrations.RunSQL(TRIGGER, DROP)]
