import apps.common.tables
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('jobs', '0001_initial'),
        ('periods', '0001_initial'),
        ('results', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Decree',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='results.finalisationrun')),
                        ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='decrees.decree')),
                        ('number', models.CharField(blank=True, max_length=40, verbose_name='nomor')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                        ('title', models.TextField(verbose_name='judul')),
                        ('place', models.CharField(default='Jakarta', max_length=60, verbose_name='ditetapkan di')),
                        ('dated', models.DateField(blank=True, null=True, verbose_name='tanggal')),
                        ('signatory', models.CharField(blank=True, max_length=200, verbose_name='penandatangan')),
                        ('state', models.CharField(choices=[('draft', 'Draf'), ('rendered', 'Siap ditetapkan'), ('issued', 'Ditetapkan')], default='draft', max_length=10)),
                        ('code', models.CharField(max_length=20, unique=True)),
                        ('draft_sha256', models.CharField(blank=True, max_length=64)),
                        ('issued_sha256', models.CharField(blank=True, max_length=64)),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('issued_at', models.DateTimeField(null=True)),
                        ('signed_as', models.CharField(blank=True, max_length=300)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('head_version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(models.Q(('number', ''), _negated=True), models.Q(('signatory', ''), _negated=True), models.Q(('issued_sha256', ''), _negated=True), ('dated__isnull', False), ('issued_at__isnull', False)), _connector='OR'), name='issued_decree_is_complete'), models.UniqueConstraint(condition=models.Q(('corrects__isnull', True), ('state', 'issued')), fields=('run',), name='one_issued_decree_per_run')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_after_issue', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE issued boolean;', func="\n            SELECT bool_or(state = 'issued') INTO issued FROM decrees_decree WHERE id IN (OLD.id, NEW.id);\n            IF issued THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='3f3d89866f40d1fdf261aa40833ed829e73b6ae2', operation='UPDATE OR DELETE', pgid='pgtrigger_never_after_issue_57608', table='decrees_decree', when='BEFORE')), pgtrigger.compiler.Trigger(name='corrects_an_issued_decree', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' AND NEW.corrects_id IS DISTINCT FROM OLD.corrects_id THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan yang diperbaiki tidak dapat diganti dengan yang lain.';\n            END IF;\n            IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM decrees_decree former\n                JOIN results_finalisationrun former_run ON former_run.id = former.run_id\n                JOIN results_finalisationrun run ON run.id = NEW.run_id\n                WHERE former.id = NEW.corrects_id AND former.state = 'issued'\n                    AND former_run.period_id = run.period_id\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP006',\n                    MESSAGE = 'Yang diperbaiki harus keputusan periode ini yang sudah ditetapkan.';\n            END IF;\n            RETURN NEW;\n        ", hash='154c12c999b9ff360217cfca3df046fc51e4458e', operation='INSERT OR UPDATE', pgid='pgtrigger_corrects_an_issued_decree_b72dc', table='decrees_decree', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='DecreeBlock',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('decree', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='decrees.decree')),
                        ('kind', models.CharField(choices=[('consideration', 'Menimbang'), ('basis', 'Mengingat'), ('dictum', 'Diktum'), ('copy', 'Tembusan')], max_length=15)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('text', models.TextField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['kind', 'position'],
                        'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('decree', 'kind', 'position'), name='one_place_per_block')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_after_issue', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE issued boolean;', func="\n            SELECT bool_or(state = 'issued') INTO issued FROM decrees_decree WHERE id IN (OLD.decree_id, NEW.decree_id);\n            IF issued THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='00a9db8e4ad303bc0b391e7fd9a8a3100f0289b1', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_never_after_issue_8d70a', table='decrees_decreeblock', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decrees_decreeblockevent" ("at", "by_id", "decree_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "version") VALUES (NEW."at", NEW."by_id", NEW."decree_id", NEW."id", NEW."kind", NOW(), \'created\', NEW."id", NEW."position", NEW."text", NEW."version"); RETURN NULL;', hash='00752c9798fee0107643492eecbb4f8133e0a4ba', operation='INSERT', pgid='pgtrigger_created_insert_ed194', table='decrees_decreeblock', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decrees_decreeblockevent" ("at", "by_id", "decree_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "version") VALUES (NEW."at", NEW."by_id", NEW."decree_id", NEW."id", NEW."kind", NOW(), \'changed\', NEW."id", NEW."position", NEW."text", NEW."version"); RETURN NULL;', hash='ca4e08ed027156dcfec77c922480937b10d6bceb', operation='UPDATE', pgid='pgtrigger_changed_update_8f626', table='decrees_decreeblock', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='DecreeBlockEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decrees.decreeblock')),
                        ('id', models.BigIntegerField()),
                        ('decree', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decrees.decree')),
                        ('kind', models.CharField(choices=[('consideration', 'Menimbang'), ('basis', 'Mengingat'), ('dictum', 'Diktum'), ('copy', 'Tembusan')], max_length=15)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('text', models.TextField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1f405bc307bf3c4e7f653b0805c380a98e269d66', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2c00a', table='decrees_decreeblockevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='DecreeLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('decree', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='decrees.decree')),
                        ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decree_lines', to='results.result')),
                        ('list_name', models.CharField(max_length=40)),
                        ('position', models.PositiveIntegerField()),
                        ('name', models.CharField(max_length=200)),
                        ('stated', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('predikat', models.CharField(max_length=40)),
                    ],
                    options={
                        'ordering': ['list_name', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('decree', 'result'), name='one_line_per_result'), models.UniqueConstraint(fields=('decree', 'list_name', 'position'), name='one_line_per_position')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_after_issue', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE issued boolean;', func="\n            SELECT bool_or(state = 'issued') INTO issued FROM decrees_decree WHERE id IN (OLD.decree_id, NEW.decree_id);\n            IF issued THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='298ef7ce9dfc9a67b468b1c6a6c627b57e91aa17', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_never_after_issue_48a7b', table='decrees_decreeline', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='DecreeCopy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('decree', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='decrees.decree')),
                        ('title', models.CharField(max_length=200, verbose_name='jabatan')),
                        ('name', models.CharField(max_length=200, verbose_name='nama')),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('made_at', models.DateTimeField(null=True)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('made_at__isnull', True), ('sha256', '')), models.Q(('made_at__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='made_copy_has_its_file')],
                        'triggers': [pgtrigger.compiler.Trigger(name='copied_from_an_issued_decree', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP <> 'INSERT' AND OLD.made_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Salinan yang sudah dibuat tidak dapat diubah atau dihapus.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF NOT EXISTS (SELECT 1 FROM decrees_decree WHERE id = NEW.decree_id AND state = 'issued') THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP006',\n                    MESSAGE = 'Salinan dibuat dari keputusan yang sudah ditetapkan.';\n            END IF;\n            RETURN NEW;\n        ", hash='66aca8cd520970bd1807c3b6e92fef271111c088', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_copied_from_an_issued_decree_fa8a9', table='decrees_decreecopy', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PublicationPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publication_plans', to='periods.evaluationperiod')),
                        ('decree', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publication_plans', to='decrees.decree')),
                        ('at', models.DateTimeField(verbose_name='saat terbit')),
                        ('state', models.CharField(choices=[('waiting', 'Menunggu saatnya'), ('done', 'Terbit'), ('cancelled', 'Dibatalkan')], default='waiting', max_length=10)),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('failure', models.CharField(blank=True, max_length=300)),
                        ('try_at', models.DateTimeField(null=True)),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('period',), name='one_waiting_plan_per_period'), models.CheckConstraint(condition=models.Q(('at__gt', models.F('set_at'))), name='a_planned_hour_lies_ahead'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='a_plan_waits_or_has_ended')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.decree_id IS DISTINCT FROM OLD.decree_id OR NEW.at IS DISTINCT FROM OLD.at OR NEW.set_by_id IS DISTINCT FROM OLD.set_by_id OR NEW.set_at IS DISTINCT FROM OLD.set_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='899d247c97e06d1e2652d1c405617d966ee95b71', operation='UPDATE OF "period_id", "decree_id", "at", "set_by_id", "set_at"', pgid='pgtrigger_written_once_d8514', table='decrees_publicationplan', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.ended_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='8a8f5f19d2fcc967fb8320f7ef7f3bbdd5149299', operation='UPDATE', pgid='pgtrigger_decided_once_6a010', table='decrees_publicationplan', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='2e844bc5ec7b415604e21dc35193444c8d6d4dfe', operation='DELETE', pgid='pgtrigger_never_deleted_5f9c2', table='decrees_publicationplan', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1b4cce1a415a7c73c5a340cfa797d8c37f2685d8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_8f284', table='decrees_publicationplan', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PressAddress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='alamat surel')),
                        ('name', models.CharField(max_length=200, verbose_name='nama media atau penerima')),
                        ('period', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='press', to='periods.evaluationperiod', verbose_name='periode')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['name', 'email'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('period'), name='one_press_address_per_period', nulls_distinct=False, violation_error_message='Alamat ini sudah ada dalam daftar yang sama.')],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
