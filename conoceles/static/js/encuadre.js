// Elegir qué parte de la foto se publica: arrastrar, pellizcar, botones, teclado o números. Lo que se ve
// en el marco es lo que el servidor dibujará. La misma aritmética que `conoceles/comun/encuadres.py`: ambos
// se prueban con `tests/vectores/encuadres.json`. Si una regla cambia allá, cambia aquí.

const PROPORCION = 4 / 5;
const ANCHO_MINIMO = 400;
const PAUSA = 800; // milisegundos quieta antes de decirlo a un lector de pantalla

const entre = (desde, valor, hasta) => Math.min(hasta, Math.max(desde, valor));
const unDecimal = (valor) => Math.round(valor * 10) / 10;
const mayor = ([ancho, alto]) => Math.min(ancho, alto * PROPORCION);

export const girada = (giro, [ancho, alto]) => (giro % 180 ? [alto, ancho] : [ancho, alto]);

export function acercamientoMaximo(giro, medida) {
  return Math.max(100, Math.floor((mayor(girada(giro, medida)) / ANCHO_MINIMO) * 1000) / 10);
}

export function caja({ giro, acercamiento, horizontal, vertical }, medida) {
  const [ancho, alto] = girada(giro, medida);
  const recorte = (mayor([ancho, alto]) * 100) / acercamiento;
  const izquierda = ((ancho - recorte) * horizontal) / 100;
  const arriba = ((alto - recorte / PROPORCION) * vertical) / 100;
  return [
    izquierda / ancho,
    arriba / alto,
    Math.min(1, (izquierda + recorte) / ancho),
    Math.min(1, (arriba + recorte / PROPORCION) / alto),
  ];
}

export function conPaso(encuadre, paso, medida) {
  if (paso === "restablecer") return { giro: 0, acercamiento: 100, horizontal: 50, vertical: 50 };
  const [campo, cuanto] = paso.split(":");
  if (campo === "giro") {
    const giro = (encuadre.giro + Number(cuanto) + 360) % 360;
    return { ...encuadre, giro, acercamiento: Math.min(encuadre.acercamiento, acercamientoMaximo(giro, medida)) };
  }
  const [desde, hasta] = campo === "acercamiento" ? [100, acercamientoMaximo(encuadre.giro, medida)] : [0, 100];
  return { ...encuadre, [campo]: entre(desde, encuadre[campo] + Number(cuanto), hasta) };
}

const TECLAS = {
  ArrowLeft: "horizontal:2",
  ArrowRight: "horizontal:-2",
  ArrowUp: "vertical:2",
  ArrowDown: "vertical:-2",
  "+": "acercamiento:10",
  "=": "acercamiento:10",
  "-": "acercamiento:-10",
};
const NUMEROS = ["acercamiento", "horizontal", "vertical"];

