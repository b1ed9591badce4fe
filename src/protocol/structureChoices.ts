import { z } from 'zod';

/** What is shown of each input of the network. */
export const inputsShownSchema = z.enum(['links', 'weights', 'change']);
export type InputsShown = z.infer<typeof inputsShownSchema>;

/** Choices in the views of degrees and inputs. */
export const structureChoicesSchema = z.object({
  /** Key of the shape of the inputs; null where it is to be guessed. */
  shape: z.string().nullable(),
  inputs: inputsShownSchema,
  /** Whose receptive field is shown; null for the neuron with the most inputs. */
  neuron: z.number().int().nonnegative().nullable(),
  logDegrees: z.boolean(),
});
export type StructureChoices = z.infer<typeof structureChoicesSchema>;

export const firstStructureChoices: StructureChoices = {
  shape: null,
  inputs: 'links',
  neuron: null,
  logDegrees: false,
};
