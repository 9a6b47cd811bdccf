

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from conoceles.cuestionarios.definiciones import DEFINICIONES


def hacer_constar_los_envios(apps, editor):
    """Los acuses ya emitidos también pueden verificarse."""
    Envio, Acuse = apps.get_model("cuestionarios", "Envio"), apps.get_model("acuses", "Acuse")
    titulos = {s.clave: s.titulo for definicion in DEFINICIONES.values() for s in definicion}
    lote = []
    for envio in Envio.objects.select_related(
        "cuestionario__candidatura__posicion__contienda__cargo__proceso"
    ).defer("contenido").iterator(chunk_size=500):
        candidatura = envio.cuestionario.candidatura
        lote.append(Acuse(
            folio=envio.folio,
            clase="envio" if envio.numero == 1 else "correccion",
            proceso=candidatura.posicion.contienda.cargo.proceso.clave,
            candidatura=candidatura.clave,
            instante=envio.instante,
            secciones=[titulos.get(clave, clave) for clave in envio.secciones],
            fuera_de_plazo=envio.fuera_de_plazo,
            huella=envio.huella,
        ))
    Acuse.objects.bulk_create(lote, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('acuses', '0001_initial'),
        ('cuestionarios', '0001_initial'),
        ('registro', '0002_representacion_y_entregas'),
    ]

    operations = [
        migrations.AddField(
            model_name='retrato',
            name='encuadre',
            field=models.JSONField(blank=True, default=dict, help_text='Recorte y giro con que se hizo del original; vacío: centrado.'),
        ),
        migrations.AddField(
            model_name='retrato',
            name='original',
            field=models.CharField(blank=True, help_text='Ruta cifrada de lo que se subió; se borra al validar.', max_length=100),
        ),
        migrations.CreateModel(
            name='Sobrante',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seccion', models.CharField(max_length=40)),
                ('valores', models.JSONField()),
                ('creado_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('cuestionario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sobrantes', to='cuestionarios.cuestionario')),
            ],
            options={
                'ordering': ['-creado_en'],
            },
        ),
        migrations.CreateModel(
            name='Validacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folio', models.CharField(max_length=24, unique=True)),
                ('nonce', models.CharField(max_length=64)),
                ('huella', models.CharField(max_length=64)),
                ('instante', models.DateTimeField(default=django.utils.timezone.now)),
                ('por', models.CharField(max_length=60)),
                ('envio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='validaciones', to='cuestionarios.envio')),
            ],
            options={
                'ordering': ['instante'],
            },
        ),
        migrations.CreateModel(
            name='TextoPropuesto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pregunta', models.CharField(max_length=40)),
                ('valor', models.JSONField()),
                ('por', models.CharField(max_length=60)),
                ('propuesto_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('resuelto_en', models.DateTimeField(blank=True, null=True)),
                ('se_uso', models.BooleanField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registro.actorpolitico')),
                ('cuestionario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='textos_propuestos', to='cuestionarios.cuestionario')),
            ],
            options={
                'ordering': ['propuesto_en'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('resuelto_en', None)), fields=('cuestionario', 'pregunta'), name='una_propuesta_por_pregunta'), models.CheckConstraint(condition=models.Q(models.Q(('resuelto_en', None), ('se_uso', None)), models.Q(('resuelto_en__isnull', False), ('se_uso__isnull', False)), _connector='OR'), name='texto_propuesto_resuelto', violation_error_message='Un texto propuesto resuelto dice si se usó.')],
            },
        ),
        migrations.RunPython(hacer_constar_los_envios, migrations.RunPython.noop, elidable=True),
    ]
