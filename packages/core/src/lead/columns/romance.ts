import type { Vocabulary } from "./terms.ts";

export const SPANISH: Vocabulary = {
  firstName: "nombre de pila, nombres, primer nombre, nombre propio",
  middleName: "segundo nombre, otros nombres, nombre medio",
  lastName: "apellido, apellidos, primer apellido, apellido paterno, apellido s",
  secondLastName: "segundo apellido, apellido materno",
  fullName:
    "nombre completo, nombre y apellido, nombre y apellidos, nombres y apellidos, apellidos y nombre, apellidos y nombres, apellidos nombre, nombre apellidos, persona de contacto, contacto, razon social o nombre, nombre mostrado, nombre para mostrar, nombre a mostrar, interesado, titular, cliente, mostrar como, nombre de contacto",
  name: "nombre",
  honorific: "tratamiento, saludo, trato, prefijo, sr sra",
  nameSuffix: "sufijo",
  titleOrHonorific: "titulo",
  title:
    "cargo, puesto, puesto de trabajo, titulo del trabajo, titulo laboral, titulo profesional, posicion, cargo laboral, trabajo puesto, cargo o puesto, titulo del puesto, nombre del puesto, titulo de trabajo",
  profession: "profesion, ocupacion, rol, funcion, oficio",
  company:
    "empresa, compania, razon social, nombre comercial, negocio, nombre de la empresa, nombre de empresa, nombre del negocio, comercio, empleador, sociedad, nombre de la compania, lugar de trabajo",
  organisation: "organizacion, entidad, institucion",
  country:
    "pais, pais region, pais o region, codigo de pais, codigo pais, pais de residencia, pais residencia",
  remarks: "notas, nota, observaciones, observacion, comentarios, comentario, anotaciones, notas adicionales",
  description: "descripcion, mensaje, detalles, detalle, consulta",
  unrelated:
    "direccion, calle, ciudad, provincia, estado, estado o provincia, codigo postal, cp, municipio, departamento, barrio, comuna, colonia, poblacion, localidad, sitio web, pagina web, web, pagina, fecha, fecha de nacimiento, nacimiento, cumpleanos, aniversario, genero, sexo, idioma, apodo, alias, iniciales, usuario, identificacion, cedula, dni, nif, cif, nit, rut, rfc, ruc, curp, codigo, origen, fuente, etiquetas, categoria, categorias, grupo, sector, industria, canal, campana, presupuesto, producto, edad, hijos, ubicacion, prioridad, privado, palabras clave, interes, fecha de creacion, fecha de registro, vendedor, asesor, informacion de facturacion, conyuge, aficion, kilometraje, confidencialidad, devolucion de llamada, estado civil",
  email: "correo, correos, correo electronico, email, mail, e mail, direccion electronica, correo e",
  phone:
    "telefono, telefonos, tel, tfno, tlf, fono, numero de contacto, telf, numero telefonico, fijo, numero contacto",
  mobile: "movil, celular, celulares, cel, teléfono móvil, tel móvil",
  fax: "fax, telefax, localizador, buscapersonas, busca, telex, beeper",
  work: "trabajo, oficina, empresa, laboral, negocio, comercial, corporativo, empresarial, profesional, institucional, compania",
  home: "casa, particular, personal, hogar, domicilio, privado, residencia",
  main: "principal, primario, primaria, preferido",
  secondary:
    "otro, otra, otros, alternativo, alternativa, secundario, secundaria, adicional, segundo, automovil, coche, auto, radio",
  about:
    "tipo, estado, mostrado, mostrar, nombre, verificado, fecha, dominio, extension, indicativo, prefijo, autorizacion, acepta, consentimiento, recibir, envio, enviados, codigo",
  otherPerson:
    "asistente, ayudante, jefe, administrador, propietario, vendedor, vendedora, asesor, asesora, responsable, encargado, conyuge, gerente, referido por, recomendado por, agente, creado por, asignado a, asignado, ejecutivo, comercial asignado",
  person:
    "contacto, contactos, cliente, clientes, prospecto, usuario, lead, persona, candidato, alumno, comprador, titular, interesado, su, tu",
  glue: "de, del, la, el, los, las, y, o, e, a, en, para, un, una, su, tu, al, cual, es",
  detail: "numero, num, no, nro, direccion, valor",
};

