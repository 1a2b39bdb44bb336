/** More than this is scrolled: some cells hold thousands of lines. */
const MOST_SHOWN = 600;

/** A word that would push a table apart, such as a link of a tracker; others stay whole. */
const LONG_WORD = /\S{60}/;

/** A text of several lines, as they are; a long one in a box of its own. */
export function Lines({ text, label }: { text: string; label?: string }) {
  const overflowWrap = LONG_WORD.test(text) ? "anywhere" : "break-word";
  const style = { whiteSpace: "pre-line", overflowWrap } as const;
  if (text.length <= MOST_SHOWN) return <span style={style}>{text}</span>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is long is scrolled, by the keyboard too
    <section tabIndex={0} aria-label={label} style={{ ...style, maxHeight: "16em", overflowY: "auto" }}>
      {text}
    </section>
  );
}
