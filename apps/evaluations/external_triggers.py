"""What the database promises of indicators whose level comes from another agency's index, whoever writes."""

import pgtrigger

from apps.rules.stages import Stage

_IS_EXTERNAL = "(SELECT external_index <> '' FROM instruments_indicator WHERE id = NEW.indicator_id)"
_EXTERNAL_ROW = """
    IF {wrong} THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = '{message}';
    END IF;
    RETURN NEW;
"""


def only_asked(*, empty_rows: bool = False) -> pgtrigger.Trigger:
    """Nobody speaks on an indicator whose level comes from another agency's index; an empty form says nothing."""
    return pgtrigger.Trigger(
        name="only_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_EXTERNAL_ROW.format(
            wrong=f"NEW.version > 0 AND {_IS_EXTERNAL}" if empty_rows else _IS_EXTERNAL,
            message="Tingkat indikator ini diambil dari indeks instansi lain, jadi tidak diisi atau dinilai di sini.",
        ),
    )


def only_external() -> pgtrigger.Trigger:
    """Another agency's index decides only the indicators of which the instrument says so."""
    return pgtrigger.Trigger(
        name="only_external",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=_EXTERNAL_ROW.format(
            wrong=f"NOT {_IS_EXTERNAL}",
            message="Menurut instrumen, tingkat indikator ini tidak diambil dari indeks instansi lain.",
        ),
    )


_ITS_OWN_VOICE = f"""
    IF NEW.stage = '{Stage.EXTERNAL_INDEX.value}' THEN
        IF NOT EXISTS (
            SELECT FROM evaluations_externalvalue brought
            WHERE brought.evaluation_id = NEW.evaluation_id AND brought.indicator_id = NEW.indicator_id
              AND brought.revision = NEW.revision AND brought.level = NEW.level
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'SP006',
                MESSAGE = 'Nilai indeks instansi lain masuk bersama sumber dan tanggalnya.';
        END IF;
    ELSIF NEW.stage <> '{Stage.CORRECTION.value}' AND {_IS_EXTERNAL} THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Tingkat indikator ini diambil dari indeks instansi lain; tahap ini tidak menilainya.';
    END IF;
    RETURN NEW;
"""


def its_own_voice() -> pgtrigger.Trigger:
    """Of an indicator that another agency's index decides only that index speaks, and after the review a correction."""
    return pgtrigger.Trigger(
        name="its_own_voice", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_ITS_OWN_VOICE
    )


_NOTHING_OUTSTANDING = f"""
    IF EXISTS (
        SELECT FROM periods_evaluationperiod period
        JOIN instruments_indicator indicator ON indicator.instrument_id = period.instrument_id
        WHERE period.id = NEW.period_id AND indicator.external_index <> '' AND NOT EXISTS (
            SELECT FROM evaluations_ledgerlevel word
            WHERE word.evaluation_id = NEW.id AND word.indicator_id = indicator.id
              AND word.stage = '{Stage.EXTERNAL_INDEX.value}')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Nilai indeks instansi lain belum lengkap, jadi evaluasi ini belum dapat diterima.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


def nothing_outstanding() -> pgtrigger.Trigger:
    """Nothing is accepted before every index that the instrument takes from another agency is there."""
    return pgtrigger.Trigger(
        name="no_index_outstanding",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("stage"),
        condition=pgtrigger.Q(new__stage=Stage.FINAL.value) & ~pgtrigger.Q(old__stage=Stage.FINAL.value),
        func=_NOTHING_OUTSTANDING,
    )
