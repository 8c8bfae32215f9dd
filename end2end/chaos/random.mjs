// Chance that can be repeated: the same seed and label give the same numbers, whatever else draws meanwhile.

export class Random {
  #state;

  constructor(seed, label) {
    // FNV-1a: labels that differ in one letter give streams that have nothing in common.
    this.#state = 0x811c9dc5;
    for (const byte of Buffer.from(`${seed}/${label}`)) this.#state = Math.imul(this.#state ^ byte, 0x01000193);
  }

  /** From 0 up to 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share) {
    return this.next() < share;
  }

  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  /** One of `[[value, weight], …]`. */
  weighted(pairs) {
    let left = this.next() * pairs.reduce((sum, [, weight]) => sum + weight, 0);
    return (pairs.find(([, weight]) => (left -= weight) < 0) ?? pairs.at(-1))[0];
  }
}
