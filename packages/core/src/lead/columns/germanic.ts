import type { Vocabulary } from "./terms.ts";

export const GERMAN: Vocabulary = {
  firstName: "vorname, vornamen, rufname",
  middleName: "weitere vornamen, zweiter vorname, mittelname, zweitname, zusatzlicher vorname",
  lastName: "nachname, familienname, zuname, nachnamen",
  fullName:
    "vollstandiger name, vor und nachname, vorname nachname, nachname vorname, name vorname, vorname name, ansprechpartner, ansprechpartnerin, kontaktperson, kontakt, anzeigename, angezeigter name, voller name, kunde, interessent, kontaktname, kundenname, teilnehmer, speichern unter, name und vorname, vorname und nachname",
  name: "name",
  honorific: "anrede, briefanrede, akademischer titel, namensprafix",
  nameSuffix: "suffix, namenszusatz, namenssuffix",
  titleOrHonorific: "titel",
  title:
    "position, funktion, stelle, jobtitel, stellenbezeichnung, berufsbezeichnung, dienststellung, stellung, job, amtsbezeichnung, arbeitstitel, position im unternehmen, tatigkeit, berufliche position",
  profession: "beruf, rolle",
  company:
    "firma, unternehmen, firmenname, unternehmensname, arbeitgeber, gesellschaft, betrieb, name der firma, name des unternehmens, firmierung, firma name, institution firma",
  organisation: "organisation, institution, einrichtung, behorde, verein",
  country:
    "land, land region, land oder region, landercode, landerkennzeichen, staat, landeskennzahl, landervorwahl",
  remarks:
    "notizen, notiz, bemerkungen, bemerkung, anmerkungen, anmerkung, kommentar, kommentare, hinweise, vermerk, memo",
  description: "beschreibung, nachricht, mitteilung",
  unrelated:
    "adresse, anschrift, strasse, straße, hausnummer, ort, stadt, plz, postleitzahl, bundesland, bundesland kanton, kanton, region, postfach, webseite, website, internetseite, internet, homepage, datum, geburtstag, geburtsdatum, geburtsjahr, jahrestag, geschlecht, sprache, spitzname, initialen, benutzer, kundennummer, kunden nr, id, nummer, quelle, herkunft, status, kategorie, kategorien, gruppe, branche, abteilung, buro, standort, ort des buros, kanal, kampagne, produkt, alter, kinder, priorität, privat, stichworter, schlagworter, interesse, erstellt am, geandert am, partner, ehepartner, hobby, reisekilometer, abrechnungsinformation, vertraulichkeit, ruckruf, regierungsnr, verzeichnisserver, vertriebsmitarbeiter, umsatz, empfohlen von, ust id",
  email: "email, e mail, emailadresse, mail, mailadresse, elektronische post, e mails, emails",
  phone: "telefon, tel, telefonnummer, rufnummer, fon, ruf, durchwahl, festnetz, telefone, kontaktnummer",
  mobile: "mobil, handy, mobiltelefon, mobilnummer, mobilfunk, natel, handynummer, mobilrufnummer",
  fax: "fax, telefax, pager, telex, isdn, faxnummer, texttelefon, horbehinderte",
  work: "geschaftlich, dienstlich, arbeit, buro, firma, beruflich, geschaft, gesch, dienst, zentrale, unternehmen, dienstl",
  home: "privat, zuhause, zu hause, personlich, priv",
  main: "haupt, haupttelefon, primar, hauptnummer, primare, standard, zentrale",
  secondary:
    "weitere, weiterer, weiteres, andere, anderes, alternativ, alternative, sonstige, zweite, auto, autotelefon, funk, ruckmeldung",
  about:
    "typ, art, status, angezeigter, name, verifiziert, datum, domain, vorwahl, einwilligung, zustimmung, anzeigename, kennung",
  otherPerson:
    "assistent, assistentin, assistenz, vorgesetzter, vorgesetzte, besitzer, eigentumer, inhaber, betreuer, zustandig, bearbeiter, vertreter, vertrieb, partner, empfohlen von, manager, sachbearbeiter, verkaufer, erstellt von",
  person:
    "kontakt, kunde, kunden, interessent, benutzer, person, teilnehmer, lead, ansprechpartner, kaufer, bewerber, ihre, ihr, nutzer",
  glue: "der, die, das, des, dem, den, und, oder, fur, von, im, in, am, zu",
  detail: "nr, nummer, num, adresse, wert, anschrift",
};

