from django.db import migrations

from conoceles.interrupciones.models import DISPARADORES


class Migration(migrations.Migration):
    dependencies = [("interrupciones", "0004_sal_de_los_textos")]

    operations = [DISPARADORES.operacion()]
