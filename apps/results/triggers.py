"""What the database holds of a computation: two hands agree, figures stay, votes are on exactly this content."""

import pgtrigger

from apps.common.triggers import never_deleted

# Where two computations of the run differ: institution, part (null for the whole). `{run}` names the run.
DIFFERING = """
    SELECT COALESCE(first.evaluation_id, second.evaluation_id) AS evaluation_id,
           NULLIF(COALESCE(first.part, second.part), 0) AS part_id,
           first.numerator, first.denominator, first.stated, first.predikat_id,
           second.numerator AS other_numerator, second.denominator AS other_denominator,
           second.stated AS other_stated, second.predikat_id AS other_predikat_id
    FROM (
        SELECT evaluation_id, 0 AS part, numerator, denominator, stated, predikat_id
        FROM results_result WHERE run_id = {run}
        UNION ALL
        SELECT result.evaluation_id, figure.part_id, figure.numerator, figure.denominator, figure.stated, NULL
        FROM results_resultpart figure JOIN results_result result ON result.id = figure.result_id
        WHERE result.run_id = {run}
    ) first
    FULL JOIN (
        SELECT evaluation_id, COALESCE(part_id, 0) AS part, numerator, denominator, stated, predikat_id
        FROM results_recount WHERE run_id = {run}
    ) second ON second.evaluation_id = first.evaluation_id AND second.part = first.part
    WHERE first.numerator * second.denominator IS DISTINCT FROM second.numerator * first.denominator
       OR first.stated IS DISTINCT FROM second.stated
       OR first.predikat_id IS DISTINCT FROM second.predikat_id
"""

# The publication that a period has not had yet; `NEW` names the period.
_NEXT_EDITION = "1 + (SELECT count(*) FROM results_publication earlier WHERE earlier.period_id = NEW.period_id)"

_ON_ITS_WAY = f"""
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'computing' THEN
            RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Hitungan dimulai tanpa hasil.';
        END IF;
        IF NEW.edition <> {_NEXT_EDITION} THEN
            RAISE EXCEPTION USING ERRCODE = 'SP006',
                MESSAGE = 'Hitungan disusun untuk penerbitan yang berikut pada periode ini. Belum ada yang dihitung.';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.period_id, OLD.number, OLD.edition) IS DISTINCT FROM (NEW.period_id, NEW.number, NEW.edition)
       OR (OLD.state <> 'computing' AND (OLD.content_sha256, OLD.computed_at, OLD.ledger_upto)
           IS DISTINCT FROM (NEW.content_sha256, NEW.computed_at, NEW.ledger_upto)) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Isi hitungan tidak diubah; hitung ulang.';
    END IF;
    IF OLD.state <> NEW.state AND NOT (
        (OLD.state = 'computing') OR NEW.state = 'replaced'
        OR (NEW.state = 'stale' AND OLD.state IN ('computed', 'disputed'))
    ) OR OLD.state = 'replaced' AND NEW.state <> 'replaced' THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hitungan yang sudah berakhir tidak dihidupkan lagi.';
    END IF;
    IF OLD.state <> NEW.state AND EXISTS (SELECT FROM results_publication WHERE run_id = OLD.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Hasil periode ini sudah terbit dan tidak berubah lagi. Perubahan ini tidak disimpan.';
    END IF;
    IF NEW.state = 'computed' AND OLD.state <> 'computed' AND (
        NEW.content_sha256 = ''
        OR NOT EXISTS (SELECT FROM results_recount WHERE run_id = NEW.id)
        OR EXISTS (
            SELECT FROM evaluations_evaluation asked
            WHERE asked.period_id = NEW.period_id AND asked.track <> 'not_assessed' AND NOT EXISTS (
                SELECT FROM results_result result WHERE result.run_id = NEW.id AND result.evaluation_id = asked.id))
        OR EXISTS ({DIFFERING.format(run="NEW.id")})
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Hitungan pertama dan kedua belum sama untuk semua instansi. Pemungutan suara belum dibuka.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of this file

_STAYS = """
    RAISE EXCEPTION USING ERRCODE = 'SP003',
        MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan dan tidak diubah; koreksi masuk sebagai masukan.';
