"""Cada constancia guarda la nota con que se firmó. Agregar la columna rehace la tabla en SQLite: se reponen sus disparadores."""

from django.db import migrations, models

from conoceles.publicacion.models import DISPARADORES_DE_LA_CONSTANCIA


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0013_tarjetas_con_temas")]
    operations = [
        migrations.AddField(
            model_name="constancia",
            name="firma",
            field=models.TextField(
                default="", help_text="La nota con que el Instituto la firmó al expedirla."
            ),
        ),
        DISPARADORES_DE_LA_CONSTANCIA.operacion(),
    ]
