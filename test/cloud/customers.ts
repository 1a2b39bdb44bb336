import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttributeValue, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { ExecutionEvent, ExecutionResult, Json } from "@millrace/asl";
import { sqsQueue } from "@millrace/aws/queue";
import { API_KEYS_TABLE } from "@millrace/aws/tables";
import { keyText, parseKey } from "@millrace/core/api-key";
import { startFauxqs } from "fauxqs";
import { createClient } from "redis";
import * as z from "zod";
import type { FunctionBundles } from "../../scripts/synth/bundle-function.ts";
import { createTable } from "../equipment/dynamo-server.ts";
import type { MariadbAddress } from "../equipment/mariadb-server.ts";
import type { Fault } from "../equipment/proxy.ts";
import { startRedis } from "../equipment/redis-server.ts";
import { mariadbShop } from "../equipment/shop.ts";
import {
  type App,
  all,
  deployed,
  lambdas,
  machines,
  mappings,
  permissions,
  queues,
} from "../equipment/stacks.ts";
import { startUpstashFront } from "../equipment/upstash-front.ts";
import { clientsAs } from "./clients.ts";
import { httpTasks } from "./connection.ts";
import { createQueues, moveMessages } from "./delivery.ts";
import { queuesFor } from "./event-bus.ts";
import { functionOf, functionsOf } from "./functions.ts";
import { OWNER, type Request, startGateway } from "./gateway.ts";
import { httpApi } from "./http-api.ts";
import { grantsOf } from "./iam.ts";
import { type Misfortune, startLambda } from "./lambda.ts";
import { startMachine } from "./machine.ts";
import { poll } from "./mapping.ts";
import { startSlack } from "./slack.ts";

/** What has a role in the customer flow. */
export const CUSTOMER_ROLES = ["PreloadStatistics", "Api", "Keys", "CustomerRefresh"];
const FUNCTIONS = ["PreloadStatistics", "Api", "Keys"];

/** The refresh's own key, as `npm run key` makes one. */
const REFRESH_KEY = keyText({ id: "0a1b2c3d4e5f", secret: "c".repeat(43) });
/** Where the secrets say that the shop and the cache are; they are elsewhere here. */
const SHOP_URL = "mysql://user:password@shop.invalid/shop";
const CACHE_URL = "https://cache.invalid";
const CACHE_TOKEN = "front-token";
export const SLACK_URL = "https://hooks.slack.com/services/T00/B00/of-a-test";

/** Retries wait a hundredth of a full jitter already (`machine.ts`), and a hundredth of that here; no timeout is shorter. */
const SHORTER = 100;
const LONGEST_RETRY_MS = 10_000;

/** What a test makes go wrong; the fronts of the shop and of the cache have faults of their own. */
interface Troubles {
  request: (request: Request) => Fault | null;
  invocation: (id: string) => Misfortune | null;
}
const NO_TROUBLES: Troubles = { request: () => null, invocation: () => null };

export type Customers = Awaited<ReturnType<typeof openCustomers>>;

/** How a refresh ended, and what its machine's log says of it. */
export interface Refresh {
  result: ExecutionResult;
  events: ExecutionEvent[];
}

/**
 * The customer flow as it is synthesised for production, running here: its functions from their bundles, its machine by the engine, its
 * tables and queues on servers that speak AWS's protocols, the shop on MariaDB behind PlanetScale's protocol, the cache on
 * redis-server behind Upstash's, each role as narrow as it is written.
 */
