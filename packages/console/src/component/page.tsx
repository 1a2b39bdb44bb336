import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { type ReactNode, useEffect } from "react";
import { useText } from "../i18n/i18n.ts";
import styles from "./page.module.css";
import { useGo } from "./use-go.ts";

/**
 * A page: its heading, which is the browser's title too, and its parts below each other.
 *
 * @param props.parents - pages above this one, such as the list that it is an entry of
 * @param props.counter - how many there are, such as `(12)`
 * @param props.actions - buttons, the primary one last
 */
export function Page(props: {
  title: string;
  children: ReactNode;
  description?: ReactNode;
  counter?: string;
  actions?: ReactNode;
  parents?: readonly { text: string; href: string }[];
}) {
  const { title, children, description, counter, actions, parents = [] } = props;
  const t = useText();
  const go = useGo();
  useEffect(() => {
    document.title = `${title} – Millrace`;
  }, [title]);
  const crumbs = parents.length > 0 && (
    <BreadcrumbGroup
      items={[...parents, { text: title, href: "" }]}
      ariaLabel={t("shell.breadcrumbs")}
      expandAriaLabel={t("shell.breadcrumbs.expand")}
      onFollow={go}
    />
  );
  return (
    <ContentLayout
      breadcrumbs={crumbs}
      header={
        <Header
          variant="h1"
          description={description}
          actions={actions}
          {...(counter === undefined ? {} : { counter })}
        >
          {title}
        </Header>
      }
    >
      <div className={styles.parts}>{children}</div>
    </ContentLayout>
  );
}
