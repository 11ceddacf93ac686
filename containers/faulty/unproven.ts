import type { RequirementId } from '../../suites/requirements/index.js';

/** Requirements that no fault can flip, with the reason. Everything else has to have one. */
export const unproven: Readonly<Partial<Record<RequirementId, string>>> = {};
