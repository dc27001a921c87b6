import apps.common.tables
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('evaluations', '0001_initial'),
        ('institutions', '0001_initial'),
        ('instruments', '0001_initial'),
        ('jobs', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='FinalisationRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='periods.evaluationperiod')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('edition', models.PositiveSmallIntegerField(default=1)),
                        ('state', models.CharField(choices=[('computing', 'Dihitung'), ('computed', 'Selesai dihitung'), ('disputed', 'Dua hitungan berbeda'), ('stale', 'Tidak berlaku lagi'), ('replaced', 'Digantikan')], default='computing', max_length=10)),
                        ('content_sha256', models.CharField(blank=True, max_length=64)),
                        ('ledger_upto', models.BigIntegerField(null=True)),
                        ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                        ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('computed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'number'), name='one_run_per_number'), models.UniqueConstraint(condition=models.Q(('state', 'replaced'), _negated=True), fields=('period', 'edition'), name='one_living_run_per_edition')],
                        'triggers': [pgtrigger.compiler.Trigger(name='on_its_way', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.state <> 'computing' THEN\n            RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Hitungan dimulai tanpa hasil.';\n        END IF;\n        IF NEW.edition <> 1 + (SELECT count(*) FROM results_publication earlier WHERE earlier.period_id = NEW.period_id) THEN\n            RAISE EXCEPTION USING ERRCODE = 'SP006',\n                MESSAGE = 'Hitungan disusun untuk penerbitan yang berikut pada periode ini. Belum ada yang dihitung.';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF (OLD.period_id, OLD.number, OLD.edition) IS DISTINCT FROM (NEW.period_id, NEW.number, NEW.edition)\n       OR (OLD.state <> 'computing' AND (OLD.content_sha256, OLD.computed_at, OLD.ledger_upto)\n           IS DISTINCT FROM (NEW.content_sha256, NEW.computed_at, NEW.ledger_upto)) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Isi hitungan tidak diubah; hitung ulang.';\n    END IF;\n    IF OLD.state <> NEW.state AND NOT (\n        (OLD.state = 'computing') OR NEW.state = 'replaced'\n        OR (NEW.state = 'stale' AND OLD.state IN ('computed', 'disputed'))\n    ) OR OLD.state = 'replaced' AND NEW.state <> 'replaced' THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hitungan yang sudah berakhir tidak dihidupkan lagi.';\n    END IF;\n    IF OLD.state <> NEW.state AND EXISTS (SELECT FROM results_publication WHERE run_id = OLD.id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Hasil periode ini sudah terbit dan tidak berubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF NEW.state = 'computed' AND OLD.state <> 'computed' AND (\n        NEW.content_sha256 = ''\n        OR NOT EXISTS (SELECT FROM results_recount WHERE run_id = NEW.id)\n        OR EXISTS (\n            SELECT FROM evaluations_evaluation asked\n            WHERE asked.period_id = NEW.period_id AND asked.track <> 'not_assessed' AND NOT EXISTS (\n                SELECT FROM results_result result WHERE result.run_id = NEW.id AND result.evaluation_id = asked.id))\n        OR EXISTS (\n    SELECT COALESCE(first.evaluation_id, second.evaluation_id) AS evaluation_id,\n           NULLIF(COALESCE(first.part, second.part), 0) AS part_id,\n           first.numerator, first.denominator, first.stated, first.predikat_id,\n           second.numerator AS other_numerator, second.denominator AS other_denominator,\n           second.stated AS other_stated, second.predikat_id AS other_predikat_id\n    FROM (\n        SELECT evaluation_id, 0 AS part, numerator, denominator, stated, predikat_id\n        FROM results_result WHERE run_id = NEW.id\n        UNION ALL\n        SELECT result.evaluation_id, figure.part_id, figure.numerator, figure.denominator, figure.stated, NULL\n        FROM results_resultpart figure JOIN results_result result ON result.id = figure.result_id\n        WHERE result.run_id = NEW.id\n    ) first\n    FULL JOIN (\n        SELECT evaluation_id, COALESCE(part_id, 0) AS part, numerator, denominator, stated, predikat_id\n        FROM results_recount WHERE run_id = NEW.id\n    ) second ON second.evaluation_id = first.evaluation_id AND second.part = first.part\n    WHERE first.numerator * second.denominator IS DISTINCT FROM second.numerator * first.denominator\n       OR first.stated IS DISTINCT FROM second.stated\n       OR first.predikat_id IS DISTINCT FROM second.predikat_id\n)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Hitungan pertama dan kedua belum sama untuk semua instansi. Pemungutan suara belum dibuka.';\n    END IF;\n    RETURN NEW;\n", hash='152e2699e29f7c2c4583374be75a76f2248f6552', operation='INSERT OR UPDATE', pgid='pgtrigger_on_its_way_06ed8', table='results_finalisationrun', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4bf0b3909c75bba069c80223d9dd87c858d67dd2', operation='DELETE', pgid='pgtrigger_never_deleted_b2af2', table='results_finalisationrun', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b6089ddd04c9c211e3d3719d7be0d67b8dd171a8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0cf4f', table='results_finalisationrun', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='RunShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='results.finalisationrun')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('evaluations', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                        ('content', models.TextField(blank=True)),
                        ('computed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='one_share_per_number')],
                        'triggers': [pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.computed_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='7c687df0b5e4fd36d757fcfd04b2156b00811c56', operation='UPDATE', pgid='pgtrigger_decided_once_5fc39', table='results_runshare', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='49932ac6e5e681ec16d7c1d0089cf6fe2d951873', operation='DELETE', pgid='pgtrigger_never_deleted_f78ea', table='results_runshare', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='72b5feac7b62ae41d278049471a236a22eb17a69', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_2962a', table='results_runshare', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Result',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='results.finalisationrun')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='evaluations.evaluation')),
                        ('numerator', models.BigIntegerField()),
                        ('denominator', models.BigIntegerField()),
                        ('stated', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='indeks')),
                        ('predikat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.predikatband')),
                    ],
                    options={
                        'ordering': ['evaluation__institution__code'],
                        'constraints': [models.UniqueConstraint(fields=('run', 'evaluation'), name='one_result_per_evaluation_and_run'), models.CheckConstraint(condition=models.Q(('stated', models.Func(models.F('numerator'), models.F('denominator'), output_field=models.DecimalField(decimal_places=2, max_digits=5), template='(floor((200::numeric * numerator + denominator) / (2::numeric * denominator)) / 100)'))), name='stated_is_the_fraction_rounded_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='while_computing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM results_finalisationrun run\n        WHERE run.id IN (SELECT run_id FROM written) AND run.state <> 'computing'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan yang sedang berjalan.';\n    END IF;\n    RETURN NULL;\n", hash='707840767f4532cceb12e8fd1d80d29f91cb6841', level='STATEMENT', operation='INSERT', pgid='pgtrigger_while_computing_c06e5', referencing='REFERENCING NEW TABLE AS written ', table='results_result', when='AFTER')), pgtrigger.compiler.Trigger(name='figures_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    RAISE EXCEPTION USING ERRCODE = 'SP003',\n        MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan dan tidak diubah; koreksi masuk sebagai masukan.';\n", hash='8e27060d3f9c9fae7d547eb4bf9a74265602b42f', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_figures_stay_cabac', table='results_result', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ResultPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('result', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='results.result')),
                        ('part', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                        ('numerator', models.BigIntegerField()),
                        ('denominator', models.BigIntegerField()),
                        ('stated', models.DecimalField(decimal_places=2, max_digits=5)),
                    ],
                    options={
                        'ordering': ['part__kind', 'part__number'],
                        'constraints': [models.UniqueConstraint(fields=('result', 'part'), name='one_figure_per_part')],
                        'triggers': [pgtrigger.compiler.Trigger(name='while_computing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM results_finalisationrun run\n        WHERE run.id IN (SELECT result.run_id FROM written JOIN results_result result ON result.id = written.result_id) AND run.state <> 'computing'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan yang sedang berjalan.';\n    END IF;\n    RETURN NULL;\n", hash='dfce9665fde0864ae71607cace7c39632ccd9a2d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_while_computing_877d7', referencing='REFERENCING NEW TABLE AS written ', table='results_resultpart', when='AFTER')), pgtrigger.compiler.Trigger(name='figures_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    RAISE EXCEPTION USING ERRCODE = 'SP003',\n        MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan dan tidak diubah; koreksi masuk sebagai masukan.';\n", hash='15451cf31a65fa78534da755ee765e19e934894d', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_figures_stay_5b092', table='results_resultpart', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Recount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recounts', to='results.finalisationrun')),
                        ('evaluation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluation')),
                        ('part', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                        ('numerator', models.DecimalField(decimal_places=5, max_digits=20)),
                        ('denominator', models.DecimalField(decimal_places=5, max_digits=20)),
                        ('stated', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('predikat', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.predikatband')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'evaluation', 'part'), name='one_recount_per_figure', nulls_distinct=False)],
                        'triggers': [pgtrigger.compiler.Trigger(name='while_computing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM results_finalisationrun run\n        WHERE run.id IN (SELECT run_id FROM written) AND run.state <> 'computing'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan yang sedang berjalan.';\n    END IF;\n    RETURN NULL;\n", hash='460ab78c0f096d14cf6cbb031402c5dde86ce8f9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_while_computing_be2b7', referencing='REFERENCING NEW TABLE AS written ', table='results_recount', when='AFTER')), pgtrigger.compiler.Trigger(name='figures_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    RAISE EXCEPTION USING ERRCODE = 'SP003',\n        MESSAGE = 'Angka hasil hanya ditulis oleh penghitungan dan tidak diubah; koreksi masuk sebagai masukan.';\n", hash='d1a3417b54788477e47f4e2cccce9054fb0395ca', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_figures_stay_f9fed', table='results_recount', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PeriodAgency',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agencies', to='periods.evaluationperiod')),
                        ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.agency')),
                    ],
                    options={
                        'ordering': ['agency'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'agency'), name='one_vote_per_agency_and_period')],
                        'triggers': [pgtrigger.compiler.Trigger(name='seats_stay', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_period bigint;', func="\n    IF TG_OP = 'DELETE' THEN its_period := OLD.period_id; ELSE its_period := NEW.period_id; END IF;\n    PERFORM FROM periods_evaluationperiod WHERE id = its_period FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT FROM results_vote vote JOIN results_finalisationrun run ON run.id = vote.run_id\n        WHERE run.period_id = its_period\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP004',\n            MESSAGE = 'Pemungutan suara sudah dimulai. Susunan dan kuorum tidak diubah lagi.';\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Kursi suara tidak dipindahkan; cabut dan tetapkan lagi.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='224869958cbb1be7234337f9b95b034e7a04903a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_seats_stay_3082a', table='results_periodagency', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Vote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='results.finalisationrun')),
                        ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.agency')),
                        ('content_sha256', models.CharField(max_length=64)),
                        ('choice', models.CharField(choices=[('agree', 'Setuju'), ('dissent', 'Tidak setuju')], max_length=10)),
                        ('note', models.TextField(blank=True, verbose_name='catatan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at'],
                        'constraints': [models.UniqueConstraint(fields=('run', 'agency'), name='one_vote_per_agency'), models.CheckConstraint(condition=models.Q(('choice', 'agree'), ('note__regex', '\\S'), _connector='OR'), name='dissent_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1999ad1380bec19f2f8c108874dc1c7da67be350', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_42931', table='results_vote', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ed0458a2364a73669c52da781abc6d0b51457197', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5f18a', table='results_vote', when='BEFORE')), pgtrigger.compiler.Trigger(name='on_this_content', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE run record;', func="\n    SELECT state, content_sha256, period_id INTO run FROM results_finalisationrun WHERE id = NEW.run_id FOR SHARE;\n    PERFORM FROM periods_evaluationperiod WHERE id = run.period_id FOR SHARE;\n    IF run.state <> 'computed' OR run.content_sha256 <> NEW.content_sha256 THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE =\n            'Suara hanya atas isi hitungan yang berlaku sekarang. Suara belum dicatat; periksa hasil yang baru.';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM results_periodagency seat WHERE seat.period_id = run.period_id AND seat.agency_id = NEW.agency_id\n    ) OR NOT EXISTS (\n        SELECT FROM institutions_membership held\n        WHERE held.user_id = NEW.by_id AND held.agency_id = NEW.agency_id AND held.role = 'agency_member'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Suara diberikan oleh anggota instansi yang berhak pada periode ini. Suara belum dicatat.';\n    END IF;\n    RETURN NEW;\n", hash='f4462ff18ff520ec56b7029579c678bcecc1486f', operation='INSERT', pgid='pgtrigger_on_this_content_45251', table='results_vote', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Publication',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='periods.evaluationperiod')),
                        ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='results.finalisationrun')),
                        ('edition', models.PositiveSmallIntegerField(default=1)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['period', '-edition'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'edition'), name='one_publication_per_edition')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c0b0396af627df967d0694129789db5fe1e29b30', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_37a1d', table='results_publication', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='86a0d909b7da11a624b872765772d356103df23f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_66d80', table='results_publication', when='BEFORE')), pgtrigger.compiler.Trigger(name='agreed_by_quorum', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE run record;', func="\n    SELECT state, content_sha256, period_id, edition INTO run\n        FROM results_finalisationrun WHERE id = NEW.run_id FOR SHARE;\n    IF NEW.edition <> run.edition OR NEW.edition <> 1 + (SELECT count(*) FROM results_publication earlier WHERE earlier.period_id = NEW.period_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Hasil ini tidak mengikuti penerbitan terakhir periode ini. Belum ada yang terbit.';\n    END IF;\n    IF run.state <> 'computed' OR run.period_id <> NEW.period_id OR (\n        SELECT count(*) FROM results_vote vote\n        WHERE vote.run_id = NEW.run_id AND vote.choice = 'agree' AND vote.content_sha256 = run.content_sha256\n    ) < (SELECT votes_required FROM periods_evaluationperiod WHERE id = run.period_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Hasil belum disetujui kuorum instansi Tim Koordinasi. Belum ada yang terbit.';\n    END IF;\n    RETURN NEW;\n", hash='f7eb6300384bb3a02827ac4cd541171fb471253e', operation='INSERT', pgid='pgtrigger_agreed_by_quorum_4fcda', table='results_publication', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ImportedResult',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imported_results', to='institutions.institution')),
                        ('label', models.CharField(max_length=200)),
                        ('year', models.PositiveSmallIntegerField()),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                        ('kind', models.CharField(choices=[('resmi', 'Hasil resmi'), ('mandiri', 'Penilaian sendiri')], max_length=10)),
                        ('index', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('printed', models.CharField(max_length=20)),
                        ('predikat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.predikatband')),
                        ('source', models.TextField()),
                        ('remark', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['label', 'year'],
                        'constraints': [models.UniqueConstraint(fields=('label', 'year', 'kind'), name='one_imported_figure_per_year')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportedPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='results.importedresult')),
                        ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                        ('index', models.DecimalField(decimal_places=2, max_digits=5)),
                    ],
                    options={
                        'ordering': ['part__number'],
                        'constraints': [models.UniqueConstraint(fields=('result', 'part'), name='one_imported_figure_per_part')],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
