"""Los catálogos largos del cuestionario de identidad: pueblos indígenas, entidades federativas y países."""

from __future__ import annotations

from conoceles.comun.texto import plegar_busqueda

from .base import Opcion


def _clave(nombre: str) -> str:
    """«P'urhépecha (Tarasco)» → «purhepecha»: sin lo que va entre paréntesis ni signos."""
    letras = plegar_busqueda(nombre.split("(")[0]).strip().replace("'", "").replace("’", "")
    return letras.replace(" ", "_")


def _opciones(nombres: str) -> tuple[Opcion, ...]:
    return tuple(Opcion(_clave(nombre), nombre) for nombre in (n.strip() for n in nombres.split(";")))


# Las 68 agrupaciones lingüísticas del catálogo del INALI; primero, las que viven en Michoacán.
PUEBLOS = _opciones("""
    P'urhépecha (Tarasco); Mazahua (Jñatjo); Otomí (Hñahñu); Nahua (Náhuatl); Matlatzinca (Pirinda);
    Akateko; Amuzgo; Awakateko; Ayapaneco; Chatino; Chichimeco jonaz; Chinanteco; Chocholteco;
    Ch'ol; Chontal de Oaxaca; Chontal de Tabasco; Chuj; Cora; Cucapá; Cuicateco; Guarijío; Huasteco; Huave;
    Huichol; Ixcateco; Ixil; Jakalteko; Kaqchikel; K'iche'; Kickapoo; Kiliwa; Ku'ahl; Kumiai; Lacandón; Mam;
    Maya; Mayo; Mazateco; Mixe; Mixteco; Oluteco; Paipai; Pame; Pápago; Pima; Popoloca; Popoluca de la Sierra;
    Q'anjob'al; Qato'k; Q'eqchí'; Sayulteco; Seri; Tarahumara; Teko; Tepehua; Tepehuano del norte;
    Tepehuano del sur; Texistepequeño; Tlahuica; Tlapaneco; Tojolabal; Totonaco; Triqui; Tseltal; Tsotsil;
    Yaqui; Zapoteco; Zoque
""")

# Los nombres oficiales, en el orden en que el INE los enumera.
ENTIDADES = _opciones("""
    Aguascalientes; Baja California; Baja California Sur; Campeche; Coahuila de Zaragoza; Colima; Chiapas;
    Chihuahua; Ciudad de México; Durango; Guanajuato; Guerrero; Hidalgo; Jalisco; México; Michoacán de Ocampo;
    Morelos; Nayarit; Nuevo León; Oaxaca; Puebla; Querétaro; Quintana Roo; San Luis Potosí; Sinaloa; Sonora;
    Tabasco; Tamaulipas; Tlaxcala; Veracruz de Ignacio de la Llave; Yucatán; Zacatecas
""")

