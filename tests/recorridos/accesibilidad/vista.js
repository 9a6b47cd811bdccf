// Reglas de lo que se ve, con la pantalla, los colores y la letra que se hayan puesto.
const TOQUE = 44, TOQUE_CHICO = 24, FOCO = 3, HOLGURA = 1;
const PRINCIPALES =
  ".boton, .navegacion a, .paginacion a, .salto:focus, .accesos a, .boleta__indice a, .columnas a, .secciones a, .activos a, " +
  "select, textarea, summary, input:not([type=checkbox], [type=radio], [type=hidden])";

// Donde se puede tocar: con una casilla cuenta su rótulo; si el recuadro entero es el enlace, todo el recuadro.
function blanco(e) {
  const marca = e.matches("[type=checkbox], [type=radio]") && e.labels[0];
  const cubre = estilo(e, "::after").position === "absolute" ? e.closest("article, li, section") : null;
  const [uno, otro] = [caja(cubre ?? e), caja(marca || cubre || e)];
  return { ancho: Math.max(uno.right, otro.right) - Math.min(uno.left, otro.left), alto: Math.max(uno.height, otro.height) };
}

const esMenor = (e, minimo) => Object.values(blanco(e)).some((medida) => medida < minimo - 0.5);
// Un municipio del mapa mide lo que mide: la lista de abajo lleva al mismo lugar.
const tocables = () => todos(ACCIONABLES).filter((e) => seVe(e) && !e.closest("svg") && !e.matches("[role=region]"));

function minimoDe(e) {
  const { fontSize, fontWeight } = estilo(e);
  const esGrande = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && fontWeight >= 700);
  return esGrande ? 4.5 : 7;
}

// El contorno puede ser del control, de su recuadro (`::after`) o, en el mapa, del trazo.
function contornos(e) {
  const trazo = e.querySelector(":scope > path");
  return [
    ...[null, "::after"].map((parte) => estilo(e, parte)).filter((s) => s.outlineStyle !== "none")
      .map((s) => ({ ancho: parseFloat(s.outlineWidth), color: s.outlineColor, halo: s.boxShadow.match(/^(.+?\)) 0px 0px 0px/)?.[1] })),
    ...(trazo ? [{ ancho: parseFloat(estilo(trazo).strokeWidth), color: estilo(trazo).stroke }] : []),
  ];
}

// Le pone el foco como si llegara de otro lado: así el navegador lo trae a la vista.
function recibe(e) {
  document.activeElement?.blur();
  e.focus();
  return document.activeElement === e;
}

function seNotaElFoco(e) {
  const detras = fondo(e.parentElement);
  return contornos(e).some(({ ancho, color: c, halo }) =>
    ancho >= FOCO && [detras, ...(halo ? [color(halo)] : [])].some((otro) => contraste(color(c), otro) >= 3));
}

function estaTapado(e) {
  const r = [...e.getClientRects()].find((lugar) => lugar.width && lugar.bottom > 0 && lugar.top < innerHeight) ?? caja(e);
  const medio = (a, b, tope) => (Math.max(0, a) + Math.min(tope, b)) / 2;
  const x = medio(r.left, r.right, innerWidth), y = medio(r.top, r.bottom, innerHeight);
  const arriba = document.elementFromPoint(x, y);
  return !arriba || !(e.contains(arriba) || arriba.contains(e) || arriba.closest("label")?.control === e);
}

const desplazables = () =>
  todos("body *").filter((e) => e.scrollWidth > e.clientWidth + HOLGURA && ["auto", "scroll"].includes(estilo(e).overflowX) && !e.matches("input, textarea, select"));

const recorta = (e) => /hidden|clip/.test(estilo(e).overflowX + estilo(e).overflowY);

