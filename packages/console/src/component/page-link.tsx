import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useGo } from "./use-go.ts";

/** A link to another page of this site. */
export function PageLink(props: { to: string; children: ReactNode; variant?: LinkProps["variant"] }) {
  const { to, children, variant = "secondary" } = props;
  const go = useGo();
  return (
    <Link href={to} variant={variant} onFollow={go}>
      {children}
    </Link>
  );
}
