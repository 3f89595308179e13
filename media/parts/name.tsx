/** A name of somebody else's choosing, as text on one line: cut with an ellipsis, and turned as its own letters want. */
export function Name({ text, class: more = "" }: { text: string; class?: string }) {
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return (
    <bdi class={`name ${more}`} dir="auto" title={shown}>
      {shown}
    </bdi>
  );
}
