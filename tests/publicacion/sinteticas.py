"""Tarjetas inventadas, con la misma forma que las de verdad, para llenar el índice sin base de datos."""

from __future__ import annotations

import random
from typing import Any

NOMBRES = [
    "Ana",
    "María José",
    "Ñusta",
    "Íñigo",
    "José Ángel",
    "Xóchitl",
    "Citlali",
    "Óscar",
    "Ma. Elena",
    "Zoé",
]
APELLIDOS = [
    "Muñoz",
    "Núñez",
    "Nuño",
    "de la Cruz",
    "Ávila",
    "Tzintzun",
    "O'Farrill",
    "Pérez-Gil",
    "Güero",
    "Zárate",
]
SITUACIONES = ["sin_enviar", "en_revision", "publicada", "retirada"]
PARTIDOS = [
    {"clave": f"p{i}", "siglas": f"P{i}", "nombre": f"Partido {i}", "color": f"#0000{i:02}", "orden": i + 1}
    for i in range(11)
]
ACTORES = (
    [{**partido, "tipo": "partido", "miembros": []} for partido in PARTIDOS]
    + [
        {"clave": f"c{i}", "siglas": f"C{i}", "nombre": f"Coalición {i}", "color": "#333333", "tipo": "coalicion", "orden": 20 + i,
         "miembros": PARTIDOS[i : i + 3]}
        for i in range(5)
    ]
    + [
        {"clave": f"ind-{i}", "siglas": "IND", "nombre": "Candidatura independiente", "color": "#444444",
         "tipo": "independiente", "miembros": [], "orden": 30 + i}
        for i in range(4)
    ]
)  # fmt: skip
CARGOS = [
    {
        "clave": "gubernatura",
        "nombre": "Gubernatura",
        "principio": "MR",
        "unidad": "individual",
        "con_suplente": False,
        "boleta": "gubernatura",
        "orden": 1,
    },
    {
        "clave": "diputacion-mr",
        "nombre": "Diputación local",
        "principio": "MR",
        "unidad": "formula",
        "con_suplente": True,
        "boleta": "diputaciones",
        "orden": 2,
    },
    {
        "clave": "regiduria",
        "nombre": "Regiduría",
        "principio": "MR",
        "unidad": "planilla",
        "con_suplente": True,
        "boleta": "ayuntamiento",
        "orden": 6,
    },
]
MUNICIPIOS = [
    {"tipo": "municipio", "clave": f"{i:03}", "nombre": f"Municipio Ñ{i}", "entidad": ""}
    for i in range(1, 113)
]
DISTRITOS = [
    {"tipo": "distrito", "clave": f"{i:02}", "nombre": f"Cabecera {i}", "entidad": ""} for i in range(1, 25)
]
ENTIDAD = [{"tipo": "entidad", "clave": "16", "nombre": "Estado", "entidad": ""}]
LUGARES = {"gubernatura": ENTIDAD, "diputacion-mr": DISTRITOS, "regiduria": MUNICIPIOS}


def tarjeta(azar: random.Random, **cambios: Any) -> dict[str, Any]:
    """Una tarjeta al azar; `cambios` fija lo que la prueba necesita."""
    cargo = azar.choices(CARGOS, weights=(1, 4, 20))[0]
    lugar = azar.choice(LUGARES[cargo["clave"]])
    nombres, primero, segundo = azar.choice(NOMBRES), azar.choice(APELLIDOS), azar.choice(APELLIDOS)
    situacion = azar.choice(SITUACIONES)
    publicada = situacion == "publicada"
    return {
        "nombre": f"{nombres} {primero} {segundo}",
        "apellidos": [primero, segundo],
        "nombres": nombres,
        "mote": azar.choice(["", "", "La Güera", "El Profe"]),
        "sexo": azar.choice(["mujer", "hombre", "no_binario", ""]),
        "edad": azar.choice([None, *range(18, 90)]),
        "cargo": cargo,
        "demarcacion": lugar,
        "contienda": f"{cargo['clave']}-{lugar['clave']}",
        "actor": azar.choice(ACTORES),
        "origen": azar.choice([None, *PARTIDOS]),
        "numero": azar.randint(1, 7),
        "calidad": azar.choice(["propietaria", "suplente"]),
        "acciones_afirmativas": azar.choice([[], [], ["indigena"], ["discapacidad", "indigena"]]),
        "registro": {"situacion": "aprobada", "aprobada_en": None, "hasta": None, "sustituida_por": None},
        "cuestionario": {
            "situacion": situacion,
            "definicion": "curricular-2022",
            "captura_hasta": azar.choice(["2027-04-10T06:00:00+00:00", "2027-05-10T06:00:00+00:00"]),
            "visible_desde": azar.choice(["2027-04-15T06:00:00+00:00", "2027-04-25T06:00:00+00:00", None]),
            "publicado_en": "2027-04-12T06:00:00+00:00" if publicada else None,
            "retirado_en": "2027-04-16T06:00:00+00:00" if situacion == "retirada" else None,
            "motivo": "Motivo" if situacion == "retirada" else "",
        },
        "grado": azar.choice(["licenciatura", "primaria"]) if publicada else None,
        "temas": sorted(azar.sample(["salud", "educacion", "otro"], azar.randint(0, 2))) if publicada else [],
        "foto": f"{azar.getrandbits(256):064x}" if publicada else None,
        "eleccion_consecutiva": azar.choice([None, True, False]),
        "apartados": [azar.randint(1, 9), 0, 9] if publicada else [0, 0, 9],
        **cambios,
    }


