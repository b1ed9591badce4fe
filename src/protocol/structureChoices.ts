import * as z from 'zod';

/** What is shown of each input of the network. */
export const inputsShownSchema = z.enum(['links', 'weights', 'change']);
export type InputsShown = z.infer<typeof inputsShownSchema>;

export const inputColumnSchema = z.enum(['rank', 'input', 'name', 'value', 'before', 'change']);
export type InputColumn = z.infer<typeof inputColumnSchema>;

/** How inputs that are no image are listed. */
export const inputListSchema = z.object({
  /** Not only those with the largest values. */
  all: z.boolean(),
  sort: z.object({ column: inputColumnSchema, descending: z.boolean() }),
});
export type InputListChoices = z.infer<typeof inputListSchema>;

export const firstInputList: InputListChoices = { all: false, sort: { column: 'rank', descending: false } };

/** Choices in the views of degrees and inputs. */
export const structureChoicesSchema = z.object({
  /** Key of the shape of the inputs; null where it is to be guessed. */
  shape: z.string().nullable(),
  inputs: inputsShownSchema,
  /** Whose receptive field is shown; null for the neuron with the most inputs. */
  neuron: z.number().int().nonnegative().nullable(),
  logDegrees: z.boolean(),
  mapList: inputListSchema.default(firstInputList),
  fieldList: inputListSchema.default(firstInputList),
});
export type StructureChoices = z.infer<typeof structureChoicesSchema>;

export const firstStructureChoices: StructureChoices = {
  shape: null,
  inputs: 'links',
  neuron: null,
  logDegrees: false,
  mapList: firstInputList,
  fieldList: firstInputList,
};
