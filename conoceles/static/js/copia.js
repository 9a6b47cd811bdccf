// La copia en este equipo de lo que no se pudo guardar por falta de conexión. Sólo si la persona la pidió,
// y nunca con respuestas de identidad. Todo cabe en `localStorage`; salir de la cuenta lo borra entero.

const PERMISO = "conoceles:copias"; // de quién es este equipo
const COPIA = "conoceles:copia:"; // + la dirección de la sección

function probar(accion) {
  try {
    return accion(localStorage);
  } catch {
    return null; // el navegador no deja guardar, o ya no cabe: se sigue sin copia
  }
}

export function estaPermitida(titular) {
  return probar((caja) => caja.getItem(PERMISO) === titular) ?? false;
}

export function permitir(titular, si) {
  probar((caja) => {
    if (si) return caja.setItem(PERMISO, titular);
    for (const clave of Object.keys(caja)) {
      if (clave === PERMISO || clave.startsWith(COPIA)) caja.removeItem(clave);
    }
  });
}

// `campos`: pares [nombre, valor], con la revisión que se leyó. Devuelve si quedó.
export function guardar(ruta, titular, campos) {
  if (!estaPermitida(titular)) return false;
  return probar((caja) => (caja.setItem(COPIA + ruta, JSON.stringify({ titular, campos })), true)) ?? false;
}

// Los pares guardados de esa dirección, o `null` si no hay o son de otra persona.
export function leer(ruta, titular) {
  const copia = probar((caja) => JSON.parse(caja.getItem(COPIA + ruta)));
  return copia?.titular === titular ? copia.campos : null;
}

export function borrar(ruta) {
  probar((caja) => caja.removeItem(COPIA + ruta));
}

// La página del choque ya puso el texto a salvo en el servidor.
for (const zona of document.querySelectorAll("[data-ya-apartado]")) borrar(zona.dataset.yaApartado);
