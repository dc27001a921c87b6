import apps.common.triggers
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('jobs', '0001_initial'),
        ('results', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='results.finalisationrun')),
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
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(models.Q(('number', ''), _negated=True), models.Q(('signatory', ''), _negated=True), models.Q(('issued_sha256', ''), _negated=True), ('dated__isnull', False), ('issued_at__isnull', False)), _connector='OR'), name='issued_decree_is_complete'), models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('run',), name='one_issued_decree_per_run')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_after_issue', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE issued boolean;', func="\n            SELECT state = 'issued' INTO issued FROM decrees_decree WHERE id = OLD.id;\n            IF issued THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='1cc25dca9c3f3cd759af93bf629d5528f822e691', operation='UPDATE OR DELETE', pgid='pgtrigger_never_after_issue_57608', table='decrees_decree', when='BEFORE'))],
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
            ],
            options={
                'ordering': ['kind', 'position'],
                'constraints': [models.UniqueConstraint(fields=('decree', 'kind', 'position'), name='one_block_per_position')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_after_issue', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE issued boolean;', func="\n            SELECT state = 'issued' INTO issued FROM decrees_decree WHERE id = OLD.decree_id;\n            IF issued THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='66dba979a3a897045ff75bf49cf930c77c1b4f7c', operation='UPDATE OR DELETE', pgid='pgtrigger_never_after_issue_8d70a', table='decrees_decreeblock', when='BEFORE'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='never_after_issue', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE issued boolean;', func="\n            SELECT state = 'issued' INTO issued FROM decrees_decree WHERE id = OLD.decree_id;\n            IF issued THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='86d5134ac3ef2ad00304a691772772168bd6f0dc', operation='UPDATE OR DELETE', pgid='pgtrigger_never_after_issue_48a7b', table='decrees_decreeline', when='BEFORE'))],
            },
        ),
        apps.common.triggers.InstallTriggers(
        ),
    ]
