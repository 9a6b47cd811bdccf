from django.db import migrations, models

import conoceles.comun.sales
from conoceles.publicacion.models import DISPARADORES_DEL_VISTO


class Migration(migrations.Migration):

    dependencies = [
        ('publicacion', '0011_constancias_solo_de_agregar'),
    ]

    operations = [
        migrations.AddField(
            model_name='vistobueno',
            name='sal',
            field=models.CharField(default=conoceles.comun.sales.nueva_sal, editable=False, max_length=32),
        ),
        DISPARADORES_DEL_VISTO.operacion(),
    ]
