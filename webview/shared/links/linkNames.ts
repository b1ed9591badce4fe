/** What the rows and columns of a picture are called, which may stand in another order than they are stored in. */
export interface LinkNames {
  neuron(row: number): number;
  input(column: number): number;
}

export const storedNames: LinkNames = { neuron: (row) => row, input: (column) => column };

/** Names by place, from `row` and `column` on. */
export function namesFrom(neurons: Uint32Array, inputs: Uint32Array, row = 0, column = 0): LinkNames {
  return { neuron: (at) => neurons[at - row], input: (at) => inputs[at - column] };
}
