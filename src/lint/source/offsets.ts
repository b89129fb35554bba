/** A map from offsets in a decoded text to offsets in what it was decoded from: straight runs between known points. */

export interface OffsetMap {
  /** Behind the points added so far: decoded offset `to` stands at `from`. Both grow. */
  add(to: number, from: number): void;
  /** The offset in the source. */
  at(to: number): number;
}

/** @param units source units for so many decoded ones between points: 4 for 3 in base64 */
export function offsetMap(units = 1, decodedUnits = 1): OffsetMap {
  const decoded = [0];
  const source = [0];
  return {
    add(to, from) {
      if (decoded[decoded.length - 1] === to) source[source.length - 1] = from;
      else {
        decoded.push(to);
        source.push(from);
      }
    },
    at(to) {
      let low = 0;
      let high = decoded.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((decoded[middle] as number) <= to) low = middle;
        else high = middle - 1;
      }
      return (source[low] as number) + Math.floor(((to - (decoded[low] as number)) * units) / decodedUnits);
    },
  };
}
