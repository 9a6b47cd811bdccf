

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Carta',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('para', models.EmailField(blank=True, max_length=254)),
                ('asunto', models.CharField(max_length=200)),
                ('cuerpo', models.TextField()),
                ('secreto', models.CharField(blank=True, max_length=300)),
                ('caduca_en', models.DateTimeField(blank=True, help_text='Después no tiene caso enviarla.', null=True)),
                ('sobre', models.CharField(blank=True, help_text='Clave de la candidatura o de la cuenta.', max_length=80)),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('intentar_desde', models.DateTimeField(default=django.utils.timezone.now)),
                ('intentos', models.PositiveSmallIntegerField(default=0)),
                ('enviada_en', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-creada_en', '-id'],
                'indexes': [models.Index(fields=['enviada_en', 'intentar_desde'], name='mensajes_ca_enviada_6e8996_idx'), models.Index(fields=['sobre'], name='mensajes_ca_sobre_78d100_idx')],
            },
        ),
    ]
