import * as z from 'zod';

export const droppingMethods = {
  /** Files and folders as they are dropped: URIs. What is in them is shown too. Fails where nothing is, or too much. */
  addDropped: {
    params: z.object({ uris: z.array(z.string()).min(1).max(10_000) }),
    progress: z.null(),
    result: z.null(),
  },
} as const;
