import type { CacheKey } from "../cache/index.ts";
import {
  type Customer,
  type CustomerChange,
  createCustomer,
  createPet,
  deletePet,
  getCustomer,
  getPet,
  type NewCustomer,
  type NewPet,
  type Pet,
  type PetChange,
  phoneDigits,
  updateCustomer,
  updatePet,
} from "../shop/index.ts";
import { sanitisePhone, statisticsEntry } from "../statistics/index.ts";
import type { CustomerDeps } from "./deps.ts";
import { customerEntry, petEntry } from "./entries.ts";

/** How often a change of a phone is tried while others change the same customer's. */
const PHONE_TRIES = 3;

/**
 * Records a customer of a tenant. The customer is not cached, for nobody knew the id; that nobody has the phone may be.
 *
 * @throws Sql.Unavailable where nobody knows whether it was recorded
 */
export function addCustomer(
  input: { tenantId: string; customer: NewCustomer },
  deps: CustomerDeps,
): Promise<Customer> {
  const { sql, clock, uuid } = deps;
  const work = () => createCustomer({ sql, ...input, customerId: uuid(), at: clock.now() });
  return writing({ keys: statisticsKeys([input.customer.phone], deps), work, deps });
}

/**
 * Changes a customer. Where the phone changes, the statistics of both are others than before.
 *
 * @returns the customer as it is then; null where the tenant has none of that id
 * @throws Sql.Unavailable where nobody knows whether it was changed; doing it again does no harm
 */
export function changeCustomer(
  input: { tenantId: string; customerId: string; change: CustomerChange },
  deps: CustomerDeps,
): Promise<Customer | null> {
  if (input.change.phone === undefined) return changeNow(input, deps);
  return changePhone({ ...input, phone: input.change.phone }, deps);
}

/**
 * Replaces only a phone that it knows, and so leaves the statistics of none cached: of two who change one customer's phone, each would otherwise
 * see the first phone before, and neither the one that the other wrote.
 */
async function changePhone(
  input: { tenantId: string; customerId: string; change: CustomerChange; phone: string },
  deps: CustomerDeps,
): Promise<Customer | null> {
  const { tenantId, customerId, phone } = input;
  for (let tries = 1; ; tries++) {
    const before = await getCustomer({ sql: deps.sql, tenantId, customerId });
    if (before === null) return null;
    const isLast = tries === PHONE_TRIES;
    const changed = await changeNow(
      { ...input, phones: [before.phone, phone], ...(isLast ? {} : { ifPhone: before.phone }) },
      deps,
    );
    if (changed !== null || isLast) return changed;
  }
}

/** @param input.phones - whose statistics change with it */
function changeNow(
  input: {
    tenantId: string;
    customerId: string;
    change: CustomerChange;
    phones?: string[];
    ifPhone?: string;
  },
  deps: CustomerDeps,
): Promise<Customer | null> {
  const { phones = [], ...update } = input;
  const { sql, clock } = deps;
  const keys = [customerEntry.key(input), ...statisticsKeys(phones, deps)];
  const work = () => updateCustomer({ sql, ...update, at: clock.now() });
  return writing({ keys, work, deps });
}

/** The entries of what is known of phones, named by the digits that statistics find them by; a text that is no phone has none. */
function statisticsKeys(phones: readonly string[], { statistics }: CustomerDeps): CacheKey[] {
  const { homeCountry } = statistics;
  const names = new Set(
    phones.flatMap((text) => sanitisePhone({ text: phoneDigits(text), homeCountry }) ?? []),
  );
  return [...names].map((name) => statisticsEntry.key(name));
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
