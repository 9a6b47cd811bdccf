"""Las tablas sólo de agregar se defienden solas, en los dos motores, y al arrancar se comprueba."""

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.bitacora.models import DISPARADORES as BITACORA
from conoceles.bitacora.models import Asiento
from conoceles.publicacion.models import DISPARADORES as INSTANTANEAS
from conoceles.publicacion.models import Instantanea

pytestmark = pytest.mark.django_db
ES_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def asiento():
    with transaction.atomic():
        return asentar_varios(por=None, actos=[Acto("prueba:acto", ("cosa", "1"))])[0]


@pytest.fixture
def instantanea(candidatura):
    connection.check_constraints()  # nada aplazado: PostgreSQL no vacía una tabla con eventos pendientes
    return Instantanea.objects.get()


def rechazada(accion):
    """La base rechaza la acción con su mensaje; el punto de retorno deja seguir la prueba."""
    with pytest.raises(DatabaseError, match="sólo de agregar"), transaction.atomic():
        accion()


def ejecutar(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


SENTENCIAS = [
    "UPDATE {tabla} SET huella = 'x'",
    "UPDATE {tabla} SET secuencia = secuencia + 1",
    "DELETE FROM {tabla}",
    pytest.param(
        "INSERT OR REPLACE INTO {tabla} SELECT * FROM {tabla}",
        marks=pytest.mark.skipif(not ES_SQLITE, reason="sólo existe en SQLite"),
    ),
    pytest.param(
        "TRUNCATE {tabla} CASCADE", marks=pytest.mark.skipif(ES_SQLITE, reason="sólo existe en PostgreSQL")
    ),
    pytest.param(
        "INSERT INTO {tabla} SELECT * FROM {tabla} ON CONFLICT (secuencia) DO UPDATE SET huella = 'x'",
        marks=pytest.mark.skipif(ES_SQLITE, reason="SQLite no acepta ON CONFLICT tras SELECT sin WHERE"),
    ),
]


@pytest.mark.parametrize("sentencia", SENTENCIAS)
def test_la_bitacora_no_se_toca_por_fuera(asiento, sentencia):
    rechazada(lambda: ejecutar(sentencia.format(tabla="bitacora_asiento")))
    assert Asiento.objects.get().huella == asiento.huella


def test_la_bitacora_no_se_toca_por_la_aplicacion(asiento):
    rechazada(lambda: Asiento.objects.update(actor="otra"))
    rechazada(lambda: Asiento.objects.all().delete())
    rechazada(asiento.delete)
    asiento.actor = "otra"
    rechazada(asiento.save)
    assert Asiento.objects.get().actor == ""


@pytest.mark.parametrize("sentencia", SENTENCIAS)
def test_las_instantaneas_tampoco(instantanea, sentencia):
    rechazada(lambda: ejecutar(sentencia.format(tabla="publicacion_instantanea")))
    assert Instantanea.objects.get().huella == instantanea.huella


@pytest.mark.parametrize(
    "campo", ["clave", "proceso", "version", "instante", "autoria", "documento", "sal", "huella"]
)
def test_de_una_instantanea_solo_puede_borrarse_el_contenido(instantanea, campo):
    otro = {"version": 9, "instante": "2020-01-01T00:00:00Z"}.get(campo, "x")
    rechazada(lambda: Instantanea.objects.update(**{campo: otro}))


def test_suprimir_borra_documento_y_sal_y_no_tiene_vuelta(instantanea):
    rechazada(lambda: Instantanea.objects.update(documento=None))
    rechazada(lambda: Instantanea.objects.update(sal=None))
    assert Instantanea.objects.update(documento=None, sal=None) == 1
    suprimida = Instantanea.objects.get()
    assert (suprimida.documento, suprimida.sal, suprimida.huella) == (None, None, instantanea.huella)
    rechazada(lambda: Instantanea.objects.update(documento=instantanea.documento))
    rechazada(lambda: Instantanea.objects.update(documento="", sal=""))


@pytest.mark.parametrize("disparadores", [BITACORA, INSTANTANEAS], ids=["bitacora", "publicacion"])
def test_al_arrancar_se_nota_que_falta_un_disparador(db, disparadores):
    assert defectos() == []
    disparadores.quitar()
    assert [error.id for error in defectos()] == ["bitacora.E001", "bitacora.E001"]
    assert all(disparadores.tabla in error.msg for error in defectos())
    disparadores.poner()
    assert defectos() == []


def test_el_que_una_version_nueva_trae_no_impide_migrar(db):
    BITACORA.quitar()
    MigrationRecorder(connection).record_unapplied("bitacora", "0003_marcas_de_autenticidad")
    assert {(error.id, error.is_serious()) for error in defectos()} == {("bitacora.W003", False)}


HUECOS = (
    [
        "DROP TRIGGER bitacora_asiento_sin_update",
        "CREATE TRIGGER bitacora_asiento_sin_update BEFORE UPDATE ON bitacora_asiento WHEN 0 BEGIN SELECT 1; END",
    ]
    if ES_SQLITE
    else [
        "CREATE OR REPLACE TRIGGER bitacora_asiento_sin_update BEFORE UPDATE ON bitacora_asiento FOR EACH ROW "
        "WHEN (1 = 2) EXECUTE FUNCTION conoceles_solo_agregar()",
    ]
)


def test_se_nota_uno_con_el_mismo_nombre_que_no_impide_nada(db):
    for orden in HUECOS:
        ejecutar(orden)
    (defecto,) = defectos()
    assert defecto.id == "bitacora.W001"
    assert "bitacora_asiento_sin_update" in defecto.msg
    BITACORA.poner()
    assert defectos() == []


def test_uno_ajeno_se_nombra_sea_de_la_tabla_que_sea(db):
    """Con él, una carta o una lectura se borraría sola al escribirse."""
    ejecutar(
        "CREATE TRIGGER ajeno AFTER INSERT ON mensajes_carta BEGIN DELETE FROM mensajes_carta; END"
        if ES_SQLITE
        else "CREATE TRIGGER ajeno BEFORE UPDATE ON mensajes_carta FOR EACH ROW WHEN (1 = 2) "
        "EXECUTE FUNCTION conoceles_solo_agregar()"
    )
    (defecto,) = defectos()
    assert defecto.id == "bitacora.W002"
    assert "ajeno de mensajes_carta" in defecto.msg


@pytest.mark.skipif(ES_SQLITE, reason="en SQLite el disparador no llama a ninguna función")
def test_se_nota_que_su_funcion_ya_no_rechaza(db):
    ejecutar(
        "CREATE OR REPLACE FUNCTION conoceles_solo_agregar() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$"
    )
    assert {defecto.id for defecto in defectos()} == {"bitacora.W001"}


@pytest.mark.skipif(ES_SQLITE, reason="SQLite no desactiva disparadores sin borrarlos")
def test_al_arrancar_se_nota_que_estan_desactivados(db):
    ejecutar("ALTER TABLE bitacora_asiento DISABLE TRIGGER USER")
    assert len(defectos()) == 2


@pytest.mark.skipif(not ES_SQLITE, reason="propio de SQLite")
def test_al_arrancar_se_nota_que_sqlite_no_los_dispara_al_reemplazar(db):
    ejecutar("PRAGMA recursive_triggers=OFF")
    try:
        assert {error.id for error in defectos()} == {"bitacora.E002"}
    finally:
        ejecutar("PRAGMA recursive_triggers=ON")


def test_sin_base_no_se_pregunta(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not [e for e in run_checks() if (e.id or "").startswith("bitacora.")]


def defectos():
    errores = run_checks(tags=["database"], databases=["default"])
    return [error for error in errores if (error.id or "").startswith("bitacora.")]