def tarjetas(cuantas: int, semilla: int = 7) -> dict[str, dict[str, Any]]:
    """Clave → tarjeta; la misma semilla da las mismas."""
    azar = random.Random(semilla)
    return {f"clave{i:06}": tarjeta(azar) for i in range(cuantas)}


def documento(
    clave: str, tarjeta: dict[str, Any], respuestas: dict[str, Any] | None = None
) -> dict[str, Any]:
    """El documento del que saldría esa tarjeta."""
    primero, segundo = tarjeta["apellidos"]
    return {
        "clave": clave,
        "persona": {
            "nombre": tarjeta["nombre"], "nombres": tarjeta["nombres"], "primer_apellido": primero,
            "segundo_apellido": segundo, "mote": tarjeta["mote"], "sexo": tarjeta["sexo"], "edad": tarjeta["edad"],
        },
        "partido_de_origen": tarjeta["origen"],
        "eleccion_consecutiva": tarjeta["eleccion_consecutiva"],
        **{campo: tarjeta[campo] for campo in (
            "cargo", "demarcacion", "contienda", "actor", "numero", "calidad", "acciones_afirmativas", "registro",
            "cuestionario",
        )},
        "respuestas": respuestas or {},
    }  # fmt: skip


def inscribir(
    proceso: Any, tarjetas: dict[str, dict[str, Any]], respuestas: dict[str, Any] | None = None
) -> None:
    """Escribe las fichas como una edición nueva, sin pasar por lo privado."""
    from django.utils import timezone

    from conoceles.comun.canonico import huella_de_bytes, json_canonico
    from conoceles.publicacion.models import Edicion, Ficha, Instantanea

    ahora = timezone.now()
    numero = Edicion.objects.filter(proceso=proceso.clave).count() + 1
    desde = Instantanea.objects.count()
    fichas, instantaneas = [], []
    for i, (clave, tarjeta) in enumerate(tarjetas.items(), start=desde + 1):
        publicada = tarjeta["cuestionario"]["situacion"] == "publicada"
        armado = documento(
            clave, tarjeta, {**(respuestas or {}), "foto": tarjeta["foto"]} if publicada else {}
        )
        texto = json_canonico(armado)
        instantaneas.append(Instantanea(
            secuencia=i, proceso=proceso.clave, clave=clave, version=numero, instante=ahora,
            documento=texto.decode(), sal="00" * 16, huella=huella_de_bytes(texto, sal=bytes(16)),
        ))  # fmt: skip
        fichas.append(Ficha(
            clave=clave, proceso=proceso.clave, vigente=instantaneas[-1], tarjeta=tarjeta, edicion=numero
        ))  # fmt: skip
    Instantanea.objects.bulk_create(instantaneas)
    Ficha.objects.bulk_create(
        fichas,
        update_conflicts=True,
        unique_fields=["clave"],
        update_fields=["vigente", "tarjeta", "edicion"],
    )
    Edicion.objects.create(
        proceso=proceso.clave, numero=numero, instante=ahora, secuencia=desde + len(fichas)
    )
