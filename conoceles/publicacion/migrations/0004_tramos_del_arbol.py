

from django.db import migrations, models

from conoceles.publicacion.models import DISPARADORES_DEL_ARBOL


class Migration(migrations.Migration):

    dependencies = [
        ('publicacion', '0003_pausas_tandas_y_puntos_de_control'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tramo',
            fields=[
                ('numero', models.PositiveBigIntegerField(help_text='Desde cero.', primary_key=True, serialize=False)),
                ('raiz', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['numero'],
            },
        ),
        *[disparadores.operacion() for disparadores in DISPARADORES_DEL_ARBOL],
    ]
