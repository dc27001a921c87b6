import apps.common.tables
import django.contrib.postgres.fields
import django.db.models.deletion
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
                    name='Instrument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=20, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('legal_basis', models.TextField()),
                        ('subject_short', models.CharField(max_length=40)),
                        ('subject_name', models.CharField(max_length=120)),
                        ('regulation_title', models.TextField()),
                        ('regulation_gazette', models.CharField(max_length=120)),
                        ('years', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                        ('scale_kind', models.CharField(choices=[('integer', 'bilangan bulat'), ('decimal', 'desimal')], max_length=10)),
                        ('scale_min', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('scale_max', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('scale_digits', models.PositiveSmallIntegerField(default=0)),
                        ('target_level', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('target_index', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('wording', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['-code'],
                    },
                ),
                migrations.CreateModel(
                    name='LevelName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='level_names', to='instruments.instrument')),
                        ('capability', models.CharField(choices=[('process', 'Kapabilitas proses'), ('service', 'Kapabilitas layanan')], max_length=10)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=60)),
                    ],
                    options={
                        'ordering': ['capability', 'level'],
                        'constraints': [models.UniqueConstraint(fields=('instrument', 'capability', 'level'), name='one_name_per_level')],
                    },
                ),
                migrations.CreateModel(
                    name='PredikatBand',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='instruments.instrument')),
                        ('name', models.CharField(max_length=40)),
                        ('slug', models.SlugField(max_length=40)),
                        ('floor', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('position', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['-floor'],
                        'constraints': [models.UniqueConstraint(fields=('instrument', 'slug'), name='one_band_per_predikat'), models.UniqueConstraint(fields=('instrument', 'floor'), name='one_band_per_floor')],
                    },
                ),
                migrations.CreateModel(
                    name='Part',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='instruments.instrument')),
                        ('kind', models.CharField(max_length=20)),
                        ('number', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=200)),
                        ('weight', models.DecimalField(decimal_places=3, max_digits=6)),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='instruments.part')),
                        ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                    ],
                    options={
                        'ordering': ['kind', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('instrument', 'kind', 'number'), name='one_part_per_number'), models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='part_weighs_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='instruments.instrument')),
                        ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='instruments.part')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=300)),
                        ('full_name', models.CharField(max_length=300)),
                        ('weight', models.DecimalField(decimal_places=3, max_digits=6)),
                        ('capability', models.CharField(choices=[('process', 'Kapabilitas proses'), ('service', 'Kapabilitas layanan')], max_length=10)),
                        ('question', models.TextField()),
                        ('explanation', models.TextField()),
                        ('note', models.TextField(blank=True)),
                        ('external_index', models.CharField(blank=True, max_length=200)),
                        ('names_service', models.BooleanField(default=False)),
                        ('is_cumulative', models.BooleanField(default=True)),
                        ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None)),
                    ],
                    options={
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='one_indicator_per_number'), models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='indicator_weighs_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='instruments.indicator')),
                        ('level', models.PositiveSmallIntegerField()),
                        ('text', models.TextField()),
                        ('evidence', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['level'],
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'level'), name='one_criterion_per_level')],
                    },
                ),
                migrations.CreateModel(
                    name='Crosswalk',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='later_links', to='instruments.indicator')),
                        ('later', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_links', to='instruments.indicator')),
                        ('kind', models.CharField(choices=[('same', 'pokok yang dinilai sama'), ('partial', 'sebagian pokoknya sama')], max_length=10)),
                        ('on_2021_slide', models.BooleanField(default=False)),
                        ('note', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['earlier__number', 'later__number'],
                        'constraints': [models.UniqueConstraint(fields=('earlier', 'later'), name='one_link_per_pair')],
                    },
                ),
                migrations.CreateModel(
                    name='InstrumentChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='instruments.instrument')),
                        ('later', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='instruments.instrument')),
                        ('dropped', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                        ('new', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                        ('note', models.TextField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('earlier', 'later'), name='one_change_per_step')],
                    },
                ),
                migrations.CreateModel(
                    name='Erratum',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='errata', to='instruments.indicator')),
                        ('field', models.CharField(max_length=30)),
                        ('old', models.TextField()),
                        ('new', models.TextField()),
                        ('reason', models.TextField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'ordering': ['at'],
                    },
                ),
            ],
        ),
    ]
