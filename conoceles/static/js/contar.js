// La misma limpieza y la misma cuenta que `conoceles/comun/texto.py`: ambos se prueban con
// `tests/vectores/contar.json`. Si una regla cambia allá, cambia aquí.

const VINETA = "•";
const EMOJI = "\\u2190-\\u21ff\\u2300-\\u23ff\\u2600-\\u27bf\\u2b00-\\u2bff\\u{1f000}-\\u{1faff}";

const PASOS = [
  // Equivalencias: saltos y espacios raros.
  [/\r\n|[\r\v\f\x85\u2028\u2029]/gu, "\n"],
  [/[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu, " "],
  // Limpiezas: incompletos, controles, viñetas de Word, símbolos privados, invisibles.
  [/[\ud800-\udfff]/gu, ""],
  [/[\x00-\x09\x0b-\x1f\x7f-\x9f]/gu, ""],
  [/[\uf06c\uf06e\uf071\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]/gu, VINETA],
  [/[\ue000-\uf8ff\u{f0000}-\u{10ffff}]/gu, ""],
  [
    new RegExp(
      "[\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f\\u1160\\u17b4\\u17b5" +
        "\\u180b-\\u180f\\u200b\\u200c\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164" +
        "\\ufdd0-\\ufdef\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffc\\ufffe\\uffff" +
        "\\u{110bd}\\u{110cd}\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}" +
        "\\u{e0000}-\\u{effff}]",
      "gu",
    ),
    "",
  ],
  [new RegExp(`(?<![${EMOJI}])(?<![${EMOJI}]\\ufe0f)\\u200d|\\u200d(?![${EMOJI}])`, "gu"), ""],
  [/(?<![^ \n\ufe0e\ufe0f])[\ufe0e\ufe0f]/gu, ""],
  [
    /([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/gu,
    "$1",
  ],
];

export function normalizar(texto) {
  let limpio = texto.normalize("NFC");
  for (const [patron, cambio] of PASOS) limpio = limpio.replace(patron, cambio);
  limpio = limpio.normalize("NFC").replace(/ +(?=\n|$)/gu, "").replace(/^[ \n]+|[ \n]+$/gu, "");
  return limpio.replace(/\n{3,}/gu, "\n\n");
}

export function contar(texto, { conEspacios = true } = {}) {
  const limpio = normalizar(texto);
  return [...(conEspacios ? limpio : limpio.replace(/[ \n]/gu, ""))].length;
}
