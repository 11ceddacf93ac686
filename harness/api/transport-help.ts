/** What help and messages say of the transports, from their descriptors. */
import { transports } from '../../adapters/index.js';
import { formatSchemes } from '../../adapters/transport.js';

/** `http(s)://, ws(s):// or grpc(s)://` */
export function listSchemes(): string {
  const words = transports.flatMap(({ network }) => (network === undefined ? [] : [formatSchemes(network)]));
  const [last, ...others] = [...new Set(words)].toReversed();
  return others.length === 0 ? `${last}` : `${others.toReversed().join(', ')} or ${last}`;
}

/** A line for each option that `--set` and a block in a config take, beside how the server is reached. */
export function describeOptions(): string {
  const options = transports.flatMap(({ name, network }) =>
    Object.entries(network?.options ?? {}).map(([option, { description }]) => [
      `${name}.${option}`,
      description,
    ]),
  );
  const width = Math.max(...options.map(([option = '']) => option.length));
  return options.map(([option = '', text]) => `  ${option.padEnd(width)}  ${text}`).join('\n');
}
