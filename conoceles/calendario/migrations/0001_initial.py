

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Proceso',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clave', models.SlugField(max_length=60, unique=True)),
                ('nombre', models.CharField(max_length=200)),
                ('jornada', models.DateField()),
                ('zona_horaria', models.CharField(default='America/Mexico_City', max_length=60)),
                ('es_vigente', models.BooleanField(default=False)),
                ('es_ficticio', models.BooleanField(default=False)),
                ('es_historico', models.BooleanField(default=False)),
                ('datos_instituto', models.JSONField(default=dict)),
                ('datos_parametros', models.JSONField(default=dict)),
                ('fechas', models.JSONField(default=dict)),
                ('cuestionarios', models.JSONField(default=dict)),
                ('acciones_afirmativas', models.JSONField(default=list)),
                ('plantilla', models.CharField(blank=True, max_length=120)),
                ('plantilla_huella', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-jornada', 'clave'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('es_vigente', True)), fields=('es_vigente',), name='un_solo_proceso_vigente', violation_error_message='Ya hay un proceso vigente.')],
            },
        ),
    ]
