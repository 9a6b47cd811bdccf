// Lo que comparten las reglas: qué se ve, de qué color, sobre qué, y cómo se llama.
const todos = (selector, en = document) => [...en.querySelectorAll(selector)];
const limpio = (texto) => (texto ?? "").replace(/\s+/g, " ").trim();
const estilo = (e, parte) => getComputedStyle(e, parte);
const caja = (e) => e.getBoundingClientRect();
const ACCIONABLES = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

const seVe = (e) =>
  e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
  !e.closest(".solo-lectores, .trampa") && caja(e).width > 1 && caja(e).height > 1;

// Los textos a la vista: cada nodo, de quién es y dónde queda.
function textos(en = document.body) {
  const camina = document.createTreeWalker(en, NodeFilter.SHOW_TEXT);
  const vistos = [];
  while (camina.nextNode()) {
    const nodo = camina.currentNode, de = nodo.parentElement;
    if (!nodo.data.trim() || de.closest("script, style, template, option, title") || !seVe(de)) continue;
    const rango = document.createRange();
    rango.selectNodeContents(nodo);
    const lugar = rango.getBoundingClientRect();
    if (lugar.width > 1 && lugar.height > 1) vistos.push({ nodo, de, lugar });
  }
  return vistos;
}

// Cualquier color de CSS (también oklch) en [r, g, b, a]: lo dibuja el navegador y se lee el punto.
const lienzo = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const leidos = new Map();
function color(css) {
  if (!leidos.has(css)) {
    lienzo.clearRect(0, 0, 1, 1);
    lienzo.fillStyle = css;
    lienzo.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = lienzo.getImageData(0, 0, 1, 1).data;
    leidos.set(css, [r, g, b, a / 255]);
  }
  return leidos.get(css);
}

const sobre = ([r, g, b, a], [fr, fg, fb]) => [r * a + fr * (1 - a), g * a + fg * (1 - a), b * a + fb * (1 - a), 1];

// El color que queda detrás de un elemento. En papel los fondos no se imprimen: es blanco.
function fondo(e) {
  if (matchMedia("print").matches) return [255, 255, 255, 1];
  const capas = [];
  for (let de = e; de; de = de.parentElement) {
    const capa = color(estilo(de).backgroundColor);
    if (capa[3] > 0) capas.push(capa);
    if (capa[3] === 1) break;
  }
  return capas.reduceRight((abajo, capa) => sobre(capa, abajo), color("Canvas"));
}

function luz([r, g, b]) {
  const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

// Razón de contraste de WCAG 2.2, de 1 a 21.
function contraste(uno, otro) {
  const [baja, alta] = [luz(uno), luz(otro)].sort((a, b) => a - b);
  return (alta + 0.05) / (baja + 0.05);
}

// El nombre con que un lector de pantalla lo anuncia.
function nombre(e) {
  const porId = (e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const rotulos = [...porId.filter(Boolean), ...(e.labels ?? [])].map((r) => r.textContent);
  const imagenes = todos("img[alt]", e).map((i) => i.alt);
  const titulo = e.querySelector(":scope > title")?.textContent;
  return limpio([...rotulos, e.ariaLabel, titulo, e.matches("input, select, textarea") ? "" : e.innerText, ...imagenes].join(" "));
}

// Un enlace en medio de una frase: su tamaño lo fija el renglón.
const vaEnUnaFrase = (e) =>
  estilo(e).display === "inline" &&
  [...e.parentElement.childNodes].some((n) => n !== e && !(n.matches?.("a, .solo-lectores, svg")) && limpio(n.textContent).length > 1);

// Cómo se señala en el informe.
function senas(e) {
  if (typeof e === "string") return e;
  if (e instanceof Text) return `«${limpio(e.data).slice(0, 50)}» en ${senas(e.parentElement)}`;
  const clases = [...e.classList].map((c) => `.${c}`).join("");
  const texto = limpio(e.textContent).slice(0, 30);
  return `${e.localName}${e.id ? `#${e.id}` : ""}${clases}${texto ? ` «${texto}»` : ""}`;
}
