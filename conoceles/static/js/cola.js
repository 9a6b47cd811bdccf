// Recorrer la cola con una letra: cada enlace con data-tecla, o los renglones de la lista. Nunca mientras se escribe, ni con Control, Alt o Meta.
// Quien use lector de pantalla o dicte por voz puede apagarlas; se recuerda en este equipo (WCAG 2.1.4).
const LLAVE = "conoceles-atajos";
const interruptor = document.querySelector("[data-atajos]");
const letras = document.querySelectorAll("[data-atajos-letra]");
const renglones = [...document.querySelectorAll("[data-renglones] th a")];
const pasos = { j: 1, k: -1 };

function recordado() {
  try {
    return localStorage.getItem(LLAVE) !== "no";
  } catch {
    return true; // sin almacén, sólo dura esta página
  }
}

let activos = recordado();

const rotulos = { true: interruptor?.textContent, false: interruptor?.dataset.atajos };

function dibujar() {
  interruptor.hidden = false;
  interruptor.textContent = rotulos[activos];
  for (const letra of letras) letra.hidden = !activos;
}

const escribe = (elemento) => elemento.closest("input, textarea, select, [contenteditable], [role=textbox]");

interruptor?.addEventListener("click", () => {
  activos = !activos;
  try {
    localStorage.setItem(LLAVE, activos ? "si" : "no");
  } catch {
    // igual que arriba
  }
  dibujar();
});

document.addEventListener("keydown", (evento) => {
  if (!activos || evento.defaultPrevented || evento.isComposing || evento.repeat) return;
  if (evento.ctrlKey || evento.altKey || evento.metaKey || escribe(evento.target)) return;
  const tecla = evento.key.toLowerCase();
  document.querySelector(`a[data-tecla="${CSS.escape(tecla)}"]`)?.click();
  if (tecla in pasos) renglones[renglones.indexOf(document.activeElement) + pasos[tecla]]?.focus();
});

if (interruptor) dibujar();