const VISTA = {
  contraste_del_texto: ["A4", () => textos()
    .filter(({ de }) => !de.closest(":disabled, [aria-disabled=true]"))
    .map(({ nodo, de }) => {
      const debajo = fondo(de), tinta = estilo(de)[de.closest("svg") ? "fill" : "color"];
      return [nodo, contraste(sobre(color(tinta), debajo), debajo), minimoDe(de)];
    })
    .filter(([, hay, minimo]) => hay < minimo - 0.005)
    .map(([nodo, hay, minimo]) => `${senas(nodo)}: ${hay.toFixed(2)} de ${minimo}`)],

  contraste_de_los_controles: ["A4", () => todos("input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), select, textarea, .boton:not(.boton--enlace)")
    .filter((e) => seVe(e) && !e.disabled)
    .filter((e) => {
      const detras = fondo(e.parentElement), { borderTopWidth, borderTopColor } = estilo(e);
      const orilla = parseFloat(borderTopWidth) > 0 ? contraste(sobre(color(borderTopColor), detras), detras) : 0;
      return Math.max(orilla, contraste(fondo(e), detras)) < 3;
    })],

  no_solo_color: ["A4", () => [
    ...todos(".distintivo").filter((e) => !limpio(e.parentElement.textContent)),
    ...todos(".etiqueta").filter((e) => !limpio(e.textContent)),
    ...todos("main a[href]").filter((e) => seVe(e) && !e.closest("svg") && vaEnUnaFrase(e) && !estilo(e).textDecorationLine.includes("underline") && estilo(e).fontWeight === estilo(e.parentElement).fontWeight),
    ...todos("[aria-current]").filter((e) => {
      const otra = todos(`${e.localName}:not([aria-current])`, e.closest("ul, ol, nav")).find(seVe);
      const forma = (que) => ["fontWeight", "textDecorationLine", "borderBottomColor", "outlineStyle", "backgroundColor"].map((p) => estilo(que)[p]).join();
      return otra && seVe(e) && forma(e) === forma(otra);
    }),
  ]],

  blancos_chicos: ["A5", () => tocables().filter((e) => !vaEnUnaFrase(e) && esMenor(e, TOQUE_CHICO))
    .map((e) => `${senas(e)}: ${Object.values(blanco(e)).map(Math.round).join(" × ")}`)],

  blancos_principales: ["A5", () => [...tocables().filter((e) => e.matches(PRINCIPALES)), ...(innerWidth < 960 ? todos(".opcion input").filter(seVe) : [])]
    .filter((e) => esMenor(e, TOQUE))
    .map((e) => `${senas(e)}: ${Object.values(blanco(e)).map(Math.round).join(" × ")}`)],

  cabe_a_lo_ancho: ["A6", () => {
    const ancho = document.documentElement.clientWidth, sobra = document.documentElement.scrollWidth - ancho;
    const salidos = sobra > 0 ? todos("body *").filter((e) => caja(e).right > ancho + HOLGURA && !e.closest(".tabla-region, .solo-lectores")) : [];
    return sobra > 0 ? [`se desborda ${sobra} px: ${salidos.slice(0, 6).map(senas).join(" | ")}`] : [];
  }],

  solo_la_tabla_se_desplaza: ["A6", () => desplazables().filter((e) => !(e.tabIndex === 0 && e.matches("[role=region]") && nombre(e) && e.querySelector("table")))],

  nada_se_corta: ["A6", () => textos().filter(({ de, lugar }) => {
    for (let e = de; e && e !== document.body; e = e.parentElement) {
      if (!recorta(e)) continue;
      const r = caja(e);
      if (r.width <= 1) return false; // oculto a la vista, no recortado
      return lugar.right > r.right + 2 || lugar.bottom > r.bottom + 2 || lugar.left < r.left - 2;
    }
    return false;
  }).map(({ nodo }) => nodo)],

  se_puede_ampliar: ["A6", () => {
    const vista = document.querySelector("meta[name=viewport]")?.content ?? "";
    return vista && !/user-scalable\s*=\s*(no|0)|maximum-scale/.test(vista) ? [] : [`viewport «${vista}»`];
  }],

  foco_visible: ["A7", () => todos(ACCIONABLES).filter((e) => seVe(e) && recibe(e) && !seNotaElFoco(e))],

  foco_destapado: ["A7", () => todos(ACCIONABLES).filter((e) => seVe(e) && !e.closest("svg")).filter((e) => recibe(e) && estaTapado(e))],

  legible_sin_estilos: ["A18", () => [
    ...todos("svg[aria-hidden=true]").filter((e) => caja(e).width > 200),
    ...todos("h1").filter((e) => !e.checkVisibility()),
  ]],

  papel: ["A19", () => [
    ...todos(".navegacion, .migas, .salto, .paginacion, .boton, .filtros, .buscador input").filter(seVe),
    ...todos("h1").filter((e) => !seVe(e)),
    // El código que se lee con la cámara lleva escrita su dirección.
    ...todos(".qr, .acuse__qr").filter((e) => !new RegExp(`(https?://|${location.host})`).test(e.closest("main, article, .hoja").innerText)),
  ]],
};
