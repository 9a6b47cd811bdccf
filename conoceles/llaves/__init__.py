"""Una llave por candidatura y uso, envuelta con la llave maestra y en una base propia.

Lo que con ella se cifra vive en otra parte. Destruirla es la supresión: también de los respaldos viejos de
la base principal. La maestra llega por el entorno y no está en ninguna de las dos bases.
"""
