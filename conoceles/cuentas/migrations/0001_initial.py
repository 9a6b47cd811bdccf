

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Usuario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('acceso', models.CharField(error_messages={'unique': 'Ya existe una cuenta con ese nombre de acceso. Elija otro.'}, max_length=60, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9][a-z0-9._-]{2,59}\\Z', 'El nombre de acceso lleva de 3 a 60 letras minúsculas sin acento, cifras, puntos o guiones.')], verbose_name='nombre de acceso')),
                ('nombre', models.CharField(max_length=200)),
                ('correo', models.EmailField(blank=True, max_length=254, verbose_name='correo electrónico')),
                ('rol', models.CharField(choices=[('persona_candidata', 'Persona candidata'), ('instancia_interna', 'Instancia interna'), ('validacion', 'Validación'), ('transparencia', 'Transparencia'), ('igualdad', 'Igualdad de género'), ('informatica', 'Informática'), ('comision', 'Comisión')], max_length=40)),
                ('is_active', models.BooleanField(default=True, verbose_name='activa')),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['acceso'],
            },
        ),
        migrations.CreateModel(
            name='PeticionDeEnlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acceso', models.CharField(max_length=60)),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['creada_en'],
            },
        ),
        migrations.CreateModel(
            name='Enlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motivo', models.CharField(choices=[('activar', 'Activación'), ('recuperar', 'Recuperación')], max_length=12)),
                ('huella', models.CharField(max_length=64, unique=True)),
                ('creado_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('vence_en', models.DateTimeField()),
                ('usado_en', models.DateTimeField(blank=True, null=True)),
                ('anulado_en', models.DateTimeField(blank=True, null=True)),
                ('usuario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enlaces', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-creado_en'],
                'constraints': [models.CheckConstraint(condition=models.Q(('usado_en', None), ('anulado_en', None), _connector='OR'), name='enlace_usado_o_anulado', violation_error_message='Un enlace usado no puede anularse.')],
            },
        ),
    ]
