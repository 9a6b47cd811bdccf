"""La regla de la gracia contada minuto a minuto, sin nada de la aplicación: para comparar."""

from datetime import timedelta

MINUTO = timedelta(minutes=1)


def minuto_a_minuto(limite, ausencias):
    """Cada minuto perdido de las últimas 24 horas se debe desde que consta; cada minuto con servicio paga uno."""
    caidos = {una.desde + n * MINUTO for una in ausencias for n in range((una.hasta - una.desde) // MINUTO)}
    constan = {}
    for una in sorted(ausencias, key=lambda una: una.se_devuelve_desde):
        for minuto in (una.desde + n * MINUTO for n in range((una.hasta - una.desde) // MINUTO)):
            if limite - 1440 * MINUTO <= minuto < limite:
                constan.setdefault(minuto, una.se_devuelve_desde)
    reloj, debe, fin = limite - 1440 * MINUTO, 0, limite
    por_constar = sorted(constan.values())
    while por_constar or debe:
        while por_constar and por_constar[0] <= reloj:
            por_constar.pop(0)
            debe += 1
        if debe and reloj not in caidos:
            debe -= 1
            fin = max(fin, reloj + MINUTO)
        reloj += MINUTO
    return fin
