// Reglas del documento, se vea como se vea. Cada una: a qué meta responde y qué elementos la rompen.
const LENGUAS = new Set(["es-MX", "es", "en", "tsz", "pua", "mmc", "ots", "ncl", "mfs"]); // docs/lenguas.md
const DE_OTRA_LENGUA = /\b(cookies?|e-?mail|software|links?|website|online|guidelines|hash|feedback)\b/i;
// Palabras que ningún texto en otra lengua lleva: si están, falta traducir o marcar.
const ESPANOL = /\b(del|los|las|una|para|que|por|está|más)\b/i;
const TRATABLES = "input:not([type=hidden], [type=submit]), select, textarea";
const conError = (e) => e.closest(".campo--error");
const lenguaDe = (e) => e.closest("[lang]").getAttribute("lang"); // un dibujo no tiene la propiedad
const existe = (id) => document.getElementById(id);
const deLista = (e, atributo) => (e.getAttribute(atributo) ?? "").split(/\s+/).filter(Boolean);

const ESTRUCTURA = {
  lengua_de_la_pagina: ["A1", ({ lengua }) => (document.documentElement.lang === lengua ? [] : [`lang=«${document.documentElement.lang}»`])],

  lengua_de_las_partes: ["A1", () => [
    ...todos("[lang]").filter((e) => !LENGUAS.has(lenguaDe(e))),
    ...textos()
      .filter(({ nodo, de }) => DE_OTRA_LENGUA.test(nodo.data) && lenguaDe(de).startsWith("es") && !de.closest(".ficha__texto"))
      .map(({ nodo }) => nodo),
  ]],

  todo_traducido: ["A1", () => textos()
    .filter(({ nodo, de }) => ESPANOL.test(nodo.data) && !lenguaDe(de).startsWith("es"))
    .map(({ nodo }) => nodo)],

  un_titulo: ["A2", () => {
    const h1 = todos("h1").filter((e) => e.checkVisibility());
    return h1.length === 1 && limpio(h1[0].textContent) && limpio(document.title) ? [] : [`${h1.length} h1, title «${document.title}»`];
  }],

  niveles: ["A2", () => {
    let previo = 0;
    return todos("h1, h2, h3, h4, h5, h6").filter((e) => e.checkVisibility() && !e.closest(".resumen-errores")).filter((e) => {
      const salta = Number(e.localName[1]) > previo + 1;
      previo = Number(e.localName[1]);
      return salta;
    });
  }],

  // `partes`: las que esa página lleva (la copia que se guarda y las de cuando todo falla, sólo `main`).
  regiones: ["A2", ({ partes }) => {
    const deTodaLaPagina = (e) => !e.closest("main, article, section") || e.localName === "main";
    const cuantos = Object.fromEntries(partes.map((parte) => [parte, todos(parte).filter(deTodaLaPagina).length]));
    if (cuantos.nav) cuantos.nav = 1;
    const sinNombre = todos("nav").length > 1 ? todos("nav").filter((e) => !e.ariaLabel && !e.getAttribute("aria-labelledby")) : [];
    return [...Object.entries(cuantos).filter(([, n]) => n !== 1).map(([que, n]) => `${n} ${que}`), ...sinNombre];
  }],

  salto: ["A2", ({ partes }) => {
    if (!partes.includes("header")) return [];
    const primero = document.querySelector(ACCIONABLES);
    const destino = primero?.getAttribute("href")?.startsWith("#") && existe(primero.hash.slice(1));
    return destino && destino.closest("main") ? [] : [primero ?? "nada que reciba el foco"];
  }],

  identificadores: ["A3", () => {
    const vistos = new Set();
    return todos("[id]").filter((e) => vistos.has(e.id) || !vistos.add(e.id));
  }],

  referencias: ["A3", () => [
    ...["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"].flatMap((atributo) =>
      todos(`[${atributo}]`).filter((e) => deLista(e, atributo).some((id) => !existe(id)))),
    ...todos("a[href^='#']").filter((e) => !existe(decodeURIComponent(e.hash.slice(1)))),
  ]],

  rotulos: ["A3", () => todos(TRATABLES).filter((e) => !nombre(e))],

  nombres: ["A3", () => todos("a[href], button, summary, [role=region], [role=group], [role=img]").filter((e) => e.checkVisibility() && !nombre(e))],

  grupos: ["A3", () => {
    const opciones = todos("input[type=radio], input[type=checkbox]");
    return opciones.filter((e) => {
      if (opciones.filter((otra) => otra.name === e.name && otra.form === e.form).length < 2) return false;
      const grupo = e.closest("fieldset, [role=group], [role=radiogroup]");
      return !grupo || !(limpio(grupo.querySelector("legend")?.textContent) || nombre(grupo));
    });
  }],

  ayudas_y_errores_ligados: ["A3", () => [
    ...todos(".campo__ayuda[id], .campo__error[id]").filter((e) => !document.querySelector(`[aria-describedby~="${e.id}"]`)),
    ...todos(".campo :is(.campo__ayuda, .campo__error):not([id])"),
    ...todos(TRATABLES).filter((e) => conError(e) && e.type !== "checkbox" && e.ariaInvalid !== "true" && conError(e).querySelectorAll(TRATABLES).length === 1),
  ]],

  autocompletar: ["A3", () => todos("input[type=email], input[type=tel], input[type=password], input[name=acceso]").filter((e) => !e.autocomplete)],

  sin_orden_forzado: ["A8", () => todos("[tabindex]").filter((e) => e.tabIndex > 0 || (e.tabIndex === 0 && e.matches("div, span, p, pre") && !e.getAttribute("role")))],

  resumen_de_errores: ["A9", () => {
    const resumen = document.querySelector(".resumen-errores");
    if (!resumen) return todos(".campo__error").map((e) => `sin resumen: ${senas(e)}`);
    const enlaces = todos("a", resumen);
    const junto = todos(".campo__error").map((e) => limpio(e.textContent));
    return [
      ...(document.title.startsWith("Error: ") ? [] : [`el título no empieza con «Error:»: ${document.title}`]),
      ...(document.activeElement === resumen ? [] : ["el resumen no recibe el foco"]),
      ...enlaces.filter((e) => !existe(e.hash.slice(1))?.matches(TRATABLES)),
      ...enlaces.filter((e) => !junto.some((dicho) => dicho.includes(limpio(e.textContent)))),
    ];
  }],

  anuncios: ["A10", () => [
    ...todos("[aria-live=assertive]"),
    ...todos("[role=alert]:not(.resumen-errores, :has(.aviso--error))"),
    ...todos("[data-copiar]").filter((e) => !e.parentElement.querySelector("[role=status]")),
  ]],

  sin_tiempo: ["A11", () => todos("meta[http-equiv=refresh i]")],

  entrar_sin_acertijos: ["A12", () => todos("[onpaste], input[autocomplete=off][type=password], iframe, [class*=captcha i]")],

  ayuda_en_su_lugar: ["A13", ({ partes }) => {
    const enlaces = todos("nav.navegacion a");
    return !partes.includes("nav") || enlaces.at(-1)?.pathname.endsWith("/como-usar/") ? [] : [enlaces.at(-1) ?? "sin navegación"];
  }],

  dibujos: ["A14", () => [
    ...todos("svg").filter((e) => e.ariaHidden !== "true" && (!["img", "group"].includes(e.getAttribute("role")) || !nombre(e))),
    ...todos("svg.barra").filter((e) => !limpio(e.closest("tr")?.textContent).includes(nombre(e).split(" ")[0])),
  ]],

  tablas: ["A15", () => todos("table").flatMap((tabla) => [
    ...(tabla.caption || nombre(tabla) ? [] : [tabla]),
    ...todos("th", tabla).filter((e) => !e.scope || !limpio(e.textContent)),
    // Al cambiar su forma, algunos navegadores olvidan que es una tabla: los papeles se escriben.
    ...(estilo(tabla).display === "table" && [...tabla.rows].every((r) => estilo(r).display === "table-row") ? []
      : [tabla, ...tabla.rows, ...todos("td, th", tabla)].filter((e) => !e.getAttribute("role")).slice(0, 3)),
  ])],

  sin_movimiento: ["A16", () => [
    ...todos("video[autoplay], audio[autoplay], marquee, blink"),
    ...todos("body *").filter((e) => [estilo(e).transitionDuration, estilo(e).animationDuration].some((t) => parseFloat(t) > 0)),
  ]],

  imagenes: ["A18", () => [
    ...todos("img").filter((e) => !e.hasAttribute("alt") || !e.hasAttribute("width") || !e.hasAttribute("height")),
    ...todos("a img[alt=''], button img[alt='']").filter((e) => !nombre(e.closest("a, button"))),
    ...todos("body *").filter((e) => estilo(e).backgroundImage.includes("url(")),
  ]],

  sin_guiones: ["A18", async ({ seVuelveAPedir }) => {
    const palabras = (documento) => {
      const main = documento.querySelector("main").cloneNode(true);
      for (const e of todos(".escuchar, button, template, script, noscript", main)) e.remove();
      return limpio(main.textContent);
    };
    if (!seVuelveAPedir || !document.querySelector("script[src]")) return [];
    const tal_cual = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    return [
      ...(palabras(tal_cual) === palabras(document) ? [] : ["el contenido no es el mismo sin guiones"]),
      ...todos("main [hidden]", tal_cual).filter((e) => !e.matches("button") && !e.closest("[data-llave], [data-llave-error]")),
      ...todos("form:not([data-llave] form)", tal_cual).filter((e) => !e.querySelector("button:not([type=button]), [type=submit]")),
    ];
  }],

  documentos: ["A20", () => todos("a[href*='.pdf']").filter((e) => !/\bPDF\b/.test(nombre(e)))],

  medios: ["A21", () => [
    ...todos("video, audio").filter((e) => !e.controls || !(e.querySelector("track") || e.closest("figure, section")?.querySelector("details, a[href*=transcripcion]"))),
    ...todos(".escuchar button:first-child").filter((e) => !["true", "false"].includes(e.ariaPressed)),
  ]],
};
