

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from conoceles.publicacion.models import DISPARADORES


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edicion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proceso', models.SlugField(max_length=60)),
                ('numero', models.PositiveBigIntegerField()),
                ('instante', models.DateTimeField(default=django.utils.timezone.now)),
                ('secuencia', models.PositiveBigIntegerField(help_text='Hasta qué instantánea llega.')),
            ],
            options={
                'ordering': ['proceso', '-numero'],
                'constraints': [models.UniqueConstraint(fields=('proceso', 'numero'), name='edicion_unica')],
            },
        ),
        migrations.CreateModel(
            name='Instantanea',
            fields=[
                ('secuencia', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('proceso', models.SlugField(max_length=60)),
                ('clave', models.CharField(max_length=16)),
                ('version', models.PositiveIntegerField()),
                ('instante', models.DateTimeField()),
                ('autoria', models.CharField(blank=True, help_text='Rol que hizo el acto; vacío: el sistema.', max_length=40)),
                ('documento', models.TextField(help_text='JSON canónico; nulo si se suprimió.', null=True)),
                ('sal', models.CharField(max_length=32, null=True)),
                ('huella', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['secuencia'],
                'constraints': [models.UniqueConstraint(fields=('clave', 'version'), name='version_unica')],
            },
        ),
        migrations.CreateModel(
            name='Ficha',
            fields=[
                ('clave', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('proceso', models.SlugField(max_length=60)),
                ('tarjeta', models.JSONField()),
                ('edicion', models.PositiveBigIntegerField()),
                ('estado', models.CharField(choices=[('sin_publicar', 'Sin publicar'), ('publicada', 'Publicada'), ('retirada', 'Retirada temporalmente')], default='sin_publicar', max_length=14)),
                ('envio_publicado', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('publicada_en', models.DateTimeField(blank=True, null=True)),
                ('retirada_en', models.DateTimeField(blank=True, null=True)),
                ('motivo_de_retiro', models.CharField(blank=True, max_length=300)),
                ('vigente', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publicacion.instantanea')),
            ],
            options={
                'indexes': [models.Index(fields=['proceso', 'edicion'], name='publicacion_proceso_b56b96_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('envio_publicado', None), ('estado', 'sin_publicar'), ('publicada_en', None)), models.Q(models.Q(('estado', 'sin_publicar'), _negated=True), ('envio_publicado__isnull', False), ('publicada_en__isnull', False)), _connector='OR'), name='publicada_con_fecha_y_envio', violation_error_message='Una ficha publicada dice cuándo y qué envío.'), models.CheckConstraint(condition=models.Q(models.Q(('estado', 'retirada'), ('retirada_en__isnull', False), models.Q(('motivo_de_retiro', ''), _negated=True)), models.Q(models.Q(('estado', 'retirada'), _negated=True), ('motivo_de_retiro', ''), ('retirada_en', None)), _connector='OR'), name='retirada_con_fecha_y_motivo', violation_error_message='Una ficha retirada dice cuándo y por qué.')],
            },
        ),
        DISPARADORES.operacion(),
    ]
