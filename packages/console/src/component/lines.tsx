/** A text of several lines, as they are. */
export function Lines({ text }: { text: string }) {
  return <span style={{ whiteSpace: "pre-line", overflowWrap: "break-word" }}>{text}</span>;
}
