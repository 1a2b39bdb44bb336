import { createAlarm } from "./alarm.ts";
import { catalogAlarms } from "./alarms/catalogs.ts";
import { tableAlarms } from "./alarms/common.ts";
import { customerAlarms } from "./alarms/customers.ts";
import { leadAlarms } from "./alarms/leads.ts";
import type { Api } from "./api.ts";
import type { Catalogs } from "./catalogs.ts";
import type { Customers } from "./customers.ts";
import { createDashboards } from "./dashboards.ts";
import type { Leads } from "./leads.ts";
import { physicalName } from "./names.ts";
import type { RunsApi } from "./runs-api.ts";
import type { StageSettings } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** The alarms of all flows, and one topic that they all speak to. */
export function createMonitoring(input: {
  stage: StageSettings;
  storage: Storage;
  leads: Leads;
  catalogs: Catalogs;
  customers: Customers;
  api: Api;
  runsApi: RunsApi;
}) {
  const { stage, storage, leads, catalogs, customers, api, runsApi } = input;
  const topic = createTopic();
  const { leads: leadTable, runs, modelAnswers, apiKeys, products, tokenLedgers } = storage;
  const alarms = [
    ...leadAlarms({ stage, leads }),
    ...catalogAlarms({ stage, catalogs }),
    ...customerAlarms({ customers, api, runsApi }),
    ...tableAlarms({ leads: leadTable, runs, modelAnswers, apiKeys, products, tokenLedgers }),
  ];
  for (const alarm of alarms) createAlarm({ ...alarm, topic });
  createDashboards({ leads, catalogs, customers, api, runsApi });
  return topic;
}

/** Subscribe people or a chat to it: `aws sns subscribe`, or the console. */
function createTopic(): aws.sns.Topic {
  // AWS's own key cannot be used by CloudWatch, so the topic is encrypted by none: alarms hold names and numbers.
  return new aws.sns.Topic("Alarms", { name: physicalName("alarms") });
}
