import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import type { downloadProducts } from "@millrace/api/contract";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { download } from "../../api/download.ts";
import { useNotify } from "../../app/notifications.ts";
import { Empty } from "../../component/empty.tsx";
import { More } from "../../component/more.tsx";
import { Page } from "../../component/page.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { useDescribe } from "../../component/use-describe.ts";
import { type PlainKey, useText } from "../../i18n/i18n.ts";
import type { Product } from "./price.ts";
import { ProductTable } from "./product-table.tsx";
import { useProducts } from "./use-products.ts";

const ProductDetails = lazy(() => import("./product-details.tsx"));

const STATUSES = {
  enriched: "product.status.enriched",
  noData: "product.status.noData",
  rejected: "product.status.rejected",
  pending: "product.status.pending",
} as const satisfies Record<Product["status"], PlainKey>;

function isStatus(value: string): value is Product["status"] {
  return Object.hasOwn(STATUSES, value);
}

/** The products of a catalog. */
export default function CatalogPage() {
  const { catalogId = "" } = useParams();
  const t = useText();
  const [params, setParams] = useSearchParams();
  const given = params.get("status") ?? "";
  const status = isStatus(given) ? given : undefined;
  const { query, products, isLooking } = useProducts({ catalogId, status });
  const [shown, setShown] = useState<Product | null>(null);
  const choose = (value: string) => setParams(isStatus(value) ? { status: value } : {});
  return (
    <Page
      title={catalogId}
      parents={[{ text: t("page.catalogs"), href: "/catalogs" }]}
      actions={<DownloadButton catalogId={catalogId} status={status} />}
    >
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data === undefined && query.error !== null ? null : (
        <ProductTable
          products={products}
          isLoading={query.isPending || isLooking}
          filter={<StatusFilter status={status} onChange={choose} />}
          empty={
            <Empty
              title={t("catalog.empty")}
              what={t("catalog.empty.what")}
              action={<Button onClick={() => choose("")}>{t("table.filter.clear")}</Button>}
            />
          }
          footer={query.hasNextPage ? <More {...query} /> : undefined}
          onShow={setShown}
        />
      )}
      {shown !== null && (
        <Suspense fallback={null}>
          <ProductDetails product={shown} onDismiss={() => setShown(null)} />
        </Suspense>
      )}
    </Page>
  );
}

function StatusFilter(props: { status: Product["status"] | undefined; onChange: (value: string) => void }) {
  const { status, onChange } = props;
  const t = useText();
  const options = [
    { value: "", label: t("catalog.status.all") },
    ...Object.entries(STATUSES).map(([value, key]) => ({ value, label: t(key) })),
  ];
  return (
    <FormField label={t("catalog.status")}>
      <Select
        options={options}
        selectedOption={options.find(({ value }) => value === (status ?? "")) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}

function DownloadButton(props: { catalogId: string; status: Product["status"] | undefined }) {
  const { catalogId, status } = props;
  const t = useText();
  const notify = useNotify();
  const describe = useDescribe();
  const downloading = useMutation({
    mutationFn: () =>
      download<typeof downloadProducts>({
        ...{ method: "get", path: "/api/catalogs/{catalogId}/products.csv", params: { catalogId } },
        ...{ query: { status }, name: `${catalogId}.csv` },
      }),
    onError: (error) => {
      const { title, what } = describe(error);
      notify({ type: "error", header: title, content: what });
    },
  });
  return (
    <Button iconName="download" loading={downloading.isPending} onClick={() => downloading.mutate()}>
      {t("catalog.download")}
    </Button>
  );
}