export const DUTCH: Vocabulary = {
  firstName: "voornaam, voornamen, roepnaam",
  middleName: "middelste naam, tweede naam, tweede voornaam",
  lastName: "achternaam, familienaam, geslachtsnaam",
  fullName:
    "volledige naam, contactpersoon, weergavenaam, voornaam en achternaam, voor en achternaam, contact, klantnaam, weergegeven naam",
  name: "naam",
  honorific: "aanhef, aanspreektitel, voorvoegsel, aanspreekvorm",
  nameSuffix: "achtervoegsel",
  titleOrHonorific: "titel",
  title: "functie, functietitel, positie, functieomschrijving, functienaam, functiebenaming",
  profession: "beroep, rol",
  company: "bedrijf, bedrijfsnaam, onderneming, firma, werkgever, naam bedrijf, firmanaam",
  organisation: "organisatie, organisatienaam, instelling",
  country: "land, land regio, landcode, land of regio",
  remarks: "notities, notitie, opmerkingen, opmerking, aantekeningen, toelichting, commentaar",
  description: "beschrijving, omschrijving, bericht",
  unrelated:
    "adres, straat, huisnummer, postcode, plaats, woonplaats, stad, provincie, website, webpagina, geboortedatum, verjaardag, geslacht, taal, bijnaam, afdeling, branche, bron, status, categorie, categorieen, leeftijd, initialen, voorletters, tussenvoegsel, kantoorlocatie, gebruiker, prioriteit, hobbys, kinderen, reisafstand, factuurgegevens, trefwoorden, persoonlijk nummer, trouwdag, gedenkdag, speciale datum",
  email: "email, e mail, emailadres, mail, mailadres",
  phone: "telefoon, tel, telefoonnummer, telefoonnr, vaste telefoon",
  mobile: "mobiel, mobieltje, gsm, mobiele telefoon, mobielnummer, mobiele",
  fax: "fax, semafoon, pieper, telex, pager",
  work: "werk, zakelijk, zakelijke, kantoor, bedrijf, hoofd",
  home: "thuis, prive, privé, huis, persoonlijk",
  main: "primair, primaire, hoofd, hoofdtelefoon",
  secondary: "andere, ander, overig, overige, alternatief, tweede, auto, autotelefoon, radiotelefoon",
  about: "type, soort, status, weergavenaam, naam, datum",
  otherPerson: "assistent, manager, eigenaar, partner, leidinggevende, verkoper, chef",
  person: "contact, klant, klanten, persoon, gebruiker, deelnemer, contactpersoon, uw",
  glue: "van, de, het, een, en, of, op, voor, je, uw",
  detail: "nr, nummer, adres",
};

