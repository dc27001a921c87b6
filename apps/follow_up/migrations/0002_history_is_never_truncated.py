"""The history of follow-ups refuses TRUNCATE, like every other."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON follow_up_followupevent
FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation();
"""
DROP = "DROP TRIGGER never_truncated ON follow_up_followupevent;"


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0002_histories_are_never_truncated"),
        ("follow_up", "0001_initial"),
    ]

    operations = [migrations.RunSQL(TRIGGER, DROP)]
