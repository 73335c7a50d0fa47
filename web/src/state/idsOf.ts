import { unwrap } from 'solid-js/store'
import type { PeerId } from '../model/model'
import { state } from './store'

const NONE: readonly number[] = []

/**
 * The ids of a history, as a plain list: who reads it hears when they change, which always puts another list in its
 * place, and is spared being told of each of some thousand ids by itself.
 */
export const idsOf = (chat: PeerId): readonly number[] => unwrap(state.histories[chat]?.ids ?? NONE) as readonly number[]
