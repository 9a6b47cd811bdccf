

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from conoceles.privacidad.models import DISPARADORES


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registro', '0002_representacion_y_entregas'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consentimiento',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folio', models.CharField(max_length=24, unique=True)),
                ('nonce', models.CharField(max_length=64)),
                ('huella', models.CharField(max_length=64)),
                ('numero', models.PositiveSmallIntegerField()),
                ('aviso', models.CharField(help_text='Versión del aviso de privacidad que se mostró.', max_length=60)),
                ('tratamiento', models.BooleanField(help_text='(a) Tratar sus datos para los fines del aviso.')),
                ('publicacion', models.BooleanField(help_text='(b) Publicar los datos sensibles que elija.')),
                ('estadistica', models.BooleanField(help_text='(c) Usarlos en informes estadísticos.')),
                ('instante', models.DateTimeField(default=django.utils.timezone.now)),
                ('candidatura', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consentimientos', to='registro.candidatura')),
            ],
            options={
                'ordering': ['numero'],
            },
        ),
        migrations.CreateModel(
            name='EnvioDeIdentidad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.PositiveSmallIntegerField()),
                ('definicion_clave', models.CharField(max_length=40)),
                ('sobre', models.BinaryField(help_text='Cifrado: {contenido: …, nonce: …}; nulo si se suprimió.', null=True)),
                ('instante', models.DateTimeField(default=django.utils.timezone.now)),
                ('fuera_de_plazo', models.BooleanField(default=False)),
                ('folio', models.CharField(max_length=24, unique=True)),
                ('huella', models.CharField(max_length=64)),
                ('candidatura', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envios_de_identidad', to='registro.candidatura')),
                ('consentimiento', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='privacidad.consentimiento')),
            ],
            options={
                'ordering': ['numero'],
            },
        ),
        migrations.CreateModel(
            name='Formato',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('archivo', models.CharField(max_length=120)),
                ('tipo_de_contenido', models.CharField(max_length=40)),
                ('huella', models.CharField(help_text='SHA-256 del archivo cifrado.', max_length=64)),
                ('via', models.CharField(choices=[('persona', 'Lo subió la persona'), ('buzon', 'Llegó al buzón del Instituto')], max_length=8)),
                ('recibido_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('por', models.CharField(max_length=60)),
                ('revisado_en', models.DateTimeField(blank=True, null=True)),
                ('revisado_por', models.CharField(blank=True, max_length=60)),
                ('es_valido', models.BooleanField(blank=True, help_text='Legible, completo y firmado.', null=True)),
                ('tratamiento', models.BooleanField(blank=True, null=True)),
                ('publicacion', models.BooleanField(blank=True, null=True)),
                ('estadistica', models.BooleanField(blank=True, null=True)),
                ('nota', models.CharField(blank=True, max_length=300)),
                ('candidatura', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='formatos', to='registro.candidatura')),
            ],
            options={
                'ordering': ['recibido_en'],
            },
        ),
        migrations.CreateModel(
            name='Identidad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('definicion_clave', models.CharField(max_length=40)),
                ('sobre', models.BinaryField(help_text='Cifrado: {respuestas: …, publicar: [claves]}.')),
                ('grupos_vistos', models.JSONField(default=list, help_text='Secciones guardadas; no dice qué contestó.')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('guardada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('candidatura', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='identidad', to='registro.candidatura')),
            ],
        ),
        migrations.CreateModel(
            name='Lectura',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instante', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.CharField(max_length=60)),
                ('rol', models.CharField(max_length=40)),
                ('candidatura', models.CharField(max_length=16)),
                ('preguntas', models.JSONField(default=list)),
                ('proposito', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['-instante'],
                'indexes': [models.Index(fields=['candidatura', 'instante'], name='privacidad__candida_1054f7_idx')],
            },
        ),
        migrations.AddConstraint(
            model_name='consentimiento',
            constraint=models.UniqueConstraint(fields=('candidatura', 'numero'), name='consentimiento_unico'),
        ),
        migrations.AddConstraint(
            model_name='consentimiento',
            constraint=models.CheckConstraint(condition=models.Q(('tratamiento', True), models.Q(('estadistica', False), ('publicacion', False)), _connector='OR'), name='sin_tratamiento_no_hay_mas', violation_error_message='Sin autorizar el tratamiento no puede autorizarse lo demás.'),
        ),
        migrations.AddConstraint(
            model_name='enviodeidentidad',
            constraint=models.UniqueConstraint(fields=('candidatura', 'numero'), name='envio_de_identidad_unico'),
        ),
        migrations.AddConstraint(
            model_name='formato',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('es_valido', None), ('revisado_en', None), ('revisado_por', '')), models.Q(('es_valido__isnull', False), ('revisado_en__isnull', False), models.Q(('revisado_por', ''), _negated=True)), _connector='OR'), name='formato_revisado_por_alguien', violation_error_message='Un formato revisado dice cuándo, por quién y si es válido.'),
        ),
        DISPARADORES.operacion(),
    ]
