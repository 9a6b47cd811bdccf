from django.db import migrations, models

import conoceles.comun.sales
from conoceles.cuestionarios.models import DISPARADORES_DE_LA_VALIDACION


class Migration(migrations.Migration):

    dependencies = [
        ('cuestionarios', '0006_envios_solo_de_agregar'),
    ]

    operations = [
        migrations.AddField(
            model_name='observacion',
            name='sal',
            field=models.CharField(default=conoceles.comun.sales.nueva_sal, editable=False, max_length=32),
        ),
        DISPARADORES_DE_LA_VALIDACION.operacion(),
    ]
