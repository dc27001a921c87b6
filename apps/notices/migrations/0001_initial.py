import apps.common.tables
import django.db.models.deletion
import django.utils.timezone
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
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('delegated', 'Penugasan indikator'), ('returned', 'Jawaban atau hasil dikembalikan'), ('due', 'Pengingat batas waktu'), ('reopened', 'Batas waktu berubah'), ('stage', 'Jadwal dan perpindahan tahap'), ('mentioned', 'Diskusi dan sebutan'), ('follow_up', 'Tindak lanjut dan pendampingan'), ('job', 'Pekerjaan selesai'), ('general', 'Lain-lain'), ('invited', 'Peran dan akun'), ('legal', 'Pemberitahuan resmi')], default='general', max_length=10)),
                        ('simulation_label', models.CharField(blank=True, max_length=60)),
                        ('text', models.CharField(max_length=300)),
                        ('url', models.CharField(blank=True, max_length=300)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('read_at', models.DateTimeField(null=True)),
                        ('settled_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='unread_notices'), models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['at'], name='unsettled_notices')],
                    },
                ),
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address', models.EmailField(max_length=254)),
                        ('subject', models.CharField(max_length=200)),
                        ('text', models.TextField()),
                        ('attachment_sha256', models.CharField(blank=True, max_length=64)),
                        ('attachment_name', models.CharField(blank=True, max_length=255)),
                        ('attachment_type', models.CharField(blank=True, max_length=100)),
                        ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('sent_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['written_at', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['due_at'], name='letters_to_send')],
                    },
                ),
                migrations.CreateModel(
                    name='Digest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
                        ('day', models.DateField()),
                        ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='digest', to='notices.letter')),
                    ],
                    options={
                        'ordering': ['-day'],
                        'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='one_digest_per_person_and_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preferences', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('delegated', 'Penugasan indikator'), ('returned', 'Jawaban atau hasil dikembalikan'), ('due', 'Pengingat batas waktu'), ('reopened', 'Batas waktu berubah'), ('stage', 'Jadwal dan perpindahan tahap'), ('mentioned', 'Diskusi dan sebutan'), ('follow_up', 'Tindak lanjut dan pendampingan'), ('job', 'Pekerjaan selesai'), ('general', 'Lain-lain'), ('invited', 'Peran dan akun'), ('legal', 'Pemberitahuan resmi')], max_length=10)),
                        ('in_app', models.BooleanField(default=True)),
                        ('by_mail', models.BooleanField(default=True)),
                    ],
                    options={
                        'ordering': ['kind'],
                        'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='one_preference_per_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['invited', 'legal']), _negated=True), name='fixed_kinds_cannot_be_switched_off')],
                    },
                ),
                migrations.CreateModel(
                    name='DueReminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='due_reminders', to=settings.AUTH_USER_MODEL)),
                        ('key', models.CharField(max_length=100)),
                        ('until', models.DateTimeField()),
                        ('days', models.PositiveSmallIntegerField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at'],
                        'indexes': [models.Index(fields=['until'], name='reminders_by_limit')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'key', 'until', 'days'), name='one_reminder_per_limit_and_days')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
                        ('secret_sha256', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
            ],
        ),
    ]
