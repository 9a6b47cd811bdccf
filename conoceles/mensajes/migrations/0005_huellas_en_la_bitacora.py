from django.db import migrations, models

import conoceles.comun.sales
from conoceles.mensajes.models import DISPARADORES


class Migration(migrations.Migration):

    dependencies = [
        ('mensajes', '0004_a_que_cuenta'),
    ]

    operations = [
        migrations.AddField(
            model_name='carta',
            name='renglon',
            field=models.PositiveBigIntegerField(db_index=True, editable=False, help_text='El de la bitácora en que consta que se escribió.', null=True),
        ),
        migrations.AddField(
            model_name='carta',
            name='sal',
            field=models.CharField(default=conoceles.comun.sales.nueva_sal, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='circular',
            name='sal',
            field=models.CharField(default=conoceles.comun.sales.nueva_sal, editable=False, max_length=32),
        ),
        DISPARADORES.operacion(),
    ]
