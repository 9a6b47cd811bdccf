from django.db import migrations

from conoceles.privacidad.models import DISPARADORES_DEL_ENVIO


class Migration(migrations.Migration):
    dependencies = [("privacidad", "0003_sal_de_los_formatos")]

    operations = [DISPARADORES_DEL_ENVIO.operacion()]
