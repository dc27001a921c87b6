import apps.common.triggers
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('instruments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EvaluationPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='instruments.instrument')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='nama periode')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('state', models.CharField(choices=[('preparation', 'Persiapan'), ('running', 'Berjalan'), ('published', 'Terbit')], default='preparation', max_length=20)),
                ('simulation_label', models.CharField(blank=True, help_text='Kosong berarti periode resmi. Tanda ini tercetak pada setiap halaman, PDF, dan ekspor.', max_length=60, verbose_name='tanda simulasi')),
                ('levels_are_public', models.BooleanField(default=False, verbose_name='tingkat per indikator dibuka untuk umum')),
                ('assessors_per_team', models.PositiveSmallIntegerField(default=2, verbose_name='asesor per tim')),
                ('assessor_capacity', models.PositiveSmallIntegerField(default=9, verbose_name='instansi per asesor')),
                ('conflict_same_province', models.BooleanField(default=True, verbose_name='asesor tidak menilai instansi di provinsinya')),
                ('conflict_alumni_counts', models.BooleanField(default=False, verbose_name='alumni terhitung benturan kepentingan')),
                ('votes_required', models.PositiveSmallIntegerField(default=1, verbose_name='kuorum suara')),
                ('desk_review_shown', models.CharField(choices=[('closed', 'Sejak tahapnya ditutup'), ('published', 'Sejak hasil terbit'), ('never', 'Tidak dibuka')], default='closed', max_length=10, verbose_name='kata penilaian dokumen')),
                ('interview_shown', models.CharField(choices=[('closed', 'Sejak tahapnya ditutup'), ('published', 'Sejak hasil terbit'), ('never', 'Tidak dibuka')], default='closed', max_length=10, verbose_name='kata interviu')),
                ('visitation_shown', models.CharField(choices=[('closed', 'Sejak tahapnya ditutup'), ('published', 'Sejak hasil terbit'), ('never', 'Tidak dibuka')], default='closed', max_length=10, verbose_name='kata visitasi')),
                ('consolidation_shown', models.CharField(choices=[('closed', 'Sejak tahapnya ditutup'), ('published', 'Sejak hasil terbit'), ('never', 'Tidak dibuka')], default='published', max_length=10, verbose_name='kata konsolidasi dan koreksi')),
                ('visit_jump', models.DecimalField(blank=True, decimal_places=2, default=Decimal('1.00'), max_digits=4, null=True, verbose_name='visitasi: lompatan terhadap tahun lalu')),
                ('visit_gap', models.DecimalField(blank=True, decimal_places=2, default=Decimal('1.00'), max_digits=4, null=True, verbose_name='visitasi: selisih mandiri dan dokumen')),
                ('visit_near_floor', models.DecimalField(blank=True, decimal_places=2, default=Decimal('0.05'), max_digits=4, null=True, verbose_name='visitasi: jarak ke batas predikat')),
                ('visit_award_places', models.PositiveSmallIntegerField(blank=True, default=3, null=True, verbose_name='visitasi: calon penghargaan tiap kategori')),
                ('visit_drawn_percent', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=5, verbose_name='visitasi: bagian yang diundi (%)')),
                ('visit_seed', models.CharField(blank=True, max_length=60, verbose_name='visitasi: benih undian')),
                ('objection_days', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='masa sanggah (hari)')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-year', '-pk'],
                'permissions': [('run_period', 'Menjalankan periode: jadwal, lokus, tim, perpanjangan'), ('finalise_period', 'Menjalankan finalisasi dan menyusun keputusan'), ('vote_on_results', 'Memberi suara atas hasil akhir'), ('audit_period', 'Membaca periode yang telah terbit beserta jejaknya')],
                'constraints': [models.CheckConstraint(condition=models.Q(('simulation_label', ''), ('simulation_label__startswith', 'SIMULASI'), _connector='OR'), name='simulation_label_says_simulation'), models.CheckConstraint(condition=models.Q(('visit_drawn_percent', 0), models.Q(('visit_drawn_percent__gt', 0), ('visit_drawn_percent__lte', 100), models.Q(('visit_seed', ''), _negated=True)), _connector='OR'), name='visits_are_drawn_with_a_seed'), models.UniqueConstraint(condition=models.Q(('simulation_label', '')), fields=('year',), name='one_official_period_per_year')],
                'triggers': [pgtrigger.compiler.Trigger(name='mark_stays_once_opened', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'running\', \'published\') AND (OLD."simulation_label" IS DISTINCT FROM (NEW."simulation_label") OR OLD."instrument_id" IS DISTINCT FROM (NEW."instrument_id") OR OLD."year" IS DISTINCT FROM (NEW."year")))', func="\n    RAISE EXCEPTION USING ERRCODE = 'SP004',\n        MESSAGE = 'Periode ini sudah dibuka: tanda simulasi, instrumen, dan tahunnya tidak dapat diubah.';\n", hash='9786a69c1176346f5cb92a2a51716c2bdf1783d3', operation='UPDATE OF "simulation_label", "instrument_id", "year"', pgid='pgtrigger_mark_stays_once_opened_f7b76', table='periods_evaluationperiod', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StageWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='periods.evaluationperiod')),
                ('stage', models.CharField(choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu')], max_length=20)),
                ('batch', models.PositiveSmallIntegerField(default=0, verbose_name='gelombang')),
                ('opens_at', models.DateTimeField(verbose_name='dibuka')),
                ('closes_at', models.DateTimeField(verbose_name='ditutup')),
            ],
            options={
                'ordering': ['opens_at', 'batch'],
                'constraints': [models.UniqueConstraint(fields=('period', 'stage', 'batch'), name='one_window_per_stage_and_batch'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='window_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ScheduleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedule_changes', to='periods.evaluationperiod')),
                ('stage', models.CharField(choices=[('self_assessment', 'Penilaian mandiri'), ('desk_review', 'Penilaian dokumen'), ('interview', 'Interviu'), ('visitation', 'Visitasi'), ('consolidation', 'Konsolidasi'), ('review', 'Reviu')], max_length=20)),
                ('batch', models.PositiveSmallIntegerField(default=0)),
                ('opens_before', models.DateTimeField(null=True)),
                ('closes_before', models.DateTimeField(null=True)),
                ('opens_after', models.DateTimeField(null=True)),
                ('closes_after', models.DateTimeField(null=True)),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='0c594289dbc20a81d02a66ce9633408d7718b861', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f5a61', table='periods_schedulechange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7c75d3a24f11e0ecdf2a7b247a46dc01d8448adf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a5275', table='periods_schedulechange', when='BEFORE'))],
            },
        ),
        apps.common.triggers.InstallTriggers(
        ),
    ]
