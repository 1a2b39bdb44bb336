import type { CacheKey } from "../cache/index.ts";
import {
  type Customer,
  type CustomerChange,
  createCustomer,
  createPet,
  deletePet,
  getPet,
  type NewCustomer,
  type NewPet,
  type Pet,
  type PetChange,
  updateCustomer,
  updatePet,
} from "../shop/index.ts";
import type { CustomerDeps } from "./deps.ts";
import { customerEntry, petEntry } from "./entries.ts";

/** Records a customer of a tenant. Nothing is cached of one that was not there. @throws Sql.Unavailable */
export function addCustomer(
  input: { tenantId: string; customer: NewCustomer },
  { sql, clock, uuid }: CustomerDeps,
): Promise<Customer> {
  return createCustomer({ sql, ...input, customerId: uuid(), at: clock.now() });
}

/**
 * Changes a customer.
 *
 * @returns the customer as it is then; null where the tenant has none of that id
 * @throws Sql.Unavailable where nobody knows whether it was changed; doing it again does no harm
 */
export function changeCustomer(
  input: { tenantId: string; customerId: string; change: CustomerChange },
  deps: CustomerDeps,
): Promise<Customer | null> {
  const { sql, clock } = deps;
  const work = () => updateCustomer({ sql, ...input, at: clock.now() });
  return writing({ keys: [customerEntry.key(input)], work, deps });
}

/** Records a pet of a customer. @returns null where the tenant has no such customer @throws Sql.Unavailable */
export function addPet(
  input: { tenantId: string; customerId: string; pet: NewPet },
  deps: CustomerDeps,
): Promise<Pet | null> {
  const { sql, clock, uuid } = deps;
  const work = () => createPet({ sql, ...input, petId: uuid(), at: clock.now() });
  return writing({ keys: [customerEntry.key(input)], work, deps });
}

/**
 * Changes a pet.
 *
 * @returns the pet as it is then; null where the tenant has none of that id
 * @throws Sql.Unavailable where nobody knows whether it was changed; doing it again does no harm
 */
export async function changePet(
  input: { tenantId: string; petId: string; change: PetChange },
  deps: CustomerDeps,
): Promise<Pet | null> {
  const { sql, clock } = deps;
  const keys = await keysOfPet(input, deps);
  if (keys === null) return null;
  return writing({ keys, work: () => updatePet({ sql, ...input, at: clock.now() }), deps });
}

/** Deletes a pet. @returns the pet as it was; null where the tenant has none of that id @throws Sql.Unavailable */
export async function removePet(
  input: { tenantId: string; petId: string },
  deps: CustomerDeps,
): Promise<Pet | null> {
  const keys = await keysOfPet(input, deps);
  if (keys === null) return null;
  return writing({ keys, work: () => deletePet({ sql: deps.sql, ...input }), deps });
}

/** The entries that hold a pet: its own, and its customer's. Found before it is written to, while it can still be found. */
async function keysOfPet(
  input: { tenantId: string; petId: string },
  { sql }: CustomerDeps,
): Promise<CacheKey[] | null> {
  const pet = await getPet({ sql, ...input });
  return pet === null ? null : [petEntry.key(input), customerEntry.key(pet)];
}

/** Removes entries once `work` is committed, and also where it failed: a write whose answer was lost may have been carried out. */
async function writing<T>(input: {
  keys: CacheKey[];
  work: () => Promise<T>;
  deps: CustomerDeps;
}): Promise<T> {
  try {
    return await input.work();
  } finally {
    await input.deps.aside.invalidate(input.keys);
  }
}
