/** Words of person names, folded (see `fold` in tokens.ts): lower case, no accents, no points, no apostrophes at the ends. */

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** Titles that are never part of a name when a name follows them. */
export const HONORIFICS = words(
  // English, with orders of churches, courts and armies
  "mr mrs ms miss mx mister missus missis misses messrs madam maam dr drs doctor doctors prof professor profesor rev reverend revd hon honorable honourable honour honor",
  "rt judge magistrate sir dame lord lady fr father sister brother pastor rabbi imam archbishop cardinal monsignor msgr vicar",
  "capt captain col colonel lt lieutenant ltgov ltcol ltgen majgen briggen gen general sgt sergeant ssgt cpl corporal pvt private cmdr commander cdr adm admiral",
  "brig brigadier commodore cadet ensign officer detective sheriff constable gov governor sen senator rep representative congressman congresswoman",
  "ambassador president chancellor minister mayor councillor councilman councilwoman alderman secretary speaker atty attorney",
  "sultan sheikh sheik shaikh emperor empress pope",
  // Spanish and Portuguese
  "sr sra srs sras srta dna srita sta senor senora senorita senhor senhora dra doctora doutor doutora lic licda licdo licenciado licenciada ing ingeniero",
  "ingeniera engo enga engenheiro engenheira arq arquitecto arquitecta arquiteto arquiteta abog abogado abogada adv advogado advogada cp cpn mtro mtra",
  "profa profra dona sor hna hno pbro padre ilmo ilma exmo exma excmo excma tte cnel cmte",
  // French
  "mme mmes mlle mlles monsieur madame mademoiselle messieurs mesdames maitre pr docteur professeur",
  // German and Dutch
  "herr herrn hr frau fraulein frl dipl dipling diplom diplkfm diplinf diplbetrw drmed dring dkfm univprof dhr mevr mevrouw heer",
  // Italian
  "sig sigra signore signora signorina dott dottssa dottoressa dottore avv avvocato onor profssa gentma egr spett",
  // elsewhere
  "datuk dato datin encik puan cik haji hajjah shri smt shrimati pandit ustad khun",
);

/** Titles that are words or names unless they end with a point. */
export const POINTED_HONORIFICS = words("mag rag cav comm arch geom maj brig cap");

/** Titles that a column of first names holds in their place, or that stand before a surname; no one is called so. */
export const CIVIL_HONORIFICS = words(
  "mr mrs ms mx dr dra prof profa profra rev sr sra srta sres lic licda licdo ing arq abog adv engo enga mtro mtra cp cpn",
  "mme mlle monsieur madame mademoiselle herr frau dhr mevr sig sigra dott dottssa avv senor senora senorita senhor senhora",
);

/** Titles that are also given names or surnames: dropped only when a given name and a surname are left after them. */
export const HONORIFICS_OF_TWO = words(
  "master chief coach duke duchess prince princess baron baroness count countess dom capitan major justice king queen bishop deacon canon",
);

/** Words before a title that belong to it: "U.S. District Judge", "Her Honour Mrs", "Vice Admiral", "Rt. Hon.". */
export const TITLE_OPENERS = words(
  "the her his your us district circuit magistrate chief deputy assistant assoc associate vice managing presiding senior honour honor excellency",
  "majesty highness holiness royal eminence grace first second petty staff master field air rear warrant very most right lt maj brig adjunct former state",
);

/** Words after "Dr." that belong to it in German: "Dr. rer. nat.", "Dr. med. dent.", "Prof. Dr. h. c.". */
export const DOCTOR_FIELDS = words(
  "med rer nat phil jur iur habil dent vet oec pol ing theol hc h c techn mult pharm",
);

/** Titles with which a single name is a first name: "Sir Gerald", "Sor Juana". */
export const FIRST_NAME_HONORIFICS = words(
  "sir dame lord lady sor fray don dona dom sister brother father fr king queen pope sheikh sheik shaikh sultan",
  "emperor empress prince princess padre hna hno",
);

