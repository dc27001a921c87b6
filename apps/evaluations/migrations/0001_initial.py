import apps.common.triggers
import apps.rules.stages
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
                'triggers': [pgtrigger.compiler.Trigger(name='no_assignment_in_conflict', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE tied record;', func="\n            PERFORM pg_advisory_xact_lock(7303);\n            SELECT assessor.name AS assessor, institution.name AS institution INTO tied \n    FROM evaluations_conflict conflict\n    JOIN evaluations_teammember member ON member.user_id = conflict.assessor_id\n    JOIN evaluations_evaluation evaluation\n      ON evaluation.team_id = member.team_id AND evaluation.institution_id = conflict.institution_id\n    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id AND period.state <> 'published'\n    JOIN accounts_user assessor ON assessor.id = conflict.assessor_id\n    JOIN institutions_institution institution ON institution.id = conflict.institution_id\n    WHERE conflict.ended_at IS NULL\n      AND (conflict.until_date IS NULL OR conflict.until_date > (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date)\n      AND (conflict.source <> 'province' OR period.conflict_same_province)\n      AND (conflict.source <> 'alumni' OR period.conflict_alumni_counts)\n      AND NOT EXISTS (\n        SELECT FROM evaluations_conflictexception allowed\n        WHERE allowed.conflict_id = conflict.id AND allowed.period_id = evaluation.period_id AND allowed.is_approved)\n AND member.id = NEW.id LIMIT 1;\n            IF FOUND THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP008', MESSAGE = format(\n                    '%s memiliki benturan kepentingan dengan %s, jadi tidak dapat menilainya. Tidak ada yang diubah.',\n                    tied.assessor, tied.institution);\n            END IF;\n            RETURN NULL;\n        ", hash='59ff1e2bc9916ea956abd3e84172e3a0aca10bdb', operation='INSERT OR UPDATE', pgid='pgtrigger_no_assignment_in_conflict_ce8f6', table='evaluations_teammember', when='AFTER'))],
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
                'permissions': [('read_sheet', 'Membaca lembar instansi sendiri'), ('fill_answers', 'Mengisi jawaban dan data dukung'), ('fill_every_answer', 'Mengisi juga jawaban yang dikerjakan orang lain'), ('approve_answers', 'Menyetujui atau mengembalikan jawaban'), ('submit_sheet', 'Mengirim penilaian mandiri'), ('judge', 'Menilai sebagai asesor'), ('lead_assessment', 'Memutus sebagai ketua tim'), ('reply', 'Menanggapi usulan tingkat atas nama instansi'), ('review_evaluation', 'Mereviu sebagai tim evaluasi')],
                'indexes': [models.Index(fields=['period', 'stage'], name='evaluation_by_stage')],
                'constraints': [models.UniqueConstraint(fields=('period', 'institution'), name='one_evaluation_per_institution'), models.CheckConstraint(condition=models.Q(models.Q(('track', apps.rules.stages.Track['NOT_ASSESSED']), _negated=True), ('stage', apps.rules.stages.Stage['SELF_ASSESSMENT']), _connector='OR'), name='not_assessed_has_no_external_stage'), models.CheckConstraint(condition=models.Q(models.Q(('track', apps.rules.stages.Track['MONITORING']), _negated=True), models.Q(('stage__in', [apps.rules.stages.Stage['INTERVIEW'], apps.rules.stages.Stage['VISITATION']]), _negated=True), _connector='OR'), name='monitoring_has_no_interview'), models.CheckConstraint(condition=models.Q(('open_stage', ''), ('open_stage', models.F('stage')), _connector='OR'), name='only_the_present_stage_is_open')],
                'triggers': [pgtrigger.compiler.Trigger(name='accepted_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."stage" IN (\'final\', \'published\') AND OLD."stage" IS DISTINCT FROM (NEW."stage") AND NOT (NEW."stage" = \'published\'))', func="\n            RAISE EXCEPTION USING ERRCODE = 'SP003',\n                MESSAGE = 'Evaluasi ini sudah diterima dan tidak kembali ke tahap sebelumnya.';\n        ", hash='e4e1e9be7180be3972faa0f31c1f8d6a8c97a818', operation='UPDATE OF "stage"', pgid='pgtrigger_accepted_stays_99716', table='evaluations_evaluation', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_assignment_in_conflict', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE tied record;', func="\n            PERFORM pg_advisory_xact_lock(7303);\n            SELECT assessor.name AS assessor, institution.name AS institution INTO tied \n    FROM evaluations_conflict conflict\n    JOIN evaluations_teammember member ON member.user_id = conflict.assessor_id\n    JOIN evaluations_evaluation evaluation\n      ON evaluation.team_id = member.team_id AND evaluation.institution_id = conflict.institution_id\n    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id AND period.state <> 'published'\n    JOIN accounts_user assessor ON assessor.id = conflict.assessor_id\n    JOIN institutions_institution institution ON institution.id = conflict.institution_id\n    WHERE conflict.ended_at IS NULL\n      AND (conflict.until_date IS NULL OR conflict.until_date > (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date)\n      AND (conflict.source <> 'province' OR period.conflict_same_province)\n      AND (conflict.source <> 'alumni' OR period.conflict_alumni_counts)\n      AND NOT EXISTS (\n        SELECT FROM evaluations_conflictexception allowed\n        WHERE allowed.conflict_id = conflict.id AND allowed.period_id = evaluation.period_id AND allowed.is_approved)\n AND evaluation.id = NEW.id LIMIT 1;\n            IF FOUND THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP008', MESSAGE = format(\n                    '%s memiliki benturan kepentingan dengan %s, jadi tidak dapat menilainya. Tidak ada yang diubah.',\n                    tied.assessor, tied.institution);\n            END IF;\n            RETURN NULL;\n        ", hash='881fc38d0cd05af46e59da981b02a9903bc56893', operation='INSERT OR UPDATE OF "team_id", "institution_id", "period_id"', pgid='pgtrigger_no_assignment_in_conflict_28828', table='evaluations_evaluation', when='AFTER'))],
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
                'constraints': [models.CheckConstraint(condition=models.Q(('pk__isnull', True)), name='grants_go_to_groups')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='institutions.institution')),
                ('source', models.CharField(choices=[('employer', 'Bekerja atau pernah bekerja di instansi'), ('family', 'Hubungan keluarga'), ('consultancy', 'Konsultansi atau pendampingan'), ('alumni', 'Alumni lembaga pendidikan instansi'), ('province', 'Perguruan tinggi di provinsi yang sama'), ('domain', 'Alamat surel pada domain instansi'), ('membership', 'Memegang peran di instansi')], max_length=12, verbose_name='jenis')),
                ('detail', models.TextField(blank=True, verbose_name='keterangan')),
                ('from_date', models.DateField(verbose_name='sejak')),
                ('until_date', models.DateField(blank=True, null=True, verbose_name='berakhir')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('until_date', None)), fields=('assessor', 'institution', 'source'), name='one_lasting_conflict_per_source'), models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gt', models.F('from_date')), _connector='OR'), name='conflict_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('source__in', ('province', 'domain', 'membership')), _connector='OR'), name='what_was_declared_is_not_taken_back')],
                'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.assessor_id IS DISTINCT FROM OLD.assessor_id OR NEW.institution_id IS DISTINCT FROM OLD.institution_id OR NEW.source IS DISTINCT FROM OLD.source OR NEW.detail IS DISTINCT FROM OLD.detail OR NEW.from_date IS DISTINCT FROM OLD.from_date OR NEW.until_date IS DISTINCT FROM OLD.until_date OR NEW.at IS DISTINCT FROM OLD.at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='d4904f406e3a0c17c8b85f9e59f6fb5e09c17db7', operation='UPDATE OF "assessor_id", "institution_id", "source", "detail", "from_date", "until_date", "at"', pgid='pgtrigger_written_once_e43b7', table='evaluations_conflict', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.ended_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='368fb387f3d2ff912b46776a2c84a5d8a8aa1a69', operation='UPDATE', pgid='pgtrigger_decided_once_479fd', table='evaluations_conflict', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='90728e72b0c4c821b4f4a569f7c6ce0a52ca6f35', operation='DELETE', pgid='pgtrigger_never_deleted_77d72', table='evaluations_conflict', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a9f2cf9df6023e91437b03573a252809404e5129', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_27f14', table='evaluations_conflict', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_assignment_in_conflict', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE tied record;', func="\n            PERFORM pg_advisory_xact_lock(7303);\n            SELECT assessor.name AS assessor, institution.name AS institution INTO tied \n    FROM evaluations_conflict conflict\n    JOIN evaluations_teammember member ON member.user_id = conflict.assessor_id\n    JOIN evaluations_evaluation evaluation\n      ON evaluation.team_id = member.team_id AND evaluation.institution_id = conflict.institution_id\n    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id AND period.state <> 'published'\n    JOIN accounts_user assessor ON assessor.id = conflict.assessor_id\n    JOIN institutions_institution institution ON institution.id = conflict.institution_id\n    WHERE conflict.ended_at IS NULL\n      AND (conflict.until_date IS NULL OR conflict.until_date > (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date)\n      AND (conflict.source <> 'province' OR period.conflict_same_province)\n      AND (conflict.source <> 'alumni' OR period.conflict_alumni_counts)\n      AND NOT EXISTS (\n        SELECT FROM evaluations_conflictexception allowed\n        WHERE allowed.conflict_id = conflict.id AND allowed.period_id = evaluation.period_id AND allowed.is_approved)\n AND conflict.id = NEW.id LIMIT 1;\n            IF FOUND THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP008', MESSAGE = format(\n                    '%s memiliki benturan kepentingan dengan %s, jadi tidak dapat menilainya. Tidak ada yang diubah.',\n                    tied.assessor, tied.institution);\n            END IF;\n            RETURN NULL;\n        ", hash='8d546e3c20cb23bd5d39f32ee913ad4252bf780e', operation='INSERT OR UPDATE', pgid='pgtrigger_no_assignment_in_conflict_cca3f', table='evaluations_conflict', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='evaluations.evaluation')),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to=settings.AUTH_USER_MODEL)),
                ('conflict', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='evaluations.conflict')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['evaluation', 'assessor'], name='declaration_by_assessor')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='22cb281f95dfb5cf5e28b639425b9b47809a4721', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_afb48', table='evaluations_declaration', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ab26bd2803d02ae58c0c586cf0b70eb9b99f3790', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b91b2', table='evaluations_declaration', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='37569bb9d9e3af3619f27c0303831450288d9c65', operation='INSERT', pgid='pgtrigger_waits_for_seals_db65f', table='evaluations_declaration', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ConflictException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conflict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='evaluations.conflict')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflict_exceptions', to='periods.evaluationperiod')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_approved', models.BooleanField(default=False)),
                ('remark', models.TextField(blank=True, verbose_name='catatan putusan')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None), ('is_approved', True), _connector='OR'), fields=('conflict', 'period'), name='one_exception_per_conflict_and_period'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='two_people_make_an_exception'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_approved', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='an_exception_is_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_exception_has_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.conflict_id IS DISTINCT FROM OLD.conflict_id OR NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id OR NEW.proposed_at IS DISTINCT FROM OLD.proposed_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='e368f08442058e1d206cb3d5496edf4da38019c9', operation='UPDATE OF "conflict_id", "period_id", "reason", "proposed_by_id", "proposed_at"', pgid='pgtrigger_written_once_944e6', table='evaluations_conflictexception', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.decided_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='6892a32afcd44a2eaa1e6b367c9fd438cc422d8d', operation='UPDATE', pgid='pgtrigger_decided_once_1c5f7', table='evaluations_conflictexception', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a1334a307a5b35889bf7d6f9aec90bf549e9e2ec', operation='DELETE', pgid='pgtrigger_never_deleted_2f116', table='evaluations_conflictexception', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='2c51fdf0d84cc23b34c0bcf6a378de3deb09540d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_54d53', table='evaluations_conflictexception', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='evaluations.evaluation')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField(verbose_name='alasan')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_granted', models.BooleanField(default=False)),
                ('remark', models.TextField(blank=True, verbose_name='catatan putusan')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('evaluation', 'giver'), name='one_open_handover_per_assessor'), models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='a_handover_has_two_sides'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_granted', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_handover_is_decided_by_somebody')],
                'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.giver_id IS DISTINCT FROM OLD.giver_id OR NEW.receiver_id IS DISTINCT FROM OLD.receiver_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id OR NEW.asked_at IS DISTINCT FROM OLD.asked_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='8eac4e526e1a87bf7fb1cceb20ad6ef3afa5881f', operation='UPDATE OF "evaluation_id", "giver_id", "receiver_id", "reason", "asked_by_id", "asked_at"', pgid='pgtrigger_written_once_3b149', table='evaluations_handover', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.decided_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='47a2ed1daaf097fe376e17676e127fb35a759a4d', operation='UPDATE', pgid='pgtrigger_decided_once_ff044', table='evaluations_handover', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a48599506a3e86cc2553bd979896839bb0aff79b', operation='DELETE', pgid='pgtrigger_never_deleted_1b8f9', table='evaluations_handover', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c581ba967988271e14d65e6d990e1f26ba2cb174', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a5130', table='evaluations_handover', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='TeamChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_changes', to='evaluations.evaluation')),
                ('from_team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.assessorteam')),
                ('to_team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.assessorteam')),
                ('leaving', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('joining', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('leaving__isnull', False), ('joining__isnull', False), _connector='OR'), name='a_team_change_is_about_somebody')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d9cc79de362929a2af2c87e1687b52fcbdacb815', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0fa04', table='evaluations_teamchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b6f8f3a57df9cac3cd63639b685522f842e10114', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5918d', table='evaluations_teamchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='22db1bc49ebbc7808651c79ba0a4038fe1865323', operation='INSERT', pgid='pgtrigger_waits_for_seals_2c4e9', table='evaluations_teamchange', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('level_before', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat semula')),
                ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat koreksi')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('document_sha256', models.CharField(max_length=64)),
                ('document_name', models.CharField(max_length=255)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_approved', models.BooleanField(default=False)),
                ('revision', models.PositiveSmallIntegerField(null=True)),
                ('remark', models.TextField(blank=True, verbose_name='catatan putusan')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='correction_says_why'), models.CheckConstraint(condition=models.Q(('document_sha256__regex', '^[0-9a-f]{64}$')), name='correction_has_a_document'), models.CheckConstraint(condition=models.Q(('level', models.F('level_before')), _negated=True), name='correction_changes_something'), models.CheckConstraint(condition=models.Q(models.Q(('is_approved', True), ('revision__isnull', False)), models.Q(('is_approved', False), ('revision', None)), _connector='OR'), name='approved_correction_has_its_revision'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_approved', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='correction_is_decided_by_somebody'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('evaluation', 'indicator'), name='one_open_correction'), models.UniqueConstraint(fields=('evaluation', 'indicator', 'revision'), name='one_correction_per_revision')],
                'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.indicator_id IS DISTINCT FROM OLD.indicator_id OR NEW.level_before IS DISTINCT FROM OLD.level_before OR NEW.level IS DISTINCT FROM OLD.level OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.document_sha256 IS DISTINCT FROM OLD.document_sha256 OR NEW.document_name IS DISTINCT FROM OLD.document_name OR NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id OR NEW.proposed_at IS DISTINCT FROM OLD.proposed_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='08f4d8d6b5840ec5121aaad3061a38a07b481f6a', operation='UPDATE OF "evaluation_id", "indicator_id", "level_before", "level", "reason", "document_sha256", "document_name", "proposed_by_id", "proposed_at"', pgid='pgtrigger_written_once_825d1', table='evaluations_correction', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.decided_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='c8c7cb4170aeaa3e4bd998d99ea592b797740402', operation='UPDATE', pgid='pgtrigger_decided_once_4a675', table='evaluations_correction', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='bf584a81ffc29cacc3811e50c51a6ca16c1cc44d', operation='DELETE', pgid='pgtrigger_never_deleted_c467c', table='evaluations_correction', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='2bddfb2fa285a3ad6c4315de8e18e127b517eb5f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a69f6', table='evaluations_correction', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='fb20e2ef956e74d0bc38b7ac72966b21e8a1acaa', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_5daf5', table='evaluations_correction', when='BEFORE')), pgtrigger.compiler.Trigger(name='accepted_and_not_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('final')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='e38011c2fb6137360ac70b3da403c12985eb0031', operation='INSERT OR UPDATE', pgid='pgtrigger_accepted_and_not_published_7799d', table='evaluations_correction', when='BEFORE')), pgtrigger.compiler.Trigger(name='from_what_stands', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' AND NOT NEW.is_approved THEN RETURN NEW; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int);\n    IF NEW.level_before IS DISTINCT FROM (\n        SELECT word.level FROM evaluations_ledgerlevel word\n        WHERE word.evaluation_id = NEW.evaluation_id AND word.indicator_id = NEW.indicator_id\n        ORDER BY array_position(ARRAY['self_assessment', 'desk_review', 'interview', 'visitation', 'consolidation', 'correction']::text[], word.stage::text) DESC, word.revision DESC LIMIT 1\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Tingkat semula bukan tingkat yang berlaku sekarang. Koreksi tidak disimpan.';\n    END IF;\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.is_approved OR NEW.decided_at IS NOT NULL THEN\n            RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Koreksi diusulkan lebih dahulu, lalu diputus.';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF (SELECT count(DISTINCT approval.unit_id) FROM evaluations_correctionapproval approval\n        WHERE approval.correction_id = NEW.id) < 2 THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Koreksi berlaku setelah disetujui dua orang dari unit kerja yang berbeda.';\n    END IF;\n    RETURN NEW;\n", hash='5e86ed9020e58b9152ad1cc204c3e31b08676968', operation='INSERT OR UPDATE', pgid='pgtrigger_from_what_stands_5eeff', table='evaluations_correction', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CorrectionApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='evaluations.correction')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.unit')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('correction', 'unit'), name='one_approval_per_unit'), models.UniqueConstraint(fields=('correction', 'by'), name='one_approval_per_person')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='518f8c38eddb44ab07c23f0575b0b23fd86ab734', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3ad54', table='evaluations_correctionapproval', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='0af165cc417413ff0511236b300f21fe88b0b0a2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6a3e9', table='evaluations_correctionapproval', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='8e3caa90ac74941f0fafc07e0d8ecfd69b1395ef', operation='INSERT', pgid='pgtrigger_waits_for_seals_7d8fb', table='evaluations_correctionapproval', when='BEFORE')), pgtrigger.compiler.Trigger(name='by_another', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE asked record;', func="\n    PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int);\n    SELECT * INTO asked FROM evaluations_correction WHERE id = NEW.correction_id;\n    IF asked.evaluation_id <> NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Persetujuan ini milik koreksi lain.';\n    END IF;\n    IF asked.decided_at IS NOT NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n    END IF;\n    IF asked.proposed_by_id = NEW.by_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Koreksi disetujui orang lain, bukan pengusulnya.';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM institutions_membership held\n        JOIN institutions_membership_units works ON works.membership_id = held.id\n        JOIN institutions_unit unit ON unit.id = works.unit_id AND unit.institution_id IS NULL\n        WHERE held.user_id = NEW.by_id AND held.role = 'evaluation_team' AND unit.id = NEW.unit_id\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Koreksi disetujui anggota tim evaluasi atas nama unit kerjanya sendiri.';\n    END IF;\n    RETURN NEW;\n", hash='2d83829556b1e2e5d47391c3280e2ef2136b635c', operation='INSERT', pgid='pgtrigger_by_another_0ddd7', table='evaluations_correctionapproval', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='MinutesPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes_papers', to='evaluations.evaluation')),
                ('stage', models.CharField(choices=[('interview', 'Interviu'), ('visitation', 'Visitasi')], max_length=20)),
                ('levels_sha256', models.CharField(max_length=64)),
                ('file_sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='9f083681a02b371db3e43234ea1eca4de972666e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a50d7', table='evaluations_minutespaper', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='009aab69013910af605f4d063e426db78495155b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_302a0', table='evaluations_minutespaper', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='9afe4b4059f38b4ab8479e5b118ac56de36a7c9f', operation='INSERT', pgid='pgtrigger_waits_for_seals_e7a6d', table='evaluations_minutespaper', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='MinutesSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes_signatures', to='evaluations.evaluation')),
                ('stage', models.CharField(choices=[('interview', 'Interviu'), ('visitation', 'Visitasi')], max_length=20)),
                ('side', models.CharField(choices=[('assessors', 'Tim asesor'), ('institution', 'Instansi')], max_length=12, verbose_name='pihak')),
                ('levels_sha256', models.CharField(max_length=64)),
                ('means', models.CharField(choices=[('code', 'Kode autentikator'), ('paper', 'Naskah bertanda tangan')], max_length=8, verbose_name='cara')),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'stage', 'levels_sha256', 'side'), name='one_signature_per_side_and_content'), models.CheckConstraint(condition=models.Q(models.Q(('file_sha256', ''), ('means', 'code')), models.Q(('means', 'paper'), models.Q(('file_sha256', ''), _negated=True)), _connector='OR'), name='signed_paper_is_kept')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='3b0fcbc06781251ecf3056994445972c7e5423e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6262a', table='evaluations_minutessignature', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='15b9aea3eff2ff828433366960bcda5db72c89ab', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_51700', table='evaluations_minutessignature', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='9c25d48fc838a741edecdd643d8c0c0f4a26f794', operation='INSERT', pgid='pgtrigger_waits_for_seals_2b608', table='evaluations_minutessignature', when='BEFORE')), pgtrigger.compiler.Trigger(name='within_the_latest_minutes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.levels_sha256 IS DISTINCT FROM (\n        SELECT paper.levels_sha256 FROM evaluations_minutespaper paper\n        WHERE paper.evaluation_id = NEW.evaluation_id AND paper.stage = NEW.stage ORDER BY paper.id DESC LIMIT 1\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Berita acara ini bukan yang terbaru. Buka lagi dan baca yang terbaru sebelum menandatangani.';\n    END IF;\n    RETURN NEW;\n", hash='5e8d19a023e070d54e5c245ae6f86dabb6a59252', operation='INSERT', pgid='pgtrigger_within_the_latest_minutes_ac845', table='evaluations_minutessignature', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('circle', models.CharField(choices=[('institution', 'Hanya instansi'), ('assessors', 'Hanya tim asesor'), ('both', 'Instansi dan tim asesor')], max_length=12)),
                ('text', models.TextField(blank=True, verbose_name='pesan')),
                ('withdraws', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='evaluations.remark')),
                ('side', models.CharField(blank=True, choices=[('assessors', 'Tim asesor'), ('institution', 'Instansi')], db_default='', max_length=12, verbose_name='pihak')),
                ('due', models.DateTimeField(blank=True, null=True, verbose_name='dijawab paling lambat')),
                ('answers', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='evaluations.remark')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('due__isnull', False)), fields=['due'], name='questions_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('withdraws__isnull', True), ('text', ''), _connector='XOR'), name='a_remark_says_or_withdraws'), models.CheckConstraint(condition=models.Q(models.Q(('circle', 'both'), models.Q(('side', ''), _negated=True)), models.Q(models.Q(('circle', 'both'), _negated=True), ('answers__isnull', True), ('due__isnull', True), ('side', '')), _connector='OR'), name='only_between_the_sides_is_asked'), models.CheckConstraint(condition=models.Q(models.Q(('circle', 'both'), _negated=True), ('withdraws__isnull', False), models.Q(('due__isnull', True), ('answers__isnull', True), _connector='XOR'), _connector='OR'), name='a_question_is_due_or_answers')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a4ab380243d1c8c34c1c96d5f7ff052a5007abe7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bf4b9', table='evaluations_remark', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='e531001018ae2d005f5ef0b036558ae6e4a2f1d4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_be434', table='evaluations_remark', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='5858e381bb2266600401d92b4f47f742ccbd7b0e', operation='INSERT', pgid='pgtrigger_waits_for_seals_e5f27', table='evaluations_remark', when='BEFORE')), pgtrigger.compiler.Trigger(name='asked_while_it_goes_on', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."circle" = \'both\')', declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('interview', 'visitation', 'consolidation')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='1bd91bbafed059dfe6a13db093aa3e7bcefc3180', operation='INSERT', pgid='pgtrigger_asked_while_it_goes_on_97e51', table='evaluations_remark', when='BEFORE'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('consolidation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='baa6a2a1ae496c3783042f651a313e27a2a9f14b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_e2098', table='evaluations_partfinding', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evaluations_partfindingevent" ("at", "by_id", "evaluation_id", "id", "kind", "part_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (NEW."at", NEW."by_id", NEW."evaluation_id", NEW."id", NEW."kind", NEW."part_id", NOW(), \'created\', NEW."id", NEW."text", NEW."version"); RETURN NULL;', hash='f97fc32b719bf5a176ea16a718fdb6c76c509bae', operation='INSERT', pgid='pgtrigger_created_insert_f82cc', table='evaluations_partfinding', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evaluations_partfindingevent" ("at", "by_id", "evaluation_id", "id", "kind", "part_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (NEW."at", NEW."by_id", NEW."evaluation_id", NEW."id", NEW."kind", NEW."part_id", NOW(), \'changed\', NEW."id", NEW."text", NEW."version"); RETURN NULL;', hash='18dab7ccb568631e56e6f5da8df07442164622c9', operation='UPDATE', pgid='pgtrigger_changed_update_eca05', table='evaluations_partfinding', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PartFindingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evaluations.partfinding')),
                ('id', models.BigIntegerField()),
                ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                ('part', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.part')),
                ('kind', models.CharField(choices=[('strength', 'Kekuatan'), ('weakness', 'Kelemahan'), ('recommendation', 'Rekomendasi')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='afbf7ef7955614b18d13ab4eb09436bf8202b080', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_807a7', table='evaluations_partfindingevent', when='BEFORE'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('desk_review', 'interview', 'visitation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='acf8b9dff1b72cc8bf51778d5a7022dac1b6ed4c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_08c77', table='evaluations_mark', when='BEFORE')), pgtrigger.compiler.Trigger(name='marks_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM evaluations_evaluation WHERE id = OLD.evaluation_id AND stage = OLD.stage) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Indikator yang ditandai tetap ditandai begitu tahapnya berjalan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='f18b9f7fc7a4ff15958539cb9517353994edff9e', operation='UPDATE OR DELETE', pgid='pgtrigger_marks_stay_e07c4', table='evaluations_mark', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = NEW.stage\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='795dedc2064c96258c168f4c9463dd1f227830b1', operation='INSERT', pgid='pgtrigger_until_signed_db8bf', table='evaluations_mark', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='EvidenceRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_requests', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('text', models.TextField(verbose_name='bukti yang diminta')),
                ('until', models.DateTimeField(verbose_name='paling lambat')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='evidence_request_says_what')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='208137c3fe1e9a1bb49ff711055022ccd0a82265', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_944b1', table='evaluations_evidencerequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d3a83e8e49d8a74bea85b6121eac8171be8f8a8b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_91c48', table='evaluations_evidencerequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('interview')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='2cf05474511099f6dbd3f29300e23da36212b567', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_2bf34', table='evaluations_evidencerequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_mark\n        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND stage = 'interview'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Indikator ini tidak ditandai untuk tahap ini, jadi tidak dapat diberi tingkat.';\n    END IF;\n    RETURN NEW;\n", hash='a47731dd45a47c7c3d552f03562fbf93ee93ccd9', operation='INSERT OR UPDATE', pgid='pgtrigger_only_marked_697a9', table='evaluations_evidencerequest', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat yang diminta')),
                ('text', models.TextField(verbose_name='alasan sanggah')),
                ('evidence', models.CharField(blank=True, max_length=500, verbose_name='rujukan bukti')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['indicator__number'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_objection_per_indicator'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='objection_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='e210733fae57773411cb12b892f54ab1cec88ee4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_500dc', table='evaluations_objection', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c29a86a3e585264e5c44ca34c009150824e0fee0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_25d94', table='evaluations_objection', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='2207e31cd157b3b012e4620bb41c504ecdfca8a7', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_6722c', table='evaluations_objection', when='BEFORE')), pgtrigger.compiler.Trigger(name='within_its_days', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int);\n    IF NOT EXISTS (\n        SELECT FROM evaluations_evaluation e\n        JOIN periods_evaluationperiod p ON p.id = e.period_id\n        WHERE e.id = NEW.evaluation_id AND e.stage = 'review' AND clock_timestamp() < (\n            SELECT max(change.at) FROM evaluations_stagechange change\n            WHERE change.evaluation_id = e.id AND change.to_stage = 'review'\n        ) + make_interval(days => p.objection_days)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001', MESSAGE = 'Masa sanggah tidak sedang dibuka. Sanggah tidak disimpan.';\n    END IF;\n    RETURN NEW;\n", hash='b1570d656a12de2a4da29c5610a6511694643392', operation='INSERT', pgid='pgtrigger_within_its_days_abf3a', table='evaluations_objection', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ObjectionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('objection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='evaluations.objection')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objection_answers', to='evaluations.evaluation')),
                ('is_accepted', models.BooleanField(verbose_name='diterima')),
                ('text', models.TextField(verbose_name='alasan')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='objection_answer_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='25ef0d7bf18f59e5344ad9af9227eba345fdd452', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9a39a', table='evaluations_objectionanswer', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='28d186a541429ae618d4cccda05d79509c72a892', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_04249', table='evaluations_objectionanswer', when='BEFORE')), pgtrigger.compiler.Trigger(name='answered_in_review', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('review')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='aeb7cdb5964a6d570f1f231f1e04e1f064510054', operation='INSERT', pgid='pgtrigger_answered_in_review_e9376', table='evaluations_objectionanswer', when='BEFORE'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a07145845c10671c467a19d90e434fa0cc134e8d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6674d', table='evaluations_stagechange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='0ead061ab5099ec507f43d6eddf5f9e2095c4135', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_fc0ac', table='evaluations_stagechange', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='438fb730c7a188c419c0925dbcd2e5a0ae3d8aae', operation='INSERT', pgid='pgtrigger_waits_for_seals_66c66', table='evaluations_stagechange', when='BEFORE'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='533bbae581c1b607d8d7d395ed58f1662b745675', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11f80', table='evaluations_extension', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ba5305f13d26bf1c05d52fe828e2b8c2bb12edb0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e4b50', table='evaluations_extension', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='6f3655b49d6cd7432daf8f82d8f8c3ac87c4027f', operation='INSERT', pgid='pgtrigger_waits_for_seals_eaa8f', table='evaluations_extension', when='BEFORE'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='30dcf11e4b60a2aa9c449e2aafcd9d92175e1e6c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a618', table='evaluations_ledgerlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='12dda836a1bd662c285f759ceb3f0b816c294f1a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d87b3', table='evaluations_ledgerlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='cadf27b9920156b6e03e00eda1e2e70aeadc2034', operation='INSERT', pgid='pgtrigger_waits_for_seals_80f7e', table='evaluations_ledgerlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='e13b3b024941f44e8f0abe4910202f3610abee44', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_6d44e', table='evaluations_ledgerlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='words_in_their_time', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int);\n    IF NEW.stage = 'correction' THEN\n        IF NOT EXISTS (\n            SELECT FROM evaluations_correction correction\n            WHERE correction.evaluation_id = NEW.evaluation_id AND correction.indicator_id = NEW.indicator_id\n              AND correction.revision = NEW.revision AND correction.level = NEW.level AND correction.is_approved\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'SP006',\n                MESSAGE = 'Koreksi berlaku setelah disetujui dua orang dari unit kerja yang berbeda.';\n        END IF;\n    ELSIF EXISTS (\n        SELECT FROM evaluations_evaluation\n        WHERE id = NEW.evaluation_id AND stage IN ('final', 'published')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini sudah diterima; tingkatnya hanya berubah dengan koreksi.';\n    END IF;\n    RETURN NEW;\n", hash='029cf5833e48e5ebd72ac30dadbb129293ec760a', operation='INSERT', pgid='pgtrigger_words_in_their_time_0f02d', table='evaluations_ledgerlevel', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='institutions.institution')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='evaluations.evaluation')),
                ('number', models.PositiveIntegerField()),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
                ('public_key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['institution_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('institution', 'number'), name='one_seal_per_number'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('previous', ''), _negated=True), _connector='XOR'), name='only_the_first_seal_follows_none')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='3e52e921e8d2419304394177d7860041461f4ab4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a242e', table='evaluations_seal', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4410104bcb58ecc0e4e1abaeb6aeee3aaa1be8ba', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5a719', table='evaluations_seal', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SealedRows',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='evaluations.seal')),
                ('source', models.CharField(max_length=63)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), size=None)),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['seal_id', 'source'],
                'constraints': [models.UniqueConstraint(fields=('seal', 'source'), name='one_run_per_seal_and_source')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='9c8466a360acd4c627c22f0f3ab9a62aaff8c2cd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f615b', table='evaluations_sealedrows', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1726294ed39c724fd4b8b60052f436ba3e3ff631', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d62b1', table='evaluations_sealedrows', when='BEFORE'))],
            },
        ),
        apps.common.triggers.InstallTriggers(
        ),
    ]
