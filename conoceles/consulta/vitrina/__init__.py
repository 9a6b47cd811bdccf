"""La vitrina: las páginas públicas ya hechas, a la mano de quien pase, sin entrar a Django.

`con_vitrina` envuelve la aplicación WSGI. Una página se guarda sólo si su vista lo permitió (`guardables`), se pidió
ya una vez y cupo (`almacen`); vale mientras la versión de lo público sea la que `vigia` acaba de leer.
"""

from .envoltura import con_vitrina

__all__ = ["con_vitrina"]