export const SWEDISH: Vocabulary = {
  firstName: "fornamn, tilltalsnamn",
  middleName: "mellannamn, andra namn",
  lastName: "efternamn, familjenamn",
  fullName:
    "fullstandigt namn, for och efternamn, kontaktperson, visningsnamn, fornamn och efternamn, kontakt, kundnamn, hela namnet",
  name: "namn",
  honorific: "tilltal, halsningsfras, tilltalsord",
  nameSuffix: "suffix, efterled",
  titleOrHonorific: "titel",
  title: "befattning, jobbtitel, position, yrkestitel, arbetstitel, tjanst, tjanstetitel",
  profession: "yrke, roll, funktion",
  company: "foretag, foretagsnamn, bolag, firma, arbetsgivare, bolagsnamn",
  organisation: "organisation",
  country: "land, land region, landskod, land eller region",
  remarks: "anteckningar, anteckning, kommentar, kommentarer, anmarkningar, noteringar, anmarkning, notering",
  description: "beskrivning, meddelande",
  unrelated:
    "adress, gata, gatuadress, postnummer, ort, stad, lan, postadress, webbplats, webbsida, hemsida, fodelsedag, fodelsedatum, kon, sprak, smeknamn, avdelning, bransch, kalla, status, kategori, kategorier, alder, initialer, kontor, personnummer, arsdag, plats, prioritet, nyckelord, intresse",
  email: "email, e mail, epost, e post, mejl, mail, e postadress, mejladress, e postaddress",
  phone: "telefon, tel, telefonnummer, telnr, tfn",
  mobile: "mobil, mobiltelefon, mobilnummer, mobilnr",
  fax: "fax, personsokare, telex",
  work: "arbete, arb, jobb, foretag, kontor, vaxel",
  home: "hem, bostad, privat, hemtelefon",
  main: "primar, huvud, primart, foretagsvaxel",
  secondary: "annan, annat, andra, ovrig, ovrigt, alternativ, bil, biltelefon, radiotelefon",
  about: "typ, status, visningsnamn, namn, datum",
  otherPerson: "assistent, chef, agare, saljare, make, maka",
  person: "kontakt, kund, person, anvandare, din, ditt",
  glue: "for, och, eller, av, till, den, det",
  detail: "nr, nummer, adress",
};

export const DANISH_NORWEGIAN: Vocabulary = {
  firstName: "fornavn, fornavne",
  middleName: "mellemnavn, mellomnavn, mellemnavne",
  lastName: "efternavn, etternavn, familienavn, slektsnavn",
  fullName:
    "fulde navn, fullt navn, kontaktperson, vist navn, visningsnavn, for og efternavn, for og etternavn, kontakt, kundenavn, fuldt navn, hele navnet",
  name: "navn",
  honorific: "tiltaleform, tiltale, hilsen, hilseform",
  nameSuffix: "suffiks, efterstillet titel, navnesuffiks",
  titleOrHonorific: "titel, tittel",
  title:
    "stilling, stillingsbetegnelse, jobtitel, jobbtittel, stillingstittel, stillingstitel, position, jobbetegnelse",
  profession: "erhverv, yrke, rolle, funktion, profession",
  company:
    "firma, virksomhed, virksomhedsnavn, firmanavn, selskab, bedrift, bedriftsnavn, selskap, arbeidsgiver, arbejdsgiver, foretak",
  organisation: "organisation, organisasjon",
  country: "land, land omrade, land region, landekode, landkode",
  remarks:
    "noter, bemaerkninger, bemaerkning, kommentar, kommentarer, notater, notat, merknader, merknad, anmerkninger, note",
  description: "beskrivelse, besked, melding",
  unrelated:
    "adresse, gade, vej, vejnavn, gate, postnummer, postnr, by, sted, poststed, kommune, delstat, hjemmeside, webside, nettsted, fodselsdag, fodselsdato, bursdag, kon, kjonn, sprog, sprak, kaldenavn, kallenavn, afdeling, avdeling, branche, bransje, kilde, status, kategori, kategorier, alder, initialer, kontor, merkedag, maerkedag, jubilaeum, prioritet",
  email: "email, e mail, epost, e post, mail, mailadresse, e postadresse",
  phone: "telefon, tlf, tel, telefonnummer, tlfnr",
  mobile: "mobil, mobiltelefon, mobilnummer, mobilnr",
  fax: "fax, faks, telefaks, telefax, personsoger, personsoker, telex, teleks",
  work: "arbejde, arb, arbeid, jobb, job, firma, virksomhed, kontor",
  home: "hjem, hjemme, privat, bolig",
  main: "primaer, hoved, primaert",
  secondary: "andet, anden, annen, annet, andre, alternativ, bil, biltelefon",
  about: "type, status, vist, visningsnavn, navn, dato",
  otherPerson: "assistent, leder, ejer, eier, saelger, selger, aegtefaelle, ektefelle, chef, sjef",
  person: "kontakt, kunde, person, bruger, bruker, din, dit",
  glue: "for, og, eller, af, av, til, den, det",
  detail: "nr, nummer, adresse",
};
