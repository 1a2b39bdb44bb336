/** For `vi.waitUntil`, whose own second is over soon on a busy machine: what never comes true ends the test all the same. */
export const PATIENCE = { timeout: 60_000 };
