import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { dynamoClient } from "@millrace/aws/clients";
import { dynamoProducts } from "@millrace/aws/products";
import { random, systemClock } from "@millrace/aws/system";
import { PRODUCTS_TABLE, TOKEN_LEDGERS_TABLE } from "@millrace/aws/tables";
import { dynamoTokenLedger } from "@millrace/aws/token-ledger";
import { openDatabase } from "@millrace/local/store/database";
import { sqliteProducts } from "@millrace/local/store/products";
import { sqliteTokenLedger } from "@millrace/local/store/token-ledger";
import { afterAll, beforeAll, describe } from "vitest";
import { createTable, dynamoIsMissing, patientDynamoClient } from "../equipment/dynamo-server.ts";
import { sharedDynamo } from "../equipment/shared-servers.ts";
import { productStoreContract } from "./product-store.ts";
import { unique } from "./samples.ts";
import { tokenLedgerContract } from "./token-ledger.ts";

const missing = dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";
const nothing = async () => {};

/** A database in a folder that is gone when it is closed. */
function open() {
  const folder = mkdtempSync(join(tmpdir(), "millrace-contract-"));
  const db = openDatabase(join(folder, "millrace.db"));
  return {
    db,
    async close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

tokenLedgerContract("SQLite", async (clock) => {
  const { db, close } = open();
  return { ledger: sqliteTokenLedger({ db, account: "keepa", clock }), close };
});

productStoreContract("SQLite", async () => {
  const { db, close } = open();
  return { store: sqliteProducts(db), close };
});

describe.skipIf(skipped)(`DynamoDB Local${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  const tables = { ledgers: unique("ledgers"), products: unique("products") };
  let client: ReturnType<typeof dynamoClient>;

  beforeAll(async () => {
    const endpoint = await sharedDynamo();
    client = patientDynamoClient(endpoint);
    await createTable({ endpoint, table: tables.ledgers, definition: TOKEN_LEDGERS_TABLE });
    await createTable({ endpoint, table: tables.products, definition: PRODUCTS_TABLE });
  });
  afterAll(() => client.destroy());

  tokenLedgerContract("DynamoDB", async (clock) => ({
    ledger: dynamoTokenLedger({
      ...{ client, table: tables.ledgers, random, account: unique("account") },
      clock: { ...systemClock, now: clock.now },
    }),
    close: nothing,
  }));

  productStoreContract("DynamoDB", async () => ({
    store: dynamoProducts({ client, table: tables.products, clock: systemClock, random }),
    close: nothing,
  }));
});
