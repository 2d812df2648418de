/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/html.h"

/* The named character references that occur in text, sorted by name: those of HTML 4, of the Latin,
 * Greek and Cyrillic alphabets, and of punctuation; the operators of mathematics are left out.
 * loose: also recognised without its semicolon. */
/* clang-format off */
static const struct {
	struct str name;
	uint16_t code;
	bool loose;
} references[] = {
	{STR("AElig"), 0xC6, true}, {STR("AMP"), 0x26, true}, {STR("Aacute"), 0xC1, true},
	{STR("Abreve"), 0x102}, {STR("Acirc"), 0xC2, true}, {STR("Acy"), 0x410},
	{STR("Agrave"), 0xC0, true}, {STR("Alpha"), 0x391}, {STR("Amacr"), 0x100},
	{STR("Aogon"), 0x104}, {STR("ApplyFunction"), 0x2061}, {STR("Aring"), 0xC5, true},
	{STR("Atilde"), 0xC3, true}, {STR("Auml"), 0xC4, true}, {STR("Bcy"), 0x411},
	{STR("Beta"), 0x392}, {STR("CHcy"), 0x427}, {STR("COPY"), 0xA9, true},
	{STR("Cacute"), 0x106}, {STR("Ccaron"), 0x10C}, {STR("Ccedil"), 0xC7, true},
	{STR("Ccirc"), 0x108}, {STR("Cdot"), 0x10A}, {STR("Cedilla"), 0xB8},
	{STR("CenterDot"), 0xB7}, {STR("Chi"), 0x3A7}, {STR("CloseCurlyDoubleQuote"), 0x201D},
	{STR("CloseCurlyQuote"), 0x2019}, {STR("DJcy"), 0x402}, {STR("DScy"), 0x405},
	{STR("DZcy"), 0x40F}, {STR("Dagger"), 0x2021}, {STR("Dcaron"), 0x10E}, {STR("Dcy"), 0x414},
	{STR("Delta"), 0x394}, {STR("DiacriticalAcute"), 0xB4}, {STR("DiacriticalGrave"), 0x60},
	{STR("Dot"), 0xA8}, {STR("DoubleDot"), 0xA8}, {STR("DownArrow"), 0x2193},
	{STR("Dstrok"), 0x110}, {STR("ENG"), 0x14A}, {STR("ETH"), 0xD0, true},
	{STR("Eacute"), 0xC9, true}, {STR("Ecaron"), 0x11A}, {STR("Ecirc"), 0xCA, true},
	{STR("Ecy"), 0x42D}, {STR("Edot"), 0x116}, {STR("Egrave"), 0xC8, true},
	{STR("Element"), 0x2208}, {STR("Emacr"), 0x112}, {STR("Eogon"), 0x118},
	{STR("Epsilon"), 0x395}, {STR("Eta"), 0x397}, {STR("Euml"), 0xCB, true},
	{STR("Fcy"), 0x424}, {STR("FilledVerySmallSquare"), 0x25AA}, {STR("GJcy"), 0x403},
	{STR("GT"), 0x3E, true}, {STR("Gamma"), 0x393}, {STR("Gammad"), 0x3DC},
	{STR("Gbreve"), 0x11E}, {STR("Gcedil"), 0x122}, {STR("Gcirc"), 0x11C}, {STR("Gcy"), 0x413},
	{STR("Gdot"), 0x120}, {STR("GreaterEqual"), 0x2265}, {STR("HARDcy"), 0x42A},
	{STR("Hat"), 0x5E}, {STR("Hcirc"), 0x124}, {STR("Hstrok"), 0x126}, {STR("IEcy"), 0x415},
	{STR("IJlig"), 0x132}, {STR("IOcy"), 0x401}, {STR("Iacute"), 0xCD, true},
	{STR("Icirc"), 0xCE, true}, {STR("Icy"), 0x418}, {STR("Idot"), 0x130},
	{STR("Igrave"), 0xCC, true}, {STR("Imacr"), 0x12A}, {STR("InvisibleComma"), 0x2063},
	{STR("InvisibleTimes"), 0x2062}, {STR("Iogon"), 0x12E}, {STR("Iota"), 0x399},
	{STR("Itilde"), 0x128}, {STR("Iukcy"), 0x406}, {STR("Iuml"), 0xCF, true},
	{STR("Jcirc"), 0x134}, {STR("Jcy"), 0x419}, {STR("Jsercy"), 0x408}, {STR("Jukcy"), 0x404},
	{STR("KHcy"), 0x425}, {STR("KJcy"), 0x40C}, {STR("Kappa"), 0x39A}, {STR("Kcedil"), 0x136},
	{STR("Kcy"), 0x41A}, {STR("LJcy"), 0x409}, {STR("LT"), 0x3C, true}, {STR("Lacute"), 0x139},
	{STR("Lambda"), 0x39B}, {STR("Lcaron"), 0x13D}, {STR("Lcedil"), 0x13B}, {STR("Lcy"), 0x41B},
	{STR("LeftArrow"), 0x2190}, {STR("Lmidot"), 0x13F}, {STR("Lstrok"), 0x141},
	{STR("Mcy"), 0x41C}, {STR("MediumSpace"), 0x205F}, {STR("Mu"), 0x39C}, {STR("NJcy"), 0x40A},
	{STR("Nacute"), 0x143}, {STR("Ncaron"), 0x147}, {STR("Ncedil"), 0x145}, {STR("Ncy"), 0x41D},
	{STR("NegativeMediumSpace"), 0x200B}, {STR("NegativeThickSpace"), 0x200B},
	{STR("NegativeThinSpace"), 0x200B}, {STR("NegativeVeryThinSpace"), 0x200B},
	{STR("NewLine"), 0xA}, {STR("NoBreak"), 0x2060}, {STR("NonBreakingSpace"), 0xA0},
	{STR("NotElement"), 0x2209}, {STR("Ntilde"), 0xD1, true}, {STR("Nu"), 0x39D},
	{STR("OElig"), 0x152}, {STR("Oacute"), 0xD3, true}, {STR("Ocirc"), 0xD4, true},
	{STR("Ocy"), 0x41E}, {STR("Odblac"), 0x150}, {STR("Ograve"), 0xD2, true},
	{STR("Omacr"), 0x14C}, {STR("Omega"), 0x3A9}, {STR("Omicron"), 0x39F},
	{STR("OpenCurlyDoubleQuote"), 0x201C}, {STR("OpenCurlyQuote"), 0x2018},
	{STR("Oslash"), 0xD8, true}, {STR("Otilde"), 0xD5, true}, {STR("Ouml"), 0xD6, true},
	{STR("OverBar"), 0x203E}, {STR("Pcy"), 0x41F}, {STR("Phi"), 0x3A6}, {STR("Pi"), 0x3A0},
	{STR("PlusMinus"), 0xB1}, {STR("Prime"), 0x2033}, {STR("Psi"), 0x3A8},
	{STR("QUOT"), 0x22, true}, {STR("REG"), 0xAE, true}, {STR("Racute"), 0x154},
	{STR("Rcaron"), 0x158}, {STR("Rcedil"), 0x156}, {STR("Rcy"), 0x420}, {STR("Rho"), 0x3A1},
	{STR("RightArrow"), 0x2192}, {STR("SHCHcy"), 0x429}, {STR("SHcy"), 0x428},
	{STR("SOFTcy"), 0x42C}, {STR("Sacute"), 0x15A}, {STR("Scaron"), 0x160},
	{STR("Scedil"), 0x15E}, {STR("Scirc"), 0x15C}, {STR("Scy"), 0x421},
	{STR("ShortDownArrow"), 0x2193}, {STR("ShortLeftArrow"), 0x2190},
	{STR("ShortRightArrow"), 0x2192}, {STR("ShortUpArrow"), 0x2191}, {STR("Sigma"), 0x3A3},
	{STR("THORN"), 0xDE, true}, {STR("TRADE"), 0x2122}, {STR("TSHcy"), 0x40B},
	{STR("TScy"), 0x426}, {STR("Tab"), 0x9}, {STR("Tau"), 0x3A4}, {STR("Tcaron"), 0x164},
	{STR("Tcedil"), 0x162}, {STR("Tcy"), 0x422}, {STR("Theta"), 0x398},
	{STR("ThinSpace"), 0x2009}, {STR("TildeTilde"), 0x2248}, {STR("Tstrok"), 0x166},
	{STR("Uacute"), 0xDA, true}, {STR("Ubrcy"), 0x40E}, {STR("Ubreve"), 0x16C},
	{STR("Ucirc"), 0xDB, true}, {STR("Ucy"), 0x423}, {STR("Udblac"), 0x170},
	{STR("Ugrave"), 0xD9, true}, {STR("Umacr"), 0x16A}, {STR("UnderBar"), 0x5F},
	{STR("Uogon"), 0x172}, {STR("UpArrow"), 0x2191}, {STR("Upsi"), 0x3D2},
	{STR("Upsilon"), 0x3A5}, {STR("Uring"), 0x16E}, {STR("Utilde"), 0x168},
	{STR("Uuml"), 0xDC, true}, {STR("Vcy"), 0x412}, {STR("Verbar"), 0x2016},
	{STR("Vert"), 0x2016}, {STR("VerticalLine"), 0x7C}, {STR("VeryThinSpace"), 0x200A},
	{STR("Wcirc"), 0x174}, {STR("Xi"), 0x39E}, {STR("YAcy"), 0x42F}, {STR("YIcy"), 0x407},
	{STR("YUcy"), 0x42E}, {STR("Yacute"), 0xDD, true}, {STR("Ycirc"), 0x176},
	{STR("Ycy"), 0x42B}, {STR("Yuml"), 0x178}, {STR("ZHcy"), 0x416}, {STR("Zacute"), 0x179},
	{STR("Zcaron"), 0x17D}, {STR("Zcy"), 0x417}, {STR("Zdot"), 0x17B},
	{STR("ZeroWidthSpace"), 0x200B}, {STR("Zeta"), 0x396}, {STR("aacute"), 0xE1, true},
	{STR("abreve"), 0x103}, {STR("acirc"), 0xE2, true}, {STR("acute"), 0xB4, true},
	{STR("acy"), 0x430}, {STR("aelig"), 0xE6, true}, {STR("af"), 0x2061},
	{STR("agrave"), 0xE0, true}, {STR("alefsym"), 0x2135}, {STR("alpha"), 0x3B1},
	{STR("amacr"), 0x101}, {STR("amp"), 0x26, true}, {STR("and"), 0x2227}, {STR("ang"), 0x2220},
	{STR("angst"), 0xC5}, {STR("aogon"), 0x105}, {STR("ap"), 0x2248}, {STR("apos"), 0x27},
	{STR("approx"), 0x2248}, {STR("aring"), 0xE5, true}, {STR("ast"), 0x2A},
	{STR("asymp"), 0x2248}, {STR("atilde"), 0xE3, true}, {STR("auml"), 0xE4, true},
	{STR("backprime"), 0x2035}, {STR("bcy"), 0x431}, {STR("bdquo"), 0x201E},
	{STR("bepsi"), 0x3F6}, {STR("beta"), 0x3B2}, {STR("bigstar"), 0x2605},
	{STR("blacksquare"), 0x25AA}, {STR("blacktriangledown"), 0x25BE},
	{STR("blacktriangleright"), 0x25B8}, {STR("bprime"), 0x2035}, {STR("brvbar"), 0xA6, true},
	{STR("bsemi"), 0x204F}, {STR("bsol"), 0x5C}, {STR("bull"), 0x2022}, {STR("bullet"), 0x2022},
	{STR("cacute"), 0x107}, {STR("cap"), 0x2229}, {STR("caret"), 0x2041},
	{STR("ccaron"), 0x10D}, {STR("ccedil"), 0xE7, true}, {STR("ccirc"), 0x109},
	{STR("cdot"), 0x10B}, {STR("cedil"), 0xB8, true}, {STR("cent"), 0xA2, true},
	{STR("centerdot"), 0xB7}, {STR("chcy"), 0x447}, {STR("check"), 0x2713},
	{STR("checkmark"), 0x2713}, {STR("chi"), 0x3C7}, {STR("circ"), 0x2C6},
	{STR("circledR"), 0xAE}, {STR("clubs"), 0x2663}, {STR("colon"), 0x3A}, {STR("comma"), 0x2C},
	{STR("commat"), 0x40}, {STR("cong"), 0x2245}, {STR("copy"), 0xA9, true},
	{STR("crarr"), 0x21B5}, {STR("cross"), 0x2717}, {STR("cup"), 0x222A},
	{STR("curren"), 0xA4, true}, {STR("dArr"), 0x21D3}, {STR("dagger"), 0x2020},
	{STR("darr"), 0x2193}, {STR("dash"), 0x2010}, {STR("dcaron"), 0x10F}, {STR("dcy"), 0x434},
	{STR("ddagger"), 0x2021}, {STR("deg"), 0xB0, true}, {STR("delta"), 0x3B4},
	{STR("diams"), 0x2666}, {STR("die"), 0xA8}, {STR("digamma"), 0x3DD}, {STR("div"), 0xF7},
	{STR("divide"), 0xF7, true}, {STR("djcy"), 0x452}, {STR("dollar"), 0x24},
	{STR("downarrow"), 0x2193}, {STR("dscy"), 0x455}, {STR("dstrok"), 0x111},
	{STR("dtrif"), 0x25BE}, {STR("dzcy"), 0x45F}, {STR("eacute"), 0xE9, true},
	{STR("ecaron"), 0x11B}, {STR("ecirc"), 0xEA, true}, {STR("ecy"), 0x44D},
	{STR("edot"), 0x117}, {STR("egrave"), 0xE8, true}, {STR("emacr"), 0x113},
	{STR("empty"), 0x2205}, {STR("emsp"), 0x2003}, {STR("emsp13"), 0x2004},
	{STR("emsp14"), 0x2005}, {STR("eng"), 0x14B}, {STR("ensp"), 0x2002}, {STR("eogon"), 0x119},
	{STR("epsi"), 0x3B5}, {STR("epsilon"), 0x3B5}, {STR("epsiv"), 0x3F5}, {STR("equals"), 0x3D},
	{STR("equiv"), 0x2261}, {STR("eta"), 0x3B7}, {STR("eth"), 0xF0, true},
	{STR("euml"), 0xEB, true}, {STR("euro"), 0x20AC}, {STR("excl"), 0x21},
	{STR("exist"), 0x2203}, {STR("fcy"), 0x444}, {STR("fflig"), 0xFB00}, {STR("filig"), 0xFB01},
	{STR("fllig"), 0xFB02}, {STR("fnof"), 0x192}, {STR("forall"), 0x2200},
	{STR("frac12"), 0xBD, true}, {STR("frac14"), 0xBC, true}, {STR("frac34"), 0xBE, true},
	{STR("frasl"), 0x2044}, {STR("gamma"), 0x3B3}, {STR("gammad"), 0x3DD},
	{STR("gbreve"), 0x11F}, {STR("gcirc"), 0x11D}, {STR("gcy"), 0x433}, {STR("gdot"), 0x121},
	{STR("ge"), 0x2265}, {STR("geq"), 0x2265}, {STR("gjcy"), 0x453}, {STR("grave"), 0x60},
	{STR("gt"), 0x3E, true}, {STR("hArr"), 0x21D4}, {STR("hairsp"), 0x200A},
	{STR("half"), 0xBD}, {STR("hardcy"), 0x44A}, {STR("harr"), 0x2194}, {STR("hcirc"), 0x125},
	{STR("hearts"), 0x2665}, {STR("hellip"), 0x2026}, {STR("horbar"), 0x2015},
	{STR("hstrok"), 0x127}, {STR("hybull"), 0x2043}, {STR("hyphen"), 0x2010},
	{STR("iacute"), 0xED, true}, {STR("ic"), 0x2063}, {STR("icirc"), 0xEE, true},
	{STR("icy"), 0x438}, {STR("iecy"), 0x435}, {STR("iexcl"), 0xA1, true},
	{STR("igrave"), 0xEC, true}, {STR("ijlig"), 0x133}, {STR("imacr"), 0x12B},
	{STR("image"), 0x2111}, {STR("imath"), 0x131}, {STR("in"), 0x2208}, {STR("infin"), 0x221E},
	{STR("inodot"), 0x131}, {STR("int"), 0x222B}, {STR("iocy"), 0x451}, {STR("iogon"), 0x12F},
	{STR("iota"), 0x3B9}, {STR("iquest"), 0xBF, true}, {STR("isin"), 0x2208},
	{STR("isinv"), 0x2208}, {STR("it"), 0x2062}, {STR("itilde"), 0x129}, {STR("iukcy"), 0x456},
	{STR("iuml"), 0xEF, true}, {STR("jcirc"), 0x135}, {STR("jcy"), 0x439},
	{STR("jsercy"), 0x458}, {STR("jukcy"), 0x454}, {STR("kappa"), 0x3BA},
	{STR("kappav"), 0x3F0}, {STR("kcedil"), 0x137}, {STR("kcy"), 0x43A}, {STR("kgreen"), 0x138},
	{STR("khcy"), 0x445}, {STR("kjcy"), 0x45C}, {STR("lArr"), 0x21D0}, {STR("lacute"), 0x13A},
	{STR("lambda"), 0x3BB}, {STR("lang"), 0x27E8}, {STR("laquo"), 0xAB, true},
	{STR("larr"), 0x2190}, {STR("lbrace"), 0x7B}, {STR("lbrack"), 0x5B}, {STR("lcaron"), 0x13E},
	{STR("lcedil"), 0x13C}, {STR("lceil"), 0x2308}, {STR("lcub"), 0x7B}, {STR("lcy"), 0x43B},
	{STR("ldquo"), 0x201C}, {STR("ldquor"), 0x201E}, {STR("le"), 0x2264},
	{STR("leftarrow"), 0x2190}, {STR("leq"), 0x2264}, {STR("lfloor"), 0x230A},
	{STR("ljcy"), 0x459}, {STR("lmidot"), 0x140}, {STR("lowast"), 0x2217},
	{STR("lowbar"), 0x5F}, {STR("loz"), 0x25CA}, {STR("lpar"), 0x28}, {STR("lrm"), 0x200E},
	{STR("lsaquo"), 0x2039}, {STR("lsqb"), 0x5B}, {STR("lsquo"), 0x2018},
	{STR("lsquor"), 0x201A}, {STR("lstrok"), 0x142}, {STR("lt"), 0x3C, true},
	{STR("macr"), 0xAF, true}, {STR("mcy"), 0x43C}, {STR("mdash"), 0x2014},
	{STR("micro"), 0xB5, true}, {STR("midast"), 0x2A}, {STR("middot"), 0xB7, true},
	{STR("minus"), 0x2212}, {STR("mldr"), 0x2026}, {STR("mu"), 0x3BC}, {STR("nabla"), 0x2207},
	{STR("nacute"), 0x144}, {STR("napos"), 0x149}, {STR("nbsp"), 0xA0, true},
	{STR("ncaron"), 0x148}, {STR("ncedil"), 0x146}, {STR("ncy"), 0x43D}, {STR("ndash"), 0x2013},
	{STR("ne"), 0x2260}, {STR("ni"), 0x220B}, {STR("njcy"), 0x45A}, {STR("nldr"), 0x2025},
	{STR("not"), 0xAC, true}, {STR("notin"), 0x2209}, {STR("notinva"), 0x2209},
	{STR("nsub"), 0x2284}, {STR("ntilde"), 0xF1, true}, {STR("nu"), 0x3BD}, {STR("num"), 0x23},
	{STR("numero"), 0x2116}, {STR("numsp"), 0x2007}, {STR("oacute"), 0xF3, true},
	{STR("ocirc"), 0xF4, true}, {STR("ocy"), 0x43E}, {STR("odblac"), 0x151},
	{STR("oelig"), 0x153}, {STR("ograve"), 0xF2, true}, {STR("ohm"), 0x3A9},
	{STR("oline"), 0x203E}, {STR("omacr"), 0x14D}, {STR("omega"), 0x3C9},
	{STR("omicron"), 0x3BF}, {STR("oplus"), 0x2295}, {STR("or"), 0x2228},
	{STR("ordf"), 0xAA, true}, {STR("ordm"), 0xBA, true}, {STR("oslash"), 0xF8, true},
	{STR("otilde"), 0xF5, true}, {STR("otimes"), 0x2297}, {STR("ouml"), 0xF6, true},
	{STR("para"), 0xB6, true}, {STR("part"), 0x2202}, {STR("pcy"), 0x43F},
	{STR("percnt"), 0x25}, {STR("period"), 0x2E}, {STR("permil"), 0x2030},
	{STR("perp"), 0x22A5}, {STR("pertenk"), 0x2031}, {STR("phi"), 0x3C6}, {STR("phiv"), 0x3D5},
	{STR("pi"), 0x3C0}, {STR("piv"), 0x3D6}, {STR("plus"), 0x2B}, {STR("plusmn"), 0xB1, true},
	{STR("pm"), 0xB1}, {STR("pound"), 0xA3, true}, {STR("prime"), 0x2032},
	{STR("prod"), 0x220F}, {STR("prop"), 0x221D}, {STR("psi"), 0x3C8}, {STR("puncsp"), 0x2008},
	{STR("qprime"), 0x2057}, {STR("quest"), 0x3F}, {STR("quot"), 0x22, true},
	{STR("rArr"), 0x21D2}, {STR("racute"), 0x155}, {STR("radic"), 0x221A},
	{STR("rang"), 0x27E9}, {STR("raquo"), 0xBB, true}, {STR("rarr"), 0x2192},
	{STR("rbrace"), 0x7D}, {STR("rbrack"), 0x5D}, {STR("rcaron"), 0x159},
	{STR("rcedil"), 0x157}, {STR("rceil"), 0x2309}, {STR("rcub"), 0x7D}, {STR("rcy"), 0x440},
	{STR("rdquo"), 0x201D}, {STR("rdquor"), 0x201D}, {STR("real"), 0x211C},
	{STR("reg"), 0xAE, true}, {STR("rfloor"), 0x230B}, {STR("rho"), 0x3C1},
	{STR("rhov"), 0x3F1}, {STR("rightarrow"), 0x2192}, {STR("rlm"), 0x200F},
	{STR("rpar"), 0x29}, {STR("rsaquo"), 0x203A}, {STR("rsqb"), 0x5D}, {STR("rsquo"), 0x2019},
	{STR("rsquor"), 0x2019}, {STR("rtrif"), 0x25B8}, {STR("sacute"), 0x15B},
	{STR("sbquo"), 0x201A}, {STR("scaron"), 0x161}, {STR("scedil"), 0x15F},
	{STR("scirc"), 0x15D}, {STR("scy"), 0x441}, {STR("sdot"), 0x22C5},
	{STR("sect"), 0xA7, true}, {STR("semi"), 0x3B}, {STR("shchcy"), 0x449},
	{STR("shcy"), 0x448}, {STR("shy"), 0xAD, true}, {STR("sigma"), 0x3C3},
	{STR("sigmaf"), 0x3C2}, {STR("sigmav"), 0x3C2}, {STR("sim"), 0x223C},
	{STR("slarr"), 0x2190}, {STR("softcy"), 0x44C}, {STR("sol"), 0x2F}, {STR("spades"), 0x2660},
	{STR("squarf"), 0x25AA}, {STR("squf"), 0x25AA}, {STR("srarr"), 0x2192},
	{STR("star"), 0x2606}, {STR("starf"), 0x2605}, {STR("strns"), 0xAF}, {STR("sub"), 0x2282},
	{STR("sube"), 0x2286}, {STR("sum"), 0x2211}, {STR("sup"), 0x2283},
	{STR("sup1"), 0xB9, true}, {STR("sup2"), 0xB2, true}, {STR("sup3"), 0xB3, true},
	{STR("supe"), 0x2287}, {STR("szlig"), 0xDF, true}, {STR("tau"), 0x3C4},
	{STR("tcaron"), 0x165}, {STR("tcedil"), 0x163}, {STR("tcy"), 0x442},
	{STR("there4"), 0x2234}, {STR("theta"), 0x3B8}, {STR("thetasym"), 0x3D1},
	{STR("thetav"), 0x3D1}, {STR("thickapprox"), 0x2248}, {STR("thinsp"), 0x2009},
	{STR("thkap"), 0x2248}, {STR("thorn"), 0xFE, true}, {STR("tilde"), 0x2DC},
	{STR("times"), 0xD7, true}, {STR("tprime"), 0x2034}, {STR("trade"), 0x2122},
	{STR("tscy"), 0x446}, {STR("tshcy"), 0x45B}, {STR("tstrok"), 0x167}, {STR("uArr"), 0x21D1},
	{STR("uacute"), 0xFA, true}, {STR("uarr"), 0x2191}, {STR("ubrcy"), 0x45E},
	{STR("ubreve"), 0x16D}, {STR("ucirc"), 0xFB, true}, {STR("ucy"), 0x443},
	{STR("udblac"), 0x171}, {STR("ugrave"), 0xF9, true}, {STR("umacr"), 0x16B},
	{STR("uml"), 0xA8, true}, {STR("uogon"), 0x173}, {STR("uparrow"), 0x2191},
	{STR("upsi"), 0x3C5}, {STR("upsih"), 0x3D2}, {STR("upsilon"), 0x3C5}, {STR("uring"), 0x16F},
	{STR("utilde"), 0x169}, {STR("uuml"), 0xFC, true}, {STR("varkappa"), 0x3F0},
	{STR("varphi"), 0x3D5}, {STR("varpi"), 0x3D6}, {STR("varrho"), 0x3F1},
	{STR("varsigma"), 0x3C2}, {STR("vartheta"), 0x3D1}, {STR("vcy"), 0x432},
	{STR("verbar"), 0x7C}, {STR("vert"), 0x7C}, {STR("wcirc"), 0x175}, {STR("weierp"), 0x2118},
	{STR("xi"), 0x3BE}, {STR("yacute"), 0xFD, true}, {STR("yacy"), 0x44F},
	{STR("ycirc"), 0x177}, {STR("ycy"), 0x44B}, {STR("yen"), 0xA5, true}, {STR("yicy"), 0x457},
	{STR("yucy"), 0x44E}, {STR("yuml"), 0xFF, true}, {STR("zacute"), 0x17A},
	{STR("zcaron"), 0x17E}, {STR("zcy"), 0x437}, {STR("zdot"), 0x17C}, {STR("zeta"), 0x3B6},
	{STR("zhcy"), 0x436}, {STR("zwj"), 0x200D}, {STR("zwnj"), 0x200C},
};
/* clang-format on */

