export const PEOPLE: Record<string, { user: number; id: string }>;
export function signIn(port: number, name: string, authority?: string): Promise<string>;
