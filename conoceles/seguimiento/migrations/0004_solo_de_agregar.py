from django.db import migrations

from conoceles.seguimiento.models import DISPARADORES


class Migration(migrations.Migration):
    dependencies = [("seguimiento", "0003_plazo_original")]

    operations = [disparadores.operacion() for disparadores in DISPARADORES]
