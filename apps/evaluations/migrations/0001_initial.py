import apps.rules.stages
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
        ('auth', '0012_alter_user_first_name_max_length'),
        ('institutions', '0001_initial'),
        ('instruments', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssessorTeam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='periods.evaluationperiod')),
                ('name', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('period', 'name'), name='one_team_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='periods.evaluationperiod')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='institutions.institution')),
                ('track', models.CharField(choices=[('evaluation', 'Evaluasi'), ('monitoring', 'Pemantauan'), ('not_assessed', 'Tidak dinilai')], max_length=20, verbose_name='jalur')),
                ('batch', models.PositiveSmallIntegerField(default=1, verbose_name='gelombang')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='evaluations.assessorteam')),
                ('stage', models.CharField(choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu'), ('final', 'Finalisasi'), ('published', 'Publikasi')], default=apps.rules.stages.Stage['SELF_ASSESSMENT'], max_length=20, verbose_name='tahap')),
                ('open_stage', models.CharField(blank=True, choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu'), ('final', 'Finalisasi'), ('published', 'Publikasi')], max_length=20)),
                ('open_from', models.DateTimeField(blank=True, null=True)),
                ('open_until', models.DateTimeField(blank=True, null=True)),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('unsigned_reason', models.TextField(blank=True)),
                ('track_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['institution__code'],
                'permissions': [('fill_answers', 'Mengisi jawaban dan data dukung'), ('approve_answers', 'Menyetujui atau mengembalikan jawaban'), ('submit_sheet', 'Mengirim penilaian mandiri'), ('judge', 'Menilai sebagai asesor'), ('lead_assessment', 'Memutus sebagai ketua tim'), ('reply', 'Menanggapi usulan tingkat atas nama instansi'), ('review_evaluation', 'Mereviu sebagai tim evaluasi')],
                'indexes': [models.Index(fields=['period', 'stage'], name='evaluation_by_stage')],
                'constraints': [models.UniqueConstraint(fields=('period', 'institution'), name='one_evaluation_per_institution'), models.CheckConstraint(condition=models.Q(models.Q(('track', apps.rules.stages.Track['NOT_ASSESSED']), _negated=True), ('stage', apps.rules.stages.Stage['SELF_ASSESSMENT']), _connector='OR'), name='not_assessed_has_no_external_stage'), models.CheckConstraint(condition=models.Q(models.Q(('track', apps.rules.stages.Track['MONITORING']), _negated=True), models.Q(('stage__in', [apps.rules.stages.Stage['INTERVIEW'], apps.rules.stages.Stage['VISITATION']]), _negated=True), _connector='OR'), name='monitoring_has_no_interview'), models.CheckConstraint(condition=models.Q(('open_stage', ''), ('open_stage', models.F('stage')), _connector='OR'), name='only_the_present_stage_is_open')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='evaluations.assessorteam')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_memberships', to=settings.AUTH_USER_MODEL)),
                ('is_lead', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-is_lead', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('team', 'user'), name='one_place_per_assessor_and_team'), models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('team',), name='one_lead_per_team')],
            },
        ),
        migrations.CreateModel(
            name='EvaluationGroupPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='evaluations.evaluation')),
            ],
            options={
                'unique_together': {('group', 'permission', 'content_object')},
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EvaluationUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='evaluations.evaluation')),
            ],
            options={
                'unique_together': {('user', 'permission', 'content_object')},
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('pk__isnull', True)), name='grants_go_to_groups')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='evaluations.evaluation')),
                ('stage', models.CharField(choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu'), ('final', 'Finalisasi'), ('published', 'Publikasi')], max_length=20)),
                ('until_before', models.DateTimeField(null=True)),
                ('until_after', models.DateTimeField()),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='533bbae581c1b607d8d7d395ed58f1662b745675', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11f80', table='evaluations_extension', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ba5305f13d26bf1c05d52fe828e2b8c2bb12edb0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e4b50', table='evaluations_extension', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='LedgerLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('stage', models.CharField(choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('correction', 'Koreksi')], max_length=20)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('level', models.DecimalField(decimal_places=2, max_digits=5)),
                ('reason', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['indicator__number', 'at'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator', 'stage', 'revision'), name='one_ledger_level_per_revision')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='30dcf11e4b60a2aa9c449e2aafcd9d92175e1e6c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a618', table='evaluations_ledgerlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='12dda836a1bd662c285f759ceb3f0b816c294f1a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d87b3', table='evaluations_ledgerlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='e13b3b024941f44e8f0abe4910202f3610abee44', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_6d44e', table='evaluations_ledgerlevel', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('stage', models.CharField(choices=[('interview', 'Interviu'), ('visitation', 'Visitasi')], max_length=20)),
                ('question', models.TextField(verbose_name='yang perlu diperjelas')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['indicator__number'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator', 'stage'), name='one_mark_per_stage')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('desk_review', 'interview', 'visitation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='acf8b9dff1b72cc8bf51778d5a7022dac1b6ed4c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_08c77', table='evaluations_mark', when='BEFORE')), pgtrigger.compiler.Trigger(name='marks_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM evaluations_evaluation WHERE id = OLD.evaluation_id AND stage = OLD.stage) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Indikator yang ditandai tetap ditandai begitu tahapnya berjalan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='f18b9f7fc7a4ff15958539cb9517353994edff9e', operation='UPDATE OR DELETE', pgid='pgtrigger_marks_stay_e07c4', table='evaluations_mark', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PartFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_findings', to='evaluations.evaluation')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                ('kind', models.CharField(choices=[('strength', 'Kekuatan'), ('weakness', 'Kelemahan'), ('recommendation', 'Rekomendasi')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['part__number', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'part', 'kind'), name='one_text_per_part_and_kind')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('consolidation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='baa6a2a1ae496c3783042f651a313e27a2a9f14b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_e2098', table='evaluations_partfinding', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stage_changes', to='evaluations.evaluation')),
                ('from_stage', models.CharField(blank=True, choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu'), ('final', 'Finalisasi'), ('published', 'Publikasi')], max_length=20)),
                ('to_stage', models.CharField(choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu'), ('final', 'Finalisasi'), ('published', 'Publikasi')], max_length=20)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a07145845c10671c467a19d90e434fa0cc134e8d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6674d', table='evaluations_stagechange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='0ead061ab5099ec507f43d6eddf5f9e2095c4135', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_fc0ac', table='evaluations_stagechange', when='BEFORE'))],
            },
        ),
        InstallTriggers(),
    ]