export const PORTUGUESE: Vocabulary = {
  firstName: "primeiro nome, nome proprio, prenome, nome de batismo",
  middleName: "segundo nome, nome do meio, nomes do meio, nome meio",
  lastName: "sobrenome, apelido, ultimo nome, apelidos, nome de familia, sobre nome, sobrenomes",
  fullName:
    "nome completo, nome e sobrenome, nome e apelido, pessoa de contato, pessoa de contacto, contato, nome de exibicao, nome para exibicao, nome a apresentar, cliente, nome do contato, nome apresentado, interessado",
  name: "nome",
  honorific: "tratamento, saudacao, forma de tratamento, pronome de tratamento, prefixo",
  nameSuffix: "sufixo",
  titleOrHonorific: "titulo",
  title: "cargo, posicao, titulo do cargo, titulo profissional, cargo funcao, posto, titulo do trabalho",
  profession: "profissao, ocupacao, funcao, papel",
  company:
    "empresa, companhia, razao social, nome fantasia, nome da empresa, firma, sociedade, empregador, nome da firma, nome empresa, negocio",
  organisation: "organizacao, instituicao, entidade",
  country: "pais, pais regiao, pais ou regiao, codigo do pais",
  remarks: "notas, nota, observacoes, observacao, obs, comentarios, comentario, anotacoes, anotacao",
  description: "descricao, mensagem, detalhes",
  unrelated:
    "endereco, morada, rua, logradouro, bairro, cidade, localidade, distrito, estado, estado ou provincia, uf, cep, codigo postal, caixa postal, site, pagina da web, pagina web, pagina pessoal, data, data de nascimento, data de aniversario, aniversario, nascimento, aniversario de casamento, sexo, genero, idioma, apelido ou alcunha, iniciais, usuario, utilizador, cpf, cnpj, nif, rg, codigo, origem, fonte, etapa, etiquetas, categoria, categorias, grupo, setor, departamento, canal, campanha, orcamento, produto, idade, filhos, localizacao, prioridade, particular, palavras chave, interesse, data de criacao, data de cadastro, local do escritorio, conjuge, passatempo, quilometragem, informacoes de cobranca, informacoes para cobranca, nome do assistente, status, qualificacao",
  email: "correio eletronico, correio electronico, email, e mail, emails, correio",
  phone:
    "telefone, telefones, tel, fone, numero de contato, telemóvel, numero de telefone, telefonica, contato telefonico",
  mobile: "celular, telemovel, cel, movel, tlm, telefone celular, telefone móvel",
  fax: "fax, pager, bip, telex, rdis",
  work: "trabalho, comercial, empresa, emprego, escritorio, profissional, corporativo, empresarial, companhia",
  home: "casa, residencial, residencia, pessoal, particular, privado, domicilio",
  main: "principal, primario",
  secondary: "outro, outra, outros, alternativo, secundario, adicional, segundo, carro, radio, retorno",
  about:
    "tipo, status, situacao, exibicao, exibir, nome, verificado, data, dominio, ramal, ddd, ddi, autoriza, aceita, apresentar, apresentacao, codigo",
  otherPerson:
    "assistente, gerente, proprietario, responsavel, vendedor, vendedora, dono, conjuge, indicado por, criado por, supervisor, corretor, atendente, consultor, agente",
  person:
    "contato, contacto, cliente, usuario, lead, pessoa, candidato, aluno, comprador, interessado, prospect, seu, sua, utilizador",
  glue: "de, da, do, das, dos, o, a, os, as, e, ou, em, na, para, um, uma, qual, seu, sua",
  detail: "no, numero, num, nr, n, endereco",
};

