from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("institutions", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="institutionchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("added", "Instansi baru"),
                    ("renamed", "Ganti nama atau wilayah"),
                    ("moved", "Pindah provinsi"),
                    ("merged", "Penggabungan"),
                    ("split", "Pemekaran"),
                    ("ended", "Pembubaran"),
                ],
                max_length=10,
            ),
        ),
    ]
