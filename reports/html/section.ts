/** The frame of a section in the HTML report: its heading and its first sentence. */
import { h } from './markup.js';
import type { Child, Element } from './markup.js';

/** A section of the page: a link leads to it by its id, and a heading names it. */
export const renderSection = (id: string, title: string, ...children: Child[]): Element =>
  h(
    'section',
    { id, tabindex: -1, 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    ...children,
  );

/** What a section says in one sentence, before it shows it. */
export const renderLead = (...children: Child[]): Element => h('p', { class: 'lead' }, ...children);
