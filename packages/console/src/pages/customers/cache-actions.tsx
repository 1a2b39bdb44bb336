import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { forgetCache, warmCache } from "@millrace/api/contract";
import { useMutation } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { useNotify } from "../../app/notifications.ts";
import { useDescribe } from "../../component/use-describe.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";

/** What can be done to the cache of the tenant's customers. Neither loses anything: the database has it all. */
export function CacheActions() {
  const t = useText();
  const notify = useNotify();
  const describe = useDescribe();
  const mayWarm = useMay("customers:read");
  const mayForget = useMay("customers:write");
  const onError = (error: Error) => {
    const { title, what } = describe(error);
    notify({ type: "error", header: title, content: what });
  };
  const warm = useMutation({
    mutationFn: () => ask<typeof warmCache>({ method: "post", path: "/api/cache/warm", body: {} }),
    onSuccess: ({ asked: count, loaded }) => {
      const content = t("customers.warm.counts", { count, loaded });
      notify({ type: "success", header: t("customers.warm.done"), content });
    },
    onError,
  });
  const forget = useMutation({
    mutationFn: () => ask<typeof forgetCache>({ method: "delete", path: "/api/cache" }),
    onSuccess: () =>
      notify({
        type: "success",
        header: t("customers.forget.done"),
        content: t("customers.forget.what"),
      }),
    onError,
  });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {mayForget && (
        <Button loading={forget.isPending} onClick={() => forget.mutate()}>
          {t("customers.forget")}
        </Button>
      )}
      {mayWarm && (
        <Button loading={warm.isPending} onClick={() => warm.mutate()}>
          {t("customers.warm")}
        </Button>
      )}
    </SpaceBetween>
  );
}
