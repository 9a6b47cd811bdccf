// Dice cuánto falta o cuánto sobra mientras se escribe. Nunca impide escribir: quien decide es el
// servidor, y sólo al enviar.
import { contar } from "./contar.js";

const PAUSA = 1000; // milisegundos sin teclear antes de anunciarlo a un lector de pantalla
const CERCA = 0.75; // desde qué parte del máximo se dice lo que queda
const cifra = new Intl.NumberFormat("es-MX");

export function mensaje(cuenta, minimo, maximo) {
  if (cuenta < minimo) return `Lleva ${cifra.format(cuenta)} caracteres. Faltan ${cifra.format(minimo - cuenta)} para el mínimo.`;
  if (maximo && cuenta > maximo) return `Sobran ${cifra.format(cuenta - maximo)} caracteres: el máximo es ${cifra.format(maximo)}.`;
  if (maximo && cuenta >= maximo * CERCA) return `Le quedan ${cifra.format(maximo - cuenta)} de ${cifra.format(maximo)} caracteres.`;
  return `Lleva ${cifra.format(cuenta)} caracteres.`;
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

  const actualizar = () => {
    const cuenta = contar(texto.value, { conEspacios });
    visible.textContent = mensaje(cuenta, minimo, maximo);
    visible.classList.toggle("campo__contador--fuera", Boolean(maximo) && cuenta > maximo);
  };
  texto.addEventListener("input", () => {
    actualizar();
    clearTimeout(espera);
    espera = setTimeout(() => { hablado.textContent = visible.textContent; }, PAUSA);
  });
  campo.parentElement.querySelector("[data-pendiente]")?.remove(); // el contador dice lo mismo, al día
  actualizar();
}

document.querySelectorAll("[data-contador]").forEach(vigilar);
