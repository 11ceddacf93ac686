/** Whether something could not be seen because the target offers nothing to see it on. */
import type { CheckReport } from '../../reports/result/result.js';

/**
 * A scenario says what the target would have to do. To offer or list something, or to send or ask for something of its own
 * accord, is what a server may choose: who does not, lacks the occasion alone. To answer, accept or allow something is what
 * stood in the way.
 */
const OCCASION = /^(?:offer|list|annotate|declare|send|ask|report) /;

/** Of the words that complete "the target would have to …"; the kind of lack, where it is one. */
export const findLack = (missing: string): Pick<CheckReport, 'lacks'> =>
  OCCASION.test(missing) ? { lacks: 'occasion' } : {};
