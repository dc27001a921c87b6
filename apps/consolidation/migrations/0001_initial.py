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
        ('evaluations', '0001_initial'),
        ('instruments', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Settlement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat')),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['indicator__number'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_settlement_per_indicator'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='settlement_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('consolidation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='b35b0fe5b8e09bfe3cb6b31830ca51a293f76288', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_bf6b1', table='consolidation_settlement', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='b5cd4b5f0d4b72e390e4e08d4a952cd7579c3b19', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_e52cd', table='consolidation_settlement', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_asked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (SELECT external_index <> '' FROM instruments_indicator WHERE id = NEW.indicator_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Tingkat indikator ini diambil dari indeks instansi lain, jadi tidak diisi atau dinilai di sini.';\n    END IF;\n    RETURN NEW;\n", hash='589399965532b59d4c09574b5e4e0dac7499cd90', operation='INSERT OR UPDATE', pgid='pgtrigger_only_asked_d8d8c', table='consolidation_settlement', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consolidation_settlementevent" ("at", "by_id", "evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (NEW."at", NEW."by_id", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'created\', NEW."id", NEW."reason", NEW."version"); RETURN NULL;', hash='8b78feda0ef2a30d4433ba8ba41e48b7cf6c67e8', operation='INSERT', pgid='pgtrigger_created_insert_d007f', table='consolidation_settlement', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consolidation_settlementevent" ("at", "by_id", "evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (NEW."at", NEW."by_id", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'changed\', NEW."id", NEW."reason", NEW."version"); RETURN NULL;', hash='84fcb7cb35acf1d774876bdc21631b76623ca101', operation='UPDATE', pgid='pgtrigger_changed_update_58511', table='consolidation_settlement', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='SettlementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consolidation.settlement')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat')),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='93c4b481e85959b5fea4d60e7c5c8adec1723353', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d8c35', table='consolidation_settlementevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='evaluations.evaluation')),
                        ('decision', models.CharField(choices=[('accepted', 'Diterima'), ('returned', 'Dikembalikan')], max_length=10)),
                        ('remark', models.TextField(blank=True, verbose_name='catatan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('decision', 'accepted'), models.Q(('remark', ''), _negated=True), _connector='OR'), name='returned_review_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='3002a181d3c18b4e396fc0e40153d804e6739285', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_83810', table='consolidation_review', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d5651720d358ba56be42c173dd57bd39e6868bb4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_110a9', table='consolidation_review', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='75b77e6a882e34444d61e7d390b88d405779a23a', operation='INSERT', pgid='pgtrigger_waits_for_seals_0420f', table='consolidation_review', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_points', to='evaluations.evaluation')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='consolidation.review')),
                        ('indicator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('part', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.part')),
                        ('text', models.TextField(verbose_name='catatan')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('indicator__isnull', True), ('part__isnull', False)), models.Q(('indicator__isnull', False), ('part__isnull', True)), _connector='OR'), name='review_point_has_one_subject'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='review_point_says_what')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c4364b90d48733f1bbf486832800924859032f28', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5405a', table='consolidation_reviewpoint', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='8b88de52e5a4122aa89396c83926cc72bc60456e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_94d08', table='consolidation_reviewpoint', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='6656d0973cb21d02159a6f7a483f32e34f861669', operation='INSERT', pgid='pgtrigger_waits_for_seals_862ad', table='consolidation_reviewpoint', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_answers', to='evaluations.evaluation')),
                        ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consolidation.reviewpoint')),
                        ('text', models.TextField(verbose_name='tanggapan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='review_answer_says_what')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a3e90fd104a075e06f70752687e53b39d5a37d24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6b2e0', table='consolidation_reviewanswer', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='fe47cadcd4fded9a18b9430d9bab0bb171fceb10', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f1292', table='consolidation_reviewanswer', when='BEFORE')), pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('consolidation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='260bc745037c94e4ceada027efd44d02d2115a16', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_ab393', table='consolidation_reviewanswer', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
