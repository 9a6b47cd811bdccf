"""Variables de entorno que fallan en voz alta: un valor inesperado detiene el arranque y dice por qué."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

VERDADEROS = {"1", "si", "sí", "true", "yes"}
FALSOS = {"0", "no", "false", ""}


def texto(nombre: str, omision: str | None = None) -> str:
    """El valor de la variable; sin ella, `omision`; sin ninguna de las dos, error."""
    valor = os.environ.get(nombre, omision)
    if valor is None:
        raise ImproperlyConfigured(f"Falta la variable de entorno {nombre}. Defínala y vuelva a arrancar.")
    return valor


def secreto(nombre: str) -> str:
    """Un secreto, directo en la variable o en el archivo que nombra `<nombre>_ARCHIVO`; nunca vacío."""
    archivo = os.environ.get(f"{nombre}_ARCHIVO")
    valor = Path(archivo).read_text(encoding="utf-8").strip() if archivo else texto(nombre)
    if len(valor) < 32:
        raise ImproperlyConfigured(f"{nombre} debe tener al menos 32 caracteres; tiene {len(valor)}.")
    return valor


def booleano(nombre: str, omision: bool) -> bool:
    """Sí o no (`1`, `si`, `0`, `no`…); cualquier otra palabra es un error."""
    valor = os.environ.get(nombre)
    if valor is None:
        return omision
    if valor.strip().lower() in VERDADEROS:
        return True
    if valor.strip().lower() in FALSOS:
        return False
    raise ImproperlyConfigured(f"{nombre}={valor!r} no es sí ni no. Escriba 1 o 0.")


def entero(nombre: str, omision: int) -> int:
    """Un entero no negativo."""
    valor = os.environ.get(nombre, str(omision))
    if not valor.isdigit():
        raise ImproperlyConfigured(f"{nombre}={valor!r} no es un número entero.")
    return int(valor)


def una_de(nombre: str, opciones: tuple[str, ...], omision: str) -> str:
    """Una de esas palabras; cualquier otra es un error."""
    valor = os.environ.get(nombre, omision)
    if valor not in opciones:
        raise ImproperlyConfigured(f"{nombre}={valor!r} no vale. Escriba una de: {', '.join(opciones)}.")
    return valor


def lista(nombre: str, omision: str | None = None) -> list[str]:
    """Valores separados por comas, sin espacios ni vacíos."""
    return [parte.strip() for parte in texto(nombre, omision).split(",") if parte.strip()]


def carpeta(nombre: str, omision: Path) -> Path:
    """Una carpeta absoluta; se crea si no existe."""
    ruta = Path(os.environ.get(nombre) or omision).expanduser().resolve()
    ruta.mkdir(parents=True, exist_ok=True)
    return ruta


def base_de_datos(
    nombre: str, carpeta_de_datos: Path, *, archivo: str = "conoceles.sqlite3"
) -> dict[str, object]:
    """Ajustes de una base: `postgresql://usuario:clave@host:puerto/base` o, sin variable, SQLite.

    SQLite abre cada transacción como IMMEDIATE: con el modo por omisión fallan del 16 al 70 % de
    los guardados simultáneos («database is locked»).
    """
    url = os.environ.get(nombre, "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": carpeta_de_datos / archivo,
            "CONN_MAX_AGE": 60,  # abrirla y ponerle sus PRAGMA costaba más que guardar un borrador
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # 8 MB de caché por conexión, y cada hilo tiene la suya: con 64, cuatro hilos ocupaban 70 MB más
                # sin contestar antes, porque el sistema ya tiene el archivo en memoria.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-8192"
                ),
            },
        }
    partes = urlsplit(url)
    if partes.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"{nombre} debe empezar con postgresql://; empieza con {partes.scheme}://."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(partes.path.lstrip("/")),
        "USER": unquote(partes.username or ""),
        "PASSWORD": unquote(partes.password or ""),
        "HOST": unquote(partes.hostname or ""),
        "PORT": str(partes.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Una base inalcanzable no retiene a quien atiende: mientras, lo público guardado sigue a la vista.
        "OPTIONS": {"connect_timeout": 5},
    }
