import { Trouble } from '../model/trouble'
import { explain } from './explain'
import { toast } from './toast'

/** Runs what a person asked for; what goes wrong is said. Gives whether it went well. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof Trouble && ['cancelled', 'notModified'].includes(error.reason))) toast(explain(error))
    return false
  }
}
