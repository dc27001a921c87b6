import apps.common.triggers
import django.db.models.deletion
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
        ('instruments', '0001_initial'),
        ('jobs', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FinalisationRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='periods.evaluationperiod')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('computing', 'Dihitung'), ('computed', 'Selesai dihitung'), ('replaced', 'Digantikan')], default='computing', max_length=10)),
                ('content_sha256', models.CharField(blank=True, max_length=64)),
                ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('computed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('period', 'number'), name='one_run_per_number'), models.UniqueConstraint(condition=models.Q(('state', 'replaced'), _negated=True), fields=('period',), name='one_living_run_per_period')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='results.finalisationrun')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='evaluations.evaluation')),
                ('numerator', models.BigIntegerField()),
                ('denominator', models.BigIntegerField()),
                ('stated', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='indeks')),
                ('predikat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.predikatband')),
            ],
            options={
                'ordering': ['evaluation__institution__code'],
                'constraints': [models.UniqueConstraint(fields=('run', 'evaluation'), name='one_result_per_evaluation_and_run'), models.CheckConstraint(condition=models.Q(('stated', models.Func(models.F('numerator'), models.F('denominator'), output_field=models.DecimalField(decimal_places=2, max_digits=5), template='(floor((200::numeric * numerator + denominator) / (2::numeric * denominator)) / 100)'))), name='stated_is_the_fraction_rounded_once')],
            },
        ),
        migrations.CreateModel(
            name='ResultPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='results.result')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                ('numerator', models.BigIntegerField()),
                ('denominator', models.BigIntegerField()),
                ('stated', models.DecimalField(decimal_places=2, max_digits=5)),
            ],
            options={
                'ordering': ['part__kind', 'part__number'],
                'constraints': [models.UniqueConstraint(fields=('result', 'part'), name='one_figure_per_part')],
            },
        ),
        migrations.CreateModel(
            name='PeriodAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agencies', to='periods.evaluationperiod')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.agency')),
            ],
            options={
                'ordering': ['agency'],
                'constraints': [models.UniqueConstraint(fields=('period', 'agency'), name='one_vote_per_agency_and_period')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='results.finalisationrun')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.agency')),
                ('content_sha256', models.CharField(max_length=64)),
                ('choice', models.CharField(choices=[('agree', 'Setuju'), ('dissent', 'Tidak setuju')], max_length=10)),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(fields=('run', 'agency'), name='one_vote_per_agency'), models.CheckConstraint(condition=models.Q(('choice', 'agree'), models.Q(('note', ''), _negated=True), _connector='OR'), name='dissent_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1999ad1380bec19f2f8c108874dc1c7da67be350', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_42931', table='results_vote', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ed0458a2364a73669c52da781abc6d0b51457197', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5f18a', table='results_vote', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='periods.evaluationperiod')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='results.finalisationrun')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c0b0396af627df967d0694129789db5fe1e29b30', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_37a1d', table='results_publication', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='86a0d909b7da11a624b872765772d356103df23f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_66d80', table='results_publication', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ImportedResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imported_results', to='institutions.institution')),
                ('label', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('kind', models.CharField(choices=[('resmi', 'Hasil resmi'), ('mandiri', 'Penilaian sendiri')], max_length=10)),
                ('index', models.DecimalField(decimal_places=2, max_digits=5)),
                ('printed', models.CharField(max_length=20)),
                ('predikat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.predikatband')),
                ('source', models.TextField()),
                ('remark', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['label', 'year'],
                'constraints': [models.UniqueConstraint(fields=('label', 'year', 'kind'), name='one_imported_figure_per_year')],
            },
        ),
        migrations.CreateModel(
            name='ImportedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='results.importedresult')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                ('index', models.DecimalField(decimal_places=2, max_digits=5)),
            ],
            options={
                'ordering': ['part__number'],
                'constraints': [models.UniqueConstraint(fields=('result', 'part'), name='one_imported_figure_per_part')],
            },
        ),
        apps.common.triggers.InstallTriggers(
        ),
    ]
