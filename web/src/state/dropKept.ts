import { askKept } from './askKept'

export const dropKept = (): Promise<unknown> => askKept('readwrite', (store) => store.clear())
