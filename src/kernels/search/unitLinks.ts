/**
 * Links of one network between units that are numbered through: the network's inputs first, then layer after layer.
 * Both networks have the same number of units in each layer; a narrower layer is filled with absent neurons.
 */
export class UnitLinks {
  constructor(
    /** Length units + 1; the inputs of unit u are `inputs[inStart[u] … inStart[u + 1])`. */
    public inStart: I32s,
    public inputs: I32s,
    /** Length units + 1; the neurons that unit u feeds. */
    public outStart: I32s,
    public outputs: I32s,
    /** Length units: number of inputs; 1 for an absent neuron, so that it is like no other. */
    public fanIn: I32s,
  ) {}
}
