"""Un rato de `wrk` sobre una lista de direcciones, y lo que el servidor gastó en contestarlas."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from .servidores import NUCLEO_DE_LA_CARGA, TIC, Servidor

CONEXIONES = 16
# Las direcciones se piden una tras otra, en vueltas; al final dice en JSON cuántas y cómo le fue.
_GUION = """
local rutas, i = {rutas}, 0
local encabezados = {{ ["Accept-Encoding"] = "br", ["Host"] = "127.0.0.1" }}
request = function()
  i = i % #rutas + 1
  return wrk.format("GET", rutas[i], encabezados)
end
done = function(resumen, demora)
  local e = resumen.errors
  io.write(string.format('\\n{{"pedidas": %d, "segundos": %f, "errores": %d, "p99": %f}}\\n', resumen.requests,
    resumen.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout, demora:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Rato:
    """`cpu`: microsegundos de procesador por petición. `tasa`: peticiones por segundo. `p99`: milisegundos."""

    cpu: float
    tasa: float
    p99: float
    errores: int

    @property
    def por_nucleo(self) -> float:
        """Peticiones por segundo que da un núcleo entero, lo comparta o no con otros."""
        return 1e6 / self.cpu


def pedir(servidor: Servidor, rutas: list[str], segundos: int, carpeta: Path) -> Rato:
    guion = carpeta / "carga.lua"
    guion.write_text(_GUION.format(rutas="{" + ",".join(map(json.dumps, rutas)) + "}"))
    orden = ["taskset", "-c", NUCLEO_DE_LA_CARGA, "wrk", "-t1", f"-c{CONEXIONES}", f"-d{segundos}s"]
    orden += ["--timeout", "20s", "-s", str(guion), f"http://127.0.0.1:{servidor.puerto}/"]
    antes = servidor.cpu()
    salida = subprocess.run(orden, capture_output=True, text=True, check=True).stdout
    gastado = max(servidor.cpu() - antes, TIC)  # con el núcleo ocupado por otros puede no llegar a uno
    hecho = json.loads(salida.strip().splitlines()[-1])
    pedidas = max(1, hecho["pedidas"])
    return Rato(gastado / pedidas * 1e6, pedidas / hecho["segundos"], hecho["p99"], hecho["errores"])


def cuartiles(valores: list[float]) -> tuple[float, float, float]:
    """El primero, la mediana y el tercero."""
    if len(valores) < 2:
        return valores[0], valores[0], valores[0]
    primero, _, tercero = quantiles(valores, n=4, method="inclusive")
    return primero, median(valores), tercero
