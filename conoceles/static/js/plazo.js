// Cuánto falta para que venza el plazo, según el reloj del servidor. Del equipo de quien lee sólo se usa
// cuánto tiempo pasa, nunca qué hora dice: puede estar mal puesto.
const AVISOS = [24 * 60, 60, 10, 0]; // minutos que faltan al anunciarlo a un lector de pantalla
const VIEJO = 5 * 60 * 1000; // milisegundos sin ver la página antes de volver a preguntar la hora

const cuantos = (n, uno, varios) => `${n} ${n === 1 ? uno : varios}`;

// Las mismas palabras que `captura.plazos.Plazo.falta`; vacío si ya terminó.
export function loQueFalta(milisegundos) {
  if (milisegundos <= 0) return "";
  const minutos = Math.floor(milisegundos / 60000);
  const partes = [
    [Math.floor(minutos / 1440), "día", "días"],
    [Math.floor((minutos % 1440) / 60), "hora", "horas"],
    [minutos % 60, "minuto", "minutos"],
  ];
  const elegidas = (partes[0][0] ? partes.slice(0, 2) : partes.slice(1)).filter(([n]) => n);
  const dicho = elegidas.map((parte) => cuantos(...parte)).join(" y ") || "menos de un minuto";
  return `Le ${/^(1 |menos)/.test(dicho) ? "falta" : "faltan"} ${dicho}.`;
}

function vigilar(caja) {
  const limite = Date.parse(caja.dataset.plazo);
  const texto = caja.querySelector("[data-plazo-falta]");
  const hablado = document.createElement("p");
  hablado.className = "solo-lectores";
  hablado.setAttribute("aria-live", "polite");
  caja.append(hablado);
  let desfase = Date.parse(caja.dataset.ahora) - performance.now();
  let previos = Infinity;
  let oculta = 0;

  const terminar = () => {
    caja.classList.remove("plazo--urgente");
    caja.querySelector("[data-plazo-verbo]").textContent = "El plazo terminó el";
    texto.classList.remove("secundario");
    texto.textContent = caja.querySelector("[data-plazo-al-terminar]").textContent;
  };
  const actualizar = () => {
    const falta = limite - (performance.now() + desfase);
    const minutos = Math.max(0, falta / 60000);
    if (falta <= 0) {
      terminar();
      clearInterval(pulso);
    } else {
      caja.classList.toggle("plazo--urgente", minutos <= AVISOS[0]);
      const dicho = loQueFalta(falta);
      if (texto.textContent !== dicho) texto.textContent = dicho;
    }
    if (AVISOS.some((aviso) => previos > aviso && minutos <= aviso) && previos !== Infinity) {
      hablado.textContent = texto.textContent;
    }
    previos = minutos;
  };
  // Un equipo suspendido, o una página que vuelve del historial, no sabe cuánto tiempo pasó.
  const preguntarLaHora = async () => {
    const respuesta = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const hora = Date.parse(respuesta?.headers.get("date"));
    if (hora) desfase = hora - performance.now();
    actualizar();
  };

  const pulso = setInterval(actualizar, 1000);
  actualizar();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) oculta = Date.now();
    else if (Math.abs(Date.now() - oculta) > VIEJO) preguntarLaHora();
  });
  const [navegacion] = performance.getEntriesByType("navigation");
  if (navegacion?.type === "back_forward") preguntarLaHora();
  addEventListener("pageshow", (evento) => { if (evento.persisted) preguntarLaHora(); });
}

document.querySelectorAll("[data-plazo]").forEach(vigilar);
