// Collects the license texts of the npm packages that a bundle contains.
import { readdirSync, readFileSync } from 'node:fs';

/** What the packages in a bundle of esbuild want to be said with them. */
export function noticesOf(metafile) {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap(
      (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [],
    ),
  );
  const notices = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
    return [
      `${name} ${version} (${license})`,
      ...files.map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
    ];
  });
  return notices.flat().join('\n\n');
}
