// Guarda la sección sola: poco después de escribir, al salir de un campo y al dejar la página. Va a la misma
// dirección y por el mismo verbo que el botón; sólo cambia la respuesta, que es JSON. Un guardado a la vez:
// cada uno lleva la revisión que se leyó y los intentos que se quedaron sin respuesta.
import * as copia from "./copia.js";

const PAUSA = 5000; // milisegundos sin teclear
const PACIENCIA = 20_000; // sin respuesta en este tiempo, se da por perdida la conexión
const REINTENTOS = [5000, 10_000, 20_000, 60_000];
const CABE_AL_SALIR = 60_000; // caracteres; el navegador no despacha más al cerrar una página
const DE_LA_PAGINA = new Set(["csrfmiddlewaretoken", "revision", "previos", "comparado"]);

const formulario = document.querySelector("form[data-autoguardado]");
const visible = formulario.querySelector("[data-guardado]");
const hablado = formulario.querySelector("[data-guardado-hablado]");
const choque = formulario.querySelector("[data-choque]");
const zonaDeCopia = formulario.querySelector("[data-copia]");
const titular = document.querySelector("[data-titular]")?.dataset.titular ?? "";
const { revision, previos } = formulario.elements;
const ruta = location.pathname;

let confirmado = formulario.dataset.pendiente ? null : huella(); // lo último que el servidor dijo tener
let enviando = null; // lo que va en camino
let rechazado = null; // lo que no cupo: no se insiste hasta que cambie
let detenido = false; // chocó, se cerró, terminó la sesión o se está enviando con el botón
let fallo = false; // lo último no se pudo guardar entero
let fallidos = 0; // veces seguidas sin respuesta
let rechazos = 0; // veces seguidas que la sesión no bastó
let clase = "";
let reloj;

function huella() {
  return JSON.stringify([...new FormData(formulario)].filter(([nombre]) => !DE_LA_PAGINA.has(nombre)));
}

function falta() {
  return huella() !== confirmado;
}

// --- Lo que se dice -------------------------------------------------------------------------------
// A la vista, siempre; a un lector de pantalla, sólo cuando la situación cambia: oír «Guardado» a cada
// pausa estorba para escribir.
function decir(nueva, texto) {
  visible.textContent = texto;
  visible.dataset.guardado = nueva;
  if (nueva === "guardando" || nueva === clase) return;
  clase = nueva;
  hablado.textContent = texto;
}

// --- Cuándo ---------------------------------------------------------------------------------------
function programar(espera = PAUSA) {
  clearTimeout(reloj);
  if (!detenido) reloj = setTimeout(guardar, espera);
}

async function guardar() {
  clearTimeout(reloj);
  if (detenido || enviando !== null || !falta() || huella() === rechazado) return;
  enviando = huella();
  decir("guardando", "Guardando…");
  try {
    await atender(await enviar());
  } catch {
    reintentar("sin-conexion", "Sin conexión: lo que escribe sigue aquí.");
  }
  enviando = null;
  if (fallidos === 0 && falta()) programar(); // se siguió escribiendo mientras tanto
}

function enviar() {
  const intento = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const cuerpo = new URLSearchParams(new FormData(formulario));
  cuerpo.set("intento", intento);
  previos.value = `${previos.value} ${intento}`.trim();
  return fetch(formulario.action, {
    method: "POST",
    body: cuerpo,
    headers: { accept: "application/json" },
    redirect: "manual",
    keepalive: cuerpo.toString().length < CABE_AL_SALIR,
    signal: AbortSignal.timeout(PACIENCIA),
  });
}

// --- Qué contestó ---------------------------------------------------------------------------------
async function atender(respuesta) {
  if (respuesta.status === 200) return guardado(await respuesta.json());
  if (respuesta.status === 409) return detener(await respuesta.json());
  if (respuesta.status === 422) {
    rechazado = enviando;
    return fallar("error", (await respuesta.json()).texto);
  }
  if (respuesta.status === 400 || respuesta.status === 413) {
    rechazado = enviando; // mandarlo otra vez igual no sirve
    return fallar("error", "No se guarda: es más de lo que cabe en un envío. Quite lo que pegó de más.");
  }
  if (respuesta.status === 401 || respuesta.status === 403) return preguntarPorLaSesion();
  if (respuesta.status === 404 || respuesta.status === 410) {
    return detener({ texto: "Esta sección ya no puede guardarse desde aquí. Copie su texto antes de salir." });
  }
  reintentar("error", "Todavía no se guarda: el sistema está ocupado. Lo que escribe sigue aquí y se intentará de nuevo.");
}

function guardado({ guardado: hora, revision: nueva, sin_guardar: mal }) {
  revision.value = nueva;
  previos.value = "";
  fallidos = rechazos = 0;
  fallo = mal.length > 0;
  confirmado = enviando;
  if (fallo) decir("incompleto", `Guardado ${hora}, menos lo que aún no está completo: ${mal.join(", ")}.`);
  else decir("guardado", `Guardado ${hora}`);
  if (!fallo) copia.borrar(ruta);
  document.dispatchEvent(new Event("sesion:actividad"));
}

