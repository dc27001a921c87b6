import apps.common.codes
import apps.common.tables
import django.contrib.postgres.fields
import django.core.validators
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
        ('institutions', '0001_initial'),
        ('jobs', '0001_initial'),
        ('periods', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Material',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('institutions', 'Instansi'), ('assessors', 'Asesor dan perguruan tinggi'), ('public', 'Umum')], max_length=20), size=None, verbose_name='untuk')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='periods.evaluationperiod')),
                        ('kind', models.CharField(choices=[('guideline', 'Panduan'), ('training', 'Bahan pelatihan')], max_length=10, verbose_name='jenis')),
                        ('title', models.CharField(max_length=200, verbose_name='judul')),
                        ('summary', models.CharField(blank=True, max_length=500, verbose_name='keterangan')),
                        ('name', models.CharField(max_length=255)),
                        ('media_type', models.CharField(max_length=100)),
                        ('size', models.PositiveIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-added_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('audiences__len__gt', 0)), name='a_material_is_for_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.title IS DISTINCT FROM OLD.title OR NEW.audiences IS DISTINCT FROM OLD.audiences OR NEW.name IS DISTINCT FROM OLD.name OR NEW.media_type IS DISTINCT FROM OLD.media_type OR NEW.size IS DISTINCT FROM OLD.size OR NEW.sha256 IS DISTINCT FROM OLD.sha256 THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='2355e9c30151ae1aeaa995edea7bc9049c9b0c7b', operation='UPDATE OF "period_id", "title", "audiences", "name", "media_type", "size", "sha256"', pgid='pgtrigger_written_once_85a2d', table='socialisation_material', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.withdrawn_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='31d66ba71ae7bcfd31c6f5a2ed0561c195308bcc', operation='UPDATE', pgid='pgtrigger_decided_once_20350', table='socialisation_material', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='b5a6dad2f65716cebb00075ee974c0f534d8745d', operation='DELETE', pgid='pgtrigger_never_deleted_f43c3', table='socialisation_material', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d07eb6fb79d313ba765eb6ac0ddd74d942e14cd2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_99913', table='socialisation_material', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Announcement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('institutions', 'Instansi'), ('assessors', 'Asesor dan perguruan tinggi'), ('public', 'Umum')], max_length=20), size=None, verbose_name='untuk')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='announcements', to='periods.evaluationperiod')),
                        ('title', models.CharField(max_length=200, verbose_name='judul')),
                        ('text', models.TextField(max_length=5000, verbose_name='isi')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='tampil di beranda sampai')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('audiences__len__gt', 0)), name='an_announcement_is_for_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.title IS DISTINCT FROM OLD.title OR NEW.text IS DISTINCT FROM OLD.text OR NEW.audiences IS DISTINCT FROM OLD.audiences OR NEW.until IS DISTINCT FROM OLD.until OR NEW.by_id IS DISTINCT FROM OLD.by_id OR NEW.at IS DISTINCT FROM OLD.at THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='2164538612737c33b016af6d55bd9c48f4f58133', operation='UPDATE OF "period_id", "title", "text", "audiences", "until", "by_id", "at"', pgid='pgtrigger_written_once_58044', table='socialisation_announcement', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.withdrawn_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='535706e6998549ffa787ada7280a9b87e2abd34c', operation='UPDATE', pgid='pgtrigger_decided_once_7d680', table='socialisation_announcement', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='1a624d3c161e53f617a7cb292c8ac14cf1404a96', operation='DELETE', pgid='pgtrigger_never_deleted_52010', table='socialisation_announcement', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='350b50a62708b81aa5b7a03b42cd78747bf1dbe6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_aaed5', table='socialisation_announcement', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('institutions', 'Instansi'), ('assessors', 'Asesor dan perguruan tinggi'), ('public', 'Umum')], max_length=20), size=None, verbose_name='untuk')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='periods.evaluationperiod')),
                        ('title', models.CharField(max_length=200, verbose_name='nama kegiatan')),
                        ('text', models.TextField(blank=True, max_length=5000, verbose_name='keterangan')),
                        ('starts_at', models.DateTimeField(verbose_name='mulai')),
                        ('ends_at', models.DateTimeField(verbose_name='selesai')),
                        ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20, verbose_name='zona waktu')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='tempat')),
                        ('link', models.URLField(blank=True, max_length=500, verbose_name='tautan')),
                        ('capacity', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='banyaknya tempat')),
                        ('code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('HD',), **{}), max_length=20, unique=True)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('called_off_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('called_off_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='alasan')),
                        ('sequence', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['-starts_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('audiences__len__gt', 0)), name='an_event_is_for_somebody'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='an_event_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('link', ''), ('place', ''), _negated=True), name='an_event_has_a_place_or_a_link'), models.CheckConstraint(condition=models.Q(('capacity', None), ('capacity__gt', 0), _connector='OR'), name='an_event_has_room'), models.CheckConstraint(condition=models.Q(('called_off_at', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='an_event_is_called_off_with_a_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.called_off_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='f7b423ab9de2a4b1371faafad211f3eb2a6e5ce2', operation='UPDATE', pgid='pgtrigger_decided_once_a32ec', table='socialisation_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='28cd990d125d3b76ed0e3cacbb3115afb2736581', operation='DELETE', pgid='pgtrigger_never_deleted_50445', table='socialisation_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='f017961088682729fbf2ab583b45942f73a18fd2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_13f7a', table='socialisation_event', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Registration',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='socialisation.event')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('attended_at', models.DateTimeField(null=True)),
                        ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['user__name', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='one_registration_per_person')],
                        'triggers': [pgtrigger.compiler.Trigger(name='while_there_is_room', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE event record;', func="\n            SELECT capacity, ends_at, called_off_at INTO event\n                FROM socialisation_event WHERE id = NEW.event_id FOR NO KEY UPDATE;\n            IF event.called_off_at IS NOT NULL OR event.ends_at <= clock_timestamp() THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP001',\n                    MESSAGE = 'Kegiatan ini sudah selesai atau dibatalkan. Anda belum terdaftar.';\n            END IF;\n            IF event.capacity <= (SELECT count(*) FROM socialisation_registration WHERE event_id = NEW.event_id) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP006',\n                    MESSAGE = 'Tempat kegiatan ini sudah penuh. Anda belum terdaftar.';\n            END IF;\n            RETURN NEW;\n        ", hash='96fd9d23d5481dad0ba20909ece78da1bd65ccd8', operation='INSERT', pgid='pgtrigger_while_there_is_room_7bbd3', table='socialisation_registration', when='BEFORE')), pgtrigger.compiler.Trigger(name='attended_since_it_began', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."attended_at" IS NOT NULL)', func="\n            IF EXISTS (\n                SELECT FROM socialisation_event event\n                WHERE event.id = NEW.event_id\n                    AND (event.starts_at > clock_timestamp() OR event.called_off_at IS NOT NULL)\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP001',\n                    MESSAGE = 'Kehadiran dicatat sejak kegiatan dimulai, bila tidak dibatalkan. Belum dicatat.';\n            END IF;\n            RETURN NEW;\n        ", hash='5d30825f76e72e8f203a239c560470a30bc4b68f', operation='INSERT OR UPDATE', pgid='pgtrigger_attended_since_it_began_0cc49', table='socialisation_registration', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Circular',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='periods.evaluationperiod')),
                        ('audience', models.CharField(choices=[('institutions', 'Instansi'), ('assessors', 'Asesor dan perguruan tinggi')], default='institutions', max_length=20, verbose_name='kepada')),
                        ('number', models.CharField(max_length=80, verbose_name='nomor')),
                        ('dated', models.DateField(verbose_name='tanggal')),
                        ('subject', models.CharField(max_length=200, verbose_name='hal')),
                        ('text', models.TextField(max_length=10000, verbose_name='isi surat')),
                        ('signatory', models.CharField(max_length=200, verbose_name='penanda tangan')),
                        ('signatory_office', models.CharField(max_length=200, verbose_name='jabatan penanda tangan')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'number'), name='one_circular_per_number')],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.period_id IS DISTINCT FROM OLD.period_id OR NEW.audience IS DISTINCT FROM OLD.audience OR NEW.number IS DISTINCT FROM OLD.number OR NEW.dated IS DISTINCT FROM OLD.dated OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.text IS DISTINCT FROM OLD.text OR NEW.signatory IS DISTINCT FROM OLD.signatory OR NEW.signatory_office IS DISTINCT FROM OLD.signatory_office THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='f8e9033702df22bcd14a1267e2464c78ce6f5203', operation='UPDATE OF "period_id", "audience", "number", "dated", "subject", "text", "signatory", "signatory_office"', pgid='pgtrigger_written_once_5e3be', table='socialisation_circular', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='86917d5c2752bf020a0940a8b47ef6aa5de1d879', operation='DELETE', pgid='pgtrigger_never_deleted_fdab5', table='socialisation_circular', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='d5e8fb308f9b0435cbb7fd7ed9c0e24f239c3021', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5b547', table='socialisation_circular', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CircularCopy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('circular', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='socialisation.circular')),
                        ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                        ('assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('SP',), **{}), max_length=20, unique=True)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('assessor__isnull', False), ('institution', None)), models.Q(('assessor', None), ('institution__isnull', False)), _connector='OR'), name='a_copy_has_one_addressee'), models.UniqueConstraint(fields=('circular', 'institution', 'assessor'), name='one_copy_per_addressee', nulls_distinct=False)],
                        'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.circular_id IS DISTINCT FROM OLD.circular_id OR NEW.institution_id IS DISTINCT FROM OLD.institution_id OR NEW.assessor_id IS DISTINCT FROM OLD.assessor_id OR NEW.code IS DISTINCT FROM OLD.code THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';\n            END IF;\n            RETURN NEW;\n        ", hash='f6a716773854f65aeffac3758a0e46e2a9fdc000', operation='UPDATE OF "circular_id", "institution_id", "assessor_id", "code"', pgid='pgtrigger_written_once_b7124', table='socialisation_circularcopy', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='8ad6e81c1d45803900ff78ea960ce18a237ed80a', operation='DELETE', pgid='pgtrigger_never_deleted_17ad8', table='socialisation_circularcopy', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4ae4a3eda5732fd7c33d6ce78a12f6e4edd3b10b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e2b5a', table='socialisation_circularcopy', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
