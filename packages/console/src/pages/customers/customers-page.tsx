import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { ApiProblem } from "../../api/problem.ts";
import { useHealth } from "../../api/use-health.ts";
import { Loading } from "../../app/page-frame.tsx";
import { CacheRates } from "../../component/cache-rates.tsx";
import { Empty } from "../../component/empty.tsx";
import { Page } from "../../component/page.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMay, useSession } from "../../session/session.ts";
import { CacheActions } from "./cache-actions.tsx";
import { CachedEntry } from "./cached-entry.tsx";
import { PhoneForm } from "./phone-form.tsx";
import { Statistics } from "./statistics.tsx";
import { useLookUp } from "./use-look-up.ts";

export default function CustomersPage() {
  const t = useText();
  const { customers } = useSession();
  if (customers.ready) return <LookUp />;
  return (
    <Page title={t("page.customers")} description={t("customers.what")}>
      <Container>
        <Empty title={t("customers.absent")} what={t("customers.absent.what")} />
      </Container>
    </Page>
  );
}

/** What is known of a customer by phone, and how the cache stands. The phone is not in the page's address: it would stay in the browser's history. */
function LookUp() {
  const t = useText();
  const lookUp = useLookUp();
  const mayOperate = useMay("operations:read");
  const health = useHealth({ isAllowed: mayOperate });
  const { data, error, variables, isPending } = lookUp;
  const isInvalid = error instanceof ApiProblem && error.status === 422;
  const asked = variables?.phone ?? "";
  const anew = (
    <Button
      iconName="refresh"
      loading={isPending}
      onClick={() => lookUp.mutate({ phone: asked, fresh: true })}
    >
      {t("customers.anew")}
    </Button>
  );
  return (
    <Page title={t("page.customers")} description={t("customers.what")} actions={<CacheActions />}>
      <PhoneForm
        isPending={isPending}
        isInvalid={isInvalid}
        onLookUp={(phone) => lookUp.mutate({ phone, fresh: false })}
      />
      {error !== null && !isInvalid && (
        <ProblemAlert error={error} onRetry={() => lookUp.mutate({ phone: asked, fresh: false })} />
      )}
      {isPending && data === undefined && <Loading />}
      {data === undefined && error === null && !isPending && (
        <Container>
          <Empty title={t("customers.none")} what={t("customers.none.what")} />
        </Container>
      )}
      {data !== undefined && (
        <>
          {data.found === null ? (
            <Container>
              <Empty title={t("customers.nobody")} what={t("customers.nobody.what")} action={anew} />
            </Container>
          ) : (
            <Statistics {...data.found} phone={data.phone} actions={anew} />
          )}
          <CachedEntry cached={data.cached} />
        </>
      )}
      {health.data !== undefined && <CacheRates cache={health.data.cache} />}
    </Page>
  );
}
