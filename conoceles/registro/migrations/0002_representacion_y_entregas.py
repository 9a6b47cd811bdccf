

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registro', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EntregaDeAcceso',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('canal', models.CharField(choices=[('correo', 'Por correo'), ('impresa', 'En hoja impresa'), ('partido', 'Por conducto de su partido'), ('en_persona', 'En persona')], max_length=12)),
                ('entregado_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('recibio', models.CharField(blank=True, help_text='Nombre de quien lo recibió.', max_length=200)),
                ('por', models.CharField(max_length=60)),
                ('persona', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entregas', to='registro.persona')),
            ],
            options={
                'ordering': ['-entregado_en'],
            },
        ),
        migrations.CreateModel(
            name='Representacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representaciones', to='registro.actorpolitico')),
                ('cuenta', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='representacion', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
