import apps.common.codes
import apps.common.triggers
import django.db.models.deletion
import django.utils.timezone
import functools
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('evaluations', '0001_initial'),
        ('institutions', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', 'Daftar orang'), ('locus', 'Daftar lokus')], max_length=10)),
                ('period', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='periods.evaluationperiod')),
                ('name', models.CharField(max_length=255)),
                ('rows', models.JSONField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('applied_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='evaluations.evaluation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['evaluation', 'at'], name='reminder_by_evaluation')],
            },
        ),
        migrations.CreateModel(
            name='TrackChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='track_changes', to='evaluations.evaluation')),
                ('from_track', models.CharField(choices=[('evaluation', 'Evaluasi'), ('monitoring', 'Pemantauan'), ('not_assessed', 'Tidak dinilai')], max_length=20)),
                ('to_track', models.CharField(choices=[('evaluation', 'Evaluasi'), ('monitoring', 'Pemantauan'), ('not_assessed', 'Tidak dinilai')], max_length=20)),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='212f28d0b209a2b21aabda1ddfa18e4d165619e9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_35221', table='coordination_trackchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b3d3e445113fa20de5facce51cfe40a6b45523cd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_82a40', table='coordination_trackchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='22ae6081c8bdc8db79dd1b27f1d6933541208cb4', operation='INSERT', pgid='pgtrigger_waits_for_seals_b4b05', table='coordination_trackchange', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AssignmentLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignment_letters', to='periods.evaluationperiod')),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignment_letters', to=settings.AUTH_USER_MODEL)),
                ('number', models.CharField(max_length=80, verbose_name='nomor')),
                ('dated', models.DateField(verbose_name='tanggal')),
                ('signatory', models.CharField(max_length=200, verbose_name='penanda tangan')),
                ('signatory_office', models.CharField(max_length=200, verbose_name='jabatan penanda tangan')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='coordination.assignmentletter')),
                ('code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('ST',), **{}), max_length=20, unique=True)),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sha256', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('period', 'number'), name='one_letter_per_number')],
                'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.assessor_id IS DISTINCT FROM OLD.assessor_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.dated IS DISTINCT FROM OLD.dated OR NEW.signatory IS DISTINCT FROM OLD.signatory OR NEW.signatory_office IS DISTINCT FROM OLD.signatory_office OR NEW.replaces_id IS DISTINCT FROM OLD.replaces_id OR NEW.code IS DISTINCT FROM OLD.code THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='c870878fb01774881bff267e9dffa3fddd42f15f', operation='UPDATE OF "period_id", "assessor_id", "number", "dated", "signatory", "signatory_office", "replaces_id", "code"', pgid='pgtrigger_written_once_b9f3a', table='coordination_assignmentletter', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c70247924205415c3403ea4fd9ca929f3b37586a', operation='DELETE', pgid='pgtrigger_never_deleted_40bf4', table='coordination_assignmentletter', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='135d1932b1b22d55768e7a7497777d89d25c720f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_64e34', table='coordination_assignmentletter', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='LetterLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='coordination.assignmentletter')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluation')),
                ('is_lead', models.BooleanField()),
            ],
            options={
                'ordering': ['evaluation__institution__code'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'evaluation'), name='one_line_per_institution')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='2f300796bf20bcf91e7123328ecc946ff4a39cb7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_df668', table='coordination_letterline', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1f6334104e1446a599512a5f73686d6fc6d89bf2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5e411', table='coordination_letterline', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='3b899bf9359ec05ede544a3966319f82ac9fe472', operation='INSERT', pgid='pgtrigger_waits_for_seals_53cb4', table='coordination_letterline', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='WorkRecap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_recaps', to='periods.evaluationperiod')),
                ('university', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.university')),
                ('assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('RK',), **{}), max_length=20, unique=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sha256', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        apps.common.triggers.InstallTriggers(
        ),
    ]
