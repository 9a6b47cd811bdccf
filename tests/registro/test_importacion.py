"""Aplicar una lista: altas, correcciones, sustituciones y bajas; todo o nada, y repetir no cambia nada."""

from __future__ import annotations

import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conoceles.bitacora.cadena import primer_defecto
from conoceles.bitacora.models import Asiento
from conoceles.publicacion.models import Edicion, Ficha, Instantanea
from conoceles.publicacion.registro import aplicar_importacion
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.models import ActorPolitico, Candidatura, Importacion, Persona, Posicion
from tests import fabricas

from .minima import csv_de, filas, plan_de

pytestmark = pytest.mark.django_db


def importar(proceso, renglones, *, confirmado=(), **opciones):
    """Lo que hace el comando, sin imprimir."""
    contenido = csv_de(renglones)
    plan = plan_de(proceso, contenido, **opciones)
    assert plan.hallazgos.rechazos == []
    importacion = recibo.recibir(
        proceso=proceso, nombre="lista.csv", contenido=contenido, perfil="registro",
        es_completo=opciones.get("completo", False), por=None,
    )  # fmt: skip
    return aplicar_importacion(importacion=importacion, plan=plan, por=None, confirmado=confirmado), plan


def foto():
    """Todo lo que una importación puede tocar, sin su propio recibo."""
    return [
        list(Persona.objects.order_by("pk").values()),
        list(Persona.objects.order_by("pk").values_list("reservados__curp", "reservados__correo")),
        list(Candidatura.objects.order_by("pk").values()),
        list(Posicion.objects.order_by("pk").values()),
        list(ActorPolitico.objects.order_by("pk").values()),
        list(Ficha.objects.order_by("pk").values()),
        Instantanea.objects.count(),
        Edicion.objects.count(),
    ]


def documento(candidatura):
    return json.loads(Ficha.objects.get(pk=candidatura.clave).vigente.documento)


def vigente(actor="sol", calidad="propietaria", cargo="diputacion-mr"):
    return Candidatura.objects.vigentes().get(
        posicion__actor__clave=actor, posicion__calidad=calidad, posicion__contienda__cargo__clave=cargo
    )


def test_una_lista_nueva_inscribe_publica_y_asienta_cada_candidatura(prueba):
    importacion, plan = importar(prueba, filas(_0={"curp": "ROPA800101MDFBNN09", "correo": "a@ejemplo.mx"}))
    assert (plan.personas, plan.formulas) == (4, 3)
    assert Candidatura.objects.vigentes().count() == Ficha.objects.count() == 4
    ana = vigente()
    assert ana.persona.nombre_completo == "Ana Lucía Robles Paz"
    assert ana.persona.reservados.curp == "ROPA800101MDFBNN09"
    assert ana.aprobada_en == prueba.instante("aprobacion")
    assert "curp" not in json.dumps(documento(ana)).lower()
    actos = Asiento.objects.filter(accion="registro:inscribir")
    assert actos.count() == 4
    aplicar = Asiento.objects.get(accion="importacion:aplicar")
    assert aplicar.objeto_clave == importacion.folio
    assert aplicar.detalle["huella"] == importacion.huella
    assert aplicar.detalle["cuentas"]["altas"] == 4
    assert primer_defecto() is None
    assert importacion.estado == Importacion.Estado.APLICADA


def test_importar_dos_veces_lo_mismo_no_cambia_nada(prueba):
    renglones = filas(
        _0={"edad": "40", "accion_afirmativa": "indígena", "aprobada": "14/04/2026", "eleccion_consecutiva": "sí",
            "fecha_nacimiento": "01/02/1980", "partido_origen": "luna", "telefono": "44 3123 4567", "sobrenombre": "Lucha"},
    )  # fmt: skip
    titulos = dict.fromkeys(renglones[0], "")
    renglones = [{**titulos, **fila} for fila in renglones]
    importar(prueba, renglones)
    antes = foto()
    plan = plan_de(prueba, renglones)
    assert not plan.hay_que_hacer
    assert plan.sin_cambio == 4
    _, plan = importar(prueba, renglones)
    assert foto() == antes


