import apps.common.tables
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
        ('self_assessment', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='FollowUp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='evaluations.evaluation')),
                        ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='evaluations.partfinding', verbose_name='rekomendasi')),
                        ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator', verbose_name='indikator')),
                        ('text', models.TextField(verbose_name='yang akan dilakukan')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.unit')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('due', models.DateField(blank=True, null=True, verbose_name='tenggat')),
                        ('state', models.CharField(choices=[('not_started', 'Belum mulai'), ('running', 'Berjalan'), ('done', 'Selesai'), ('cancelled', 'Dibatalkan')], default='not_started', max_length=12, verbose_name='keadaan')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan pembatalan')),
                        ('proof_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.storedfile')),
                        ('proof_url', models.URLField(blank=True, max_length=500, verbose_name='tautan bukti penyelesaian')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['due', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('unit__isnull', True), ('owner__isnull', True), _connector='XOR'), name='follow_up_has_one_owner'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='cancelled_follow_up_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('proof_file__isnull', False), models.Q(('proof_url', ''), _negated=True), _connector='OR'), name='finished_follow_up_has_proof')],
                        'triggers': [pgtrigger.compiler.Trigger(name='follows_the_result', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('published')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='74fcc5d8ef6bc27d7fac7ae55725c93447d77733', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_follows_the_result_35e20', table='follow_up_followup', when='BEFORE')), pgtrigger.compiler.Trigger(name='of_one_evaluation', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.finding_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM evaluations_partfinding\n            WHERE id = NEW.finding_id AND evaluation_id = NEW.evaluation_id AND kind = 'recommendation')\n       OR NEW.indicator_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM instruments_indicator indicator\n            JOIN periods_evaluationperiod period ON period.instrument_id = indicator.instrument_id\n            JOIN evaluations_evaluation evaluation ON evaluation.period_id = period.id\n            WHERE indicator.id = NEW.indicator_id AND evaluation.id = NEW.evaluation_id)\n       OR NEW.unit_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM institutions_unit unit\n            JOIN evaluations_evaluation evaluation ON evaluation.institution_id = unit.institution_id\n            WHERE unit.id = NEW.unit_id AND evaluation.id = NEW.evaluation_id)\n       OR NEW.proof_file_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM self_assessment_storedfile stored\n            JOIN evaluations_evaluation evaluation ON evaluation.institution_id = stored.institution_id\n            WHERE stored.id = NEW.proof_file_id AND evaluation.id = NEW.evaluation_id)\n    THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Rekomendasi, indikator, unit, dan berkas tindak lanjut harus milik evaluasi yang sama.';\n    END IF;\n    RETURN NEW;\n", hash='498032e96bf089cc8109b05bc33635d2fce33297', operation='INSERT OR UPDATE', pgid='pgtrigger_of_one_evaluation_657d2', table='follow_up_followup', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "follow_up_followupevent" ("due", "evaluation_id", "finding_id", "id", "indicator_id", "owner_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_file_id", "proof_url", "reason", "state", "text", "unit_id", "updated_at", "updated_by_id", "version") VALUES (NEW."due", NEW."evaluation_id", NEW."finding_id", NEW."id", NEW."indicator_id", NEW."owner_id", NOW(), \'created\', NEW."id", NEW."proof_file_id", NEW."proof_url", NEW."reason", NEW."state", NEW."text", NEW."unit_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='f125bdd0c8d84ee37fb74ec61e1e3728d0198cfa', operation='INSERT', pgid='pgtrigger_created_insert_41974', table='follow_up_followup', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "follow_up_followupevent" ("due", "evaluation_id", "finding_id", "id", "indicator_id", "owner_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_file_id", "proof_url", "reason", "state", "text", "unit_id", "updated_at", "updated_by_id", "version") VALUES (NEW."due", NEW."evaluation_id", NEW."finding_id", NEW."id", NEW."indicator_id", NEW."owner_id", NOW(), \'changed\', NEW."id", NEW."proof_file_id", NEW."proof_url", NEW."reason", NEW."state", NEW."text", NEW."unit_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='6193fd8157ce8d79b978e9ae6eede089d4452955', operation='UPDATE', pgid='pgtrigger_changed_update_1ecee', table='follow_up_followup', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='follow_up.followup')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('finding', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.partfinding', verbose_name='rekomendasi')),
                        ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator', verbose_name='indikator')),
                        ('text', models.TextField(verbose_name='yang akan dilakukan')),
                        ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.unit')),
                        ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('due', models.DateField(blank=True, null=True, verbose_name='tenggat')),
                        ('state', models.CharField(choices=[('not_started', 'Belum mulai'), ('running', 'Berjalan'), ('done', 'Selesai'), ('cancelled', 'Dibatalkan')], default='not_started', max_length=12, verbose_name='keadaan')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan pembatalan')),
                        ('proof_file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='self_assessment.storedfile')),
                        ('proof_url', models.URLField(blank=True, max_length=500, verbose_name='tautan bukti penyelesaian')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('updated_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='52719bd9c98db0d8de35d2c53cd7136c6850720d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f8c48', table='follow_up_followupevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AssistanceRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assistance_requests', to='institutions.institution')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('question', models.TextField(verbose_name='pertanyaan')),
                        ('university', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assistance_requests', to='institutions.university')),
                        ('state', models.CharField(choices=[('waiting', 'Menunggu jawaban'), ('answered', 'Sudah dijawab'), ('closed', 'Selesai')], default='waiting', max_length=10)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='AssistanceWord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='follow_up.assistancerequest')),
                        ('voice', models.CharField(choices=[('institution', 'Instansi'), ('ministry', 'Kementerian PANRB'), ('university', 'Perguruan tinggi')], max_length=12)),
                        ('text', models.TextField(verbose_name='jawaban')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='assistance_word_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='42797e8e270afc16cc62a518f7faa439975fd049', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b5718', table='follow_up_assistanceword', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a7c160655cc303438083c9bad14c3340f45ba380', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_fa077', table='follow_up_assistanceword', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
