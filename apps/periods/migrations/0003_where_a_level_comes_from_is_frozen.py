"""Whether another agency's index decides an indicator does not change once a period uses its instrument."""

from django.db import migrations

CREATE = """
CREATE TRIGGER frozen_origin BEFORE UPDATE OF external_index ON instruments_indicator
    FOR EACH ROW WHEN ((OLD.external_index = '') IS DISTINCT FROM (NEW.external_index = ''))
    EXECUTE FUNCTION refuse_change_of_frozen_instrument('instrument_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("periods", "0002_freeze_instruments"),
    ]

    operations = [migrations.RunSQL(CREATE, "DROP TRIGGER frozen_origin ON instruments_indicator;")]
