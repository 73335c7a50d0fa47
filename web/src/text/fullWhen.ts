import { timeFormat } from './timeFormat'

export const fullWhen = timeFormat({ dateStyle: 'medium', timeStyle: 'short' })
