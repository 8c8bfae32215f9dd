/** A port of this machine at which nobody listens, for a server that is started now, or again and again. */
export function freePort(): Promise<number>;
