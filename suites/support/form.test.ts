import { describe, expect, it } from '@jest/globals';
import { acceptForm, fillForm } from './form.js';

const form = (property: object) => ({ type: 'object', properties: { it: property } });

describe('fillForm', () => {
  it.each<[object, unknown]>([
    [{ type: 'string' }, 'word'],
    [{ type: 'string', default: 'John Doe' }, 'word'],
    [{ type: 'string', minLength: 6 }, 'wordxx'],
    [{ type: 'string', maxLength: 2 }, 'wo'],
    [{ type: 'string', format: 'email' }, 'word@example.com'],
    [{ type: 'string', format: 'uri' }, 'https://example.com/word'],
    [{ type: 'string', format: 'date' }, '2026-01-31'],
    [{ type: 'string', format: 'date-time' }, '2026-01-31T12:00:00Z'],
    [{ type: 'string', format: 'unheard of' }, 'word'],
    [{ type: 'string', enum: ['a', 'b'] }, 'a'],
    [{ type: 'string', enum: [null] }, 'word'],
    [{ type: 'string', oneOf: [{ const: 'v', title: 'V' }] }, 'v'],
    [{ type: 'array', items: { type: 'string', enum: ['a', 'b'] } }, ['a']],
    [{ type: 'array', minItems: 2, items: { anyOf: [{ const: 'a' }, { const: 'b' }] } }, ['a', 'b']],
    [{ type: 'boolean' }, true],
    [{ type: 'integer' }, 1],
    [{ type: 'integer', minimum: 18.5 }, 19],
    [{ type: 'number', minimum: -2, maximum: -1 }, -1],
  ])('%j: %j', (property, value) => {
    expect(fillForm(form(property), 'word')).toEqual({ it: value });
  });

  it('makes no text as long as a schema likes', () => {
    expect(String(fillForm(form({ type: 'string', minLength: 1e15 }), 'word')['it'])).toHaveLength(10_000);
  });

  it('is empty for what is no form', () => {
    expect(fillForm(undefined, 'word')).toEqual({});
    expect(fillForm({ properties: { it: 42 } }, 'word')).toEqual({ it: 'word' });
    expect(acceptForm(undefined, 'word')).toEqual({ action: 'accept', content: {} });
  });
});