export const FRENCH: Vocabulary = {
  firstName: "prenom, prenoms, premier prenom, petit nom",
  middleName: "deuxieme prenom, second prenom, autres prenoms, autre prenom, 2eme prenom",
  lastName: "nom de famille, nom patronymique, patronyme, nom de naissance, nom d usage",
  fullName:
    "nom complet, nom et prenom, nom et prenoms, prenom et nom, nom prenom, prenom nom, nom affiche, nom a afficher, contact, personne a contacter, interlocuteur, client, personne de contact, nom d affichage, nom du contact",
  name: "nom",
  honorific:
    "civilite, formule de politesse, appellation, salutation, genre civilite, prefixe, formule d appel",
  nameSuffix: "suffixe",
  titleOrHonorific: "titre",
  title:
    "fonction, poste, intitule du poste, titre du poste, poste occupe, titre professionnel, intitule de poste, qualite, fonction titre, titre de poste",
  profession: "profession, metier, role, emploi",
  company:
    "societe, entreprise, raison sociale, nom de la societe, nom de l entreprise, nom entreprise, nom societe, compagnie, employeur, denomination sociale, nom commercial, enseigne, firme, etablissement",
  organisation: "organisation, organisme, structure, institution, association",
  country: "pays, pays region, pays ou region, code pays, pays de residence",
  remarks: "remarques, remarque, notes, note, commentaires, commentaire, observations, observation",
  description: "description, message, details",
  unrelated:
    "adresse, rue, ville, code postal, cp, departement, region, dep region, province, etat, boite postale, site web, site internet, page web, page personnelle, site, date, date de naissance, naissance, anniversaire, sexe, langue, surnom, pseudo, initiales, utilisateur, identifiant, siret, siren, code, origine, source, statut, etape, etiquettes, categorie, categories, groupe, secteur, secteur d activite, service, bureau, canal, campagne, budget, produit, age, enfants, localisation, emplacement, priorite, prive, mots cles, interet, date de creation, conjoint, passe temps, loisirs, kilometrage, informations facturation, disponibilite internet, serveur d annuaire, date d inscription, emplacement du bureau",
  email: "courriel, email, e mail, mail, mel, messagerie, courrier electronique, adresse electronique, mails",
  phone: "telephone, tel, telephones, numero de contact, tél fixe, fixe, ligne directe",
  mobile: "mobile, portable, cellulaire, gsm, cell, tel mobile, tél portable",
  fax: "fax, telecopie, telecopieur, recepteur de radiomessagerie, radiomessagerie, bipeur, telex, rnis, pager, alphapage",
  work: "bureau, travail, professionnel, professionnelle, pro, entreprise, societe, direct",
  home: "domicile, personnel, personnelle, perso, maison, prive",
  main: "principal, principale, primaire",
  secondary: "autre, secondaire, alternatif, second, deuxieme, voiture, radio, rappel",
  about:
    "radiomessagerie, type, statut, complet, nom, affiche, affichage, verifie, date, domaine, poste, indicatif, consentement, accepte, code, etat",
  otherPerson:
    "assistant, assistante, responsable, proprietaire, conjoint, commercial, directeur, gestionnaire, vendeur, parrain, recommande par, cree par, chef, conseiller",
  person:
    "contact, contacts, client, clients, prospect, utilisateur, personne, lead, candidat, acheteur, participant, votre, interlocuteur",
  glue: "de, du, des, la, le, les, l, d, et, ou, a, au, en, pour, un, une, votre, qu",
  detail: "numero, num, no, n, adresse, valeur",
};

