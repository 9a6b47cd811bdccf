// Lee en voz alta cada parte de la página con la voz que trae el aparato; nada sale a la red.
// Sin una voz propia en la lengua del texto no hay botón. Los controles vienen en <template id="escuchar">.

const LARGO = 220; // hay aparatos que enmudecen con frases más largas
const molde = document.querySelector("#escuchar");
const partes = molde ? [...document.querySelectorAll(".ficha__seccion, [data-leer]")] : [];
let suena = null;

function vozPara(lengua) {
  const igual = (voz) => voz.lang.replace("_", "-").toLowerCase();
  const propias = speechSynthesis
    .getVoices()
    .filter((voz) => voz.localService && igual(voz).split("-")[0] === lengua.split("-")[0].toLowerCase());
  return propias.find((voz) => igual(voz) === lengua.toLowerCase()) ?? propias[0];
}

// Lo que se ve, en frases; las muy largas se parten donde haya un espacio.
function frases(texto) {
  return texto.match(new RegExp(`[^.!?…\\n]{1,${LARGO}}(?:[.!?…]+|\\s|$)|\\S{1,${LARGO}}`, "g")) ?? [];
}

// La pausa del navegador no sirve en todos los teléfonos: se calla y se recuerda por cuál frase iba.
function callar() {
  if (!suena) return;
  suena.boton.setAttribute("aria-pressed", "false");
  suena = null;
  speechSynthesis.cancel();
}

function hablar(parte) {
  callar();
  suena = parte;
  parte.boton.setAttribute("aria-pressed", "true");
  parte.reinicio.hidden = false;
  seguir(parte);
}

function seguir(parte) {
  if (parte.va >= parte.frases.length) {
    parte.va = 0;
    return callar();
  }
  const frase = new SpeechSynthesisUtterance(parte.frases[parte.va]);
  frase.voice = parte.voz;
  frase.lang = parte.voz.lang;
  frase.onend = () => {
    if (suena !== parte || parte.frase !== frase) return; // se calló, o ya suena otra
    parte.va += 1;
    seguir(parte);
  };
  parte.frase = frase; // sin guardarla, Chromium la olvida antes de avisar que acabó
  speechSynthesis.speak(frase);
}

function poner(seccion) {
  const voz = vozPara((seccion.querySelector("[lang^=es]") ?? seccion.closest("[lang]")).lang);
  if (!voz) return;
  const titulo = seccion.querySelector("h2");
  const parte = { voz, frases: frases(seccion.innerText), va: 0 };
  const controles = molde.content.cloneNode(true);
  [parte.boton, parte.reinicio] = controles.querySelectorAll("button");
  for (const boton of [parte.boton, parte.reinicio]) {
    boton.querySelector(".solo-lectores").textContent = `: ${titulo.textContent}`;
  }
  parte.boton.addEventListener("click", () => (suena === parte ? callar() : hablar(parte)));
  parte.reinicio.addEventListener("click", () => {
    parte.va = 0;
    hablar(parte);
  });
  titulo.after(controles);
}

function empezar() {
  if (!partes.length || !speechSynthesis.getVoices().length) return;
  speechSynthesis.removeEventListener("voiceschanged", empezar);
  for (const seccion of partes.splice(0)) poner(seccion);
}

if ("speechSynthesis" in window) {
  speechSynthesis.addEventListener("voiceschanged", empezar); // hay navegadores que las traen después
  addEventListener("pagehide", callar);
  empezar();
}