def test_el_comando_repetido_dice_que_no_hay_nada_que_hacer(prueba, tmp_path):
    archivo = tmp_path / "lista.csv"
    archivo.write_bytes(csv_de(filas()))
    dichos = []
    for _ in range(2):
        salida = io.StringIO()
        call_command("importar_registro", str(archivo), stdout=salida)
        dichos.append(salida.getvalue())
    assert "Aplicada. Folio R-" in dichos[0]
    assert "Nada que hacer" in dichos[1]
    assert Importacion.objects.count() == 1


def test_simular_no_escribe_nada(prueba, tmp_path):
    archivo = tmp_path / "lista.csv"
    archivo.write_bytes(csv_de(filas()))
    antes = foto(), Asiento.objects.count()
    call_command("importar_registro", str(archivo), simular=True, stdout=io.StringIO())
    assert (foto(), Asiento.objects.count()) == antes
    assert not Importacion.objects.exists()


# --- Correcciones -------------------------------------------------------------------------------------------


def test_la_misma_persona_con_otros_datos_es_una_correccion(prueba):
    importar(prueba, filas())
    ana = vigente()
    _, plan = importar(
        prueba, filas(_0={"sexo": "no binario", "correo": "nuevo@ejemplo.mx", "folio_registro": "F-1"})
    )
    assert [len(plan.altas), len(plan.cambios), plan.sin_cambio] == [0, 1, 3]
    ana = Candidatura.objects.get(pk=ana.pk)
    assert (ana.persona.sexo, ana.persona.reservados.correo, ana.folio_registro) == (
        "no_binario", "nuevo@ejemplo.mx", "F-1",
    )  # fmt: skip
    assert documento(ana)["persona"]["sexo"] == "no_binario"
    acto = Asiento.objects.get(accion="registro:corregir")
    assert acto.detalle == {"campos": ["correo", "folio_registro", "sexo"]}


ERRATA = {"nombres": "Ana Lusía"}


@pytest.mark.parametrize(
    ("antes", "columnas", "confirmado"),
    [({}, {}, ["parecidos"]), ({}, {"movimiento": "Corrección"}, []), ({"folio_registro": "F-1"}, {"folio_registro": "F-1"}, [])],
)  # fmt: skip
def test_una_errata_se_corrige_si_el_archivo_el_folio_o_alguien_dicen_que_es_la_misma(
    prueba, antes, columnas, confirmado
):
    importar(prueba, filas(_0=antes))
    ana = vigente()
    importacion, plan = importar(prueba, filas(_0={**ERRATA, **columnas}), confirmado=confirmado)
    assert vigente().pk == ana.pk
    aplicar = Asiento.objects.get(accion="importacion:aplicar", objeto_clave=importacion.folio)
    assert aplicar.detalle["confirmado"] == confirmado
    assert vigente().persona.nombre_completo == "Ana Lusía Robles Paz"
    assert len(plan.hallazgos.avisos) == 1


def test_un_nombre_parecido_no_se_aplica_sin_que_alguien_lo_confirme(prueba, tmp_path):
    importar(prueba, filas())
    antes, archivo = foto(), tmp_path / "lista.csv"
    archivo.write_bytes(csv_de(filas(_0=ERRATA)))
    with pytest.raises(NoAplicable, match="nombres parecidos"):
        importar(prueba, filas(_0=ERRATA))
    salida = io.StringIO()
    with pytest.raises(CommandError, match="--confirmar-parecidos"):
        call_command("importar_registro", str(archivo), stdout=salida)
    assert "POR CONFIRMAR (1)" in salida.getvalue()
    assert "«Ana Lusía Robles Paz»: ¿es la misma persona que «Ana Lucía Robles Paz»?" in salida.getvalue()
    assert foto() == antes
    call_command("importar_registro", str(archivo), "--confirmar-parecidos", stdout=io.StringIO())
    assert vigente().persona.nombres == "Ana Lusía"


def test_la_fila_puede_decir_que_el_nombre_parecido_es_de_otra(prueba):
    importar(prueba, filas())
    renglones = filas(_0={**ERRATA, "movimiento": "sustitución"})
    _, plan = importar(prueba, renglones)
    assert plan.sustituciones == 1
    antes = foto()
    importar(prueba, renglones)
    assert foto() == antes


PADRE, HIJO = "ROPA600101HDFBNN09", "ROPA900101HDFBNN07"


