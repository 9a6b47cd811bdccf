

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publicacion', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ParteDeIdentidad',
            fields=[
                ('clave', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('proceso', models.SlugField(max_length=60)),
                ('sobre', models.BinaryField()),
                ('huella', models.CharField(max_length=64)),
                ('actualizada_en', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
