import apps.common.tables
import django.core.validators
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
        ('instruments', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='QualityBound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_bounds', to='periods.evaluationperiod')),
                        ('kind', models.CharField(choices=[('disagreement', 'Asesor berbeda jauh'), ('severity', 'Kecenderungan asesor'), ('outlier', 'Tingkat menyimpang'), ('jump', 'Lompatan indeks'), ('level_jump', 'Lompatan tingkat'), ('own', 'Mandiri dan hasil akhir'), ('floor', 'Dekat batas predikat')], max_length=20)),
                        ('bound', models.DecimalField(decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0)])),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'kind'), name='one_quality_bound_per_kind'), models.CheckConstraint(condition=models.Q(('bound__isnull', True), ('bound__gte', 0), _connector='OR'), name='quality_bound_is_a_size')],
                    },
                ),
                migrations.CreateModel(
                    name='QualityRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quality_runs', to='periods.evaluationperiod')),
                        ('ledger_upto', models.BigIntegerField()),
                        ('signals', models.PositiveIntegerField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4cfc3512621c2fa1354722e93582dbade70d9e6a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9d2c6', table='quality_qualityrun', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f8c747bf355dee6325645e53c29c8992aca37485', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_35dad', table='quality_qualityrun', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='QualitySignal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quality_signals', to='periods.evaluationperiod')),
                        ('kind', models.CharField(choices=[('disagreement', 'Asesor berbeda jauh'), ('severity', 'Kecenderungan asesor'), ('outlier', 'Tingkat menyimpang'), ('jump', 'Lompatan indeks'), ('level_jump', 'Lompatan tingkat'), ('own', 'Mandiri dan hasil akhir'), ('floor', 'Dekat batas predikat')], max_length=20)),
                        ('evaluation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('before', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ('after', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ('value', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('remark', models.CharField(blank=True, max_length=200)),
                        ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['period', 'kind'], name='standing_quality_signals')],
                        'constraints': [models.UniqueConstraint(fields=('period', 'kind', 'evaluation', 'indicator', 'assessor', 'before', 'after', 'value', 'remark'), name='one_quality_signal_per_figures', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('evaluation__isnull', False), ('assessor__isnull', False), _connector='OR'), name='quality_signal_is_of_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.indicator_id IS DISTINCT FROM OLD.indicator_id OR NEW.assessor_id IS DISTINCT FROM OLD.assessor_id OR NEW.before IS DISTINCT FROM OLD.before OR NEW.after IS DISTINCT FROM OLD.after OR NEW.value IS DISTINCT FROM OLD.value OR NEW.remark IS DISTINCT FROM OLD.remark OR NEW.found_at IS DISTINCT FROM OLD.found_at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='858571c513f39305bc438d1aa8793c5264fd435c', operation='UPDATE OF "period_id", "kind", "evaluation_id", "indicator_id", "assessor_id", "before", "after", "value", "remark", "found_at"', pgid='pgtrigger_written_once_2badb', table='quality_qualitysignal', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='27e63fa47d80784a0aee0b33b6cd229910f1a794', operation='DELETE', pgid='pgtrigger_never_deleted_daee9', table='quality_qualitysignal', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='84950a23763b7fdd3da12b4b33350a1b3d11bb5b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a445e', table='quality_qualitysignal', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='QualityNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('signal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='quality.qualitysignal')),
                        ('text', models.TextField(verbose_name='catatan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='quality_note_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7985ccb80bf97ce10864e829dafe1f8fdffd4220', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8c178', table='quality_qualitynote', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='8d75a88590ec129529d8f3d34e99a5a52eb7d000', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_1c4fe', table='quality_qualitynote', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
