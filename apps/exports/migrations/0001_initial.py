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
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Export',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period_slug', models.SlugField(blank=True, max_length=60)),
                        ('title', models.CharField(max_length=120, verbose_name='daftar')),
                        ('filters', models.CharField(blank=True, max_length=500, verbose_name='saringan')),
                        ('rows', models.PositiveIntegerField(null=True, verbose_name='baris')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b7148db7c304938d65fbbfd3fbff64cfd6f29c71', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ea621', table='exports_export', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7aae2ddfc4d86fb42b3b1004d71f90b9b8fce692', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_ea901', table='exports_export', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