export const ITALIAN: Vocabulary = {
  firstName: "nome di battesimo, nome proprio, primo nome",
  middleName: "secondo nome, altri nomi",
  lastName: "cognome, cognomi",
  fullName:
    "nome completo, nome e cognome, cognome e nome, nome cognome, cognome nome, nominativo, referente, contatto, nome visualizzato, persona di contatto, cliente, nome da visualizzare",
  name: "nome",
  honorific: "appellativo, saluto, formula di saluto, prefisso, sig sig ra",
  nameSuffix: "suffisso, titolo straniero",
  titleOrHonorific: "titolo",
  title:
    "posizione, qualifica, mansione, posizione lavorativa, titolo professionale, titolo lavorativo, carica, incarico, ruolo aziendale, job title, posizione professionale",
  profession: "professione, occupazione, ruolo, funzione",
  company:
    "societa, azienda, ragione sociale, nome azienda, nome societa, nome dell azienda, ditta, impresa, nome della societa, datore di lavoro, compagnia, denominazione sociale, denominazione",
  organisation: "organizzazione, ente, istituto",
  country:
    "paese, nazione, stato paese, paese area geografica, codice paese, paese regione, stato nazione, paese o area geografica",
  remarks: "note, nota, osservazioni, osservazione, commenti, commento, annotazioni, appunti",
  description: "descrizione, messaggio, dettagli",
  unrelated:
    "indirizzo, via, citta, provincia, stato, cap, codice postale, comune, regione, casella postale, sito, sito web, pagina web, data, data di nascita, compleanno, nascita, anniversario, sesso, lingua, soprannome, iniziali, utente, codice fiscale, partita iva, p iva, codice, origine, fonte, etichette, categoria, categorie, gruppo, settore, reparto, ufficio sede, ubicazione ufficio, canale, campagna, prodotto, eta, figli, localita, posizione geografica, priorita, privato, parole chiave, interesse, data creazione, coniuge, hobby, indennita trasferta, dati fatturazione, informazioni fatturazione, richiamata, riservatezza, nome assistente",
  email: "posta elettronica, email, e mail, mail, indirizzo elettronico",
  phone:
    "telefono, tel, telefoni, recapito, recapito telefonico, numero di contatto, telefonico, numero telefonico",
  mobile: "cellulare, cell, mobile, telefonino, tel cellulare",
  fax: "fax, cercapersone, telex, isdn",
  work: "ufficio, uff, lavoro, aziendale, azienda, societa, professionale",
  home: "abitazione, ab, casa, personale, privato, domicilio",
  main: "principale, primario, primaria",
  secondary: "altro, altra, altri, alternativo, secondario, secondaria, secondo, auto, radio, radiotelefono",
  about: "tipo, stato, visualizzato, nome, verificata, data, dominio, interno, prefisso, consenso, codice",
  otherPerson:
    "assistente, responsabile, proprietario, coniuge, manager, venditore, agente, segnalato da, presentato da, creato da, capo",
  person:
    "contatto, cliente, utente, persona, referente, candidato, lead, acquirente, partecipante, tuo, tua",
  glue: "di, del, della, dell, dei, il, la, lo, le, i, e, o, a, in, per, un, una",
  detail: "numero, num, n, indirizzo",
};

export const CATALAN: Vocabulary = {
  firstName: "nom de pila",
  lastName: "cognom, cognoms",
  fullName: "nom complet, nom i cognoms",
  title: "carrec, lloc de treball",
  company: "empresa, organitzacio",
  country: "pais",
  remarks: "notes, observacions, comentaris",
  email: "correu, correu electronic, adreça electronica",
  phone: "telefon",
  mobile: "mobil",
  work: "feina",
  glue: "de, del, la, el, i",
  detail: "numero, adreça",
};

export const ROMANIAN: Vocabulary = {
  firstName: "prenume",
  middleName: "al doilea prenume, nume mijlociu, al doilea nume",
  lastName: "nume de familie",
  fullName: "nume complet, nume si prenume, prenume si nume, persoana de contact, nume afisat, nume prenume",
  name: "nume",
  honorific: "formula de adresare, apelativ",
  nameSuffix: "sufix",
  titleOrHonorific: "titlu",
  title: "functie, functia, pozitie, post, titlul postului, titlu profesional, functie detinuta",
  profession: "profesie, profesia, ocupatie, rol",
  company:
    "companie, compania, firma, societate, nume companie, nume firma, denumire firma, angajator, intreprindere",
  organisation: "organizatie, institutie",
  country: "tara, tara regiune",
  remarks: "note, observatii, comentarii, comentariu, notite, mentiuni",
  description: "descriere, mesaj",
  unrelated:
    "adresa, strada, oras, localitate, judet, cod postal, data nasterii, zi de nastere, aniversare, departament, site web, pagina web, sex, limba, categorie, categorii, sursa, stare, porecla, initiale",
  email: "email, e mail, posta electronica, mail",
  phone: "telefon, tel",
  mobile: "mobil, telefon mobil, celular",
  fax: "fax, pager",
  work: "serviciu, birou, munca, firma",
  home: "acasa, domiciliu, personal",
  main: "principal",
  secondary: "alt, alte, altul, secundar",
  about: "tip, nume, stare, afisat",
  otherPerson: "asistent, manager, proprietar",
  person: "client, contact, persoana",
  glue: "de, al, a, la, si, numar",
  detail: "nr, adresa",
};
