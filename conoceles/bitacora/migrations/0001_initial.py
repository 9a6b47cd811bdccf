

from django.db import migrations, models

from conoceles.bitacora.models import DISPARADORES


def poner_cabeza(apps, editor):
    """La primera cabeza de la cadena."""
    apps.get_model("bitacora", "Cabeza").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Asiento',
            fields=[
                ('secuencia', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('instante', models.DateTimeField()),
                ('actor', models.CharField(blank=True, help_text='Nombre de acceso; vacío si fue el sistema.', max_length=150)),
                ('rol', models.CharField(blank=True, max_length=40)),
                ('direccion', models.CharField(blank=True, help_text='Dirección IP truncada.', max_length=45)),
                ('accion', models.CharField(max_length=60)),
                ('objeto_tipo', models.CharField(max_length=40)),
                ('objeto_clave', models.CharField(max_length=80)),
                ('detalle', models.JSONField(default=dict)),
                ('huella_anterior', models.CharField(max_length=64)),
                ('huella', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'ordering': ['secuencia'],
                'indexes': [models.Index(fields=['objeto_tipo', 'objeto_clave', 'secuencia'], name='bitacora_as_objeto__a1a2d5_idx'), models.Index(fields=['actor', 'secuencia'], name='bitacora_as_actor_19a347_idx')],
            },
        ),
        migrations.CreateModel(
            name='Cabeza',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('secuencia', models.PositiveBigIntegerField(default=0)),
                ('huella', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='cabeza_unica')],
            },
        ),
        migrations.RunPython(poner_cabeza, migrations.RunPython.noop),
        DISPARADORES.operacion(),
    ]
