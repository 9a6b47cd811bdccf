from django.db import migrations, models
from django.db.models import F


def _las_devueltas_ya_empezaron(apps, editor):
    apps.get_model("interrupciones", "Interrupcion").objects.update(gracia_desde=F("gracia_en"))


class Migration(migrations.Migration):
    dependencies = [
        ("interrupciones", "0002_gracia_y_explicacion"),
    ]

    operations = [
        migrations.AddField(
            model_name="interrupcion",
            name="gracia_desde",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="latido",
            name="maximo",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(_las_devueltas_ya_empezaron, migrations.RunPython.noop),
    ]
