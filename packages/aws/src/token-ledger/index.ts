import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { MillraceError } from "@millrace/core/error";
import { say } from "@millrace/core/sentence";
import { LedgerState, ledgerOver, NEW_LEDGER, type TokenLedger } from "@millrace/core/token-ledger";
import * as z from "zod";
import { withBackoff } from "../backoff/index.ts";
import { type DynamoInput, keyOf, openTable } from "../dynamo/index.ts";
import { replaceVersion } from "../dynamo/replace.ts";

const LedgerItem = z.object({
  version: z.number(),
  state: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(LedgerState),
});

/** Of many who change the item at once one wins each race; the losers spread out, and further with every race. */
const RACES = 40;
const STEP_MS = 25;
const LONGEST_WAIT_MS = 500;

/**
 * A token ledger in one item of a DynamoDB table (`TOKEN_LEDGERS_TABLE`). A change reads the item and replaces it if its
 * version is still the one read; who was overtaken reads again, after a random wait. An answer that was lost does no harm: what is
 * done again under the same reservation changes nothing.
 *
 * @param input.account - names the provider's account: its tokens are one budget, whoever spends them
 * @example
 * const ledger = dynamoTokenLedger({ client: dynamoClient(), table, clock: systemClock, random, account: "keepa" });
 */
export function dynamoTokenLedger(input: DynamoInput & { account: string }): TokenLedger {
  const table = openTable(input);
  const key = { pk: keyOf("ledger", input.account) };

  const read = async () => {
    const command = new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true });
    const { Item: item } = await withBackoff({ ...table, work: () => table.documents.send(command) });
    return item === undefined ? { version: 0, state: NEW_LEDGER } : LedgerItem.parse(item);
  };

  /** @returns false where somebody else has replaced the item since it was read */
  const replace = (version: number, state: LedgerState): Promise<boolean> =>
    replaceVersion({ table, version, item: { ...key, state: JSON.stringify(state) } });

  return ledgerOver({
    clock: input.clock,
    storage: {
      read: async () => (await read()).state,
      async change(work) {
        for (let race = 1; race <= RACES; race++) {
          const { version, state } = await read();
          const change = work(state);
          if (await replace(version, change.state)) return change.answer;
          await table.clock.sleep(table.random() * Math.min(LONGEST_WAIT_MS, race * STEP_MS));
        }
        throw new MillraceError("Store.Throttled", say("store.tokens"));
      },
    },
  });
}
