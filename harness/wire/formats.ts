/**
 * The text formats of the schemas, each a single pass that keeps no state: the text may be 64 MiB of anything.
 * `uri` asks for a scheme and for no blanks, no more: what people put after it is between them and the resource.
 */
export const formats = {
  byte: (value: string): boolean => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
  uri: (value: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(value) && !NOT_IN_A_URI.test(value),
  'uri-template': (value: string): boolean => !NOT_IN_A_TEMPLATE.test(value) && expressionsAreClosed(value),
};

// oxlint-disable-next-line no-control-regex
const NOT_IN_A_URI = /[\u0000-\u0020\u007F"<>\\^`{|}]/;
// oxlint-disable-next-line no-control-regex
const NOT_IN_A_TEMPLATE = /[\u0000-\u0020\u007F"<>\\^`]/;

/** RFC 6570: expressions stand in braces, are not empty and not nested. */
const expressionsAreClosed = (value: string): boolean => {
  let end = -1;
  for (;;) {
    const open = value.indexOf('{', end + 1);
    const close = value.indexOf('}', end + 1);
    if (open === -1) return close === -1;
    if (close < open + 2) return false;
    const nested = value.indexOf('{', open + 1);
    if (nested !== -1 && nested < close) return false;
    end = close;
  }
};
