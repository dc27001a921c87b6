"""An instrument freezes when a period uses it: the database refuses changes of what figures depend on."""

from django.db import migrations

MESSAGE = "Instrumen ini sudah dipakai sebuah periode: nomor, bobot, skala, dan predikatnya tidak dapat diubah."

# table -> the columns that may not change any more; the instrument itself is told apart by its own id
FROZEN = {
    "instruments_instrument": ("code", "scale_kind", "scale_min", "scale_max", "scale_digits"),
    "instruments_part": ("instrument_id", "kind", "number", "weight", "parent_id"),
    "instruments_indicator": ("instrument_id", "part_id", "number", "weight"),
    "instruments_predikatband": ("instrument_id", "slug", "floor"),
}

FUNCTION = f"""
CREATE FUNCTION refuse_change_of_frozen_instrument() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept jsonb := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END;
    owner bigint := (kept ->> TG_ARGV[0])::bigint;
BEGIN
    IF EXISTS (SELECT 1 FROM periods_evaluationperiod WHERE instrument_id = owner) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP004', MESSAGE = '{MESSAGE}';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
"""


def triggers() -> str:
    statements = []
    for table, columns in FROZEN.items():
        owner = "id" if table == "instruments_instrument" else "instrument_id"
        changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
        call = f"FOR EACH ROW {{when}} EXECUTE FUNCTION refuse_change_of_frozen_instrument('{owner}');"
        statements.append(f"CREATE TRIGGER frozen_update BEFORE UPDATE ON {table} " + call.format(when=f"WHEN ({changed})"))
        statements.append(f"CREATE TRIGGER frozen_delete BEFORE DELETE ON {table} " + call.format(when=""))
        if table != "instruments_instrument":
            statements.append(f"CREATE TRIGGER frozen_insert BEFORE INSERT ON {table} " + call.format(when=""))
    return "\n".join(statements)


def drops() -> str:
    return "\n".join(
        f"DROP TRIGGER IF EXISTS frozen_{event} ON {table};"
        for table in FROZEN
        for event in ("insert", "update", "delete")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0001_initial"),
        ("periods", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            FUNCTION + triggers(), drops() + "DROP FUNCTION refuse_change_of_frozen_instrument();"
        )
    ]
