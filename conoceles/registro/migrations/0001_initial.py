

import conoceles.comun.claves
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('calendario', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Persona',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nombre_completo', models.CharField(help_text='Tal como lo escribe el registro.', max_length=200)),
                ('nombres', models.CharField(blank=True, max_length=100)),
                ('primer_apellido', models.CharField(blank=True, max_length=80)),
                ('segundo_apellido', models.CharField(blank=True, max_length=80)),
                ('nombre_inferido', models.BooleanField(default=False, help_text='El registro sólo trae el nombre completo: la separación es una inferencia.')),
                ('mote', models.CharField(blank=True, max_length=100, verbose_name='sobrenombre')),
                ('sexo', models.CharField(blank=True, choices=[('mujer', 'Mujer'), ('hombre', 'Hombre'), ('no_binario', 'No binario')], max_length=12)),
                ('edad', models.PositiveSmallIntegerField(blank=True, help_text='En la jornada; vacía si se desconoce.', null=True)),
                ('cuenta', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='persona', to=settings.AUTH_USER_MODEL)),
                ('proceso', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='personas', to='calendario.proceso')),
            ],
            options={
                'ordering': ['primer_apellido', 'segundo_apellido', 'nombres'],
            },
        ),
        migrations.CreateModel(
            name='ActorPolitico',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clave', models.SlugField(max_length=80)),
                ('siglas', models.CharField(max_length=40)),
                ('nombre', models.CharField(max_length=200)),
                ('tipo', models.CharField(choices=[('partido', 'Partido político'), ('coalicion', 'Coalición'), ('candidatura_comun', 'Candidatura común'), ('independiente', 'Candidatura independiente')], max_length=20)),
                ('es_local', models.BooleanField(default=False)),
                ('color', models.CharField(default='#6b6b6b', max_length=7)),
                ('orden', models.PositiveSmallIntegerField(default=0)),
                ('alias', models.JSONField(blank=True, default=list, help_text='Otros nombres con que lo traen las listas.')),
                ('miembros', models.ManyToManyField(blank=True, related_name='alianzas', to='registro.actorpolitico')),
                ('proceso', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actores', to='calendario.proceso')),
            ],
            options={
                'ordering': ['orden', 'siglas'],
            },
        ),
        migrations.CreateModel(
            name='Cargo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clave', models.SlugField(max_length=40)),
                ('nombre', models.CharField(max_length=80)),
                ('principio', models.CharField(choices=[('MR', 'Mayoría relativa'), ('RP', 'Representación proporcional')], max_length=2)),
                ('ambito', models.CharField(choices=[('entidad', 'Entidad'), ('distrito', 'Distrito'), ('municipio', 'Municipio')], max_length=12)),
                ('unidad', models.CharField(choices=[('individual', 'Una persona'), ('formula', 'Fórmula'), ('lista', 'Lista'), ('planilla', 'Planilla')], max_length=12)),
                ('con_suplente', models.BooleanField(default=True)),
                ('boleta', models.SlugField(help_text='Cargos que van juntos en una misma boleta.', max_length=40)),
                ('orden', models.PositiveSmallIntegerField(default=0)),
                ('plazas', models.PositiveSmallIntegerField(blank=True, help_text='Las que cada actor puede postular en una contienda; vacía: no se sabe.', null=True)),
                ('proceso', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cargos', to='calendario.proceso')),
            ],
            options={
                'ordering': ['orden', 'clave'],
            },
        ),
        migrations.CreateModel(
            name='DatosReservados',
            fields=[
                ('persona', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reservados', serialize=False, to='registro.persona')),
                ('curp', models.CharField(blank=True, max_length=18)),
                ('clave_de_elector', models.CharField(blank=True, max_length=18)),
                ('fecha_de_nacimiento', models.DateField(blank=True, null=True)),
                ('correo', models.EmailField(blank=True, max_length=254)),
                ('telefono', models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Demarcacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tipo', models.CharField(choices=[('entidad', 'Entidad'), ('distrito', 'Distrito'), ('municipio', 'Municipio')], max_length=12)),
                ('clave', models.CharField(max_length=20)),
                ('nombre', models.CharField(max_length=120)),
                ('entidad', models.CharField(blank=True, max_length=60)),
                ('clave_inegi', models.CharField(blank=True, max_length=10)),
                ('clave_ine', models.CharField(blank=True, max_length=10)),
                ('elige_ayuntamiento', models.BooleanField(default=True)),
                ('alias', models.JSONField(blank=True, default=list, help_text='Otros nombres con que la traen las listas.')),
                ('proceso', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demarcaciones', to='calendario.proceso')),
            ],
            options={
                'ordering': ['tipo', 'clave'],
            },
        ),
        migrations.CreateModel(
            name='Contienda',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cargo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contiendas', to='registro.cargo')),
                ('demarcacion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contiendas', to='registro.demarcacion')),
            ],
            options={
                'ordering': ['cargo__orden', 'demarcacion__clave'],
            },
        ),
        migrations.CreateModel(
            name='Alcance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('es_parcial', models.BooleanField(default=False)),
                ('fuente', models.CharField(blank=True, max_length=300)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alcances', to='registro.actorpolitico')),
                ('cargo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='registro.cargo')),
                ('demarcaciones', models.ManyToManyField(blank=True, to='registro.demarcacion')),
            ],
        ),
        migrations.CreateModel(
            name='Importacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folio', models.CharField(max_length=24, unique=True)),
                ('archivo', models.CharField(max_length=200)),
                ('huella', models.CharField(max_length=64)),
                ('perfil', models.CharField(blank=True, max_length=80)),
                ('es_completo', models.BooleanField(default=False, help_text='Lo que no venga en el archivo se da de baja.')),
                ('estado', models.CharField(choices=[('en_cola', 'En cola'), ('simulando', 'Revisando'), ('simulada', 'Revisada, sin aplicar'), ('aplicando', 'Aplicando'), ('aplicada', 'Aplicada'), ('rechazada', 'Rechazada')], default='en_cola', max_length=12)),
                ('informe', models.JSONField(default=dict)),
                ('por', models.CharField(blank=True, max_length=60)),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('aplicada_en', models.DateTimeField(blank=True, null=True)),
                ('proceso', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='importaciones', to='calendario.proceso')),
            ],
            options={
                'ordering': ['-creada_en'],
            },
        ),
        migrations.CreateModel(
            name='Posicion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.PositiveSmallIntegerField(default=1, help_text='Fórmula u orden de prelación.')),
                ('calidad', models.CharField(choices=[('propietaria', 'Propietaria'), ('suplente', 'Suplente')], max_length=12)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posiciones', to='registro.actorpolitico')),
                ('contienda', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posiciones', to='registro.contienda')),
            ],
        ),
        migrations.CreateModel(
            name='Candidatura',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clave', models.CharField(default=conoceles.comun.claves.clave_opaca, editable=False, max_length=16, unique=True)),
                ('situacion', models.CharField(choices=[('aprobada', 'Aprobada'), ('sustituida', 'Sustituida'), ('cancelada', 'Cancelada'), ('renuncia', 'Renunció'), ('fallecimiento', 'Falleció'), ('sentencia', 'Retirada por sentencia'), ('baja', 'Dada de baja')], default='aprobada', max_length=16)),
                ('folio_registro', models.CharField(blank=True, help_text='Identificador del registro de origen.', max_length=60)),
                ('acuerdo', models.CharField(blank=True, max_length=80)),
                ('aprobada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('hasta', models.DateTimeField(blank=True, null=True)),
                ('captura_hasta', models.DateTimeField(blank=True, help_text='Plazo propio; vacío: el general.', null=True)),
                ('eleccion_consecutiva', models.BooleanField(blank=True, null=True)),
                ('acciones_afirmativas', models.JSONField(blank=True, default=list)),
                ('partido_de_origen', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='candidaturas_de_origen', to='registro.actorpolitico')),
                ('sustituye_a', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sustituida_por', to='registro.candidatura')),
                ('persona', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidaturas', to='registro.persona')),
                ('posicion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidaturas', to='registro.posicion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='actorpolitico',
            constraint=models.UniqueConstraint(fields=('proceso', 'clave'), name='actor_unico', violation_error_message='Ya existe un actor político con esa clave.'),
        ),
        migrations.AddConstraint(
            model_name='cargo',
            constraint=models.UniqueConstraint(fields=('proceso', 'clave'), name='cargo_unico', violation_error_message='Ya existe un cargo con esa clave.'),
        ),
        migrations.AddConstraint(
            model_name='demarcacion',
            constraint=models.UniqueConstraint(fields=('proceso', 'tipo', 'clave'), name='demarcacion_unica', violation_error_message='Ya existe una demarcación de ese tipo con esa clave.'),
        ),
        migrations.AddConstraint(
            model_name='contienda',
            constraint=models.UniqueConstraint(fields=('cargo', 'demarcacion'), name='contienda_unica'),
        ),
        migrations.AddConstraint(
            model_name='alcance',
            constraint=models.UniqueConstraint(fields=('actor', 'cargo'), name='alcance_unico'),
        ),
        migrations.AddIndex(
            model_name='importacion',
            index=models.Index(fields=['proceso', 'huella'], name='registro_im_proceso_e31f46_idx'),
        ),
        migrations.AddConstraint(
            model_name='posicion',
            constraint=models.UniqueConstraint(fields=('contienda', 'actor', 'numero', 'calidad'), name='posicion_unica', violation_error_message='Esa posición ya existe.'),
        ),
        migrations.AddIndex(
            model_name='candidatura',
            index=models.Index(fields=['folio_registro'], name='registro_ca_folio_r_6164ed_idx'),
        ),
        migrations.AddConstraint(
            model_name='candidatura',
            constraint=models.UniqueConstraint(condition=models.Q(('hasta', None)), fields=('posicion',), name='una_candidatura_vigente_por_posicion', violation_error_message='Esa posición ya tiene una candidatura vigente.'),
        ),
        migrations.AddConstraint(
            model_name='candidatura',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hasta', None), ('situacion', 'aprobada')), models.Q(models.Q(('situacion', 'aprobada'), _negated=True), ('hasta__isnull', False)), _connector='OR'), name='candidatura_aprobada_o_terminada', violation_error_message='Una candidatura aprobada no tiene fecha de término, y las demás sí.'),
        ),
    ]