function encuadrar(formulario) {
  const parte = (nombre) => formulario.querySelector(`[data-${nombre}]`);
  const [mesa, marco, foto, deslizador] = ["mesa", "marco", "original", "deslizador"].map(parte);
  const campos = formulario.elements;
  const medida = [Number(formulario.dataset.ancho), Number(formulario.dataset.alto)];
  const leer = () => ({
    giro: Number(campos.giro.value),
    acercamiento: entre(100, Number(campos.acercamiento.value) || 100, acercamientoMaximo(Number(campos.giro.value), medida)),
    horizontal: entre(0, Number(campos.horizontal.value) || 0, 100),
    vertical: entre(0, Number(campos.vertical.value) || 0, 100),
  });
  const inicial = JSON.stringify(leer());
  let encuadre = leer();
  let espera;

  function dibujar() {
    const [izquierda, arriba, derecha] = caja(encuadre, medida);
    const [ancho, alto] = girada(encuadre.giro, medida);
    const anchoVisto = marco.offsetWidth / (derecha - izquierda);
    const altoVisto = (anchoVisto * alto) / ancho;
    const [propio, suyo] = girada(encuadre.giro, [anchoVisto, altoVisto]);
    foto.style.width = `${propio}px`;
    foto.style.height = `${suyo}px`;
    foto.style.left = `${marco.offsetLeft + (0.5 - izquierda) * anchoVisto}px`;
    foto.style.top = `${marco.offsetTop + (0.5 - arriba) * altoVisto}px`;
    foto.style.transform = `translate(-50%, -50%) rotate(${encuadre.giro}deg)`;
    return { sobraAncho: anchoVisto - marco.offsetWidth, sobraAlto: altoVisto - marco.offsetHeight };
  }

  function poner(nuevo) {
    encuadre = nuevo;
    campos.giro.value = nuevo.giro;
    for (const campo of NUMEROS) {
      if (document.activeElement !== campos[campo]) campos[campo].value = unDecimal(nuevo[campo]);
    }
    parte("aviso").hidden = JSON.stringify(leer()) === inicial;
    clearTimeout(espera);
    espera = setTimeout(decir, PAUSA);
    mostrar();
  }

  function mostrar() {
    deslizador.max = acercamientoMaximo(encuadre.giro, medida);
    deslizador.value = encuadre.acercamiento;
    deslizador.hidden = deslizador.max <= 100;
    dibujar();
  }

  function decir() {
    const { giro, acercamiento, horizontal, vertical } = leer();
    parte("hablado").textContent =
      `Acercamiento ${acercamiento}, horizontal ${horizontal}, vertical ${vertical}, giro ${giro} grados.`;
  }

  function mover(enX, enY) {
    const { sobraAncho, sobraAlto } = dibujar();
    const correr = (valor, cuanto, sobra) => (sobra > 0.5 ? entre(0, valor - (cuanto / sobra) * 100, 100) : valor);
    poner({
      ...encuadre,
      horizontal: correr(encuadre.horizontal, enX, sobraAncho),
      vertical: correr(encuadre.vertical, enY, sobraAlto),
    });
  }

  function acercar(acercamiento) {
    poner({ ...encuadre, acercamiento: entre(100, acercamiento, acercamientoMaximo(encuadre.giro, medida)) });
  }

  // Dedos o ratón: uno arrastra, dos acercan.
  const dedos = new Map();
  const separacion = () => {
    const [uno, otro] = [...dedos.values()];
    return Math.hypot(uno.clientX - otro.clientX, uno.clientY - otro.clientY) || 1;
  };
  mesa.addEventListener("pointerdown", (evento) => {
    mesa.setPointerCapture(evento.pointerId);
    dedos.set(evento.pointerId, evento);
  });
  mesa.addEventListener("pointermove", (evento) => {
    const antes = dedos.get(evento.pointerId);
    if (!antes) return;
    const lejos = dedos.size === 2 && separacion();
    dedos.set(evento.pointerId, evento);
    if (lejos) acercar((encuadre.acercamiento * separacion()) / lejos);
    else mover(evento.clientX - antes.clientX, evento.clientY - antes.clientY);
  });
  for (const fin of ["pointerup", "pointercancel"]) {
    mesa.addEventListener(fin, (evento) => dedos.delete(evento.pointerId));
  }
  mesa.addEventListener("dragstart", (evento) => evento.preventDefault());

  marco.addEventListener("keydown", (evento) => {
    const paso = TECLAS[evento.key];
    if (!paso || evento.ctrlKey || evento.metaKey || evento.altKey) return;
    evento.preventDefault();
    poner(conPaso(encuadre, evento.shiftKey && paso.endsWith("2") ? paso.replace("2", "10") : paso, medida));
  });
  formulario.addEventListener("click", (evento) => {
    const boton = evento.target.closest("button[name=paso]");
    if (!boton) return;
    const nuevo = conPaso(encuadre, boton.value, medida);
    if (mayor(girada(nuevo.giro, medida)) < ANCHO_MINIMO) return; // que el servidor explique por qué no alcanza
    evento.preventDefault();
    poner(nuevo);
  });
  formulario.addEventListener("input", (evento) => {
    if (evento.target === deslizador) acercar(Number(deslizador.value));
    else if (NUMEROS.includes(evento.target.name)) poner(leer());
  });

  for (const oculto of formulario.querySelectorAll("[data-marco], [data-con-guion]")) oculto.hidden = false;
  foto.alt = "";
  mesa.classList.add("encuadre__mesa--viva");
  new ResizeObserver(dibujar).observe(mesa);
  mostrar(); // sin tocar los números: si alguno no valía, ahí sigue para corregirlo
}

document.querySelectorAll("[data-encuadre]").forEach(encuadrar);
