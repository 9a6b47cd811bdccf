

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('llaves', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='llave',
            name='uso',
            field=models.CharField(choices=[('privado', 'Lo que sólo lee la persona'), ('identidad', 'Sus respuestas de identidad; se destruye si niega su tratamiento'), ('publico', 'Lo que hoy autoriza publicar')], max_length=12),
        ),
    ]
