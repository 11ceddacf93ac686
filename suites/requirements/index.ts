import { jsonrpc } from './jsonrpc.js';
import type { Requirement } from './requirement.js';
import { wire } from './wire.js';

/** The whole catalogue: a document is one file beside this one and one line here. */
export const catalogue = {
  ...jsonrpc,
  ...wire,
};

export type RequirementId = keyof typeof catalogue;

export const requirement = (id: RequirementId): Requirement => catalogue[id];
export const requirementIds = Object.keys(catalogue) as RequirementId[];
