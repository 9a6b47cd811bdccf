

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Llave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidatura', models.CharField(max_length=16)),
                ('uso', models.CharField(choices=[('privado', 'Lo que sólo lee la persona'), ('publico', 'Lo que hoy autoriza publicar')], max_length=8)),
                ('envuelta', models.BinaryField()),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('candidatura', 'uso'), name='una_llave_por_uso')],
            },
        ),
    ]
