"""Nothing is public without a decree: the database refuses a publication whose run has no issued decree."""

from django.db import migrations

CREATE = """
CREATE FUNCTION publication_needs_an_issued_decree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM decrees_decree WHERE run_id = NEW.run_id AND state = 'issued') THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Hasil terbit bersama keputusan yang sudah ditetapkan. Belum ada yang terbit.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER needs_an_issued_decree BEFORE INSERT ON results_publication
    FOR EACH ROW EXECUTE FUNCTION publication_needs_an_issued_decree();
"""

DROP = """
DROP TRIGGER needs_an_issued_decree ON results_publication;
DROP FUNCTION publication_needs_an_issued_decree();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decrees", "0001_initial"),
        ("results", "0001_initial"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
