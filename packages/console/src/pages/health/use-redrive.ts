import type { redriveDeadLetters } from "@millrace/api/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import type { AnswerOf } from "../../api/route-types.ts";
import { useNotify } from "../../app/notifications.ts";
import { useDescribe } from "../../component/use-describe.ts";
import { type Say, useText } from "../../i18n/i18n.ts";

/** Tries the messages of a queue of dead letters again, and says what came of it. Takes the queue's name. */
export function useRedrive() {
  const t = useText();
  const notify = useNotify();
  const describe = useDescribe();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (queue: string) =>
      ask<typeof redriveDeadLetters>({
        method: "post",
        path: "/api/health/dead-letters/redrive",
        body: { queue },
      }),
    onSuccess: (redrive) => {
      const [first] = redrive.retried;
      notify({
        type: "success",
        header: t("health.redriven", { count: redrive.messages }),
        content: outcomeOf(redrive, t),
        ...(first === undefined ? {} : { link: { text: t("health.redriven.show"), to: `/runs/${first}` } }),
      });
    },
    onError: (error) => {
      const { title, what } = describe(error);
      notify({ type: "error", header: title, content: what });
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ["health"] }),
  });
}

function outcomeOf(redrive: AnswerOf<typeof redriveDeadLetters>, t: Say): string {
  const { moving, retried, waiting, settled } = redrive;
  const sentences = [
    moving ? t("health.redriven.moving") : "",
    retried.length > 0 ? t("health.redriven.retried", { count: retried.length }) : "",
    waiting.length > 0 ? t("health.redriven.waiting", { count: waiting.length }) : "",
    settled.length > 0 ? t("health.redriven.settled", { count: settled.length }) : "",
  ];
  return sentences.filter((each) => each !== "").join(" ");
}
