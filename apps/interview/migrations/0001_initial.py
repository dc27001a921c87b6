import apps.common.codes
import apps.common.tables
import django.contrib.postgres.constraints
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
        ('periods', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='InterviewSlot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interview_slots', to='periods.evaluationperiod')),
                        ('batch', models.PositiveSmallIntegerField(default=0, verbose_name='gelombang')),
                        ('starts_at', models.DateTimeField(verbose_name='mulai')),
                        ('ends_at', models.DateTimeField(verbose_name='selesai')),
                        ('capacity', models.PositiveSmallIntegerField(default=1, verbose_name='kapasitas')),
                        ('link', models.URLField(blank=True, max_length=500, verbose_name='tautan pertemuan')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['starts_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('capacity__gt', 0)), name='slot_has_room')],
                    },
                ),
                migrations.CreateModel(
                    name='InterviewSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='interview', to='evaluations.evaluation')),
                        ('slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='interview.interviewslot')),
                        ('starts_at', models.DateTimeField(verbose_name='mulai')),
                        ('ends_at', models.DateTimeField(verbose_name='selesai')),
                        ('link', models.URLField(blank=True, max_length=500, verbose_name='tautan pertemuan')),
                        ('held_at', models.DateTimeField(null=True)),
                        ('scheduled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('minutes_code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('BI',), **{}), max_length=20, unique=True)),
                        ('minutes_sha256', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ['starts_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='interview_ends_after_it_begins')],
                        'triggers': [pgtrigger.compiler.Trigger(name='appointment_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ('desk_review', 'interview')\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='be2af4170ddc95bf6c549b165dcd81c06dd9e2a5', operation='INSERT OR UPDATE OF "starts_at", "ends_at", "link" OR DELETE', pgid='pgtrigger_appointment_gate_27b87', table='interview_interviewsession', when='BEFORE')), pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('interview')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='39e67a1cb5fd0515276081383443c31649396c47', operation='UPDATE OF "held_at"', pgid='pgtrigger_stage_gate_75161', table='interview_interviewsession', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'interview'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='94d3db09ce9cbf1dd1830add9828c490dd572f59', operation='UPDATE OF "held_at"', pgid='pgtrigger_until_signed_8b30d', table='interview_interviewsession', when='BEFORE')), pgtrigger.compiler.Trigger(name='with_both_sides', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.held_at IS NOT NULL AND (\n        SELECT count(DISTINCT side) FROM interview_attendee WHERE evaluation_id = NEW.evaluation_id\n    ) < 2 THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Daftar hadir belum memuat kedua pihak. Pelaksanaan interviu belum dicatat.';\n    END IF;\n    RETURN NEW;\n", hash='3c5d1a562193778bc9165e1e8f182a83dcf3fd94', operation='INSERT OR UPDATE OF "held_at"', pgid='pgtrigger_with_both_sides_01162', table='interview_interviewsession', when='BEFORE')), pgtrigger.compiler.Trigger(name='fits_its_slot', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE slot record;', func="\n    IF NEW.slot_id IS NULL THEN RETURN NEW; END IF;\n    SELECT * INTO slot FROM interview_interviewslot WHERE id = NEW.slot_id FOR UPDATE;\n    IF NEW.starts_at < slot.starts_at OR NEW.ends_at > slot.ends_at OR NOT EXISTS (\n        SELECT FROM evaluations_evaluation e WHERE e.id = NEW.evaluation_id\n          AND e.period_id = slot.period_id AND slot.batch IN (0, e.batch)\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Slot interviu ini bukan untuk instansi atau waktu ini.';\n    END IF;\n    IF slot.capacity <= (\n        SELECT count(*) FROM interview_interviewsession taken\n        WHERE taken.slot_id = NEW.slot_id AND taken.evaluation_id <> NEW.evaluation_id\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Slot interviu ini sudah penuh. Pilih slot lain.';\n    END IF;\n    RETURN NEW;\n", hash='cb43ad13742fe0c93ebcf856bde34c9bfc1982cf', operation='INSERT OR UPDATE OF "slot_id", "starts_at", "ends_at"', pgid='pgtrigger_fits_its_slot_a4070', table='interview_interviewsession', when='BEFORE')), pgtrigger.compiler.Trigger(name='seats_the_team', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    DELETE FROM interview_interviewseat WHERE session_id = NEW.id;\n    BEGIN\n        INSERT INTO interview_interviewseat (session_id, user_id, starts_at, ends_at)\n        SELECT NEW.id, member.user_id, NEW.starts_at, NEW.ends_at\n        FROM evaluations_evaluation e JOIN evaluations_teammember member ON member.team_id = e.team_id\n        WHERE e.id = NEW.evaluation_id;\n    EXCEPTION WHEN exclusion_violation THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Seorang asesor tim ini sudah dijadwalkan untuk interviu lain pada waktu yang sama. Jadwal belum diubah; pilih waktu lain.';\n    END;\n    RETURN NULL;\n", hash='d77b65ee7df6dc590a30a6ed765dee90a3b1ac25', operation='INSERT OR UPDATE OF "starts_at", "ends_at"', pgid='pgtrigger_seats_the_team_ea506', table='interview_interviewsession', when='AFTER')), pgtrigger.compiler.Trigger(name='engages_the_institution', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP <> 'INSERT' THEN\n        DELETE FROM evaluations_engagement WHERE evaluation_id = OLD.evaluation_id AND stage = 'interview';\n    END IF;\n    IF TG_OP = 'DELETE' OR NOT (NEW.held_at IS NULL AND (TG_OP = 'INSERT' OR OLD.held_at IS NULL)) THEN RETURN NULL; END IF;\n    BEGIN\n        INSERT INTO evaluations_engagement (evaluation_id, institution_id, stage, starts_at, ends_at)\n        SELECT e.id, e.institution_id, 'interview', NEW.starts_at, NEW.ends_at\n        FROM evaluations_evaluation e WHERE e.id = NEW.evaluation_id;\n    EXCEPTION WHEN exclusion_violation THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Instansi ini sudah dijadwalkan untuk interviu atau visitasi lain pada waktu yang sama. Jadwal belum diubah; pilih waktu lain.';\n    END;\n    RETURN NULL;\n", hash='b30e8623132f25079d8760af61bddf1215858126', operation='INSERT OR UPDATE OF "starts_at", "ends_at", "held_at" OR DELETE', pgid='pgtrigger_engages_the_institution_10a4b', table='interview_interviewsession', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='InterviewSeat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='interview.interviewsession')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('starts_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), (models.Func(models.F('starts_at'), models.F('ends_at'), function='tstzrange'), '&&')], name='no_assessor_twice_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Attendee',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendees', to='evaluations.evaluation')),
                        ('side', models.CharField(choices=[('assessors', 'Tim asesor'), ('institution', 'Instansi')], max_length=12)),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_lead', models.BooleanField(default=False)),
                        ('name', models.CharField(max_length=300)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'user'), name='nobody_attends_twice'), models.CheckConstraint(condition=models.Q(models.Q(('side', 'assessors'), ('user__isnull', False)), models.Q(('is_lead', False), ('side', 'institution'), ('user__isnull', True)), _connector='OR'), name='assessors_attend_as_themselves'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='attendee_has_a_name')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('interview')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='9a23316cc27b337559d0186d42a9e2f1d100b249', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_de61b', table='interview_attendee', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'interview'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='7bd1c94cd659eb1c3d3e5b95bba4eb0d44231420', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_until_signed_dd217', table='interview_attendee', when='BEFORE')), pgtrigger.compiler.Trigger(name='while_not_held', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM interview_interviewsession WHERE evaluation_id = row_evaluation AND held_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005',\n            MESSAGE = 'Daftar hadir interviu yang sudah dicatat hanya diganti seluruhnya.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='314b2232a090c449f385e2ebae8a794b4143b459', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_while_not_held_2c1a3', table='interview_attendee', when='BEFORE')), pgtrigger.compiler.Trigger(name='of_the_team', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.user_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM evaluations_evaluation e JOIN evaluations_teammember member ON member.team_id = e.team_id\n        WHERE e.id = NEW.evaluation_id AND member.user_id = NEW.user_id\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Asesor ini bukan anggota tim yang menilai instansi ini.';\n    END IF;\n    RETURN NEW;\n", hash='e87fc947da5ae85a153d285560270adde761f74e', operation='INSERT', pgid='pgtrigger_of_the_team_c484a', table='interview_attendee', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AppointmentChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointment_changes', to='evaluations.evaluation')),
                        ('sequence', models.PositiveIntegerField()),
                        ('kind', models.CharField(choices=[('booked', 'Dijadwalkan'), ('moved', 'Dipindahkan'), ('cancelled', 'Dibatalkan')], max_length=10)),
                        ('starts_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField()),
                        ('reason', models.TextField(blank=True, verbose_name='alasan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-sequence'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'sequence'), name='one_change_per_sequence'), models.CheckConstraint(condition=models.Q(('kind', 'booked'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='moving_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='9732f60ef803c997eb1bba44c3932d6bf407f3df', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0c701', table='interview_appointmentchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ddeb942e6ffc0e3f2bdf27fc8d9a10433a6d977a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_91e5c', table='interview_appointmentchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='waits_for_seals', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM pg_advisory_xact_lock_shared(7301, NEW.evaluation_id::int); RETURN NEW;', hash='6344e72fad82a6577d30022a843d80330d5612d0', operation='INSERT', pgid='pgtrigger_waits_for_seals_9e370', table='interview_appointmentchange', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Clarification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='catatan dan alasan')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reply', models.CharField(blank=True, choices=[('', 'Belum ditanggapi'), ('agreed', 'Setuju'), ('contested', 'Tidak setuju')], db_default='', max_length=10, verbose_name='tanggapan instansi')),
                        ('reply_text', models.TextField(blank=True, db_default='', verbose_name='isi tanggapan')),
                        ('requested_level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat yang diminta')),
                        ('replied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reply_version', models.PositiveIntegerField(db_default=0, default=0)),
                    ],
                    options={
                        'ordering': ['indicator__number'],
                        'constraints': [models.UniqueConstraint(fields=('evaluation', 'indicator'), name='one_clarification_per_indicator'), models.CheckConstraint(condition=models.Q(('level__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='clarification_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('reply', 'contested'), _negated=True), models.Q(('reply_text', ''), _negated=True), _connector='OR'), name='contesting_reply_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('reply', 'contested'), _negated=True), ('requested_level__isnull', False), _connector='OR'), name='contesting_reply_asks_for_a_level')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stage_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint; gate record;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';\n    END IF;\n    \n    PERFORM pg_advisory_xact_lock_shared(7301, row_evaluation::int);\n    SELECT open_stage, open_from, open_until INTO gate\n        FROM evaluations_evaluation WHERE id = row_evaluation;\n    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ('interview')\n       OR gate.open_from IS NULL OR gate.open_until IS NULL\n       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP001',\n            MESSAGE = 'Tahap ini tidak sedang dibuka. Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='6c880386d00990f28d9716de58bc45cd41d0dfb1', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_stage_gate_12747', table='interview_clarification', when='BEFORE')), pgtrigger.compiler.Trigger(name='level_gate', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE scale record;', func="\n    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale\n        FROM instruments_indicator n\n        JOIN instruments_instrument i ON i.id = n.instrument_id\n        JOIN periods_evaluationperiod p ON p.instrument_id = i.id\n        JOIN evaluations_evaluation e ON e.period_id = p.id\n        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';\n    END IF;\n    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max\n       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP002',\n            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';\n    END IF;\n    RETURN NEW;\n", hash='ab32185523c21f2c516dc0c86c6ec2a22c95dda6', operation='INSERT OR UPDATE OF "level", "indicator_id", "evaluation_id"', pgid='pgtrigger_level_gate_89770', table='interview_clarification', when='BEFORE')), pgtrigger.compiler.Trigger(name='only_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM evaluations_mark\n        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND stage = 'interview'\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP006',\n            MESSAGE = 'Indikator ini tidak ditandai untuk tahap ini, jadi tidak dapat diberi tingkat.';\n    END IF;\n    RETURN NEW;\n", hash='6cb594e1cb1d9714e51751b68b2ca963602eb6dd', operation='INSERT OR UPDATE', pgid='pgtrigger_only_marked_e87e1', table='interview_clarification', when='BEFORE')), pgtrigger.compiler.Trigger(name='until_signed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE row_evaluation bigint;', func="\n    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;\n    IF EXISTS (\n        SELECT FROM evaluations_minutessignature signed\n        WHERE signed.evaluation_id = row_evaluation AND signed.stage = 'interview'\n          AND NOT EXISTS (\n            SELECT FROM evaluations_reopening again\n            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved\n              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)\n        GROUP BY signed.levels_sha256 HAVING count(*) = 2\n    ) THEN\n        RAISE EXCEPTION USING ERRCODE = 'SP003',\n            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. Perubahan ini tidak disimpan.';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='d9964880dae10486bcc5fcf0a98c0847180ced50', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_until_signed_5d669', table='interview_clarification', when='BEFORE')), pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "interview_clarificationevent" ("evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "replied_by_id", "reply", "reply_text", "reply_version", "requested_level", "updated_at", "updated_by_id", "version") VALUES (NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'created\', NEW."id", NEW."reason", NEW."replied_by_id", NEW."reply", NEW."reply_text", NEW."reply_version", NEW."requested_level", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='8568e892dbbc3552f773b2fe67e4aad160f45ebb', operation='INSERT', pgid='pgtrigger_created_insert_8478a', table='interview_clarification', when='AFTER')), pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "interview_clarificationevent" ("evaluation_id", "id", "indicator_id", "level", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "replied_by_id", "reply", "reply_text", "reply_version", "requested_level", "updated_at", "updated_by_id", "version") VALUES (NEW."evaluation_id", NEW."id", NEW."indicator_id", NEW."level", NOW(), \'changed\', NEW."id", NEW."reason", NEW."replied_by_id", NEW."reply", NEW."reply_text", NEW."reply_version", NEW."requested_level", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='44c83c0d10e42ddf2542c1785fe54198fc887f0b', operation='UPDATE', pgid='pgtrigger_changed_update_26732', table='interview_clarification', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='ClarificationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interview.clarification')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evaluations.evaluation')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='instruments.indicator')),
                        ('level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat')),
                        ('reason', models.TextField(blank=True, verbose_name='catatan dan alasan')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('updated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reply', models.CharField(blank=True, choices=[('', 'Belum ditanggapi'), ('agreed', 'Setuju'), ('contested', 'Tidak setuju')], db_default='', max_length=10, verbose_name='tanggapan instansi')),
                        ('reply_text', models.TextField(blank=True, db_default='', verbose_name='isi tanggapan')),
                        ('requested_level', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='tingkat yang diminta')),
                        ('replied_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reply_version', models.PositiveIntegerField(db_default=0, default=0)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3297d189f37edf7dba9e6b540a8d36e70ee41fdf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_24c81', table='interview_clarificationevent', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
