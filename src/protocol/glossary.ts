/** The words of the field, once: the panels show them as hover help, docs/glossary.md lists them. */

export interface GlossaryEntry {
  /** As it stands in a list. */
  readonly term: string;
  /** One sentence, for someone who trains networks but not sparse ones. */
  readonly meaning: string;
  /** Where the notion comes from; null where everybody uses the word. */
  readonly source: string | null;
}

const nnstdPaper = 'Liu et al., ECML-PKDD 2020, arXiv 2006.14085';
const setPaper = 'Mocanu et al., Nature Communications 9, 2018';
const riglPaper = 'Evci et al., ICML 2020, arXiv 1911.11134';
const itopPaper = 'Liu et al., ICML 2021, arXiv 2102.02887';
const powerLawPaper = 'Clauset, Shalizi and Newman, SIAM Review 51, 2009';
const ourNnstd = 'docs/nnstd.md';

const entries = {
  // What a network is.
  topology: {
    term: 'Topology',
    meaning: 'Which links of a network are there, whatever their weights.',
    source: null,
  },
  link: {
    term: 'Link',
    meaning: 'A connection from an input to a neuron that is there and can carry a weight, also one of 0.',
    source: null,
  },
  density: {
    term: 'Density',
    meaning:
      'Links that are there as a share of all that could be; 1 % is a very sparse layer, 100 % a full one.',
    source: null,
  },
  sparsity: {
    term: 'Sparsity',
    meaning: 'Links that are not there as a share of all that could be: 100 % less the density.',
    source: null,
  },
  parameterShare: {
    term: 'Share of the parameters',
    meaning: 'Links of a layer as a share of the links of the whole network.',
    source: null,
  },
  fanIn: {
    term: 'Fan-in (in-degree)',
    meaning: 'How many inputs a neuron is linked to.',
    source: null,
  },
  fanOut: {
    term: 'Fan-out (out-degree)',
    meaning: 'How many neurons of the next layer an input or a neuron is linked to.',
    source: null,
  },
  hub: {
    term: 'Hub',
    meaning: 'A neuron with many more links than the others of its layer.',
    source: null,
  },
  neuronWithoutInput: {
    term: 'Neuron without input',
    meaning: 'A neuron that no link leads to: whatever the network is shown, it says the same.',
    source: null,
  },
  neuronWithoutOutput: {
    term: 'Neuron without output',
    meaning: 'A neuron that no link leads away from: whatever it says, no one hears it.',
    source: null,
  },
  isolatedNeuron: {
    term: 'Isolated neuron',
    meaning: 'A neuron that no link leads to and none leads away from.',
    source: null,
  },
  deadNeuron: {
    term: 'Dead neuron',
    meaning: 'A neuron on no path from an input to an output of the network.',
    source: null,
  },
  effectiveDensity: {
    term: 'Effective density',
    meaning: 'Density that counts only the links on some path from an input to an output of the network.',
    source: 'Vysogorets and Kempe, JMLR 24, 2023, arXiv 2107.02306',
  },
  inferredMask: {
    term: 'Inferred mask',
    meaning: 'A topology read off the weights that are not 0, from a file that does not store its links.',
    source: null,
  },

  // How it changes.
  checkpoint: {
    term: 'Checkpoint',
    meaning: 'The network as it was saved at one moment of its training.',
    source: null,
  },
  initialTopology: {
    term: 'Initial topology',
    meaning: 'The links at epoch 0, before any training or rewiring.',
    source: null,
  },
  kept: {
    term: 'Kept, gained, lost',
    meaning: 'Links in both of two checkpoints, in the later one only, and in the earlier one only.',
    source: null,
  },
  turnover: {
    term: 'Turnover',
    meaning: 'Links gained since the previous checkpoint as a share of the links that are there now.',
    source: null,
  },
  survival: {
    term: 'Survival',
    meaning: 'Share of the initial links that are there now.',
    source: null,
  },
  exploration: {
    term: 'Exploration rate R_s',
    meaning: 'Share of all possible links that were ever there up to this moment.',
    source: itopPaper,
  },

  // How far two are apart.
  nnstd: {
    term: 'NNSTD',
    meaning:
      'Neural Network Sparse Topology Distance: 0 where two networks have the same links up to a renaming of neurons, 1 where matched neurons share no input.',
    source: nnstdPaper,
  },
  normalisedEditDistance: {
    term: 'Normalised edit distance',
    meaning: 'Of the inputs that either of two neurons has, the share that only one of them has.',
    source: nnstdPaper,
  },
  matching: {
    term: 'Matching',
    meaning: 'Which neuron of the one network stands for which of the other, so that the distance is small.',
    source: nnstdPaper,
  },
  matchedWithItself: {
    term: 'Matched with itself',
    meaning:
      'A neuron whose partner has its own number: many of them tell that two networks have an ancestor in common.',
    source: ourNnstd,
  },
  interchangeable: {
    term: 'Interchangeable neuron',
    meaning: 'A neuron that could have another partner at the same cost, so that its partner means nothing.',
    source: ourNnstd,
  },
  ties: {
    term: 'Tie interval',
    meaning: 'How far a distance by reference moves when only the order in which neurons are stored changes.',
    source: ourNnstd,
  },
  noise: {
    term: 'Noise',
    meaning: 'How far a distance by refined moves when its search is begun from other random numbers.',
    source: ourNnstd,
  },
  chance: {
    term: 'Chance level',
    meaning: 'The distance of two random networks with as many links, by the same method.',
    source: ourNnstd,
  },
  reference: {
    term: 'Method reference',
    meaning: "NNSTD by its authors' procedure, equal to their values to the last bit.",
    source: nnstdPaper,
  },
  greedy: {
    term: 'Method greedy',
    meaning: 'NNSTD layer after layer, each at its least cost, for networks of any size.',
    source: ourNnstd,
  },
  refined: {
    term: 'Method refined',
    meaning: 'The least NNSTD that was found over the renamings of all hidden layers at once.',
    source: ourNnstd,
  },
  budget: {
    term: 'Budget',
    meaning: 'How long the method refined searches.',
    source: ourNnstd,
  },

  // Seeing many.
  scaling: {
    term: 'Classical multidimensional scaling',
    meaning: 'A map in few dimensions on which networks lie about as far apart as their distances say.',
    source: 'Torgerson, Psychometrika 17, 1952',
  },
  varianceKept: {
    term: 'Variance kept',
    meaning: 'Share of the squared distances that the axes of a map account for; the rest is not on the map.',
    source: 'Torgerson, Psychometrika 17, 1952',
  },
  stress: {
    term: 'Stress',
    meaning: 'How far the distances on a map are from the true ones: 0 is a perfect map.',
    source: 'Kruskal, Psychometrika 29, 1964',
  },
  clustering: {
    term: 'Hierarchical clustering',
    meaning: 'The closest two groups are joined, again and again; the tree of joins is the dendrogram.',
    source: null,
  },

  // Degrees and inputs.
  degreeDistribution: {
    term: 'Degree distribution',
    meaning: 'How many neurons have one link, two links, and so on.',
    source: null,
  },
  poisson: {
    term: 'Erdős–Rényi expectation',
    meaning: 'The degrees that links thrown at random would give: close to a Poisson distribution.',
    source: 'Erdős and Rényi, Publicationes Mathematicae 6, 1959',
  },
  powerLaw: {
    term: 'Power law',
    meaning: 'A degree distribution that falls as a power of the degree, so that hubs are common.',
    source: powerLawPaper,
  },
  goodnessOfFit: {
    term: 'Goodness of fit p',
    meaning:
      'How often data drawn from the fitted law lie at least as far from it as the true ones; below 0.1 the law is ruled out.',
    source: powerLawPaper,
  },
  inputMap: {
    term: 'Input map',
    meaning: 'How much the first layer looks at each input: its links, or the sum of their absolute weights.',
    source: setPaper,
  },
  receptiveField: {
    term: 'Receptive field',
    meaning: 'The inputs that a neuron is linked to, shown where they lie.',
    source: null,
  },

  // How networks are made and trained.
  epsilon: {
    term: 'ε, Erdős–Rényi topology',
    meaning: 'A random topology with ε · (inputs + outputs) links in each layer.',
    source: setPaper,
  },
  erk: {
    term: 'ERK',
    meaning:
      'Erdős–Rényi densities for a wanted density of the whole network, kernels of convolutions included.',
    source: riglPaper,
  },
  set: {
    term: 'SET',
    meaning:
      'Sparse evolutionary training: after each epoch the weakest links go and as many grow at random.',
    source: setPaper,
  },
  rigl: {
    term: 'RigL',
    meaning: 'The weakest links go, and as many grow where the gradient is largest.',
    source: riglPaper,
  },
  granet: {
    term: 'GraNet',
    meaning: 'A dense or denser network is pruned step by step, and regrows links by gradient while it is.',
    source: 'Liu et al., NeurIPS 2021, arXiv 2106.10404',
  },
  gmp: {
    term: 'GMP',
    meaning: 'Gradual magnitude pruning: from dense to sparse, the smallest weights first.',
    source: 'Zhu and Gupta, 2017, arXiv 1710.01878',
  },
  imp: {
    term: 'IMP, lottery ticket',
    meaning: 'Train, prune the smallest weights, give the others back what they were early on, and again.',
    source: 'Frankle and Carbin, ICLR 2019, arXiv 1803.03635',
  },
  staticSparse: {
    term: 'Static sparse',
    meaning: 'A random sparse topology that never changes: what methods that change it are compared with.',
    source: setPaper,
  },
  dropFraction: {
    term: 'ζ, drop fraction',
    meaning: 'Share of the links that are dropped and grown anew at each change of the topology.',
    source: setPaper,
  },
  interval: {
    term: 'ΔT, interval',
    meaning: 'Optimiser steps from one change of the topology to the next.',
    source: riglPaper,
  },
  epoch: {
    term: 'Epoch',
    meaning: 'One pass over all training samples.',
    source: null,
  },
  step: {
    term: 'Step',
    meaning: 'One change of the weights by the optimiser, from one batch of samples.',
    source: null,
  },
  seed: {
    term: 'Seed',
    meaning: 'The number that all random choices of a run follow from: the same seed gives the same run.',
    source: null,
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

export type TermId = keyof typeof entries;

export const glossary: Readonly<Record<TermId, GlossaryEntry>> = entries;
