

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mensajes', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='carta',
            name='es_reservada',
            field=models.BooleanField(default=False, help_text='Es de identidad: que exista ya diría algo. No se lista en el panel.'),
        ),
    ]
