/**
 * Links of one network between ports that are numbered through: the network's inputs first, then layer after layer. A unit
 * has as many ports in a row as it has inputs in the next layer: one, but for the taps of a convolution or the positions
 * after a flatten. Its first port is its own number, under which its inputs stand; the others have none.
 * Both networks have the same number of units in each layer; a narrower layer is filled with absent neurons.
 */
export class UnitLinks {
  constructor(
    /** Length ports + 1; the inputs of unit u are the ports `inputs[inStart[u] … inStart[u + 1])`. */
    public inStart: I32s,
    public inputs: I32s,
    /** Length ports + 1; the neurons that port p feeds are `outputs[outStart[p] … outStart[p + 1])`. */
    public outStart: I32s,
    public outputs: I32s,
    /** Length ports: number of inputs; 1 for an absent neuron, so that it is like no other. */
    public fanIn: I32s,
  ) {}
}
