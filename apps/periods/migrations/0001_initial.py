import apps.common.tables
import apps.rules.locus
import django.contrib.postgres.fields
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
        ('institutions', '0001_initial'),
        ('instruments', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
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
                        ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='periods.evaluationperiod')),
                        ('objection_days', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='masa sanggah (hari)')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-year', '-pk'],
                        'permissions': [('run_period', 'Menjalankan periode: jadwal, lokus, tim, perpanjangan'), ('finalise_period', 'Menjalankan finalisasi dan menyusun keputusan'), ('vote_on_results', 'Memberi suara atas hasil akhir'), ('audit_period', 'Membaca periode yang telah terbit beserta jejaknya')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('simulation_label', ''), ('simulation_label__startswith', 'SIMULASI'), _connector='OR'), name='simulation_label_says_simulation'), models.CheckConstraint(condition=models.Q(('visit_drawn_percent', 0), models.Q(('visit_drawn_percent__gt', 0), ('visit_drawn_percent__lte', 100), models.Q(('visit_seed', ''), _negated=True)), _connector='OR'), name='visits_are_drawn_with_a_seed'), models.UniqueConstraint(condition=models.Q(('simulation_label', '')), fields=('year',), name='one_official_period_per_year')],
                        'triggers': [pgtrigger.compiler.Trigger(name='mark_stays_once_opened', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'running\', \'published\') AND (OLD."simulation_label" IS DISTINCT FROM (NEW."simulation_label") OR OLD."instrument_id" IS DISTINCT FROM (NEW."instrument_id") OR OLD."year" IS DISTINCT FROM (NEW."year")))', func="\n    RAISE EXCEPTION USING ERRCODE = 'SP004',\n        MESSAGE = 'Periode ini sudah dibuka: tanda simulasi, instrumen, dan tahunnya tidak dapat diubah.';\n", hash='9786a69c1176346f5cb92a2a51716c2bdf1783d3', operation='UPDATE OF "simulation_label", "instrument_id", "year"', pgid='pgtrigger_mark_stays_once_opened_f7b76', table='periods_evaluationperiod', when='BEFORE')), pgtrigger.compiler.Trigger(name='opens_when_ready', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'running\' AND OLD."state" = \'preparation\')', func="IF (SELECT coalesce(sum(weight), 0) FROM instruments_indicator WHERE instrument_id = NEW.instrument_id) <> 100 THEN RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Periode belum dapat dibuka. Bobot indikator instrumen tidak berjumlah 100.'; END IF;\nIF NOT EXISTS (\n        SELECT FROM evaluations_evaluation WHERE period_id = NEW.id AND track <> 'not_assessed') THEN RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Periode belum dapat dibuka. Belum ada instansi yang dinilai.'; END IF;\nIF EXISTS (\n        SELECT FROM (SELECT DISTINCT batch FROM evaluations_evaluation WHERE period_id = NEW.id) batches\n        CROSS JOIN unnest(ARRAY['self_assessment', 'desk_review', 'interview', 'visitation', 'consolidation', 'review']) AS needed (stage)\n        WHERE NOT EXISTS (\n            SELECT FROM periods_stagewindow own\n            WHERE own.period_id = NEW.id AND own.stage = needed.stage AND own.batch IN (0, batches.batch))) THEN RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Periode belum dapat dibuka. Ada tahap yang belum berjadwal.'; END IF;\nIF NEW.simulation_label = '' AND EXISTS (\n        SELECT FROM institutions_institution one\n        WHERE coalesce(one.valid_to, 'infinity') >= (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date AND coalesce(one.valid_from, '-infinity') <= (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date\n          AND NOT EXISTS (\n              SELECT FROM evaluations_evaluation WHERE period_id = NEW.id AND institution_id = one.id)) THEN RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Periode belum dapat dibuka. Ada instansi yang belum punya jalur.'; END IF;\nIF EXISTS (\n        SELECT FROM evaluations_evaluation one\n        LEFT JOIN evaluations_teammember member ON member.team_id = one.team_id\n        WHERE one.period_id = NEW.id AND one.track <> 'not_assessed'\n        GROUP BY one.id\n        HAVING count(member.id) < NEW.assessors_per_team OR NOT coalesce(bool_or(member.is_lead), false)) THEN RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Periode belum dapat dibuka. Ada instansi yang timnya belum lengkap.'; END IF;\nRETURN NEW;", hash='dac95ae09de46d82a6ab9ed599d185e909334e3c', operation='UPDATE OF "state"', pgid='pgtrigger_opens_when_ready_47e94', table='periods_evaluationperiod', when='BEFORE'))],
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
                migrations.CreateModel(
                    name='LocusRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locus_rules', to='periods.evaluationperiod')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=60, verbose_name='sebutan')),
                        ('condition', models.CharField(choices=[('no_index', 'belum punya indeks'), ('index_below', 'indeks terakhir di bawah batas'), ('applied', 'mengajukan permohonan'), ('otherwise', 'selebihnya')], max_length=20, verbose_name='berlaku bagi yang')),
                        ('limit', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='batas indeks')),
                        ('track', models.CharField(choices=[('evaluation', 'Evaluasi'), ('monitoring', 'Pemantauan'), ('not_assessed', 'Tidak dinilai')], max_length=20, verbose_name='jalur')),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'position'), name='one_locus_rule_per_position'), models.CheckConstraint(condition=models.Q(models.Q(('condition', apps.rules.locus.Condition['INDEX_BELOW']), ('limit__isnull', False)), models.Q(models.Q(('condition', apps.rules.locus.Condition['INDEX_BELOW']), _negated=True), ('limit__isnull', True)), _connector='OR'), name='only_a_rule_about_the_index_has_a_limit')],
                    },
                ),
                migrations.CreateModel(
                    name='LocusApplication',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locus_applications', to='periods.evaluationperiod')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', verbose_name='instansi')),
                        ('letter', models.CharField(max_length=120, verbose_name='nomor surat')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['institution__code'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'institution'), name='one_application_per_institution')],
                    },
                ),
                migrations.CreateModel(
                    name='LocusDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='locus_decisions', to='periods.evaluationperiod')),
                        ('means', models.CharField(choices=[('rules', 'Menurut aturan'), ('draw', 'Menurut undian'), ('list', 'Menurut daftar'), ('category', 'Menurut kategori'), ('hand', 'Dengan tangan')], max_length=10)),
                        ('rules', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                        ('seed', models.CharField(blank=True, max_length=60, verbose_name='benih')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('means', 'draw'), _negated=True), models.Q(('seed', ''), _negated=True), _connector='OR'), name='a_draw_has_a_seed'), models.CheckConstraint(condition=models.Q(models.Q(('means__in', ['rules', 'draw']), _negated=True), ('rules__len__gt', 0), _connector='OR'), name='a_rule_is_kept_with_its_decision')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ddb6e9b939b19ec20e1c174d0013cbb788a9c04e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_948f7', table='periods_locusdecision', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='051f76be3088969cd97de73083b08d731b1f1a62', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bf42d', table='periods_locusdecision', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='LocusLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='periods.locusdecision')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                        ('track', models.CharField(choices=[('evaluation', 'Evaluasi'), ('monitoring', 'Pemantauan'), ('not_assessed', 'Tidak dinilai')], max_length=20)),
                        ('batch', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['institution__code'],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'institution'), name='one_line_per_decision')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b3a7b1cc4305965a8094dde2f699d8d49e67e1d5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab63e', table='periods_locusline', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='76945d737c25e18df58e108bf7730d6291c8b501', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d5d5a', table='periods_locusline', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
