from django.db import migrations

from conoceles.cuestionarios.models import DISPARADORES


class Migration(migrations.Migration):
    dependencies = [("cuestionarios", "0005_vencimiento_original")]
    operations = [DISPARADORES.operacion()]
