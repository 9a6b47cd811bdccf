"""Las tarjetas dicen de qué temas son las propuestas de cada candidatura: se vuelven a tomar de su documento."""

import json

from django.db import migrations

from conoceles.publicacion.constructor import tarjeta

_TANDA = 500


def al_corriente(apps, schema_editor):
    Ficha = apps.get_model("publicacion", "Ficha")
    tanda = []
    for ficha in Ficha.objects.select_related("vigente").iterator(_TANDA):
        if ficha.vigente.documento is not None:
            ficha.tarjeta = tarjeta(json.loads(ficha.vigente.documento))
            tanda.append(ficha)
        if len(tanda) == _TANDA:
            Ficha.objects.bulk_update(tanda, ["tarjeta"])
            tanda = []
    Ficha.objects.bulk_update(tanda, ["tarjeta"])


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0012_huellas_en_la_bitacora")]
    operations = [migrations.RunPython(al_corriente, migrations.RunPython.noop, elidable=True)]
