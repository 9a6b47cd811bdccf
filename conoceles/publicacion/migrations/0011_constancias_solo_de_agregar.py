from django.db import migrations

from conoceles.publicacion.models import DISPARADORES_DE_LA_CONSTANCIA


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0010_tarjetas_con_apartados")]
    operations = [DISPARADORES_DE_LA_CONSTANCIA.operacion()]
