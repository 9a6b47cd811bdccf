from collections import Counter, defaultdict

from conoceles.demo.composicion import componer, contexto


def claves(elementos) -> set[str]:
    return {e["clave"] for e in elementos}


def test_el_tamano_es_el_de_una_eleccion_real(filas):
    planillas = {(f.demarcacion, f.actor) for f in filas if f.cargo == "presidencia-municipal"}
    assert 7_500 <= len(filas) <= 7_700
    assert len(planillas) == 597  # las de Michoacán en 2024
    assert len({f.persona.nombre_completo for f in filas}) == len(filas)


def test_la_misma_plantilla_da_las_mismas_filas(plantilla, filas):
    assert list(componer(plantilla)) == filas


def test_otra_semilla_da_otras_personas(plantilla, filas):
    otra = plantilla | {"demo": plantilla["demo"] | {"semilla": 1}}
    nombres = {f.persona.nombre_completo for f in filas}
    assert len(nombres & {f.persona.nombre_completo for f in componer(otra)}) < 100


def test_ninguna_posicion_se_repite(filas):
    posiciones = [(f.cargo, f.demarcacion, f.actor, f.numero, f.calidad) for f in filas]
    assert len(posiciones) == len(set(posiciones))
    assert len({f.folio for f in filas}) == len(filas)


def test_las_claves_son_de_la_plantilla(plantilla, filas):
    actores, cargos = claves(plantilla["actores"]), {c["clave"]: c for c in plantilla["cargos"]}
    territorio = {(d["tipo"], d["clave"]) for d in plantilla["demarcaciones"]}
    partidos = claves(a for a in plantilla["actores"] if a["tipo"] == "partido")
    for fila in filas:
        assert fila.actor in actores
        assert fila.actor_origen in partidos | {None}
        assert (cargos[fila.cargo]["ambito"], fila.demarcacion) in territorio
        assert set(fila.acciones_afirmativas) <= claves(plantilla["acciones_afirmativas"])


def test_nadie_postula_ayuntamiento_en_cheran_y_si_en_los_otros_112(filas):
    municipios = {f.demarcacion for f in filas if f.cargo == "presidencia-municipal"}
    assert "024" not in municipios
    assert len(municipios) == 112


def test_un_partido_no_compite_contra_su_propia_alianza(plantilla, filas):
    miembros = {a["clave"]: set(a.get("miembros", ())) for a in plantilla["actores"]}
    contiendas = defaultdict(set)
    for fila in filas:
        contiendas[fila.cargo, fila.demarcacion].add(fila.actor)
    for actores in contiendas.values():
        for actor in actores:
            assert not miembros[actor] & actores


def test_el_origen_es_un_miembro_de_la_alianza_o_el_propio_partido(plantilla, filas):
    actores = {a["clave"]: a for a in plantilla["actores"]}
    for fila in filas:
        actor = actores[fila.actor]
        if actor["tipo"] == "independiente":
            assert fila.actor_origen is None
        else:
            assert fila.actor_origen in actor.get("miembros", [fila.actor])


def test_hay_ocho_independientes_y_dos_comparten_distrito(filas):
    independientes = {f.actor: f for f in filas if f.actor_origen is None}
    de_distrito = [f.demarcacion for f in independientes.values() if f.cargo == "diputacion-mr"]
    assert len(independientes) == 8
    assert len(de_distrito) == 2
    assert len(set(de_distrito)) == 1


def test_las_suplencias_siguen_lo_que_dice_el_cargo(plantilla, filas):
    con_suplente = {c["clave"]: c["con_suplente"] for c in plantilla["cargos"]}
    calidades = Counter((f.cargo, f.calidad) for f in filas)
    for cargo, lleva in con_suplente.items():
        assert calidades[cargo, "suplente"] == (calidades[cargo, "propietaria"] if lleva else 0)


def test_las_planillas_crecen_con_el_municipio(filas):
    formulas = defaultdict(int)
    for fila in filas:
        if fila.cargo == "regiduria":
            formulas[fila.demarcacion] = max(formulas[fila.demarcacion], fila.numero)
    assert formulas["053"] == 7
    assert formulas["007"] == 4


def test_mujeres_56_por_ciento_y_algunas_personas_no_binarias(filas):
    sexos = Counter(f.persona.sexo for f in filas)
    assert 0.54 < sexos["mujer"] / len(filas) < 0.58
    assert 10 < sexos["no_binario"] < 60


def test_las_listas_alternan_mujeres_y_hombres(filas):
    listas = defaultdict(list)
    for fila in filas:
        if fila.cargo == "diputacion-rp" and fila.calidad == "propietaria":
            listas[fila.actor].append(fila.persona.sexo)
    seguidas = sum(a == b for lista in listas.values() for a, b in zip(lista, lista[1:], strict=False))
    assert seguidas == 0
    assert max(map(len, listas.values())) == 16


def test_la_gubernatura_pide_treinta_anos(filas):
    assert min(f.persona.edad for f in filas if f.cargo == "gubernatura") >= 30


def test_el_contexto_nombra_el_lugar_y_la_via(plantilla, filas):
    vistos = {}
    for fila in filas:
        vistos.setdefault(fila.cargo, contexto(fila, plantilla, 2026))
    assert vistos["gubernatura"].lugar == "Michoacán"
    assert vistos["gubernatura"].via == "ejecutiva"
    assert vistos["diputacion-rp"].via == vistos["diputacion-mr"].via == "legislativa"
    assert vistos["regiduria"].via == "municipal"
    assert len({c.numero for c in vistos.values()}) == len(vistos)
