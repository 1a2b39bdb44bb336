import Button from "@cloudscape-design/components/button";
import Table from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { RelativeTime } from "../../component/relative-time.tsx";
import { useFormat, useI18n, useText } from "../../i18n/i18n.ts";
import { type Product, priceOf } from "./price.ts";
import { ProductStatus } from "./product-status.tsx";

/** Products with what says most of them; a click on the code shows the rest. */
export function ProductTable(props: {
  products: readonly Product[];
  isLoading: boolean;
  filter: ReactNode;
  empty: ReactNode;
  footer: ReactNode;
  onShow: (product: Product) => void;
}) {
  const { products, isLoading, filter, empty, footer, onShow } = props;
  const t = useText();
  const format = useFormat();
  const { language } = useI18n();
  return (
    <Table
      items={products}
      trackBy="code"
      loading={isLoading}
      loadingText={t("table.loading")}
      filter={filter}
      empty={empty}
      footer={footer}
      wrapLines
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: t("page.catalogs") }}
      columnDefinitions={[
        {
          ...{ id: "code", header: t("catalog.column.code"), isRowHeader: true, minWidth: 140 },
          cell: (product) => (
            <Button
              variant="inline-link"
              ariaLabel={t("catalog.product.show", { code: product.code })}
              onClick={() => onShow(product)}
            >
              {product.code}
            </Button>
          ),
        },
        {
          ...{ id: "status", header: t("catalog.column.status"), minWidth: 170 },
          cell: (product) => <ProductStatus product={product} />,
        },
        {
          ...{ id: "title", header: t("catalog.column.title"), minWidth: 220 },
          cell: ({ fields }) => fields.title ?? "",
        },
        {
          ...{ id: "brand", header: t("catalog.column.brand"), minWidth: 100 },
          cell: ({ fields }) => fields.brand ?? "",
        },
        {
          ...{ id: "price", header: t("catalog.column.price"), minWidth: 90 },
          cell: (product) => priceOf(product, language),
        },
        {
          ...{ id: "rank", header: t("catalog.column.rank"), minWidth: 100 },
          cell: ({ fields }) => (fields.salesRank === undefined ? "" : format.number(fields.salesRank)),
        },
        {
          ...{ id: "rating", header: t("catalog.column.rating"), minWidth: 80 },
          cell: ({ fields }) => (fields.rating === undefined ? "" : format.number(fields.rating)),
        },
        {
          ...{ id: "enriched", header: t("catalog.column.enriched"), minWidth: 110 },
          cell: ({ enrichedAt }) => <RelativeTime at={enrichedAt} />,
        },
      ]}
    />
  );
}
