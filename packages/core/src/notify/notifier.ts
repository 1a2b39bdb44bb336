/** Tells people something, as in a Slack channel. It never throws: what nobody could be told is logged, and work goes on. */
export interface Notifier {
  /** @param input.text - for people; no personal data */
  notify(input: { text: string }): Promise<"sent" | "failed">;
}
