import apps.common.triggers
import apps.self_assessment.models.evidence
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
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_over_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.answer')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('level', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                ('fact', models.TextField(blank=True, verbose_name='fakta')),
                ('analysis', models.TextField(blank=True, verbose_name='analisis')),
                ('justification', models.TextField(blank=True, verbose_name='justifikasi')),
                ('service_name', models.CharField(blank=True, max_length=200, verbose_name='nama layanan')),
                ('state', models.CharField(choices=[('empty', 'Kosong'), ('draft', 'Draf'), ('waiting', 'Menunggu persetujuan'), ('returned', 'Dikembalikan'), ('approved', 'Disetujui')], default='empty', max_length=10)),
                ('return_reason', models.TextField(blank=True, verbose_name='alasan pengembalian')),
                ('version', models.PositiveIntegerField(default=0)),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['indicator__number'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_answer_per_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('level__isnull', False), _connector='OR'), name='approved_answer_has_a_level'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='returned_answer_says_why'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'approved']), ('confirmed_by__isnull', True), ('taken_over_from__isnull', False), _negated=True), name='unconfirmed_answer_is_not_handed_in')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='2984dd438b3b831b3085b72e52ae398a5c166fc7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_70b0c', table='self_assessment_answer', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='4764d94e631a65ed4fd75e64fe3766f00eaa7111', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_c8123', table='self_assessment_answer', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_in_charge', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE charge record;', func="\n    SELECT d.unit_id, d.person_id INTO charge FROM self_assessment_delegation d\n        WHERE d.evaluation_id = NEW.evaluation_id AND d.indicator_id = NEW.indicator_id\n          AND (d.unit_id IS NOT NULL OR d.person_id IS NOT NULL);\n    IF NOT FOUND OR NEW.updated_by_id IS NULL OR charge.person_id = NEW.updated_by_id THEN\n        RETURN NEW;\n    END IF;\n    IF (\n        SELECT bool_and(m.role = 'respondent') AND NOT bool_or(EXISTS (\n            SELECT FROM institutions_membership_units u WHERE u.membership_id = m.id AND u.unit_id = charge.unit_id))\n        FROM institutions_membership m\n        JOIN evaluations_evaluation e ON e.institution_id = m.institution_id\n        WHERE e.id = NEW.evaluation_id AND m.user_id = NEW.updated_by_id AND m.role <> 'institution_administrator'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP007',\n            MESSAGE = 'Indikator ini dikerjakan oleh unit atau orang lain; Anda dapat membacanya. Perubahan ini tidak disimpan.';\n    END IF;\n    RETURN NEW;\n", hash='bd4fdef44eab332fdc835bb0e6980070b0bef813', operation='UPDATE', pgid='pgtrigger_only_in_charge_186a2', table='self_assessment_answer', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "self_assessment_answerevent" ("analysis", "confirmed_by_id", "evaluation_id", "fact", "id", "indicator_id", "justification", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "service_name", "state", "taken_over_from_id", "updated_at", "updated_by_id", "version") VALUES (NEW."analysis", NEW."confirmed_by_id", NEW."evaluation_id", NEW."fact", NEW."id", NEW."indicator_id", NEW."justification", NEW."level", NOW(), \'created\', NEW."id", NEW."return_reason", NEW."service_name", NEW."state", NEW."taken_over_from_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='0bfa58d799688acfe2d33b9a7037daf30729b10d', operation='INSERT', pgid='pgtrigger_created_insert_3aa6b', table='self_assessment_answer', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "self_assessment_answerevent" ("analysis", "confirmed_by_id", "evaluation_id", "fact", "id", "indicator_id", "justification", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "service_name", "state", "taken_over_from_id", "updated_at", "updated_by_id", "version") VALUES (NEW."analysis", NEW."confirmed_by_id", NEW."evaluation_id", NEW."fact", NEW."id", NEW."indicator_id", NEW."justification", NEW."level", NOW(), \'changed\', NEW."id", NEW."return_reason", NEW."service_name", NEW."state", NEW."taken_over_from_id", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='ffecb7c14bc9de0420db627ad12d525b5097b5c9', operation='UPDATE', pgid='pgtrigger_changed_update_4859d', table='self_assessment_answer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='self_assessment.answer')),
                ('id', models.BigIntegerField()),
                ('taken_over_from', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='self_assessment.answer')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                ('level', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                ('fact', models.TextField(blank=True, verbose_name='fakta')),
                ('analysis', models.TextField(blank=True, verbose_name='analisis')),
                ('justification', models.TextField(blank=True, verbose_name='justifikasi')),
                ('service_name', models.CharField(blank=True, max_length=200, verbose_name='nama layanan')),
                ('state', models.CharField(choices=[('empty', 'Kosong'), ('draft', 'Draf'), ('waiting', 'Menunggu persetujuan'), ('returned', 'Dikembalikan'), ('approved', 'Disetujui')], default='empty', max_length=10)),
                ('return_reason', models.TextField(blank=True, verbose_name='alasan pengembalian')),
                ('version', models.PositiveIntegerField(default=0)),
                ('updated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='005ff2669e2c91ce9be29f53affd67ce215a320b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef281', table='self_assessment_answerevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.unit')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_on', models.DateField(null=True, verbose_name='tenggat')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['indicator__number'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_delegation_per_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('due_on', None), ('person', None), ('unit', None)), models.Q(('due_on__isnull', False), ('person', None), ('unit__isnull', False)), models.Q(('due_on__isnull', False), ('person__isnull', False), ('unit', None)), _connector='OR'), name='a_unit_or_a_person_is_in_charge_until_a_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='7699fbe00ebc48c8fd32e14e4d96a22ee7f04e15', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_05fb6', table='self_assessment_delegation', when='BEFORE')), pgtrigger.compiler.Trigger(name='within_the_institution', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM evaluations_evaluation e\n        JOIN periods_evaluationperiod p ON p.id = e.period_id\n        JOIN instruments_indicator n ON n.instrument_id = p.instrument_id AND n.id = NEW.indicator_id\n        WHERE e.id = NEW.evaluation_id\n          AND (NEW.unit_id IS NULL OR EXISTS (\n              SELECT FROM institutions_unit u WHERE u.id = NEW.unit_id AND u.institution_id = e.institution_id))\n          AND (NEW.person_id IS NULL OR EXISTS (\n              SELECT FROM institutions_membership m\n              WHERE m.user_id = NEW.person_id AND m.institution_id = e.institution_id))\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Indikator hanya didelegasikan kepada unit kerja atau orang dari instansi itu sendiri.';\n    END IF;\n    RETURN NEW;\n", hash='432e08d500fd1b247dca69f30cfa86d2d4a0e863', operation='INSERT OR UPDATE', pgid='pgtrigger_within_the_institution_8e543', table='self_assessment_delegation', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "self_assessment_delegationevent" ("at", "by_id", "due_on", "evaluation_id", "id", "indicator_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."at", NEW."by_id", NEW."due_on", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."person_id", NOW(), \'created\', NEW."id", NEW."unit_id"); RETURN NULL;', hash='1ecd277be9fa676076660745d7bfc6cefc040ac1', operation='INSERT', pgid='pgtrigger_created_insert_81fea', table='self_assessment_delegation', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "self_assessment_delegationevent" ("at", "by_id", "due_on", "evaluation_id", "id", "indicator_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."at", NEW."by_id", NEW."due_on", NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."person_id", NOW(), \'changed\', NEW."id", NEW."unit_id"); RETURN NULL;', hash='ba5794539f489698b948af4a0cb1565487f6d3e5', operation='UPDATE', pgid='pgtrigger_changed_update_46535', table='self_assessment_delegation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DelegationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='self_assessment.delegation')),
                ('id', models.BigIntegerField()),
                ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                ('unit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.unit')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_on', models.DateField(null=True, verbose_name='tenggat')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='46dc8fc074ae1ec08c631ae75bf236d4353e8567', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_567fa', table='self_assessment_delegationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='institutions.institution')),
                ('sha256', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-uploaded_at'],
                'constraints': [models.UniqueConstraint(fields=('institution', 'sha256', 'name'), name='one_row_per_file_and_name')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='8068120a2d269bd5ca78d9a12a0b9d04bc9191e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d3c9', table='self_assessment_storedfile', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f808f823c895c04563a61937bd49cc016c04131e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_077dd', table='self_assessment_storedfile', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='FileCheck',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='check_found', serialize=False, to='self_assessment.storedfile')),
                ('pages', models.PositiveIntegerField(null=True)),
                ('warning', models.CharField(blank=True, choices=[('', ''), ('unreadable', 'Berkas ini tidak dapat dibuka, mungkin rusak. Unggah lagi dari dokumen aslinya.'), ('encrypted', 'Berkas ini berkata sandi, jadi asesor tidak dapat membukanya. Unggah salinan tanpa sandi.'), ('blank', 'Halaman berkas ini tampak kosong. Periksa apakah dokumennya sudah benar.'), ('scanned', 'Berkas ini hasil pindai tanpa teks. Pastikan tulisannya terbaca; dokumen asli lebih baik.'), ('too_heavy', 'Halaman berkas ini terlalu berat untuk ditampilkan di sini; asesor harus mengunduhnya.')], default='', max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='FilePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='self_assessment.storedfile')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_made', models.BooleanField(default=False)),
                ('has_failed', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='one_row_per_page'), models.CheckConstraint(condition=models.Q(('has_failed', True), ('is_made', True), _negated=True), name='page_is_made_or_has_failed')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_over_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.evidence')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='self_assessment.storedfile')),
                ('url', models.URLField(blank=True, max_length=500)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='self_assessment.evidence')),
                ('edition', models.PositiveIntegerField(db_default=1, default=1)),
                ('proves', models.CharField(blank=True, max_length=300, verbose_name='apa yang dibuktikan')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='halaman atau pasal')),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('url', '')), models.Q(('file__isnull', True), models.Q(('url', ''), _negated=True)), _connector='OR'), name='evidence_is_a_file_or_a_link'), models.CheckConstraint(condition=models.Q(models.Q(('edition', 1), ('replaces__isnull', True)), models.Q(('edition__gt', 1), ('replaces__isnull', False)), _connector='OR'), name='first_edition_replaces_nothing'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('evaluation', 'indicator', 'file'), name='one_use_of_a_file_per_indicator')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment', 'interview')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='88e0901fd65c7ecbdb8c952d7cf1da5304dd724b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_6f661', table='self_assessment_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='within_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = 'interview')\n       AND NOT EXISTS (\n        SELECT 1 FROM evaluations_mark\n        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND stage = 'interview'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Indikator ini tidak ditandai untuk tahap yang sedang berjalan, jadi tidak ada yang dapat ditambahkan padanya.';\n    END IF;\n    RETURN NEW;\n", hash='9665dd90e4f354da8d7f3d95f51b56645411cb10', operation='INSERT OR UPDATE OF "indicator_id", "evaluation_id"', pgid='pgtrigger_within_marked_af675', table='self_assessment_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='within_cut_off', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = 'interview')\n       AND clock_timestamp() >= (\n        SELECT asked.until FROM evaluations_evidencerequest asked\n        WHERE asked.evaluation_id = NEW.evaluation_id AND asked.indicator_id = NEW.indicator_id\n        ORDER BY asked.id DESC LIMIT 1\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Batas melengkapi bukti indikator ini sudah lewat. Bukti ini tidak ditambahkan.';\n    END IF;\n    RETURN NEW;\n", hash='e88531a76a6266d2aba2b2581bfb3bbe820d7c4a', operation='INSERT', pgid='pgtrigger_within_cut_off_3b37e', table='self_assessment_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.file_id IS DISTINCT FROM OLD.file_id OR NEW.url IS DISTINCT FROM OLD.url OR NEW.replaces_id IS DISTINCT FROM OLD.replaces_id OR NEW.edition IS DISTINCT FROM OLD.edition THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='bbf32e9c34bb80ba73955ebb48f709599c2c509e', operation='UPDATE OF "file_id", "url", "replaces_id", "edition"', pgid='pgtrigger_written_once_6bba7', table='self_assessment_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='within_what_was_handed_in', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (NEW.proves IS DISTINCT FROM OLD.proves OR NEW.place IS DISTINCT FROM OLD.place) AND EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = 'interview'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Keterangan ini sudah terkirim bersama lembar dan tidak diubah lagi.';\n    END IF;\n    RETURN NEW;\n", hash='0a420be5d6bb29db75ac140dce527dc14825bf12', operation='UPDATE OF "proves", "place"', pgid='pgtrigger_within_what_was_handed_in_3f94e', table='self_assessment_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='approval_falls', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE self_assessment_answer\n    SET state = 'draft', version = version + 1, updated_at = clock_timestamp(),\n        updated_by_id = CASE WHEN NEW.withdrawn_at IS NULL THEN COALESCE(NEW.changed_by_id, NEW.added_by_id)\n                        ELSE NEW.withdrawn_by_id END\n    WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND state = 'approved'\n      AND EXISTS (SELECT FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = 'self_assessment');\n    RETURN NEW;\n", hash='003e8394269f600027d8eafb0bd950892d235387', operation='INSERT OR UPDATE OF "withdrawn_at", "proves", "place"', pgid='pgtrigger_approval_falls_72191', table='self_assessment_evidence', when='AFTER')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "self_assessment_evidenceevent" ("added_at", "added_by_id", "changed_at", "changed_by_id", "confirmed_by_id", "edition", "evaluation_id", "file_id", "id", "indicator_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proves", "replaces_id", "taken_over_from_id", "url", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."changed_at", NEW."changed_by_id", NEW."confirmed_by_id", NEW."edition", NEW."evaluation_id", NEW."file_id", NEW."id", NEW."indicator_id", NOW(), \'created\', NEW."id", NEW."place", NEW."proves", NEW."replaces_id", NEW."taken_over_from_id", NEW."url", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='dbf6e40f17f5a4bec0e30a4841a1fdd0796c747a', operation='INSERT', pgid='pgtrigger_created_insert_30447', table='self_assessment_evidence', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "self_assessment_evidenceevent" ("added_at", "added_by_id", "changed_at", "changed_by_id", "confirmed_by_id", "edition", "evaluation_id", "file_id", "id", "indicator_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proves", "replaces_id", "taken_over_from_id", "url", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."changed_at", NEW."changed_by_id", NEW."confirmed_by_id", NEW."edition", NEW."evaluation_id", NEW."file_id", NEW."id", NEW."indicator_id", NOW(), \'changed\', NEW."id", NEW."place", NEW."proves", NEW."replaces_id", NEW."taken_over_from_id", NEW."url", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='c02c5023743e1dea68600a3b3db2bbd04ffcd1c0', operation='UPDATE', pgid='pgtrigger_changed_update_7adef', table='self_assessment_evidence', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EvidenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='self_assessment.evidence')),
                ('id', models.BigIntegerField()),
                ('taken_over_from', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='self_assessment.evidence')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                ('file', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='self_assessment.storedfile')),
                ('url', models.URLField(blank=True, max_length=500)),
                ('replaces', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='self_assessment.evidence')),
                ('edition', models.PositiveIntegerField(db_default=1, default=1)),
                ('proves', models.CharField(blank=True, max_length=300, verbose_name='apa yang dibuktikan')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='halaman atau pasal')),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('added_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='48481b58164671f75ef88e073683ded627f52c87', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b771', table='self_assessment_evidenceevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('piece_size', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires', models.DateTimeField(default=apps.self_assessment.models.evidence.upload_expiry)),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='evaluations.evaluation')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                ('proves', models.CharField(blank=True, max_length=300)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.evidence')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.evidence')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['expires'], name='upload_expiry')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('evidence__isnull', True)), fields=('evaluation', 'indicator', 'by', 'sha256', 'name', 'replaces'), name='one_upload_of_a_file_on_its_way', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('piece_size__gt', 0), ('size__gt', 0)), name='upload_has_a_size')],
            },
        ),
        migrations.CreateModel(
            name='SheetDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheet_documents', to='evaluations.evaluation')),
                ('kind', models.CharField(choices=[('minutes', 'Berita Acara Penilaian Mandiri'), ('consent', 'Pernyataan Persetujuan Publikasi')], max_length=10)),
                ('sheet_sha256', models.CharField(max_length=64)),
                ('generated', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.storedfile')),
                ('signed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.storedfile')),
                ('agrees_to_publication', models.BooleanField(null=True)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'kind'), name='one_sheet_document_per_kind')],
                'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('self_assessment')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='0a659f9b48a09716be2c4a27ea5098f1d23b749b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_b3a17', table='self_assessment_sheetdocument', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='evaluations.evaluation')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('sheet_sha256', models.CharField(max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ff1acf798ad65e35b1aa221bd5f21610dab48f1e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7798c', table='self_assessment_submission', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f29ee828c55b4036347ecaf8bcd0fbc25e16b3df', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_43320', table='self_assessment_submission', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='b2b07696b6f690ef40061a4da9651be33621d666', operation='INSERT', pgid='pgtrigger_waits_for_seals_d9ae5', table='self_assessment_submission', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OfflineUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offline_uploads', to='evaluations.evaluation')),
                ('name', models.CharField(max_length=255)),
                ('made_at', models.DateTimeField()),
                ('rows', models.JSONField()),
                ('faults', models.JSONField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-uploaded_at'],
                'indexes': [models.Index(fields=['uploaded_at'], name='offline_upload_by_age')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='self_assessment.submission')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='self_assessment.storedfile')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.seal')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='a7e9b0c072fa4cd7891c1ccc36c99de84c895267', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1d264', table='self_assessment_receiptpaper', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1c801392dd381371ced4691771768fe08c60445a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_4a331', table='self_assessment_receiptpaper', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Archive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='archives', to='evaluations.evaluation')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('members', models.PositiveIntegerField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'sha256'), name='one_archive_of_a_state')],
            },
        ),
        apps.common.triggers.InstallTriggers(
        ),
    ]