@pytest.mark.parametrize(
    ("campo", "suyo", "otro"),
    [("curp", PADRE, HIJO), ("clave_elector", "RBPZAN60010109H100", "RBPZAN90010109H200")],
)
def test_otra_curp_o_clave_de_elector_es_otra_persona_aunque_se_llame_igual(prueba, campo, suyo, otro):
    importar(prueba, filas(_0={campo: suyo}))
    padre = vigente()
    _, plan = importar(prueba, filas(_0={campo: otro}))
    assert plan.sustituciones == 1
    assert vigente().persona_id != padre.persona_id


def test_otra_fecha_de_nacimiento_se_corrige_con_aviso_o_es_un_homonimo_si_la_fila_lo_dice(prueba):
    importar(prueba, filas(_0={"fecha_nacimiento": "1960-01-01"}))
    otra = {"fecha_nacimiento": "1990-01-01"}
    plan = plan_de(prueba, filas(_0=otra))
    assert (plan.sustituciones, len(plan.cambios)) == (0, 1)
    assert "otra fecha de nacimiento" in plan.hallazgos.avisos[0].motivo
    homonimo = filas(_0={**otra, "movimiento": "sustitucion"})
    _, plan = importar(prueba, homonimo)
    assert plan.sustituciones == 1
    assert not plan_de(prueba, homonimo).hay_que_hacer


def test_una_letra_que_cambia_tambien_el_sexo_es_otra_persona(prueba):
    importar(prueba, filas(_2={"nombres": "Alejandro"}))
    _, plan = importar(prueba, filas(_2={"nombres": "Alejandra", "sexo": "mujer"}))
    assert plan.sustituciones == 1


def test_las_columnas_que_no_vienen_y_las_celdas_vacias_no_borran(prueba):
    importar(prueba, filas(_0={"correo": "a@ejemplo.mx", "sobrenombre": "Lucha", "edad": "40"}))
    antes = foto()
    importar(prueba, filas())
    importar(prueba, filas(_0={"correo": "", "sobrenombre": "", "sexo": "", "edad": ""}))
    assert foto() == antes


def test_un_guion_quita_el_dato(prueba):
    importar(prueba, filas(_0={"correo": "a@ejemplo.mx", "sobrenombre": "Lucha", "edad": "40"}))
    importar(prueba, filas(_0={"correo": "-", "sobrenombre": "-", "edad": "-"}))
    persona = vigente().persona
    assert (persona.reservados.correo, persona.mote, persona.edad) == ("", "", None)


def test_una_separacion_inferida_no_reemplaza_a_la_escrita(prueba):
    importar(prueba, filas())
    completas = [
        {**{k: v for k, v in f.items() if "apellido" not in k and k != "nombres"},
         "nombre_completo": f"{f['nombres']} {f['primer_apellido']} {f['segundo_apellido']}".upper()}
        for f in filas()
    ]  # fmt: skip
    importar(prueba, completas)
    persona = vigente().persona
    assert persona.nombre_completo == "ANA LUCÍA ROBLES PAZ"
    assert (persona.nombres, persona.nombre_inferido) == ("Ana Lucía", False)


def test_la_edad_es_la_del_dia_de_la_jornada(prueba):
    importar(prueba, filas(_0={"fecha_nacimiento": "1987-06-06"}, _1={"fecha_nacimiento": "07/06/1987"}))
    assert vigente().persona.edad == 40
    assert vigente(calidad="suplente").persona.edad == 39


# --- Sustituciones ------------------------------------------------------------------------------------------


def test_otra_persona_en_la_posicion_es_una_sustitucion_nunca_una_edicion(prueba):
    importar(prueba, filas())
    ana = vigente()
    _, plan = importar(prueba, filas(_0={"nombres": "Zoila", "primer_apellido": "Ibarra"}))
    assert (plan.sustituciones, plan.sin_cambio) == (1, 3)
    ana, zoila = Candidatura.objects.get(pk=ana.pk), vigente()
    assert (ana.situacion, ana.hasta is not None) == ("sustituida", True)
    assert ana.persona.nombre_completo == "Ana Lucía Robles Paz"
    assert zoila.sustituye_a == ana
    assert zoila.plazo_de_captura > ana.plazo_de_captura  # su plazo corre desde que se aprobó
    assert documento(ana)["registro"]["sustituida_por"] == zoila.clave
    assert documento(zoila)["persona"]["nombres"] == "Zoila"
    sustituir = Asiento.objects.get(accion="registro:sustituir")
    assert sustituir.detalle == {"sustituye_a": ana.clave, "acuerdo": ""}


