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
        ('periods', '0001_initial'),
        ('results', '0001_initial'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='AwardList',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award_list', to='periods.evaluationperiod')),
                        ('year_before', models.PositiveSmallIntegerField(verbose_name='tahun pembanding peningkatan')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.finalisationrun')),
                        ('number', models.CharField(blank=True, max_length=60, verbose_name='nomor')),
                        ('dated', models.DateField(null=True, verbose_name='tanggal')),
                        ('place', models.CharField(default='Jakarta', max_length=60, verbose_name='ditetapkan di')),
                        ('signatory', models.CharField(blank=True, max_length=200, verbose_name='nama penandatangan')),
                        ('signatory_office', models.CharField(blank=True, max_length=200, verbose_name='jabatan penandatangan')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-period__year', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('dated__isnull', False), ('decided_by__isnull', False), ('run__isnull', False), models.Q(('number', ''), _negated=True), models.Q(('signatory', ''), _negated=True), models.Q(('signatory_office', ''), _negated=True)), _connector='OR'), name='decided_awards_are_complete')],
                        'triggers': [pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.decided_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='5b7c374f1a5433898a66fd3bc410ff7af02afbcf', operation='UPDATE', pgid='pgtrigger_decided_once_1f652', table='awards_awardlist', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_on_what_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.decided_at IS NULL THEN RETURN NEW; END IF;\n            IF NOT EXISTS (\n                SELECT FROM results_finalisationrun run\n                WHERE run.id = NEW.run_id AND run.period_id = NEW.period_id AND run.state = 'computed' AND (\n                    EXISTS (SELECT FROM results_publication WHERE run_id = run.id)\n                    OR EXISTS (SELECT FROM decrees_decree WHERE run_id = run.id AND state = 'issued'))\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP006',\n                    MESSAGE = 'Penghargaan ditetapkan dari hasil yang sudah menjadi keputusan atau sudah terbit.';\n            END IF;\n            IF EXISTS (\n                SELECT FROM awards_award award\n                JOIN awards_awardcategory category ON category.id = award.category_id\n                JOIN results_result result ON result.id = award.result_id\n                WHERE category.list_id = NEW.id AND result.run_id <> NEW.run_id\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP005',\n                    MESSAGE = 'Penghargaan ini berasal dari hitungan lain.';\n            END IF;\n            RETURN NEW;\n        ", hash='4bcfcc63f50d2af922744fa811ff239390ef6c6e', operation='INSERT OR UPDATE', pgid='pgtrigger_decided_on_what_is_final_94f1a', table='awards_awardlist', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ec1a8380cf7f9156c478eb13f36faeac82c49ee0', operation='DELETE', pgid='pgtrigger_never_deleted_84949', table='awards_awardlist', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='e0742901fd29bf96e764e338e01f491af153f605', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d93db', table='awards_awardlist', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AwardCategory',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='awards.awardlist')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=120, verbose_name='nama kategori')),
                        ('measure', models.CharField(choices=[('index', 'Indeks tertinggi'), ('improvement', 'Peningkatan terbesar')], max_length=20, verbose_name='ukuran')),
                        ('institutions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('kementerian', 'Kementerian'), ('lpnk', 'Lembaga Pemerintah Nonkementerian'), ('lembaga_lain', 'Lembaga Lain'), ('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=20), size=None, verbose_name='kategori instansi')),
                        ('places', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='sampai peringkat')),
                    ],
                    options={
                        'ordering': ['list', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('list', 'position'), name='one_award_category_per_place'), models.UniqueConstraint(fields=('list', 'name'), name='one_award_category_per_name'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='an_award_has_a_first_place')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_after_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM awards_awardlist WHERE id IN (OLD.list_id, NEW.list_id) AND decided_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Daftar penghargaan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='4d4601c6c7f94f87d7b84a59d702984fd39491f2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_never_after_decision_26182', table='awards_awardcategory', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AwardExclusion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='awards.awardlist')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', verbose_name='instansi')),
                        ('reason', models.TextField(verbose_name='alasan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lifted_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['institution__code', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('list', 'institution'), name='one_award_exclusion_per_institution'), models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='award_exclusion_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_after_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM awards_awardlist WHERE id IN (OLD.list_id, NEW.list_id) AND decided_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003',\n                    MESSAGE = 'Daftar penghargaan ini sudah ditetapkan dan tidak dapat diubah lagi.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='d76567f3e7a011937eb54664e918cd1b45964806', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_never_after_decision_6a78c', table='awards_awardexclusion', when='BEFORE')), pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.lifted_at IS NOT NULL THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';\n            END IF;\n            RETURN NEW;\n        ", hash='95fdf0a3bfb6a6b36f1e2b2f53c715e0339ce524', operation='UPDATE', pgid='pgtrigger_decided_once_1d090', table='awards_awardexclusion', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='5a9a90dc27b5a3d089a27bf3189a952efebdeb43', operation='DELETE', pgid='pgtrigger_never_deleted_6d95a', table='awards_awardexclusion', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='184970063085f9e848865c9be4fef169ac9f469a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_4bb4d', table='awards_awardexclusion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Award',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.awardcategory')),
                        ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='results.result')),
                        ('place', models.PositiveSmallIntegerField(verbose_name='peringkat')),
                        ('is_shared', models.BooleanField(verbose_name='peringkat bersama')),
                        ('stated', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('before', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('code', models.CharField(default=functools.partial(apps.common.codes.new_code, *('PG',), **{}), max_length=20, unique=True)),
                    ],
                    options={
                        'ordering': ['category__position', 'place', 'result__evaluation__institution__code'],
                        'constraints': [models.UniqueConstraint(fields=('category', 'result'), name='one_award_per_category')],
                        'triggers': [pgtrigger.compiler.Trigger(name='given_as_the_results_say', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM awards_awardcategory category\n                JOIN awards_awardlist list ON list.id = category.list_id\n                JOIN results_result result ON result.id = NEW.result_id\n                JOIN results_finalisationrun run ON run.id = result.run_id\n                JOIN evaluations_evaluation evaluation ON evaluation.id = result.evaluation_id\n                WHERE category.id = NEW.category_id AND list.decided_at IS NULL AND run.period_id = list.period_id\n                    AND result.stated = NEW.stated\n                    AND NOT EXISTS (\n                        SELECT FROM awards_awardexclusion out\n                        WHERE out.list_id = list.id AND out.institution_id = evaluation.institution_id\n                            AND out.lifted_at IS NULL)\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP005',\n                    MESSAGE = 'Penghargaan hanya diberikan menurut hasil periode ini, sebelum daftarnya ditetapkan.';\n            END IF;\n            RETURN NEW;\n        ", hash='a5083b5b6e0503b97b2d6ef27597c7984ffbb37a', operation='INSERT', pgid='pgtrigger_given_as_the_results_say_24a7a', table='awards_award', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='789e0afb4e4c77d825dcebf489215cfd062aacd8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16c7a', table='awards_award', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='305e2bad144f04076b8ab61a4d33bfa6b03f5812', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_3e234', table='awards_award', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AwardCertificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='awards.award')),
                        ('sha256', models.CharField(max_length=64)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='60dbc3581afa38afdb3d546ed9cb484375dd31e6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_adeb3', table='awards_awardcertificate', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='c3a9eb0ea94db19ff997c5611b35a4b5924ef9b9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e10cd', table='awards_awardcertificate', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='AwardAnnouncement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('list', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='announcement', to='awards.awardlist')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='announced_when_public', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM awards_awardlist list\n                JOIN results_publication publication ON publication.run_id = list.run_id\n                WHERE list.id = NEW.list_id AND list.decided_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION USING ERRCODE = 'SP006',\n                    MESSAGE = 'Penghargaan diumumkan sesudah ditetapkan dan sesudah hasilnya terbit.';\n            END IF;\n            RETURN NEW;\n        ", hash='f66ff14cdce166aef0d29b6d2628eece757df93c', operation='INSERT', pgid='pgtrigger_announced_when_public_13f67', table='awards_awardannouncement', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='00eb8641c746416be91dca97c11598d796e63d42', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90ce4', table='awards_awardannouncement', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='91d3d3a2a9b012af697f0c71040cf70b4da4b528', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e4546', table='awards_awardannouncement', when='BEFORE'))],
                    },
                ),
            ],
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
