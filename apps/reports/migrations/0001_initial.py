import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('jobs', '0001_initial'),
        ('results', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='results.result')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('rendered_at', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
