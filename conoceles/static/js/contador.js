// Dice cuánto falta o cuánto sobra mientras se escribe. Nunca impide escribir: quien decide es el
// servidor, y sólo al enviar.
import { contar } from "./contar.js";

const PAUSA = 1000; // milisegundos sin teclear antes de anunciarlo a un lector de pantalla
const CERCA = 0.75; // desde qué parte del máximo se dice lo que queda
const cifra = new Intl.NumberFormat("es-MX");

// («Falta», 1) → «Falta 1»; («Le queda», 62) → «Le quedan 62».
function decir(verbo, cuantos) {
  return `${verbo}${cuantos === 1 ? "" : "n"} ${cifra.format(cuantos)}`;
}

// `importa`: si conviene anunciarlo; entre el mínimo y el 75 % del máximo no hay nada que corregir.
export function estado(cuenta, minimo, maximo) {
  const lleva = `Lleva ${cifra.format(cuenta)} ${cuenta === 1 ? "carácter" : "caracteres"}.`;
  if (cuenta < minimo) return { texto: `${lleva} ${decir("Falta", minimo - cuenta)} para el mínimo.`, importa: true };
  if (!maximo || cuenta < maximo * CERCA) return { texto: lleva, importa: false };
  const texto = cuenta > maximo
    ? `${decir("Sobra", cuenta - maximo)}: el máximo es ${cifra.format(maximo)} caracteres.`
    : `${decir("Le queda", maximo - cuenta)} de ${cifra.format(maximo)} caracteres.`;
  return { texto, importa: true };
}

function vigilar(campo) {
  const texto = campo.querySelector("textarea, input");
  const visible = campo.querySelector("[data-contador-texto]");
  if (!texto || !visible) return;
  const minimo = Number(campo.dataset.minimo) || 0;
  const maximo = Number(campo.dataset.maximo) || 0;
  const conEspacios = campo.dataset.espacios !== "no";
  const hablado = document.createElement("p");
  hablado.className = "solo-lectores";
  hablado.setAttribute("aria-live", "polite");
  campo.append(hablado);
  let espera;
  let porDecir = "";

  const actualizar = () => {
    const cuenta = contar(texto.value, { conEspacios });
    const { texto: dicho, importa } = estado(cuenta, minimo, maximo);
    visible.textContent = dicho;
    porDecir = importa ? dicho : "";
    visible.classList.toggle("campo__contador--fuera", Boolean(maximo) && cuenta > maximo);
  };
  texto.addEventListener("input", () => {
    actualizar();
    clearTimeout(espera);
    espera = setTimeout(() => { hablado.textContent = porDecir; }, PAUSA);
  });
  campo.parentElement.querySelector("[data-pendiente]")?.remove(); // el contador dice lo mismo, al día
  actualizar();
}

document.querySelectorAll("[data-contador]").forEach(vigilar);
