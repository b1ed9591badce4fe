/** What is said of a link. */
export interface LinkWords {
  /** Without another network there is but one status, which says nothing. */
  readonly compared: boolean;
  /** What becomes of a link, by status: "kept", "gained", "lost". */
  readonly labels: readonly [string, string, string];
  /** What the base calls a neuron or an input of that name, where its number would mislead: "no neuron". */
  called?(what: 'neuron' | 'input', name: number): string;
  /** How the other calls a neuron or an input, where that differs: "neuron 17 at epoch 0". */
  renamed(what: 'neuron' | 'input', name: number): string | null;
}
