import apps.common.tables
import django.db.models.deletion
import django.utils.timezone
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
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('result', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='results.result')),
                        ('code', models.CharField(max_length=20, unique=True)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('rendered_at', models.DateTimeField(null=True)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='ReportBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_batches', to='results.finalisationrun')),
                        ('is_draft', models.BooleanField()),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('size', models.PositiveBigIntegerField(default=0)),
                        ('packed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('packed_at__isnull', True)), fields=('run', 'is_draft'), name='one_open_batch_per_run')],
                    },
                ),
                migrations.CreateModel(
                    name='BatchReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='reports.reportbatch')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.report')),
                        ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('made', 'Selesai'), ('failed', 'Gagal')], default='waiting', max_length=10)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('size', models.PositiveIntegerField(default=0)),
                        ('pages', models.PositiveSmallIntegerField(default=0)),
                        ('message', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'indexes': [models.Index(fields=['batch', 'state'], name='batch_by_state')],
                        'constraints': [models.UniqueConstraint(fields=('batch', 'report'), name='one_report_per_batch'), models.CheckConstraint(condition=models.Q(models.Q(('pages__gt', 0), ('state', 'made'), models.Q(('sha256', ''), _negated=True)), models.Q(models.Q(('state', 'made'), _negated=True), ('sha256', '')), _connector='OR'), name='made_reports_have_bytes')],
                    },
                ),
                migrations.CreateModel(
                    name='NationalReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='national_report', to='results.finalisationrun')),
                        ('code', models.CharField(max_length=20, unique=True)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('rendered_at', models.DateTimeField(null=True)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
            ],
        ),
    ]
