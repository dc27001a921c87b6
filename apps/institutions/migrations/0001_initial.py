import apps.common.tables
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        apps.common.tables.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Province',
                    fields=[
                        ('code', models.CharField(max_length=2, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=60, unique=True)),
                        ('zone', models.CharField(max_length=4)),
                        ('timezone', models.CharField(max_length=40)),
                        ('valid_from', models.DateField(blank=True, null=True, verbose_name='berlaku sejak')),
                        ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                    ],
                    options={
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='InstitutionChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('added', 'Instansi baru'), ('renamed', 'Ganti nama atau wilayah'), ('moved', 'Pindah provinsi'), ('merged', 'Penggabungan'), ('split', 'Pemekaran'), ('ended', 'Pembubaran')], max_length=10)),
                        ('effective_on', models.DateField(verbose_name='berlaku sejak')),
                        ('legal_basis', models.CharField(max_length=300, verbose_name='dasar hukum')),
                        ('note', models.TextField(blank=True, verbose_name='catatan')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-effective_on', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('legal_basis', ''), _negated=True), name='a_change_has_a_legal_basis')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='ef7144a86b48c172a6cb7bdb4aed28cbd4d09743', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dd7c3', table='institutions_institutionchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='9afe02fcb348a1ab16cca6ba5d9e859695222af8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_2775d', table='institutions_institutionchange', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Institution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, unique=True)),
                        ('slug', models.SlugField(max_length=120, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('category', models.CharField(choices=[('kementerian', 'Kementerian'), ('lpnk', 'Lembaga Pemerintah Nonkementerian'), ('lembaga_lain', 'Lembaga Lain'), ('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=20)),
                        ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='institutions.province')),
                        ('email_domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='domain surel')),
                        ('valid_from', models.DateField(blank=True, null=True)),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='begun', to='institutions.institutionchange')),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended', to='institutions.institutionchange')),
                    ],
                    options={
                        'ordering': ['code'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='institution_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('name',), name='one_living_institution_per_name'), models.CheckConstraint(condition=models.Q(('ended_by', None), ('valid_to__isnull', False), _connector='OR'), name='an_ended_institution_has_a_last_day'), models.CheckConstraint(condition=models.Q(('begun_by', None), ('valid_from__isnull', False), _connector='OR'), name='a_begun_institution_has_a_first_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Succession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('former', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='later_links', to='institutions.institution')),
                        ('later', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_links', to='institutions.institution')),
                        ('change', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='institutions.institutionchange')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('former', 'later'), name='one_succession_per_pair'), models.CheckConstraint(condition=models.Q(('former', models.F('later')), _negated=True), name='nobody_succeeds_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='University',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, unique=True)),
                        ('city', models.CharField(blank=True, max_length=100)),
                        ('province', models.CharField(blank=True, max_length=60)),
                        ('seen_in', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('is_fictitious', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Agency',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=20, unique=True)),
                        ('name', models.CharField(max_length=200)),
                    ],
                    options={
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='units', to='institutions.institution')),
                        ('name', models.CharField(max_length=200)),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'name'), name='one_unit_per_name', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('respondent', 'Responden'), ('data_entry', 'Pelaksana entri data'), ('person_in_charge', 'Penanggung jawab'), ('coordinator', 'Koordinator SPBE'), ('institution_administrator', 'Administrator instansi'), ('assessor', 'Asesor'), ('university_coordinator', 'Koordinator perguruan tinggi'), ('evaluation_team', 'Tim evaluasi'), ('agency_member', 'Anggota tim koordinasi nasional'), ('auditor', 'Pemeriksa'), ('administrator', 'Administrator')], max_length=30)),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='institutions.institution')),
                        ('university', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='institutions.university')),
                        ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='institutions.agency')),
                        ('units', models.ManyToManyField(blank=True, related_name='memberships', to='institutions.unit')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'permissions': [('manage_people', 'Mengelola akun dan peran')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'role', 'institution', 'university', 'agency'), name='one_membership_per_role_and_place', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', True), ('institution__isnull', False), ('role__in', ('institution_administrator', 'respondent', 'data_entry', 'person_in_charge', 'coordinator')), ('university__isnull', True)), models.Q(('agency__isnull', True), ('institution__isnull', True), ('role__in', ('assessor', 'university_coordinator')), ('university__isnull', False)), models.Q(('agency__isnull', False), ('institution__isnull', True), ('role', 'agency_member'), ('university__isnull', True)), models.Q(('agency__isnull', True), ('institution__isnull', True), ('role__in', ('evaluation_team', 'auditor', 'administrator')), ('university__isnull', True)), _connector='OR'), name='a_role_is_held_at_its_own_kind_of_place')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='institutions.institution')),
                        ('email', models.EmailField(max_length=254, verbose_name='alamat surel')),
                        ('role', models.CharField(choices=[('respondent', 'Responden'), ('data_entry', 'Pelaksana entri data'), ('person_in_charge', 'Penanggung jawab'), ('coordinator', 'Koordinator SPBE'), ('institution_administrator', 'Administrator instansi'), ('assessor', 'Asesor'), ('university_coordinator', 'Koordinator perguruan tinggi'), ('evaluation_team', 'Tim evaluasi'), ('agency_member', 'Anggota tim koordinasi nasional'), ('auditor', 'Pemeriksa'), ('administrator', 'Administrator')], max_length=30)),
                        ('secret_sha256', models.CharField(max_length=64, unique=True)),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField(null=True)),
                        ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('units', models.ManyToManyField(blank=True, related_name='+', to='institutions.unit')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ('institution_administrator', 'respondent', 'data_entry', 'person_in_charge', 'coordinator'))), name='an_invitation_is_for_an_institution'), models.CheckConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None), _connector='OR'), name='an_invitation_is_used_or_withdrawn'), models.UniqueConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None)), fields=('institution', 'email', 'role'), name='one_open_invitation_per_address_and_role')],
                    },
                ),
                migrations.CreateModel(
                    name='PeopleRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people_records', to='institutions.institution')),
                        ('act', models.CharField(choices=[('invited', 'mengundang'), ('sent_again', 'mengirim ulang undangan kepada'), ('called_off', 'membatalkan undangan kepada'), ('accepted', 'menerima undangan'), ('withdrawn', 'mencabut peran dari'), ('handed_over', 'menyerahkan peran kepada'), ('units_set', 'mengubah unit kerja')], max_length=20)),
                        ('role', models.CharField(choices=[('respondent', 'Responden'), ('data_entry', 'Pelaksana entri data'), ('person_in_charge', 'Penanggung jawab'), ('coordinator', 'Koordinator SPBE'), ('institution_administrator', 'Administrator instansi'), ('assessor', 'Asesor'), ('university_coordinator', 'Koordinator perguruan tinggi'), ('evaluation_team', 'Tim evaluasi'), ('agency_member', 'Anggota tim koordinasi nasional'), ('auditor', 'Pemeriksa'), ('administrator', 'Administrator')], max_length=30)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('giver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('units', models.TextField(blank=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4638df7068c89d2a52404cdd38afa4494636de02', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f1c30', table='institutions_peoplerecord', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';", hash='4ee0675fa1e683179d3a9dccf7aefd8b2b47fd08', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e44a2', table='institutions_peoplerecord', when='BEFORE'))],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='institution',
            name='successors',
            field=models.ManyToManyField(related_name='predecessors', through='institutions.Succession', through_fields=('former', 'later'), to='institutions.institution'),
        ),
        apps.common.tables.InstallTriggers(
        ),
    ]