function detener({ motivo, texto }) {
  detenido = true;
  if (motivo !== "choque") return fallar("error", texto);
  fallo = true;
  decir("choque", "");
  choque.hidden = false;
}

function fallar(nueva, texto) {
  fallo = true;
  decir(nueva, copiar() ? `${texto} Hay una copia en este equipo.`.trim() : texto);
}

function reintentar(nueva, texto) {
  fallar(nueva, texto);
  programar(REINTENTOS[Math.min(fallidos++, REINTENTOS.length - 1)]);
}

function preguntarPorLaSesion() {
  detenido = true;
  if (formulario.dataset.saliendo) return; // el botón ya se lo llevó: la página que viene trae su propio testigo
  fallar("sesion", "Todavía no se guarda. Lo que escribe sigue aquí.");
  if (++rechazos < 3) document.dispatchEvent(new Event("sesion:revisar"));
}

// --- Lo que hace la persona ------------------------------------------------------------------------
formulario.addEventListener("input", () => {
  if (fallo) copiar();
  if (fallidos === 0) programar();
});
formulario.addEventListener("change", guardar);
addEventListener("online", () => fallo && guardar());
document.addEventListener("visibilitychange", () => document.hidden && guardar());
document.addEventListener("sesion:abierta", () => {
  detenido = false;
  programar(0);
});
document.addEventListener("sesion:ajena", () => { detenido = true; });

addEventListener("pagehide", () => {
  if (detenido || !falta() || enviando === huella()) return;
  enviar().catch(() => {}); // ya nadie espera la respuesta
  if (fallo) copiar();
});
addEventListener("pageshow", (evento) => {
  if (evento.persisted && formulario.dataset.saliendo) location.reload(); // «atrás»: lo enviado ya es otra revisión
});
addEventListener("beforeunload", (evento) => {
  if (fallo && (falta() || clase === "incompleto") && !formulario.dataset.saliendo) evento.preventDefault();
});
formulario.addEventListener("submit", (evento) => {
  if (fallidos > 0 && !navigator.onLine) {
    evento.preventDefault();
    return decir("sin-conexion", "Sin conexión: lo que escribe sigue aquí y se guardará cuando vuelva.");
  }
  clearTimeout(reloj);
  detenido = true;
  formulario.dataset.saliendo = "si";
});

// «Salir» espera a que lo último llegue: la sesión se cierra después, no antes. Si no llega, lo dice y se queda;
// quien insiste sale.
document.addEventListener("submit", async (evento) => {
  const salida = evento.target;
  if (!salida.matches('[action="/salir/"]') || detenido || salida.dataset.insiste || !falta()) return;
  evento.preventDefault();
  decir("guardando", "Guardando antes de salir…");
  for (const tope = Date.now() + PACIENCIA + PAUSA; Date.now() < tope && !fallo && falta(); ) {
    await guardar();
    await new Promise((listo) => setTimeout(listo, 100));
  }
  if (!falta()) return salida.submit();
  salida.dataset.insiste = "si";
  fallar("error", "Lo último que escribió todavía no se guarda. Espere un momento; si pulsa «Salir» otra vez, se pierde.");
});

// --- La copia en este equipo -----------------------------------------------------------------------
function copiar() {
  const pares = [...new FormData(formulario)].filter(([nombre]) => nombre !== "csrfmiddlewaretoken");
  return zonaDeCopia !== null && copia.guardar(ruta, titular, pares);
}

function retomar(pares) {
  const envio = document.createElement("form");
  envio.method = "post";
  envio.action = ruta;
  const testigo = ["csrfmiddlewaretoken", formulario.elements.csrfmiddlewaretoken.value];
  for (const [nombre, valor] of [...pares, testigo, ["retomar", "1"]]) {
    const campo = document.createElement("textarea"); // un `input` perdería los renglones
    campo.name = nombre;
    campo.value = valor;
    envio.append(campo);
  }
  envio.hidden = true;
  document.body.append(envio);
  envio.submit();
}

if (zonaDeCopia) {
  const casilla = zonaDeCopia.querySelector("input");
  zonaDeCopia.hidden = false;
  casilla.checked = copia.estaPermitida(titular);
  casilla.addEventListener("change", () => {
    copia.permitir(titular, casilla.checked);
    if (fallo) copiar();
  });
  const pares = formulario.dataset.pendiente ? null : copia.leer(ruta, titular);
  const escritos = pares?.filter(([nombre]) => !DE_LA_PAGINA.has(nombre));
  if (pares && JSON.stringify(escritos) === huella()) copia.borrar(ruta);
  else if (pares) retomar(pares);
}
if (formulario.dataset.pendiente === "ya") guardar();
