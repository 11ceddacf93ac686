import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./shared/', import.meta.url);
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.js'));

describe('shared scenarios', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it.each(files)('%s names no transport and nothing of one', (file) => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    expect(source).not.toMatch(
      /stdio|streamable|http|websocket|grpc|\.transport\b|from '.*\/adapters\/(stdio|index)/i,
    );
  });
});