/** Generations and degrees that end a name with no comma before them. */
export const SUFFIXES = words(
  "jr sr jnr snr ii iii iv vi vii viii phd dphil edd dds dmd dvm esq esquire cpa cfa cfp mba msw mph llb llm obe mbe cbe ret usn usmc usaf",
  "2nd 3rd 4th drph pharmd psyd bsc msc bcom lutc clu chfc",
);
/** Words that are suffixes only when two names are left before them ("Bill Junior" is Mr Junior). */
export const WORD_SUFFIXES = words("junior senior jun sen");
/** Degrees that are suffixes only in capitals or with points, because they are names or words too ("James J Ma"). */
export const POINTED_SUFFIXES = words(
  "md ma ba bs ms do rn pe jd cp od pa rph np mp qc kc sj osb op ofm vd dc pt ot",
);
/** Suffixes only after a comma. */
export const COMMA_SUFFIXES = words(
  "i v ix x cissp pmp ccna chp rd lcsw lpc lmft aia fca aca acca fcca frcs mrcp dba dphil rgn phr shrm sphr cfe cia cma cisa ea ret retired deceased",
);
/** What ends a Portuguese surname and belongs to it. */
export const SURNAME_ENDINGS = words("filho filha neto neta sobrinho bisneto");

/** Particles that begin a surname. */
export const PARTICLES = words(
  "بن ابن بنت آل ال أبو ابو",
  "da das de del dela dell della delle dello dei degli dal dalla dalle dalli dallo di do dos du des d",
  "von vom van vander vande vanden vonder zu zum zur af av den der het ten ter te op",
  "bin binti ibn bint ben bar ould al el as ad ash at abu umm bani",
  "la las le les lo los st ste saint sainte san santa sainz mc mac fitz ap ferch nic ni ua o",
);
/** Particles that are also initials, given names or words: particles only in lower case within a mixed-case name. */
export const WEAK_PARTICLES = words("do at as ad op bar ben den d o ni ap nic te ten ter ua ash");
/** Words that join two surnames. */
export const CONJUNCTIONS = words("y e i und");

/** Given names that bind the next word: "Abdul Rahman". */
export const BINDING_GIVEN = words("abdul abdel abd abdoul abdal abdus");

/** After a given name and a particle these make it longer: "María del Carmen", "Juan de Dios". */
export const DEVOTIONAL = words(
  "carmen mar pilar rosario consuelo socorro rocio angeles dolores mercedes nieves luz paz concepcion asuncion fatima lourdes guadalupe",
  "jesus dios cielo cielos sagrario valle milagro milagros refugio transito conceicao gracas dores neves deus gloria penha piedade ajuda montserrat",
  "soledad esperanza remedios amparo carmo ceu aparecida anjos nazare perpetuo lujan pompeya itati antonio padua asis",
);

/** Words that no person is called, wherever in the text they stand after the first: legal forms and kinds of business. */
export const COMPANY_WORDS = words(
  "inc incorporated llc llp ltd limited ltda gmbh corp corporation company holdings holding foundation fundacion university universidad universidade universite",
  "universitat universita services servicios servicos solutions soluciones solucoes associates partners consulting consultores consultoria technologies",
  "tecnologia systems sistemas industries industrias enterprises group grupo gruppe groupe gruppo agency agencia distribuidora comercializadora comercial",
  "inversiones constructora restaurante restaurant hotel hospital clinica school colegio escuela instituto institute association asociacion associacao",
  "supermercado farmacia ferreteria logistics logistica transportes international internacional marketing media studio studios software",
  "eirl eurl sarl spa srl sas plc bv nv ag kg ohg oy pty insurance realty properties investments ventures capital labs shop store tienda team",
  "department departamento",
);
/** Words that even alone or first say company. */
export const COMPANY_OPENERS = words(
  "universidad universidade universite fundacion inversiones constructora distribuidora comercializadora restaurante ferreteria farmacia",
  "supermercado colegio instituto grupo asociacion associacao hotel hospital clinica transportes",
);

/** After "First Last," these are no given name but what the person does. */
export const JOB_WORDS = words(
  "ceo cfo cto coo cmo cio vp svp evp president director directora manager gerente owner founder cofounder partner chairman chair",
  "geschaftsfuhrer dueno duena socio socia titolare gerant",
);

/** Vietnamese surnames that no one has for a given name: before two more names they stand first. */
export const VIETNAMESE_SURNAMES = words("nguyen tran pham huynh hoang phan");

/** Malay and Arabic names after which "Tuan" is Mr, not the Vietnamese given name. */
export const MALAY_GIVEN = words(
  "syed sayed haji hj mohd mohamad mohamed mohammad muhammad ahmad abdul abd wan nik megat raja tengku",
);
