"""Una instantánea no se edita ni se borra; sólo su contenido puede anularse."""

from django.db import migrations

from conoceles.publicacion.models import DISPARADORES


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0001_initial")]
    operations = [DISPARADORES.operacion()]
