"""Cuánto cuesta una foto de 12 megapixeles: CPU y memoria de un proceso que sólo hace eso.

Cada medida es un proceso nuevo, porque la memoria máxima no baja. La referencia es lo menos que podría
hacerse: decodificar la misma foto con Pillow. Meta: 0.8 s de CPU y 200 MB por seis archivos.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PIL import Image

RAIZ = Path(__file__).resolve().parents[2]
MEDIDA = (4032, 3024)
VUELTAS = 7
META_CPU, META_MB = 0.8, 200

# Imprime segundos de CPU del trabajo y megas que llegó a ocupar el proceso.
MOLDE = """
import resource, sys
from pathlib import Path
{prepara}
contenido = Path(sys.argv[1]).read_bytes()
antes = resource.getrusage(resource.RUSAGE_SELF)
{trabajo}
despues = resource.getrusage(resource.RUSAGE_SELF)
cpu = despues.ru_utime + despues.ru_stime - antes.ru_utime - antes.ru_stime
# `ru_maxrss` hereda el tamaño de quien lanzó este proceso; VmHWM es sólo suyo.
pico = next(r for r in open("/proc/self/status") if r.startswith("VmHWM"))
print(cpu, int(pico.split()[1]) / 1024)
"""
TRABAJOS = {
    "referencia": ("import io; from PIL import Image", "Image.open(io.BytesIO(contenido)).load()"),
    "seis archivos": ("from conoceles.comun.fotos import procesar", "procesar(contenido)"),
    "vista para encuadrar": ("from conoceles.comun.fotos import vista", "vista(contenido)"),
}


def foto() -> Image.Image:
    """Grano y degradados, que se comprimen más o menos como un retrato."""
    grano = Image.effect_noise((504, 378), 60).resize(MEDIDA, Image.Resampling.BICUBIC)
    franjas = (Image.linear_gradient("L").resize(MEDIDA), Image.radial_gradient("L").resize(MEDIDA))
    return Image.merge("RGB", (grano, *franjas))


def medir(trabajo: str, archivo: Path) -> tuple[float, float]:
    prepara, hace = TRABAJOS[trabajo]
    orden = [sys.executable, "-c", MOLDE.format(prepara=prepara, trabajo=hace), str(archivo)]
    salida = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, check=True)
    cpu, megas = salida.stdout.split()
    return float(cpu), float(megas)


def main() -> None:
    with TemporaryDirectory() as carpeta:
        archivo = Path(carpeta) / "foto"
        for formato, opciones in (("JPEG", {"quality": 92}), ("WEBP", {"quality": 85}), ("PNG", {})):
            archivo.write_bytes(codificar(formato, opciones))
            print(f"\n{formato} de {MEDIDA[0]} × {MEDIDA[1]}, {archivo.stat().st_size / 1e6:.1f} MB")
            imprimir(archivo, es_la_meta=formato == "JPEG")


def codificar(formato: str, opciones: dict[str, int]) -> bytes:
    salida = io.BytesIO()
    foto().save(salida, formato, **opciones)
    return salida.getvalue()


def imprimir(archivo: Path, *, es_la_meta: bool) -> None:
    """Los trabajos se alternan: así el ruido del equipo le toca a todos."""
    vueltas = [{trabajo: medir(trabajo, archivo) for trabajo in TRABAJOS} for _ in range(VUELTAS)]
    medianas = {t: tuple(median(v[t][i] for v in vueltas) for i in (0, 1)) for t in TRABAJOS}
    for trabajo, (cpu, megas) in medianas.items():
        razon = cpu / medianas["referencia"][0]
        print(f"  {trabajo:22} {cpu:6.3f} s de CPU  {razon:5.2f} × la referencia  {megas:6.0f} MB")
    if es_la_meta:
        cpu, megas = medianas["seis archivos"]
        cumple = "cumple" if cpu <= META_CPU and megas <= META_MB else "NO CUMPLE"
        print(f"  meta: {META_CPU} s y {META_MB} MB: {cumple}")


if __name__ == "__main__":
    main()
