import { FILE_ENDINGS, MAX_UPLOAD_BYTES } from "@millrace/core/file";
import { Marketplace } from "@millrace/core/keepa";
import { COLUMN_TARGETS, COUNTRIES } from "@millrace/core/lead";
import { getSession } from "../contract/session.ts";
import type { Api, RouteDeps } from "../deps.ts";

export function sessionRoute(api: Api, { place, live, intake, shop }: RouteDeps): void {
  api.openapi(getSession, (c) => {
    const { tenantId, id, name, scopes } = c.var.apiKey;
    const { imports, model, keepa } = intake();
    const { country, mode } = imports;
    return c.json(
      {
        ...{ tenantId, key: { id, name, scopes }, place, live: live !== undefined },
        uploads: { maxBytes: MAX_UPLOAD_BYTES, types: [...FILE_ENDINGS] },
        imports: {
          country,
          countries: [...COUNTRIES],
          mode,
          targets: [...COLUMN_TARGETS],
          model: model?.name ?? null,
        },
        customers: { ready: shop !== undefined },
        catalogs: { ready: keepa !== null, marketplaces: [...Marketplace.options] },
      },
      200,
    );
  });
}
