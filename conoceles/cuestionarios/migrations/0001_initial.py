

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registro', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cuestionario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tipo', models.CharField(choices=[('curricular', 'Curricular'), ('identidad', 'De identidad')], max_length=12)),
                ('definicion_clave', models.CharField(max_length=40)),
                ('estado', models.CharField(choices=[('en_captura', 'En captura'), ('enviado', 'Enviado'), ('en_validacion', 'En revisión'), ('observado', 'Con observaciones'), ('corregido', 'Corregido'), ('validado', 'Validado')], default='en_captura', max_length=16)),
                ('ronda', models.PositiveSmallIntegerField(default=0, help_text='Cuántas veces se ha devuelto.')),
                ('enviado_en', models.DateTimeField(blank=True, null=True)),
                ('validado_en', models.DateTimeField(blank=True, null=True)),
                ('validado_por', models.CharField(blank=True, max_length=60)),
                ('actualizado_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('candidatura', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cuestionarios', to='registro.candidatura')),
            ],
        ),
        migrations.CreateModel(
            name='Avance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seccion', models.CharField(max_length=40)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('guardada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('sesion', models.CharField(blank=True, help_text='Huella de la última sesión que escribió.', max_length=64)),
                ('cuestionario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='avances', to='cuestionarios.cuestionario')),
            ],
        ),
        migrations.CreateModel(
            name='Envio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.PositiveSmallIntegerField()),
                ('instante', models.DateTimeField(default=django.utils.timezone.now)),
                ('contenido', models.JSONField()),
                ('secciones', models.JSONField(default=list)),
                ('fuera_de_plazo', models.BooleanField(default=False)),
                ('folio', models.CharField(max_length=24, unique=True)),
                ('nonce', models.CharField(max_length=64)),
                ('huella', models.CharField(max_length=64)),
                ('cuestionario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envios', to='cuestionarios.cuestionario')),
            ],
            options={
                'ordering': ['numero'],
            },
        ),
        migrations.CreateModel(
            name='Observacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seccion', models.CharField(max_length=40)),
                ('supuesto', models.CharField(choices=[('copia', 'Propuestas copiadas de otra candidatura'), ('ofensa', 'Contenido ofensivo o discriminatorio hacia otro partido o candidatura'), ('lenguaje', 'Lenguaje sexista, ofensivo o discriminatorio'), ('ajeno', 'Información o imágenes de otra candidatura'), ('alusion', 'Alusiones a otro partido o candidatura'), ('restringido', 'Contenido que restringe la ley electoral'), ('propaganda', 'Lemas o imágenes de campaña'), ('fotografia', 'La fotografía no cumple las reglas'), ('dato_personal', 'Contiene datos personales que no deben publicarse'), ('incompleto', 'No responde lo que se pregunta o está incompleto')], max_length=40)),
                ('texto', models.TextField()),
                ('ronda', models.PositiveSmallIntegerField()),
                ('por', models.CharField(max_length=60)),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('emitida_en', models.DateTimeField(blank=True, null=True)),
                ('vence_en', models.DateTimeField(blank=True, null=True)),
                ('atendida_en', models.DateTimeField(blank=True, null=True)),
                ('cuestionario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observaciones', to='cuestionarios.cuestionario')),
            ],
            options={
                'ordering': ['seccion', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Respuesta',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pregunta', models.CharField(max_length=40)),
                ('valor', models.JSONField()),
                ('origen', models.CharField(choices=[('persona', 'La propia persona'), ('postulante', 'Su partido la propuso'), ('archivo', 'Archivo histórico')], default='persona', max_length=12)),
                ('actualizada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('cuestionario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='respuestas', to='cuestionarios.cuestionario')),
            ],
        ),
        migrations.CreateModel(
            name='Retrato',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('huella', models.CharField(max_length=64)),
                ('huella_perceptual', models.CharField(blank=True, max_length=16)),
                ('creado_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('candidatura', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retratos', to='registro.candidatura')),
            ],
            options={
                'ordering': ['-creado_en'],
            },
        ),
        migrations.AddIndex(
            model_name='cuestionario',
            index=models.Index(fields=['tipo', 'estado', 'actualizado_en'], name='cuestionari_tipo_728155_idx'),
        ),
        migrations.AddConstraint(
            model_name='cuestionario',
            constraint=models.UniqueConstraint(fields=('candidatura', 'tipo'), name='un_cuestionario_por_tipo'),
        ),
        migrations.AddConstraint(
            model_name='cuestionario',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('validado_en', None), ('validado_por', '')), models.Q(('validado_en__isnull', False), models.Q(('validado_por', ''), _negated=True)), _connector='OR'), name='validado_en_y_por_quien', violation_error_message='Un cuestionario validado dice cuándo y por quién.'),
        ),
        migrations.AddConstraint(
            model_name='cuestionario',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('estado', 'validado'), _negated=True), ('validado_en__isnull', False), _connector='OR'), name='validado_con_fecha', violation_error_message='Un cuestionario validado tiene fecha de validación.'),
        ),
        migrations.AddConstraint(
            model_name='cuestionario',
            constraint=models.CheckConstraint(condition=models.Q(('estado', 'en_captura'), ('enviado_en__isnull', False), _connector='OR'), name='fuera_de_captura_con_envio', violation_error_message='Un cuestionario que ya no está en captura fue enviado.'),
        ),
        migrations.AddConstraint(
            model_name='avance',
            constraint=models.UniqueConstraint(fields=('cuestionario', 'seccion'), name='un_avance_por_seccion'),
        ),
        migrations.AddConstraint(
            model_name='envio',
            constraint=models.UniqueConstraint(fields=('cuestionario', 'numero'), name='envio_unico'),
        ),
        migrations.AddConstraint(
            model_name='observacion',
            constraint=models.CheckConstraint(condition=models.Q(('atendida_en', None), ('emitida_en__isnull', False), _connector='OR'), name='observacion_atendida_si_emitida', violation_error_message='No puede atenderse una observación que no se ha emitido.'),
        ),
        migrations.AddConstraint(
            model_name='respuesta',
            constraint=models.UniqueConstraint(fields=('cuestionario', 'pregunta'), name='una_respuesta_por_pregunta'),
        ),
        migrations.AddConstraint(
            model_name='retrato',
            constraint=models.UniqueConstraint(fields=('candidatura', 'huella'), name='retrato_unico'),
        ),
    ]
