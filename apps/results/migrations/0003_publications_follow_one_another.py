"""A period has publications that follow one another, each of its own computation.

A correction after publication leaves the published computation as it is; any other later word is refused as before.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

WENT_ON = """
CREATE OR REPLACE FUNCTION ledger_went_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE results_finalisationrun run SET state = 'stale'
    WHERE run.state IN ('computing', 'computed', 'disputed') AND run.period_id IN (
        SELECT evaluation.period_id FROM written
        JOIN evaluations_evaluation evaluation ON evaluation.id = written.evaluation_id
        WHERE evaluation.track <> 'not_assessed'{but});
    RETURN NULL;
END
$$;
"""
CORRECTED = """ AND (
            written.stage <> 'correction'
            OR NOT EXISTS (SELECT FROM results_publication WHERE run_id = run.id))"""


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
        ('periods', '0003_where_a_level_comes_from_is_frozen'),
        ('results', '0002_what_voids_a_computation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='publication',
            options={'ordering': ['period', '-edition']},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='finalisationrun',
            name='on_its_way',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='publication',
            name='agreed_by_quorum',
        ),
        migrations.RemoveConstraint(
            model_name='finalisationrun',
            name='one_living_run_per_period',
        ),
        migrations.AddField(
            model_name='finalisationrun',
            name='edition',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='publication',
            name='edition',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='publication',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='periods.evaluationperiod'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finalisationrun',
            trigger=pgtrigger.compiler.Trigger(name='on_its_way', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.state <> 'computing' THEN\n            RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Hitungan dimulai tanpa hasil.';\n        END IF;\n        IF NEW.edition <> 1 + (SELECT count(*) FROM results_publication earlier WHERE earlier.period_id = NEW.period_id) THEN\n            RAISE EXCEPTION USING ERRCODE = 'SP006',\n                MESSAGE = 'Hitungan disusun untuk penerbitan yang berikut pada periode ini. Belum ada yang dihitung.';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF (OLD.period_id, OLD.number, OLD.edition) IS DISTINCT FROM (NEW.period_id, NEW.number, NEW.edition)\n       OR (OLD.state <> 'computing' AND (OLD.content_sha256, OLD.computed_at, OLD.ledger_upto)\n           IS DISTINCT FROM (NEW.content_sha256, NEW.computed_at, NEW.ledger_upto)) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Isi hitungan tidak diubah; hitung ulang.';\n    END IF;\n    IF OLD.state <> NEW.state AND NOT (\n        (OLD.state = 'computing') OR NEW.state = 'replaced'\n        OR (NEW.state = 'stale' AND OLD.state IN ('computed', 'disputed'))\n    ) OR OLD.state = 'replaced' AND NEW.state <> 'replaced' THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hitungan yang sudah berakhir tidak dihidupkan lagi.';\n    END IF;\n    IF OLD.state <> NEW.state AND EXISTS (SELECT FROM results_publication WHERE run_id = OLD.id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Hasil periode ini sudah terbit dan tidak berubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF NEW.state = 'computed' AND OLD.state <> 'computed' AND (\n        NEW.content_sha256 = ''\n        OR NOT EXISTS (SELECT FROM results_recount WHERE run_id = NEW.id)\n        OR EXISTS (\n    SELECT COALESCE(first.evaluation_id, second.evaluation_id) AS evaluation_id,\n           NULLIF(COALESCE(first.part, second.part), 0) AS part_id,\n           first.numerator, first.denominator, first.stated, first.predikat_id,\n           second.numerator AS other_numerator, second.denominator AS other_denominator,\n           second.stated AS other_stated, second.predikat_id AS other_predikat_id\n    FROM (\n        SELECT evaluation_id, 0 AS part, numerator, denominator, stated, predikat_id\n        FROM results_result WHERE run_id = NEW.id\n        UNION ALL\n        SELECT result.evaluation_id, figure.part_id, figure.numerator, figure.denominator, figure.stated, NULL\n        FROM results_resultpart figure JOIN results_result result ON result.id = figure.result_id\n        WHERE result.run_id = NEW.id\n    ) first\n    FULL JOIN (\n        SELECT evaluation_id, COALESCE(part_id, 0) AS part, numerator, denominator, stated, predikat_id\n        FROM results_recount WHERE run_id = NEW.id\n    ) second ON second.evaluation_id = first.evaluation_id AND second.part = first.part\n    WHERE first.numerator * second.denominator IS DISTINCT FROM second.numerator * first.denominator\n       OR first.stated IS DISTINCT FROM second.stated\n       OR first.predikat_id IS DISTINCT FROM second.predikat_id\n)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Hitungan pertama dan kedua belum sama untuk semua instansi. Pemungutan suara belum dibuka.';\n    END IF;\n    RETURN NEW;\n", hash='c6b945bbc45247d541f72f26c2141a6f7e00ca54', operation='INSERT OR UPDATE', pgid='pgtrigger_on_its_way_06ed8', table='results_finalisationrun', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='agreed_by_quorum', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE run record;', func="\n    SELECT state, content_sha256, period_id, edition INTO run\n        FROM results_finalisationrun WHERE id = NEW.run_id FOR SHARE;\n    IF NEW.edition <> run.edition OR NEW.edition <> 1 + (SELECT count(*) FROM results_publication earlier WHERE earlier.period_id = NEW.period_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Hasil ini tidak mengikuti penerbitan terakhir periode ini. Belum ada yang terbit.';\n    END IF;\n    IF run.state <> 'computed' OR run.period_id <> NEW.period_id OR (\n        SELECT count(*) FROM results_vote vote\n        WHERE vote.run_id = NEW.run_id AND vote.choice = 'agree' AND vote.content_sha256 = run.content_sha256\n    ) < (SELECT votes_required FROM periods_evaluationperiod WHERE id = run.period_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Hasil belum disetujui kuorum instansi Tim Koordinasi. Belum ada yang terbit.';\n    END IF;\n    RETURN NEW;\n", hash='f7eb6300384bb3a02827ac4cd541171fb471253e', operation='INSERT', pgid='pgtrigger_agreed_by_quorum_4fcda', table='results_publication', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='finalisationrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'replaced'), _negated=True), fields=('period', 'edition'), name='one_living_run_per_edition'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('period', 'edition'), name='one_publication_per_edition'),
        ),
        migrations.RunSQL(WENT_ON.format(but=CORRECTED), WENT_ON.format(but="")),
    ]
