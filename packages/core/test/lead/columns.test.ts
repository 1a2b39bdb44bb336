import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColumnTarget, columnRank, mapColumns, recogniseHeader } from "../../src/lead/index.ts";

function targets(header: string[], rows: string[][] = [], overrides: Record<string, string> = {}) {
  return mapColumns({ header, sample: rows, overrides }).columns.map(({ target }) => target);
}

const FIELDS: ColumnTarget[] = ["firstName", "lastName", "title", "company", "email", "phone", "remarks"];

describe("a header row", () => {
  it.each([
    [
      "English",
      ["First Name", "Last Name", "Job Title", "Company", "E-mail Address", "Mobile Phone", "Notes"],
    ],
    [
      "snake case",
      ["first_name", "last_name", "job_title", "company_name", "email_address", "phone_number", "notes"],
    ],
    [
      "camel case",
      ["firstName", "lastName", "jobTitle", "companyName", "emailAddress", "workPhone", "notes"],
    ],
    [
      "with prefixes",
      [
        "Lead First Name",
        "Contact Last Name",
        "Position",
        "Lead Company",
        "Lead Email",
        "Customer phone no.",
        "Comments",
      ],
    ],
    ["misspelt", ["Frist Name", "Last Nmae", "Postion", "Compnay", "Emial", "Phnoe", "Remraks"]],
    [
      "Spanish",
      ["Nombres", "Apellidos", "Cargo", "Empresa", "Correo electrónico", "Teléfono móvil", "Observaciones"],
    ],
    ["Portuguese", ["Primeiro nome", "Sobrenome", "Cargo", "Empresa", "E-mail", "Celular", "Observações"]],
    [
      "French",
      ["Prénom", "Nom", "Fonction", "Société", "Adresse de messagerie", "Téléphone portable", "Remarques"],
    ],
    [
      "German",
      ["Vorname", "Nachname", "Position", "Firma", "E-Mail-Adresse", "Telefon (geschäftlich)", "Bemerkungen"],
    ],
    [
      "Italian",
      ["Nome", "Cognome", "Posizione", "Società", "Indirizzo posta elettronica", "Cellulare", "Note"],
    ],
    [
      "Dutch",
      ["Voornaam", "Achternaam", "Functie", "Bedrijf", "E-mailadres", "Mobiele telefoon", "Opmerkingen"],
    ],
    [
      "Swedish",
      ["Förnamn", "Efternamn", "Befattning", "Företag", "E-postadress", "Mobiltelefon", "Anteckningar"],
    ],
    ["Danish", ["Fornavn", "Efternavn", "Stilling", "Firma", "E-mail-adresse", "Mobiltelefon", "Noter"]],
    [
      "Norwegian",
      ["Fornavn", "Etternavn", "Stilling", "Bedrift", "E-postadresse", "Telefon, arbeid", "Notater"],
    ],
    [
      "Finnish",
      ["Etunimi", "Sukunimi", "Tehtävänimike", "Yritys", "Sähköpostiosoite", "Matkapuhelin", "Muistiinpanot"],
    ],
    ["Polish", ["Imię", "Nazwisko", "Stanowisko", "Firma", "Adres e-mail", "Telefon komórkowy", "Uwagi"]],
    [
      "Czech",
      ["Jméno", "Příjmení", "Pozice", "Společnost", "E-mailová adresa", "Mobilní telefon", "Poznámky"],
    ],
    ["Hungarian", ["Utónév", "Vezetéknév", "Beosztás", "Cég", "E-mail cím", "Mobiltelefon", "Jegyzetek"]],
    [
      "Romanian",
      ["Prenume", "Nume", "Funcție", "Companie", "Adresă de e-mail", "Telefon mobil", "Observații"],
    ],
    [
      "Russian",
      ["Имя", "Фамилия", "Должность", "Организация", "Адрес эл. почты", "Мобильный телефон", "Заметки"],
    ],
    [
      "Ukrainian",
      ["Ім'я", "Прізвище", "Посада", "Компанія", "Електронна пошта", "Мобільний телефон", "Примітки"],
    ],
    ["Turkish", ["Ad", "Soyadı", "İş unvanı", "Şirket", "E-posta adresi", "Cep telefonu", "Notlar"]],
    [
      "Greek",
      ["Όνομα", "Επώνυμο", "Θέση εργασίας", "Εταιρεία", "Διεύθυνση e-mail", "Κινητό τηλέφωνο", "Σημειώσεις"],
    ],
    ["Japanese", ["名", "姓", "役職", "会社名", "電子メール アドレス", "携帯電話", "メモ"]],
    ["Korean", ["이름", "성", "직함", "회사", "전자 메일 주소", "휴대폰", "메모"]],
    ["Chinese", ["名", "姓", "职务", "公司", "电子邮件地址", "移动电话", "备注"]],
    ["traditional Chinese", ["名字", "姓氏", "職稱", "公司", "電子郵件地址", "行動電話", "備註"]],
    [
      "Arabic",
      [
        "الاسم الأول",
        "اسم العائلة",
        "المسمى الوظيفي",
        "الشركة",
        "عنوان البريد الإلكتروني",
        "الهاتف المحمول",
        "ملاحظات",
      ],
    ],
    ["Hebrew", ["שם פרטי", "שם משפחה", "תפקיד", "חברה", "כתובת דואר אלקטרוני", "טלפון נייד", "הערות"]],
    ["Hindi", ["पहला नाम", "अंतिम नाम", "पदनाम", "कंपनी", "ईमेल पता", "मोबाइल नंबर", "टिप्पणी"]],
  ])("is understood: %s", (_, header) => {
    expect(targets(header)).toEqual(FIELDS);
  });

  it.each([
    ["Nom", "Email"],
    ["Name", "E-Mail"],
    ["Nome", "E-mail"],
    ["الاسم", "البريد"],
    ["Lead Name", "Lead Email"],
    ["Nombre y apellidos", "Correo"],
    ["Person - Name", "Person - Email - Work"],
    ["氏名", "メールアドレス"],
  ])("with %j for the whole name is understood", (...header) => {
    expect(targets(header)).toEqual(["fullName", "email"]);
  });

  it.each([
    ["Contact Owner", "otherPerson"],
    ["Lead Owner Email", "otherPerson"],
    ["Assistant's Phone", "otherPerson"],
    ["Sales Rep", "otherPerson"],
    ["E-mail Display Name", null],
    ["Email Opt Out", null],
    ["E-Mail-Typ", null],
    ["Fax", null],
    ["Business Fax", null],
    ["Phonetic First Name", null],
    ["Business Address", null],
    ["Company Size", null],
    ["Company ID", null],
    ["Campaign Name", null],
    ["Ad Name", null],
    ["Mailing Street", null],
    ["Work", null],
    ["Company Name", "company"],
    ["Account Name", "company"],
    ["Company / Account", "company"],
    ["Salutation", "honorific"],
    ["Suffix", "nameSuffix"],
    ["Middle Name", "middleName"],
    ["Home Country/Region", "country"],
    ["Email / Phone", "email"],
    ["☎ Contact", "phone"],
  ])("has %j for %j", (name, target) => {
    expect(targets([name])).toEqual([target]);
  });

  it("takes Title for Mr or Mrs only beside a job title, or where the cells say so", () => {
    expect(targets(["Title"])).toEqual(["title"]);
    expect(targets(["Title", "Salutation"])).toEqual(["title", "honorific"]);
    expect(targets(["Title", "Job Title"])).toEqual(["honorific", "title"]);
    expect(targets(["Titre", "Titre"])).toEqual(["honorific", "title"]);
    expect(targets(["Title"], [["Mr"], ["Mrs."], ["Dr"]])).toEqual(["honorific"]);
  });

  it("takes Name for the part that the others lack", () => {
    expect(targets(["Name", "Vorname"])).toEqual(["lastName", "firstName"]);
    expect(targets(["Nombre", "Apellidos"])).toEqual(["firstName", "lastName"]);
    expect(targets(["Name", "First name", "Last name"])).toEqual(["fullName", "firstName", "lastName"]);
    expect(targets(["Name", "First name"], [["Ada Lovelace", "Ada"]])).toEqual(["fullName", "firstName"]);
  });
});