def test_el_mismo_folio_no_basta_si_el_nombre_es_otro(prueba):
    importar(prueba, filas(_0={"folio_registro": "F-1"}))
    _, plan = importar(
        prueba, filas(_0={"folio_registro": "F-1", "nombres": "Zoila", "primer_apellido": "Ibarra"})
    )
    assert plan.sustituciones == 1


def test_la_misma_curp_con_otro_nombre_es_la_misma_persona(prueba):
    curp = {"curp": "ROPA800101MDFBNN09"}
    importar(prueba, filas(_0=curp))
    _, plan = importar(prueba, filas(_0={**curp, "nombres": "Lucía", "primer_apellido": "Robles de Mora"}))
    assert (plan.sustituciones, len(plan.cambios)) == (0, 1)


def test_la_renuncia_y_quien_entra_pueden_venir_en_la_misma_lista(prueba):
    importar(prueba, filas())
    ana = vigente()
    renglones = [{**fila, "situacion": ""} for fila in filas()]
    renglones.append({**renglones[0], "nombres": "Zoila", "primer_apellido": "Ibarra"})
    renglones[0]["situacion"] = "RENUNCIÓ"
    importar(prueba, renglones)
    assert Candidatura.objects.get(pk=ana.pk).situacion == "renuncia"
    assert vigente().sustituye_a_id == ana.pk
    antes = foto()
    importar(prueba, renglones)
    assert foto() == antes


def test_una_lista_anterior_no_devuelve_a_quien_ya_fue_sustituida(prueba):
    ana, zoila = filas(), filas(_0={"nombres": "Zoila", "primer_apellido": "Ibarra"})
    importar(prueba, ana)
    importar(prueba, zoila)
    plan = plan_de(prueba, ana)
    (rechazo,) = plan.hallazgos.rechazos
    assert (rechazo.fila, "¿es una lista anterior?" in rechazo.motivo) == (2, True)
    assert plan.advertencia.startswith("Este mismo archivo se aplicó el ")
    assert plan_de(prueba, zoila).advertencia == ""


@pytest.mark.parametrize("salida", ["renuncia", "fallecimiento", "cancelada"])
def test_ni_a_quien_dejo_el_lugar_vacio_con_una_causa(prueba, salida):
    importar(prueba, filas())
    importar(prueba, filas(_0={"situacion": salida}))
    assert len(plan_de(prueba, filas()).hallazgos.rechazos) == 1


def test_una_resolucion_restituye_a_quien_habia_salido(prueba):
    importar(prueba, filas())
    ana = vigente()
    importar(prueba, filas(_0={"nombres": "Zoila", "primer_apellido": "Ibarra"}))
    zoila = vigente()
    restituida = filas(_0={"situacion": "RESTITUIDA"})
    _, plan = importar(prueba, restituida)
    assert "se le restituye en el lugar de Zoila Ibarra Paz" in plan.hallazgos.avisos[0].motivo
    assert vigente() == ana  # la misma candidatura, con su clave y lo que había respondido
    assert (plan.altas, [r.ocupante.clave for r in plan.regresos]) == ([], [ana.clave])
    assert Candidatura.objects.get(pk=zoila.pk).situacion == "desplazada"
    assert documento(zoila)["registro"]["sustituida_por"] == ana.clave
    assert vigente().plazo_de_captura > timezone.now()
    assert not plan_de(prueba, restituida).hay_que_hacer


def test_un_nombre_corregido_se_corrige_tambien_en_la_pagina_de_quien_la_sustituyo(prueba):
    importar(prueba, filas())
    importar(prueba, filas(_0={"nombres": "Zoila", "primer_apellido": "Ibarra"}))
    zoila = vigente()
    importar(prueba, filas(_0={"situacion": "RESTITUIDA"}))
    importar(prueba, filas(_0={**ERRATA, "movimiento": "Corrección"}))
    assert "Lucía" not in json.dumps(documento(zoila), ensure_ascii=False)
    assert documento(zoila)["registro"]["sustituye_a"]["nombre"] == "Ana Lusía Robles Paz"


