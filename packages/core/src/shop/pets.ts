import type { NewPet, PetChange } from "./change.ts";
import type { Pet } from "./schema.ts";
import type { PetTable, Sql } from "./tables.ts";

/** A pet; null where the tenant has no such pet. */
export async function getPet(input: { sql: Sql; tenantId: string; petId: string }): Promise<Pet | null> {
  const { sql, tenantId, petId } = input;
  const row = await sql
    .selectFrom("pets")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("id", "=", petId)
    .executeTakeFirst();
  return row === undefined ? null : petOf(row);
}

/** A customer's pets, the oldest record first; none where the tenant has no such customer. */
export async function listPets(input: { sql: Sql; tenantId: string; customerId: string }): Promise<Pet[]> {
  const { sql, tenantId, customerId } = input;
  const rows = await sql
    .selectFrom("pets")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("customer_id", "=", customerId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(petOf);
}

/**
 * Records a pet of a customer. The customer's cached copy is out of date from then on, as after any write here.
 *
 * @param input.petId - a new one
 * @param input.at - the time of the record, ms
 * @returns null where the tenant has no such customer: then nothing is written
 * @throws Sql.Unavailable where nobody knows whether it was written
 */
export async function createPet(input: {
  sql: Sql;
  tenantId: string;
  customerId: string;
  petId: string;
  pet: NewPet;
  at: number;
}): Promise<Pet | null> {
  const { sql, tenantId, customerId, petId, pet, at } = input;
  // One statement: a customer checked by an earlier one could be another tenant's by a mistake in between.
  await sql
    .insertInto("pets")
    .columns([
      ...(["id", "tenant_id", "customer_id", "name", "species", "breed"] as const),
      ...(["birth_date", "created_at", "updated_at"] as const),
    ])
    .expression((eb) =>
      eb
        .selectFrom("customers")
        .select([
          eb.val(petId).as("id"),
          "customers.tenant_id",
          "customers.id as customer_id",
          eb.val(pet.name).as("name"),
          eb.val(pet.species).as("species"),
          eb.val(pet.breed).as("breed"),
          eb.val(pet.birthDate).as("birth_date"),
          eb.val(at).as("created_at"),
          eb.val(at).as("updated_at"),
        ])
        .where("customers.tenant_id", "=", tenantId)
        .where("customers.id", "=", customerId),
    )
    .execute();
  return getPet({ sql, tenantId, petId });
}

/**
 * Changes the named fields of a pet.
 *
 * @param input.at - the time of the change, ms
 * @returns the pet as it is then; null where the tenant has no such pet
 */
export async function updatePet(input: {
  sql: Sql;
  tenantId: string;
  petId: string;
  change: PetChange;
  at: number;
}): Promise<Pet | null> {
  const { sql, tenantId, petId, change, at } = input;
  const { name, species, breed, birthDate } = change;
  await sql
    .updateTable("pets")
    .set({
      ...(name === undefined ? {} : { name }),
      ...(species === undefined ? {} : { species }),
      ...(breed === undefined ? {} : { breed }),
      ...(birthDate === undefined ? {} : { birth_date: birthDate }),
      updated_at: at,
    })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", petId)
    .execute();
  return getPet({ sql, tenantId, petId });
}

/**
 * Deletes a pet.
 *
 * @returns the pet as it was, whose customer's cached copy is out of date; null where the tenant has no such pet
 */
export async function deletePet(input: { sql: Sql; tenantId: string; petId: string }): Promise<Pet | null> {
  const { sql, tenantId, petId } = input;
  const pet = await getPet(input);
  await sql.deleteFrom("pets").where("tenant_id", "=", tenantId).where("id", "=", petId).execute();
  return pet;
}

/** A pet as its row holds it. */
export function petOf(row: PetTable): Pet {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    customerId: row.customer_id,
    name: row.name,
    species: row.species,
    breed: row.breed,
    birthDate: row.birth_date,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