"""

_WHILE_COMPUTING = """
    IF EXISTS (
        SELECT FROM results_finalisationrun run
        WHERE run.id IN ({runs}) AND run.state <> 'computing'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan yang sedang berjalan.';
    END IF;
    RETURN NULL;
"""

RUNS_OF_ROWS = "SELECT run_id FROM written"
RUNS_OF_PARTS = "SELECT result.run_id FROM written JOIN results_result result ON result.id = written.result_id"

_ON_THIS_CONTENT = """
    SELECT state, content_sha256, period_id INTO run FROM results_finalisationrun WHERE id = NEW.run_id FOR SHARE;
    PERFORM FROM periods_evaluationperiod WHERE id = run.period_id FOR SHARE;
    IF run.state <> 'computed' OR run.content_sha256 <> NEW.content_sha256 THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE =
            'Suara hanya atas isi hitungan yang berlaku sekarang. Suara belum dicatat; periksa hasil yang baru.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM results_periodagency seat WHERE seat.period_id = run.period_id AND seat.agency_id = NEW.agency_id
    ) OR NOT EXISTS (
        SELECT FROM institutions_membership held
        WHERE held.user_id = NEW.by_id AND held.agency_id = NEW.agency_id AND held.role = 'agency_member'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Suara diberikan oleh anggota instansi yang berhak pada periode ini. Suara belum dicatat.';
    END IF;
    RETURN NEW;
"""

# That the quorum stays, too, is said beside the periods' table: migration 0003.
_SEATED = """
    IF TG_OP = 'DELETE' THEN its_period := OLD.period_id; ELSE its_period := NEW.period_id; END IF;
    PERFORM FROM periods_evaluationperiod WHERE id = its_period FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM results_vote vote JOIN results_finalisationrun run ON run.id = vote.run_id
        WHERE run.period_id = its_period
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP004',
            MESSAGE = 'Pemungutan suara sudah dimulai. Susunan dan kuorum tidak diubah lagi.';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Kursi suara tidak dipindahkan; cabut dan tetapkan lagi.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

_AGREED = f"""
    SELECT state, content_sha256, period_id, edition INTO run
        FROM results_finalisationrun WHERE id = NEW.run_id FOR SHARE;
    IF NEW.edition <> run.edition OR NEW.edition <> {_NEXT_EDITION} THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Hasil ini tidak mengikuti penerbitan terakhir periode ini. Belum ada yang terbit.';
    END IF;
    IF run.state <> 'computed' OR run.period_id <> NEW.period_id OR (
        SELECT count(*) FROM results_vote vote
        WHERE vote.run_id = NEW.run_id AND vote.choice = 'agree' AND vote.content_sha256 = run.content_sha256
    ) < (SELECT votes_required FROM periods_evaluationperiod WHERE id = run.period_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Hasil belum disetujui kuorum instansi Tim Koordinasi. Belum ada yang terbit.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of this file


def on_its_way() -> list[pgtrigger.Trigger]:
    """A run goes one way only, keeps what it computed, and counts only where both computations agree."""
    return [
        pgtrigger.Trigger(
            name="on_its_way",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=_ON_ITS_WAY,
        ),
        *never_deleted(),
    ]


def only_computed(runs: str = RUNS_OF_ROWS) -> list[pgtrigger.Trigger]:
    """Rows come only while their run is computing, and stay. One look for a statement, however many rows it has."""
    return [
        pgtrigger.Trigger(
            name="while_computing",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="written"),
            func=_WHILE_COMPUTING.format(runs=runs),
        ),
        pgtrigger.Trigger(
            name="figures_stay",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func=_STAYS,
        ),
    ]


def on_this_content() -> pgtrigger.Trigger:
    """A vote names the content that counts now, and is cast by a member of an agency that has a seat."""
    return pgtrigger.Trigger(
        name="on_this_content",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("run", "record")],
        func=_ON_THIS_CONTENT,
    )


def seats_stay() -> pgtrigger.Trigger:
    """Who votes is settled before the first vote."""
    return pgtrigger.Trigger(
        name="seats_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("its_period", "bigint")],
        func=_SEATED,
    )


def agreed_by_quorum() -> pgtrigger.Trigger:
    """Nothing is public without the quorum's word on exactly this content, and one publication follows another."""
    return pgtrigger.Trigger(
        name="agreed_by_quorum",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("run", "record")],
        func=_AGREED,
    )