describe("the order of columns with one target", () => {
  const order = (header: string[]) => header.toSorted((a, b) => columnRank(a) - columnRank(b));

  it.each([
    [["Mobile", "Phone", "Work phone", "Company main phone", "Home phone", "Other phone"]],
    [["Email", "Work e-mail", "Personal email", "E-mail 2", "Alternate email"]],
    [["Company", "Organisation", "Account name"]],
    [["Notes", "Description"]],
  ])("is %j", (header) => {
    expect(order(header.toReversed())).toEqual(header);
  });
});

describe("the cells of a column", () => {
  it("tell what an unknown name means", () => {
    const rows = [
      ["jane@x.com", "+57 300 1234567", "4"],
      ["joe@x.com", "+57 300 7654321", "7"],
    ];
    expect(targets(["Kolumne A", "Kolumne B", "Kolumne C"], rows)).toEqual(["email", "phone", null]);
  });

  it("tell every column of a file without names", () => {
    const rows = [
      ["Ana Ruiz", "ana@x.com", "300 123 4567", "Acme Ltda"],
      ["Juan Gil", "juan@x.com", "301 123 4567", "Beta S.A.S."],
    ];
    expect(targets(["", "", "", ""], rows)).toEqual(["fullName", "email", "phone", "company"]);
    expect(
      targets(
        ["Column 1", "Column 2"],
        [
          ["Ana", "Ruiz"],
          ["Juan", "Gil"],
        ],
      ),
    ).toEqual(["firstName", "lastName"]);
  });

  it("tell whether Contact is a name, a number or an address", () => {
    expect(targets(["Contact"], [["Ana Ruiz"]])).toEqual(["fullName"]);
    expect(targets(["Contact"], [["3001234567"]])).toEqual(["phone"]);
    expect(targets(["Contact"], [["ana@x.com"]])).toEqual(["email"]);
  });

  it("never make an identifier a phone number", () => {
    expect(targets(["Order Id", "Tax code"], [["1-0000000", "900.123.456-7"]])).toEqual([null, null]);
  });
});

