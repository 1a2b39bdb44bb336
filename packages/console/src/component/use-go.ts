import { useCallback } from "react";
import { useNavigate } from "react-router";

/** What Cloudscape tells when a link is followed. */
interface Followed {
  preventDefault(): void;
  detail: { href?: string | undefined; external?: boolean | undefined };
}

/** @returns what shows the page of a link that is followed, without loading everything anew; for `onFollow` */
export function useGo(): (event: Followed) => void {
  const navigate = useNavigate();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (href === undefined || external === true) return;
      event.preventDefault();
      void navigate(href);
    },
    [navigate],
  );
}
