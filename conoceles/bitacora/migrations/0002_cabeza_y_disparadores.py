"""La primera cabeza de la cadena y los disparadores que la hacen sólo de agregar."""

from django.db import migrations

from conoceles.bitacora.models import DISPARADORES


def poner_cabeza(apps, editor):
    apps.get_model("bitacora", "Cabeza").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("bitacora", "0001_initial")]
    operations = [
        migrations.RunPython(poner_cabeza, migrations.RunPython.noop),
        DISPARADORES.operacion(),
    ]
