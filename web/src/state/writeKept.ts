import { askKept } from './askKept'

export const writeKept = (key: string, value: unknown): Promise<unknown> => askKept('readwrite', (store) => store.put(value, key))
