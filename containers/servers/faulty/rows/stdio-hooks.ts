/** Words of the rows that break the stream of lines itself. */

export const isJson = (line: Buffer): boolean => {
  try {
    JSON.parse(line.toString());
    return true;
  } catch {
    return false;
  }
};

/** A line that holds an array. */
export const isBatch = (line: Buffer): boolean => line[0] === 91;

/** The whole process goes, as it does where nobody catches an exception. */
export const die = (): never => process.exit(1);