# ISO 3166-1: la clave de dos letras y el nombre en español. Estados Unidos primero; los demás, en orden.
_PAISES = """
    us Estados Unidos de América; af Afganistán; al Albania; de Alemania; ad Andorra; ao Angola;
    ai Anguila; aq Antártida; ag Antigua y Barbuda; sa Arabia Saudita; dz Argelia; ar Argentina;
    am Armenia; aw Aruba; au Australia; at Austria; az Azerbaiyán; bs Bahamas; bd Bangladés;
    bb Barbados; bh Baréin; be Bélgica; bz Belice; bj Benín; bm Bermudas; by Bielorrusia; bo Bolivia;
    ba Bosnia y Herzegovina; bw Botsuana; br Brasil; bn Brunéi; bg Bulgaria; bf Burkina Faso;
    bi Burundi; bt Bután; cv Cabo Verde; kh Camboya; cm Camerún; ca Canadá; bq Caribe Neerlandés;
    qa Catar; td Chad; cz Chequia; cl Chile; cn China; cy Chipre; va Ciudad del Vaticano; co Colombia;
    km Comoras; kp Corea del Norte; kr Corea del Sur; ci Costa de Marfil; cr Costa Rica; hr Croacia;
    cu Cuba; cw Curazao; dk Dinamarca; dm Dominica; ec Ecuador; eg Egipto; sv El Salvador;
    ae Emiratos Árabes Unidos; er Eritrea; sk Eslovaquia; si Eslovenia; es España; ee Estonia;
    sz Esuatini; et Etiopía; ph Filipinas; fi Finlandia; fj Fiyi; fr Francia; ga Gabón; gm Gambia;
    ge Georgia; gh Ghana; gi Gibraltar; gd Granada; gr Grecia; gl Groenlandia; gp Guadalupe; gu Guam;
    gt Guatemala; gf Guayana Francesa; gg Guernsey; gn Guinea; gq Guinea Ecuatorial; gw Guinea-Bisáu;
    gy Guyana; ht Haití; hn Honduras; hk Hong Kong; hu Hungría; in India; id Indonesia; iq Irak;
    ir Irán; ie Irlanda; bv Isla Bouvet; im Isla de Man; cx Isla de Navidad; nf Isla Norfolk;
    is Islandia; ax Islas Aland; ky Islas Caimán; cc Islas Cocos; ck Islas Cook; fo Islas Feroe;
    gs Islas Georgias del Sur y Sandwich del Sur; hm Islas Heard y McDonald; fk Islas Malvinas;
    mp Islas Marianas del Norte; mh Islas Marshall; um Islas menores de los Estados Unidos;
    sb Islas Salomón; tc Islas Turcas y Caicos; vg Islas Vírgenes Británicas;
    vi Islas Vírgenes de los Estados Unidos; il Israel; it Italia; jm Jamaica; jp Japón; je Jersey;
    jo Jordania; kz Kazajistán; ke Kenia; kg Kirguistán; ki Kiribati; kw Kuwait; la Laos; ls Lesoto;
    lv Letonia; lb Líbano; lr Liberia; ly Libia; li Liechtenstein; lt Lituania; lu Luxemburgo; mo Macao;
    mk Macedonia del Norte; mg Madagascar; my Malasia; mw Malaui; mv Maldivas; ml Malí; mt Malta;
    ma Marruecos; mq Martinica; mu Mauricio; mr Mauritania; yt Mayotte; mx México; fm Micronesia;
    md Moldavia; mc Mónaco; mn Mongolia; me Montenegro; ms Montserrat; mz Mozambique; mm Myanmar;
    na Namibia; nr Nauru; np Nepal; ni Nicaragua; ne Níger; ng Nigeria; nu Niue; no Noruega;
    nc Nueva Caledonia; nz Nueva Zelanda; om Omán; nl Países Bajos; pk Pakistán; pw Palaos;
    ps Palestina; pa Panamá; pg Papúa Nueva Guinea; py Paraguay; pe Perú; pn Pitcairn;
    pf Polinesia Francesa; pl Polonia; pt Portugal; pr Puerto Rico; gb Reino Unido;
    cf República Centroafricana; cg República del Congo; cd República Democrática del Congo;
    do República Dominicana; re Reunión; rw Ruanda; ro Rumania; ru Rusia; eh Sahara Occidental;
    ws Samoa; as Samoa Americana; bl San Bartolomé; kn San Cristóbal y Nieves; sm San Marino;
    mf San Martín (Francia); sx San Martín (Países Bajos); pm San Pedro y Miquelón;
    vc San Vicente y las Granadinas; sh Santa Elena, Ascensión y Tristán de Acuña; lc Santa Lucía;
    st Santo Tomé y Príncipe; sn Senegal; rs Serbia; sc Seychelles; sl Sierra Leona; sg Singapur;
    sy Siria; so Somalia; lk Sri Lanka; za Sudáfrica; sd Sudán; ss Sudán del Sur; se Suecia; ch Suiza;
    sr Surinam; sj Svalbard y Jan Mayen; th Tailandia; tw Taiwán; tz Tanzania; tj Tayikistán;
    io Territorio Británico del Océano Índico; tf Territorios Australes Franceses; tl Timor Oriental;
    tg Togo; tk Tokelau; to Tonga; tt Trinidad y Tobago; tn Túnez; tm Turkmenistán; tr Turquía;
    tv Tuvalu; ua Ucrania; ug Uganda; uy Uruguay; uz Uzbekistán; vu Vanuatu; ve Venezuela; vn Vietnam;
    wf Wallis y Futuna; ye Yemen; dj Yibuti; zm Zambia; zw Zimbabue
"""
PAISES = tuple(
    Opcion(clave, nombre)
    for clave, nombre in (pais.strip().split(" ", 1) for pais in _PAISES.strip().split(";"))
)
