

from django.db import migrations, models

from conoceles.acuses.models import DISPARADORES


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Acuse',
            fields=[
                ('folio', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('clase', models.CharField(choices=[('envio', 'Envío del cuestionario curricular'), ('correccion', 'Envío de una corrección'), ('consentimiento', 'Manifestación de consentimiento'), ('identidad', 'Envío del cuestionario de identidad'), ('validacion', 'Validación por el Instituto'), ('requerimiento', 'Requerimiento del Instituto'), ('recepcion', 'Recepción de un requerimiento')], max_length=16)),
                ('proceso', models.SlugField(max_length=60)),
                ('candidatura', models.CharField(max_length=16)),
                ('instante', models.DateTimeField()),
                ('secciones', models.JSONField(default=list, help_text='Títulos de lo que abarca; nunca respuestas.')),
                ('fuera_de_plazo', models.BooleanField(default=False)),
                ('huella', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['candidatura', 'instante'], name='acuses_acus_candida_857064_idx')],
            },
        ),
        DISPARADORES.operacion(),
    ]
