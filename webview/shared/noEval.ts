import * as z from 'zod';

// Zod looks whether it may compile validators with `new Function`; the panels' security policy forbids that and
// reports the attempt. To be imported before any schema is made, so first of all.
z.config({ jitless: true });
