import { slot } from './slot'

/** What a value is called in the place that this tab shows. */
export const slotKey = (name: string): string => (slot() ? `${name}.${slot()}` : name)
