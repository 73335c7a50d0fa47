import { reconcile } from 'solid-js/store'
import { setState } from './store'

export const leaveSelection = () => setState('selected', reconcile({}))
