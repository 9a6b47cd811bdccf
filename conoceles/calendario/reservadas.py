"""Palabras que un proceso no puede tener por clave: son el principio de otra dirección del sitio.

Lo público de un proceso vive en `/<clave>/…` y esas rutas van al final: con una de estas claves nadie
podría abrirlo.
"""

RESERVADAS = frozenset({
    # Cuentas
    "acceso", "congelar", "contrasena", "cuenta", "entrar", "inicio", "reanudar", "recuperar", "salir",
    # Lo privado y la demostración
    "demo", "mi-candidatura", "panel", "partido",
    # Lo público
    "accesibilidad", "api", "bitacora-publica", "boleta", "candidaturas", "carteles", "como-usar", "comparar", "datos", "en",
    "estadisticas", "estado", "fotos", "institucion.css", "interrupciones", "mapa", "preguntas", "privacidad", "verificar",
    # Lo que sirve el servidor o pide un navegador
    "favicon.ico", "robots.txt", "salud", "sitemap.xml", "static",
})  # fmt: skip
