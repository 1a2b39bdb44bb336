import type { Api } from "./api.ts";
import type { Catalogs } from "./catalogs.ts";
import type { Customers } from "./customers.ts";
import {
  createDashboard,
  executionsGraph,
  functionGraphs,
  type Graph,
  ownMetrics,
  waitingGraph,
} from "./dashboard.ts";
import type { Leads } from "./leads.ts";
import type { RunsApi } from "./runs-api.ts";

/** One page for each part of the app: what comes in, what becomes of it, what it takes, and what is wrong. */
export function createDashboards(input: {
  leads: Leads;
  catalogs: Catalogs;
  customers: Customers;
  api: Api;
  runsApi: RunsApi;
}): void {
  const { leads, catalogs, customers, api, runsApi } = input;
  createDashboard({ id: "Dashboard", name: "leads", graphs: leadGraphs(leads) });
  createDashboard({ id: "CatalogDashboard", name: "catalogs", graphs: catalogGraphs(catalogs) });
  createDashboard({
    id: "CustomerDashboard",
    name: "customers",
    graphs: customerGraphs({ customers, api, runsApi }),
  });
}

function leadGraphs({ functions, machines, uploads, deadLetters }: Leads) {
  const named = $resolve({
    functions: $resolve(Object.values(functions).map(({ name }) => name)),
    machines: $resolve(Object.values(machines).map(({ arn }) => arn)),
    uploads: uploads.nodes.queue.name,
    dead: $resolve(Object.values(deadLetters).map((queue) => queue.nodes.queue.name)),
  });
  const own = (...metrics: string[]) => ownMetrics("leads", ...metrics);
  return named.apply((names): Graph[] => [
    executionsGraph(names.machines),
    {
      title: "Rows and leads",
      stat: "Sum",
      metrics: own(
        ...["RowsProcessed", "LeadsCreated", "LeadsUpdated", "DuplicateLeadsDetected", "RowsRejected"],
      ),
    },
    { title: "Rows per second of a run", stat: "Average", metrics: own("FileProcessingRate") },
    ...functionGraphs(names.functions),
    { title: "Steps that failed because a store did", stat: "Sum", metrics: own("StoreErrors") },
    waitingGraph("Uploads waiting", [names.uploads]),
    waitingGraph("Dead letters", names.dead),
    { title: "Model: calls", stat: "Sum", metrics: own("ModelCalls") },
    { title: "Model: tokens", stat: "Sum", metrics: own("ModelPromptTokens", "ModelCompletionTokens") },
    { title: "Model: US dollars", stat: "Sum", metrics: own("ModelCostUsd") },
    { title: "Duplicate detection, ms", stat: "p95", metrics: own("DuplicateDetectionLatency") },
    { title: "Events that were no upload", stat: "Sum", metrics: own("UploadsSkipped") },
  ]);
}

function catalogGraphs({ functions, machines }: Catalogs) {
  const named = $resolve({
    functions: $resolve(Object.values(functions).map(({ name }) => name)),
    machines: $resolve(Object.values(machines).map(({ arn }) => arn)),
  });
  const own = (...metrics: string[]) => ownMetrics("catalogs", ...metrics);
  return named.apply((names): Graph[] => [
    executionsGraph(names.machines),
    {
      title: "Products",
      stat: "Sum",
      metrics: own("ProductsEnriched", "ProductsWithoutData", "ProductsRejected"),
    },
    { title: "Keepa: tokens spent", stat: "Sum", metrics: own("KeepaTokensSpent") },
    { title: "Keepa: calls", stat: "Sum", metrics: own("KeepaCalls", "KeepaRefused", "KeepaFailures") },
    ...functionGraphs(names.functions),
    { title: "Steps that failed because a store did", stat: "Sum", metrics: own("StoreErrors") },
  ]);
}

function customerGraphs({ customers, api, runsApi }: { customers: Customers; api: Api; runsApi: RunsApi }) {
  const { functions, machines, events, deadLetters } = customers;
  const named = $resolve({
    functions: $resolve(
      Object.values({ ...functions, ...api.functions, ...runsApi.functions }).map(({ name }) => name),
    ),
    machines: $resolve(Object.values(machines).map(({ arn }) => arn)),
    events: events.nodes.queue.name,
    dead: deadLetters.events.nodes.queue.name,
    api: api.gateway.nodes.api.id,
  });
  const own = (...metrics: string[]) => ownMetrics("customers", ...metrics);
  const ofApi = (...metrics: string[]) => ownMetrics("api", ...metrics);
  return named.apply((names): Graph[] => [
    {
      title: "Events of customers",
      stat: "Sum",
      metrics: own("CustomerMessages", "CustomerPhones", "CustomerPhonesMissing", "CustomerPhonesInvalid"),
    },
    {
      title: "Statistics: one query and one pipeline for 500 phones",
      stat: "Average",
      metrics: own("StatisticsQueryDuration", "StatisticsCacheWrites"),
    },
    executionsGraph(names.machines),
    {
      title: "API: requests",
      stat: "Sum",
      metrics: ["Count", "4xx", "5xx"].map((metric) => ["AWS/ApiGateway", metric, "ApiId", names.api]),
    },
    {
      title: "API: latency, the slowest 5 %",
      stat: "p95",
      metrics: [["AWS/ApiGateway", "Latency", "ApiId", names.api]],
    },
    {
      title: "Cache",
      stat: "Sum",
      metrics: ofApi("CacheHit", "CacheMiss", "CacheStale", "CacheWait", "CacheUncached"),
    },
    {
      title: "Cache: what is wrong",
      stat: "Sum",
      metrics: ofApi("CacheUnavailable", "CacheInvalidationFailed"),
    },
    ...functionGraphs(names.functions),
    waitingGraph("Events waiting", [names.events]),
    waitingGraph("Dead letters", [names.dead]),
    { title: "Digests that reached Slack", stat: "Average", metrics: own("SlackDeliveries") },
  ]);
}
