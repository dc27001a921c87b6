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
        ('self_assessment', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Judgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to=settings.AUTH_USER_MODEL)),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan')),
                        ('question', models.TextField(blank=True, verbose_name='pertanyaan untuk interviu')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['indicator__number'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator', 'assessor'), name='one_judgement_per_assessor')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('desk_review')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='e7a7888fc807a82fb407d5e3275008d598dc0e02', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_6b4e0', table='desk_review_judgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='c080a9db80d7cd97f52e2f13bc2cd72af06ff169', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_d8658', table='desk_review_judgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='unexplained_level', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.level IS NOT NULL AND btrim(NEW.reason) = '' AND NEW.level IS DISTINCT FROM (\n        SELECT level FROM evaluations_ledgerlevel\n        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id\n          AND stage = 'self_assessment'\n        ORDER BY revision DESC LIMIT 1\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Tingkat ini berbeda dari tingkat instansi: tuliskan alasannya.';\n    END IF;\n    RETURN NEW;\n", hash='da6c10f06a0ab53d550af0b43e67249c847061aa', operation='INSERT OR UPDATE OF "level", "reason"', pgid='pgtrigger_unexplained_level_63317', table='desk_review_judgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='judgement_lock', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, COALESCE(NEW.evaluation_id, OLD.evaluation_id)::int);\n    IF EXISTS (\n        SELECT FROM desk_review_judgementlock locked\n        WHERE locked.evaluation_id = COALESCE(NEW.evaluation_id, OLD.evaluation_id)\n          AND locked.assessor_id IN (NEW.assessor_id, OLD.assessor_id)\n          AND NOT EXISTS (SELECT FROM desk_review_locklift lift WHERE lift.lock_id = locked.id)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Penilaian Anda sudah dikunci. Yang terkunci tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='2ce159721a05ec3638e630b969b48342803aef8c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_judgement_lock_34446', table='desk_review_judgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='seated', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM evaluations_evaluation assessed\n        JOIN evaluations_teammember seat ON seat.team_id = assessed.team_id\n        WHERE assessed.id = NEW.evaluation_id AND seat.user_id = NEW.assessor_id\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Anda tidak lagi menilai instansi ini. Perubahan ini tidak disimpan.';\n    END IF;\n    RETURN NEW;\n", hash='a3fec219714e402808e80b2644cd5ee20e7dd506', operation='UPDATE OF "level", "reason", "question"', pgid='pgtrigger_seated_035af', table='desk_review_judgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_asked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (SELECT external_index <> '' FROM instruments_indicator WHERE id = NEW.indicator_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Tingkat indikator ini diambil dari indeks instansi lain, jadi tidak diisi atau dinilai di sini.';\n    END IF;\n    RETURN NEW;\n", hash='52ad61c5404f5758e62250b86180cc506293f313', operation='INSERT OR UPDATE', pgid='pgtrigger_only_asked_f1001', table='desk_review_judgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "desk_review_judgementevent" ("assessor_id", "evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reason", "updated_at", "version") VALUES (NEW."assessor_id", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'created\', NEW."id", NEW."question", NEW."reason", NEW."updated_at", NEW."version"); RETURN NULL;', hash='f4313ae4cc19621a926534b2b6e2851f3df9d9df', operation='INSERT', pgid='pgtrigger_created_insert_ea7ab', table='desk_review_judgement', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "desk_review_judgementevent" ("assessor_id", "evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reason", "updated_at", "version") VALUES (NEW."assessor_id", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'changed\', NEW."id", NEW."question", NEW."reason", NEW."updated_at", NEW."version"); RETURN NULL;', hash='eebd8e82c546bd52bfaf58e5511f34dbd1ae0703', operation='UPDATE', pgid='pgtrigger_changed_update_67c43', table='desk_review_judgement', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='JudgementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='desk_review.judgement')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                        ('assessor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan')),
                        ('question', models.TextField(blank=True, verbose_name='pertanyaan untuk interviu')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b0ddfcaad93d4914eaff22863a8c4ce71e32a0a3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c6f4a', table='desk_review_judgementevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EvidenceVerdict',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_verdicts', to='evaluations.evaluation')),
                        ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='self_assessment.evidence')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('verdict', models.CharField(blank=True, choices=[('accepted', 'Diterima'), ('irrelevant', 'Tidak relevan'), ('unreadable', 'Tidak terbaca'), ('insufficient', 'Kurang')], max_length=12, verbose_name='putusan')),
                        ('note', models.TextField(blank=True, verbose_name='catatan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['evidence_id'],
                        'constraints': [models.UniqueConstraint(fields=('evidence', 'assessor'), name='one_verdict_per_assessor'), models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'accepted', 'irrelevant', 'unreadable', 'insufficient'])), name='verdict_is_known')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('desk_review')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='2dc18381cca4e4ac4d54a4da70f8c07b5c9a9419', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_c4a85', table='desk_review_evidenceverdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='of_the_same_evaluation', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM self_assessment_evidence WHERE id = NEW.evidence_id AND evaluation_id = NEW.evaluation_id\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Bukti ini milik evaluasi lain.';\n    END IF;\n    RETURN NEW;\n", hash='eef0bb8900462dca669f93098135200bd9b3830f', operation='INSERT OR UPDATE OF "evaluation_id", "evidence_id"', pgid='pgtrigger_of_the_same_evaluation_afafd', table='desk_review_evidenceverdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='judgement_lock', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, COALESCE(NEW.evaluation_id, OLD.evaluation_id)::int);\n    IF EXISTS (\n        SELECT FROM desk_review_judgementlock locked\n        WHERE locked.evaluation_id = COALESCE(NEW.evaluation_id, OLD.evaluation_id)\n          AND locked.assessor_id IN (NEW.assessor_id, OLD.assessor_id)\n          AND NOT EXISTS (SELECT FROM desk_review_locklift lift WHERE lift.lock_id = locked.id)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Penilaian Anda sudah dikunci. Yang terkunci tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='abab84c357ee5e3df903eb6438dd744a70543e81', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_judgement_lock_850fe', table='desk_review_evidenceverdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "desk_review_evidenceverdictevent" ("assessor_id", "evaluation_id", "evidence_id", "id", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "verdict", "version") VALUES (NEW."assessor_id", NEW."evaluation_id", NEW."evidence_id", NEW."id", NEW."note", NOW(), \'created\', NEW."id", NEW."updated_at", NEW."verdict", NEW."version"); RETURN NULL;', hash='fda44d3d3e1ee9d43549164067e011443a9197d4', operation='INSERT', pgid='pgtrigger_created_insert_7d741', table='desk_review_evidenceverdict', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "desk_review_evidenceverdictevent" ("assessor_id", "evaluation_id", "evidence_id", "id", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "verdict", "version") VALUES (NEW."assessor_id", NEW."evaluation_id", NEW."evidence_id", NEW."id", NEW."note", NOW(), \'changed\', NEW."id", NEW."updated_at", NEW."verdict", NEW."version"); RETURN NULL;', hash='28d257803f621502f980dba9c98124d3e2c28432', operation='UPDATE', pgid='pgtrigger_changed_update_bd933', table='desk_review_evidenceverdict', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='EvidenceVerdictEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='desk_review.evidenceverdict')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('evidence', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='self_assessment.evidence')),
                        ('assessor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('verdict', models.CharField(blank=True, choices=[('accepted', 'Diterima'), ('irrelevant', 'Tidak relevan'), ('unreadable', 'Tidak terbaca'), ('insufficient', 'Kurang')], max_length=12, verbose_name='putusan')),
                        ('note', models.TextField(blank=True, verbose_name='catatan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a82888ddaaf423559e7f501e4d784eaf8420f6af', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_23170', table='desk_review_evidenceverdictevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='JudgementLock',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgement_locks', to='evaluations.evaluation')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('round', models.PositiveSmallIntegerField(db_default=1, default=1)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'assessor', 'round'), name='one_lock_per_assessor_and_round')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('desk_review')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='81d5ed5d230de9da2ad060d5f12196ede39878e3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_4a71b', table='desk_review_judgementlock', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='0fa36f0852cac8bc805d890783339808d2922312', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ecdcf', table='desk_review_judgementlock', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='7269a87808a527e8f81800350bd317c3a3745f7f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_be635', table='desk_review_judgementlock', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='LockLift',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluation')),
                        ('lock', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lift', to='desk_review.judgementlock')),
                        ('reopening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.reopening')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='0a02e5bd25e390dacd9f4465d6ea6b7024a7e33e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_07e5c', table='desk_review_locklift', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='da0f6934cfa657f843546b561ce45a417113f1f8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_453e6', table='desk_review_locklift', when='BEFORE')), pgtrigger.compiler.Trigger(name='lifted_by_approval', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int);\n    IF NOT EXISTS (\n        SELECT FROM desk_review_judgementlock locked\n        JOIN evaluations_reopening again ON again.evaluation_id = locked.evaluation_id\n        WHERE locked.id = NEW.lock_id AND locked.evaluation_id = NEW.evaluation_id AND again.id = NEW.reopening_id\n          AND again.is_approved AND again.decided_at >= locked.at\n          AND 'desk_review' = ANY(again.begun_anew)\n          AND (again.assessor_id IS NULL OR again.assessor_id = locked.assessor_id)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Penilaian yang terkunci hanya dibuka kembali dengan persetujuan dua orang.';\n    END IF;\n    IF EXISTS (SELECT FROM evaluations_reopening WHERE id = NEW.reopening_id AND assessor_id IS NOT NULL)\n       AND NOT EXISTS (\n        SELECT FROM evaluations_teammember seat\n        JOIN evaluations_evaluation assessed ON assessed.team_id = seat.team_id AND assessed.id = NEW.evaluation_id\n        WHERE NOT EXISTS (\n            SELECT FROM desk_review_judgementlock held\n            WHERE held.evaluation_id = NEW.evaluation_id AND held.assessor_id = seat.user_id\n              AND NOT EXISTS (SELECT FROM desk_review_locklift lift WHERE lift.lock_id = held.id))\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Seluruh tim sudah mengunci dan saling membaca penilaiannya; perbedaan diputus bersama.';\n    END IF;\n    RETURN NEW;\n", hash='76aa89b88ef1548c4054d5b4973f56a4406afcea', operation='INSERT', pgid='pgtrigger_lifted_by_approval_7fe51', table='desk_review_locklift', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AgreedLevel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreed_levels', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat')),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('is_by_lead', models.BooleanField(db_default=True, default=True)),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['indicator__number'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_agreed_level'), models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('by')), _negated=True), name='nobody_confirms_their_own_word'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='agreed_level_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('desk_review')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='234731ee2b46e138cb664ff61387218428ab63b5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_a0d1a', table='desk_review_agreedlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='7638da20563ace9355d600d60997141e9a6b6679', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_8cae2', table='desk_review_agreedlevel', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "desk_review_agreedlevelevent" ("at", "by_id", "confirmed_by_id", "evaluation_id", "id", "indicator_id", "is_by_lead", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (NEW."at", NEW."by_id", NEW."confirmed_by_id", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."is_by_lead", NEW."level", NOW(), \'created\', NEW."id", NEW."reason", NEW."version"); RETURN NULL;', hash='a24484e72deb59bf888bcf159aa523c777f701a2', operation='INSERT', pgid='pgtrigger_created_insert_6a80a', table='desk_review_agreedlevel', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "desk_review_agreedlevelevent" ("at", "by_id", "confirmed_by_id", "evaluation_id", "id", "indicator_id", "is_by_lead", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (NEW."at", NEW."by_id", NEW."confirmed_by_id", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."is_by_lead", NEW."level", NOW(), \'changed\', NEW."id", NEW."reason", NEW."version"); RETURN NULL;', hash='403b98e7a09fc7595333226f84d7a8d8b947834e', operation='UPDATE', pgid='pgtrigger_changed_update_efb07', table='desk_review_agreedlevel', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='AgreedLevelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='desk_review.agreedlevel')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tingkat')),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('is_by_lead', models.BooleanField(db_default=True, default=True)),
                        ('confirmed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95f9fca3d8feddfce19806a23ce442f4d34fcccc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dc7e8', table='desk_review_agreedlevelevent', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
