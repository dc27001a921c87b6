"""Nothing is public without a decree: the database refuses a publication whose run has no issued decree.

A publication of corrected results needs one that names the decree before it: the chain of corrections leads there.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION publication_needs_an_issued_decree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM decrees_decree WHERE run_id = NEW.run_id AND state = 'issued') THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Hasil terbit bersama keputusan yang sudah ditetapkan. Belum ada yang terbit.';
    END IF;
    IF NEW.edition > 1 AND NOT EXISTS (
        WITH RECURSIVE named AS (
            SELECT corrects_id FROM decrees_decree WHERE run_id = NEW.run_id AND state = 'issued'
            UNION
            SELECT former.corrects_id FROM named JOIN decrees_decree former ON former.id = named.corrects_id
        )
        SELECT 1 FROM named
        JOIN decrees_decree former ON former.id = named.corrects_id
        JOIN results_publication before ON before.run_id = former.run_id
        WHERE before.period_id = NEW.period_id AND before.edition = NEW.edition - 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Hasil yang dikoreksi terbit dengan keputusan yang menyebut keputusan lama. \
Belum ada yang terbit.';
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
