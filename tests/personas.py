"""Las personas que toda prueba conoce.

Ana pide el voto; Beto también, en otra candidatura; Paco representa al partido que los postula; Carmen es la instancia interna; Vera sólo valida;
Diego es Transparencia; Gema, Igualdad; Irma, Informática; Celia mira por la Comisión; Nadie no ha entrado.
"""

ROLES_POR_PERSONA = {
    "ana": "persona_candidata",
    "beto": "persona_candidata",
    "paco": "representacion",
    "carmen": "instancia_interna",
    "vera": "validacion",
    "diego": "transparencia",
    "gema": "igualdad",
    "irma": "informatica",
    "celia": "comision",
}
