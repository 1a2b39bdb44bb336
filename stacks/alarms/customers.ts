import { say } from "../../packages/core/src/sentence/say.ts";
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
      description: say("alarm.eventsDepth"),
    }),
    waitingAlarm({
      name: "CustomerEventDeadLetters",
      queue: deadLetters.events,
      above: 0,
      description: say("alarm.eventLetters"),
    }),
  ];
}

/** One refresh may fail while an API is deployed; a tenth of them do not. */
function refreshAlarm({ machines }: Customers): AlarmInput {
  const machine = machines["customer-refresh"];
  return {
    name: "customer-refresh-executions",
    description: say("alarm.refreshes"),
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
      description: say("alarm.api"),
      metrics: { failures: ofApi("5xx", "Sum"), requests: ofApi("Count", "Sum") },
      expression: "IF(requests > 0, 100 * failures / requests, 0)",
      above: 5,
      period: FIVE_MINUTES,
    },
    {
      name: "ApiLatency",
      description: say("alarm.latency"),
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
      description: say("alarm.cache"),
      metrics: { unavailable: ofService("api", "CacheUnavailable") },
      above: 0,
      period: FIVE_MINUTES,
      periods: 3,
    },
    {
      name: "InvalidationFailures",
      description: say("alarm.invalidation"),
      metrics: { failures: ofService("api", "CacheInvalidationFailed") },
      above: 0,
      period: FIVE_MINUTES,
    },
    {
      name: "SlackDeliveries",
      description: say("alarm.slack"),
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
