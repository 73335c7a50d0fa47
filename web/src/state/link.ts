/** The protocol, which is loaded when it is first needed. */
let loading: Promise<typeof import('../protocol/index')> | undefined

export function link(): Promise<typeof import('../protocol/index')> {
  loading ??= import('../protocol/index').catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}
