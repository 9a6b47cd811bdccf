"""Textos etiquetados, inventados con semilla: con un dato personal dentro, o con algo que sólo lo parece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from conoceles.cotejo.datos_personales import Clase

_CONSONANTES = "BCDFGHJKLMNPQRSTVWXYZ"
_LETRAS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ENTIDADES = ("AS", "BC", "CL", "DF", "GT", "JC", "MC", "MN", "NL", "OC", "SP", "VZ", "ZS", "NE")
_TABLA_CURP = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_TABLA_RFC = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_CALLES = (
    "Morelos", "5 de Mayo", "20 de Noviembre", "Lázaro Cárdenas", "Benito Juárez Norte", "de los Naranjos", "Río Lerma",
    "Dr. Miguel Silva", "Niños Héroes", "16 de Septiembre",
)  # fmt: skip
_COLONIAS = ("Centro", "Las Flores", "Vista Hermosa", "Ventura Puente", "El Realito", "Nueva Esperanza")
_LADAS = ("55", "33", "81", "443", "452", "351", "434", "753")
_FRASES = (
    "Para cualquier duda {} a la hora que sea.",
    "Soy vecina de aquí y trabajé doce años en el campo. {}",
    "{}\nGracias por su confianza.",
    "Estudié la licenciatura entre 2008 y 2012; {}, y desde entonces ejerzo.",
    "Mis datos ({}) están a la orden del pueblo.",
)


def _fecha(azar: Random) -> str:
    return f"{azar.randint(40, 99)}{azar.randint(1, 12):02}{azar.randint(1, 28):02}"


def _iniciales(azar: Random) -> str:
    return azar.choice(_LETRAS) + azar.choice("AEIOU") + "".join(azar.choices(_LETRAS, k=2))


def _escrita(signos: str, cortes: tuple[int, ...], azar: Random) -> str:
    """Junta, con espacios o con guiones entre sus partes, y a veces en minúsculas."""
    separador = azar.choice(("", "", " ", "-"))
    orillas = [0, *cortes, len(signos)]
    escrita = separador.join(signos[a:b] for a, b in zip(orillas, orillas[1:], strict=False))
    return azar.choice((escrita, escrita, escrita.lower()))


def _curp(azar: Random) -> str:
    signos = _iniciales(azar) + _fecha(azar) + azar.choice("HM") + azar.choice(_ENTIDADES)
    signos += "".join(azar.choices(_CONSONANTES, k=3)) + azar.choice("0123456789AB")
    suma = sum(_TABLA_CURP.index(signo) * (18 - lugar) for lugar, signo in enumerate(signos))
    return azar.choice(("mi CURP es ", "CURP: ", "")) + _escrita(signos + str(-suma % 10), (4, 10, 16), azar)


def _clave_de_elector(azar: Random) -> str:
    signos = "".join(azar.choices(_CONSONANTES, k=6)) + _fecha(azar) + f"{azar.randint(1, 32):02}"
    signos += azar.choice("HM") + f"{azar.randint(0, 999):03}"
    return azar.choice(("clave de elector ", "INE ", "")) + _escrita(signos, (6, 12, 14), azar)


def _con_digito_rfc(signos: str) -> str:
    completos = signos.rjust(12, " ")
    suma = sum(_TABLA_RFC.index(signo) * (13 - lugar) for lugar, signo in enumerate(completos))
    return signos + "0123456789A"[-suma % 11]


def _rfc_de_persona(azar: Random) -> str:
    signos = _con_digito_rfc(_iniciales(azar) + _fecha(azar) + "".join(azar.choices("ABCDEF123456789", k=2)))
    return azar.choice(("con RFC ", "R.F.C.: ", "")) + _escrita(signos, (4, 10), azar)


def _rfc_de_empresa(azar: Random) -> str:
    signos = (
        "".join(azar.choices(_LETRAS, k=3)) + _fecha(azar) + "".join(azar.choices("ABCDEF123456789", k=2))
    )
    return azar.choice(("facturo con el RFC ", "")) + _escrita(_con_digito_rfc(signos), (3, 9), azar)


def _clabe(azar: Random) -> str:
    cifras = azar.choice(("002", "012", "014", "021", "072", "127")) + f"{azar.randrange(10**14):014}"
    suma = sum(int(cifra) * (3, 7, 1)[lugar % 3] % 10 for lugar, cifra in enumerate(cifras))
    return azar.choice(("CLABE ", "deposite a ", "")) + _escrita(cifras + str(-suma % 10), (3, 6, 17), azar)


def _tarjeta(azar: Random) -> str:
    cifras = azar.choice(("4", "51", "52", "55")) + "".join(azar.choices("0123456789", k=15))
    cifras = cifras[:15]
    dobles = [int(cifra) * (2 if lugar % 2 == 0 else 1) for lugar, cifra in enumerate(cifras)]
    cifras += str(-sum(n - 9 if n > 9 else n for n in dobles) % 10)
    return azar.choice(("tarjeta ", "")) + _escrita(cifras, (4, 8, 12), azar)


def _telefono(azar: Random) -> str:
    lada = azar.choice(_LADAS)
    resto = f"{azar.randrange(10 ** (10 - len(lada))):0{10 - len(lada)}}"
    numero = lada + resto
    a, b = resto[:-4], resto[-4:]
    escrito = azar.choice((
        numero, f"{lada} {a} {b}", f"({lada}) {a} {b}", f"({lada}) {a}-{b}", f"{lada}-{a}-{b}", f"{lada}.{a}.{b}",
        f"{lada} {resto}", f"{numero[:2]} {numero[2:4]} {numero[4:6]} {numero[6:8]} {numero[8:]}",
        f"{numero[:3]} {numero[3:6]} {numero[6:8]} {numero[8:]}", f"+52 {lada} {a} {b}", f"+52 1 {lada} {a} {b}",
        f"+521{numero}", f"52 {numero}", f"521 {lada} {a} {b}", f"044 {lada} {a} {b}", f"045{numero}",
        f"01 ({lada}) {a} {b}", f"(01 {lada}) {a} {b}", f"{numero[:5]} {numero[5:]}", f"{lada}–{a}–{b}",
        " ".join(numero), f"{lada} / {a} {b}", f"00 52 {lada} {a} {b}", f"+52 ({lada}) {a}-{b}", f"{lada}  {a}  {b}",
    ))  # fmt: skip
    anuncio = azar.choice(
        ("", "", "mi cel. ", "Tel: ", "whats ", "WhatsApp: ", "llámeme al ", "celular ", "marque ")
    )
    return anuncio + escrito


def _telefono_local(azar: Random) -> str:
    numero = f"{azar.randint(2, 9)}{azar.randrange(10**6):06}"
    return azar.choice(("tel. ", "teléfono ", "mi cel ", "llame al ")) + azar.choice(
        (numero, f"{numero[:3]}-{numero[3:]}", f"{numero[:3]} {numero[3:5]} {numero[5:]}")
    )


def _telefono_de_fuera(azar: Random) -> str:
    return (
        f"+1 {azar.choice(('(323)', '773', '214'))} {azar.choice(('555', '867'))}-{azar.randint(1000, 9999)}"
    )


def _correo(azar: Random) -> str:
    quien = azar.choice(("juana.lopez", "vota_por_mi", "campana2027", "j-perez", "la.nena.99"))
    casa = azar.choice(("gmail", "hotmail", "outlook", "yahoo"))
    dominio = azar.choice((f"{casa}.com", f"{casa}.com.mx", "ejemplo.org.mx", "correo.example.com"))
    con_punto = dominio.replace(".", azar.choice((" punto ", "(punto)", " [dot] ", ".")))
    return azar.choice((
        f"{quien}@{dominio}", f"{quien}@{dominio}", f"{quien} @ {dominio}", f"{quien} arroba {con_punto}",
        f"{quien}(arroba){con_punto}", f"{quien} [at] {con_punto}", f"{quien}(at){dominio}", f"{quien} arroba {casa}",
        f"{quien}@{dominio}".upper(),
    ))  # fmt: skip


def _domicilio(azar: Random) -> str:
    calle, colonia, numero = azar.choice(_CALLES), azar.choice(_COLONIAS), azar.randint(2, 2400)
    via = azar.choice(
        ("calle", "Calle", "Av.", "avenida", "Blvd.", "Privada", "Andador", "Calz.", "C.", "Prol.")
    )
    col = azar.choice(("Col.", "colonia", "col.", "Fracc.", "barrio"))
    codigo = azar.choice(("C.P. 58000", "CP 60120", "código postal 61500", "c.p.59300"))
    return azar.choice((
        f"{via} {calle} #{numero}", f"{via} {calle} No. {numero}, {col} {colonia}", f"{via} {calle} número {numero}",
        f"{via} {calle} {numero}, {col} {colonia}", f"{via} {calle} {numero}, {col} {colonia}, {codigo}",
        f"vivo en la {via} {calle} {numero}", f"mi domicilio es {via} {calle} {numero}-A", f"{via} {calle} s/n, {col} {colonia}",
        f"{col} {colonia}, {codigo}", f"{via} {calle} {numero} int. 3, {colonia}", f"manzana {numero % 90} lote {numero % 30}",
        f"vivo en Morelos {numero}, {colonia}", f"mi casa está en {via} {calle} núm. {numero}", f"{via} {calle} {numero}, {codigo}",
    ))  # fmt: skip


GENERADORES: dict[str, tuple[Clase, Callable[[Random], str]]] = {
    "CURP": (Clase.CURP, _curp),
    "clave de elector": (Clase.CLAVE_DE_ELECTOR, _clave_de_elector),
    "RFC de persona": (Clase.RFC, _rfc_de_persona),
    "RFC de empresa": (Clase.RFC, _rfc_de_empresa),
    "CLABE": (Clase.CLABE, _clabe),
    "tarjeta": (Clase.TARJETA, _tarjeta),
    "teléfono": (Clase.TELEFONO, _telefono),
    "teléfono local anunciado": (Clase.TELEFONO, _telefono_local),
    "teléfono de otro país": (Clase.TELEFONO, _telefono_de_fuera),
    "correo": (Clase.CORREO, _correo),
    "domicilio": (Clase.DOMICILIO, _domicilio),
}


def con_dato(nombre: str, cuantos: int) -> Iterator[tuple[str, str]]:
    """Pares (texto, el dato que lleva dentro)."""
    azar = Random(nombre)
    for _ in range(cuantos):
        dato = GENERADORES[nombre][1](azar)
        yield azar.choice(_FRASES).format(dato), dato


def _inocente(azar: Random) -> str:
    n, m, anio = azar.randint(2, 99), azar.randrange(10**10), azar.randint(1985, 2026)
    calle, colonia = azar.choice(_CALLES), azar.choice(_COLONIAS)
    return azar.choice((
        f"De {anio} a {anio + 3} y de nuevo en {anio + 6}, {anio + 7} y {anio + 8}, fui regidora.",
        f"Trabajé en {anio}-{anio + 3}, {anio + 3}-{anio + 6} y {anio + 6}-{anio + 9}.",
        f"Los periodos {anio} {anio + 3} {anio + 6} {anio + 9} los viví en el cabildo.",
        f"Se ejercieron ${m:,} pesos, es decir {n}.{n} % del presupuesto.",
        f"Son {m} pesos de deuda y ${m} de intereses.", f"Un crédito por $ {m:,}.00 M.N. a {n} meses.",
        f"Conforme al artículo {n}, fracción IV, párrafo {n % 9}, de la Ley General de Partidos.",
        f"Reforma al artículo 115 constitucional, DOF {n % 28 + 1:02}/0{n % 9 + 1}/{anio}.",
        f"Según el oficio IEM-SE-{n * 31}/{anio} y el acuerdo CG-{n}/{anio}.", f"Expediente TEEM-JDC-{n * 7}/{anio} y folio {m:010}.",
        f"Con número de folio {m:010} ante la oficialía de partes.", f"Cédula profesional {m % 10**7:07} y título registrado.",
        f"Contrato {m:010} con registro {m % 10**8}.", f"Beneficiamos a {n} {n + 3} {n + 7} personas por año.",
        f"Pavimentar la calle {calle} en {anio}, como se prometió.", f"La calle {calle}, colonia {colonia}, no tiene luz.",
        f"Construir {n} metros de banqueta en la avenida {calle}.", f"Rehabilitar la avenida {calle} {n * 10} metros, colonia {colonia}.",
        f"Llevar agua a la colonia {colonia} y a {n} colonias más.", f"Nací en la colonia {colonia} hace {n} años.",
        f"Vivo en una comunidad de {n * 10} habitantes desde {anio}.", f"La carretera Cerro Blanco a Agua Mansa tiene {n} baches por kilómetro.",
        f"El camino a la sierra, {n} kilómetros, se cierra en lluvias.", f"Compré una arroba de maíz a {n} pesos.",
        "Síganme en @vota_por_mi y en facebook.com/votapormi", "Mi página es https://www.ejemplo.mx/@usuaria.propuestas",
        f"La línea 800 {n} 4 5678 no contesta; el 911 tampoco.", "Llame al 911 o al 089 si hay una emergencia.",
        f"Norma NOM-0{n}-SSA3-{anio} y NMX-R-025-SCFI-2015.", f"Entre las {n % 12 + 1}:00 y las {n % 12 + 6}:30 horas, de lunes a viernes.",
        f"Obtuve {m % 10**6:,} votos, {n}.{n % 10} por ciento.", f"El {n % 28 + 1}-06-{anio} tomé protesta a las 18:00.",
        f"Creamos el fondo PROMUJER{anio} y el programa CAMPO {anio} {anio + 1}.", f"Sembramos {n}0,000 pinos y 1 200 000 peces.",
        f"Mayores de {n} años, menores de 18, de 2 a 5 hijos.", f"Ley 3/{anio}, artículo 14 bis, inciso c).",
        f"Población: {m % 10**6:,} habitantes (INEGI, {anio}).", f"Grupo {n}-B, turno 2, ciclo {anio}-{anio + 1}, promedio 9.{n % 10}.",
        f"Manzanas de primera: {n} toneladas por lote de cosecha.", f"Folio fiscal {m:010}, serie A{n}.",
        f"Coordenadas 19.{m % 10**4:04}, -101.{m % 10**4:04}.", f"Resultó en {n}/{n + 3} casos y {n}:{n + 1} en otros.",
    ))  # fmt: skip


def sin_dato(cuantos: int) -> Iterator[str]:
    azar = Random("inocentes")
    for _ in range(cuantos):
        yield " ".join(_inocente(azar) for _ in range(3))
