import type { AlarmInput, Metric } from "../alarm.ts";
import { API_TIMEOUT, type Api } from "../api.ts";
import { type Customers, PRELOAD_TIMEOUT } from "../customers.ts";
import type { RunsApi } from "../runs-api.ts";
import {
  durationAlarm,
  FIVE_MINUTES,
  functionAlarms,
  HOUR,
  ofMachine,
  ofService,
  waitingAlarm,
} from "./common.ts";

/** What can go wrong with customers' statistics and the API. */
export function customerAlarms(input: { customers: Customers; api: Api; runsApi: RunsApi }): AlarmInput[] {
  const { customers, api, runsApi } = input;
  return [
    ...functionAlarms({ ...customers.functions, ...api.functions, ...runsApi.functions }),
    durationAlarm({
      name: "PreloadStatistics",
      fn: customers.functions.PreloadStatistics,
      timeout: PRELOAD_TIMEOUT,
    }),
    durationAlarm({ name: "Api", fn: api.functions.Api, timeout: API_TIMEOUT }),
    durationAlarm({ name: "RunsApi", fn: runsApi.functions.RunsApi, timeout: API_TIMEOUT }),
    ...queueAlarms(customers),
    refreshAlarm(customers),
    ...apiAlarms(api),
    ...cacheAlarms(),
  ];
}

function queueAlarms({ events, deadLetters }: Customers): AlarmInput[] {
  return [
    waitingAlarm({
      name: "CustomerEventsDepth",
      queue: events,
      // Two full batches of the mapping: below it a peak is only being collected.
      above: 1000,
      description: "More than 1,000 events of customers wait for their statistics to be preloaded",
    }),
    waitingAlarm({
      name: "CustomerEventDeadLetters",
      queue: deadLetters.events,
      above: 0,
      description: "Events of customers could not be worked off: mend the cause, then redrive the queue",
    }),
  ];
}

/** One refresh may fail while an API is deployed; a tenth of them do not. */
function refreshAlarm({ machines }: Customers): AlarmInput {
  const machine = machines["customer-refresh"];
  return {
    name: "customer-refresh-executions",
    description: "More than 10 % of the refreshes failed after all their attempts",
    metrics: {
      started: ofMachine(machine, "ExecutionsStarted"),
      failed: ofMachine(machine, "ExecutionsFailed"),
      timedOut: ofMachine(machine, "ExecutionsTimedOut"),
    },
    expression: "IF(started > 0, 100 * (FILL(failed, 0) + FILL(timedOut, 0)) / started, 0)",
    above: 10,
    period: HOUR,
  };
}

function apiAlarms({ gateway }: Api): AlarmInput[] {
  const ofApi = (name: string, stat: string): Metric => ({
    namespace: "AWS/ApiGateway",
    name,
    stat,
    dimensions: { ApiId: gateway.nodes.api.id },
  });
  return [
    {
      name: "ApiFailures",
      description: "More than 5 % of the requests were answered with a 5xx",
      metrics: { failures: ofApi("5xx", "Sum"), requests: ofApi("Count", "Sum") },
      expression: "IF(requests > 0, 100 * failures / requests, 0)",
      above: 5,
      period: FIVE_MINUTES,
    },
    {
      name: "ApiLatency",
      description: "One request in twenty takes more than a second: is the cache there?",
      metrics: { latency: ofApi("Latency", "p95") },
      above: 1000,
      period: FIVE_MINUTES,
      periods: 3,
    },
  ];
}

function cacheAlarms(): AlarmInput[] {
  return [
    {
      name: "CacheUnavailable",
      description: "The cache did not answer for a quarter of an hour: every reading asks the database",
      metrics: { unavailable: ofService("api", "CacheUnavailable") },
      above: 0,
      period: FIVE_MINUTES,
      periods: 3,
    },
    {
      name: "InvalidationFailures",
      description: "Entries could not be removed after a write: what they hold is wrong until its time ends",
      metrics: { failures: ofService("api", "CacheInvalidationFailed") },
      above: 0,
      period: FIVE_MINUTES,
    },
    {
      name: "SlackDeliveries",
      description: "Digests of events without a phone did not reach Slack; the log has them",
      metrics: {
        deliveries: ofService("customers", "SlackDeliveries", "Minimum"),
        tries: ofService("customers", "SlackDeliveries", "SampleCount"),
      },
      expression: "IF(tries > 0, 1 - deliveries, 0)",
      above: 0,
      period: HOUR,
    },
  ];
}