#define LONGEST_NAME 26

/* What numeric references to the C1 range mean: Windows-1252 (13.2.5.80). */
static const uint16_t c1[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,
	0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D,
	0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};

static int digit_value(char c, unsigned base)
{
	int value = -1;

	if (ascii_is_digit(c))
		value = c - '0';
	else if (base == 16 && ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f')
		value = ascii_lower(c) - 'a' + 10;
	return value;
}

static bool numeric_reference(struct str s, char out[8], size_t *ret_written, size_t *ret_taken)
{
	unsigned base = s.n > 2 && ascii_lower(s.p[2]) == 'x' ? 16 : 10;
	size_t start = base == 16 ? 3 : 2, at;
	uint32_t code = 0;

	for (at = start; at < s.n && digit_value(s.p[at], base) >= 0; at++)
		if (code <= 0x10FFFF)
			code = code * base + (uint32_t)digit_value(s.p[at], base);
	if (at == start)
		return false;
	if (code >= 0x80 && code < 0xA0)
		code = c1[code - 0x80];
	if (code == 0)
		code = UTF8_REPLACEMENT;
	*ret_written = utf8_encode(code, out);
	*ret_taken = at + (at < s.n && s.p[at] == ';');
	return true;
}

/* Index of the name, or -1. */
static int find_reference(struct str name)
{
	size_t low = 0, high = ARRAY_SIZE(references);

	while (low < high) {
		size_t mid = (low + high) / 2;
		size_t n = references[mid].name.n < name.n ? references[mid].name.n : name.n;
		int order = memcmp(references[mid].name.p, name.p, n);

		if (order == 0 && references[mid].name.n == name.n)
			return (int)mid;
		if (order < 0 || (order == 0 && references[mid].name.n < name.n))
			low = mid + 1;
		else
			high = mid;
	}
	return -1;
}

bool html_reference(struct str s, char out[8], size_t *ret_written, size_t *ret_taken)
{
	size_t n = 0;
	bool closed;
	int found;

	if (s.n < 3)
		return false;
	if (s.p[1] == '#')
		return numeric_reference(s, out, ret_written, ret_taken);
	while (n <= LONGEST_NAME && 1 + n < s.n && ascii_is_alnum(s.p[1 + n]))
		n++;
	closed = 1 + n < s.n && s.p[1 + n] == ';';
	for (found = -1; n > 1; n--, closed = false) {
		found = find_reference(str_slice(s, 1, 1 + n));
		if (found >= 0 && (closed || references[found].loose))
			break;
		found = -1;
	}
	if (found < 0)
		return false;
	*ret_written = utf8_encode(references[found].code, out);
	*ret_taken = 1 + n + closed;
	return true;
}

/* "&copy=1" in an address is no reference (13.2.5.73): an attribute's must be closed before
 * such. */
static bool is_parameter(struct str s, size_t taken)
{
	return taken < s.n && s.p[taken - 1] != ';' && s.p[1] != '#' &&
	       (s.p[taken] == '=' || ascii_is_alnum(s.p[taken]));
}

struct str html_decode(struct str s, struct arena *arena)
{
	const char *amp = s.n ? memchr(s.p, '&', s.n) : NULL;
	size_t i, n, written, taken;
	char *out;

	if (!amp)
		return s;
	/* no reference is longer than what it is written with, but for room to write */
	out = arena_alloc(arena, s.n + 9);
	n = (size_t)(amp - s.p);
	memcpy(out, s.p, n);
	for (i = n; i < s.n;) {
		struct str rest = str_slice(s, i, s.n);

		if (s.p[i] == '&' && html_reference(rest, out + n, &written, &taken) &&
			!is_parameter(rest, taken)) {
			n += written;
			i += taken;
		} else {
			out[n++] = s.p[i++];
		}
	}
	return (struct str){out, n};
}
