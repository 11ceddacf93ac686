/** The colours of the terminal report, which may all be none. */
import type picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;
