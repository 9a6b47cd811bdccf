from django.db import migrations, models

import conoceles.comun.sales
from conoceles.privacidad.models import DISPARADORES_DEL_FORMATO


class Migration(migrations.Migration):
    dependencies = [("privacidad", "0002_consentimientos_solo_de_agregar")]

    operations = [
        migrations.AddField(
            model_name="formato",
            name="sal",
            field=models.CharField(default=conoceles.comun.sales.nueva_sal, editable=False, max_length=32),
        ),
        DISPARADORES_DEL_FORMATO.operacion(),
    ]
