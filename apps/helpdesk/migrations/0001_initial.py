import apps.common.tables
import datetime
import django.db.models.deletion
import django.db.models.expressions
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
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='PageQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='page_questions', to=settings.AUTH_USER_MODEL)),
                        ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                        ('evaluation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluation')),
                        ('page', models.CharField(blank=True, max_length=300, verbose_name='halaman')),
                        ('kind', models.CharField(choices=[('question', 'Pertanyaan'), ('problem', 'Masalah')], default='question', max_length=10, verbose_name='jenis')),
                        ('text', models.TextField(verbose_name='pertanyaan atau masalah')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('in_hand', 'Ditangani'), ('answered', 'Dijawab')], default='waiting', max_length=10)),
                        ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['state', '-at'], name='page_question_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='page_question_says_something'), models.CheckConstraint(condition=models.Q(('page', ''), ('page__regex', '^/[^/\\\\]'), ('page', '/'), _connector='OR'), name='page_question_is_from_a_page_here'), models.CheckConstraint(condition=models.Q(models.Q(('handled_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('handled_by__isnull', False)), _connector='OR'), name='page_question_in_hand_has_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.asker_id IS DISTINCT FROM OLD.asker_id OR NEW.institution_id IS DISTINCT FROM OLD.institution_id OR NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.page IS DISTINCT FROM OLD.page OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.text IS DISTINCT FROM OLD.text OR NEW.at IS DISTINCT FROM OLD.at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='c841aa4343941810dc47b778ab76c52803d0e76a', operation='UPDATE OF "asker_id", "institution_id", "evaluation_id", "page", "kind", "text", "at"', pgid='pgtrigger_written_once_0eca7', table='helpdesk_pagequestion', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b450c51815822fcc8acf7088f51b4a2e7ce91ddf', operation='DELETE', pgid='pgtrigger_never_deleted_f080e', table='helpdesk_pagequestion', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7ff7383b51eb1ae367e6b8ce9ec9b6c3b8ffe3ea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a95c9', table='helpdesk_pagequestion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PageAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='helpdesk.pagequestion')),
                        ('text', models.TextField(verbose_name='jawaban')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='page_answer_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='e3cfbc1411e3fbf852bfe360e795b45605cc97a9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_57f57', table='helpdesk_pageanswer', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='23df4c11fd6b1a31d463bf459ce268c661051664', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_155c3', table='helpdesk_pageanswer', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='FactorReset',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='factor_resets', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('identity_check', models.TextField(verbose_name='cara memeriksa identitas')),
                        ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('is_approved', models.BooleanField(default=False)),
                        ('remark', models.TextField(blank=True, verbose_name='catatan putusan')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-requested_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('identity_check__regex', '\\S'), ('reason__regex', '\\S')), name='factor_reset_says_why_and_how'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='two_people_reset_a_factor'), models.CheckConstraint(condition=models.Q(models.Q(('requested_by', models.F('user')), _negated=True), models.Q(('decided_by', None), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR')), name='nobody_resets_their_own_factor'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_approved', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='factor_reset_is_decided_by_somebody'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('user',), name='one_open_factor_reset_per_person')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.user_id IS DISTINCT FROM OLD.user_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.identity_check IS DISTINCT FROM OLD.identity_check OR NEW.requested_by_id IS DISTINCT FROM OLD.requested_by_id OR NEW.requested_at IS DISTINCT FROM OLD.requested_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='f3ae3afefdaff544e80592fc81acbc3b3d00fb3b', operation='UPDATE OF "user_id", "reason", "identity_check", "requested_by_id", "requested_at"', pgid='pgtrigger_written_once_f8d89', table='helpdesk_factorreset', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.decided_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='13374373114844cf3363ee948a289b7bcc72ca10', operation='UPDATE', pgid='pgtrigger_decided_once_81922', table='helpdesk_factorreset', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='443728f97a4693914a46b9a55e5d319136379e34', operation='DELETE', pgid='pgtrigger_never_deleted_63d14', table='helpdesk_factorreset', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='01f7d91fa7f3b3566afdddb1c6fdfbc8ab869432', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_68cdc', table='helpdesk_factorreset', when='BEFORE')), pgtrigger.compiler.Trigger(name='by_two_of_the_ministry', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'INSERT' AND NEW.decided_at IS NOT NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Pengosongan diminta lebih dahulu, lalu diputus orang lain.';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM institutions_membership held\n        WHERE held.role IN ('evaluation_team', 'administrator')\n          AND held.user_id = CASE TG_OP WHEN 'INSERT' THEN NEW.requested_by_id ELSE NEW.decided_by_id END\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Verifikasi dua langkah dikosongkan oleh dua orang kementerian.';\n    END IF;\n    RETURN NEW;\n", hash='5de803ecec41e5abcfd2dd69a79af03f60bca73d', operation='INSERT OR UPDATE', pgid='pgtrigger_by_two_of_the_ministry_9334b', table='helpdesk_factorreset', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('from_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('until', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-from_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='look_says_why'), models.CheckConstraint(condition=models.Q(('by', models.F('of')), _negated=True), name='look_is_at_somebody_else'), models.CheckConstraint(condition=models.Q(('until__lte', django.db.models.expressions.CombinedExpression(models.F('from_at'), '+', models.Value(datetime.timedelta(seconds=1800))))), name='look_ends_by_itself')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.by_id IS DISTINCT FROM OLD.by_id OR NEW.of_id IS DISTINCT FROM OLD.of_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.from_at IS DISTINCT FROM OLD.from_at OR NEW.until IS DISTINCT FROM OLD.until THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='b7148b405c50d96ac80cd12b8b6045c34f73e816', operation='UPDATE OF "by_id", "of_id", "reason", "from_at", "until"', pgid='pgtrigger_written_once_4d4ec', table='helpdesk_look', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.ended_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='d9b4ec92ba61c584497fdc884a53029e91c564f3', operation='UPDATE', pgid='pgtrigger_decided_once_d19a4', table='helpdesk_look', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='04b7e6d4163b6e94bc1c6b7c59d3fbe3f855a607', operation='DELETE', pgid='pgtrigger_never_deleted_f15cb', table='helpdesk_look', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='5d3d99b3a375653195bde770bd49e37ad7721a16', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0d1e6', table='helpdesk_look', when='BEFORE')), pgtrigger.compiler.Trigger(name='not_at_the_centre', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM institutions_membership held WHERE held.user_id = NEW.by_id AND held.role = 'evaluation_team'\n    ) OR EXISTS (\n        SELECT FROM institutions_membership held WHERE held.user_id = NEW.of_id\n          AND held.role IN ('evaluation_team', 'agency_member', 'auditor', 'administrator')\n    ) OR EXISTS (SELECT FROM accounts_user WHERE id = NEW.of_id AND is_superuser) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Tim evaluasi hanya dapat melihat sebagai orang instansi atau perguruan tinggi.';\n    END IF;\n    RETURN NEW;\n", hash='4cce98dfe814cd3bc98e41dfba05faeea747b551', operation='INSERT', pgid='pgtrigger_not_at_the_centre_85d79', table='helpdesk_look', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='LookedPage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('look', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='helpdesk.look')),
                        ('path', models.CharField(max_length=300)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4d742c02806845c92d33a6fc72e4e31c685cf512', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1a758', table='helpdesk_lookedpage', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='16af461016818a6396776486cc16c722a2e26088', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_4a764', table='helpdesk_lookedpage', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
