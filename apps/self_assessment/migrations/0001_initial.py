import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from apps.common.triggers import InstallTriggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('evaluations', '0001_initial'),
        ('institutions', '0001_initial'),
        ('instruments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('level', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                ('fact', models.TextField(blank=True, verbose_name='fakta')),
                ('analysis', models.TextField(blank=True, verbose_name='analisis')),
                ('justification', models.TextField(blank=True, verbose_name='justifikasi')),
                ('service_name', models.CharField(blank=True, max_length=200, verbose_name='nama layanan')),
                ('state', models.CharField(choices=[('empty', 'Kosong'), ('draft', 'Draf'), ('waiting', 'Menunggu persetujuan'), ('returned', 'Dikembalikan'), ('approved', 'Disetujui')], default='empty', max_length=10)),
                ('return_reason', models.TextField(blank=True, verbose_name='alasan pengembalian')),
                ('version', models.PositiveIntegerField(default=0)),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['indicator__number'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_answer_per_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('level__isnull', False), _connector='OR'), name='approved_answer_has_a_level'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='returned_answer_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='2984dd438b3b831b3085b72e52ae398a5c166fc7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_70b0c', table='self_assessment_answer', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='4764d94e631a65ed4fd75e64fe3766f00eaa7111', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_c8123', table='self_assessment_answer', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "self_assessment_answerevent" ("analysis", "evaluation_id", "fact", "id", "indicator_id", "justification", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "service_name", "state", "updated_at", "updated_by_id", "version") VALUES (NEW."analysis", NEW."evaluation_id", NEW."fact", NEW."id", NEW."indicator_id", NEW."justification", NEW."level", NOW(), \'created\', NEW."id", NEW."return_reason", NEW."service_name", NEW."state", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='9b38b5d65500d6f3d23406e905a2246a028abce9', operation='INSERT', pgid='pgtrigger_created_insert_3aa6b', table='self_assessment_answer', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "self_assessment_answerevent" ("analysis", "evaluation_id", "fact", "id", "indicator_id", "justification", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "service_name", "state", "updated_at", "updated_by_id", "version") VALUES (NEW."analysis", NEW."evaluation_id", NEW."fact", NEW."id", NEW."indicator_id", NEW."justification", NEW."level", NOW(), \'changed\', NEW."id", NEW."return_reason", NEW."service_name", NEW."state", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='bc293af83f817188509523be16a85ce1fd2cd521', operation='UPDATE', pgid='pgtrigger_changed_update_4859d', table='self_assessment_answer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='institutions.institution')),
                ('sha256', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-uploaded_at'],
                'constraints': [models.UniqueConstraint(fields=('institution', 'sha256', 'name'), name='one_row_per_file_and_name')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='8068120a2d269bd5ca78d9a12a0b9d04bc9191e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d3c9', table='self_assessment_storedfile', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f808f823c895c04563a61937bd49cc016c04131e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_077dd', table='self_assessment_storedfile', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='evaluations.evaluation')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('sheet_sha256', models.CharField(max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ff1acf798ad65e35b1aa221bd5f21610dab48f1e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7798c', table='self_assessment_submission', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f29ee828c55b4036347ecaf8bcd0fbc25e16b3df', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_43320', table='self_assessment_submission', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='self_assessment.answer')),
                ('id', models.BigIntegerField()),
                ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                ('level', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                ('fact', models.TextField(blank=True, verbose_name='fakta')),
                ('analysis', models.TextField(blank=True, verbose_name='analisis')),
                ('justification', models.TextField(blank=True, verbose_name='justifikasi')),
                ('service_name', models.CharField(blank=True, max_length=200, verbose_name='nama layanan')),
                ('state', models.CharField(choices=[('empty', 'Kosong'), ('draft', 'Draf'), ('waiting', 'Menunggu persetujuan'), ('returned', 'Dikembalikan'), ('approved', 'Disetujui')], default='empty', max_length=10)),
                ('return_reason', models.TextField(blank=True, verbose_name='alasan pengembalian')),
                ('version', models.PositiveIntegerField(default=0)),
                ('updated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='005ff2669e2c91ce9be29f53affd67ce215a320b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef281', table='self_assessment_answerevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='self_assessment.storedfile')),
                ('url', models.URLField(blank=True, max_length=500)),
                ('proves', models.CharField(blank=True, max_length=300, verbose_name='apa yang dibuktikan')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='halaman atau pasal')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('url', '')), models.Q(('file__isnull', True), models.Q(('url', ''), _negated=True)), _connector='OR'), name='evidence_is_a_file_or_a_link'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('evaluation', 'indicator', 'file'), name='one_use_of_a_file_per_indicator')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment', 'interview')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='88e0901fd65c7ecbdb8c952d7cf1da5304dd724b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_6f661', table='self_assessment_evidence', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SheetDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheet_documents', to='evaluations.evaluation')),
                ('kind', models.CharField(choices=[('minutes', 'Berita Acara Penilaian Mandiri'), ('consent', 'Pernyataan Persetujuan Publikasi')], max_length=10)),
                ('sheet_sha256', models.CharField(max_length=64)),
                ('generated', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.storedfile')),
                ('signed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.storedfile')),
                ('agrees_to_publication', models.BooleanField(null=True)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'kind'), name='one_sheet_document_per_kind')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='0a659f9b48a09716be2c4a27ea5098f1d23b749b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_b3a17', table='self_assessment_sheetdocument', when='BEFORE'))],
            },
        ),
        InstallTriggers(),
    ]
