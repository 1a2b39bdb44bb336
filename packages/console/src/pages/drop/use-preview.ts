import type { createPreview, deletePreview, readPreview, startPreview } from "@millrace/api/contract";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/ask.ts";
import type { AnswerOf, RequestOf } from "../../api/route-types.ts";
import { upload } from "../../api/upload.ts";
import type { FileKind } from "./drop-page.tsx";

export type Preview = AnswerOf<typeof readPreview>;
export type LeadPreview = Extract<Preview, { kind: "leads" }>;
export type CatalogPreview = Extract<Preview, { kind: "catalog" }>;
type Choice = RequestOf<typeof readPreview>["body"];
export type LeadChoice = Extract<Choice, { kind: "leads" }>;
export type CatalogChoice = Extract<Choice, { kind: "catalog" }>;

/** Sends a file to where previews are, which starts nothing. @param input.id - names the file among those that were dropped */
export function useUpload({ id, file, kind }: { id: string; file: File; kind: FileKind }) {
  const [share, setShare] = useState(0);
  const query = useQuery({
    queryKey: ["preview", id, kind],
    queryFn: async ({ signal }) => {
      const body = { kind, fileName: file.name, bytes: file.size };
      const ticket = await ask<typeof createPreview>({
        ...{ method: "post", path: "/api/previews", body, signal },
      });
      await upload({ form: ticket.upload, file, onProgress: setShare, signal });
      return ticket.previewId;
    },
    // Once is enough: the file stays where it is for a day.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { previewId: query.data, share, error: query.error, again: () => void query.refetch() };
}

/** How a file would be read with a choice; what is shown stays while another choice is tried. */
export function useReading({ previewId, choice }: { previewId: string; choice: Choice }) {
  return useQuery({
    queryKey: ["reading", previewId, choice],
    queryFn: ({ signal }) =>
      ask<typeof readPreview>({
        ...{ method: "post", path: "/api/previews/{previewId}/read", params: { previewId }, body: choice },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useStart(input: { previewId: string; onStarted: (runId: string) => void }) {
  const { previewId, onStarted } = input;
  return useMutation({
    mutationFn: (choice: Choice) =>
      ask<typeof startPreview>({
        ...{ method: "post", path: "/api/previews/{previewId}/start", params: { previewId }, body: choice },
      }),
    onSuccess: ({ runId }) => onStarted(runId),
  });
}

/** Deletes what was sent. Where that fails it is gone after a day all the same. */
export async function discard(previewId: string): Promise<void> {
  await ask<typeof deletePreview>({
    ...{ method: "delete", path: "/api/previews/{previewId}", params: { previewId } },
  }).catch(() => {});
}
