/** Renders the JSON files beside a badge: the shields.io endpoint, and the facts of the badge. */
import type { BadgeFacts } from './facts.js';
import { DRAWING, makePhrases } from './message.js';

/** What the endpoint of shields.io reads. It refuses fields that it does not know, so the facts are in a file beside it. */
export function renderEndpoint(facts: BadgeFacts, drawing = DRAWING): string {
  const { label, message, color } = makePhrases(facts, drawing);
  return `${JSON.stringify({ schemaVersion: 1, label, message, color: color.slice(1), labelColor: '444' })}\n`;
}

export const renderBadgeFacts = (facts: BadgeFacts): string => `${JSON.stringify(facts, null, 1)}\n`;
