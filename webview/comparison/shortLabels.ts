/** What distinguishes labels that begin and end alike: "e5_s0_w3 · epoch 190" among its kin is "w3". */
export function shortLabels(labels: readonly string[]): readonly string[] {
  const tokens = labels.map((label) => label.split(/([^\p{L}\p{N}]+)/u));
  const shortest = tokens.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const sameAt = (pick: (list: readonly string[]) => string | undefined): boolean =>
    tokens.every((list) => pick(list) === pick(tokens[0]));
  let before = 0;
  while (before < shortest && sameAt((list) => list[before])) before++;
  let after = 0;
  while (after < shortest - before && sameAt((list) => list.at(-1 - after))) after++;
  const short = tokens.map((list) =>
    list
      .slice(before, list.length - after)
      .join('')
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
  );
  const distinct = new Set(short).size === new Set(labels).size;
  return distinct && short.every((text) => text !== '') ? short : labels;
}
