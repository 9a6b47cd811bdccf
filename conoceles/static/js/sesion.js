// Avisa cinco minutos antes de que la sesión termine, deja alargarla y, si terminó, volver a entrar sin
// salir de la página. No quita el foco a quien escribe: el aviso se anuncia y espera.

const AVISO = 5 * 60; // segundos
const MARGEN = 10;
const zona = document.querySelector("[data-sesion]");
const porTerminar = zona.querySelector("[data-sesion-por-terminar]");
const terminada = zona.querySelector("[data-sesion-terminada]");
const ajena = zona.querySelector("[data-sesion-ajena]");
const formulario = terminada.querySelector("form");
const error = terminada.querySelector("[role=alert].campo__error");
let reloj;
let vence = 0; // según este equipo, para saber si durmió más que la sesión
let donde = null; // el último campo en que estuvo, para volver a él

function mostrar(parte) {
  zona.hidden = !parte;
  for (const otra of [porTerminar, terminada, ajena]) {
    if (otra === parte && !otra.hidden) continue; // ya se anunció
    otra.hidden = otra !== parte;
    const alerta = otra.querySelector("[data-texto]");
    alerta.textContent = otra === parte ? alerta.dataset.texto : "";
  }
}

function programar(quedan) {
  clearTimeout(reloj);
  vence = Date.now() + quedan * 1000;
  const espera = quedan > AVISO + MARGEN ? quedan - AVISO : quedan + 1;
  reloj = setTimeout(mirar, espera * 1000);
}

async function consultar(opciones = {}) {
  const respuesta = await fetch(zona.dataset.sesion, { headers: { accept: "application/json" }, ...opciones });
  const estado = await respuesta.json();
  // Al entrar cambia el testigo de los formularios: los que están abiertos se ponen al día.
  for (const campo of document.getElementsByName("csrfmiddlewaretoken")) campo.value = estado.testigo;
  return estado;
}

async function mirar() {
  try {
    return atender(await consultar());
  } catch {
    clearTimeout(reloj);
    reloj = setTimeout(mirar, 30_000); // sin red no se sabe: se pregunta después
    return false;
  }
}

// Devuelve si la sesión de esta persona sigue abierta.
function atender({ quedan, titular }) {
  if (quedan === 0) {
    mostrar(terminada);
    return false;
  }
  if (titular !== zona.dataset.titular) {
    mostrar(ajena);
    document.dispatchEvent(new Event("sesion:ajena"));
    return false;
  }
  mostrar(quedan <= AVISO + MARGEN ? porTerminar : null);
  programar(quedan);
  return true;
}

async function seguir() {
  const { testigo } = await consultar();
  atender(await consultar({ method: "POST", headers: { "x-csrftoken": testigo } }));
  donde?.focus();
}

async function entrar(evento) {
  evento.preventDefault();
  error.textContent = "";
  try {
    await consultar(); // el testigo, por si también venció
    const respuesta = await fetch(formulario.action, {
      method: "POST", body: new URLSearchParams(new FormData(formulario)), redirect: "manual",
    });
    if (await mirar()) {
      adentro();
      return donde?.focus();
    }
    error.textContent = await porQueNo(respuesta);
  } catch {
    error.textContent = "Sin conexión. Espere un momento y vuelva a intentarlo.";
  }
  formulario.elements.contrasena.focus();
}

// La página de entrada dice qué falló; si en cambio llevó a otra, pide un segundo paso.
async function porQueNo(respuesta) {
  if (respuesta.type === "opaqueredirect") return "Su cuenta pide un segundo paso: entre en otra pestaña y regrese a ésta.";
  const pagina = new DOMParser().parseFromString(await respuesta.text(), "text/html");
  const dicho = pagina.querySelector("[data-resumen-errores] li")?.textContent.trim();
  return dicho || "No se pudo entrar. Vuelva a intentarlo.";
}

function adentro() {
  formulario.elements.contrasena.value = "";
  document.dispatchEvent(new Event("sesion:abierta"));
}

document.addEventListener("focusin", ({ target }) => { if (!zona.contains(target)) donde = target; });
porTerminar.querySelector("button").addEventListener("click", () => seguir().catch(mirar));
formulario.addEventListener("submit", entrar);
document.addEventListener("sesion:revisar", async () => { if (await mirar()) adentro(); });
document.addEventListener("sesion:actividad", () => { if (!zona.hidden) mirar(); });
document.addEventListener("visibilitychange", async () => {
  if (document.hidden || (zona.hidden && Date.now() < vence - AVISO * 1000)) return;
  const estaba = !zona.hidden && porTerminar.hidden; // quizá volvió a entrar en otra pestaña
  if ((await mirar()) && estaba) adentro();
});
programar(Number(zona.dataset.quedan));