describe("a mapping told by the user", () => {
  it("takes the target from every other column", () => {
    expect(targets(["Email", "Email 2"], [], { "email 2": "email" })).toEqual([null, "email"]);
    expect(targets(["Name", "Kontakt X"], [], { "#2": "fullname" })).toEqual([null, "fullName"]);
    expect(targets(["Notes", "City"], [], { City: "remarks" })).toEqual(["remarks", "remarks"]);
  });

  it.each([
    [{ Nmae: "email" }, /no column "Nmae".*"Name"/],
    [{ "#9": "email" }, /no column "#9"/],
    [{ Name: "surname" }, /no field "surname".*lastName/],
  ])("%j is refused with what there is", (overrides, message) => {
    const map = () => mapColumns({ header: ["Name"], sample: [], overrides: { ...overrides } });
    expect(map).toThrow(
      expect.objectContaining({ name: "Input.Invalid", message: expect.stringMatching(message) }),
    );
  });
});

describe("a mapping", () => {
  it("has one entry for each column, whatever the names and cells", () => {
    const row = fc.array(fc.string({ unit: "binary" }), { maxLength: 6 });
    fc.assert(
      fc.property(row, fc.array(row, { maxLength: 4 }), (header, sample) => {
        const { columns } = mapColumns({ header, sample, overrides: {} });
        expect(columns.map((column) => column.header)).toEqual(header);
      }),
    );
  });

  it.each(["__proto__", "constructor", "toString"])("takes %j for an unknown name", (name) => {
    expect(targets([name])).toEqual([null]);
  });
});

describe("the header of a file", () => {
  it.each([
    [["Name", "Email", "Phone"], 3],
    [["Lead ID", "Contact", "Email / Phone", "Owner", "Status", "Notes"], 6],
    [["Nmae", "Emial", "Phne", "Compny", "Statu"], 4],
    [["Ana Ruiz", "ana@x.com", "3001234567"], 0],
    [["Leads of May", "", ""], 0],
    [["", ""], 0],
  ])("is known by its names: %j", (cells, known) => {
    expect(recogniseHeader(cells)).toBe(known);
  });
});
