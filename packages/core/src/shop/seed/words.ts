/** Names of people and things in a seeded shop. */

export const FIRST_NAMES = [
  ...["Alejandra", "Andrés", "Camila", "Carlos", "Daniela", "Diego", "Estefanía", "Felipe", "Gabriela"],
  ...["Héctor", "Inés", "Iván", "Jorge", "Juliana", "Laura", "Luis", "María José", "Mateo", "Mónica"],
  ...["Natalia", "Óscar", "Paula", "Ricardo", "Sofía", "Tomás", "Valentina", "Ximena", "Yolanda", "Zoé"],
] as [string, ...string[]];

export const LAST_NAMES = [
  ...["Acevedo", "Álvarez", "Bermúdez", "Castaño", "Cárdenas", "de la Hoz", "Echeverri", "Fernández"],
  ...["Gómez", "Henao", "Ibáñez", "Jaramillo", "López", "Muñoz", "Núñez", "Ospina", "Peña", "Quintero"],
  ...["Restrepo", "Rodríguez", "Suárez", "Toro", "Uribe", "Vélez", "Yepes", "Zuluaga"],
] as [string, ...string[]];

/** Names for documentation, where no mail ever arrives: https://www.rfc-editor.org/rfc/rfc2606 */
export const MAIL_DOMAINS = ["example.com", "example.net", "example.org"] as const;

export const PETS = [
  { species: "dog", breeds: ["Beagle", "Criollo", "French bulldog", "Golden retriever", "Poodle"] },
  { species: "cat", breeds: ["Criollo", "Persian", "Siamese"] },
  { species: "rabbit", breeds: ["Angora", "Dutch"] },
] as const;

export const PET_NAMES = [
  "Bruno",
  "Canela",
  "Coco",
  "Kira",
  "Lola",
  "Luna",
  "Max",
  "Ñata",
  "Rocky",
  "Simón",
] as const;

export const NOTES = [
  "",
  "",
  "",
  "Prefers WhatsApp.",
  "Pays in cash.",
  "Afraid of dryers.",
  "Gate code at the desk.",
] as const;

/** The first of them is the tenant that commands work for when none is named. */
export const TENANTS = [
  { id: "default", subdomain: "demo", name: "Demo" },
  { id: "patitas", subdomain: "patitas", name: "Patitas Felices" },
  { id: "huellas", subdomain: "huellas", name: "Huellas y Bigotes" },
] as const;

export const BUSINESSES = ["Norte", "Centro", "Sur", "En línea"] as const;

export const SERVICES = [
  { name: "Bath", price_minor: 4_500_000, duration_minutes: 60, active: 1 },
  { name: "Boarding, one night", price_minor: 8_000_000, duration_minutes: 1_440, active: 1 },
  { name: "Day care", price_minor: 5_000_000, duration_minutes: 480, active: 1 },
  { name: "Haircut", price_minor: 6_500_000, duration_minutes: 90, active: 1 },
  { name: "Nail trim", price_minor: 1_500_000, duration_minutes: 15, active: 1 },
  { name: "Taxi", price_minor: 2_000_000, duration_minutes: 45, active: 0 },
] as const;

export const ROLES = ["groomer", "groomer", "reception", "veterinarian", "manager"] as const;

/** What becomes of orders, each as often as it stands here. */
export const ORDER_STATUSES = [
  ...["delivered", "delivered", "delivered", "delivered", "delivered", "delivered"],
  ...["returned", "returned", "canceled", "canceled", "shipped", "confirmed", "pending"],
] as [string, ...string[]];