def test_se_busca_a_quien_ocupa_el_lugar_entre_todas_las_filas_que_terminan(prueba):
    importar(prueba, filas())
    ana = vigente()
    renglones = [{**fila, "situacion": ""} for fila in filas()]
    olga = {**renglones[0], "nombres": "Olga", "situacion": "cancelada"}
    zoila = {**renglones[0], "nombres": "Zoila"}
    renglones[0]["situacion"] = "renuncia"
    _, plan = importar(prueba, [*renglones, olga])
    assert [(b.ocupante.nombre, b.situacion) for b in plan.bajas] == [("Ana Lucía Robles Paz", "renuncia")]
    importar(prueba, [*renglones, olga, zoila])
    assert (Candidatura.objects.get(pk=ana.pk).situacion, vigente().sustituye_a_id) == ("renuncia", ana.pk)


# --- Bajas --------------------------------------------------------------------------------------------------


def test_lo_que_no_viene_no_se_toca_si_la_lista_no_se_declara_completa(prueba):
    importar(prueba, filas())
    antes = foto()
    _, plan = importar(prueba, filas()[:1])
    assert [o.nombre for o in plan.no_vienen] == ["Berta Núñez"]  # los otros cargos ni se mencionan
    assert foto() == antes


def test_en_una_lista_completa_lo_que_falta_se_da_de_baja_y_nada_se_borra(prueba):
    importar(prueba, filas())
    berta = vigente(calidad="suplente")
    importar(prueba, filas()[:1], completo=True)
    berta = Candidatura.objects.get(pk=berta.pk)
    assert berta.situacion == "baja"
    assert documento(berta)["registro"]["situacion"] == "baja"
    assert Candidatura.objects.vigentes().count() == 3  # los cargos que el archivo no trae siguen
    assert Persona.objects.count() == 4


def test_una_lista_completa_que_daria_de_baja_a_muchas_lo_pregunta(prueba, tmp_path):
    importar(prueba, lista_rp(30))
    importar(prueba, lista_rp(10), completo=True)  # veinte todavía no se preguntan
    importar(prueba, lista_rp(30))
    archivo = tmp_path / "lista.csv"
    archivo.write_bytes(csv_de(lista_rp(9)))
    with pytest.raises(CommandError, match=r"a 21 de las 30 .* \(70 %\)(.|\n)*--confirmar-bajas"):
        call_command("importar_registro", str(archivo), "--completo", stdout=io.StringIO())
    assert Candidatura.objects.vigentes().count() == 30
    call_command("importar_registro", str(archivo), "--completo", "--confirmar-bajas", stdout=io.StringIO())
    assert Candidatura.objects.vigentes().count() == 9


def test_quien_vuelve_despues_de_una_baja_es_otra_candidatura_que_no_sustituye_a_nadie(prueba):
    importar(prueba, filas())
    importar(prueba, filas()[:1], completo=True)
    antes = timezone.now()
    importar(prueba, filas())
    assert vigente(calidad="suplente").sustituye_a is None
    assert vigente(calidad="suplente").aprobada_en >= antes  # su plazo corre desde que volvió
    assert Candidatura.objects.count() == 5


def test_quien_ocupa_un_lugar_que_quedo_vacio_sustituye_a_quien_se_fue(prueba):
    importar(prueba, filas())
    berta = vigente(calidad="suplente")
    importar(prueba, filas()[:1], completo=True)
    importar(prueba, filas(_1={"nombres": "Olga", "primer_apellido": "Ruiz"}))
    assert vigente(calidad="suplente").sustituye_a_id == berta.pk
    assert documento(berta)["registro"]["sustituida_por"] == vigente(calidad="suplente").clave


def test_la_causa_de_otra_persona_no_se_le_pone_a_quien_sale(prueba):
    importar(prueba, filas())
    ana = vigente()
    renglones = [{**fila, "situacion": ""} for fila in filas()]
    renglones.append({**renglones[0], "nombres": "Zoila", "primer_apellido": "Ibarra"})
    renglones[0] |= {"nombres": "Petra", "primer_apellido": "Oca", "situacion": "fallecimiento"}
    importar(prueba, renglones)
    assert Candidatura.objects.get(pk=ana.pk).situacion == "sustituida"