export async function openCustomers(input: {
  dynamo: string;
  mariadb: MariadbAddress;
  bundles: FunctionBundles;
}) {
  const { dynamo, mariadb, bundles } = input;
  const app = await deployed("production", {
    ...{ PlanetscaleUrl: SHOP_URL, UpstashUrl: CACHE_URL, UpstashToken: CACHE_TOKEN },
    ...{ SlackWebhookUrl: SLACK_URL, RefreshKey: REFRESH_KEY },
  });
  const folder = mkdtempSync(join(tmpdir(), "customers-"));
  const troubles = { ...NO_TROUBLES };
  const roles = permissions(app);
  const grants = new Map(
    CUSTOMER_ROLES.map((id) => [id, grantsOf(`${id}Role`, roles.get(`${id}Role`) ?? [])]),
  );

  const shop = await mariadbShop({ address: mariadb });
  const redis = await startRedis();
  const upstash = await startUpstashFront({ redisUrl: redis.url });
  const cache = createClient({ url: redis.url });
  await cache.connect();
  const slack = await startSlack();
  const sqsServer = await startFauxqs({ port: 0, logger: false });
  createQueues(sqsServer, app);
  const nowhere = "http://127.0.0.1:9";
  const gateway = await startGateway({
    servers: { dynamodb: dynamo, sqs: sqsServer.address, s3: nowhere, states: nowhere, cloudwatch: nowhere },
    grants,
    fault: (request) => troubles.request(request),
  });
  const functions = functionsOf({
    ...{ app, bundles, folder, ids: FUNCTIONS },
    places: {
      [SHOP_URL]: shop.front.url,
      [CACHE_URL]: upstash.url,
      "https://sqs.us-east-1.amazonaws.com": gateway.environment.AWS_ENDPOINT_URL_SQS ?? "",
    },
  });
  const preload = functionOf(functions, "PreloadStatistics");
  preload.file = slack.around({ file: preload.file, folder });
  const lambda = startLambda({
    functions,
    environment: gateway.environment,
    misfortune: (id) => troubles.invocation(id),
    limit: (ms) => ms,
  });
  const owner = clientsAs(OWNER, gateway.environment);
  const api = httpApi({ app, invoke: lambda.invoke });

  const table = functionOf(functions, "Api").environment.API_KEYS_TABLE ?? "";
  await createTable({ endpoint: dynamo, table, definition: API_KEYS_TABLE });

  const [, { arn: machineArn, definition }] = refreshOf(app);
  let executions = 0;
  async function refresh(input: Json): Promise<Refresh> {
    const events: ExecutionEvent[] = [];
    const note: Parameters<typeof startMachine>[0]["note"] = (act) => gateway.note("CustomerRefresh", act);
    const start = startMachine({
      ...{ id: "CustomerRefresh", definition, note, bucket: "" },
      clients: clientsAs("CustomerRefresh", gateway.environment),
      invoke: lambda.invoke,
      http: httpTasks({ app, machineArn, fetch: api.fetch, note }),
      wait: (ms) => (ms < LONGEST_RETRY_MS ? ms / SHORTER : ms),
      onEvent: (event) => events.push(event),
    });
    const { result } = start({ machineArn, name: `refresh-${++executions}`, input: JSON.stringify(input) });
    return { result: await result, events };
  }

  const { mapping, queue } = mappedTo(app, "PreloadStatistics");
  const deadLetters = queueNamed(app, queue.redrivePolicy?.deadLetterTargetArn ?? "");
  const asOwner = (url: string) => sqsQueue({ client: owner.sqs, url });
  const polling = sqsQueue({
    client: clientsAs("PreloadStatistics", gateway.environment).sqs,
    url: queue.url,
  });

  const cloud = {
    ...{
      app,
      troubles,
      gateway,
      grants,
      lambda,
      upstash,
      cache,
      slack,
      api,
      refresh,
      refreshKey: REFRESH_KEY,
    },
    ...{ sql: shop.sql, psdb: shop.front, batchSize: mapping.batchSize },
    events: asOwner(queue.url),
    deadLetters: asOwner(deadLetters.url),
    /** Gives EventBridge an event; whether any queue of the app got it. */
    async publish(event: Json): Promise<boolean> {
      const urls = queuesFor(app, event);
      for (const url of urls) await asOwner(url).send({ body: JSON.stringify(event) });
      return urls.length > 0;
    },
    /** Gives the preloader what is in its queue, as Lambda's mapping does. */
    settle: () =>
      poll({
        ...{ queue: polling, url: queue.url, owner: owner.sqs, batchSize: mapping.batchSize },
        concurrency: mapping.scalingConfig?.maximumConcurrency ?? 1,
        invoke: (payload) => lambda.invoke({ functionName: preloadName, payload }),
      }),
    redrive: () => moveMessages({ from: asOwner(deadLetters.url), to: asOwner(queue.url) }),
    /** An operator's call of Keys. */
    async keys(operation: Json): Promise<Record<string, Json>> {
      const answer = await lambda.invoke({ functionName: nameOf(app, "Keys"), payload: operation });
      return z.record(z.string(), z.json()).parse(answer);
    },
    /** A client's request of the API; its answer, with the body as JSON. */
    async ask(input: { method?: string; path: string; key: string | null; body?: object }) {
      const { method = "GET", path, key, body } = input;
      const headers: Record<string, string> = key === null ? {} : { Authorization: `Bearer ${key}` };
      const sent =
        body === undefined
          ? { headers }
          : { headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
      const answer = await api.fetch({ method, url: `${api.endpoint}${path}`, ...sent });
      const data: unknown = answer.body === "" ? null : JSON.parse(answer.body);
      return { status: answer.status, cache: answer.headers["x-cache"], data };
    },
    /** What a deployment puts into the table of keys. */
    async deployRefreshKey(): Promise<void> {
      for (const [, { tableName: TableName, item: Item }] of tableItems(app)) {
        await owner.dynamo.send(new PutItemCommand({ TableName, Item }));
      }
    },
    refreshKeyId: parseKey(REFRESH_KEY)?.id ?? "",
    calm(): void {
      Object.assign(troubles, NO_TROUBLES);
      shop.front.heal();
      upstash.fault = { kind: "none" };
    },
    async close(): Promise<void> {
      await lambda.close();
      await gateway.close();
      await Promise.all([sqsServer.stop(), slack.close(), upstash.close(), shop.close()]);
      cache.destroy();
      await redis.close();
      rmSync(folder, { recursive: true });
    },
  };
  const preloadName = nameOf(app, "PreloadStatistics");
  await cloud.deployRefreshKey();
  return cloud;
}

const Item = z.object({
  tableName: z.string(),
  item: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(
      z.record(
        z.string(),
        z.custom<AttributeValue>((value) => typeof value === "object"),
      ),
    ),
});
const tableItems = (app: App) => all(app, "aws:dynamodb/tableItem:TableItem", Item);

function refreshOf(app: App) {
  const machine = machines(app).find(([id]) => id === "CustomerRefresh");
  if (machine === undefined) throw new Error("there is no machine CustomerRefresh");
  return machine;
}

function nameOf(app: App, id: string): string {
  const [, fn] = lambdas(app).find(([name]) => name === `${id}Function`) ?? [];
  if (fn === undefined) throw new Error(`there is no function ${id}`);
  return fn.name;
}

/** The mapping to a function, and the queue it is of. */
function mappedTo(app: App, id: string) {
  const name = nameOf(app, id);
  const [, mapping] = mappings(app).find(([, { functionName }]) => functionName.endsWith(`:${name}`)) ?? [];
  if (mapping === undefined) throw new Error(`no queue is mapped to ${id}`);
  return { mapping, queue: queueNamed(app, mapping.eventSourceArn) };
}

function queueNamed(app: App, arn: string) {
  const [, queue] = queues(app).find(([, one]) => one.arn === arn) ?? [];
  if (queue === undefined) throw new Error(`there is no queue ${arn}`);
  return queue;
}
