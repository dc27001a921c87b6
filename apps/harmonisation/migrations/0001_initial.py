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
        ('institutions', '0001_initial'),
        ('instruments', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='CalibrationRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibration_rounds', to='periods.evaluationperiod')),
                        ('name', models.CharField(max_length=120, verbose_name='nama putaran')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('opened_at', models.DateTimeField(null=True)),
                        ('closed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'name'), name='one_calibration_round_per_name'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='calibration_closes_after_it_opens')],
                        'triggers': [pgtrigger.compiler.Trigger(name='round_goes_on', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock(7311, NEW.id::int);\n    IF OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at\n       OR OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at\n       OR NEW.period_id <> OLD.period_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Putaran kalibrasi hanya dibuka dan ditutup satu kali.';\n    END IF;\n    IF OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL AND NOT EXISTS (\n        SELECT FROM harmonisation_calibrationitem item\n        JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id WHERE sheet.round_id = NEW.id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Putaran kalibrasi ini belum berisi contoh.';\n    END IF;\n    RETURN NEW;\n", hash='8cb0156cda7cb6778bd427362fe3dfbf04aff5cd', operation='UPDATE', pgid='pgtrigger_round_goes_on_b5435', table='harmonisation_calibrationround', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CalibrationSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='harmonisation.calibrationround')),
                        ('title', models.CharField(max_length=160, verbose_name='judul lembar contoh')),
                        ('context', models.TextField(blank=True, verbose_name='gambaran umum')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('round', 'title'), name='one_calibration_sheet_per_title')],
                        'triggers': [pgtrigger.compiler.Trigger(name='calibration_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE opened timestamptz;', func="\n    PERFORM pg_advisory_xact_lock_shared(7311, COALESCE(NEW.round_id, OLD.round_id)::int);\n    SELECT opened_at INTO opened FROM harmonisation_calibrationround\n        WHERE id = COALESCE(NEW.round_id, OLD.round_id);\n    \n    IF opened IS NOT NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Putaran kalibrasi ini sudah dibuka; contohnya tidak diubah lagi.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n\n", hash='b2a46eee05dd0f7da4a0fa2faa63a215abc32694', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_calibration_is_fixed_3b294', table='harmonisation_calibrationsheet', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CalibrationItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='harmonisation.calibrationsheet')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator', verbose_name='indikator')),
                        ('text', models.TextField(verbose_name='jawaban dan rujukan bukti')),
                        ('reference_level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat acuan')),
                        ('reason', models.TextField(verbose_name='alasan tingkat acuan')),
                    ],
                    options={
                        'ordering': ['sheet', 'indicator__number'],
                        'constraints': [models.UniqueConstraint(fields=('sheet', 'indicator'), name='one_calibration_item_per_indicator'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reference_level_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='calibration_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE opened timestamptz; row_round bigint;', func="\n    SELECT round_id INTO row_round FROM harmonisation_calibrationsheet\n        WHERE id = COALESCE(NEW.sheet_id, OLD.sheet_id);\n    PERFORM pg_advisory_xact_lock_shared(7311, row_round::int);\n    SELECT opened_at INTO opened FROM harmonisation_calibrationround WHERE id = row_round;\n    \n    IF opened IS NOT NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Putaran kalibrasi ini sudah dibuka; contohnya tidak diubah lagi.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n\n", hash='6fa93f8cd5b8fb938e5a25d56b116d593fa63090', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_calibration_is_fixed_c65fc', table='harmonisation_calibrationitem', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT instrument.scale_min, instrument.scale_max, instrument.scale_digits INTO scale\n        FROM harmonisation_calibrationsheet sheet\n        JOIN harmonisation_calibrationround round ON round.id = sheet.round_id\n        JOIN periods_evaluationperiod period ON period.id = round.period_id\n        JOIN instruments_instrument instrument ON instrument.id = period.instrument_id\n        JOIN instruments_indicator indicator ON indicator.instrument_id = instrument.id\n        WHERE sheet.id = NEW.sheet_id AND indicator.id = NEW.indicator_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.reference_level < scale.scale_min OR NEW.reference_level > scale.scale_max\n       OR round(NEW.reference_level, scale.scale_digits) <> NEW.reference_level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='0007aca7978ad8a03a1e15ef5c5999f8890c9324', operation='INSERT OR UPDATE', pgid='pgtrigger_level_gate_280d8', table='harmonisation_calibrationitem', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CalibrationLevel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='harmonisation.calibrationitem')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('item', 'assessor'), name='one_calibration_level_per_assessor')],
                        'triggers': [pgtrigger.compiler.Trigger(name='calibration_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_round bigint;', func="\n    SELECT sheet.round_id INTO row_round FROM harmonisation_calibrationitem item\n        JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id\n        WHERE item.id = COALESCE(NEW.item_id, OLD.item_id);\n    PERFORM pg_advisory_xact_lock_shared(7311, row_round::int);\n    IF NOT EXISTS (SELECT FROM harmonisation_calibrationround\n                   WHERE id = row_round AND opened_at IS NOT NULL AND closed_at IS NULL) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Putaran kalibrasi ini tidak sedang dibuka. Perubahan ini tidak disimpan.';\n    END IF;\n    IF EXISTS (SELECT FROM harmonisation_calibrationlock\n               WHERE round_id = row_round AND assessor_id = COALESCE(NEW.assessor_id, OLD.assessor_id)) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Penilaian contoh Anda sudah dikunci. Yang terkunci tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='9f997c99e7031fccf49d2132880551d20c471dc3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_calibration_gate_5b9e5', table='harmonisation_calibrationlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT instrument.scale_min, instrument.scale_max, instrument.scale_digits INTO scale\n        FROM harmonisation_calibrationitem item JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id\n        JOIN harmonisation_calibrationround round ON round.id = sheet.round_id\n        JOIN periods_evaluationperiod period ON period.id = round.period_id\n        JOIN instruments_instrument instrument ON instrument.id = period.instrument_id\n        JOIN instruments_indicator indicator ON indicator.instrument_id = instrument.id\n        WHERE item.id = NEW.item_id AND indicator.id = item.indicator_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='7f782c52f52ddc2f108697b2011edd22b4503e0e', operation='INSERT OR UPDATE', pgid='pgtrigger_level_gate_e602d', table='harmonisation_calibrationlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "harmonisation_calibrationlevelevent" ("assessor_id", "id", "item_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "updated_at", "version") VALUES (NEW."assessor_id", NEW."id", NEW."item_id", NEW."level", NOW(), \'created\', NEW."id", NEW."reason", NEW."updated_at", NEW."version"); RETURN NULL;', hash='1f29e3d7feb48be98575d776f792dd6462d552e7', operation='INSERT', pgid='pgtrigger_created_insert_40547', table='harmonisation_calibrationlevel', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "harmonisation_calibrationlevelevent" ("assessor_id", "id", "item_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "updated_at", "version") VALUES (NEW."assessor_id", NEW."id", NEW."item_id", NEW."level", NOW(), \'changed\', NEW."id", NEW."reason", NEW."updated_at", NEW."version"); RETURN NULL;', hash='a6c90ba104709616e709d6cc06b6dcc1338d1147', operation='UPDATE', pgid='pgtrigger_changed_update_62a1e', table='harmonisation_calibrationlevel', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='CalibrationLevelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='harmonisation.calibrationlevel')),
                        ('id', models.BigIntegerField()),
                        ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='harmonisation.calibrationitem')),
                        ('assessor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4207edd17b966eb699bff591b83d2ac2aba41e8d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e5e59', table='harmonisation_calibrationlevelevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CalibrationLock',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='harmonisation.calibrationround')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('round', 'assessor'), name='one_calibration_lock_per_assessor')],
                        'triggers': [pgtrigger.compiler.Trigger(name='calibration_lock', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock(7311, NEW.round_id::int);\n    IF NOT EXISTS (SELECT FROM harmonisation_calibrationround\n                   WHERE id = NEW.round_id AND opened_at IS NOT NULL AND closed_at IS NULL) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001', MESSAGE = 'Putaran kalibrasi ini tidak sedang dibuka.';\n    END IF;\n    IF EXISTS (SELECT FROM harmonisation_calibrationitem item\n               JOIN harmonisation_calibrationsheet sheet ON sheet.id = item.sheet_id\n               WHERE sheet.round_id = NEW.round_id AND NOT EXISTS (\n                   SELECT FROM harmonisation_calibrationlevel said\n                   WHERE said.item_id = item.id AND said.assessor_id = NEW.assessor_id)) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Belum dapat dikunci: masih ada contoh yang belum Anda beri tingkat.';\n    END IF;\n    RETURN NEW;\n", hash='cbb8d5e717545dd650260c50ffb06604f19725ab', operation='INSERT', pgid='pgtrigger_calibration_lock_d3dd5', table='harmonisation_calibrationlock', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='16b55502a36afa35b65b1e2d87f26e18fddf5305', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2926b', table='harmonisation_calibrationlock', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d48d50c014ea93a5e90370b0c439b68eed03fe16', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_af3a2', table='harmonisation_calibrationlock', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_runs', to='periods.evaluationperiod')),
                        ('content_sha256', models.CharField(max_length=64)),
                        ('seed', models.BigIntegerField()),
                        ('draws', models.PositiveIntegerField()),
                        ('evaluations', models.PositiveIntegerField()),
                        ('judgements', models.PositiveIntegerField()),
                        ('computed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'content_sha256', 'draws'), name='one_agreement_run_per_content')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='903488d4788ca1091b3173ff9300e4c299d4ddf0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a26c', table='harmonisation_agreementrun', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='6109f7ba3593965c036a8f2e10c3b81a1de26133', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_7005c', table='harmonisation_agreementrun', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='harmonisation.agreementrun')),
                        ('measure', models.CharField(choices=[('same', 'Tingkat sama'), ('kappa', 'Kappa berbobot kuadrat'), ('alpha', 'Alpha Krippendorff (ordinal)'), ('icc', 'Keandalan rata-rata tim, ICC(1,k)'), ('severity', 'Kecenderungan'), ('outlier', 'Skor z kokoh')], max_length=10)),
                        ('indicator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('university', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.university')),
                        ('assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('value', models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                        ('low', models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                        ('high', models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                        ('units', models.PositiveIntegerField()),
                        ('component', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('run', 'measure', 'indicator', 'university', 'assessor'), name='one_figure_per_measure_and_subject', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('high__isnull', True), ('low__isnull', True)), ('low__lte', models.F('high')), _connector='OR'), name='interval_has_two_ends')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1fe08ca148f7d050091a4c9af78c08c893270df2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_81e6c', table='harmonisation_agreementfigure', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='38b518020c0c8ecd808f3a93730166d43658c75d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_ecb19', table='harmonisation_agreementfigure', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='FigureNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('figure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='harmonisation.agreementfigure')),
                        ('text', models.TextField(verbose_name='catatan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='figure_note_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='00de595d60e0c553073951d47a84d2e4085c3ff7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aabbb', table='harmonisation_figurenote', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='5f326bc54897a2d8409e39000abbb10b5422392f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_10ade', table='harmonisation_figurenote', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
