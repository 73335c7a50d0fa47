import { askKept } from './askKept'

export const readKept = (key: string): Promise<unknown> => askKept('readonly', (store) => store.get(key))
