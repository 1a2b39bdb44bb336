/** More than this is scrolled: some cells hold thousands of lines. */
const MOST_SHOWN = 600;

/** A text of several lines, as they are; a long one in a box of its own. */
export function Lines({ text, label }: { text: string; label?: string }) {
  const style = { whiteSpace: "pre-line", overflowWrap: "break-word" } as const;
  if (text.length <= MOST_SHOWN) return <span style={style}>{text}</span>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is long is scrolled, by the keyboard too
    <section tabIndex={0} aria-label={label} style={{ ...style, maxHeight: "16em", overflowY: "auto" }}>
      {text}
    </section>
  );
}