@pytest.mark.parametrize(("escrito", "situacion"), [("BAJA", "baja"), ("Cancelada por acuerdo", "cancelada"),
                                                    ("renuncia", "renuncia"), ("Defunción", "fallecimiento")])  # fmt: skip
def test_la_columna_de_situacion_cierra_la_candidatura(prueba, escrito, situacion):
    importar(prueba, filas())
    ana = vigente()
    importar(prueba, [{**fila, "situacion": escrito if n == 0 else ""} for n, fila in enumerate(filas())])
    assert Candidatura.objects.get(pk=ana.pk).situacion == situacion


def test_la_baja_de_quien_no_ocupa_la_posicion_se_avisa_y_no_se_aplica(prueba):
    importar(prueba, filas())
    renglones = filas(_0={"nombres": "Zoila", "primer_apellido": "Ibarra", "situacion": "baja"})
    renglones = [{"situacion": "", **fila} for fila in renglones]
    _, plan = importar(prueba, renglones)
    assert "quien ocupa esa posición es Ana Lucía Robles Paz" in plan.hallazgos.avisos[0].motivo
    assert vigente().persona.nombres == "Ana Lucía"


def test_una_independiente_conserva_su_actor_aunque_cambie_la_titular(prueba):
    ind = {"actor": "Independiente"}
    importar(prueba, [filas(_0=ind)[0], filas(_1={"actor": "Independiente: Ana Lucía Robles Paz"})[1]])
    actor = ActorPolitico.objects.get(tipo="independiente")
    otra = {"actor": "Independiente: Zoila Ibarra"}
    nueva = filas(
        _0={**otra, "nombres": "Zoila", "primer_apellido": "Ibarra", "segundo_apellido": ""}, _1=otra
    )[:2]
    _, plan = importar(prueba, nueva)
    assert list(ActorPolitico.objects.filter(tipo="independiente")) == [actor]
    assert plan.sustituciones == 1


def test_las_dos_mitades_de_una_independiente_van_juntas(prueba):
    ind = {"actor": "Independiente"}
    _, plan = importar(prueba, filas(_0=ind, _1=ind)[:2][::-1])
    assert list(plan.independientes) == ["ind-diputaciones-01-ana-lucia-robles-paz"]
    assert set(Posicion.objects.values_list("actor__clave", "calidad")) == {
        ("ind-diputaciones-01-ana-lucia-robles-paz", "propietaria"),
        ("ind-diputaciones-01-ana-lucia-robles-paz", "suplente"),
    }


@pytest.mark.parametrize("propietarias", [[], ["Ana", "Eva"]])
def test_una_suplente_independiente_sin_una_sola_propietaria_se_rechaza(prueba, propietarias):
    ana, berta = filas(_0={"actor": "Independiente"}, _1={"actor": "Independiente"})[:2]
    plan = plan_de(prueba, [*({**ana, "nombres": nombre} for nombre in propietarias), berta])
    (rechazo,) = plan.hallazgos.rechazos
    assert "escriba «Independiente: nombre de la propietaria»" in rechazo.motivo
    assert rechazo.fila == 2 + len(propietarias)


# --- Todo o nada, y en bloque ---------------------------------------------------------------------------------


def test_si_algo_falla_en_cualquier_escritura_no_queda_nada(prueba):
    """Se corta en la consulta 1, 2, 3… hasta que la importación alcanza a terminar: siempre antes o después."""
    importar(prueba, filas())
    renglones = filas(_0={"nombres": "Zoila", "primer_apellido": "Ibarra"}, _3={"sexo": "mujer"})
    renglones.append({**renglones[0], "demarcacion": "02", "actor": "Independiente", "nombres": "Eva"})
    contenido = csv_de(renglones)
    importacion = recibo.recibir(
        proceso=prueba, nombre="x.csv", contenido=contenido, perfil="registro", es_completo=True, por=None
    )
    plan = plan_de(prueba, contenido, completo=True)
    antes, cortes = (foto(), Asiento.objects.count()), 0
    while True:
        corte = Corte(cortes)
        try:
            with connection.execute_wrapper(corte):
                aplicar_importacion(importacion=importacion, plan=plan, por=None)
        except CorteDeLuz:
            assert (foto(), Asiento.objects.count()) == antes, f"al cortar en la escritura {cortes}"
            importacion.refresh_from_db()
            assert importacion.estado != Importacion.Estado.APLICADA
            cortes += 1
        else:
            break
    assert cortes >= 10
    assert vigente().persona.nombres == "Zoila"
    assert primer_defecto() is None


