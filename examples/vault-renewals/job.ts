/** A daily job: asks users to renew the consents that end soon, before they find out by an error. */
import type { FinqwareConsent, PromisedConnections } from "token-exchange/vault"

/** `vault.finqware` of any vault that has the provider: the job lists, and does nothing else. */
export type Consents = Pick<PromisedConnections<never, FinqwareConsent, unknown, unknown>, "list">

/** How your service reaches people. */
export interface Mail {
  readonly toUser: (user: string, words: string) => Promise<void>
  readonly toOperators: (words: string) => Promise<void>
}

export const makeJob = (finqware: Consents, mail: Mail, now = Date.now) => {
  // #region renewals
  const fortnight = 14 * 24 * 60 * 60 * 1000

  const askForRenewals = async () => {
    const dueBefore = new Date(now() + fortnight)
    for await (const { connectionId, endsAt, ended, error } of finqware.list({ dueBefore })) {
      if (error !== undefined) await mail.toOperators(error.message)
      else if (ended !== undefined) await mail.toUser(connectionId, "Your bank is no longer connected.")
      else await mail.toUser(connectionId, `Your bank is connected until ${endsAt?.toISOString().slice(0, 10)}.`)
    }
  }
  // #endregion
  return askForRenewals
}
