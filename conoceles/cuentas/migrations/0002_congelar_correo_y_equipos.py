

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cuentas', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='usuario',
            name='congelada_en',
            field=models.DateTimeField(blank=True, help_text='La persona pidió que nadie entre, ni ella, hasta que el Instituto la reabra.', null=True),
        ),
        migrations.AddField(
            model_name='usuario',
            name='primera_entrada_en',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='usuario',
            name='rol',
            field=models.CharField(choices=[('persona_candidata', 'Persona candidata'), ('representacion', 'Representación de partido'), ('instancia_interna', 'Instancia interna'), ('validacion', 'Validación'), ('transparencia', 'Transparencia'), ('igualdad', 'Igualdad de género'), ('informatica', 'Informática'), ('comision', 'Comisión')], max_length=40),
        ),
        migrations.CreateModel(
            name='CambioDeCorreo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anterior', models.EmailField(blank=True, max_length=254)),
                ('nuevo', models.EmailField(max_length=254)),
                ('huella', models.CharField(help_text='Del enlace que lo cancela.', max_length=64, unique=True)),
                ('pedido_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('surte_en', models.DateTimeField()),
                ('aplicado_en', models.DateTimeField(blank=True, null=True)),
                ('cancelado_en', models.DateTimeField(blank=True, null=True)),
                ('usuario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cambios_de_correo', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pedido_en'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('aplicado_en', None), ('cancelado_en', None)), fields=('usuario',), name='un_cambio_de_correo_a_la_vez')],
            },
        ),
        migrations.CreateModel(
            name='Equipo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('huella', models.CharField(help_text='De la galleta que lo reconoce.', max_length=64)),
                ('descripcion', models.CharField(blank=True, max_length=120)),
                ('visto_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('ultima_vez', models.DateTimeField(default=django.utils.timezone.now)),
                ('usuario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='equipos', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-ultima_vez'],
                'constraints': [models.UniqueConstraint(fields=('usuario', 'huella'), name='equipo_unico')],
            },
        ),
    ]
