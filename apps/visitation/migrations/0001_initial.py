import apps.common.codes
import apps.common.tables
import apps.self_assessment.models.evidence
import django.db.models.deletion
import django.utils.timezone
import functools
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
                    name='Visit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='visit', to='evaluations.evaluation')),
                        ('printed', models.TextField(blank=True, verbose_name='alasan menurut aturan')),
                        ('reason', models.TextField(blank=True, verbose_name='alasan lain')),
                        ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('chosen_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='mulai')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='selesai')),
                        ('locus', models.CharField(blank=True, max_length=300, verbose_name='unit yang dikunjungi')),
                        ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat')),
                        ('contact', models.CharField(blank=True, max_length=200, verbose_name='narahubung')),
                        ('minutes_code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('BV',), **{}), max_length=20, unique=True)),
                        ('minutes_sha256', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='visit_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('printed', ''), ('reason', ''), _negated=True), name='visit_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='choice_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('self_assessment', 'desk_review', 'interview')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='f2ad469969640db319ee3b89a89b3e83c64f10d8', operation='INSERT OR DELETE', pgid='pgtrigger_choice_gate_44c6d', table='visitation_visit', when='BEFORE')), pgtrigger.compiler.Trigger(name='plan_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('self_assessment', 'desk_review', 'interview', 'visitation')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='11c5c06321fa2a425a6c0717bc94f6c7b8a06ac3', operation='UPDATE OF "printed", "reason", "starts_on", "ends_on", "locus", "address", "contact"', pgid='pgtrigger_plan_gate_526d9', table='visitation_visit', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'visitation'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='28c7d86d8e7536571b72744471d7a46395cc38af', operation='UPDATE OF "printed", "reason", "starts_on", "ends_on", "locus", "address", "contact"', pgid='pgtrigger_until_signed_dcfc7', table='visitation_visit', when='BEFORE')), pgtrigger.compiler.Trigger(name='engages_the_institution', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP <> 'INSERT' THEN\n        DELETE FROM evaluations_engagement WHERE evaluation_id = OLD.evaluation_id AND stage = 'visitation';\n    END IF;\n    IF TG_OP = 'DELETE' OR NOT (NEW.starts_on IS NOT NULL) THEN RETURN NULL; END IF;\n    BEGIN\n        INSERT INTO evaluations_engagement (evaluation_id, institution_id, stage, starts_at, ends_at)\n        SELECT e.id, e.institution_id, 'visitation', (NEW.starts_on)::timestamp AT TIME ZONE 'Asia/Jakarta', (COALESCE(NEW.ends_on, NEW.starts_on) + 1)::timestamp AT TIME ZONE 'Asia/Jakarta'\n        FROM evaluations_evaluation e WHERE e.id = NEW.evaluation_id;\n    EXCEPTION WHEN exclusion_violation THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Instansi ini sudah dijadwalkan untuk interviu atau visitasi lain pada waktu yang sama. Jadwal belum diubah; pilih waktu lain.';\n    END;\n    RETURN NULL;\n", hash='349e1b6c8642d714c5bcc908fd8da397b0151ef0', operation='INSERT OR UPDATE OF "starts_on", "ends_on" OR DELETE', pgid='pgtrigger_engages_the_institution_34aef', table='visitation_visit', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Visitor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visitors', to='evaluations.evaluation')),
                        ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'assessor'), name='one_visitor_row_per_person')],
                        'triggers': [pgtrigger.compiler.Trigger(name='plan_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('self_assessment', 'desk_review', 'interview', 'visitation')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='c9f6fd6a52dad31d3973b5824b69aedcf3e2c0b5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_plan_gate_f9228', table='visitation_visitor', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'visitation'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='0919fe7d3c683bf4d3a628391f09802580064b10', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_until_signed_4eefa', table='visitation_visitor', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='catatan dan alasan')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['indicator__number'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_finding_per_indicator'), models.CheckConstraint(condition=models.Q(('level__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='finding_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('visitation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='03a78c12d8a17b9e6b378ae31cd8541713d8897d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_fd772', table='visitation_finding', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='fac33a66ceae7674a18a304d746db1ca6c4f3e21', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_6bec2', table='visitation_finding', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_mark\n        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND stage = 'visitation'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Indikator ini tidak ditandai untuk tahap ini, jadi tidak dapat diberi tingkat.';\n    END IF;\n    RETURN NEW;\n", hash='17ea5550cb7dace0f21d1a96edbb11f91b33a1c5', operation='INSERT OR UPDATE', pgid='pgtrigger_only_marked_7be00', table='visitation_finding', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'visitation'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='53a0bc0268533067474a1f9bfd9ccbcbb328c4a7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_until_signed_d09c9', table='visitation_finding', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "visitation_findingevent" ("evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "updated_at", "updated_by_id", "version") VALUES (NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'created\', NEW."id", NEW."reason", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='efdbd2bc4e4f18225ddd0cf4a9f5e4676e2e7ce7', operation='INSERT', pgid='pgtrigger_created_insert_fb4eb', table='visitation_finding', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "visitation_findingevent" ("evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "updated_at", "updated_by_id", "version") VALUES (NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'changed\', NEW."id", NEW."reason", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='096562ec7f16445ea6a93795140b7d8b527ee877', operation='UPDATE', pgid='pgtrigger_changed_update_22a38', table='visitation_finding', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='FindingEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='visitation.finding')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='catatan dan alasan')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('updated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b92905058f9ad4130916d1d1bac53d5ad08052a4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e995d', table='visitation_findingevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Photo',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('sha256', models.CharField(max_length=64)),
                        ('name', models.CharField(max_length=255)),
                        ('size', models.PositiveBigIntegerField()),
                        ('media_type', models.CharField(max_length=100)),
                        ('caption', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                        ('taken', models.CharField(blank=True, max_length=25)),
                        ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                        ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['indicator__number', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('evaluation', 'indicator', 'sha256'), name='one_photo_of_a_file_per_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='photo_position_is_on_earth')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('visitation')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='405e87b8d2e38ff7992223578d6b42e1dc35bdea', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_bcd9d', table='visitation_photo', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_mark\n        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND stage = 'visitation'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Indikator ini tidak ditandai untuk tahap ini, jadi tidak dapat diberi tingkat.';\n    END IF;\n    RETURN NEW;\n", hash='48892c05912b59d45a70d501bffadb013bde628f', operation='INSERT OR UPDATE', pgid='pgtrigger_only_marked_7db58', table='visitation_photo', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'visitation'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='927de91e631eb709b1a161df7fadcd9db9cb96bc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_until_signed_25130', table='visitation_photo', when='BEFORE')), pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.indicator_id IS DISTINCT FROM OLD.indicator_id OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.name IS DISTINCT FROM OLD.name OR NEW.size IS DISTINCT FROM OLD.size OR NEW.media_type IS DISTINCT FROM OLD.media_type OR NEW.caption IS DISTINCT FROM OLD.caption OR NEW.taken IS DISTINCT FROM OLD.taken OR NEW.latitude IS DISTINCT FROM OLD.latitude OR NEW.longitude IS DISTINCT FROM OLD.longitude THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='ffbc1ed41d8076ac7a80159c3d3800dc5721207a', operation='UPDATE OF "indicator_id", "sha256", "name", "size", "media_type", "caption", "taken", "latitude", "longitude"', pgid='pgtrigger_written_once_6c6e1', table='visitation_photo', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "visitation_photoevent" ("added_at", "added_by_id", "caption", "evaluation_id", "id", "indicator_id", "latitude", "longitude", "media_type", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "taken", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."caption", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."latitude", NEW."longitude", NEW."media_type", NEW."name", NOW(), \'created\', NEW."id", NEW."sha256", NEW."size", NEW."taken", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='252f82aaf7be423437ce6d1736c22ad387571392', operation='INSERT', pgid='pgtrigger_created_insert_83573', table='visitation_photo', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "visitation_photoevent" ("added_at", "added_by_id", "caption", "evaluation_id", "id", "indicator_id", "latitude", "longitude", "media_type", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "taken", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."caption", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."latitude", NEW."longitude", NEW."media_type", NEW."name", NOW(), \'changed\', NEW."id", NEW."sha256", NEW."size", NEW."taken", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='4f63b7333327ff9c186cb6d153ef66f151daff11', operation='UPDATE', pgid='pgtrigger_changed_update_bea99', table='visitation_photo', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='PhotoEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='visitation.photo')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                        ('sha256', models.CharField(max_length=64)),
                        ('name', models.CharField(max_length=255)),
                        ('size', models.PositiveBigIntegerField()),
                        ('media_type', models.CharField(max_length=100)),
                        ('caption', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                        ('taken', models.CharField(blank=True, max_length=25)),
                        ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                        ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                        ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e87b924e0a6a88d7be2ab5c276f1308e21eb2fc0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_00752', table='visitation_photoevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PhotoUpload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=255)),
                        ('size', models.PositiveBigIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('piece_size', models.PositiveIntegerField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires', models.DateTimeField(default=apps.self_assessment.models.evidence.upload_expiry)),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photo_uploads', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('caption', models.CharField(blank=True, max_length=300)),
                        ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visitation.photo')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'indexes': [models.Index(fields=['expires'], name='photo_upload_expiry')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('photo__isnull', True)), fields=('evaluation', 'indicator', 'by', 'sha256', 'name'), name='one_upload_of_a_photo_on_its_way'), models.CheckConstraint(condition=models.Q(('piece_size__gt', 0), ('size__gt', 0)), name='photo_upload_has_a_size')],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
