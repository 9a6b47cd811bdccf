from django.db import migrations

from conoceles.publicacion.models import DISPARADORES


class Migration(migrations.Migration):
    """El disparador de las instantáneas deja borrar su documento y su sal sólo si se borran los dos."""

    dependencies = [("publicacion", "0007_un_visto_por_ocultamiento")]

    operations = [
        migrations.RunPython(lambda apps, editor: DISPARADORES.poner(), migrations.RunPython.noop),
    ]
