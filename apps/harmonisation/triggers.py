"""The gates of a calibration round, in the database: whoever writes, what is fixed stays."""

import pgtrigger

# First key of the two-key advisory locks; the second is the round. A saver holds it shared, whoever locks or closes
# exclusively: a save under way is either before the lock or sees it.
CALIBRATION_LOCK = 7311

_FIXED = """
    IF opened IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Putaran kalibrasi ini sudah dibuka; contohnya tidak diubah lagi.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

# Opening holds the round's lock exclusively: whoever still changes a sample is before it or sees it.
_FIXED_SHEET = f"""
    PERFORM pg_advisory_xact_lock_shared({CALIBRATION_LOCK}, COALESCE(NEW.round_id, OLD.round_id)::int);
    SELECT opened_at INTO opened FROM harmonisation_calibrationround
        WHERE id = COALESCE(NEW.round_id, OLD.round_id);
    {_FIXED}
"""  # noqa: S608 - our own words

_FIXED_ITEM = f"""
    SELECT round_id INTO row_round FROM harmonisation_calibrationsheet
        WHERE id = COALESCE(NEW.sheet_id, OLD.sheet_id);
    PERFORM pg_advisory_xact_lock_shared({CALIBRATION_LOCK}, row_round::int);
    SELECT opened_at INTO opened FROM harmonisation_calibrationround WHERE id = row_round;
    {_FIXED}
"""  # noqa: S608 - our own words

_OPEN = f"""
    SELECT sheet.round_id INTO row_round FROM harmonisation_calibrationitem item
        JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id
        WHERE item.id = COALESCE(NEW.item_id, OLD.item_id);
    PERFORM pg_advisory_xact_lock_shared({CALIBRATION_LOCK}, row_round::int);
    IF NOT EXISTS (SELECT FROM harmonisation_calibrationround
                   WHERE id = row_round AND opened_at IS NOT NULL AND closed_at IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Putaran kalibrasi ini tidak sedang dibuka. Perubahan ini tidak disimpan.';
    END IF;
    IF EXISTS (SELECT FROM harmonisation_calibrationlock
               WHERE round_id = row_round AND assessor_id = COALESCE(NEW.assessor_id, OLD.assessor_id)) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Penilaian contoh Anda sudah dikunci. Yang terkunci tetap berlaku; perubahan ini tidak disimpan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""  # noqa: S608 - our own words

_LOCKABLE = f"""
    PERFORM pg_advisory_xact_lock({CALIBRATION_LOCK}, NEW.round_id::int);
    IF NOT EXISTS (SELECT FROM harmonisation_calibrationround
                   WHERE id = NEW.round_id AND opened_at IS NOT NULL AND closed_at IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001', MESSAGE = 'Putaran kalibrasi ini tidak sedang dibuka.';
    END IF;
    IF EXISTS (SELECT FROM harmonisation_calibrationitem item
               JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id
               WHERE sheet.round_id = NEW.round_id AND NOT EXISTS (
                   SELECT FROM harmonisation_calibrationlevel said
                   WHERE said.item_id = item.id AND said.assessor_id = NEW.assessor_id)) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Belum dapat dikunci: masih ada contoh yang belum Anda beri tingkat.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - our own words

_SCALE = """
    SELECT instrument.scale_min, instrument.scale_max, instrument.scale_digits INTO scale
        FROM {tables}
        JOIN harmonisation_calibrationround round ON round.id = sheet.round_id
        JOIN periods_evaluationperiod period ON period.id = round.period_id
        JOIN instruments_instrument instrument ON instrument.id = period.instrument_id
        JOIN instruments_indicator indicator ON indicator.instrument_id = instrument.id
        WHERE {row};
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';
    END IF;
    IF {level} < scale.scale_min OR {level} > scale.scale_max
       OR round({level}, scale.scale_digits) <> {level} THEN
        RAISE EXCEPTION USING ERRCODE = 'SP002',
            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';
    END IF;
    RETURN NEW;
"""

_ITEM_SCALE = _SCALE.format(
    tables="harmonisation_calibrationsheet sheet",
    row="sheet.id = NEW.sheet_id AND indicator.id = NEW.indicator_id",
    level="NEW.reference_level",
)
_LEVEL_SCALE = _SCALE.format(
    tables="harmonisation_calibrationitem item JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id",
    row="item.id = NEW.item_id AND indicator.id = item.indicator_id",
    level="NEW.level",
)

# Opening and closing each happen once; a round without anything to judge is not opened.
_ROUND_GOES_ON = f"""
    PERFORM pg_advisory_xact_lock({CALIBRATION_LOCK}, NEW.id::int);
    IF OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at
       OR OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at
       OR NEW.period_id <> OLD.period_id THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Putaran kalibrasi hanya dibuka dan ditutup satu kali.';
    END IF;
    IF OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM harmonisation_calibrationitem item
        JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id WHERE sheet.round_id = NEW.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Putaran kalibrasi ini belum berisi contoh.';
    END IF;
    RETURN NEW;
"""

_ANY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def _before(name: str, operation: pgtrigger.Operation, func: str, **declared: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=operation, func=func, declare=list(declared.items()) or None
    )


def sheet_gate() -> pgtrigger.Trigger:
    """Sample sheets are put together before their round opens."""
    return _before("calibration_is_fixed", _ANY, _FIXED_SHEET, opened="timestamptz")


def item_gate() -> list[pgtrigger.Trigger]:
    """So are their items; a reference level lies on the scale, the indicator belongs to the instrument."""
    return [
        _before("calibration_is_fixed", _ANY, _FIXED_ITEM, opened="timestamptz", row_round="bigint"),
        _before("level_gate", pgtrigger.Insert | pgtrigger.Update, _ITEM_SCALE, scale="record"),
    ]


def calibration_gate() -> list[pgtrigger.Trigger]:
    """Levels are given while the round is open and their assessor has not locked, on the instrument's scale."""
    return [
        _before("calibration_gate", _ANY, _OPEN, row_round="bigint"),
        _before("level_gate", pgtrigger.Insert | pgtrigger.Update, _LEVEL_SCALE, scale="record"),
    ]


def lock_gate() -> pgtrigger.Trigger:
    """Somebody locks what is complete, while the round is open."""
    return _before("calibration_lock", pgtrigger.Insert, _LOCKABLE)


def round_gate() -> pgtrigger.Trigger:
    return _before("round_goes_on", pgtrigger.Update, _ROUND_GOES_ON)