class CorteDeLuz(Exception):
    pass


class Corte:
    """Deja pasar `n` escrituras y falla en la siguiente."""

    def __init__(self, n: int) -> None:
        self.quedan = n

    def __call__(self, execute, sql, params, many, context):
        if sql.split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            if self.quedan == 0:
                raise CorteDeLuz
            self.quedan -= 1
        return execute(sql, params, many, context)


def lista_rp(cuantas: int) -> list[dict[str, str]]:
    letras = "abcdefghijklmnopqrst"
    return [
        {"cargo": "diputacion-rp", "demarcacion": "", "actor": "LUNA", "numero": str(n + 1), "calidad": "propietaria",
         "nombres": f"Nombre{letras[n % 20]}{letras[n // 20]}".title(), "primer_apellido": f"Apellido{letras[n // 20]}"}
        for n in range(cuantas)
    ]  # fmt: skip


def test_las_consultas_no_crecen_con_las_filas(prueba):
    cuentas = []
    for cuantas in (10, 200):
        with CaptureQueriesContext(connection) as consultas:
            importar(prueba, lista_rp(cuantas))
        cuentas.append(len(consultas))
    # SQLite admite 999 valores por escritura: un bloque de más cada cien filas, no una consulta por fila.
    assert cuentas[1] - cuentas[0] < 15


def test_una_importacion_aplicada_no_se_aplica_otra_vez(prueba):
    importacion, plan = importar(prueba, filas())
    antes = foto(), Asiento.objects.count()
    aplicar_importacion(importacion=importacion, plan=plan, por=None)
    assert (foto(), Asiento.objects.count()) == antes


def test_de_dos_importaciones_a_la_vez_la_segunda_dice_que_el_registro_cambio(prueba, tmp_path, monkeypatch):
    """La otra termina entre que ésta muestra lo que haría y lo aplica."""
    archivo = tmp_path / "lista.csv"
    archivo.write_bytes(csv_de(filas()))
    tomar = recibo.tomar

    def y_mientras_otra(**que):
        monkeypatch.setattr(recibo, "tomar", tomar)
        importar(prueba, filas(_0={"nombres": "Zoila"}))
        return tomar(**que)

    monkeypatch.setattr(recibo, "tomar", y_mientras_otra)
    with pytest.raises(CommandError, match="No se aplicó nada. El registro cambió"):
        call_command("importar_registro", str(archivo), stdout=io.StringIO())
    assert vigente().persona.nombres == "Zoila"
    assert sorted(Importacion.objects.values_list("estado", flat=True)) == ["aplicada", "rechazada"]


def test_un_recibo_que_dejo_a_medias_un_proceso_muerto_se_cierra_en_la_siguiente(prueba, tmp_path):
    a_medias, _ = importar(prueba, filas()[:1])
    Importacion.objects.update(estado=Importacion.Estado.APLICANDO)
    archivo = tmp_path / "lista.csv"
    archivo.write_bytes(csv_de(filas()))
    call_command("importar_registro", str(archivo), stdout=io.StringIO())
    a_medias.refresh_from_db()
    assert a_medias.estado == Importacion.Estado.RECHAZADA
    assert "Se interrumpió" in a_medias.informe["motivo"]


def test_sin_permiso_no_se_recibe_ni_se_aplica(prueba):
    vera = fabricas.UsuarioFactory(rol="validacion")
    importacion, plan = importar(prueba, filas())
    with pytest.raises(PermissionDenied):
        aplicar_importacion(importacion=importacion, plan=plan, por=vera)
    with pytest.raises(PermissionDenied):
        recibo.recibir(proceso=prueba, nombre="x", contenido=b"x", perfil="x", es_completo=False, por=vera)
