"""TRUNCATE fires no trigger of rows, so what never moves after the issue refuses it apart."""

from django.db import migrations

TABLES = ("decree", "decreeblock", "decreeline", "decreecopy", "decreeblockevent")
TRIGGERS = "\n".join(
    f"CREATE TRIGGER never_truncated BEFORE TRUNCATE ON decrees_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation();"
    for table in TABLES
)
DROPS = "\n".join(f"DROP TRIGGER never_truncated ON decrees_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("decrees", "0002_publication_needs_an_issued_decree"),
        ("evaluations", "0002_histories_are_never_truncated"),
    ]

    operations = [migrations.RunSQL(TRIGGERS, DROPS)]
