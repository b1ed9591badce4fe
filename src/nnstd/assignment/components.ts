/** A directed graph: the targets of node i are `targets[start[i] … start[i + 1])`. */
export interface Digraph {
  readonly start: Int32Array;
  readonly targets: Int32Array;
}

/** By node: the number of its strongly connected component (R. Tarjan, SIAM J. Comput. 1(2), 1972), without recursion. */
export function strongComponents({ start, targets }: Digraph): Int32Array {
  const nodes = start.length - 1;
  const component = new Int32Array(nodes).fill(-1);
  const found = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const next = start.slice(0, nodes);
  const open = new Int32Array(nodes);
  const path = new Int32Array(nodes);
  let openCount = 0;
  let foundCount = 0;
  let components = 0;
  for (let root = 0; root < nodes; root++) {
    if (found[root] >= 0) continue;
    let depth = 0;
    path[0] = root;
    while (depth >= 0) {
      const node = path[depth];
      if (found[node] < 0) {
        found[node] = low[node] = foundCount++;
        open[openCount++] = node;
      }
      if (next[node] < start[node + 1]) {
        const target = targets[next[node]++];
        if (found[target] < 0) path[++depth] = target;
        else if (component[target] < 0) low[node] = Math.min(low[node], found[target]);
        continue;
      }
      if (low[node] === found[node]) {
        let member: number;
        do {
          member = open[--openCount];
          component[member] = components;
        } while (member !== node);
        components++;
      }
      depth--;
      if (depth >= 0) low[path[depth]] = Math.min(low[path[depth]], low[node]);
    }
  }
  return component;
}
