"""Fontanería sin ley: texto, tablas, fotos, claves, entorno. Nada de aquí conoce una elección."""
