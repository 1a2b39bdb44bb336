/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { stageSettings } = await import("./stacks/stage.ts");
    const { removal, protect } = stageSettings(stage);
    return { name: "millrace", home: "aws", removal, protect };
  },
  async run() {
    const { stageSettings } = await import("./stacks/stage.ts");
    const { createStorage } = await import("./stacks/storage.ts");
    const { createSecrets } = await import("./stacks/secrets.ts");
    const { createLeads } = await import("./stacks/leads.ts");
    const { createCatalogs } = await import("./stacks/catalogs.ts");
    const { createApi } = await import("./stacks/api.ts");
    const { createRunsApi } = await import("./stacks/runs-api.ts");
    const { createConsole } = await import("./stacks/console.ts");
    const { createCustomers } = await import("./stacks/customers.ts");
    const { createMonitoring } = await import("./stacks/monitoring.ts");

    const stage = stageSettings($app.stage);
    const storage = createStorage(stage);
    const secrets = createSecrets();
    const leads = createLeads({ stage, storage, secrets });
    const catalogs = createCatalogs({ stage, storage, secrets, leads });
    const api = createApi({ stage, storage, secrets });
    const page = createConsole({ stage, storage, api });
    const customers = createCustomers({ stage, storage, secrets, api });
    const runsApi = createRunsApi({ stage, storage, secrets, api, leads, customers });
    const alarms = createMonitoring({ stage, storage, leads, catalogs, api, runsApi, customers });
    return {
      bucket: storage.files.name,
      leadImport: leads.machines["lead-import"].arn,
      catalogEnrichment: catalogs.machines["catalog-enrichment"].arn,
      redriver: leads.functions.Redriver.name,
      console: page.url,
      api: api.gateway.url,
      keys: api.functions.Keys.name,
      customerEvents: customers.events.url,
      customerEventDeadLetters: customers.deadLetters.events.arn,
      customerRefresh: customers.machines["customer-refresh"].arn,
      operate: leads.functions.Operate.name,
      alarms: alarms.arn,
    };
  },
});
