import apps.common.codes
import apps.common.tables
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
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
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='ImportedList',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('people', 'Daftar orang'), ('locus', 'Daftar lokus'), ('external', 'Daftar indeks instansi lain'), ('criteria', 'Daftar kriteria'), ('wishes', 'Daftar keahlian dan keinginan asesor')], max_length=10)),
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
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('evaluation', template="int8range(%(expressions)s, %(expressions)s, '[]')"), '&&'), (models.Func('at', template="tsrange(%(expressions)s AT TIME ZONE 'UTC', (%(expressions)s AT TIME ZONE 'UTC') + interval '1 day')"), '&&')], name='one_reminder_within_a_day')],
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
                migrations.CreateModel(
                    name='FullRecap',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='full_recaps', to='periods.evaluationperiod')),
                        ('code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('RP',), **{}), max_length=20, unique=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('made_at', models.DateTimeField(null=True)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('size', models.PositiveBigIntegerField(default=0)),
                        ('levels', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('made_at', None), ('sha256', '')), models.Q(('made_at__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='a_full_recap_that_was_made_has_its_hash')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.code IS DISTINCT FROM OLD.code OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id OR NEW.asked_at IS DISTINCT FROM OLD.asked_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='c64609ddf72f6b4c0c4dd443466f29ec9d830dce', operation='UPDATE OF "period_id", "code", "asked_by_id", "asked_at"', pgid='pgtrigger_written_once_2cfd5', table='coordination_fullrecap', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.made_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='efbdf5fc9b7622519b65cec9377a25dee1972a6c', operation='UPDATE', pgid='pgtrigger_decided_once_4e932', table='coordination_fullrecap', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d7f5abad89414c3b0459a1ee0b24731c2e2cbdc2', operation='DELETE', pgid='pgtrigger_never_deleted_2cae7', table='coordination_fullrecap', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f8f8cf57be128e3c3058e4c7101b621b9ab342ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f1df4', table='coordination_fullrecap', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AssessorWish',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assessor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wish', to=settings.AUTH_USER_MODEL)),
                        ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('kementerian', 'Kementerian'), ('lpnk', 'Lembaga Pemerintah Nonkementerian'), ('lembaga_lain', 'Lembaga Lain'), ('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=20), blank=True, default=list, size=None, verbose_name='keahlian')),
                        ('capacity', models.PositiveSmallIntegerField(null=True, verbose_name='paling banyak instansi')),
                        ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('provinces', models.ManyToManyField(blank=True, related_name='+', to='institutions.province', verbose_name='wilayah yang diminati')),
                    ],
                    options={
                        'ordering': ['assessor'],
                    },
                ),
                migrations.CreateModel(
                    name='AvoidedInstitution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='avoided', to='coordination.assessorwish')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='institutions.institution')),
                        ('reason', models.CharField(max_length=300, verbose_name='alasan')),
                    ],
                    options={
                        'ordering': ['institution__code'],
                        'constraints': [models.UniqueConstraint(fields=('wish', 'institution'), name='an_institution_is_avoided_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='avoiding_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='WishCall',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wish_call', to='periods.evaluationperiod')),
                        ('until', models.DateTimeField(verbose_name='sampai')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'ordering': ['-until'],
                    },
                ),
                migrations.CreateModel(
                    name='TeamProposal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_proposals', to='periods.evaluationperiod')),
                        ('seed', models.CharField(max_length=60, verbose_name='benih')),
                        ('is_anew', models.BooleanField(default=False, verbose_name='bagi ulang semua yang belum dinilai asesor')),
                        ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('made_at', models.DateTimeField(null=True)),
                        ('inputs_hash', models.CharField(blank=True, max_length=64)),
                        ('solver', models.CharField(blank=True, max_length=40)),
                        ('objective', models.BigIntegerField(null=True)),
                        ('bound', models.BigIntegerField(null=True)),
                        ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('applied_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bound', None), ('objective', None)), models.Q(('bound__isnull', False), ('objective__gte', models.F('bound'))), _connector='OR'), name='a_proposal_costs_at_least_its_bound'), models.CheckConstraint(condition=models.Q(('applied_at', None), models.Q(('made_at__isnull', False), ('objective__isnull', False)), _connector='OR'), name='only_a_possible_proposal_is_applied')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.seed IS DISTINCT FROM OLD.seed OR NEW.is_anew IS DISTINCT FROM OLD.is_anew OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id OR NEW.asked_at IS DISTINCT FROM OLD.asked_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='4d2c1a236895214706e6ca4164188e9b6f964dad', operation='UPDATE OF "period_id", "seed", "is_anew", "asked_by_id", "asked_at"', pgid='pgtrigger_written_once_315c4', table='coordination_teamproposal', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.applied_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='e7c7df00502bb197dcc0c188fd885a0e83ac44ef', operation='UPDATE', pgid='pgtrigger_decided_once_074f5', table='coordination_teamproposal', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='df0446b311a9ea9db129272b94d2f1bec8ba6de6', operation='DELETE', pgid='pgtrigger_never_deleted_d9987', table='coordination_teamproposal', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='e2fa3b1bd197adbd7e17ad640400d8c3bd3b53fc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5ade6', table='coordination_teamproposal', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedTeam',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='coordination.teamproposal')),
                        ('name', models.CharField(max_length=120)),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.assessorteam')),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.UniqueConstraint(fields=('proposal', 'name'), name='one_proposed_team_per_name')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='bf2890ba34d0906f9dfc3b77d70c556b527aaf5a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_76d56', table='coordination_proposedteam', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7cf3755ee00b10cb7863c538a46b30ff6cc4a3fd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_276fa', table='coordination_proposedteam', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='coordination.proposedteam')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_lead', models.BooleanField()),
                    ],
                    options={
                        'ordering': ['-is_lead', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('team', 'assessor'), name='one_place_per_proposed_team')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='905ff68b1aee1f1763bd8b56b97148bcada573c5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_791c7', table='coordination_proposedmember', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='935b58d3bf24be4ba7c25f253b7eeb7a95bbd669', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f229a', table='coordination_proposedmember', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedInstitution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='coordination.proposedteam')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                    ],
                    options={
                        'ordering': ['institution__code'],
                        'constraints': [models.UniqueConstraint(fields=('team', 'institution'), name='one_line_per_proposed_team')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='6a49ad78f32ec4f244b15084e6150f92f5b138f7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aa12c', table='coordination_proposedinstitution', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='096e60cfe29ab96e3c7e5c57d6b55a5ecd0fb6da', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f281e', table='coordination_proposedinstitution', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProposalCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='coordination.teamproposal')),
                        ('rule', models.CharField(choices=[('placed', 'Setiap instansi dipegang tepat satu tim'), ('size', 'Jumlah asesor setiap tim'), ('conflict', 'Tanpa benturan kepentingan'), ('universities', 'Sekurang-kurangnya dua perguruan tinggi setiap tim'), ('capacity', 'Kapasitas setiap asesor'), ('balance', 'Beban berselisih paling banyak satu dari rata-rata'), ('expertise', 'Keahlian asesor'), ('region', 'Wilayah yang diminati asesor'), ('avoided', 'Instansi yang tidak diinginkan asesor')], max_length=20)),
                        ('checked', models.PositiveIntegerField()),
                        ('met', models.PositiveIntegerField()),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('proposal', 'rule'), name='one_check_per_rule'), models.CheckConstraint(condition=models.Q(('met__lte', models.F('checked'))), name='a_rule_holds_at_most_as_often_as_checked')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7a57ce90dceb5bb31d9813b2227f0bc5bca9fb5b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f77fe', table='coordination_proposalcheck', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f671976606b0949787bb2b575378d8280fd10bed', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6dfe9', table='coordination_proposalcheck', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProposalLoad',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loads', to='coordination.teamproposal')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('load', models.PositiveIntegerField()),
                    ],
                    options={
                        'ordering': ['-load', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('proposal', 'assessor'), name='one_load_per_assessor')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='2e09111474a44f9fcc2c77ad971a2b26cf6c5362', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_62b69', table='coordination_proposalload', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='dcc84e9264de2c89cf4bee4ea35ad34d7cec3a5c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_22e7c', table='coordination_proposalload', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProposalObstacle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obstacles', to='coordination.teamproposal')),
                        ('sentence', models.TextField()),
                        ('cure', models.TextField()),
                    ],
                    options={
                        'ordering': ['pk'],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c30d1c949af164af118665dcf35c3a2684e36cc1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_691c7', table='coordination_proposalobstacle', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='08c7ccfe2810109fb1461d54d7045cfa889999c1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_97048', table='coordination_proposalobstacle', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='TeamWaiver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='evaluations.assessorteam')),
                        ('rule', models.CharField(choices=[('placed', 'Setiap instansi dipegang tepat satu tim'), ('size', 'Jumlah asesor setiap tim'), ('conflict', 'Tanpa benturan kepentingan'), ('universities', 'Sekurang-kurangnya dua perguruan tinggi setiap tim'), ('capacity', 'Kapasitas setiap asesor'), ('balance', 'Beban berselisih paling banyak satu dari rata-rata'), ('expertise', 'Keahlian asesor'), ('region', 'Wilayah yang diminati asesor'), ('avoided', 'Instansi yang tidak diinginkan asesor')], max_length=20)),
                        ('words', models.TextField()),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_waiver_has_a_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='537e366949869a7ea526c43192a732da6f7d2cba', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f6832', table='coordination_teamwaiver', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b9fe4c8b28571789bfd9b95fb386be41649d3681', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f360c', table='coordination_teamwaiver', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
