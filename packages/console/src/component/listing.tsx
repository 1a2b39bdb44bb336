import Cards from "@cloudscape-design/components/cards";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { useText } from "../i18n/i18n.ts";
import { useIsNarrow } from "./use-is-narrow.ts";

/** A column of a wide page, and a line of a card on a phone. */
export interface Field<Item> {
  id: string;
  header: string;
  cell: (item: Item) => ReactNode;
  /** Pixels; words in it are not broken then. */
  minWidth?: number;
}

/**
 * A list: a table, or on a phone a card for each entry, with the first field as its heading.
 *
 * @param props.label - what it is a list of, for those who cannot see its header
 * @param props.header - a `Header` of the second level, where the page's own does not say it
 * @param props.empty - an `Empty`
 */
export function Listing<Item>(props: {
  items: readonly Item[];
  fields: readonly [Field<Item>, ...Field<Item>[]];
  label: string;
  header?: ReactNode;
  filter?: ReactNode;
  empty: ReactNode;
  loadingText?: string;
  trackBy?: (item: Item) => string;
  loading?: boolean;
  footer?: ReactNode;
}) {
  const { items, fields, label, header, filter, empty, loading = false, footer, trackBy } = props;
  const t = useText();
  const isNarrow = useIsNarrow();
  const { loadingText = t("table.loading") } = props;
  const common = { items, header, filter, empty, loading, loadingText };
  const tracked = trackBy === undefined ? {} : { trackBy };
  const [first, ...others] = fields;
  if (isNarrow)
    return (
      <SpaceBetween size="l">
        <Cards
          {...common}
          {...tracked}
          ariaLabels={{ itemSelectionLabel: () => "", selectionGroupLabel: "", cardsLabel: label }}
          cardsPerRow={[{ cards: 1 }]}
          cardDefinition={{
            header: first.cell,
            // A heading without anything below it looks like a fault.
            sections: others.map(({ id, header: name, cell }) => ({
              ...{ id, header: name },
              content: (item: Item) => cell(item) || "–",
            })),
          }}
        />
        {footer}
      </SpaceBetween>
    );
  const columns: TableProps.ColumnDefinition<Item>[] = fields.map(({ id, header: name, cell, minWidth }) => ({
    ...{ id, header: name, cell, isRowHeader: id === first.id },
    ...(minWidth === undefined ? {} : { minWidth }),
  }));
  return (
    <Table
      {...common}
      {...tracked}
      columnDefinitions={columns}
      footer={footer}
      wrapLines
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: label }}
    />
  );
}
